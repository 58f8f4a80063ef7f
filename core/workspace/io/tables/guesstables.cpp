// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/tablegroups.h"

#include "engine/data/names.h"
#include "workspace/io/tables/outcome.h"
#include "workspace/io/tables/wordlist.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace btw::io {

namespace {

/// Several tables: which one has the labels, and what the others are.
class FolderGuesser
{
public:
    FolderGuesser(std::vector<TableGroup> tables, const std::string& name)
        : m_tables(std::move(tables))
    {
        m_guess.manifest.name = name;
    }

    TablesGuess guess()
    {
        const std::size_t labels = labelTable();
        m_labels = &m_tables[labels];
        labelRoles();
        for (std::size_t t = 0; t < m_tables.size(); ++t)
            if (t != labels)
                modality(m_tables[t]);
        if (!isLabelName(m_labels->base) || m_guess.manifest.modalities.empty())
            besideTheLabel();
        if (m_guess.manifest.modalities.empty() && m_guess.missing.empty())
            m_guess.missing = "no table with features goes with " + m_labels->file();
        return std::move(m_guess);
    }

private:
    static bool isLabelName(const std::string& base)
    {
        const std::string name = lowered(base);
        return isOneOf(name, kLabelNames)
            || std::any_of(kLabelNames.begin(), kLabelNames.end(), [&name](std::string_view word) {
                   return word.size() > 1 && name.find(word) != std::string::npos;
               });
    }

    static std::string labelColumn(const TableGroup& table)
    {
        return table.first(kLabelNames, [](const ColumnLook&) { return true; });
    }

    /// A table that is called so comes before one with such a column; a narrow one before a wide one.
    std::size_t labelTable() const
    {
        std::size_t best = 0;
        int bestScore = -1;
        for (std::size_t t = 0; t < m_tables.size(); ++t) {
            const TableGroup& table = m_tables[t];
            const bool column = !labelColumn(table).empty();
            const bool outcome = !column && !outcomeChoices(*table.head, table.file()).empty();
            const int score = (column ? 2 : outcome ? 1 : 0) + (isLabelName(table.base) ? 3 : 0);
            if (score > bestScore
                || (score == bestScore && table.looks.size() < m_tables[best].looks.size())) {
                best = t;
                bestScore = score;
            }
        }
        return best;
    }

    void because(std::string what, std::string role, std::string why)
    {
        m_guess.reasons.push_back({ std::move(what), std::move(role), std::move(why) });
    }

    void labelRoles()
    {
        RoleGuess own = guessRoles(*m_labels->head);
        LabelsEntry& entry = m_guess.manifest.labels;
        entry.table = m_labels->files;
        entry.split = m_labels->files.files.empty() ? own.roles.split : std::string();
        entry.group = own.roles.group;
        entry.id = own.roles.id;
        commonId(entry);
        entry.label = own.roles.label;
        if (entry.label.empty())
            entry.label = onlyColumn(entry);
        const std::string file = m_labels->file();
        if (entry.label.empty()) {
            m_guess.remedies = outcomeChoices(*m_labels->head, file);
            m_hasOutcome = !m_guess.remedies.empty();
        }
        if (m_hasOutcome) {
            m_guess.missing = file
                + " says how long each instance was watched and what ended that, but not which "
                  "of these events is predicted, within how much time, and what counts for those "
                  "whom something else befell before";
            return;
        }
        if (entry.label.empty()) {
            m_guess.missing = "no table has a column that is called label, y, target, class or outcome";
            m_guess.remedies = labelCandidates(*m_labels->head, file);
            return;
        }
        const bool classes = m_labels->looks[m_labels->find(entry.label)].isClasses();
        m_guess.manifest.task = classes ? Task::Classification : Task::Regression;
        because(file + ", " + inQuotes(entry.label),
            classes ? "label of a classification" : "label of a regression",
            own.roles.label.empty() ? "the table is called so, and no other column is left"
                                    : "it is called so");
        if (!entry.id.empty())
            because(file + ", " + inQuotes(entry.id), "id", "it is called so, and no value repeats");
        if (!entry.split.empty())
            because(file + ", " + inQuotes(entry.split), "split", "its values are names of splits");
        if (!entry.group.empty())
            because(file + ", " + inQuotes(entry.group), "group", "it is called so, and values repeat");
    }

    /// The id that most tables share with the labels.
    void commonId(LabelsEntry& entry) const
    {
        std::size_t most = 0;
        std::string best;
        for (std::size_t c = 0; c < m_labels->looks.size(); ++c) {
            const std::string& column = m_labels->head->header[c];
            const bool likely = isOneOf(column, kIdNames) || isOneOf(column, kGroupNames)
                || lowered(column).ends_with("id");
            if (!m_labels->head->named || !likely || !m_labels->looks[c].isNearlyUnique())
                continue;
            const auto shared = static_cast<std::size_t>(std::count_if(m_tables.begin(), m_tables.end(),
                [&](const TableGroup& table) { return &table != m_labels && table.has(column); }));
            if (shared > most) {
                most = shared;
                best = column;
            }
        }
        if (best.empty())
            return;
        entry.id = best;
        if (entry.group == best)
            entry.group.clear();
    }

