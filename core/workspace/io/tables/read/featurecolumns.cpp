// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/featurecolumns.h"

#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/read/glob.h"
#include "workspace/io/tables/read/outcome.h"

#include <algorithm>
#include <optional>

namespace btw::io {

bool FeatureColumns::isRole(const std::string& name) const
{
    if (name == m_entry.id || name == m_entry.time || (!name.empty() && name == m_chosenLabel)
        || m_described.contains(name))
        return true;
    if (m_labels && m_labels->outcome && isOutcomeName(name))
        return true;
    return m_labels
        && (name == m_labels->label || name == m_labels->id || name == m_labels->split
            || name == m_labels->group);
}

namespace {

/// A feature that nobody named, and that is called as if it told the split or whose a row is.
void warnOfRole(const TableHeader& header, std::size_t column, Problems& problems)
{
    const std::string& name = header.names[column];
    if (!header.named || (header.remedies && header.remedies->kept.contains(name)))
        return;
    const bool splits = namesSplits(name) == Naming::Surely || namesFolds(name) == Naming::Surely;
    if (!splits && namesIds(name) != Naming::Surely)
        return;
    problems.warning(splits ? "split-among-features" : "id-among-features",
        header.file + ", " + inQuotes(name),
        splits ? "its name suggests splits, and is read as a feature, as every column without another role"
               : "its name suggests an id, and is read as a feature, as every column without another role",
        R"(list the features in "columns" of the manifest, or name there what it is)",
        { DropColumn { header.file, name, 0 }, KeepColumn { header.file, name } });
}

} // namespace

std::vector<std::size_t> FeatureColumns::select(const TableHeader& header, Problems& problems) const
{
    std::vector<std::size_t> features;
    std::vector<bool> taken(header.names.size(), false);
    const auto takeAll = [&](std::string_view pattern) {
        bool any = false;
        for (std::size_t c = 0; c < header.names.size(); ++c) {
            const std::string& name = header.names[c];
            // An unnamed column is the row number that some programs write.
            if (name.empty() || isRole(name) || !matchesGlob(pattern, name))
                continue;
            any = true;
            if (!taken[c])
                features.push_back(c);
            taken[c] = true;
        }
        return any;
    };
    bool good = true;
    if (m_entry.columns.empty()) {
        takeAll("*");
        for (const std::size_t c : features)
            warnOfRole(header, c, problems);
        const auto unnamed = std::count(header.names.begin(), header.names.end(), std::string());
        if (static_cast<std::size_t>(unnamed) > header.leftOut)
            problems.warning("column-unnamed", place(header.file, 1), "a column without a name is left out",
                "name it in the header if it is a feature");
    }
    for (const std::string& pattern : m_entry.columns) {
        const std::optional<std::size_t> exact = header.find(pattern);
        if (exact && m_labels && pattern == m_labels->label) {
            problems.error("label-among-features", "manifest.json, key " + m_entry.key + ".columns",
                { "the label's column {} is listed as a feature", inQuotes(pattern) },
                "remove it from the list");
            good = false;
        } else if (exact) {
            if (!taken[*exact])
                features.push_back(*exact);
            taken[*exact] = true;
        } else if (m_entry.exactColumns || !takeAll(pattern)) {
            noSuchColumn(header, m_entry.key + ".columns", pattern, problems);
            good = false;
        }
    }
    if (good && features.empty()) {
        problems.error("no-features", "manifest.json, key " + m_entry.key,
            { "no column of {} is left for features", header.file }, R"(list its features in "columns")");
    }
    return good ? features : std::vector<std::size_t>();
}

} // namespace btw::io
