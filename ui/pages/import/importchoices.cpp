// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/importchoices.h"

#include "ui/models/words.h"
#include "workspace/io/tables/read/glob.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace btw::pages {

namespace {

/// The described table that a file belongs to, or a table of its own.
io::TableFiles filesWith(const io::Manifest& manifest, const QString& file, bool named)
{
    if (manifest.labels.table.holds(file))
        return manifest.labels.table;
    for (const auto& entry : manifest.modalities)
        if (entry.table.holds(file))
            return entry.table;
    io::TableFiles alone;
    alone.file = file;
    alone.header = named;
    return alone;
}

class Reader
{
public:
    Reader(const io::Manifest& manifest, const ImportTable& table)
        : m_manifest(manifest)
        , m_table(table)
        , m_columns(table.rows->header.size())
        , m_holdsLabels(manifest.labels.table == table.files)
    {
    }

    std::vector<ColumnChoice> columns()
    {
        if (m_holdsLabels) {
            const auto& labels = m_manifest.labels;
            const bool only = labels.label.empty() && m_columns.size() == 1;
            give(only ? m_table.rows->header.front() : labels.label, ColumnRole::Label);
            give(labels.id, ColumnRole::Id);
            give(labels.split, ColumnRole::Split);
            give(labels.group, ColumnRole::Group);
        }
        for (const auto& entry : m_manifest.describe)
            if (entry.table == m_table.files)
                for (const auto& name : entry.columns)
                    give(name, ColumnRole::Describe);
        for (const auto& entry : m_manifest.modalities)
            if (entry.table == m_table.files)
                take(entry);
        return m_columns;
    }

private:
    void give(const std::string& name, ColumnRole role, const std::string& modality = {})
    {
        const auto& header = m_table.rows->header;
        const auto found = std::find(header.begin(), header.end(), name);
        if (name.empty() || found == header.end())
            return;
        auto& column = m_columns[static_cast<std::size_t>(found - header.begin())];
        if (column.role == ColumnRole::LeaveOut)
            column = { role, modality };
    }

    void take(const io::ModalityEntry& entry)
    {
        give(entry.id, ColumnRole::Id);
        give(entry.time, ColumnRole::Fixed, entry.name);
        if (entry.layout) {
            give(entry.layout->variable, ColumnRole::Fixed, entry.name);
            give(entry.layout->value, ColumnRole::Fixed, entry.name);
            return;
        }
        if (entry.exactColumns && !entry.columns.empty()) {
            for (const auto& name : entry.columns)
                feature(name, entry);
            return;
        }
        for (const auto& name : m_table.rows->header) {
            const bool wanted = entry.columns.empty()
                || std::any_of(entry.columns.begin(), entry.columns.end(),
                    [&](const auto& pattern) { return pattern == name || io::matchesGlob(pattern, name); });
            if (wanted)
                feature(name, entry);
        }
    }

    void feature(const std::string& name, const io::ModalityEntry& entry)
    {
        if (m_places.empty())
            for (std::size_t c = 0; c < m_columns.size(); ++c)
                m_places.emplace(m_table.rows->header[c], c);
        const auto place = m_places.find(name);
        if (place == m_places.end() || m_columns[place->second].role != ColumnRole::LeaveOut)
            return;
        auto& column = m_columns[place->second];
        column = { ColumnRole::Modality, entry.name };
        if (const auto words = entry.categories.find(name); words != entry.categories.end()) {
            column.isCategory = true;
            column.encoding = words->second.encoding;
            column.order = words->second.order;
        }
    }