    std::string onlyColumn(const LabelsEntry& entry) const
    {
        if (!isLabelName(m_labels->base))
            return {};
        std::vector<std::string> left;
        for (std::size_t c = 0; c < m_labels->looks.size(); ++c) {
            const std::string& column = m_labels->head->header[c];
            if (!column.empty() && column != entry.id && column != entry.split && column != entry.group)
                left.push_back(column);
        }
        return left.size() == 1 ? left.front() : std::string();
    }

    std::string modalityName(const std::string& base)
    {
        std::string name = base.empty() ? "features" : base;
        for (char& c : name)
            if (c == ' ' || c == ',' || c == '/' || c == '\\' || c == '"' || c == '\'')
                c = '_';
        if (!data::isModalityName(name))
            name += "_data";
        std::string out = name;
        for (int n = 2; std::any_of(m_guess.manifest.modalities.begin(), m_guess.manifest.modalities.end(),
                 [&out](const ModalityEntry& entry) { return entry.name == out; });
             ++n)
            out = name + std::to_string(n);
        return out;
    }

    bool sameRows(const TableGroup& table) const
    {
        const TableFiles& files = m_labels->files;
        if (table.heads.size() != m_labels->heads.size() || table.files.files.empty() != files.files.empty())
            return false;
        for (const auto& [split, file] : files.files)
            if (table.files.files.count(split) == 0)
                return false;
        for (std::size_t f = 0; f < table.heads.size(); ++f) {
            const TablePreview& mine = *table.heads[f];
            const TablePreview& other = *m_labels->heads[f];
            if (mine.whole && other.whole && mine.rows.size() != other.rows.size())
                return false;
            // A table of which the head is known only has more rows than that.
            if (mine.whole != other.whole
                && (mine.whole ? mine : other).rows.size() <= (mine.whole ? other : mine).rows.size())
                return false;
        }
        return true;
    }

    static bool looksLikeIds(const TableGroup& table, std::size_t column)
    {
        const std::string& name = table.head->header[column];
        return table.head->named
            && (isOneOf(name, kIdNames) || isOneOf(name, kGroupNames) || lowered(name).ends_with("id"));
    }

    /// The column that holds the labels' ids: of their name, or called like ids and with values of theirs.
    std::string idOf(const TableGroup& table) const
    {
        const std::string& id = m_guess.manifest.labels.id;
        if (id.empty() || table.has(id))
            return id;
        const std::set<std::string>& known = m_labels->looks[m_labels->find(id)].distinct;
        const bool whole = m_labels->head->whole && table.head->whole;
        for (std::size_t c = 0; c < table.looks.size(); ++c) {
            if (!looksLikeIds(table, c))
                continue;
            const std::set<std::string>& mine = table.looks[c].distinct;
            const auto shared = static_cast<std::size_t>(std::count_if(mine.begin(), mine.end(),
                [&known](const std::string& value) { return known.count(value) > 0; }));
            // Of two heads only some ids can be in both.
            if (shared > 0 && shared * (whole ? 2 : 10) >= mine.size())
                return table.head->header[c];
        }
        return {};
    }

    /// A column of ids that are not the labels': going by position could give everyone another's values.
    std::string strangersIds(const TableGroup& table) const
    {
        for (std::size_t c = 0; c < table.looks.size(); ++c)
            if (looksLikeIds(table, c) && table.looks[c].isNearlyUnique())
                return table.head->header[c];
        return {};
    }

    void modality(TableGroup& table)
    {
        const LabelsEntry& labels = m_guess.manifest.labels;
        ModalityEntry entry;
        entry.table = table.files;
        const std::string idColumn = idOf(table);
        const bool byId = !idColumn.empty();
        if (!byId && !labels.id.empty()) {
            if (const std::string other = strangersIds(table); !other.empty()) {
                because(table.file(), "left out",
                    "the values of " + inQuotes(other) + " are not those of " + inQuotes(labels.id) + " in "
                        + m_labels->file());
                return;
            }
        }
        if (!byId && !sameRows(table)) {
            because(table.file(), "left out",
                labels.id.empty() ? "it has not the rows of " + m_labels->file()
                                  : "it has no column " + inQuotes(labels.id));
            return;
        }
        entry.id = idColumn;
        const ColumnLook* id = byId ? &table.looks[table.find(idColumn)] : nullptr;
        std::string why = byId ? "its rows are found by " + inQuotes(idColumn)
                               : "its rows are those of " + m_labels->file() + ", one by one";
        if (byId && !id->isUnique() && isList(table, entry, why))
            return;
        if (byId && !id->isUnique())
            steps(table, entry, why);
        if (!entry.layout && !features(table, entry))
            return;
        entry.name = modalityName(table.base);
        entry.key = "modalities[" + std::to_string(m_guess.manifest.modalities.size()) + "]";
        because(table.file(),
            "modality " + entry.name + ", " + (entry.layout ? "a long table" : "a ")
                + (entry.layout ? std::string() : data::kindName(entry.kind)),
            why);
        m_guess.manifest.modalities.push_back(std::move(entry));
    }

