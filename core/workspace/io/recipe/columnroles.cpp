// SPDX-License-Identifier: GPL-3.0-or-later
// What remedies do to the roles of columns.
#include "workspace/io/recipe/readingplan.h"

#include "workspace/io/tables/csvtable.h"
#include "workspace/io/tables/manifest.h"

#include <algorithm>

namespace btw::io {

namespace {

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

void apply(Manifest& manifest, const TreatAsCategory& remedy)
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

void useAsId(Manifest& manifest, const std::string& file, const std::string& column)
{
    LabelsEntry& labels = manifest.labels;
    for (ModalityEntry& entry : manifest.modalities)
        if (holds(entry.table, file) && (!holds(labels.table, file) || !entry.id.empty()))
            entry.id = column;
    if (!holds(labels.table, file))
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

void apply(Manifest& manifest, const DropColumn& remedy)
{
    if (remedy.number == 0)
        takeAway(manifest, remedy.file, remedy.column);
}

} // namespace

void ReadingPlan::applyTo(Manifest& manifest) const
{
    for (const Remedy& remedy : m_remedies)
        std::visit(
            [&manifest](const auto& one) {
                if constexpr (requires { apply(manifest, one); })
                    apply(manifest, one);
            },
            remedy);
}

} // namespace btw::io
