// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/timestamp.h"

#include "workspace/io/tables/cells/number.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <array>
#include <string>

namespace btw::io {

namespace {

constexpr double kDay = 86400;
constexpr double kHour = 3600;
constexpr double kMinute = 60;
constexpr std::int64_t kFirstYear = 1800;
constexpr std::int64_t kLastYear = 2300; // clinical tables are shifted into the next centuries

/// Takes a whole number of `least` to `most` digits.
bool takeWhole(std::string_view& text, std::size_t least, std::size_t most, std::int64_t& value)
{
    std::size_t at = 0;
    value = 0;
    for (; at < text.size() && at < most && isDigit(text[at]); ++at)
        value = value * 10 + (text[at] - '0');
    if (at < least || (at < text.size() && isDigit(text[at])))
        return false;
    text.remove_prefix(at);
    return true;
}

bool take(std::string_view& text, char c)
{
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

/// The month that a name begins with, in English, German or French; 0 for none.
std::int64_t takeMonth(std::string_view& text)
{
    std::size_t letters = 0;
    std::string name;
    for (; letters < text.size()
         && ((static_cast<unsigned char>(text[letters]) & 0x80U) != 0 || isLetter(text[letters]));
         ++letters)
        name += lowered(text[letters]);
    static constexpr std::array<std::array<std::string_view, 4>, 12> kMonths
        = { { { "january", "januar", "janvier", "jan" }, { "february", "februar", "feb", "febr" },
            { "march", "mar", "mrz", "m\xC3\xA4rz" }, { "april", "apr", "avril", "avr" },
            { "may", "mai", "may", "mai" }, { "june", "juni", "jun", "juin" },
            { "july", "juli", "jul", "juillet" }, { "august", "aug", "august", "aug" },
            { "september", "sep", "sept", "septembre" }, { "october", "oktober", "oct", "okt" },
            { "november", "nov", "novembre", "nov" }, { "december", "dezember", "dec", "dez" } } };
    for (std::size_t m = 0; m < kMonths.size(); ++m)
        if (std::find(kMonths[m].begin(), kMonths[m].end(), name) != kMonths[m].end()) {
            text.remove_prefix(letters);
            take(text, '.');
            return static_cast<std::int64_t>(m) + 1;
        }
    return 0;
}

/// "07:49", "07:49:30.25", "7:49 PM", "07:49Z", "07:49+01:00"; all of the text. Hours from 24 on are a
/// length.
bool readClock(std::string_view text, double& seconds, bool ofDay, bool* zoned = nullptr)
{
    std::int64_t hours = 0;
    std::int64_t minutes = 0;
    std::int64_t whole = 0;
    if (!takeWhole(text, 1, ofDay ? 2 : 4, hours) || !take(text, ':') || !takeWhole(text, 2, 2, minutes)
        || minutes > 59)
        return false;
    double parts = 0;
    if (take(text, ':')) {
        if (!takeWhole(text, 2, 2, whole) || whole > 60)
            return false;
        if (!text.empty() && (text.front() == '.' || text.front() == ',')) {
            std::size_t end = 1;
            while (end < text.size() && isDigit(text[end]))
                ++end;
            if (end == 1
                || parseNumber("0." + std::string(text.substr(1, end - 1)), parts) != NumberKind::Number)
                return false;
            text.remove_prefix(end);
        }
    }
    text = trimmed(text);
    const auto small = [&text](std::size_t i) { return static_cast<char>(text[i] | 0x20); };
    if (text.size() == 2 && small(1) == 'm' && (small(0) == 'a' || small(0) == 'p')) {
        if (hours < 1 || hours > 12)
            return false;
        hours = hours % 12 + (small(0) == 'p' ? 12 : 0);
        text = {};
    }
    double zone = 0;
    if (ofDay && !text.empty()) {
        if (zoned)
            *zoned = true;
        if (text == "Z" || text == "UTC" || text == "GMT") {
            text = {};
        } else if (text.front() == '+' || text.front() == '-') {
            const bool west = text.front() == '-';
            text.remove_prefix(1);
            std::int64_t h = 0;
            std::int64_t m = 0;
            if (text.size() == 4) {
                if (!takeWhole(text, 4, 4, h))
                    return false;
                m = h % 100;
                h /= 100;
            } else if (!takeWhole(text, 2, 2, h) || (take(text, ':') && !takeWhole(text, 2, 2, m))) {
                return false;
            }
            zone = (static_cast<double>(h) * kHour + static_cast<double>(m) * kMinute) * (west ? -1 : 1);
        }
    }
    if (!text.empty() || (ofDay && hours > 24))
        return false;
    seconds = static_cast<double>(hours) * kHour + static_cast<double>(minutes) * kMinute
        + static_cast<double>(whole) + parts - zone;
    return true;
}

std::int64_t fullYear(std::int64_t year, std::size_t digits)
{
    constexpr std::int64_t kTurn = 69; // as POSIX reads two digits
    return digits == 2 ? year + (year < kTurn ? 2000 : 1900) : year;
}

/// The part of a text that is a date; the rest stays.
bool takeDate(std::string_view& text, Stamp& stamp)
{
    std::string_view at = text;
    std::int64_t first = 0;
    const std::size_t before = at.size();
    if (!takeWhole(at, 1, 4, first)) {
        // "Feb 2021", "February 3, 2021"
        stamp.month = takeMonth(at);
        if (stamp.month == 0)
            return false;
        while (take(at, ' ') || take(at, '-')) { }
        std::int64_t second = 0;
        const std::size_t size = at.size();
        if (!takeWhole(at, 1, 4, second))
            return false;
        const std::size_t digits = size - at.size();
        stamp.form = StampForm::Month;
        stamp.year = second;
        if (digits <= 2) {
            stamp.day = second;
            stamp.form = StampForm::Date;
            take(at, ',');
            take(at, ' ');
            if (!takeWhole(at, 4, 4, stamp.year))
                return false;
        }
        text = at;
        return true;
    }
    const std::size_t firstDigits = before - at.size();
    if (at.empty())
        return false;
    const char mark = at.front();
    std::string_view named = at;
    while (take(named, ' ') || take(named, '-') || take(named, '.') || take(named, '/')) { }
    if (const std::int64_t month = firstDigits <= 2 || firstDigits == 4 ? takeMonth(named) : 0; month > 0) {
        while (take(named, ' ') || take(named, '-') || take(named, '.') || take(named, '/')) { }
        const std::size_t size = named.size();
        std::int64_t last = 0;
        if (!takeWhole(named, firstDigits == 4 ? 1 : 2, firstDigits == 4 ? 2 : 4, last))
            return false;
        const std::size_t digits = size - named.size();
        stamp = { StampForm::Date, firstDigits == 4 ? first : fullYear(last, digits), month,
            firstDigits == 4 ? last : first, 0 };
        text = named;
        return digits != 3;
    }
    if (mark != '-' && mark != '/' && mark != '.')
        return false;
    at.remove_prefix(1);
    std::int64_t second = 0;
    std::size_t size = at.size();
    if (!takeWhole(at, 1, 4, second))
        return false;
    const std::size_t secondDigits = size - at.size();
    const bool three = !at.empty() && at.front() == mark;
    if (!three) {
        // "02/2021", "2021-02"; a dot would be a number.
        if (mark == '.' || !((firstDigits == 4) != (secondDigits == 4)) || firstDigits + secondDigits < 5)
            return false;
        stamp = { StampForm::Month, firstDigits == 4 ? first : second, firstDigits == 4 ? second : first, 1,
            0 };
        text = at;
        return true;
    }
    at.remove_prefix(1);
    size = at.size();
    std::int64_t third = 0;
    if (!takeWhole(at, 1, 4, third))
        return false;
    const std::size_t thirdDigits = size - at.size();
    if (firstDigits == 4 && secondDigits <= 2 && thirdDigits <= 2)
        stamp = { StampForm::Date, first, second, third, 0 };
    else if (firstDigits <= 2 && secondDigits <= 2 && (thirdDigits == 4 || thirdDigits == 2))
        stamp = mark == '.' ? Stamp { StampForm::Date, fullYear(third, thirdDigits), second, first, 0 }
                            : Stamp { StampForm::Slashes, fullYear(third, thirdDigits), first, second, 0 };
    else
        return false;
    text = at;
    return true;
}

/// "1 days 02:00:00", "2 days", "1 day, 3:00:00" of Python; and "P1DT2H" is not read.
bool readElapsed(std::string_view text, double& seconds)
{
    const bool back = take(text, '-');
    std::int64_t days = 0;
    if (!takeWhole(text, 1, 6, days) || !take(text, ' ') || !text.starts_with("day"))
        return false;
    text.remove_prefix(3);
    take(text, 's');
    take(text, ',');
    text = trimmed(text);
    take(text, '+');
    double clock = 0;
    if (!text.empty() && !readClock(text, clock, false))
        return false;
    seconds = static_cast<double>(back ? -days : days) * kDay + clock;
    return true;
}

} // namespace

std::int64_t daysSince1970(std::int64_t year, std::int64_t month, std::int64_t day)
{
    // Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, eras have 400 of them.
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + dayOfEra - 719468;
}

bool isDay(std::int64_t year, std::int64_t month, std::int64_t day)
{
    static constexpr std::array<std::int64_t, 12> kDays = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return year >= kFirstYear && year <= kLastYear && month >= 1 && month <= 12 && day >= 1
        && day <= kDays[static_cast<std::size_t>(month - 1)] && (month != 2 || day < 29 || leap);
}

double Stamp::since1970() const
{
    if (form == StampForm::Clock || form == StampForm::Elapsed)
        return seconds;
    return static_cast<double>(daysSince1970(year, month, day)) * kDay + seconds;
}

std::optional<Stamp> readStamp(std::string_view text)
{
    constexpr std::size_t kLongest = 40;
    Stamp stamp;
    if (text.size() < 4 || text.size() > kLongest)
        return std::nullopt;
    if (readClock(text, stamp.seconds, false)) {
        stamp.form = stamp.seconds < kDay ? StampForm::Clock : StampForm::Elapsed;
        return stamp;
    }
    if (readElapsed(text, stamp.seconds)) {
        stamp.form = StampForm::Elapsed;
        return stamp;
    }
    if (!takeDate(text, stamp))
        return std::nullopt;
    const bool swapped = stamp.form == StampForm::Slashes;
    if (!isDay(stamp.year, stamp.month, stamp.day) && !(swapped && isDay(stamp.year, stamp.day, stamp.month)))
        return std::nullopt;
    if (text.empty())
        return stamp;
    if (stamp.form == StampForm::Month || (text.front() != ' ' && text.front() != 'T' && text.front() != ','))
        return std::nullopt;
    text.remove_prefix(1);
    if (!readClock(trimmed(text), stamp.seconds, true, &stamp.zoned))
        return std::nullopt;
    return stamp;
}

} // namespace btw::io
