// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/tableassembler.h"

#include "workspace/io/classlabels.h"
#include "workspace/io/recipe/readingplan.h"
#include "workspace/io/tables/guesscolumns.h"
#include "workspace/io/tables/ids.h"
#include "workspace/io/tables/number.h"
#include "workspace/io/tables/numberstyle.h"
#include "workspace/io/tables/rownames.h"
#include "workspace/io/tables/runningnumbers.h"
#include "workspace/io/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace btw::io {

namespace {

constexpr std::array<Split, 3> kSplits = { Split::Train, Split::Validation, Split::Test };

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
            classLabels();
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
        if (entry.id.empty())
            byPosition(entry, rows, modality);
        else if (modality.isRagged())
            stepsById(rows, modality);
        else
            rowsById(rows, modality);
        if (modality.kind == data::ModalityKind::Vector && rows.named)
            checkRunning(entry, rows, modality);
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
                for (std::size_t r = 0; r < rows.ids.size(); ++r)
                    if (const auto found = m_rowOfId.find(m_keys.of(rows.ids[r])); found != m_rowOfId.end())
                        column.values[found->second] = rows.values[c][r];
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
            out.push_back(NumberRows { dropping.file });
        return out;
    }

    /// The remedies for a label that cannot be used: without this row, or without all that have this label.
    std::vector<Remedy> remediesOfLabel(std::size_t row) const
    {
        const DropRow one = m_labels.log.dropping(row);
        Remedy all
            = DropRowsWith { one.file, m_labels.labelColumn, std::string(trimmed(m_labels.labels[row])) };
        return { one, std::move(all) };
    }

    /// "none" may be a finding, as no word for a missing value is: "none", "mild", "severe".
    bool isClassNone() const
    {
        std::set<std::string> others;
        for (const std::string& label : m_labels.labels) {
            double value = 0;
            if (!isMissingWord(label) && parseNumber(label, value) == NumberKind::Text)
                others.insert(canonicalName(label));
        }
        return others.size() > 1;
    }

    /// Whether a label says that it is missing, and is none of the declared classes.
    bool isMissingLabel(const std::string& label, bool noneIsClass) const
    {
        double value = 0;
        const bool word = isMissingWord(label);
        if (!word && parseNumber(label, value) != NumberKind::Missing)
            return false;
        if (word && isCalled(trimmed(label), "none") && noneIsClass)
            return false;
        return std::find(m_manifest.classes.begin(), m_manifest.classes.end(), trimmed(label))
            == m_manifest.classes.end();
    }

    void classLabels()
    {
        bool complete = true;
        const bool noneIsClass = isClassNone();
        std::size_t nones = 0;
        std::size_t firstNone = 0;
        for (std::size_t i = 0; i < m_labels.labels.size(); ++i) {
            const std::string& label = m_labels.labels[i];
            if (isMissingLabel(label, noneIsClass)) {
                m_problems.error("label-missing", m_labels.log.where(i, m_labels.labelName),
                    trimmed(label).empty()
                        ? data::Sentence("the label is missing")
                        : data::Sentence { "the label is missing: {} is a word for that", inQuotes(label) },
                    "write the class, or leave the row out", remediesOfLabel(i));
                complete = false;
            } else if (noneIsClass && m_manifest.classes.empty() && isCalled(trimmed(label), "none")
                && nones++ == 0) {
                firstNone = i;
            }
        }
        if (nones > 0)
            m_problems.warning("label-none", m_labels.log.where(firstNone, m_labels.labelName),
                { "{} is read as a class; {} it", inQuotes(m_labels.labels[firstNone]),
                    counted(static_cast<std::int64_t>(nones), "row has", "rows have") },
                "leave its rows out if it means that the label is missing", remediesOfLabel(firstNone));
        if (!complete)
            return;
        oddLabels();
        CodedLabels coded = codeLabels(m_labels.labels, m_manifest.classes);
        for (const std::size_t i : coded.unknown)
            m_problems.error("label-no-class", m_labels.log.where(i, m_labels.labelName),
                { "the label {} is neither one of the classes nor the index of one",
                    inQuotes(m_labels.labels[i]) },
                R"(correct the label, or add it to "classes" in manifest.json)", remediesOfLabel(i));
        const std::string file
            = m_labels.log.parts().empty() ? std::string() : m_labels.log.parts().front().file;
        if (!coded.merged.empty())
            m_problems.note("classes-merged", file + ", " + m_labels.labelName,
                { "{}: they are one class", mergedText(coded) },
                "spell them so that they differ by more if they are several");
        m_cohort.classes = std::move(coded.classes);
        m_cohort.y = std::move(coded.y);
        rareClasses(file);
    }

    /// Labels that are words where nearly all are numbers: a wrong word makes a class of its own.
    void oddLabels()
    {
        if (!m_manifest.classes.empty())
            return;
        std::vector<std::size_t> words;
        for (std::size_t i = 0; i < m_labels.labels.size(); ++i)
            if (!wholeNumber(m_labels.labels[i]))
                words.push_back(i);
        constexpr std::size_t kFew = 10; // one in so many
        if (words.empty() || words.size() * kFew > m_labels.labels.size())
            return;
        const FileRemedies* const own = m_plan.ofFile(m_labels.log.dropping(words.front()).file);
        if (own && own->categories.contains(m_labels.labelColumn))
            return;
        for (const std::size_t i : words) {
            std::vector<Remedy> remedies = remediesOfLabel(i);
            remedies.emplace_back(TreatAsCategory { m_labels.log.dropping(i).file, m_labels.labelColumn });
            m_problems.error("label-odd", m_labels.log.where(i, m_labels.labelName),
                { "the label {} is no whole number, as nearly all labels are", inQuotes(m_labels.labels[i]) },
                "correct the label, or leave the row out", std::move(remedies));
        }
    }

    void rareClasses(const std::string& file)
    {
        std::vector<std::size_t> rows(m_cohort.classes.size(), 0);
        for (const double y : m_cohort.y)
            ++rows[static_cast<std::size_t>(y)];
        constexpr std::size_t kFewest = 3; // one a split
        constexpr std::size_t kFewRows = 10; // where every class has few
        for (std::size_t c = 0; c < rows.size() && m_cohort.y.size() >= kFewRows; ++c)
            if (rows[c] > 0 && rows[c] < kFewest)
                m_problems.warning("class-rare", file + ", " + m_labels.labelName,
                    { "the class {} has {}, fewer than one a split", inQuotes(m_cohort.classes[c]),
                        counted(static_cast<std::int64_t>(rows[c]), "row", "rows") },
                    "check that it is spelt right, bring more rows of it, or leave it out",
                    { DropRowsWith { file, m_labels.labelColumn, m_cohort.classes[c] } });
    }

    /// Warns of features that count the rows, which the head of a large table does not show.
    void checkRunning(const ModalityEntry& entry, const FeatureConsumer& rows, const data::Modality& modality)
    {
        const auto width = static_cast<std::size_t>(modality.dims);
        const std::size_t n = m_cohort.ids.size();
        if (n < kFewestToCount || modality.values.size() != n * width || !entry.exactColumns)
            return;
        std::vector<std::uint8_t> seen;
        for (std::size_t d = 0; d < width; ++d) {
            // Hardly any feature is whole in its first rows, and a table may have thousands.
            if (modality.values[d] != std::floor(modality.values[d])
                || modality.values[width + d] != std::floor(modality.values[width + d]))
                continue;
            seen.assign(n + 1, 0);
            std::size_t counted = 0;
            for (; counted < n; ++counted) {
                const float value = modality.values[counted * width + d];
                if (!(value >= 0 && value <= static_cast<float>(n)) || value != std::floor(value)
                    || seen[static_cast<std::size_t>(value)]++ != 0)
                    break;
            }
            const std::string file = rows.log.parts().front().file;
            const FileRemedies* const own = m_plan.ofFile(file);
            if (counted < n || (own && own->kept.contains(rows.columns[d])))
                continue;
            if (seen.front() == 0 || seen.back() == 0)
                m_problems.warning("running-number", file + ", " + inQuotes(rows.columns[d]),
                    "its running numbers count the rows, and may tell their order",
                    "leave the column out, or keep it if it is a feature",
                    { DropColumn { file, rows.columns[d], 0 }, KeepColumn { file, rows.columns[d] } });
        }
    }

    void byPosition(const ModalityEntry& entry, FeatureConsumer& rows, data::Modality& modality)
    {
        const auto& files = entry.table.files;
        const auto& labelFiles = m_manifest.labels.table.files;
        for (const Split split : kSplits)
            if (files.count(split) != labelFiles.count(split)) {
                m_problems.error("rows-do-not-match", "manifest.json, key " + entry.key + ".files",
                    "modality and labels do not name files for the same splits",
                    "rows are aligned by position: name one file per split in both");
                return;
            }
        bool matching = true;
        for (std::size_t part = 0; part < rows.log.parts().size(); ++part) {
            const std::size_t have = rows.log.rowsOfPart(part);
            const std::size_t want = m_rowsOfPart[part];
            matching = matching && have == want;
            if (have != want)
                m_problems.error("rows-do-not-match", rows.log.parts()[part].file,
                    { "the file has {} rows where {} has {}", grouped(static_cast<std::int64_t>(have)),
                        m_labels.log.parts()[part].file, grouped(static_cast<std::int64_t>(want)) },
                    R"(rows are aligned by position: give both files the same rows, or name an "id" column )"
                    "in both");
        }
        if (m_leavesOut && matching)
            rows.keep(m_kept);
        modality.values = std::move(rows.values);
        modality.present.assign(m_labels.log.size(), 1);
    }

    /// The instance of each row; nothing where an id has no label row.
    std::vector<std::size_t> instances(FeatureConsumer& rows)
    {
        m_keys.apply(rows.ids);
        if (!m_leftOutIds.empty()) {
            std::vector<std::size_t> kept;
            for (std::size_t r = 0; r < rows.ids.size(); ++r)
                if (m_rowOfId.contains(rows.ids[r]) || !m_leftOutIds.contains(rows.ids[r]))
                    kept.push_back(r);
            rows.keep(kept);
        }
        std::vector<std::size_t> out;
        out.reserve(rows.ids.size());
        Strangers strangers(m_rowOfId);
        for (std::size_t r = 0; r < rows.ids.size(); ++r) {
            const auto found = m_rowOfId.find(rows.ids[r]);
            if (found == m_rowOfId.end()) {
                if (!rows.ids[r].empty())
                    strangers.report(rows.ids[r], rows.log.where(r, rows.idName),
                        DropRowsWith { rows.log.dropping(r).file, rows.idColumn, rows.ids[r] }, m_problems);
                continue;
            }
            out.push_back(found->second);
        }
        return out;
    }

    void rowsById(FeatureConsumer& rows, data::Modality& modality)
    {
        const std::vector<std::size_t> to = instances(rows);
        if (to.size() != rows.ids.size())
            return;
        const std::size_t n = m_cohort.ids.size();
        constexpr auto kNone = static_cast<std::size_t>(-1);
        std::vector<std::size_t> from(n, kNone);
        for (std::size_t r = 0; r < to.size(); ++r) {
            if (from[to[r]] == kNone)
                from[to[r]] = r;
            else
                m_problems.error("id-repeated", rows.log.where(r, rows.idName),
                    { "the id {} was given already in {}", inQuotes(rows.ids[r]),
                        rows.log.where(from[to[r]]) },
                    R"(keep one row, or set "kind" to "sequence" if the rows are steps)",
                    { rows.log.dropping(r) });
        }
        modality.present.assign(n, 0);
        const auto width = static_cast<std::size_t>(modality.dims);
        const bool sameOrder = to.size() == n && std::is_sorted(to.begin(), to.end());
        if (!sameOrder)
            modality.values.assign(n * width, 0.0F);
        for (std::size_t i = 0; i < n; ++i) {
            if (from[i] == kNone)
                continue;
            modality.present[i] = 1;
            if (!sameOrder)
                std::copy_n(rows.values.data() + from[i] * width, width, modality.values.data() + i * width);
        }
        if (sameOrder)
            modality.values = std::move(rows.values);
        rows.values = {};
    }

    void stepsById(FeatureConsumer& rows, data::Modality& modality)
    {
        const std::vector<std::size_t> to = instances(rows);
        if (to.size() != rows.ids.size())
            return;
        const std::size_t n = m_cohort.ids.size();
        modality.offsets.assign(n + 1, 0);
        for (const std::size_t i : to)
            ++modality.offsets[i + 1];
        std::partial_sum(modality.offsets.begin(), modality.offsets.end(), modality.offsets.begin());
        modality.present.resize(n);
        for (std::size_t i = 0; i < n; ++i)
            modality.present[i] = modality.offsets[i + 1] > modality.offsets[i] ? 1 : 0;

        std::vector<float> hours = rows.hours(to, m_problems);
        rows.times = {};
        if (std::is_sorted(to.begin(), to.end())) {
            modality.values = std::move(rows.values);
            modality.times = std::move(hours);
            return;
        }
        const auto width = static_cast<std::size_t>(modality.dims);
        modality.values.resize(rows.values.size());
        modality.times.resize(hours.size());
        std::vector<std::int64_t> next(modality.offsets.begin(), modality.offsets.end() - 1);
        for (std::size_t r = 0; r < to.size(); ++r) {
            const auto step = static_cast<std::size_t>(next[to[r]]++);
            std::copy_n(rows.values.data() + r * width, width, modality.values.data() + step * width);
            if (!hours.empty())
                modality.times[step] = hours[r];
        }
        rows.values = {};
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
    Assembler assembler(manifest, labels, plan, problems);
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
