// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/tableassembler.h"

#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/guess/runningnumbers.h"
#include "workspace/io/tables/read/labelclasses.h"
#include "workspace/io/tables/read/rowalignment.h"
#include "workspace/io/tables/read/rownames.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace btw::io {

namespace {

/// Turns what the consumers took into a cohort.
class Assembler
{
public:
    Assembler(const Manifest& manifest, LabelConsumer& labels, const ReadingPlan& plan, Problems& problems)
        : m_manifest(manifest)
        , m_labels(labels)
        , m_plan(plan)
        , m_keys(plan)
        , m_problems(problems)
    {
        m_cohort.name = manifest.name;
        m_cohort.task = manifest.task;
        m_cohort.labelRange = manifest.labelRange;
        m_cohort.strengths = manifest.strengths;
    }

    /// Says where a person has ids matched, and none of them needs it: each of those that become the same is
    /// spelt in one way.
    void checkMatching(const std::vector<std::unique_ptr<FeatureConsumer>>& features,
        const std::vector<std::unique_ptr<DescriptionConsumer>>& descriptions)
    {
        if (!m_plan.matchesIds(IdMatching::Numbers) && !m_plan.matchesIds(IdMatching::Letters))
            return;
        std::unordered_map<std::string, std::string_view> spelt;
        const auto differ = [&](const std::vector<std::string>& ids) {
            return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
                const std::string_view bare = bareId(id);
                return spelt.try_emplace(m_keys.of(id), bare).first->second != bare;
            });
        };
        bool used = differ(m_labels.ids) || differ(m_labels.groups);
        for (const auto& feature : features)
            used = used || !feature || differ(feature->ids); // a long table's are not kept
        for (const auto& description : descriptions)
            used = used || differ(description->ids);
        if (!used)
            warnOfIdle(m_problems, "recipe",
                "the recipe matches ids that are spelt differently, which changes nothing: none are");
    }

    /// Leaves out the instances of rows that were left out, of the labels or of what is aligned to them by
    /// position.
    void leaveOut(const std::vector<std::unique_ptr<FeatureConsumer>>& features)
    {
        splits();
        m_keys.apply(m_labels.ids);
        m_keys.apply(m_labels.groups);
        if (m_manifest.labels.id.empty())
            m_labels.ids = rowNames(m_cohort.splits, m_labels.log.size());
        m_plan.checkDroppedIds(m_labels.ids, m_problems);
        for (std::size_t part = 0; part < m_labels.log.parts().size(); ++part)
            m_rowsOfPart.push_back(m_labels.log.rowsOfPart(part));
        std::vector<std::uint8_t> out(m_labels.log.size(), 0);
        const auto mark = [&out](const std::vector<std::size_t>& rows) {
            for (const std::size_t row : rows)
                if (row < out.size())
                    out[row] = 1;
        };
        mark(m_labels.leftOut);
        for (const auto& feature : features)
            if (feature)
                mark(feature->leftOut);
        if (std::find(out.begin(), out.end(), 1) == out.end())
            return;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (out[i] == 0)
                m_kept.push_back(i);
            else
                m_leftOutIds.insert(m_labels.ids[i]);
        }
        m_leavesOut = true;
        keepOnly(m_labels.ids);
        keepOnly(m_labels.groups);
        keepOnly(m_labels.labels);
        keepOnly(m_labels.values);
        keepOnly(m_cohort.splits);
        m_labels.log.keep(m_kept);
    }

    void takeLabels()
    {
        ids();
        m_cohort.groups = std::move(m_labels.groups);
        checkIdSpelling(
            m_cohort.groups, "group",
            [this](std::size_t i) { return m_labels.log.where(i, inQuotes(m_manifest.labels.group)); },
            m_problems);
        if (m_manifest.task == Task::Classification)
            codeLabelClasses(m_manifest, m_labels, m_plan, m_cohort, m_problems);
        else
            m_cohort.y = std::move(m_labels.values);
    }

    void takeModality(const ModalityEntry& entry, FeatureConsumer& rows)
    {
        std::vector<data::CategoryColumn> categories = rows.takeCategories();
        data::Modality modality;
        modality.name = entry.name;
        modality.kind = entry.kind;
        modality.dims = static_cast<std::int64_t>(rows.columns.size());
        if (!entry.names.empty() && entry.names.size() != rows.columns.size())
            m_problems.error("feature-names", "manifest.json, key " + entry.key + ".names",
                { "{} features are named, and there are {}",
                    grouped(static_cast<std::int64_t>(entry.names.size())),
                    grouped(static_cast<std::int64_t>(rows.columns.size())) },
                "name every feature, or leave the key out");
        else if (!entry.names.empty())
            modality.columns = entry.names;
        else if (rows.named)
            modality.columns = rows.columns;
        alignRows(entry,
            { m_manifest.labels, m_labels.log, { m_rowOfId, m_leftOutIds, m_keys }, m_cohort.ids.size(),
                m_rowsOfPart, m_leavesOut, m_kept },
            rows, modality, m_problems);
        // Columns that a person chose by a pattern are features.
        if (!m_plan.isOfNewPeople() && modality.kind == data::ModalityKind::Vector && rows.named
            && (entry.exactColumns || entry.columns.empty()) && !rows.log.parts().empty()) {
            const std::string& file = rows.log.parts().front().file;
            checkRunning(file, rows.columns, modality, m_cohort.ids.size(), m_plan.ofFile(file), m_problems);
        }
        for (data::CategoryColumn& category : categories) {
            category.modality = m_cohort.modalities.size();
            m_cohort.categories.push_back(std::move(category));
        }
        m_cohort.modalities.push_back(std::move(modality));
    }

    /// Columns that describe the instances: texts, empty where an instance has no row.
    void describe(DescriptionConsumer& rows)
    {
        const DescribeEntry& entry = rows.entry();
        const std::size_t n = m_cohort.ids.size();
        const std::vector<std::size_t> to
            = entry.id.empty() ? std::vector<std::size_t>() : describedInstances(rows);
        for (std::size_t c = 0; c < entry.columns.size(); ++c) {
            data::DescriptiveColumn column { entry.columns[c], {} };
            if (entry.id.empty()) {
                column.values = std::move(rows.values[c]);
                if (m_leavesOut)
                    keepOnly(column.values);
                if (column.values.size() != n) {
                    m_problems.error("rows-do-not-match", "manifest.json, key " + entry.key,
                        { "the table has {} rows where the labels have {}", column.values.size(), n },
                        "name the id column of both tables");
                    return;
                }
            } else {
                column.values.resize(n);
                for (std::size_t r = 0; r < to.size(); ++r)
                    if (to[r] < n)
                        column.values[to[r]] = rows.values[c][r];
            }
            m_cohort.about.push_back(std::move(column));
        }
    }

    void takeLong(MeasurementConsumer& rows, const ReadLimits& limits)
    {
        m_cohort.modalities.push_back(
            rows.modality({ m_rowOfId, m_leftOutIds, m_keys }, m_cohort.ids.size(), limits, m_problems));
    }

    data::Cohort& cohort() { return m_cohort; }

