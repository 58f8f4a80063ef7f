// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/readingplan.h"

#include "workspace/io/problems.h"
#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/tables/cells/sameword.h"
#include "workspace/io/tables/guess/tableroles.h"
#include "workspace/io/tables/manifest.h"
#include "workspace/io/tables/source/filesource.h"

#include <algorithm>
#include <type_traits>
#include <unordered_set>

namespace btw::io {

namespace {

/// What a column of a file is, where it is no feature: "label"; empty otherwise.
std::string roleOf(const Manifest& manifest, const std::string& file, const std::string& column)
{
    const LabelsEntry& labels = manifest.labels;
    if (labels.table.holds(file)) {
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
        if (!entry.table.holds(file))
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

/// Whether any remedy is of this kind.
template <typename Kind> bool has(const std::vector<Remedy>& remedies)
{
    return std::any_of(remedies.begin(), remedies.end(),
        [](const Remedy& remedy) { return std::holds_alternative<Kind>(remedy); });
}

} // namespace

bool FileRemedies::changeRows() const
{
    return badRows || !rows.empty() || !dropWords.empty() || !missingWords.empty() || !limits.empty()
        || !columns.empty() || decimalMark == ',';
}

bool FileRemedies::dropsRow(std::int64_t line) const
{
    return std::binary_search(rows.begin(), rows.end(), line);
}

bool FileRemedies::dropsRow(
    const std::vector<std::string>& header, const std::vector<std::string>& cells) const
{
    for (std::size_t c = 0; c < std::min(header.size(), cells.size()); ++c) {
        const auto words = dropWords.find(header[c]);
        if (words != dropWords.end() && isOneOfWords(cells[c], words->second))
            return true;
    }
    return false;
}

const std::set<std::string, std::less<>>* FileRemedies::missing(std::string_view column) const
{
    const auto found = missingWords.find(column);
    return found == missingWords.end() ? nullptr : &found->second;
}

ReadingPlan::ReadingPlan(std::vector<Remedy> remedies, For people)
    : m_remedies(std::move(remedies))
    , m_for(people)
{
    const auto of = [this](const std::string& file) -> FileRemedies& { return m_byFile[file]; };
    const Each take {
        [&](const DropRow& one) { of(one.file).rows.push_back(one.row); },
        [&](const DropRowsWith& one) { of(one.file).dropWords[one.column].insert(one.word); },
        [&](const DropBadRows& one) { of(one.file).badRows = true; },
        [&](const DropColumn& one) { of(one.file).columns.emplace_back(one.column, one.number); },
        [&](const KeepColumn& one) { of(one.file).kept.insert(one.column); },
        [&](const MarkMissing& one) { of(one.file).missingWords[one.column].insert(one.word); },
        [&](const ReadLimitsAs& one) { of(one.file).limits[one.column] = one.reading; },
        [&](const DecimalMark& one) { of(one.file).decimalMark = one.mark; },
        [&](const HeaderLine& one) { of(one.file).headerLine = one.row; },
        [&](const CountWords& one) { of(one.file).counted = one; },
        [&](const GroupByPrefix& one) { of(one.file).byPrefix = true; },
        [&](const DropTable& one) { of(one.file).dropped = true; },
        [&](const TreatAsCategory& one) { of(one.file).categories.insert(one.column); },
        [](const auto&) {},
    };
    for (const Remedy& remedy : m_remedies)
        std::visit(take, remedy);
    for (auto& [name, file] : m_byFile) {
        std::sort(file.rows.begin(), file.rows.end());
        file.rows.erase(std::unique(file.rows.begin(), file.rows.end()), file.rows.end());
    }
}

const FileRemedies* ReadingPlan::ofFile(std::string_view file) const
{
    const auto found = m_byFile.find(file);
    return found == m_byFile.end() ? nullptr : &found->second;
}

void ReadingPlan::applyTo(TablePreview& head, const std::string& file) const
{
    head.drawsSplits = drawsSplits();
    for (const Remedy& remedy : m_remedies) {
        if (const auto* label = std::get_if<UseAsLabel>(&remedy); label && label->file == file)
            head.label = label->column;
        const auto* numbering = std::get_if<NumberRows>(&remedy);
        head.byPosition = head.byPosition || (numbering && numbering->file == file);
    }
    const FileRemedies* const own = ofFile(file);
    if (own == nullptr)
        return;
    head.kept = own->kept;
    head.counted = own->counted;
    head.byPrefix = own->byPrefix;
    std::size_t kept = 0;
    for (std::size_t r = 0; r < head.rows.size(); ++r) {
        if (own->dropsRow(head.lines[r]) || own->dropsRow(head.header, head.rows[r]))
            continue;
        if (kept != r) {
            head.rows[kept] = std::move(head.rows[r]);
            head.lines[kept] = head.lines[r];
        }
        ++kept;
    }
    head.rows.resize(kept);
    head.lines.resize(kept);
    for (std::size_t c = 0; c < head.header.size(); ++c) {
        if (const auto* words = own->missing(head.header[c]))
            for (std::vector<std::string>& row : head.rows)
                if (words->contains(row[c]))
                    row[c].clear();
        const bool dropped = std::any_of(own->columns.begin(), own->columns.end(), [&](const auto& column) {
            return column.first == head.header[c] && (column.second == 0 || column.second == c + 1);
        });
        if (dropped) {
            head.header[c].clear();
            for (std::vector<std::string>& row : head.rows)
                row[c].clear();
        }
    }
}

void ReadingPlan::check(const Manifest& manifest, const FileSource& source, Problems& problems) const
{
    std::set<std::string> said;
    for (const Remedy& remedy : m_remedies) {
        const std::string file = fileOf(remedy);
        if (file.empty())
            continue;
        const bool read = manifest.labels.table.holds(file)
            || std::any_of(manifest.modalities.begin(), manifest.modalities.end(),
                [&](const ModalityEntry& entry) { return entry.table.holds(file); });
        if (!read && said.insert(file).second) {
            if (!source.contains(QString::fromStdString(file)))
                refuseIdle(problems, "recipe",
                    { "the recipe changes the file {}, which is not there", inQuotes(file) },
                    "correct its file");
            else if (!std::holds_alternative<DropTable>(remedy))
                warnOfIdle(problems, "recipe",
                    { "the recipe changes the file {}, which is not read", inQuotes(file) },
                    "give the file a role");
        }
        const auto* marking = std::get_if<MarkMissing>(&remedy);
        if (marking == nullptr || !read)
            continue;
        const std::string role = roleOf(manifest, file, marking->column);
        if (!role.empty())
            refuseIdle(problems, "recipe",
                { "the recipe marks {} in the column {} of {} as missing, which is not a feature but the {}",
                    inQuotes(marking->word), inQuotes(marking->column), file, role },
                "leave out the rows with this cell (drop-row)");
    }
}

void ReadingPlan::checkDroppedIds(const std::vector<std::string>& ids, Problems& problems) const
{
    const std::vector<std::string> dropped = droppedIds();
    if (dropped.empty())
        return;
    const std::unordered_set<std::string_view> there(ids.begin(), ids.end());
    for (const std::string& id : dropped)
        if (!there.contains(id))
            refuseIdle(problems, "recipe",
                { "the recipe leaves out the instance {}, which is not there", inQuotes(id) },
                "correct its id");
}

std::vector<std::string> ReadingPlan::droppedIds() const
{
    std::vector<std::string> ids;
    for (const Remedy& remedy : m_remedies)
        if (const auto* one = std::get_if<DropInstance>(&remedy))
            ids.push_back(one->id);
    return ids;
}

std::vector<std::pair<std::string, std::string>> ReadingPlan::droppedFeatures() const
{
    std::vector<std::pair<std::string, std::string>> features;
    for (const Remedy& remedy : m_remedies)
        if (const auto* one = std::get_if<DropFeature>(&remedy))
            features.emplace_back(one->modality, one->feature);
    return features;
}

bool ReadingPlan::leavesOutBadInstances() const { return has<DropBadInstances>(m_remedies); }

std::string ReadingPlan::chosenLabel() const
{
    std::string column;
    for (const Remedy& remedy : m_remedies)
        if (const auto* one = std::get_if<UseAsLabel>(&remedy))
            column = one->column;
    return column;
}

bool ReadingPlan::choosesLabel() const
{
    return has<UseAsLabel>(m_remedies) || has<PredictWithin>(m_remedies);
}

bool ReadingPlan::choosesTask() const
{
    return std::any_of(m_remedies.begin(), m_remedies.end(), [](const Remedy& remedy) {
        const auto* label = std::get_if<UseAsLabel>(&remedy);
        return label && label->task;
    });
}

bool ReadingPlan::drawsSplits() const { return has<DrawSplits>(m_remedies); }

bool ReadingPlan::matchesIds(IdMatching by) const
{
    return std::find(m_remedies.begin(), m_remedies.end(), Remedy { MatchIds { by } }) != m_remedies.end();
}

double ReadingPlan::binOf(const std::string& modality) const
{
    double hours = 0;
    for (const Remedy& remedy : m_remedies)
        if (const auto* one = std::get_if<BinTimes>(&remedy))
            hours = one->modality.empty() || one->modality == modality ? one->hours : hours;
    return hours;
}

bool ReadingPlan::concernsTables() const
{
    // Infinite numbers of an array can count as missing, too.
    return std::any_of(m_remedies.begin(), m_remedies.end(), [](const Remedy& remedy) {
        return std::visit(
            [](const auto& one) {
                return requires { one.file; }
                &&!std::is_same_v<std::decay_t<decltype(one)>, MarkMissing>;
            },
            remedy);
    });
}

} // namespace btw::io