    const io::Manifest& m_manifest;
    const ImportTable& m_table;
    std::vector<ColumnChoice> m_columns;
    std::map<std::string, std::size_t> m_places;
    bool m_holdsLabels;
};

std::string columnWith(ColumnRole role, const ImportTable& table, const std::vector<ColumnChoice>& columns)
{
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (columns[c].role == role)
            return table.rows->header[c];
    return {};
}

/// The columns of a table that make a modality, into its entry.
void fill(io::ModalityEntry& entry, const ImportTable& table, const std::vector<ColumnChoice>& columns)
{
    const auto before = std::move(entry.columns);
    entry.columns.clear();
    entry.categories.clear();
    entry.exactColumns = true;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].role != ColumnRole::Modality || columns[c].modality != entry.name)
            continue;
        entry.columns.push_back(table.rows->header[c]);
        if (columns[c].isCategory)
            entry.categories[table.rows->header[c]] = { columns[c].encoding, columns[c].order };
    }
    if (entry.columns.size() != entry.names.size() || entry.columns != before)
        entry.names.clear(); // they were given by position
}

/// The columns of a table that describe the instances, in place of those that did.
void describe(io::Manifest& manifest, const ImportTable& table, const std::vector<ColumnChoice>& columns)
{
    std::erase_if(manifest.describe, [&](const auto& entry) { return entry.table == table.files; });
    io::DescribeEntry entry;
    entry.key = "describe[" + std::to_string(manifest.describe.size()) + "]";
    entry.table = table.files;
    if (table.files != manifest.labels.table)
        entry.id = columnWith(ColumnRole::Id, table, columns);
    for (std::size_t c = 0; c < columns.size(); ++c)
        if (columns[c].role == ColumnRole::Describe)
            entry.columns.push_back(table.rows->header[c]);
    if (!entry.columns.empty())
        manifest.describe.push_back(std::move(entry));
}

QString text(const std::string& word) { return QString::fromStdString(word); }

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ImportChoices)
};

} // namespace

std::vector<ImportTable> tablesOf(const io::ImportPreview& preview)
{
    std::vector<ImportTable> tables;
    if (!preview.guess)
        return tables;
    for (const auto& sample : preview.tables) {
        const QString file = text(sample.file);
        const bool there = std::any_of(
            tables.begin(), tables.end(), [&](const ImportTable& table) { return table.files.holds(file); });
        if (!there && !sample.rows.header.empty())
            tables.push_back({ filesWith(*preview.guess, file, sample.rows.named), &sample.rows });
    }
    // What is used comes first: modalities, then the labels, then what the source leaves out.
    const auto rank = [&](const ImportTable& table) {
        const auto& entries = preview.guess->modalities;
        if (std::any_of(entries.begin(), entries.end(),
                [&](const auto& entry) { return entry.table == table.files; }))
            return 0;
        return preview.guess->labels.table == table.files ? 1 : 2;
    };
    std::stable_sort(tables.begin(), tables.end(),
        [&](const ImportTable& a, const ImportTable& b) { return rank(a) < rank(b); });
    return tables;
}

ImportChoices choicesOf(const io::Manifest& manifest, const std::vector<ImportTable>& tables)
{
    ImportChoices choices;
    choices.task = manifest.task;
    for (const auto& table : tables)
        choices.columns.push_back(Reader(manifest, table).columns());
    return choices;
}

