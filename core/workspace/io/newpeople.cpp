// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/newpeople.h"

#include "workspace/io/problems.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/bintimes.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/io/tables/read/csvfolder.h"
#include "workspace/io/tables/source/tablesource.h"
#include "workspace/io/text.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <new>
#include <utility>

namespace btw::io {

namespace {

/// Whether a remedy says how cells are read, whoever's they are.
bool isAboutCells(const Remedy& remedy)
{
    return std::holds_alternative<MarkMissing>(remedy) || std::holds_alternative<ReadLimitsAs>(remedy)
        || std::holds_alternative<DecimalMark>(remedy) || std::holds_alternative<HeaderLine>(remedy)
        || std::holds_alternative<MatchIds>(remedy) || std::holds_alternative<BinTimes>(remedy)
        || std::holds_alternative<DropFeature>(remedy);
}

/// The first few columns of a table, in quotes.
std::string fewOf(const std::vector<std::string>& columns)
{
    constexpr std::size_t kListed = 8;
    std::string list;
    for (std::size_t i = 0; i < std::min(columns.size(), kListed); ++i)
        list += (i == 0 ? "" : ", ") + inQuotes(columns[i]);
    if (columns.size() > kListed)
        list += " and " + std::to_string(columns.size() - kListed) + " more";
    return list;
}

/// The training's description of its tables, brought onto those of new people.
class ManifestFit
{
public:
    ManifestFit(Manifest manifest, const data::CohortShape& shape, const TableSource& source,
        const std::vector<TableSample>& samples, Problems& problems)
        : m_manifest(std::move(manifest))
        , m_shape(shape)
        , m_source(source)
        , m_problems(problems)
    {
        for (const TableSample& sample : samples)
            m_headers[QString::fromStdString(sample.file)] = sample.rows.header;
    }

    /// nullopt, with an error, where there is nothing to read.
    std::optional<Manifest> fitted()
    {
        m_isOneTable = isOneTable();
        m_manifest.describe.clear();
        m_manifest.strengths.clear();
        if (m_manifest.task == Task::Classification)
            m_manifest.classes = m_shape.classes;
        std::vector<ModalityEntry> modalities;
        std::map<std::string, TableFiles> origins; ///< of each column that is taken
        for (ModalityEntry& entry : m_manifest.modalities) {
            const TableFiles origin = entry.table;
            if (!fit(entry))
                continue;
            for (const std::string& column : entry.columns)
                if (m_isOneTable && !(origins.try_emplace(column, origin).first->second == origin))
                    m_problems.error("column-ambiguous", m_source.name,
                        { "two tables of the training data have a column {}: which of them this is cannot be "
                          "told",
                            inQuotes(column) },
                        "bring the tables as the training data have them, each with its name");
            modalities.push_back(std::move(entry));
        }
        if (m_problems.hasErrors())
            return std::nullopt;
        m_manifest.modalities = std::move(modalities);
        if (m_manifest.modalities.empty()) {
            m_problems.error("no-features", m_source.name, "none of the columns that the model knows is here",
                "bring a table with the columns of the training data, named as there");
            return std::nullopt;
        }
        if (!fitLabels())
            return std::nullopt;
        return std::move(m_manifest);
    }

    /// What the tables of the training are called here.
    const std::map<QString, QString>& names() const { return m_names; }

private:
    /// Whether one table stands for all that the training had. Of several tables that asks for columns with
    /// names, by which they are found; one that is called as one of those is that one, and the others are not
    /// here.
    bool isOneTable() const
    {
        if (m_headers.size() != 1)
            return false;
        const TableFiles& labels = m_manifest.labels.table;
        const auto& entries = m_manifest.modalities;
        const auto all
            = [&](auto condition) { return std::all_of(entries.begin(), entries.end(), condition); };
        if (all([&](const ModalityEntry& entry) { return entry.table == labels; }))
            return true;
        const QString& only = m_headers.begin()->first;
        return !labels.holds(only) && all([&](const ModalityEntry& entry) {
            return !entry.table.holds(only) && entry.table.header && entry.names.empty() && !entry.layout
                && entry.kind == data::ModalityKind::Vector;
        });
    }

