// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/guess/foldercolumns.h"
#include "workspace/io/tables/guess/guessroles.h"
#include "workspace/io/tables/guess/joins.h"
#include "workspace/io/tables/guess/labeltable.h"
#include "workspace/io/tables/guess/labeltask.h"
#include "workspace/io/tables/guess/rowmatch.h"
#include "workspace/io/tables/guess/runningnumbers.h"
#include "workspace/io/tables/guess/seriesguess.h"
#include "workspace/io/tables/guess/splitcolumn.h"
#include "workspace/io/tables/guess/tablegroups.h"
#include "workspace/io/tables/read/outcome.h"
#include "workspace/io/tables/read/wordlist.h"
#include "workspace/io/text.h"

#include "engine/data/names.h"

#include <algorithm>
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

    /// The labels' table, where no other one has features that go with it: a code book or a read-me beside.
    const TableGroup* onlyTable() const
    {
        const bool alone = !m_refused && !m_hasOutcome && m_guess.missing.empty()
            && m_guess.manifest.modalities.size() == 1
            && m_guess.manifest.modalities.front().table == m_labels->files;
        return alone ? m_labels : nullptr;
    }

    const TablesGuess& guessed() const { return m_guess; }

    void guess()
    {
        const std::size_t labels = findLabelTable(m_tables);
        m_labels = &m_tables[labels];
        labelRoles(labels);
        if (m_guess.missing.empty() || m_hasOutcome) {
            for (std::size_t t = 0; t < m_tables.size(); ++t)
                if (t != labels)
                    modality(m_tables[t], m_joins.columns[t], m_ids[t]);
            besideTheLabel();
        }
        if (m_guess.manifest.modalities.empty() && m_guess.missing.empty() && !m_refused)
            m_guess.missing = "no table with features goes with " + m_labels->file();
    }

