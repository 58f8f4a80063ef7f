// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/mutualinformation.h"

#include "engine/weighting/chebyshevtree.h"
#include "engine/weighting/digamma.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <random>
#include <utility>

namespace btw::weighting {

namespace {

constexpr std::uint64_t kJitterSeed = 20250827;
constexpr double kJitter = 1e-10;

// Standard normal numbers by Box and Muller. The standard fixes mt19937_64 but not its normal_distribution,
// and the same cohort must give the same weights with every standard library.
class Normal
{
public:
    double operator()()
    {
        if (m_hasSpare) {
            m_hasSpare = false;
            return m_spare;
        }
        const double radius = std::sqrt(-2 * std::log(uniform()));
        const double angle = 2 * std::numbers::pi * uniform();
        m_spare = radius * std::sin(angle);
        m_hasSpare = true;
        return radius * std::cos(angle);
    }

private:
    // In (0, 1], from the 53 high bits.
    double uniform() { return (static_cast<double>(m_engine() >> 11U) + 1) * 0x1p-53; }

    std::mt19937_64 m_engine { kJitterSeed };
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