private:
    void splits()
    {
        if (m_manifest.labels.table.files.empty()) {
            m_cohort.splits = std::move(m_labels.splits);
            return;
        }
        std::size_t part = 0;
        for (const auto& [split, file] : m_manifest.labels.table.files)
            m_cohort.splits.insert(m_cohort.splits.end(), m_labels.log.rowsOfPart(part++), split);
    }

    void ids()
    {
        m_cohort.ids = std::move(m_labels.ids);
        if (m_manifest.labels.id.empty())
            return;
        for (std::size_t i = 0; i < m_cohort.ids.size(); ++i) {
            const auto [first, isNew] = m_rowOfId.try_emplace(m_cohort.ids[i], i);
            if (!isNew && !m_cohort.ids[i].empty())
                m_problems.error("id-repeated", m_labels.log.where(i, m_labels.idName),
                    { "the id {} was given already in {}", inQuotes(m_cohort.ids[i]),
                        m_labels.log.where(first->second) },
                    "give every instance one row and an id of its own", remediesOfRepeated(i));
        }
        checkIdSpelling(
            m_cohort.ids, "id", [this](std::size_t i) { return m_labels.log.where(i, m_labels.idName); },
            m_problems);
    }

    /// The instance of each row that describes one; n where it describes none. Registers have more people
    /// than a cohort, but one that describes nobody, or somebody in two ways, is an error.
    std::vector<std::size_t> describedInstances(const DescriptionConsumer& rows)
    {
        const std::size_t n = m_cohort.ids.size();
        std::vector<std::size_t> out(rows.ids.size(), n);
        std::vector<std::size_t> from(n, rows.ids.size());
        std::size_t described = 0;
        for (std::size_t r = 0; r < rows.ids.size(); ++r) {
            if (isNobody(rows.ids[r]))
                continue;
            const auto found = m_rowOfId.find(m_keys.of(rows.ids[r]));
            if (found == m_rowOfId.end())
                continue;
            out[r] = found->second;
            std::size_t& first = from[found->second];
            const bool isNew = first == rows.ids.size();
            described += isNew ? 1 : 0;
            if (isNew)
                first = r;
            else if (std::any_of(rows.values.begin(), rows.values.end(),
                         [&](const std::vector<std::string>& column) { return column[r] != column[first]; }))
                m_problems.error("id-repeated", rows.log.where(r, rows.idName),
                    { "the id {} was given already in {}, with another description", inQuotes(rows.ids[r]),
                        rows.log.where(first) },
                    "keep one row for each id", { rows.log.dropping(r) });
        }
        const std::string file = rows.log.parts().empty() ? std::string() : rows.log.parts().front().file;
        if (described == 0)
            reportNobodyDescribed(rows, file);
        else if (described < n)
            m_problems.warning("description-missing", file,
                { "{} of {} instances have no row here: what describes them is empty", n - described, n },
                "add their rows, and check that ids are spelt alike in both files");
        return out;
    }

    void reportNobodyDescribed(const DescriptionConsumer& rows, const std::string& file)
    {
        if (rows.ids.empty() || m_cohort.ids.empty())
            return;
        std::vector<Remedy> remedies;
        for (const IdMatching by : { IdMatching::Numbers, IdMatching::Letters }) {
            const IdKeys keys(by == IdMatching::Numbers, by == IdMatching::Letters);
            std::unordered_set<std::string> known;
            for (const std::string& id : m_cohort.ids)
                known.insert(keys.of(id));
            if (std::any_of(rows.ids.begin(), rows.ids.end(),
                    [&](const std::string& id) { return known.contains(keys.of(id)); }))
                remedies.emplace_back(MatchIds { by });
        }
        m_problems.error("ids-do-not-match", file + ", column " + rows.idName,
            { "none of its ids (such as {}) is one of the labels' (such as {})", inQuotes(rows.ids.front()),
                inQuotes(m_cohort.ids.front()) },
            "spell the ids alike in both tables, or take this table out of \"describe\"",
            std::move(remedies));
    }

    template <typename T> void keepOnly(std::vector<T>& values) const
    {
        if (values.empty())
            return;
        for (std::size_t i = 0; i < m_kept.size(); ++i)
            if (m_kept[i] != i)
                values[i] = std::move(values[m_kept[i]]);
        values.resize(m_kept.size());
    }

    std::vector<Remedy> remediesOfRepeated(std::size_t row) const
    {
        const DropRow dropping = m_labels.log.dropping(row);
        std::vector<Remedy> out { dropping };
        // Where nothing else is aligned by it, the id may as well be a person with several rows.
        if (std::all_of(m_manifest.modalities.begin(), m_manifest.modalities.end(),
                [](const ModalityEntry& entry) { return entry.id.empty(); }))
            out.emplace_back(NumberRows { dropping.file });
        return out;
    }

    const Manifest& m_manifest;
    LabelConsumer& m_labels;
    const ReadingPlan& m_plan;
    const IdKeys m_keys;
    Problems& m_problems;
    data::Cohort m_cohort;
    std::unordered_map<std::string, std::size_t> m_rowOfId;
    std::vector<std::size_t> m_rowsOfPart; ///< of the labels, left out ones included
    std::vector<std::size_t> m_kept; ///< rows of the labels, where some are left out
    std::unordered_set<std::string> m_leftOutIds;
    bool m_leavesOut = false;
};

} // namespace

