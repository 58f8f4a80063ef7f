// SPDX-License-Identifier: GPL-3.0-or-later
// What remedies do to the roles of columns.
#include "workspace/io/recipe/readingplan.h"

#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/manifest.h"
#include "workspace/io/tables/read/glob.h"

#include <algorithm>

namespace btw::io {

namespace {

/// Whether a modality takes the column as a feature.
bool takes(const ModalityEntry& entry, const LabelsEntry& labels, const std::string& column)
{
    const bool shared = entry.table == labels.table;
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
        if (!entry.table.holds(file) && !(everywhere && entry.table.header && !entry.layout))
            continue;
        entry.categories.erase(column);
        const bool listed = !entry.columns.empty();
        std::erase(entry.columns, column);
        if (listed && entry.columns.empty())
            entry.name.clear();
    }
    std::erase_if(manifest.modalities, [](const ModalityEntry& entry) { return entry.name.empty(); });
}

/// \return whether it changes anything.
bool apply(Manifest& manifest, const TreatAsCategory& remedy)
{
    if (manifest.labels.table.holds(remedy.file) && manifest.labels.label == remedy.column) {
        // It also says that an odd word among its numbers is a class.
        manifest.task = Task::Classification;
        manifest.labelRange.reset();
        return true;
    }
    bool changes = false;
    for (ModalityEntry& entry : manifest.modalities)
        if (entry.table.holds(remedy.file) && takes(entry, manifest.labels, remedy.column))
            changes = entry.categories.try_emplace(remedy.column).second || changes;
    return changes;
}

void useAsId(Manifest& manifest, const std::string& file, const std::string& column)
{
    LabelsEntry& labels = manifest.labels;
    for (ModalityEntry& entry : manifest.modalities)
        if (entry.table.holds(file) && (!labels.table.holds(file) || !entry.id.empty()))
            entry.id = column;
    if (!labels.table.holds(file))
        return;
    if (column.empty() && labels.group.empty())
        labels.group = labels.id;
    labels.id = column;
    takeAway(manifest, file, column);
}

void apply(Manifest& manifest, const UseAsId& remedy) { useAsId(manifest, remedy.file, remedy.column); }

void apply(Manifest& manifest, const NumberRows& remedy) { useAsId(manifest, remedy.file, {}); }

void apply(Manifest& manifest, const UseAsLabel& remedy)
{
    manifest.labels.label = remedy.column;
    if (remedy.task && *remedy.task != manifest.task) {
        manifest.task = *remedy.task;
        manifest.classes.clear();
        manifest.labelRange.reset();
    }
    // Tables often repeat the label beside their features.
    takeAway(manifest, remedy.file, remedy.column, true);
}

/// Instead of the table that was taken for the labels', if it is another one.
void holdLabels(Manifest& manifest, const std::string& file)
{
    LabelsEntry& labels = manifest.labels;
    if (labels.table.holds(file))
        return;
    for (const ModalityEntry& entry : manifest.modalities) {
        if (!entry.table.holds(file))
            continue;
        labels = {};
        labels.table = entry.table;
        labels.id = entry.id;
        return;
    }
    labels.table = {};
    labels.table.file = QString::fromStdString(file);
}

void apply(Manifest& manifest, const PredictWithin& remedy)
{
    holdLabels(manifest, remedy.file);
    manifest.labels.label.clear();
    manifest.labels.outcome
        = TimedOutcome { remedy.time, remedy.column, remedy.word, remedy.within, remedy.othersCountAsNone };
    manifest.task = Task::Classification;
    manifest.labelRange.reset();
    manifest.classes = { "not within " + canonicalName(remedy.within), remedy.word };
    takeAway(manifest, remedy.file, remedy.time);
    takeAway(manifest, remedy.file, remedy.column);
}

/// \return whether there is a list to be counted.
bool apply(Manifest& manifest, const CountWords& remedy)
{
    bool found = false;
    for (ModalityEntry& entry : manifest.modalities) {
        if (!entry.table.holds(remedy.file) || entry.id.empty())
            continue;
        entry.kind = data::ModalityKind::Vector;
        entry.time.clear();
        entry.columns.clear();
        entry.categories.clear();
        entry.layout = LongLayout { remedy.numbers ? WordCount::Number : WordCount::Present,
            remedy.othersAreZero, remedy.column };
        found = true;
    }
    return found;
}

void apply(Manifest& manifest, const DropTable& remedy)
{
    std::erase_if(
        manifest.modalities, [&](const ModalityEntry& entry) { return entry.table.holds(remedy.file); });
}

void apply(Manifest& manifest, const DescribeWith& remedy)
{
    DescribeEntry entry;
    entry.key = "describe[" + std::to_string(manifest.describe.size()) + "]";
    entry.table.file = QString::fromStdString(remedy.file);
    entry.columns = { remedy.column };
    if (manifest.labels.table.holds(remedy.file)) {
        entry.table = manifest.labels.table;
    } else {
        for (const ModalityEntry& modality : manifest.modalities)
            if (modality.table.holds(remedy.file)) {
                entry.table = modality.table;
                entry.id = modality.id;
            }
    }
    takeAway(manifest, remedy.file, remedy.column);
    manifest.describe.push_back(std::move(entry));
}

void apply(Manifest& manifest, const DropColumn& remedy)
{
    if (remedy.number == 0)
        takeAway(manifest, remedy.file, remedy.column);
}

} // namespace

void ReadingPlan::applyTo(Manifest& manifest, Problems* idle) const
{
    const Each carryOut {
        [&](const TreatAsCategory& one) {
            if (!apply(manifest, one) && idle)
                warnOfIdle(*idle, one.file + ", " + inQuotes(one.column),
                    "the recipe takes its words as categories, which changes nothing");
        },
        [&](const CountWords& one) {
            if (!apply(manifest, one) && idle)
                warnOfIdle(*idle, one.file + ", " + inQuotes(one.column),
                    "the recipe counts its words, which changes nothing: the table is not a list with ids");
        },
        [&](const DescribeWith& one) {
            if (idle && manifest.labels.table.holds(one.file) && manifest.labels.label == one.column)
                warnOfIdle(*idle, one.file + ", " + inQuotes(one.column),
                    "the recipe says that it describes the instances, and it is the label all the same");
            apply(manifest, one);
        },
        [&manifest](const auto& one) {
            if constexpr (requires { apply(manifest, one); })
                apply(manifest, one);
        },
    };
    for (const Remedy& remedy : m_remedies)
        std::visit(carryOut, remedy);
}

} // namespace btw::io
