// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/recalibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

namespace btw::analysis {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostSteps = 100;
/// Newton's method doubles the right digits: after a step of this size the rest is rounding.
constexpr double kLastStep = 1e-9;
/// An intercept whose likelihood is as flat as this has a standard error of 1,000.
constexpr double kLeastInformation = 1e-6;

double logistic(double score) { return 1 / (1 + std::exp(-score)); }

/// -log P(outcome), without overflow.
double loss(double score, bool happened)
{
    return std::max(score, 0.0) + std::log1p(std::exp(-std::abs(score))) - (happened ? score : 0.0);
}

} // namespace

Recalibration::Recalibration(std::vector<std::uint8_t> happened, const std::vector<double>& p)
    : m_happened(std::move(happened))
{
    constexpr double kLeast = 1e-15;
    m_logits.reserve(p.size());
    for (const double value : p) {
        const double clipped = std::clamp(value, kLeast, 1 - kLeast);
        m_logits.push_back(std::log(clipped) - std::log1p(-clipped));
    }
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

double Recalibration::slope(const Multiplicity& drawn) const
{
    if (overlap(drawn) != Overlap::Overlapping)
        return kUndefined;
    // About the mean logit, intercept and slope hardly depend on each other.
    double total = 0;
    double happened = 0;
    double centre = 0;
    for (std::size_t i = 0; i < m_logits.size(); ++i) {
        total += drawn[i];
        happened += drawn[i] * m_happened[i];
        centre += drawn[i] * m_logits[i];
    }
    centre /= total;
    const auto lossAt = [&](double level, double slope) {
        double sum = 0;
        for (std::size_t i = 0; i < m_logits.size(); ++i)
            if (drawn[i] != 0)
                sum += drawn[i] * loss(level + slope * (m_logits[i] - centre), m_happened[i] != 0);
        return sum;
    };
    // From the share of the outcome on: at slope 1, probabilities of 0 and 1 have no curvature.
    double level = std::log(happened / (total - happened));
    double slope = 0;
    double value = lossAt(level, slope);
    for (int step = 0; step < kMostSteps; ++step) {
        std::array<double, 2> gradient {};
        std::array<double, 3> curvature {}; // level level, level slope, slope slope
        for (std::size_t i = 0; i < m_logits.size(); ++i) {
            if (drawn[i] == 0)
                continue;
            const double x = m_logits[i] - centre;
            const double p = logistic(level + slope * x);
            const double residual = drawn[i] * (p - m_happened[i]);
            const double weight = drawn[i] * p * (1 - p);
            gradient[0] += residual;
            gradient[1] += residual * x;
            curvature[0] += weight;
            curvature[1] += weight * x;
            curvature[2] += weight * x * x;
        }
        // Damped where the likelihood is too flat to be told from rounding.
        const double ridge = 1e-12 * (curvature[0] + curvature[2]) + 1e-300;
        const double determinant
            = (curvature[0] + ridge) * (curvature[2] + ridge) - curvature[1] * curvature[1];
        const std::array<double, 2> change {
            -((curvature[2] + ridge) * gradient[0] - curvature[1] * gradient[1]) / determinant,
            -((curvature[0] + ridge) * gradient[1] - curvature[1] * gradient[0]) / determinant
        };
        double length = 1;
        double next = lossAt(level + change[0], slope + change[1]);
        // The last steps gain less than rounding shows.
        while (!(next <= value * (1 + 1e-12)) && length > 1e-9) {
            length /= 2;
            next = lossAt(level + length * change[0], slope + length * change[1]);
        }
        level += length * change[0];
        slope += length * change[1];
        value = next;
        if (std::abs(change[0]) <= kLastStep * (1 + std::abs(level))
            && std::abs(change[1]) <= kLastStep * (1 + std::abs(slope)))
            return slope;
    }
    return kUndefined;
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
