// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/reader/statisticsdates.h"

#include "workspace/io/formats/numberformat.h"
#include "workspace/io/formats/plaintable.h"

#include <cmath>

namespace btw::io::reader {

namespace {

constexpr std::int64_t kMillisecondsADay = 86'400'000;
constexpr std::int64_t kDays1960 = -3653; ///< 1960-01-01, days since 1970
constexpr std::int64_t kDays1582 = -141428; ///< 1582-10-14

bool isOneOf(const QString& word, std::initializer_list<const char*> words)
{
    for (const char* one : words)
        if (word == QLatin1String(one))
            return true;
    return false;
}

/// "DATETIME22.3" as "DATETIME", "$CHAR8." as "$CHAR"; digits inside stay: E8601DA10.
QString withoutWidth(QString format)
{
    format = format.toUpper();
    while (!format.isEmpty() && (format.back().isDigit() || format.back() == u'.'))
        format.chop(1);
    return format;
}

DateKind ofSpss(const QString& name)
{
    if (isOneOf(name, { "DATE", "ADATE", "EDATE", "JDATE", "SDATE", "MOYR", "QYR", "WKYR" }))
        return DateKind::SpssDay;
    if (isOneOf(name, { "DATETIME", "YMDHMS" }))
        return DateKind::SpssMoment;
    return isOneOf(name, { "TIME", "DTIME", "MTIME" }) ? DateKind::Time : DateKind::None;
}

DateKind ofStata(const QString& format)
{
    QString name = format.toLower();
    name.remove(u'-');
    if (name.startsWith(QLatin1String("%d")) || name.startsWith(QLatin1String("%td")))
        return DateKind::Days;
    if (name.startsWith(QLatin1String("%tc")))
        return DateKind::Milliseconds;
    if (name.startsWith(QLatin1String("%tw")))
        return DateKind::Weeks;
    if (name.startsWith(QLatin1String("%tm")))
        return DateKind::Months;
    if (name.startsWith(QLatin1String("%tq")))
        return DateKind::Quarters;
    return name.startsWith(QLatin1String("%th")) ? DateKind::HalfYears : DateKind::None;
}

DateKind ofSas(const QString& name)
{
    if (isOneOf(name,
            { "DATETIME", "DATEAMPM", "E8601DT", "B8601DT", "IS8601DT", "DTDATE", "MDYAMPM", "DTMONYY",
                "DTYEAR", "DTYYQC", "DTWKDATX", "NLDATM", "NLDATMW", "NLDATMTM", "NLDATMAP" }))
        return DateKind::Seconds;
    if (isOneOf(name, { "TIME", "HHMM", "TOD", "TIMEAMPM", "E8601TM", "B8601TM", "IS8601TM", "MMSS" }))
        return DateKind::Time;
    const bool day = isOneOf(name,
        { "DATE", "E8601DA", "B8601DA", "IS8601DA", "WORDDATE", "WORDDATX", "WEEKDATE", "WEEKDATX", "JULIAN",
            "MONYY", "NENGO", "EURDFDE", "EURDFDD", "YYMON", "YYQ", "YYQR", "NLDATE", "NLDATEW", "NLDATEMN",
            "QTR", "QTRR", "YEAR", "MONTH", "MONNAME", "WEEKDAY", "DOWNAME", "DAY", "JULDAY", "MINGUO" });
    const bool ordered = name.startsWith(QLatin1String("DDMMYY")) || name.startsWith(QLatin1String("MMDDYY"))
        || name.startsWith(QLatin1String("YYMM")) || name.startsWith(QLatin1String("MMYY"))
        || name.startsWith(QLatin1String("YYQ"));
    return day || ordered ? DateKind::Days : DateKind::None;
}

std::int64_t daysOfMonth(std::int64_t months)
{
    // Days from 1970-01-01 to the first of a month (Howard Hinnant, "days_from_civil").
    std::int64_t year = 1960 + (months >= 0 ? months / 12 : -((11 - months) / 12));
    const std::int64_t month = months - (year - 1960) * 12 + 1;
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

} // namespace

DateKind dateKindOf(const QString& kind, const QString& format)
{
    if (kind == u"stata")
        return ofStata(format);
    const QString name = withoutWidth(format);
    return kind == u"spss" || kind == u"por" ? ofSpss(name) : ofSas(name);
}

std::string dateText(double value, DateKind kind)
{
    // Twenty thousand years of milliseconds: nothing beyond is a date.
    constexpr double kMost = 6.3e14;
    if (!std::isfinite(value) || std::abs(value) > kMost)
        return shortest(value);
    const double perUnit = kind == DateKind::Days ? static_cast<double>(kMillisecondsADay)
        : kind == DateKind::Milliseconds          ? 1.0
                                                  : 1000.0;
    const double scaled = value * perUnit;
    if (std::abs(scaled) > kMost)
        return shortest(value);
    const std::int64_t milliseconds = std::llround(scaled);
    const auto whole = static_cast<std::int64_t>(std::floor(value));
    switch (kind) {
    case DateKind::SpssDay: {
        const std::int64_t moment = milliseconds + kDays1582 * kMillisecondsADay;
        return milliseconds % kMillisecondsADay == 0 ? isoDay(moment) : isoMoment(moment);
    }
    case DateKind::SpssMoment:
        return isoMoment(milliseconds + kDays1582 * kMillisecondsADay);
    case DateKind::Days: {
        const std::int64_t moment = milliseconds + kDays1960 * kMillisecondsADay;
        return milliseconds % kMillisecondsADay == 0 ? isoDay(moment) : isoMoment(moment);
    }
    case DateKind::Seconds:
    case DateKind::Milliseconds:
        return isoMoment(milliseconds + kDays1960 * kMillisecondsADay);
    case DateKind::Weeks: {
        const std::int64_t year = whole >= 0 ? whole / 52 : -((51 - whole) / 52);
        return isoDay((daysOfMonth(year * 12) + (whole - year * 52) * 7) * kMillisecondsADay);
    }
    case DateKind::Months:
        return isoDay(daysOfMonth(whole) * kMillisecondsADay);
    case DateKind::Quarters:
        return isoDay(daysOfMonth(whole * 3) * kMillisecondsADay);
    case DateKind::HalfYears:
        return isoDay(daysOfMonth(whole * 6) * kMillisecondsADay);
    case DateKind::Time:
        return milliseconds >= 0 ? clockText(milliseconds) : shortest(value);
    case DateKind::None:
        break;
    }
    return shortest(value);
}

} // namespace btw::io::reader