    /// \returns the header, or null where the table is not here. Of a table with a file for each split, those
    /// that are here.
    const std::vector<std::string>* find(TableFiles& table)
    {
        std::erase_if(table.files, [this](const auto& one) { return !m_headers.contains(one.second); });
        if (!table.files.empty())
            return &m_headers.at(table.files.begin()->second);
        const QString here = m_isOneTable ? m_headers.begin()->first : table.file;
        const auto found = m_headers.find(here);
        if (found == m_headers.end())
            return nullptr;
        m_names[table.file] = here;
        table.file = here;
        return &found->second;
    }

    static bool has(const std::vector<std::string>& header, const std::string& column)
    {
        return std::find(header.begin(), header.end(), column) != header.end();
    }

    /// \returns false where nobody has the modality; data::fitToShape() says so.
    bool fit(ModalityEntry& entry)
    {
        const auto* header = find(entry.table);
        const auto known = std::find_if(m_shape.modalities.begin(), m_shape.modalities.end(),
            [&](const data::ModalityShape& one) { return one.name == entry.name; });
        if (header == nullptr || known == m_shape.modalities.end())
            return false;
        requireRoles(entry, *header);
        if (entry.layout || !entry.table.header || !entry.names.empty())
            return true; // their features are no columns of the header
        entry.columns.clear();
        std::map<std::string, CategoryEntry> categories;
        const auto take = [&](const std::string& column, bool words) {
            if (!has(*header, column))
                return;
            entry.columns.push_back(column);
            if (words)
                categories[column] = {};
        };
        if (known->sources.empty())
            for (const std::string& column : known->columns)
                take(column, false);
        for (const data::SourceColumn& source : known->sources)
            take(source.name, source.encoding.has_value());
        // The order of words is the model's: what is declared beyond that would be checked against it.
        entry.categories = std::move(categories);
        entry.exactColumns = true;
        return !entry.columns.empty();
    }

    /// What a column was in the training data, without being a feature.
    struct Role
    {
        std::string column;
        std::string said; ///< to go after "which said"
    };

    std::vector<Role> rolesOf(const ModalityEntry& entry) const
    {
        std::vector<Role> roles;
        if (!m_isOneTable) // whose row is whose in one table is the labels' to say
            roles.push_back({ entry.id, "whose row it is" });
        roles.push_back({ entry.time,
            "when it was (in "
                + std::string(unitName(entry.layout ? entry.layout->unitSeconds : entry.unitSeconds))
                + ")" });
        if (entry.layout) {
            roles.push_back({ entry.layout->variable, "what was measured" });
            roles.push_back({ entry.layout->value, "how much it was" });
        }
        std::erase_if(roles, [](const Role& role) { return role.column.empty(); });
        return roles;
    }

    /// An error for each column with a role that the table lacks. Columns are found by name, so that the way
    /// out is to rename the one that is it; it is named where only one is left that it can be.
    void requireRoles(const ModalityEntry& entry, const std::vector<std::string>& header)
    {
        if (!entry.table.header)
            return;
        const auto roles = rolesOf(entry);
        std::vector<std::string> free;
        for (const std::string& column : header)
            if (!column.empty() && !has(entry.columns, column) && column != m_manifest.labels.label
                && std::none_of(
                    roles.begin(), roles.end(), [&](const Role& role) { return role.column == column; }))
                free.push_back(column);
        const std::string file
            = (entry.table.file.isEmpty() ? entry.table.files.begin()->second : entry.table.file)
                  .toStdString();
        const auto missing = std::count_if(
            roles.begin(), roles.end(), [&](const Role& role) { return !has(header, role.column); });
        for (const Role& role : roles)
            if (!has(header, role.column))
                m_problems.error(role.column == entry.id ? "id-missing" : "column-missing", file,
                    { "it has no column {}, which in the training data said {}; its columns are {}",
                        inQuotes(role.column), role.said, fewOf(header) },
                    free.size() == 1 && missing == 1
                        ? "rename its column " + inQuotes(free.front()) + " to " + inQuotes(role.column)
                            + ", if that says " + role.said
                        : "rename the column that says " + role.said + " to " + inQuotes(role.column));
    }