private:
    void because(std::string what, std::string role, std::string why)
    {
        m_guess.reasons.push_back({ std::move(what), std::move(role), std::move(why) });
    }

    void warn(std::string what, std::string role, std::string why, const char* code, std::string remedy,
        std::vector<Remedy> remedies = {})
    {
        m_guess.reasons.push_back({ std::move(what), std::move(role), std::move(why), data::Severity::Warning,
            code, std::move(remedy), std::move(remedies) });
    }

    void refuse(std::string what, std::string why, const char* code, std::string remedy,
        std::vector<Remedy> remedies = {})
    {
        m_refused = true;
        m_guess.reasons.push_back({ std::move(what), "", std::move(why), data::Severity::Error, code,
            std::move(remedy), std::move(remedies) });
    }

    void labelRoles(std::size_t labels)
    {
        const std::string file = m_labels->file();
        RoleGuess own = guessRoles(*m_labels->head, file, !m_labels->files.files.empty());
        LabelsEntry& entry = m_guess.manifest.labels;
        entry.table = m_labels->files;
        entry.split = m_labels->files.files.empty() ? own.roles.split : std::string();
        entry.group = own.roles.group;
        join(labels, own);
        entry.label = own.roles.label;
        if (entry.label.empty())
            entry.label = onlyColumn(entry, own);
        if (entry.label.empty()) {
            m_guess.remedies = outcomeChoices(*m_labels->head, file);
            m_hasOutcome = !m_guess.remedies.empty();
        }
        if (m_hasOutcome) {
            m_guess.missing = file
                + " has times of follow-up and events, but does not say which event is predicted, within "
                  "how much time, and what counts for people who had another event before";
            reportOtherColumns(own);
            return;
        }
        if (entry.label.empty()) {
            m_guess.missing = "no table has a column that is called label, y, target, class or outcome";
            m_guess.remedies = labelCandidates(*m_labels->head, file);
            return;
        }
        LabelTask task = taskOf(m_labels->looks[m_labels->find(entry.label)], file, entry.label);
        m_guess.manifest.task = task.task;
        task.reason.columns = file + ", " + task.reason.columns;
        task.reason.why
            = (own.roles.label.empty() ? "the name of the table says so, and no other column is left; "
                                       : "its name says so; ")
            + task.reason.why;
        m_guess.reasons.push_back(std::move(task.reason));
        if (!entry.id.empty())
            because(file + ", " + inQuotes(entry.id), "id",
                entry.id == own.roles.id ? "its name says so, and no value repeats"
                                         : "other tables share its values, and none repeats");
        if (!entry.group.empty())
            because(file + ", " + inQuotes(entry.group), "group", "its name says so, and values repeat");
        reportOtherColumns(own);
    }

    /// What the labels' table holds beside the label.
    void reportOtherColumns(RoleGuess& own)
    {
        const LabelsEntry& entry = m_guess.manifest.labels;
        const std::string file = m_labels->file();
        for (RoleGuess::Reason& reason : own.reasons) {
            const bool said = reason.columns == inQuotes(entry.label) || reason.columns == inQuotes(entry.id)
                || reason.columns == inQuotes(entry.group);
            if (said || (reason.severity == data::Severity::Note && reason.role != "split"))
                continue;
            m_refused = m_refused || reason.severity == data::Severity::Error;
            reason.columns = file + ", " + reason.columns;
            m_guess.reasons.push_back(std::move(reason));
        }
        for (const TableRoles::ModalityRole& role : own.roles.modalities)
            for (const std::string& column : role.columns)
                if (column != entry.id && column != entry.label && column != entry.group)
                    m_beside.push_back(column);
    }

    /// Which columns hold the ids; none where a person has rows aligned by position.
    void join(std::size_t labels, const RoleGuess& own)
    {
        LabelsEntry& entry = m_guess.manifest.labels;
        m_joins.columns.resize(m_tables.size());
        m_ids.resize(m_tables.size());
        if (m_labels->head->byPosition)
            return;
        bool& whole = m_whole = true;
        for (const TableGroup& table : m_tables)
            for (const TablePreview* head : table.heads)
                whole = whole && head->whole;
        m_ids[labels] = idColumns(*m_labels);
        std::erase_if(m_ids[labels], [&](const IdColumn& column) {
            return column.name == own.roles.label || column.name == own.roles.split
                || (column.naming == Naming::No && isOneOf(column.name, kLabelNames));
        });
        std::set<std::string> known;
        for (const IdColumn& column : m_ids[labels])
            known.insert(column.name);
        for (std::size_t t = 0; t < m_tables.size(); ++t)
            if (t != labels)
                m_ids[t] = idColumns(m_tables[t], known);
        m_joins = findJoins(m_ids, labels, whole, own.roles.id);
        entry.id = m_joins.id;
        if (const auto other = contradiction(m_ids, labels, m_joins, whole))
            refuseContradiction(*other);
        if (entry.group == entry.id)
            entry.group.clear();
    }

    /// Which of two columns tells whose a row is cannot be guessed: with the wrong one people get the values
    /// of others.
    void refuseContradiction(const Contradiction& other)
    {
        const std::string file = m_tables[other.table].file();
        const std::string& joined = m_joins.columns[other.table];
        const bool inTable = joined != other.column;
        const std::string& where = inTable ? file : m_labels->file();
        refuse(file, contradicting(m_joins, other, m_labels->file()), "ids-contradict",
            "leave out the column that does not say whose row it is",
            { DropColumn { where, inTable ? joined : m_joins.id, 0 },
                DropColumn { where, inTable ? other.column : other.labels, 0 } });
    }

    std::string onlyColumn(const LabelsEntry& entry, const RoleGuess& own) const
    {
        if (!isLabelName(m_labels->base))
            return {};
        std::vector<std::string> left;
        for (std::size_t c = 0; c < m_labels->looks.size(); ++c) {
            const std::string& column = m_labels->head->header[c];
            const bool role = column.empty() || column == entry.id || column == entry.split
                || column == entry.group || column == own.roles.id || column == own.roles.split;
            const bool numbered
                = m_labels->looks.size() > 1 && isRunning(*m_labels->head, c, m_labels->looks[c]);
            if (!role && !numbered)
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

    const IdColumn* labelIds() const
    {
        const auto& columns = m_ids[static_cast<std::size_t>(m_labels - m_tables.data())];
        const auto found = std::find_if(columns.begin(), columns.end(),
            [this](const IdColumn& column) { return column.name == m_guess.manifest.labels.id; });
        return found == columns.end() ? nullptr : &*found;
    }

    /// A table that no id joins to the labels: whether it goes by position, and why not.
    bool goesByPosition(const TableGroup& table, const std::vector<IdColumn>& ids)
    {
        const std::string file = m_labels->file();
        const NumberRows byPosition { file };
        const IdColumn* const mine = surelyIds(ids);
        const auto labels = static_cast<std::size_t>(m_labels - m_tables.data());
        // A column of persons counts as ids where each has several rows, too.
        const IdColumn* const theirs = labelIds() != nullptr ? labelIds() : surelyIds(m_ids[labels]);
        const bool fits = haveSameRows(table, *m_labels);
        if (m_labels->head->byPosition) {
            if (!fits)
                refuse(table.file(),
                    "its rows do not match those of " + file + ", so they cannot be matched by position",
                    "rows-do-not-match", "give both the same rows, or leave the table out");
            return fits;
        }
        const bool repeat = theirs != nullptr && !theirs->unique;
        if (repeat && fits && mine != nullptr && sharedIds(*theirs, *mine).found * 2 >= mine->keys.size()) {
            refuse(table.file(),
                "the ids of " + inQuotes(theirs->name) + " in " + file + " repeat, so that its column "
                    + inQuotes(mine->name) + " does not tell which row belongs to which",
                "ids-repeat",
                "give both tables one column whose ids are different in every row, such as the person "
                "and the visit together",
                { byPosition });
            return false;
        }
        if (theirs != nullptr && mine != nullptr && ((mine->naming != Naming::No && !repeat) || fits)) {
            // Of large tables the first rows tell too little for an offer that may mix up people.
            std::vector<Remedy> remedies { DropTable { table.file() } };
            if (m_whole)
                remedies.insert(remedies.begin(), byPosition);
            if (table.head->header == m_labels->head->header) {
                refuse(table.file(),
                    "it has the columns of " + file + ", and other people, such as " + someOf(mine->examples)
                        + ": the rows of both seem to belong in one table",
                    "ids-do-not-match", "put the rows of both into one table, or leave this one out",
                    remedies);
                return false;
            }
            refuse(table.file(), unlikeIds(*mine, *theirs, file, m_whole), "ids-do-not-match",
                m_whole ? "spell the ids alike in both tables, or leave this table out"
                        : "give both columns the same name if they are the same ids",
                remedies);
            return false;
        }
        if (!fits) {
            warn(table.file(), "left out",
                repeat && mine != nullptr
                    ? "the ids of " + inQuotes(theirs->name) + " in " + file + " have several rows there"
                    : theirs != nullptr
                    ? "it has no column with the ids of " + inQuotes(theirs->name) + " in " + file
                    : "its rows do not match " + file,
                "table-left-out", "give it a column of ids if it belongs to the data");
            return false;
        }
        if (theirs != nullptr || mine != nullptr) {
            refuse(theirs != nullptr ? table.file() : file,
                theirs != nullptr ? "it has no column with the ids of " + inQuotes(theirs->name) + " in "
                        + file + ", and rows are not matched by their order alone"
                                  : "it has no column with the ids of " + inQuotes(mine->name) + " in "
                        + table.file() + ", and rows are not matched by their order alone",
                "ids-missing", "add the ids, or say that the rows of all tables are in the same order",
                { byPosition });
            return false;
        }
        if (!haveSameOrder(table, *m_labels)) {
            refuse(table.file(),
                "its row numbers are in a different order from those of " + file
                    + ", so rows cannot be matched by their order",
                "row-order-differs", "give both tables a column of ids");
            return false;
        }
        return true;
    }

    void modality(TableGroup& table, const std::string& idColumn, const std::vector<IdColumn>& ids)
    {
        ModalityEntry entry;
        entry.table = table.files;
        const std::string& labelId = m_guess.manifest.labels.id;
        const bool byId = !idColumn.empty();
        if (!byId && !goesByPosition(table, ids))
            return;
        entry.id = idColumn;
        std::string why = !byId
            ? "its rows are matched to those of " + m_labels->file() + " by their order, first to first"
            : idColumn == labelId ? "its rows are found by " + inQuotes(idColumn)
                                  : "it is joined on " + inQuotes(idColumn) + " and " + inQuotes(labelId)
                + " of " + m_labels->file() + ", which share their values";
        const auto id = std::find_if(
            ids.begin(), ids.end(), [&](const IdColumn& column) { return column.name == idColumn; });
        const bool unique = byId
            && lookAtIds(*table.head, table.find(idColumn), table.looks[table.find(idColumn)]).isUnique();
        if (byId && !unique && isList(table, entry, why))
            return;
        // An id or two given twice are mistakes, unless times tell the rows apart.
        const bool repeats = byId && !unique && (!id->unique || !timeColumn(table, idColumn).empty());
        why += repeats ? ", which repeat" : "";
        if (byId && (repeats || isLongTable(table, idColumn)) && !steps(table, entry, why))
            return;
        if (!entry.layout && !features(table, entry))
            return;
        entry.name = modalityName(table.base);
        entry.key = "modalities[" + std::to_string(m_guess.manifest.modalities.size()) + "]";
        const std::string role = "modality " + entry.name + ", " + (entry.layout ? "a long table" : "a ")
            + (entry.layout ? std::string() : data::kindName(entry.kind));
        if (byId || m_labels->head->byPosition)
            because(table.file(), role, why);
        else
            warn(table.file(), role, why + ": no table has ids", "by-position",
                "add a column of ids to both if the rows may be in another order");
        m_guess.manifest.modalities.push_back(std::move(entry));
    }

    /// Rows that are steps or measurements; false where they cannot be read.
    bool steps(const TableGroup& table, ModalityEntry& entry, std::string& why)
    {
        bool good = true;
        for (RoleGuess::Reason& reason : guessSteps(table, entry, why)) {
            good = good && reason.severity != data::Severity::Error;
            m_guess.reasons.push_back(std::move(reason));
        }
        m_refused = m_refused || !good;
        if (good && entry.layout)
            for (RoleGuess::Reason& reason : unusedColumns(table, entry, m_guess.manifest.labels))
                m_guess.reasons.push_back(std::move(reason));
        return good;
    }

    /// Ids that repeat, beside words alone: a list, which somebody has to say how to count.
    bool isList(const TableGroup& table, ModalityEntry& entry, const std::string& why)
    {
        std::vector<Remedy> choices = listChoices(*table.head, table.file(), entry.id);
        if (choices.empty())
            return false;
        entry.name = modalityName(table.base);
        entry.key = "modalities[" + std::to_string(m_guess.manifest.modalities.size()) + "]";
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

    bool features(const TableGroup& table, ModalityEntry& entry)
    {
        bool all = true;
        for (std::size_t c = 0; c < table.looks.size(); ++c) {
            const std::string& column = table.head->header[c];
            if (!column.empty() && (column == entry.id || column == entry.time))
                continue;
            LeftOut none = leftOut(table, c, entry, m_guess.manifest.labels, *m_labels);
            if (none.isLeftOut) {
                all = false;
                m_refused = m_refused || (none.why && none.why->severity == data::Severity::Error);
                if (none.why)
                    m_guess.reasons.push_back(std::move(*none.why));
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
            warn(table.file(), "left out", "no column is left for features", "table-left-out",
                "keep one of its columns if it belongs to the data");
        entry.exactColumns = !all;
        if (all)
            entry.columns.clear();
        return any;
    }

    /// Columns beside the label are features, unless the table is called so and others have features.
    void besideTheLabel()
    {
        ModalityEntry entry;
        entry.table = m_labels->files;
        const bool labelsOnly = isLabelName(m_labels->base) && !m_guess.manifest.modalities.empty();
        for (const std::string& column : m_beside) {
            if (labelsOnly && !m_labels->head->kept.contains(column)) {
                warn(m_labels->file() + ", " + inQuotes(column), "left out", "it is in the table of labels",
                    "beside-the-label", "keep it if it is a feature",
                    { KeepColumn { m_labels->file(), column } });
                continue;
            }
            if (m_hasOutcome && isOutcomeName(column))
                continue;
            entry.columns.push_back(column);
            if (!m_labels->looks[m_labels->find(column)].numeric)
                entry.categories[column] = {};
        }
        if (entry.columns.empty())
            return;
        entry.exactColumns = true;
        entry.name = modalityName(m_labels->base);
        entry.key = "modalities[" + std::to_string(m_guess.manifest.modalities.size()) + "]";
        because(m_labels->file(), "modality " + entry.name, "its columns are beside the label");
        m_guess.manifest.modalities.push_back(std::move(entry));
    }

    std::vector<TableGroup> m_tables;
    const TableGroup* m_labels = nullptr;
    bool m_hasOutcome = false; ///< the labels' table has times and events in place of a label
    std::vector<std::vector<IdColumn>> m_ids; ///< of each table
    Joins m_joins;
    std::vector<std::string> m_beside; ///< features of the labels' table
    bool m_whole = true; ///< all rows of all tables were looked at
    bool m_refused = false;
    TablesGuess m_guess;
};

TablesGuess guessOne(const TableGroup& table, const std::string& name)
{
    RoleGuess guess = guessRoles(*table.head, table.file(), !table.files.files.empty());
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
    if (tables.size() == 1)
        return guessOne(tables.front(), name);
    FolderGuesser guesser(std::move(tables), name);
    guesser.guess();
    const TableGroup* const only = guesser.onlyTable();
    if (only == nullptr)
        return guesser.guessed();
    TablesGuess one = guessOne(*only, name);
    for (RoleGuess::Reason& reason : one.reasons)
        reason.columns = only->file() + ", " + reason.columns;
    for (const RoleGuess::Reason& reason : guesser.guessed().reasons)
        if (reason.code == std::string_view("table-left-out"))
            one.reasons.push_back(reason);
    return one;
}

} // namespace btw::io
