// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/numberstyle.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>

namespace btw::io {

bool isMissingWord(std::string_view cell)
{
    static constexpr std::array<std::string_view, 15> kWords = { "-", "?", ".", "na", "n/a", "#n/a", "null",
        "none", "nil", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!" };
    const std::string_view word = trimmed(cell);
    return std::any_of(kWords.begin(), kWords.end(), [word](std::string_view known) {
        return std::equal(known.begin(), known.end(), word.begin(), word.end(), [](char a, char b) {
            return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
        });
    });
}

NumberKind NumberStyle::missing(std::string_view cell, double& value)
{
    if (m_missing++ == 0)
        m_missingWord = trimmed(cell);
    value = std::numeric_limits<double>::quiet_NaN();
    return NumberKind::Missing;
}

NumberStyle::Comma NumberStyle::parseComma(std::string_view cell, double& value)
{
    constexpr std::size_t kLongest = 64;
    std::string text(trimmed(cell).substr(0, kLongest + 1));
    const std::size_t comma = text.find(',');
    if (comma == std::string::npos || text.size() > kLongest || text.find('.') != std::string::npos
        || text.find(',', comma + 1) != std::string::npos)
        return Comma::None;
    text[comma] = '.';
    if (parseNumber(text, value) != NumberKind::Number)
        return Comma::None;
    const std::size_t sign = text[0] == '-' || text[0] == '+' ? 1 : 0;
    const std::size_t before = comma - sign;
    const bool thousands = before >= 1 && before <= 3 && text[sign] != '0' && text.size() == comma + 4
        && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(comma) + 1, text.end(),
            [](unsigned char c) { return std::isdigit(c) != 0; });
    return thousands ? Comma::Doubtful : Comma::Clear;
}

void NumberStyle::report(const std::string& file, Problems& problems) const
{
    constexpr const char* kRemedy = "write numbers with a decimal point, and nothing between thousands";
    const std::string& place = m_firstClear.empty() ? m_firstDoubtful : m_firstClear;
    const std::string& cell = m_firstClear.empty() ? m_doubtful : m_clear;
    if (m_commas > 0 && m_point)
        problems.error("decimal-mark", place,
            { "the comma in {} is ambiguous: other numbers of the file have a decimal point",
                inQuotes(cell) },
            kRemedy);
    else if (m_commas > 0 && m_firstClear.empty())
        problems.error("decimal-mark", m_firstDoubtful,
            { "the comma in {} is ambiguous: it may stand before decimals or between thousands",
                inQuotes(m_doubtful) },
            kRemedy);
    else if (m_commas > 0)
        problems.note("decimal-comma", file,
            { "{}{} a decimal comma, as in {}", grouped(m_commas),
                (m_commas == 1 ? " number has" : " numbers have"), inQuotes(m_clear) },
            "they are read so; nothing needs to be done");
    if (m_missing > 0)
        problems.note("missing-words", file,
            { "{}{} a word for a missing value, as {}", grouped(m_missing),
                (m_missing == 1 ? " cell holds" : " cells hold"), inQuotes(m_missingWord) },
            "they are read as missing; nothing needs to be done");
}

} // namespace btw::io
