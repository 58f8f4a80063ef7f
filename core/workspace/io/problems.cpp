// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/problems.h"

#include <algorithm>
#include <utility>

namespace btw::io {

namespace {

std::string sentence(std::string clause)
{
    if (!clause.empty() && clause.front() >= 'a' && clause.front() <= 'z')
        clause.front() = static_cast<char>(clause.front() - 'a' + 'A');
    return clause + '.';
}

} // namespace

void Problems::error(
    std::string where, const std::string& what, const std::string& remedy, std::vector<data::Remedy> remedies)
{
    ++m_errors;
    add(data::Severity::Error, std::move(where), what, remedy, std::move(remedies));
}

void Problems::warning(
    std::string where, const std::string& what, const std::string& remedy, std::vector<data::Remedy> remedies)
{
    add(data::Severity::Warning, std::move(where), what, remedy, std::move(remedies));
}

void Problems::note(std::string where, const std::string& what, const std::string& remedy)
{
    add(data::Severity::Note, std::move(where), what, remedy, {});
}

void Problems::add(data::Severity severity, std::string where, const std::string& what,
    const std::string& remedy, std::vector<data::Remedy> remedies)
{
    for (const data::Remedy& one : remedies)
        if (one.kind == data::Remedy::Kind::DropRow && one.row > 0)
            m_badRows[one.file].push_back(one.row);
    Sort& sort = m_sorts[{ severity, remedy }];
    if (++sort.count <= kShownOfAKind)
        m_problems.push_back(
            { severity, std::move(where), sentence(what), sentence(remedy), std::move(remedies) });
    else
        addHidden(sort, std::move(remedies));
}

void Problems::addHidden(Sort& sort, std::vector<data::Remedy> remedies)
{
    constexpr std::size_t kMost = 20;
    for (data::Remedy& one : remedies) {
        // One for all bad rows of the file in place of one for each.
        if (one.kind == data::Remedy::Kind::DropRow && one.row > 0)
            one.row = 0;
        else if (one.kind == data::Remedy::Kind::DropRow && one.file.empty())
            one.word.clear();
        const auto& known = sort.ofHidden;
        if (known.size() < kMost && std::find(known.begin(), known.end(), one) == known.end())
            sort.ofHidden.push_back(std::move(one));
    }
}

void Problems::append(std::vector<data::Problem> problems)
{
    for (data::Problem& problem : problems) {
        m_errors += problem.severity == data::Severity::Error ? 1 : 0;
        m_problems.push_back(std::move(problem));
    }
}

std::vector<data::Problem> Problems::take()
{
    for (auto& [kind, sort] : m_sorts) {
        const std::int64_t hidden = sort.count - kShownOfAKind;
        if (hidden > 0)
            m_problems.push_back({ kind.first, "and elsewhere",
                grouped(hidden) + (hidden == 1 ? " more problem" : " more problems") + " of the same kind.",
                sentence(kind.second), std::move(sort.ofHidden) });
    }
    m_sorts.clear();
    m_badRows.clear();
    m_errors = 0;
    return std::exchange(m_problems, {});
}

std::string place(const std::string& file, std::int64_t row, const std::string& column)
{
    std::string text = file + ", row " + std::to_string(row);
    if (!column.empty())
        text += ", column " + column;
    return text;
}

std::string inQuotes(std::string_view text)
{
    constexpr std::size_t kShown = 40;
    std::size_t end = std::min(text.size(), kShown);
    // Never cut inside a UTF-8 sequence: continuation bytes are 10xxxxxx.
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    std::string out = "'";
    for (const char c : text.substr(0, end))
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    return out + (end < text.size() ? "...'" : "'");
}

std::string grouped(std::int64_t number)
{
    std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t i = digits.size(); i > first + 3; i -= 3)
        digits.insert(i - 3, 1, ',');
    return digits;
}

} // namespace btw::io
