// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/cells/markednumber.h"

#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/cells/timestamp.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace btw::io {

namespace {

constexpr std::size_t kLongest = 64;

/// Marks that stand for plain ones: minus signs, apostrophes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kPlain = { {
    { "\xE2\x88\x92", "-" }, // minus
    { "\xE2\x80\x93", "-" }, // en dash
    { "\xEF\xBC\x8D", "-" }, // wide hyphen
    { "\xE2\x80\x99", "'" }, // apostrophe
    { "\xC2\xB4", "'" }, // acute accent
    { "\xC2\xB7", "." }, // middle dot
    { "\xE2\x80\x91", "-" }, // hyphen that does not break
} };

/// The cell with plain marks; what programs put around a text that is a number is taken off.
std::string plain(std::string_view cell, bool& decorated)
{
    std::string text(cell);
    const auto replace = [&](std::string_view odd, std::string_view usual) {
        for (std::size_t at = text.find(odd); at != std::string::npos; at = text.find(odd, at)) {
            text.replace(at, odd.size(), usual);
            decorated = true;
        }
    };
    for (const auto& [odd, usual] : kInvisible)
        replace(odd, usual);
    for (const auto& [odd, usual] : kPlain)
        replace(odd, usual);
    std::string_view inner = trimmed(text);
    const auto holdsNumber
        = [](std::string_view part) { return std::any_of(part.begin(), part.end(), isDigit); };
    const auto unwrap = [&](std::string_view before, std::string_view after) {
        if (inner.size() <= before.size() + after.size() || !inner.starts_with(before)
            || !inner.ends_with(after) || !holdsNumber(inner))
            return;
        inner = trimmed(inner.substr(before.size(), inner.size() - before.size() - after.size()));
        decorated = true;
    };
    unwrap("=", "");
    unwrap("\"", "\"");
    unwrap("'", "'");
    unwrap("'", "");
    return std::string(inner);
}

/// Takes one of these from the beginning of the text.
template <std::size_t N>
std::string_view takeFront(std::string_view& text, const std::array<std::string_view, N>& what)
{
    for (const std::string_view one : what)
        if (text.starts_with(one)) {
            text = trimmed(text.substr(one.size()));
            return one;
        }
    return {};
}

constexpr std::array<std::string_view, 13> kLimits = { "<=", ">=", "=<", "=>", "\xE2\x89\xA4", "\xE2\x89\xA5",
    "<", ">", "~", "\xE2\x89\x88", "\xE2\x89\x83", "ca. ", "ca " };

constexpr std::array<std::string_view, 28> kCurrencies = { "$", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5", "US$",
    "EUR", "USD", "CHF", "GBP", "Fr.", "kr", "\xE2\x82\xB9", "\xE2\x82\xA9", "zl", "R$", "Rs.", "Rs", "DKK",
    "SEK", "NOK", "PLN", "JPY", "CAD", "AUD", "CNY", "INR", "BRL", "CZK" };

/// Digits with their marks and an exponent, from the beginning of the text.
std::string_view takeBody(std::string_view& text)
{
    std::size_t at = 0;
    const auto digit = [&text](std::size_t i) { return i < text.size() && isDigit(text[i]); };
    while (at < text.size()) {
        const char c = text[at];
        const bool inner = c == '.' || c == ',' || c == '\'';
        const bool three = digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4);
        if (!isDigit(c) && !(inner && digit(at + 1))
            && !((c == ' ' || c == '\'') && at > 0 && digit(at - 1) && three))
            break;
        ++at;
    }
    // "5." is a number, too.
    if (at > 0 && at + 1 == text.size() && text[at] == '.')
        ++at;
    const bool fortran = at < text.size() && (text[at] == 'd' || text[at] == 'D');
    if (at > 0 && at < text.size() && (text[at] == 'e' || text[at] == 'E' || fortran)) {
        const std::size_t sign = at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+') ? 1 : 0;
        std::size_t end = at + 1 + sign;
        while (digit(end))
            ++end;
        at = end > at + 1 + sign && (sign == 1 || !fortran) ? end : at; // "5D2" may be five of something
    }
    const std::string_view body = text.substr(0, at);
    text = text.substr(at);
    return body;
}

