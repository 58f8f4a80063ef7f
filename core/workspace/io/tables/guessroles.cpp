// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guesscolumns.h"
#include "workspace/io/tables/tableroles.h"

#include "engine/data/names.h"

#include <algorithm>
#include <map>
#include <utility>

namespace btw::io {

namespace {

bool isDigits(std::string_view text)
{
    return !text.empty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "text" and "1" of `text_1`, `text.1`, `text1`; an empty rest where there is no prefix.
std::pair<std::string, std::string> splitName(const std::string& name)
{
    const std::size_t at = name.find_first_of("_.:-([ ");
    if (at != std::string::npos && at > 0 && at + 1 < name.size())
        return { name.substr(0, at), name.substr(at + 1) };
    const std::size_t letters = name.find_last_not_of("0123456789") + 1;
    if (at == std::string::npos && letters > 0 && letters < name.size())
        return { name.substr(0, letters), name.substr(letters) };
    return { name, {} };
}

class Guesser
{
public:
    explicit Guesser(const TablePreview& preview)
        : m_preview(preview)
    {
        for (std::size_t c = 0; c < preview.header.size(); ++c) {
            m_columns.push_back(lookAt(preview, c));
            m_columns.back().taken = preview.header[c].empty();
        }
    }

    RoleGuess guess()
    {
        label();
        split();
        identity();
        otherLabels();
        modalities();
        return std::move(m_guess);
    }

private:
    /// The first column that is called by one of the names and fits, in the names' order.
    template <typename Fits> std::size_t called(const Names& names, const Fits& fits) const
    {
        for (const std::string_view name : names)
            for (std::size_t c = 0; c < m_columns.size(); ++c)
                if (!m_columns[c].taken && isCalled(m_preview.header[c], name) && fits(m_columns[c]))
                    return c;
        return kNone;
    }

    void take(std::size_t c, std::string& role, const char* called, const std::string& why)
    {
        m_columns[c].taken = true;
        role = m_preview.header[c];
        m_guess.reasons.push_back({ inQuotes(role), called, why });
    }

    void label()
    {
        const std::size_t c = called(kLabelNames, [](const ColumnLook&) { return true; });
        if (c == kNone) {
            m_guess.missing = "no column is called label, y, target, class or outcome";
            return;
        }
        const ColumnLook& column = m_columns[c];
        const bool classes = column.isClasses();
        m_guess.roles.task = classes ? Task::Classification : Task::Regression;
        take(c, m_guess.roles.label, classes ? "label of a classification" : "label of a regression",
            "it is called so, and its values are "
                + std::string(!column.numeric ? "words"
                        : classes             ? "whole numbers without a gap, from 0 or 1"
                                              : "numbers on a scale"));
    }

    void split()
    {
        const std::size_t c = called(kSplitNames, [](const ColumnLook& column) { return column.isSplits(); });
        if (c != kNone)
            take(c, m_guess.roles.split, "split", "it is called so, and its values are names of splits");
    }

    void identity()
    {
        const auto unique = [](const ColumnLook& column) { return column.isUnique(); };
        const auto repeats = [](const ColumnLook& column) { return !column.isUnique(); };
        // An id given twice is a mistake to be told, not another role.
        std::size_t c = called(kIdNames, [](const ColumnLook& column) { return column.isNearlyUnique(); });
        if (c == kNone)
            c = called(kGroupNames, unique);
        if (c != kNone)
            take(c, m_guess.roles.id, "id",
                m_columns[c].isUnique() ? "it is called so, and no value repeats"
                                        : "it is called so, and hardly any value repeats");
        c = called(kGroupNames, repeats);
        if (c == kNone)
            c = called(kIdNames, repeats);
        if (c != kNone)
            take(c, m_guess.roles.group, "group", "it is called so, and values repeat");
    }

    /// What was annotated together with the label would give it away.
    void otherLabels()
    {
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            if (m_columns[c].taken || !isLikeLabel(m_preview.header[c], m_guess.roles.label))
                continue;
            m_columns[c].taken = true;
            m_guess.reasons.push_back({ inQuotes(m_preview.header[c]), "left out", kLikeLabel });
        }
    }

    void modalities()
    {
        std::map<std::string, std::size_t> sizes;
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (!m_columns[c].taken)
                ++sizes[splitName(m_preview.header[c]).first];
        std::map<std::string, std::size_t> places;
        std::vector<std::size_t> leftOut;
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            if (m_columns[c].taken)
                continue;
            const std::string& header = m_preview.header[c];
            const auto [prefix, rest] = splitName(header);
            const bool own = !rest.empty() && (sizes[prefix] > 1 || isDigits(rest));
            std::string name = own ? prefix : "tabular";
            if (!data::isModalityName(name))
                name = data::isModalityName(name + "_data") ? name + "_data" : "tabular";
            const bool words = !m_columns[c].numeric;
            if (!m_columns[c].isFeature()) {
                leftOut.push_back(c);
                continue;
            }
            const auto [found, isNew] = places.try_emplace(name, m_guess.roles.modalities.size());
            if (isNew)
                m_guess.roles.modalities.push_back({ name, {}, {} });
            TableRoles::ModalityRole& role = m_guess.roles.modalities[found->second];
            role.columns.push_back(header);
            if (words) {
                role.categories[header] = {};
                m_guess.reasons.push_back(whyWords(m_columns[c], inQuotes(header)));
            }
        }
        for (const TableRoles::ModalityRole& role : m_guess.roles.modalities)
            m_guess.reasons.push_back({ role.columns.size() == 1
                    ? inQuotes(role.columns.front())
                    : inQuotes(role.columns.front()) + " to " + inQuotes(role.columns.back()) + " ("
                        + grouped(static_cast<std::int64_t>(role.columns.size())) + " columns)",
                "modality " + role.name,
                role.name == "tabular" ? "they share no prefix with others" : "their names begin alike" });
        for (const std::size_t c : leftOut)
            m_guess.reasons.push_back(whyLeftOut(m_columns[c], inQuotes(m_preview.header[c])));
        if (m_guess.roles.modalities.empty() && m_guess.missing.empty())
            m_guess.missing = "no column is left for features";
    }

    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    const TablePreview& m_preview;
    std::vector<ColumnLook> m_columns;
    RoleGuess m_guess;
};

} // namespace

