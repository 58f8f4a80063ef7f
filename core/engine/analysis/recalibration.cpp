// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/recalibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <tuple>
#include <utility>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostSteps = 100;
/// Newton's method doubles the right digits: after a step of this size the rest is rounding.
constexpr double kLastStep = 1e-9;
/// An intercept whose likelihood is as flat as this has a standard error of 1,000.
constexpr double kLeastInformation = 1e-6;

double logit(double p)
{
    constexpr double kLeast = 1e-15;
    const double clipped = std::clamp(p, kLeast, 1 - kLeast);
    return std::log(clipped) - std::log1p(-clipped);
}

double logistic(double score) { return 1 / (1 + std::exp(-score)); }

} // namespace

Recalibration::Recalibration(std::vector<std::uint8_t> happened, const std::vector<double>& p)
    : m_happened(std::move(happened))
{
    m_logits.reserve(p.size());
    for (const double value : p)
        m_logits.push_back(logit(value));
    // The sample's own search begins at slope 0: at 1, probabilities of 0 and 1 have no curvature.
    const auto whole = maximum(Multiplicity(m_logits.size(), 1));
    if (!std::isnan(whole.second))
        std::tie(m_startIntercept, m_startSlope) = whole;
}

// With one regressor the maximum exists just where neither outcome lies wholly at or above the other (Albert
// and Anderson 1984).
Recalibration::Overlap Recalibration::overlap(const Multiplicity& drawn) const
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    std::array<double, 2> least { kInfinity, kInfinity };
    std::array<double, 2> most { -kInfinity, -kInfinity };
    for (std::size_t i = 0; i < m_logits.size(); ++i) {
        if (drawn[i] == 0)
            continue;
        const std::size_t outcome = m_happened[i];
        least[outcome] = std::min(least[outcome], m_logits[i]);
        most[outcome] = std::max(most[outcome], m_logits[i]);
    }
    if (least[0] == kInfinity || least[1] == kInfinity)
        return Overlap::None;
    if (least[0] == most[0] && least[0] == least[1] && least[1] == most[1])
        return Overlap::EqualP;
    return most[0] > least[1] && most[1] > least[0] ? Overlap::Overlapping : Overlap::None;
}

Recalibration::Likelihood Recalibration::likelihood(
    const Multiplicity& drawn, double centre, double level, double slope) const
{
    Likelihood sum;
    for (std::size_t i = 0; i < m_logits.size(); ++i) {
        if (drawn[i] == 0)
            continue;
        const double x = m_logits[i] - centre;
        const double score = level + slope * x;
        const double small = std::exp(-std::abs(score)); // one exponential for loss and probability
        const double p = (score >= 0 ? 1 : small) / (1 + small);
        const double residual = drawn[i] * (p - m_happened[i]);
        const double weight = drawn[i] * small / ((1 + small) * (1 + small));
        sum.loss
            += drawn[i] * (std::max(score, 0.0) + std::log1p(small) - (m_happened[i] != 0 ? score : 0.0));
        sum.byLevel += residual;
        sum.bySlope += residual * x;
        sum.levelLevel += weight;
        sum.levelSlope += weight * x;
        sum.slopeSlope += weight * x * x;
    }
    return sum;
}

Predictions recalibrated(const Predictions& predictions, const std::pair<double, double>& line)
{
    Predictions result = predictions;
    for (std::size_t i = 0; i < result.rows(); ++i) {
        float* row = result.row(i);
        const double score = line.first + line.second * logit(static_cast<double>(row[1]));
        row[1] = static_cast<float>(logistic(score));
        row[0] = static_cast<float>(logistic(-score));
    }
    return result;
}

double Recalibration::slope(const Multiplicity& drawn) const { return maximum(drawn).second; }

