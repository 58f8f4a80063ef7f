// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/mutualinformation.h"

#include "engine/weighting/chebyshevtree.h"
#include "engine/weighting/digamma.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <utility>

namespace btw::weighting {

namespace {

constexpr double kJitter = 1e-10;

// numpy.random.RandomState(0).standard_normal (Marsaglia's polar method on MT19937), so that ties fall as
// they do in scikit-learn's mutual_info_regression(x, y, random_state=0); and the same with every standard
// library, whose normal_distribution differ.
class Normal
{
public:
    double operator()()
    {
        if (m_hasSpare) {
            m_hasSpare = false;
            return m_spare;
        }
        double a = 0;
        double b = 0;
        double square = 0;
        do {
            a = 2 * uniform() - 1;
            b = 2 * uniform() - 1;
            square = a * a + b * b;
        } while (square >= 1 || square == 0);
        const double factor = std::sqrt(-2 * std::log(square) / square);
        m_spare = factor * a;
        m_hasSpare = true;
        return factor * b;
    }

private:
    // In [0, 1), from 53 random bits.
    double uniform()
    {
        const auto high = static_cast<double>(m_engine() >> 5U);
        const auto low = static_cast<double>(m_engine() >> 6U);
        return (high * 0x1p26 + low) * 0x1p-53;
    }

    std::mt19937 m_engine { 0 };
    double m_spare = 0;
    bool m_hasSpare = false;
};

double mean(std::span<const double> values)
{
    double sum = 0;
    for (const double v : values) {
        sum += v;
    }
    return sum / static_cast<double>(values.size());
}

// Divided by its population standard deviation, without centring, as
// sklearn.preprocessing.scale(with_mean=False) does for mutual_info_regression: a column whose deviation is
// rounding noise is left as it is.
std::vector<double> scaled(std::span<const double> column)
{
    std::vector<double> result(column.begin(), column.end());
    const auto [low, high] = std::minmax_element(column.begin(), column.end());
    const double centre = mean(column);
    double squares = 0;
    for (const double v : column) {
        squares += (v - centre) * (v - centre);
    }
    const double deviation = std::sqrt(squares / static_cast<double>(column.size()));
    if (*low == *high || deviation < 10 * std::numeric_limits<double>::epsilon()) {
        return result;
    }
    for (double& v : result) {
        v /= deviation;
    }
    return result;
}

void addJitter(std::vector<double>& column, Normal& normal)
{
    double sum = 0;
    for (const double v : column) {
        sum += std::abs(v);
    }
    const double scale = kJitter * std::max(1.0, sum / static_cast<double>(column.size()));
    for (double& v : column) {
        v += scale * normal();
    }
}

// Mean of psi(number of points with |x_j - x_i| <= radius_i), the point itself included: that is n_x + 1.
// The test is made with the very subtraction: x_i + radius would round, and keep points on the boundary that
// |x_j - x_i| <= radius drops. Subtraction is monotone, so the test can still be bisected.
double meanDigammaOfCounts(std::span<const double> column, std::span<const double> radii)
{
    std::vector<double> sorted(column.begin(), column.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<double> terms(column.size());
    const auto count = static_cast<std::int64_t>(column.size());
#pragma omp parallel for schedule(static) if (count > 2000)
    for (std::int64_t row = 0; row < count; ++row) {
        const auto i = static_cast<std::size_t>(row);
        const double x = column[i];
        const double radius = radii[i];
        const auto begin = std::partition_point(
            sorted.begin(), sorted.end(), [x, radius](double v) { return x - v > radius; });
        const auto end
            = std::partition_point(begin, sorted.end(), [x, radius](double v) { return v - x <= radius; });
        terms[i] = digamma(static_cast<double>(end - begin));
    }
    return mean(terms);
}

} // namespace

double mutualInformationOfLabels(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b)
{
    if (a.empty()) {
        return 0;
    }
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> joint;
    std::map<std::uint32_t, double> marginalA;
    std::map<std::uint32_t, double> marginalB;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ++joint[{ a[i], b[i] }];
        ++marginalA[a[i]];
        ++marginalB[b[i]];
    }
    const auto n = static_cast<double>(a.size());
    double sum = 0;
    for (const auto& [labels, count] : joint) {
        sum += count / n * std::log(count * n / (marginalA[labels.first] * marginalB[labels.second]));
    }
    return std::max(sum, 0.0);
}

double mutualInformationOfColumns(std::span<const double> x, std::span<const double> y, std::size_t k)
{
    if (x.size() <= k) {
        return 0;
    }
    Normal normal;
    std::vector<double> jitteredX = scaled(x);
    addJitter(jitteredX, normal);
    std::vector<double> jitteredY = scaled(y);
    addJitter(jitteredY, normal);
    return mutualInformationOfJittered(jitteredX, jitteredY, k);
}

double mutualInformationOfJittered(std::span<const double> x, std::span<const double> y, std::size_t k)
{
    if (k == 0 || x.size() <= k) {
        return 0;
    }
    std::vector<double> radii = ChebyshevTree(x, y).kthDistances(k);
    for (double& radius : radii) {
        radius = std::nextafter(radius, 0.0);
    }
    const double information = digamma(static_cast<double>(x.size())) + digamma(static_cast<double>(k))
        - meanDigammaOfCounts(x, radii) - meanDigammaOfCounts(y, radii);
    return std::max(information, 0.0);
}

} // namespace btw::weighting