RoleGuess guessRoles(const TablePreview& preview) { return Guesser(preview).guess(); }

std::vector<Remedy> labelCandidates(const TablePreview& preview, const std::string& file)
{
    // Names that tell a little come first; else labels come last in a table more often than first. A person
    // looks at few of them.
    static const Names kHints = { "label", "target", "outcome", "class", "score", "total", "diagnosis",
        "severity", "mortality", "died", "death", "survived", "readmi", "event", "status", "stage", "grade",
        "rating", "result" };
    constexpr std::size_t kMost = 6;
    std::vector<Remedy> out;
    const auto add = [&](bool hinted) {
        for (std::size_t c = preview.header.size(); c > 0 && out.size() < kMost; --c) {
            const std::string& column = preview.header[c - 1];
            const bool hint = std::any_of(kHints.begin(), kHints.end(),
                [&column](std::string_view word) { return holds(column, word); });
            if (hint != hinted || column.empty() || isOneOf(column, kIdNames) || isOneOf(column, kGroupNames))
                continue;
            const ColumnLook look = lookAt(preview, c - 1);
            if (!look.isFeature() || look.distinct.size() < 2 || (look.isSplits() && !look.numeric))
                continue;
            out.push_back(
                UseAsLabel { file, column, look.isClasses() ? Task::Classification : Task::Regression });
        }
    };
    add(true);
    add(false);
    return out;
}

Manifest manifestOf(const TableRoles& roles, const QString& file, const std::string& name)
{
    TableFiles table;
    table.file = file;
    return manifestOf(roles, table, name);
}

Manifest manifestOf(const TableRoles& roles, const TableFiles& table, const std::string& name)
{
    Manifest manifest;
    manifest.name = name;
    manifest.task = roles.task;
    manifest.labels.table = table;
    manifest.labels.label = roles.label;
    manifest.labels.id = roles.id;
    manifest.labels.split = roles.split;
    manifest.labels.group = roles.group;
    for (const TableRoles::ModalityRole& role : roles.modalities) {
        ModalityEntry entry;
        entry.key = "modalities[" + std::to_string(manifest.modalities.size()) + "]";
        entry.name = role.name;
        entry.table = table;
        entry.columns = role.columns;
        entry.exactColumns = true;
        entry.categories = role.categories;
        manifest.modalities.push_back(std::move(entry));
    }
    return manifest;
}

} // namespace btw::io