std::pair<double, double> Recalibration::maximum(const Multiplicity& drawn) const
{
    constexpr std::pair<double, double> kNone { kUndefined, kUndefined };
    if (overlap(drawn) != Overlap::Overlapping)
        return kNone;
    // About the mean logit, intercept and slope hardly depend on each other.
    double total = 0;
    double centre = 0;
    for (std::size_t i = 0; i < m_logits.size(); ++i) {
        total += drawn[i];
        centre += drawn[i] * m_logits[i];
    }
    centre /= total;
    double level = m_startIntercept + m_startSlope * centre;
    double slope = m_startSlope;
    Likelihood here = likelihood(drawn, centre, level, slope);
    for (int step = 0; step < kMostSteps; ++step) {
        // Damped where the likelihood is too flat to be told from rounding.
        const double ridge = 1e-12 * (here.levelLevel + here.slopeSlope) + 1e-300;
        const double determinant
            = (here.levelLevel + ridge) * (here.slopeSlope + ridge) - here.levelSlope * here.levelSlope;
        const double levelChange
            = -((here.slopeSlope + ridge) * here.byLevel - here.levelSlope * here.bySlope) / determinant;
        const double slopeChange
            = -((here.levelLevel + ridge) * here.bySlope - here.levelSlope * here.byLevel) / determinant;
        if (std::abs(levelChange) <= kLastStep * (1 + std::abs(level))
            && std::abs(slopeChange) <= kLastStep * (1 + std::abs(slope)))
            return { level + levelChange - (slope + slopeChange) * centre, slope + slopeChange };
        double length = 1;
        Likelihood next = likelihood(drawn, centre, level + levelChange, slope + slopeChange);
        // The last steps gain less than rounding shows.
        while (!(next.loss <= here.loss * (1 + 1e-12)) && length > 1e-9) {
            length /= 2;
            next = likelihood(drawn, centre, level + length * levelChange, slope + length * slopeChange);
        }
        level += length * levelChange;
        slope += length * slopeChange;
        here = next;
    }
    return kNone;
}

double Recalibration::intercept(const Multiplicity& drawn) const
{
    if (overlap(drawn) == Overlap::None)
        return kUndefined;
    // The likelihood equation falls in the intercept: Newton's method, halving where it leaves the bracket.
    double low = -std::numeric_limits<double>::infinity();
    double high = -low;
    double intercept = 0;
    for (int step = 0; step < kMostSteps; ++step) {
        double excess = 0; // outcomes beyond the expected ones, exact far out, too
        double information = 0;
        for (std::size_t i = 0; i < m_logits.size(); ++i) {
            if (drawn[i] == 0)
                continue;
            const double score = intercept + m_logits[i];
            const double against = logistic(m_happened[i] != 0 ? -score : score);
            excess += drawn[i] * (m_happened[i] != 0 ? against : -against);
            information += drawn[i] * against * (1 - against);
        }
        (excess > 0 ? low : high) = intercept;
        double change = information > 0 ? excess / information : 0;
        if (std::abs(change) <= kLastStep * (1 + std::abs(intercept)))
            return information >= kLeastInformation ? intercept + change : kUndefined;
        change = std::clamp(change, -4.0, 4.0);
        double next = intercept + change;
        if (next <= low || next >= high)
            next = (low + high) / 2;
        if (next == intercept)
            return information >= kLeastInformation ? intercept : kUndefined;
        intercept = next;
    }
    return kUndefined;
}

Statistic calibrationStatistic(
    CalibrationMetric metric, const std::vector<int>& labels, const std::vector<double>& probabilities)
{
    std::vector<std::uint8_t> happened(labels.size());
    std::vector<double> p(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        happened[i] = labels[i] == 1 ? 1 : 0;
        p[i] = probabilities[2 * i + 1];
    }
    const auto fit = std::make_shared<const Recalibration>(std::move(happened), p);
    if (metric == CalibrationMetric::Slope)
        return [fit](const Multiplicity& drawn) { return fit->slope(drawn); };
    return [fit](const Multiplicity& drawn) { return fit->intercept(drawn); };
}

} // namespace btw::analysis
