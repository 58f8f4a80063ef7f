// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/numberformat.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace btw::io {

namespace {

constexpr std::int64_t kMillisecondsADay = 86'400'000;

struct Day
{
    std::int64_t year;
    unsigned month;
    unsigned day;
};

/// Days since 1970-01-01 as a date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
Day dayOf(std::int64_t days)
{
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const auto ofEra = static_cast<unsigned>(days - era * 146097);
    const unsigned yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
    const unsigned ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const unsigned shifted = (5 * ofYear + 2) / 153;
    const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
    return { static_cast<std::int64_t>(yearOfEra) + era * 400 + (month <= 2 ? 1 : 0), month,
        ofYear - (153 * shifted + 2) / 5 + 1 };
}

/// The day, and what is left of it.
std::pair<std::int64_t, std::int64_t> split(std::int64_t milliseconds)
{
    std::int64_t day = milliseconds / kMillisecondsADay;
    std::int64_t rest = milliseconds % kMillisecondsADay;
    if (rest < 0) {
        --day;
        rest += kMillisecondsADay;
    }
    return { day, rest };
}

} // namespace

std::string clockText(std::int64_t milliseconds)
{
    std::array<char, 48> text {};
    const std::int64_t seconds = milliseconds / 1000;
    int length = std::snprintf(text.data(), text.size(), "%02lld:%02lld:%02lld",
        static_cast<long long>(seconds / 3600), static_cast<long long>(seconds / 60 % 60),
        static_cast<long long>(seconds % 60));
    std::string out(text.data(), static_cast<std::size_t>(length));
    if (const std::int64_t rest = milliseconds % 1000; rest > 0) {
        length = std::snprintf(text.data(), text.size(), ".%03lld", static_cast<long long>(rest));
        out.append(text.data(), static_cast<std::size_t>(length));
    }
    return out;
}

std::string isoDay(std::int64_t milliseconds)
{
    const Day date = dayOf(split(milliseconds).first);
    std::array<char, 48> text {};
    const int length = std::snprintf(text.data(), text.size(), "%04lld-%02u-%02u",
        static_cast<long long>(date.year), date.month, date.day);
    return { text.data(), static_cast<std::size_t>(length) };
}

std::string isoMoment(std::int64_t milliseconds)
{
    return isoDay(milliseconds) + "T" + clockText(split(milliseconds).second);
}

NumberLook lookOfCode(QStringView code)
{
    bool date = false;
    bool time = false;
    bool minutesOrMonths = false;
    for (qsizetype i = 0; i < code.size(); ++i) {
        const char16_t c = code.at(i).unicode();
        if (c == u';')
            break; // what follows is for negative numbers
        if (c == u'"') {
            i = code.indexOf(u'"', i + 1);
            if (i < 0)
                break;
            continue;
        }
        if (c == u'\\' || c == u'_' || c == u'*') {
            ++i;
            continue;
        }
        if (c == u'[') {
            const qsizetype end = code.indexOf(u']', i + 1);
            if (end < 0)
                break;
            const QStringView inside = code.mid(i + 1, end - i - 1);
            bool elapsed = !inside.isEmpty();
            for (const QChar letter : inside)
                elapsed = elapsed && QStringView(u"hHmMsS").contains(letter);
            if (elapsed)
                return NumberLook::Duration;
            i = end; // a colour, a condition, a language
            continue;
        }
        const char16_t lower = c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c - u'A' + u'a') : c;
        // "General" and its kin have letters of dates.
        if (lower == u'g' && code.mid(i).startsWith(u"General", Qt::CaseInsensitive)) {
            i += 6;
            continue;
        }
        if (lower == u'e' && i + 1 < code.size() && (code.at(i + 1) == u'+' || code.at(i + 1) == u'-'))
            return NumberLook::Number; // an exponent
        date = date || lower == u'y' || lower == u'd';
        time = time || lower == u'h' || lower == u's';
        minutesOrMonths = minutesOrMonths || lower == u'm';
    }
    if (date && time)
        return NumberLook::DateTime;
    if (time)
        return NumberLook::Time;
    return date || minutesOrMonths ? NumberLook::Date : NumberLook::Number;
}

NumberLook lookOfBuiltIn(int id)
{
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57
        || id == 58)
        return NumberLook::Date;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id == 55 || id == 56 || id == 45 || id == 47)
        return NumberLook::Time;
    if (id == 22)
        return NumberLook::DateTime;
    return id == 46 ? NumberLook::Duration : NumberLook::Number;
}

std::optional<std::string> isoDate(double serial, NumberLook look, bool since1904)
{
    constexpr double kYear10000 = 2958466; // the first day that Excel has no date for
    if (!(serial >= 0) || serial >= kYear10000)
        return std::nullopt;
    const auto milliseconds
        = static_cast<std::int64_t>(std::llround(serial * static_cast<double>(kMillisecondsADay)));
    if (look == NumberLook::Duration || (look == NumberLook::Time && serial < 1))
        return clockText(milliseconds);
    // Excel counts 1900-02-29, a day that never was; so the days before are one further on.
    constexpr std::int64_t kDay0Of1900 = 25569;
    constexpr std::int64_t kDay0Of1904 = 24107;
    const std::int64_t day = milliseconds / kMillisecondsADay;
    const std::int64_t moment = milliseconds
        + (since1904         ? -kDay0Of1904
                  : day < 60 ? 1 - kDay0Of1900
                             : -kDay0Of1900)
            * kMillisecondsADay;
    const bool midnight = milliseconds % kMillisecondsADay == 0;
    return look == NumberLook::Date && midnight ? isoDay(moment) : isoMoment(moment);
}

} // namespace btw::io