/// Whether `digits` are in threes after the first one to three, parted by `mark` alone.
bool isGrouped(std::string_view digits, char mark)
{
    std::size_t run = 0;
    bool first = true;
    for (const char c : digits) {
        if (c == mark) {
            if (first ? run < 1 || run > 3 : run != 3)
                return false;
            first = false;
            run = 0;
        } else if (isDigit(c)) {
            ++run;
        } else {
            return false;
        }
    }
    return !first && run == 3 && digits.front() != '0';
}

std::string without(std::string_view text, char mark)
{
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), [mark](char c) { return c != mark; });
    return out;
}

/// Reads digits with marks. False where the marks stand as in no number.
bool readBody(std::string_view body, char decimalMark, MarkedNumber& out)
{
    std::string text(body);
    const std::size_t exponent = std::min(text.find_first_of("eEdD"), text.size());
    std::string power = text.substr(exponent);
    if (!power.empty())
        power.front() = 'e';
    text.resize(exponent);
    const auto number = [&](const std::string& digits, double& value) {
        return parseNumber(digits + power, value) == NumberKind::Number;
    };
    // Blanks and apostrophes stand between thousands only.
    for (const char mark : { ' ', '\'' })
        if (text.find(mark) != std::string::npos) {
            const std::size_t whole = std::min(text.find_first_of(".,"), text.size());
            const std::string_view rest = std::string_view(text).substr(whole);
            if (!isGrouped(text.substr(0, whole), mark) || rest.find(mark) != std::string_view::npos)
                return false;
            text = without(text.substr(0, whole), mark) + std::string(rest);
            out.grouped = true;
        }
    const auto points = std::count(text.begin(), text.end(), '.');
    const auto commas = std::count(text.begin(), text.end(), ',');
    if (points == 0 && commas == 0)
        return number(text, out.value);
    if (points > 0 && commas > 0) {
        // The last one stands before the decimals.
        const char decimal = text.rfind('.') > text.rfind(',') ? '.' : ',';
        const char group = decimal == '.' ? ',' : '.';
        const std::size_t at = text.find(decimal);
        if ((decimal == '.' ? points : commas) > 1 || !isGrouped(text.substr(0, at), group)
            || (decimalMark != 0 && decimalMark != decimal) || out.grouped)
            return false;
        out.sign = decimal == '.' ? DecimalSign::Point : DecimalSign::Comma;
        out.grouped = true;
        return number(without(text.substr(0, at), group) + '.' + text.substr(at + 1), out.value);
    }
    const char mark = points > 0 ? '.' : ',';
    const bool groups = !out.grouped && power.empty() && isGrouped(text, mark);
    if (points + commas > 1 || (decimalMark != 0 && decimalMark != mark)) {
        if (!groups || decimalMark == mark)
            return false;
        out.sign = mark == '.' ? DecimalSign::Comma : DecimalSign::Point;
        out.grouped = true;
        return number(without(text, mark), out.value);
    }
    std::string decimals = text;
    decimals[text.find(mark)] = '.';
    if (!number(decimals, out.value))
        return false;
    const bool doubtful = groups && decimalMark == 0;
    if (doubtful && !number(without(text, mark), out.other))
        return false;
    out.sign = doubtful ? (mark == '.' ? DecimalSign::MaybePoint : DecimalSign::MaybeComma)
                        : (mark == '.' ? DecimalSign::Point : DecimalSign::Comma);
    return true;
}