data::Cohort assemble(const Manifest& manifest, LabelConsumer& labels,
    const std::vector<std::unique_ptr<FeatureConsumer>>& features,
    const std::vector<std::unique_ptr<MeasurementConsumer>>& measurements,
    const std::vector<std::unique_ptr<DescriptionConsumer>>& descriptions, const ReadingPlan& plan,
    const ReadLimits& limits, Problems& problems)
{
    const LabelIds labelIds { manifest.labels, labels.ids, labels.candidates };
    for (std::size_t m = 0; m < features.size(); ++m)
        if (const ModalityEntry& entry = manifest.modalities[m]; features[m] && entry.id.empty())
            checkPosition({ entry.key, entry.table, features[m]->candidates }, labelIds, plan, problems);
    for (const auto& description : descriptions)
        if (const DescribeEntry& entry = description->entry(); entry.id.empty())
            checkPosition({ entry.key, entry.table, description->candidates }, labelIds, plan, problems);
    if (problems.hasErrors())
        return {};
    Assembler assembler(manifest, labels, plan, problems);
    assembler.checkMatching(features, descriptions);
    assembler.leaveOut(features);
    assembler.takeLabels();
    for (std::size_t m = 0; m < features.size(); ++m) {
        if (features[m])
            assembler.takeModality(manifest.modalities[m], *features[m]);
        else
            assembler.takeLong(*measurements[m], limits);
    }
    for (const auto& description : descriptions)
        assembler.describe(*description);
    labels.report(problems);
    return std::move(assembler.cohort());
}

} // namespace btw::io
