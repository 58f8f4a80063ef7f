// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/cohortsummary.h"

#include "engine/data/modalitycheck.h"
#include "workspace/jobs/binning.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>
#include <utility>

namespace btw::jobs {

namespace {

constexpr std::size_t kRowsBetweenQuestions = 4096;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

std::size_t splitOf(const data::Cohort& cohort, std::size_t i)
{
    return static_cast<std::size_t>(cohort.splits[i]);
}

/// Calls `visit` with each row of D values that belongs to an instance: every step of a ragged modality, the
/// row of every instance that has a vector. \return false when it was cancelled.
template <typename Visit>
bool forEachRow(const data::Modality& modality, const std::function<bool()>& cancelled, Visit visit)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    const std::size_t rows = modality.isRagged()
        ? static_cast<std::size_t>(modality.offsets.empty() ? 0 : modality.offsets.back())
        : modality.present.size();
    for (std::size_t row = 0; row < rows; ++row) {
        if (row % kRowsBetweenQuestions == 0 && cancelled && cancelled())
            return false;
        if (modality.isRagged() || modality.present[row] != 0)
            visit(modality.values.data() + row * dims);
    }
    return true;
}

/// The first look at a modality's values, one entry a feature. Plain arrays, so that the compiler can take
/// several features at a time.
struct Ranges
{
    explicit Ranges(std::size_t dims)
        : least(dims, std::numeric_limits<float>::infinity())
        , most(dims, -std::numeric_limits<float>::infinity())
        , sum(dims, 0.0)
        , missing(dims, 0)
        , fractions(dims, 0)
    {
    }

    void look(const float* row)
    {
        for (std::size_t d = 0; d < least.size(); ++d) {
            const float value = row[d];
            const bool isMissing = value != value;
            least[d] = value < least[d] ? value : least[d]; // false for NaN
            most[d] = value > most[d] ? value : most[d];
            sum[d] += isMissing ? 0.0 : static_cast<double>(value);
            missing[d] += isMissing ? 1 : 0;
            fractions[d] |= static_cast<std::uint8_t>(!isMissing && std::trunc(value) != value ? 1 : 0);
        }
    }

    std::vector<float> least, most;
    std::vector<double> sum;
    std::vector<std::int64_t> missing;
    std::vector<std::uint8_t> fractions; ///< 1: some value is no whole number
};

bool summariseFeatures(
    const data::Modality& modality, ModalitySummary& summary, const std::function<bool()>& cancelled)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    Ranges ranges(dims);
    std::int64_t rows = 0;
    if (!forEachRow(modality, cancelled, [&](const float* row) {
            ranges.look(row);
            ++rows;
        }))
        return false;
    const auto cells = data::ownCells(modality);
    summary.cells = rows * std::count(cells.begin(), cells.end(), 1);
    summary.features.resize(dims);
    std::vector<Binning> binnings;
    binnings.reserve(dims);
    for (std::size_t d = 0; d < dims; ++d) {
        auto& feature = summary.features[d];
        if (d < modality.columns.size())
            feature.name = modality.columns[d];
        feature.missing = ranges.missing[d];
        feature.values = rows - feature.missing;
        summary.missingCells += cells[d] != 0 ? feature.missing : 0;
        const bool any = feature.values > 0;
        feature.least = any ? static_cast<double>(ranges.least[d]) : kNothing;
        feature.most = any ? static_cast<double>(ranges.most[d]) : kNothing;
        feature.mean = any ? ranges.sum[d] / static_cast<double>(feature.values) : kNothing;
        binnings.push_back(any ? Binning(feature.least, feature.most, ranges.fractions[d] == 0 ? 1.0 : 0.0)
                               : Binning(0, 1, 0));
        feature.edges = { binnings[d].low(), binnings[d].high() };
    }
    // One array of counts, so that a row's features do not chase as many pointers.
    std::vector<std::int64_t> counts(dims * Binning::kMost, 0);
    if (!forEachRow(modality, cancelled, [&](const float* row) {
            for (std::size_t d = 0; d < dims; ++d)
                if (!std::isnan(row[d]))
                    ++counts[d * Binning::kMost + binnings[d].binOf(static_cast<double>(row[d]))];
        }))
        return false;
    for (std::size_t d = 0; d < dims; ++d) {
        const auto first = counts.begin() + static_cast<std::ptrdiff_t>(d * Binning::kMost);
        if (summary.features[d].values > 0)
            summary.features[d].bins.assign(first, first + static_cast<std::ptrdiff_t>(binnings[d].count()));
    }
    return true;
}