    /// Ids that repeat, beside words alone: a list, which somebody has to say how to count.
    bool isList(const TableGroup& table, ModalityEntry& entry, const std::string& why)
    {
        std::vector<Remedy> choices = listChoices(*table.head, table.file(), entry.id);
        if (choices.empty())
            return false;
        entry.name = modalityName(table.base);
        entry.key = "modalities[" + std::to_string(m_guess.manifest.modalities.size()) + "]";
        entry.layout = LongLayout { WordCount::Present, false, columnOf(choices.front()) };
        if (table.head->counted)
            because(table.file(), "modality " + entry.name + ", a list of words", why);
        else
            m_guess.reasons.push_back({ table.file(), "a list",
                "it is a list of words without numbers or times: it is not known which column counts, "
                "whether once or "
                "as often as it occurs, and whether those without a row have none or were not looked at",
                data::Severity::Error, "list-not-counted", "choose how it is counted, or leave it out",
                std::move(choices) });
        m_guess.manifest.modalities.push_back(std::move(entry));
        return true;
    }

    /// The column of time stamps: called so, numbers or dates. A column of dates is one whatever it is
    /// called.
    std::string timeColumn(const TableGroup& table) const
    {
        const std::string called
            = table.first(kTimeNames, [](const ColumnLook& look) { return look.values > 0; });
        if (!called.empty())
            return called;
        for (std::size_t c = 0; c < table.looks.size(); ++c) {
            const std::string name = lowered(table.head->header[c]);
            const bool likely
                = name.ends_with("time") || name.ends_with("date") || name.starts_with("datetime");
            if (likely && (table.looks[c].numeric || table.looks[c].dates) && table.looks[c].values > 0)
                return table.head->header[c];
        }
        for (std::size_t c = 0; c < table.looks.size(); ++c)
            if (table.looks[c].dates)
                return table.head->header[c];
        return {};
    }

    /// What a column of numbers counts, by its name; hours where that does not tell.
    static double unitOf(const std::string& column)
    {
        const std::string name = lowered(column);
        const auto holdsAny = [&name](const Names& words) {
            return std::any_of(words.begin(), words.end(), [&name](std::string_view word) {
                const std::size_t at = name.find(word);
                const auto letter
                    = [&name](std::size_t i) { return i < name.size() && name[i] >= 'a' && name[i] <= 'z'; };
                return at != std::string::npos && (at == 0 || !letter(at - 1)) && !letter(at + word.size());
            });
        };
        return holdsAny({ "minute", "minutes", "min", "mins", "minuten" }) ? 60
            : holdsAny({ "day", "days", "tag", "tage", "jour", "jours" })  ? 86400
            : holdsAny({ "second", "seconds", "sec", "secs", "sekunden" }) ? 1
                                                                           : kSecondsAnHour;
    }

    /// Ids that repeat: rows are steps, or measurements.
    void steps(const TableGroup& table, ModalityEntry& entry, std::string& why)
    {
        const auto any = [](const ColumnLook&) { return true; };
        entry.kind = data::ModalityKind::Sequence;
        why += ", which repeat";
        entry.time = timeColumn(table);
        LongLayout layout;
        layout.variable = table.first(
            { "variable", "feature", "item", "itemid", "parameter", "measurement", "variable_name", "code" },
            any);
        layout.value = table.first({ "value", "valuenum", "val", "measure", "result" }, any);
        const bool isLong = !layout.variable.empty() && !layout.value.empty();
        if (entry.time.empty()) {
            if (isLong)
                m_guess.reasons.push_back({ table.file(), "long table without a time",
                    "rows of " + inQuotes(layout.variable) + " and " + inQuotes(layout.value)
                        + " are measurements, and no column is called time or holds dates",
                    data::Severity::Error, "time-not-found",
                    "call the column of time stamps time, or describe the table in a manifest.json" });
            return;
        }
        const ColumnLook& times = table.looks[table.find(entry.time)];
        entry.kind = data::ModalityKind::Series;
        why += ", with times in " + inQuotes(entry.time);
        entry.unitSeconds = unitOf(entry.time);
        if (!times.dates)
            why += entry.unitSeconds == 60            ? ", taken for minutes"
                : entry.unitSeconds == 1              ? ", taken for seconds"
                : entry.unitSeconds == kSecondsAnHour ? ", taken for hours"
                                                      : ", taken for days";
        if (!isLong)
            return;
        layout.unitSeconds = entry.unitSeconds;
        entry.unitSeconds = kSecondsAnHour;
        entry.layout = layout;
    }

