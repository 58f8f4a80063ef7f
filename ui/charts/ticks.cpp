// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ticks.h"

#include <array>
#include <cmath>

namespace btw::charts {

namespace {

// The next step of 1, 2, 2.5, 5, 10, ... at or above `rough`.
double niceStep(double rough, bool integer)
{
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : std::array<double, 5> { 1, 2, 2.5, 5, 10 }) {
        const double step = factor * power;
        const bool whole = std::abs(step - std::round(step)) < 1e-9 && step >= 1;
        if (step >= rough * (1 - 1e-9) && (!integer || whole)) {
            return step;
        }
    }
    return integer ? 1.0 : 10 * power;
}

int decimalsOf(double step)
{
    int decimals = 0;
    while (decimals < 9 && std::abs(step - std::round(step)) > 1e-6 * step) {
        step *= 10;
        ++decimals;
    }
    return decimals;
}

} // namespace

Ticks ticksWithin(double low, double high, int atMost, bool integer)
{
    Ticks ticks;
    if (!std::isfinite(low) || !std::isfinite(high) || high <= low || atMost < 1) {
        return ticks;
    }
    const double span = high - low;
    const double slack = span * 1e-9;
    double rough = span / (atMost + 1);
    for (int attempt = 0; attempt < 12; ++attempt) {
        const double step = niceStep(rough, integer);
        const double first = std::ceil((low - slack) / step);
        const double last = std::floor((high + slack) / step);
        if (last - first + 1 <= atMost) {
            ticks.step = step;
            ticks.decimals = decimalsOf(step);
            const int count = static_cast<int>(last - first) + 1;
            for (int i = 0; i < count; ++i) {
                ticks.values.push_back((first + i) * step + 0.0); // + 0.0: no negative zero
            }
            return ticks;
        }
        rough = step * 1.01;
    }
    return ticks;
}

Ticks epochTicks(double low, double high, int atMost)
{
    Ticks ticks = ticksWithin(low, high, atMost, true);
    if (low > 1 || high < 1) {
        return ticks;
    }
    // Multiples of a step never meet 1 unless the step is 1; a mark too near to it gives way.
    std::vector<double> values { 1 };
    for (const double value : ticks.values) {
        if (value > 1 && value - 1 >= 0.5 * ticks.step) {
            values.push_back(value);
        }
    }
    ticks.values = values;
    return ticks;
}

Range niceRange(double low, double high, int atMost)
{
    if (!std::isfinite(low) || !std::isfinite(high)) {
        return {};
    }
    if (high - low < 1e-12 * (1 + std::abs(low))) {
        const double half = low == 0 ? 0.5 : 0.5 * std::abs(low);
        low -= half;
        high += half;
    }
    const double step = niceStep((high - low) / atMost, false);
    return { std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step };
}

QString tickText(double value, int decimals, bool sign)
{
    QString text = QString::number(std::abs(value), 'f', decimals);
    const bool zero = text.toDouble() == 0;
    if (value < 0 && !zero) {
        text.prepend(QChar(0x2212));
    } else if (sign && !zero) {
        text.prepend(QLatin1Char('+'));
    }
    return text;
}

} // namespace btw::charts