void summariseSteps(const data::Modality& modality, ModalitySummary& summary)
{
    std::vector<std::int64_t> steps;
    for (std::size_t i = 0; i < modality.present.size(); ++i)
        if (modality.present[i] != 0)
            steps.push_back(modality.steps(i));
    if (steps.empty())
        return;
    const auto [shortest, longest] = std::minmax_element(steps.begin(), steps.end());
    summary.shortest = *shortest;
    summary.longest = *longest;
    std::vector<double> lengths(steps.begin(), steps.end());
    summary.medianSteps = medianOf(lengths);
}

void summariseLabels(const data::Cohort& cohort, LabelSummary& labels)
{
    if (cohort.task == Task::Classification) {
        labels.counts.assign(cohort.classCount(), SplitCounts {});
        for (std::size_t i = 0; i < cohort.size(); ++i)
            ++labels.counts.at(static_cast<std::size_t>(cohort.y[i])).at(splitOf(cohort, i));
        return;
    }
    const Binning binning = Binning::of(cohort.y);
    labels.edges = { binning.low(), binning.high() };
    if (const auto [least, most] = std::minmax_element(cohort.y.begin(), cohort.y.end());
        least != cohort.y.end()) {
        labels.least = *least;
        labels.most = *most;
    }
    labels.counts.assign(binning.count(), SplitCounts {});
    std::array<std::vector<double>, 3> bySplit;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        ++labels.counts[binning.binOf(cohort.y[i])].at(splitOf(cohort, i));
        bySplit.at(splitOf(cohort, i)).push_back(cohort.y[i]);
    }
    for (std::size_t split = 0; split < bySplit.size(); ++split)
        labels.median.at(split) = medianOf(bySplit.at(split));
}

std::vector<PatternSummary> patternsOf(const data::Cohort& cohort)
{
    std::map<std::vector<bool>, SplitCounts> rows;
    std::vector<bool> has(cohort.modalityCount());
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        for (std::size_t m = 0; m < has.size(); ++m)
            has[m] = cohort.modalities[m].present[i] != 0;
        ++rows[has].at(splitOf(cohort, i));
    }
    std::vector<PatternSummary> patterns;
    for (const auto& [pattern, counts] : rows)
        patterns.push_back({ pattern, counts });
    // Equally frequent ones: those that have the first modalities before those that lack them.
    std::sort(patterns.begin(), patterns.end(), [](const PatternSummary& a, const PatternSummary& b) {
        return std::pair(total(a.rows), a.has) > std::pair(total(b.rows), b.has);
    });
    return patterns;
}

void countPeople(const data::Cohort& cohort, CohortSummary& summary)
{
    std::unordered_map<std::string, std::array<bool, 3>> seen;
    for (std::size_t i = 0; i < cohort.groups.size(); ++i)
        seen[cohort.groups[i]].at(splitOf(cohort, i)) = true;
    summary.allPeople = static_cast<std::int64_t>(seen.size());
    for (const auto& [group, in] : seen)
        for (std::size_t split = 0; split < in.size(); ++split)
            summary.people.at(split) += in.at(split) ? 1 : 0;
}

} // namespace

std::shared_ptr<const CohortSummary> summarise(
    std::shared_ptr<const data::Cohort> shared, const std::function<bool()>& cancelled)
{
    const data::Cohort& cohort = *shared;
    auto summary = std::make_shared<CohortSummary>();
    for (std::size_t i = 0; i < cohort.size(); ++i)
        ++summary->rows.at(splitOf(cohort, i));
    countPeople(cohort, *summary);
    summariseLabels(cohort, summary->labels);
    summary->patterns = patternsOf(cohort);
    for (const auto& modality : cohort.modalities) {
        auto& one = summary->modalities.emplace_back();
        one.name = modality.name;
        one.kind = modality.kind;
        one.dims = modality.dims;
        for (std::size_t i = 0; i < cohort.size(); ++i)
            one.present.at(splitOf(cohort, i)) += modality.present[i] != 0 ? 1 : 0;
        if (modality.isRagged())
            summariseSteps(modality, one);
        if (!summariseFeatures(modality, one, cancelled))
            return nullptr;
    }
    summary->cohort = std::move(shared);
    return summary;
}

} // namespace btw::jobs
