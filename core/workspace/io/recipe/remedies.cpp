// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/remedies.h"

#include "workspace/io/tables/csvtable.h"
#include "workspace/io/tables/filesource.h"
#include "workspace/io/tables/manifest.h"

#include "engine/data/names.h"

#include <algorithm>
#include <unordered_set>

namespace btw::io {

namespace {

using data::Remedy;

bool holds(const TableFiles& table, const std::string& file)
{
    const QString name = QString::fromStdString(file);
    return table.file == name || std::any_of(table.files.begin(), table.files.end(), [&](const auto& entry) {
        return entry.second == name;
    });
}

/// Whether a modality takes the column as a feature.
bool takes(const ModalityEntry& entry, const LabelsEntry& labels, const std::string& column)
{
    const bool shared = entry.table.file == labels.table.file && entry.table.files == labels.table.files;
    if (column == entry.id || column == entry.time || entry.layout
        || (shared && (column == labels.id || column == labels.split || column == labels.group)))
        return false;
    return entry.columns.empty()
        || std::any_of(entry.columns.begin(), entry.columns.end(), [&](const std::string& pattern) {
               return pattern == column || (!entry.exactColumns && matchesGlob(pattern, column));
           });
}

/// A column that gets another role is no feature any more. Modalities that have nothing else go, too.
void takeAway(Manifest& manifest, const std::string& file, const std::string& column, bool everywhere = false)
{
    for (ModalityEntry& entry : manifest.modalities) {
        if (!holds(entry.table, file) && !(everywhere && entry.table.header && !entry.layout))
            continue;
        entry.categories.erase(column);
        const bool listed = !entry.columns.empty();
        std::erase(entry.columns, column);
        if (listed && entry.columns.empty())
            entry.name.clear();
    }
    std::erase_if(manifest.modalities, [](const ModalityEntry& entry) { return entry.name.empty(); });
}

void treatAsCategory(Manifest& manifest, const Remedy& remedy)
{
    if (holds(manifest.labels.table, remedy.file) && manifest.labels.label == remedy.column) {
        manifest.task = Task::Classification;
        manifest.labelRange.reset();
        return;
    }
    for (ModalityEntry& entry : manifest.modalities)
        if (holds(entry.table, remedy.file) && takes(entry, manifest.labels, remedy.column))
            entry.categories.try_emplace(remedy.column);
}

void useAsId(Manifest& manifest, const Remedy& remedy)
{
    LabelsEntry& labels = manifest.labels;
    for (ModalityEntry& entry : manifest.modalities)
        if (holds(entry.table, remedy.file) && (!holds(labels.table, remedy.file) || !entry.id.empty()))
            entry.id = remedy.column;
    if (!holds(labels.table, remedy.file))
        return;
    if (remedy.column.empty() && labels.group.empty())
        labels.group = labels.id;
    labels.id = remedy.column;
    takeAway(manifest, remedy.file, remedy.column);
}

void useAsLabel(Manifest& manifest, const Remedy& remedy)
{
    manifest.labels.label = remedy.column;
    if (const auto task = data::parseTask(remedy.word); task && *task != manifest.task) {
        manifest.task = *task;
        manifest.classes.clear();
        manifest.labelRange.reset();
    }
    // Tables often repeat the label beside their features.
    takeAway(manifest, remedy.file, remedy.column, true);
}

/// What a column of a file is, where it is no feature: "label"; empty otherwise.
std::string roleOf(const Manifest& manifest, const std::string& file, const std::string& column)
{
    const LabelsEntry& labels = manifest.labels;
    if (holds(labels.table, file)) {
        if (column == labels.label)
            return "label";
        if (column == labels.id)
            return "id";
        if (column == labels.group)
            return "group";
        if (column == labels.split)
            return "split";
    }
    for (const ModalityEntry& entry : manifest.modalities) {
        if (!holds(entry.table, file))
            continue;
        if (column == entry.id)
            return "id";
        if (column == entry.time)
            return "time";
        if (entry.layout && column == entry.layout->variable)
            return "name of what was measured";
    }
    return {};
}

} // namespace

bool FileRemedies::changeRows() const
{
    return badRows || !rows.empty() || !dropWords.empty() || !missingWords.empty() || !columns.empty();
}

bool FileRemedies::dropsRow(std::int64_t line) const
{
    return std::binary_search(rows.begin(), rows.end(), line);
}

const std::set<std::string, std::less<>>* FileRemedies::missing(std::string_view column) const
{
    const auto found = missingWords.find(column);
    return found == missingWords.end() ? nullptr : &found->second;
}

RemediesByFile remediesByFile(const std::vector<Remedy>& remedies)
{
    RemediesByFile out;
    for (const Remedy& remedy : remedies) {
        if (remedy.file.empty())
            continue;
        if (remedy.kind == Remedy::Kind::MarkMissing) {
            out[remedy.file].missingWords[remedy.column].insert(remedy.word);
        } else if (remedy.kind == Remedy::Kind::TreatAsCategory) {
            out[remedy.file].categories.insert(remedy.column);
        } else if (remedy.kind == Remedy::Kind::DropColumn) {
            out[remedy.file].columns.emplace_back(
                remedy.column, QString::fromStdString(remedy.word).toULongLong());
        } else if (remedy.kind == Remedy::Kind::DropRow) {
            FileRemedies& file = out[remedy.file];
            if (remedy.row > 0)
                file.rows.push_back(remedy.row);
            else if (remedy.column.empty())
                file.badRows = true;
            else
                file.dropWords[remedy.column].insert(remedy.word);
        }
    }
    for (auto& [name, file] : out) {
        std::sort(file.rows.begin(), file.rows.end());
        file.rows.erase(std::unique(file.rows.begin(), file.rows.end()), file.rows.end());
    }
    return out;
}

void applyToManifest(Manifest& manifest, const std::vector<Remedy>& remedies)
{
    for (const Remedy& remedy : remedies) {
        if (remedy.kind == Remedy::Kind::TreatAsCategory)
            treatAsCategory(manifest, remedy);
        else if (remedy.kind == Remedy::Kind::UseAsId)
            useAsId(manifest, remedy);
        else if (remedy.kind == Remedy::Kind::UseAsLabel)
            useAsLabel(manifest, remedy);
        else if (remedy.kind == Remedy::Kind::DropColumn && remedy.word.empty())
            takeAway(manifest, remedy.file, remedy.column);
        else if (remedy.kind == Remedy::Kind::DrawSplits)
            manifest.labels.useSplit = false;
    }
}

void checkRemedies(const std::vector<Remedy>& remedies, const Manifest& manifest, const FileSource& source,
    Problems& problems)
{
    std::set<std::string> said;
    for (const Remedy& remedy : remedies) {
        if (remedy.file.empty() || remedy.kind == Remedy::Kind::DrawSplits)
            continue;
        const bool read = holds(manifest.labels.table, remedy.file)
            || std::any_of(manifest.modalities.begin(), manifest.modalities.end(),
                [&](const ModalityEntry& entry) { return holds(entry.table, remedy.file); });
        if (!read && said.insert(remedy.file).second) {
            if (!source.contains(QString::fromStdString(remedy.file)))
                problems.error("recipe",
                    "the recipe mends the file " + inQuotes(remedy.file) + ", which is not there",
                    "take that remedy out of the recipe, or correct its file");
            else
                problems.warning("recipe",
                    "the recipe mends the file " + inQuotes(remedy.file) + ", which is not read",
                    "take that remedy out of the recipe, or give the file a role");
        }
        if (remedy.kind != Remedy::Kind::MarkMissing || !read)
            continue;
        const std::string role = roleOf(manifest, remedy.file, remedy.column);
        if (!role.empty())
            problems.error("recipe",
                "the recipe marks " + inQuotes(remedy.word) + " in the column " + inQuotes(remedy.column)
                    + " of " + remedy.file + " as missing, which is no feature but the " + role,
                "take that remedy out of the recipe, or leave out the rows with this cell (drop-row)");
    }
}

void checkDroppedIds(
    const std::vector<std::string>& ids, const std::vector<Remedy>& remedies, Problems& problems)
{
    const std::vector<std::string> dropped = droppedIds(remedies);
    if (dropped.empty())
        return;
    const std::unordered_set<std::string_view> there(ids.begin(), ids.end());
    for (const std::string& id : dropped)
        if (!there.contains(id))
            problems.error("recipe",
                "the recipe leaves out the instance " + inQuotes(id) + ", which is not there",
                "take that remedy out of the recipe, or correct its id");
}

std::vector<std::string> droppedIds(const std::vector<Remedy>& remedies)
{
    std::vector<std::string> ids;
    for (const Remedy& remedy : remedies)
        if (remedy.kind == Remedy::Kind::DropRow && remedy.file.empty() && !remedy.word.empty())
            ids.push_back(remedy.word);
    return ids;
}

bool leavesOutBadInstances(const std::vector<Remedy>& remedies)
{
    return std::find(remedies.begin(), remedies.end(), Remedy {}) != remedies.end();
}

std::string chosenLabel(const std::vector<Remedy>& remedies)
{
    std::string column;
    for (const Remedy& remedy : remedies)
        if (remedy.kind == Remedy::Kind::UseAsLabel)
            column = remedy.column;
    return column;
}

bool asksForSplits(const std::vector<Remedy>& remedies)
{
    return std::any_of(remedies.begin(), remedies.end(),
        [](const Remedy& remedy) { return remedy.kind == Remedy::Kind::DrawSplits; });
}

bool concernTables(const std::vector<Remedy>& remedies)
{
    return std::any_of(remedies.begin(), remedies.end(), [](const Remedy& remedy) {
        const bool drops = remedy.kind == Remedy::Kind::DropRow || remedy.kind == Remedy::Kind::DropColumn;
        return remedy.kind != Remedy::Kind::DrawSplits && remedy.kind != Remedy::Kind::MarkMissing
            && !(drops && remedy.file.empty());
    });
}

} // namespace btw::io