    /// Whoever has a row in a table of features is an instance. nullptr where no such table says that: one
    /// with a row each, else one with several, where nothing stands by position. A list of words does not
    /// have who has none of them.
    const ModalityEntry* tableOfPeople() const
    {
        const auto& entries = m_manifest.modalities;
        const auto row = std::find_if(entries.begin(), entries.end(), [](const ModalityEntry& entry) {
            return !entry.layout && entry.kind == data::ModalityKind::Vector && !entry.id.empty();
        });
        if (row != entries.end())
            return &*row;
        if (std::any_of(
                entries.begin(), entries.end(), [](const ModalityEntry& entry) { return entry.id.empty(); }))
            return nullptr;
        const auto steps = std::find_if(entries.begin(), entries.end(), [](const ModalityEntry& entry) {
            return !entry.layout || entry.layout->count == WordCount::None;
        });
        return steps == entries.end() ? nullptr : &*steps;
    }

    bool fitLabels()
    {
        LabelsEntry& labels = m_manifest.labels;
        labels.split.clear();
        const auto* header = find(labels.table);
        if (header == nullptr) {
            const auto* rows = tableOfPeople();
            if (rows == nullptr) {
                m_problems.error("labels-missing", m_source.name,
                    { "there is no table {}, which says who is to be predicted",
                        labels.table.file.toStdString() },
                    "bring it with the ids of these people; the label's column may be left out");
                return false;
            }
            labels = {};
            labels.table = rows->table;
            labels.id = rows->id;
            return true;
        }
        if (!labels.table.header)
            return true;
        const bool isById = std::any_of(m_manifest.modalities.begin(), m_manifest.modalities.end(),
            [](const ModalityEntry& entry) { return !entry.id.empty(); });
        if (!labels.id.empty() && !has(*header, labels.id) && isById && !m_isOneTable) {
            m_problems.error("id-missing", labels.table.file.toStdString(),
                { "it has no column {}, which in the training data says whose row is whose",
                    inQuotes(labels.id) },
                "give the column with the ids that name");
            return false;
        }
        if (!has(*header, labels.id))
            labels.id.clear();
        // In one table whose row is whose is plain.
        for (ModalityEntry& entry : m_manifest.modalities)
            if (m_isOneTable)
                entry.id = labels.id;
        if (!has(*header, labels.group))
            labels.group.clear();
        return true;
    }