io::Manifest manifestFor(const io::ImportPreview& preview, const std::vector<ImportTable>& tables,
    const ImportChoices& first, const ImportChoices& chosen)
{
    io::Manifest manifest = *preview.guess;
    if (manifest.name.empty())
        manifest.name = QFileInfo(preview.path).completeBaseName().toStdString();
    if (chosen.task != manifest.task) {
        manifest.task = chosen.task;
        manifest.labelRange.reset();
    }
    const auto labelled = [&](std::size_t t) {
        return std::any_of(chosen.columns[t].begin(), chosen.columns[t].end(),
            [](const ColumnChoice& column) { return column.role == ColumnRole::Label; });
    };
    const auto changed = [&](std::size_t t) { return chosen.columns[t] != first.columns[t]; };
    for (std::size_t t = 0; t < tables.size(); ++t) {
        if (!labelled(t) || (!changed(t) && manifest.labels.table == tables[t].files))
            continue;
        const std::string label = columnWith(ColumnRole::Label, tables[t], chosen.columns[t]);
        if (label != manifest.labels.label
            && columnWith(ColumnRole::Label, tables[t], first.columns[t]) != label)
            manifest.classes.clear(); // they were those of another column
        io::LabelsEntry entry;
        entry.table = tables[t].files;
        entry.label = label;
        entry.id = columnWith(ColumnRole::Id, tables[t], chosen.columns[t]);
        entry.split = columnWith(ColumnRole::Split, tables[t], chosen.columns[t]);
        entry.group = columnWith(ColumnRole::Group, tables[t], chosen.columns[t]);
        manifest.labels = std::move(entry);
    }
    for (std::size_t t = 0; t < tables.size(); ++t)
        if (changed(t))
            describe(manifest, tables[t], chosen.columns[t]);
    std::vector<io::ModalityEntry> described;
    described.swap(manifest.modalities);
    for (std::size_t t = 0; t < tables.size(); ++t)
        if (std::none_of(chosen.columns[t].begin(), chosen.columns[t].end(),
                [](const ColumnChoice& column) { return column.role == ColumnRole::Label; })
            && changed(t) && manifest.labels.table == tables[t].files)
            manifest.labels.label.clear(); // nothing is the label any more
    const auto tableOf = [&](const io::ModalityEntry& entry) {
        for (std::size_t t = 0; t < tables.size(); ++t)
            if (tables[t].files == entry.table)
                return t;
        return tables.size();
    };
    const auto add = [&](io::ModalityEntry entry) {
        entry.key = "modalities[" + std::to_string(manifest.modalities.size()) + "]";
        manifest.modalities.push_back(std::move(entry));
    };
    for (auto& entry : described) {
        const std::size_t t = tableOf(entry);
        if (t < tables.size() && changed(t) && !entry.layout) {
            fill(entry, tables[t], chosen.columns[t]);
            if (entry.columns.empty())
                continue;
            if (!entry.id.empty())
                entry.id = columnWith(ColumnRole::Id, tables[t], chosen.columns[t]);
        }
        add(std::move(entry));
    }
    for (std::size_t t = 0; t < tables.size(); ++t) {
        if (!changed(t))
            continue;
        for (const auto& column : chosen.columns[t]) {
            const auto isThere = [&](const io::ModalityEntry& entry) {
                return entry.name == column.modality && entry.table == tables[t].files;
            };
            if (column.role != ColumnRole::Modality
                || std::any_of(manifest.modalities.begin(), manifest.modalities.end(), isThere))
                continue;
            io::ModalityEntry entry;
            entry.name = column.modality;
            entry.table = tables[t].files;
            if (entry.table != manifest.labels.table)
                entry.id = columnWith(ColumnRole::Id, tables[t], chosen.columns[t]);
            fill(entry, tables[t], chosen.columns[t]);
            add(std::move(entry));
        }
    }
    return manifest;
}

std::vector<std::string> modalitiesOf(const io::Manifest& manifest)
{
    std::vector<std::string> all;
    for (const auto& entry : manifest.modalities)
        all.push_back(entry.name);
    return all;
}

