// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/temperature.h"

#include "engine/error.h"
#include "engine/goldensection.h"

#include <algorithm>
#include <cmath>

namespace btw::weighting {

namespace {

constexpr double kLeast = 1e-10; ///< as the divergences clip probabilities
/// Beyond this a temperature is what chance makes of few validation rows.
constexpr double kMost = 20;

/// log p / T, less the greatest of them.
std::vector<double> tempered(const float* row, std::size_t width, double temperature)
{
    std::vector<double> scores(width);
    for (std::size_t c = 0; c < width; ++c)
        scores[c] = std::log(std::max(kLeast, static_cast<double>(row[c]))) / temperature;
    const double top = *std::max_element(scores.begin(), scores.end());
    for (double& score : scores)
        score -= top;
    return scores;
}

double sumOfExponentials(const std::vector<double>& scores)
{
    double sum = 0;
    for (const double score : scores)
        sum += std::exp(score);
    return sum;
}

} // namespace

double temperatureOf(
    const Predictions& probabilities, const std::vector<std::size_t>& rows, const std::vector<double>& y)
{
    for (const std::size_t i : rows)
        if (!(y[i] >= 0 && y[i] < static_cast<double>(probabilities.width)))
            throw Error("calibrate=temperature needs the class of every validation row: leave out those "
                        "without a label, or use calibrate=none.");
    // Convex in the inverse temperature.
    const auto loss = [&](double inverse) {
        double sum = 0;
        for (const std::size_t i : rows) {
            const auto scores = tempered(probabilities.row(i), probabilities.width, 1 / inverse);
            sum += std::log(sumOfExponentials(scores)) - scores[static_cast<std::size_t>(y[i])];
        }
        return sum;
    };
    return 1 / leastBetween(1 / kMost, kMost, loss);
}

void temper(Predictions& probabilities, double temperature)
{
    for (std::size_t i = 0; i < probabilities.rows(); ++i) {
        float* row = probabilities.row(i);
        if (std::any_of(row, row + probabilities.width, [](float value) { return std::isnan(value); }))
            continue;
        const auto scores = tempered(row, probabilities.width, temperature);
        const double sum = sumOfExponentials(scores);
        std::transform(scores.begin(), scores.end(), row,
            [sum](double score) { return static_cast<float>(std::exp(score) / sum); });
    }
}

} // namespace btw::weighting