    Manifest m_manifest;
    const data::CohortShape& m_shape;
    const TableSource& m_source;
    Problems& m_problems;
    std::map<QString, std::vector<std::string>> m_headers;
    std::map<QString, QString> m_names;
    bool m_isOneTable = false;
};

/// Columns of one table that the model has no use for, in one warning.
void warnOfUnused(const Manifest& manifest, const std::vector<TableSample>& samples, Problems& problems)
{
    for (const TableSample& sample : samples) {
        std::vector<std::string> unused;
        for (const std::string& column : sample.rows.header) {
            const LabelsEntry& labels = manifest.labels;
            bool used = labels.table.holds(sample.file)
                && (column == labels.label || column == labels.id || column == labels.group
                    || (labels.outcome
                        && (column == labels.outcome->time || column == labels.outcome->event)));
            for (const ModalityEntry& entry : manifest.modalities)
                used = used
                    || (entry.table.holds(sample.file)
                        && (entry.layout || entry.columns.empty() || column == entry.id
                            || column == entry.time
                            || std::find(entry.columns.begin(), entry.columns.end(), column)
                                != entry.columns.end()));
            if (!used && !column.empty())
                unused.push_back(column);
        }
        if (unused.empty())
            continue;
        problems.warning("column-unknown", sample.file,
            { "the model was not trained on these columns, and they are not used: {}", fewOf(unused) },
            "rename them as in the training data, if it had them under another name");
    }
}

/// Of a list of words a feature that nobody has is no column here: nobody has it, which is known.
void addWordsOfNobody(const Manifest& manifest, const data::CohortShape& shape, data::Cohort& people)
{
    for (const ModalityEntry& entry : manifest.modalities) {
        if (!entry.layout || entry.layout->count == WordCount::None)
            continue;
        const auto here = std::find_if(people.modalities.begin(), people.modalities.end(),
            [&](const data::Modality& one) { return one.name == entry.name; });
        const auto known = std::find_if(shape.modalities.begin(), shape.modalities.end(),
            [&](const data::ModalityShape& one) { return one.name == entry.name; });
        if (here == people.modalities.end() || known == shape.modalities.end())
            continue;
        std::vector<std::string> columns = here->columns;
        for (const std::string& column : known->columns)
            if (std::find(columns.begin(), columns.end(), column) == columns.end())
                columns.push_back(column);
        std::vector<float> values(people.size() * columns.size(), 0.0F);
        const auto width = static_cast<std::size_t>(here->dims);
        for (std::size_t i = 0; i < people.size(); ++i)
            std::copy_n(here->values.data() + i * width, width, values.data() + i * columns.size());
        here->values = std::move(values);
        here->dims = static_cast<std::int64_t>(columns.size());
        here->columns = std::move(columns);
    }
}

Recipe recipeOf(const data::CohortShape& shape)
{
    Problems unused; // what readingOf() wrote has none, and what else stands there is as good as nothing
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(shape.reading)).object();
    return recipeFromJson(json, "reading", unused).value_or(Recipe {});
}

void renameFile(Remedy& remedy, const std::map<QString, QString>& names)
{
    std::visit(
        [&names](auto& one) {
            if constexpr (requires { one.file; }) {
                const auto found = names.find(QString::fromStdString(one.file));
                if (found != names.end())
                    one.file = found->second.toStdString();
            }
        },
        remedy);
}

ReadResult readPeople(const QString& path, const data::CohortShape& shape, const ReadLimits& limits)
{
    Problems problems;
    const Recipe recipe = recipeOf(shape);
    Recipe cells; // for what is no table
    cells.remedies = recipe.remedies;
    cells.isOfNewPeople = true;
    if (!recipe.manifest)
        return readCohort(path, cells, limits);
    const auto source = openTableSource(path, limits, problems);
    if (!source && problems.hasErrors())
        return { std::nullopt, problems.take() };
    if (!source)
        return readCohort(path, cells, limits);
    const std::vector<TableSample> samples = sampleTables(*source, ReadingPlan(recipe.remedies));
    ManifestFit fit(*recipe.manifest, shape, *source, samples, problems);
    const auto manifest = fit.fitted();
    if (!manifest)
        return { std::nullopt, problems.take() };
    warnOfUnused(*manifest, samples, problems);
    std::vector<Remedy> remedies;
    for (Remedy remedy : recipe.remedies) {
        if (std::holds_alternative<DropFeature>(remedy))
            continue; // the manifest does not have it
        renameFile(remedy, fit.names());
        remedies.push_back(std::move(remedy));
    }
    const ReadingPlan plan(remedies, ReadingPlan::For::NewPeople);
    ReadResult result = readTables(*manifest, *source->files, limits, plan);
    if (result.cohort) {
        binTimes(*result.cohort, plan, limits, result.problems);
        addWordsOfNobody(*manifest, shape, *result.cohort);
    }
    problems.append(std::move(result.problems));
    return { std::move(result.cohort), problems.take() };
}

} // namespace

std::string readingOf(const Recipe& recipe, const Manifest* manifest)
{
    Recipe kept;
    if (manifest != nullptr)
        kept.manifest = *manifest;
    for (const Remedy& remedy : recipe.remedies)
        if (isAboutCells(remedy))
            kept.remedies.push_back(remedy);
    kept.filter = recipe.filter;
    kept.filter.keepIds.clear();
    kept.filter.dropIds.clear();
    return QJsonDocument(recipeToJson(kept)).toJson(QJsonDocument::Compact).toStdString();
}

ReadResult readNewPeople(const QString& path, const data::CohortShape& shape,
    const std::vector<std::string>& used, const ReadLimits& limits)
{
    ReadResult result;
    try {
        result = readPeople(path, shape, limits);
    } catch (const std::bad_alloc&) {
        Problems problems;
        problems.error("memory", QFileInfo(path).fileName().toStdString(),
            "the data does not fit into memory",
            "use a machine with more memory, or predict fewer people at once");
        return { std::nullopt, problems.take() };
    }
    if (!result.cohort)
        return result;
    if (const auto& filter = recipeOf(shape).filter; filter.completeOnly || !filter.ranges.empty())
        result.problems.push_back(
            { { data::Severity::Warning, "people",
                  "The model was trained on some of its data's rows only: a filter of the "
                  "import left others out. It is not applied here.",
                  "Predict only people like those that the training was about.", "filter-of-training" },
                {} });
    for (auto& problem : data::fitToShape(shape, *result.cohort, used))
        result.problems.push_back({ std::move(problem), {} });
    if (result.hasErrors())
        result.cohort.reset();
    return result;
}

} // namespace btw::io