QString doneWords(const io::Remedy& remedy)
{
    using namespace io;
    return std::visit(
        Each {
            [](const DropRow& r) {
                return Words::tr("Row %1 of %2 is left out.").arg(models::count(r.row), text(r.file));
            },
            [](const DropRowsWith& r) {
                return Words::tr("Rows of %1 with '%2' in %3 are left out.")
                    .arg(text(r.file), text(r.word), text(r.column));
            },
            [](const DropBadRows& r) {
                return Words::tr("Every row of %1 with a problem is left out.").arg(text(r.file));
            },
            [](const DropInstance& r) { return Words::tr("The instance '%1' is left out.").arg(text(r.id)); },
            [](const DropBadInstances&) { return Words::tr("Every instance with a problem is left out."); },
            [](const DropColumn& r) {
                return r.number == 0
                    ? Words::tr("Column %1 of %2 is left out.").arg(text(r.column), text(r.file))
                    : Words::tr("Column %1 (number %2) of %3 is left out.")
                          .arg(text(r.column), QString::number(r.number), text(r.file));
            },
            [](const DropFeature& r) {
                return Words::tr("%1 of %2 is left out.").arg(text(r.feature), text(r.modality));
            },
            [](const KeepColumn& r) {
                return Words::tr("Column %1 of %2 is used as it is.").arg(text(r.column), text(r.file));
            },
            [](const MarkMissing& r) {
                return Words::tr("'%1' in %2 counts as empty.").arg(text(r.word), text(r.column));
            },
            [](const ReadLimitsAs& r) {
                switch (r.reading) {
                case LimitReading::Limit:
                    return Words::tr("Marked numbers in %1 count without their mark.").arg(text(r.column));
                case LimitReading::Half:
                    return Words::tr("Lower limits of measurement in %1 count as half of the limit.")
                        .arg(text(r.column));
                case LimitReading::Missing:
                    break;
                }
                return Words::tr("Marked numbers in %1 count as missing.").arg(text(r.column));
            },
            [](const DecimalMark& r) {
                return r.mark == ',' ? Words::tr("Numbers of %1 have a decimal comma.").arg(text(r.file))
                                     : Words::tr("Numbers of %1 have a decimal point.").arg(text(r.file));
            },
            [](const HeaderLine& r) {
                return Words::tr("The header of %1 is on line %2.").arg(text(r.file), models::count(r.row));
            },
            [](const TreatAsCategory& r) {
                return Words::tr("The words of %1 are categories.").arg(text(r.column));
            },
            [](const UseAsId& r) { return Words::tr("%1 is the id.").arg(text(r.column)); },
            [](const NumberRows&) {
                return Words::tr("Rows are numbered; the id column says whose row it is.");
            },
            [](const MatchIds& r) {
                return r.by == IdMatching::Numbers
                    ? Words::tr("Ids that are equal as numbers are the same.")
                    : Words::tr("Ids that differ by capital letters or blanks only are the same.");
            },
            [](const UseAsLabel& r) {
                if (!r.task)
                    return Words::tr("%1 is what is predicted.").arg(text(r.column));
                return *r.task == Task::Regression
                    ? Words::tr("%1 is predicted as a number.").arg(text(r.column))
                    : Words::tr("%1 is predicted as classes.").arg(text(r.column));
            },
            [](const PredictWithin& r) {
                const QString within = QString::number(r.within);
                return r.othersCountAsNone
                    ? Words::tr("What is predicted: '%1' within %2 of %3; other events count as no.")
                          .arg(text(r.word), within, text(r.time))
                    : Words::tr("What is predicted: '%1' within %2 of %3.")
                          .arg(text(r.word), within, text(r.time));
            },
            [](const CountWords& r) {
                if (r.numbers)
                    return r.othersAreZero
                        ? Words::tr("%1: how many rows of each %2; without a row: 0.")
                              .arg(text(r.file), text(r.column))
                        : Words::tr("%1: how many rows of each %2; without a row: not examined.")
                              .arg(text(r.file), text(r.column));
                return r.othersAreZero ? Words::tr("%1: yes or no for each %2; without a row: no.")
                                             .arg(text(r.file), text(r.column))
                                       : Words::tr("%1: yes or no for each %2; without a row: not examined.")
                                             .arg(text(r.file), text(r.column));
            },
            [](const GroupByPrefix& r) {
                return Words::tr("The columns of %1 are a modality for each group of names.")
                    .arg(text(r.file));
            },
            [](const DropTable& r) { return Words::tr("%1 is left out.").arg(text(r.file)); },
            [](const DescribeWith& r) {
                return Words::tr("%1 describes the instances and is not a feature.").arg(text(r.column));
            },
            [](const BinTimes& r) {
                return Words::tr("Times are grouped into intervals of %1 h.").arg(QString::number(r.hours));
            },
            [](const DrawSplits&) { return Words::tr("Splits are drawn again."); },
        },
        remedy);
}