    bool features(const TableGroup& table, ModalityEntry& entry)
    {
        const LabelsEntry& labels = m_guess.manifest.labels;
        bool all = true;
        for (std::size_t c = 0; c < table.looks.size(); ++c) {
            const std::string& column = table.head->header[c];
            if (column == entry.id || column == entry.time)
                continue;
            // Tables often repeat the label beside their features.
            const bool role = table.head->named
                && (column == labels.label || column == labels.split || column == labels.group
                    || column == labels.id);
            const bool likeLabel = table.head->named && isLikeLabel(column, labels.label);
            const bool ids = entry.id.empty() && looksLikeIds(table, c) && table.looks[c].isNearlyUnique();
            if (column.empty() || role || likeLabel || ids || !table.looks[c].isFeature()) {
                all = false;
                if (!column.empty() && !role && !likeLabel && !ids)
                    m_guess.reasons.push_back(
                        whyLeftOut(table.looks[c], table.file() + ", " + inQuotes(column)));
                else if (!column.empty())
                    because(table.file() + ", " + inQuotes(column), "left out",
                        role            ? "it has a role among the labels"
                            : likeLabel ? kLikeLabel
                                        : "it is called like ids");
                continue;
            }
            entry.columns.push_back(column);
            if (!table.looks[c].numeric)
                entry.categories[column] = {};
            if (table.looks[c].numbersAsWords)
                m_guess.reasons.push_back(whyWords(table.looks[c], table.file() + ", " + inQuotes(column)));
        }
        const bool any = !entry.columns.empty();
        if (!any)
            because(table.file(), "left out", "no column is left for features");
        entry.exactColumns = !all;
        if (all)
            entry.columns.clear();
        return any;
    }

    void besideTheLabel()
    {
        const LabelsEntry& labels = m_guess.manifest.labels;
        ModalityEntry entry;
        entry.table = m_labels->files;
        for (std::size_t c = 0; c < m_labels->looks.size(); ++c) {
            const std::string& column = m_labels->head->header[c];
            if (column.empty() || column == labels.label || column == labels.id || column == labels.split
                || column == labels.group)
                continue;
            if (!m_labels->looks[c].isFeature()) {
                m_guess.reasons.push_back(
                    whyLeftOut(m_labels->looks[c], m_labels->file() + ", " + inQuotes(column)));
                continue;
            }
            if (m_labels->head->named && isLikeLabel(column, labels.label)) {
                because(m_labels->file() + ", " + inQuotes(column), "left out", kLikeLabel);
                continue;
            }
            if (m_hasOutcome && isOutcomeName(column))
                continue;
            entry.columns.push_back(column);
            if (!m_labels->looks[c].numeric)
                entry.categories[column] = {};
        }
        if (entry.columns.empty())
            return;
        entry.exactColumns = true;
        entry.name = modalityName(m_labels->base);
        entry.key = "modalities[" + std::to_string(m_guess.manifest.modalities.size()) + "]";
        because(m_labels->file(), "modality " + entry.name, "its columns stand beside the label");
        m_guess.manifest.modalities.push_back(std::move(entry));
    }

    std::vector<TableGroup> m_tables;
    const TableGroup* m_labels = nullptr;
    bool m_hasOutcome = false; ///< the labels' table has times and events in place of a label
    TablesGuess m_guess;
};

TablesGuess guessOne(const TableGroup& table, const std::string& name)
{
    RoleGuess guess = guessRoles(*table.head);
    // The files tell the split already.
    if (!table.files.files.empty())
        guess.roles.split.clear();
    TablesGuess out { manifestOf(guess.roles, table.files, name), std::move(guess.reasons), guess.missing,
        {} };
    if (!table.files.files.empty())
        out.reasons.push_back({ table.file(), "rows of one split", "the files are called by splits" });
    if (guess.roles.label.empty())
        out.remedies = labelCandidates(*table.head, table.file());
    return out;
}

} // namespace

TablesGuess guessTables(const std::vector<TableSample>& samples, const std::string& name)
{
    std::vector<TableGroup> tables = groupTables(samples);
    if (tables.empty()) {
        TablesGuess none;
        none.manifest.name = name;
        none.missing = "no table can be read";
        return none;
    }
    return tables.size() == 1 ? guessOne(tables.front(), name)
                              : FolderGuesser(std::move(tables), name).guess();
}

} // namespace btw::io