/// What stands behind a number.
CellForm formOfRest(std::string_view rest)
{
    static constexpr std::array<std::string_view, 28> kFlags = { "*", "**", "***", "H", "L", "HH", "LL", "A",
        "AA", "N", "(H)", "(L)", "[H]", "[L]", "(*)", "!", "!!", "#", "^", "\xE2\x80\xA0", "\xE2\x80\xA1",
        "\xE2\x86\x91", "\xE2\x86\x93", "(HH)", "(LL)", "(a)", "?", "(!)" };
    static constexpr std::array<std::string_view, 4> kOrdinals = { "st", "nd", "rd", "th" };
    const auto is = [rest](std::string_view word) { return rest == word; };
    if (std::any_of(kFlags.begin(), kFlags.end(), is))
        return CellForm::Flagged;
    if (std::any_of(kOrdinals.begin(), kOrdinals.end(), is))
        return CellForm::Ordinal;
    if (rest == "+")
        return CellForm::Range;
    const bool digits = std::any_of(rest.begin(), rest.end(), isDigit);
    const char first = rest.front();
    const bool dash = first == '-' || rest.starts_with("\xE2\x80\x93") || rest.starts_with("\xE2\x80\x94")
        || rest.starts_with("to ") || rest.starts_with("bis ") || rest.starts_with("..");
    if (digits && dash)
        return CellForm::Range;
    if (digits
        && (first == '/' || first == '(' || first == '[' || first == ':' || first == '|' || first == ';'
            || rest.starts_with("\xC2\xB1") || rest.starts_with("+/-") || rest.starts_with("+-")))
        return CellForm::Pair;
    // "3h30" is a length of time.
    const std::string_view behind = trimmed(rest.substr(1));
    if ((first == 'h' || first == 'H') && !behind.empty() && isDigit(behind.front()))
        return CellForm::Text;
    // A unit: letters, or signs such as % and °, of one word or two.
    constexpr std::size_t kLongestUnit = 20;
    const auto blanks = std::count(rest.begin(), rest.end(), ' ');
    const bool begins
        = isLetter(first) || first == '%' || first == '/' || (static_cast<unsigned char>(first) & 0x80U) != 0;
    return begins && blanks <= 1 && rest.size() <= kLongestUnit ? CellForm::Number : CellForm::Text;
}

/// Whether a cell is a date, a month, a time of day or a date with one, in any of the usual spellings; digits
/// without marks (20240131) are not taken for one.
bool isDate(std::string_view cell) { return readStamp(trimmed(cell)).has_value(); }

} // namespace

bool isCompactDate(double value)
{
    if (value != std::floor(value) || value < 19000101 || value > 21001231)
        return false;
    const auto whole = static_cast<std::int64_t>(value);
    return isDay(whole / 10000, whole / 100 % 100, whole % 100);
}

MarkedNumber readMarked(std::string_view cell, char decimalMark)
{
    MarkedNumber out;
    if (cell.size() > kLongest)
        return out;
    const std::string whole = plain(trimmed(cell), out.decorated);
    std::string_view text = whole;
    if (std::none_of(text.begin(), text.end(), isDigit))
        return out;
    if (isDate(text)) {
        out.form = CellForm::Date;
        return out;
    }
    const std::string_view limit = takeFront(text, kLimits);
    out.lower = limit.find('<') != std::string_view::npos || limit == "\xE2\x89\xA4";
    constexpr std::array<std::string_view, 2> kSigns = { "-", "+" };
    std::string_view sign = takeFront(text, kSigns);
    out.unit = takeFront(text, kCurrencies);
    if (sign.empty())
        sign = takeFront(text, kSigns);
    const std::string_view body = takeBody(text);
    out.begins
        = !body.empty() || (text.size() > 2 && text.front() == '(' && isDigit(text[1]) && text.back() == ')');
    if (body.empty() || !readBody(body, decimalMark, out))
        return out;
    if (sign == "-") {
        out.value = -out.value;
        out.other = -out.other;
    }
    const std::string_view rest = trimmed(text);
    out.form = rest.empty() ? CellForm::Number : formOfRest(rest);
    if (!rest.empty() && out.form == CellForm::Number && !out.unit.empty())
        out.form = CellForm::Text;
    if (!rest.empty())
        out.unit = rest;
    if (!limit.empty())
        out.form = out.form == CellForm::Number ? CellForm::Limit : CellForm::Text;
    return out;
}

} // namespace btw::io