QString buttonWords(const io::Remedy& remedy)
{
    using namespace io;
    return std::visit(
        Each {
            [](const DropRow& r) { return Words::tr("Drop row %1").arg(models::count(r.row)); },
            [](const DropRowsWith& r) {
                return r.word.empty() ? Words::tr("Drop rows with nothing there")
                                      : Words::tr("Drop rows with '%1'").arg(text(r.word));
            },
            [](const DropBadRows&) { return Words::tr("Drop every row with a problem"); },
            [](const DropInstance& r) { return Words::tr("Drop '%1'").arg(text(r.id)); },
            [](const DropBadInstances&) { return Words::tr("Drop every instance with a problem"); },
            [](const DropColumn& r) {
                return r.number == 0
                    ? Words::tr("Leave out %1").arg(text(r.column))
                    : Words::tr("Leave out %1 (column %2)").arg(text(r.column), QString::number(r.number));
            },
            [](const DropFeature& r) { return Words::tr("Leave out %1").arg(text(r.feature)); },
            [](const KeepColumn& r) { return Words::tr("Use %1 as it is").arg(text(r.column)); },
            [](const MarkMissing& r) { return Words::tr("Count '%1' as empty").arg(text(r.word)); },
            [](const ReadLimitsAs& r) {
                switch (r.reading) {
                case LimitReading::Limit:
                    return Words::tr("Use the number without its mark");
                case LimitReading::Half:
                    return Words::tr("Count as half of the limit");
                case LimitReading::Missing:
                    break;
                }
                return Words::tr("Count as missing");
            },
            [](const DecimalMark& r) {
                return r.mark == ',' ? Words::tr("The comma is a decimal mark")
                                     : Words::tr("The point is a decimal mark");
            },
            [](const HeaderLine& r) {
                return Words::tr("The header is on line %1").arg(models::count(r.row));
            },
            [](const TreatAsCategory&) { return Words::tr("Treat as category"); },
            [](const UseAsId& r) { return Words::tr("Use %1 as id").arg(text(r.column)); },
            [](const NumberRows&) { return Words::tr("Number the rows; keep ids together"); },
            [](const MatchIds& r) {
                return r.by == IdMatching::Numbers ? Words::tr("Compare ids as numbers")
                                                   : Words::tr("Ignore capital letters and blanks in ids");
            },
            // The same column may be offered for both tasks: the two buttons must not read alike.
            [](const UseAsLabel& r) {
                if (!r.task)
                    return Words::tr("Predict %1").arg(text(r.column));
                return *r.task == Task::Regression ? Words::tr("Predict %1 as a number").arg(text(r.column))
                                                   : Words::tr("Predict %1 as classes").arg(text(r.column));
            },
            [](const PredictWithin& r) {
                const QString within = QString::number(r.within);
                return r.othersCountAsNone
                    ? Words::tr("Predict '%1' within %2 (%3); other events count as no")
                          .arg(text(r.word), within, text(r.time))
                    : Words::tr("Predict '%1' within %2 (%3)").arg(text(r.word), within, text(r.time));
            },
            [](const CountWords& r) {
                if (r.numbers)
                    return r.othersAreZero
                        ? Words::tr("Count each %1; without a row: 0").arg(text(r.column))
                        : Words::tr("Count each %1; without a row: not examined").arg(text(r.column));
                return r.othersAreZero
                    ? Words::tr("Yes/no for each %1; without a row: no").arg(text(r.column))
                    : Words::tr("Yes/no for each %1; without a row: not examined").arg(text(r.column));
            },
            [](const GroupByPrefix&) { return Words::tr("Make a modality of each group of names"); },
            [](const DropTable& r) { return Words::tr("Leave out %1").arg(text(r.file)); },
            [](const DescribeWith& r) { return Words::tr("Describe with %1").arg(text(r.column)); },
            [](const BinTimes& r) {
                return Words::tr("Use intervals of %1 h").arg(QString::number(r.hours));
            },
            [](const DrawSplits&) { return Words::tr("Draw splits"); },
        },
        remedy);
}

} // namespace btw::pages
