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

void Problems::error(const std::string& code, std::string where, const data::Sentence& what,
    const std::string& remedy, std::vector<Remedy> remedies)
{
    add(data::Severity::Error, code, std::move(where), what, remedy, std::move(remedies));
}

void Problems::warning(const std::string& code, std::string where, const data::Sentence& what,
    const std::string& remedy, std::vector<Remedy> remedies)
{
    add(data::Severity::Warning, code, std::move(where), what, remedy, std::move(remedies));
}

void Problems::note(const std::string& code, std::string where, const data::Sentence& what,
    const std::string& remedy, std::vector<Remedy> remedies)
{
    add(data::Severity::Note, code, std::move(where), what, remedy, std::move(remedies));
}

void Problems::add(data::Severity severity, const std::string& code, std::string where,
    const data::Sentence& what, const std::string& remedy, std::vector<Remedy> remedies)
{
    m_errors += severity == data::Severity::Error ? 1 : 0;
    for (const Remedy& one : remedies)
        if (const auto* row = std::get_if<DropRow>(&one))
            m_badRows[row->file].push_back(row->row);
    Sort& sort = m_sorts[{ severity, code, remedy }];
    if (sort.shown == 0)
        sort.ofFirst = remedies;
    const bool oneFix = !remedies.empty() && remedies == sort.ofFirst;
    if (sort.shown >= (oneFix ? kShownOfOneFix : kShownOfAKind)) {
        ++sort.hidden;
        addHidden(sort, std::move(remedies));
        return;
    }
    ++sort.shown;
    Problem problem;
    problem.severity = severity;
    problem.where = std::move(where);
    problem.what = sentence(what.text());
    problem.remedy = sentence(remedy);
    problem.code = code;
    problem.arguments = what.arguments();
    problem.remedies = std::move(remedies);
    m_problems.push_back(std::move(problem));
}

void Problems::addHidden(Sort& sort, std::vector<Remedy> remedies)
{
    constexpr std::size_t kMost = 20;
    for (Remedy& one : remedies) {
        // One for all bad rows of the file in place of one for each.
        if (const auto* row = std::get_if<DropRow>(&one))
            one = DropBadRows { row->file };
        else if (std::holds_alternative<DropInstance>(one))
            one = DropBadInstances {};
        const auto& known = sort.ofHidden;
        if (known.size() < kMost && std::find(known.begin(), known.end(), one) == known.end())
            sort.ofHidden.push_back(std::move(one));
    }
}

void Problems::append(std::vector<Problem> problems)
{
    for (Problem& problem : problems) {
        m_errors += problem.severity == data::Severity::Error ? 1 : 0;
        m_problems.push_back(std::move(problem));
    }
}

std::vector<Problem> Problems::take()
{
    for (auto& [kind, sort] : m_sorts) {
        const std::int64_t hidden = sort.hidden;
        if (hidden == 0)
            continue;
        Problem more;
        more.severity = kind.severity;
        more.where = "and elsewhere";
        more.what
            = grouped(hidden) + (hidden == 1 ? " more problem" : " more problems") + " of the same kind.";
        more.remedy = sentence(kind.remedy);
        more.code = kind.code;
        more.arguments = { grouped(hidden) };
        more.remedies = std::move(sort.ofHidden);
        m_problems.push_back(std::move(more));
    }
    m_sorts.clear();
    m_badRows.clear();
    m_errors = 0;
    return std::exchange(m_problems, {});
}

Problem withRemedies(data::Problem problem)
{
    Problem out { std::move(problem), {} };
    const data::Concern& concern = out.concern;
    for (const std::string& id : concern.instances)
        out.remedies.emplace_back(DropInstance { id });
    for (const std::string& feature : concern.features)
        out.remedies.emplace_back(DropFeature { concern.modality, feature });
    for (const double hours : concern.bins)
        out.remedies.emplace_back(BinTimes { concern.modality, hours });
    if (concern.splits)
        out.remedies.emplace_back(DrawSplits {});
    return out;
}

std::vector<Problem> withRemedies(std::vector<data::Problem> problems)
{
    std::vector<Problem> out;
    out.reserve(problems.size());
    for (data::Problem& problem : problems)
        out.push_back(withRemedies(std::move(problem)));
    return out;
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

} // namespace btw::io
