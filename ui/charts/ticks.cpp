// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/ticks.h"

#include <algorithm>
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

constexpr double kLarge = 1e7; // from here on, numbers carry a power of ten
constexpr int kMostDecimals = 5;

QString withPower(double value, int digits, bool sign)
{
    QString text = QString::number(std::abs(value), 'e', digits);
    const qsizetype at = text.indexOf(QLatin1Char('e'));
    const int power = text.mid(at + 1).toInt();
    text = text.left(at) + QLatin1Char('e')
        + (power < 0 ? QString(QChar(0x2212)) + QString::number(-power) : QString::number(power));
    return value < 0 ? QChar(0x2212) + text : sign ? QLatin1Char('+') + text : text;
}

} // namespace

QString Ticks::text(double value, bool sign) const
{
    double largest = 0;
    for (const double mark : values) {
        largest = std::max(largest, std::abs(mark));
    }
    if ((decimals <= kMostDecimals && largest < kLarge) || value == 0) {
        return tickText(value, value == 0 && decimals > kMostDecimals ? 0 : decimals, sign);
    }
    int last = static_cast<int>(std::floor(std::log10(step) + 1e-9)); // the place of a step's last digit
    if (std::abs(step / std::pow(10.0, last) - std::round(step / std::pow(10.0, last))) > 1e-6) {
        --last; // a step of 2.5
    }
    const int first = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
    return withPower(value, std::max(0, first - last), sign);
}

QString measureText(double value)
{
    const double size = std::abs(value);
    if (size == 0 || (size >= 0.01 && size < kLarge)) {
        return tickText(value, 2);
    }
    return size >= 1e-4 && size < 0.01 ? tickText(value, size < 1e-3 ? 5 : 4)
        : std::isfinite(size)          ? withPower(value, size < 1 ? 1 : 2, false)
                                       : QStringLiteral("-");
}

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
    if (high - low <= 1e-12 * std::max(std::abs(low), std::abs(high))) {
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
