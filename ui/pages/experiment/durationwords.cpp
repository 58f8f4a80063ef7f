// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/durationwords.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Duration)
};

constexpr double kMinute = 60;
constexpr double kHour = 3600;
constexpr double kDay = 86400;

} // namespace

QString durationWords(double seconds)
{
    if (seconds < 1.5 * kMinute)
        return Words::tr("%1 s").arg(std::max(1.0, std::round(seconds)));
    if (seconds < 1.5 * kHour)
        return Words::tr("%1 min").arg(std::round(seconds / kMinute));
    if (seconds < 2 * kDay) {
        const double hours = seconds / kHour;
        return Words::tr("%1 h").arg(hours < 10 ? std::round(hours * 2) / 2 : std::round(hours));
    }
    return Words::tr("%1 days").arg(std::round(seconds / kDay));
}

QString durationRange(double low, double high)
{
    QString from = durationWords(low);
    const QString to = durationWords(high);
    if (from == to)
        return from;
    const bool isSameUnit = from.section(QLatin1Char(' '), 1) == to.section(QLatin1Char(' '), 1);
    return Words::tr("%1 to %2", "two times")
        .arg(isSameUnit ? from.section(QLatin1Char(' '), 0, 0) : from, to);
}

QString ordinal(std::size_t number)
{
    const QStringList words { Words::tr("first"), Words::tr("second"), Words::tr("third"),
        Words::tr("fourth"), Words::tr("fifth"), Words::tr("sixth"), Words::tr("seventh"),
        Words::tr("eighth"), Words::tr("ninth"), Words::tr("tenth") };
    if (number >= 1 && number <= static_cast<std::size_t>(words.size()))
        return words[static_cast<qsizetype>(number) - 1];
    const auto ones = number % 10;
    const bool isTeen = number % 100 >= 11 && number % 100 <= 13;
    return isTeen || ones == 0 || ones > 3 ? Words::tr("%1th").arg(number)
        : ones == 1                        ? Words::tr("%1st").arg(number)
        : ones == 2                        ? Words::tr("%1nd").arg(number)
                                           : Words::tr("%1rd").arg(number);
}

} // namespace btw::pages
