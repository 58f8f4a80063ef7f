// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tableroles.h"

#include "workspace/io/number.h"
#include "workspace/io/numberstyle.h"

#include "engine/data/names.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <utility>

namespace btw::io {

namespace {

using Names = std::initializer_list<std::string_view>;

std::string lowered(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

/// What the first rows say about one column.
struct Column
{
    bool numeric = true; ///< every value there is a number
    bool whole = true; ///< and a whole one of 0 or more
    std::size_t values = 0; ///< not missing
    std::set<std::string> distinct;
    bool taken = false;
};

Column lookAt(const TablePreview& preview, std::size_t c)
{
    Column column;
    NumberStyle numbers;
    for (const std::vector<std::string>& row : preview.rows) {
        double value = 0;
        const NumberKind kind = numbers.parse(row[c], value, [] { return std::string("here"); });
        if (kind == NumberKind::Missing)
            continue;
        ++column.values;
        column.distinct.insert(canonicalName(row[c]));
        column.numeric = column.numeric && kind != NumberKind::Text;
        const auto whole = wholeNumber(row[c]);
        column.whole = column.whole && whole && *whole >= 0;
    }
    return column;
}

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
        modalities();
        return std::move(m_guess);
    }

private:
    /// The first column that is called by one of the names and fits, in the names' order.
    template <typename Fits> std::size_t called(const Names& names, const Fits& fits) const
    {
        for (const std::string_view name : names)
            for (std::size_t c = 0; c < m_columns.size(); ++c)
                if (!m_columns[c].taken && lowered(m_preview.header[c]) == name && fits(m_columns[c]))
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
        const std::size_t c = called(
            { "label", "labels", "y", "target", "class", "outcome", "response", "score", "sentiment" },
            [](const Column&) { return true; });
        if (c == kNone) {
            m_guess.missing = "no column is called label, y, target, class or outcome";
            return;
        }
        const Column& column = m_columns[c];
        // Class numbers begin at 0 or 1 and leave none out; -3 to 3 is a scale.
        std::set<std::int64_t> numbers;
        if (column.whole)
            for (const std::string& value : column.distinct)
                numbers.insert(*wholeNumber(value));
        constexpr std::size_t kMostClasses = 10;
        const bool codes = !numbers.empty() && numbers.size() <= kMostClasses && *numbers.begin() <= 1
            && *numbers.rbegin() - *numbers.begin() + 1 == static_cast<std::int64_t>(numbers.size());
        const bool classes = !column.numeric || codes;
        m_guess.roles.task = classes ? Task::Classification : Task::Regression;
        take(c, m_guess.roles.label, classes ? "label of a classification" : "label of a regression",
            "it is called so, and its values are "
                + std::string(!column.numeric ? "words"
                        : codes               ? "whole numbers without a gap, from 0 or 1"
                                              : "numbers on a scale"));
    }

    void split()
    {
        const std::size_t c
            = called({ "split", "set", "subset", "partition", "fold" }, [](const Column& column) {
                  return std::all_of(column.distinct.begin(), column.distinct.end(),
                      [](const std::string& value) { return data::parseSplit(value).has_value(); });
              });
        if (c != kNone)
            take(c, m_guess.roles.split, "split", "it is called so, and its values are names of splits");
    }

    void identity()
    {
        const auto unique = [](const Column& column) {
            return column.distinct.size() == column.values && column.values > 0;
        };
        const auto repeats = [&unique](const Column& column) { return !unique(column); };
        const Names ids = { "id", "ids", "uid", "key", "instance", "instance_id", "sample", "sample_id",
            "case_id", "record_id", "stay_id", "segment_id" };
        const Names groups
            = { "group", "group_id", "subject", "subject#", "subject_id", "patient", "patient_id", "person",
                  "person_id", "participant", "participant_id", "speaker", "speaker_id", "video_id" };
        std::size_t c = called(ids, unique);
        if (c == kNone)
            c = called(groups, unique);
        if (c != kNone)
            take(c, m_guess.roles.id, "id", "it is called so, and no value repeats");
        c = called(groups, repeats);
        if (c == kNone)
            c = called(ids, repeats);
        if (c != kNone)
            take(c, m_guess.roles.group, "group", "it is called so, and values repeat");
    }

    void modalities()
    {
        std::map<std::string, std::size_t> sizes;
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            if (!m_columns[c].taken)
                ++sizes[splitName(m_preview.header[c]).first];
        std::map<std::string, std::size_t> places;
        std::vector<std::string> leftOut;
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
            // Names, addresses, free text: a column for each would say nothing about other rows.
            constexpr std::size_t kAlways = 2;
            if (words && m_columns[c].distinct.size() > std::max(kAlways, m_columns[c].values / 2)) {
                leftOut.push_back(header);
                continue;
            }
            const auto [found, isNew] = places.try_emplace(name, m_guess.roles.modalities.size());
            if (isNew)
                m_guess.roles.modalities.push_back({ name, {}, {} });
            TableRoles::ModalityRole& role = m_guess.roles.modalities[found->second];
            role.columns.push_back(header);
            if (words) {
                role.categories[header] = {};
                m_guess.reasons.push_back(
                    { inQuotes(header), "words, one column for each", "its values are words that repeat" });
            }
        }
        for (const TableRoles::ModalityRole& role : m_guess.roles.modalities)
            m_guess.reasons.push_back({ role.columns.size() == 1
                    ? inQuotes(role.columns.front())
                    : inQuotes(role.columns.front()) + " to " + inQuotes(role.columns.back()) + " ("
                        + grouped(static_cast<std::int64_t>(role.columns.size())) + " columns)",
                "modality " + role.name,
                role.name == "tabular" ? "they share no prefix with others" : "their names begin alike" });
        for (const std::string& column : leftOut)
            m_guess.reasons.push_back(
                { inQuotes(column), "left out", "its values are words that hardly repeat" });
        if (m_guess.roles.modalities.empty() && m_guess.missing.empty())
            m_guess.missing = "no column is left for features";
    }

    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    const TablePreview& m_preview;
    std::vector<Column> m_columns;
    RoleGuess m_guess;
};

} // namespace

RoleGuess guessRoles(const TablePreview& preview) { return Guesser(preview).guess(); }

Manifest manifestOf(const TableRoles& roles, const QString& file, const std::string& name)
{
    Manifest manifest;
    manifest.name = name;
    manifest.task = roles.task;
    manifest.labels.table.file = file;
    manifest.labels.label = roles.label;
    manifest.labels.id = roles.id;
    manifest.labels.split = roles.split;
    manifest.labels.group = roles.group;
    for (const TableRoles::ModalityRole& role : roles.modalities) {
        ModalityEntry entry;
        entry.key = "modalities[" + std::to_string(manifest.modalities.size()) + "]";
        entry.name = role.name;
        entry.table.file = file;
        entry.columns = role.columns;
        entry.exactColumns = true;
        entry.categories = role.categories;
        manifest.modalities.push_back(std::move(entry));
    }
    return manifest;
}

} // namespace btw::io
