// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/predicting/differences.h"

#include "engine/analysis/classoutcomes.h"
#include "engine/analysis/recalibration.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace btw::predicting {

namespace {

constexpr std::size_t kResamplesOfModalities = 2000;

/// Of one feature over people: the mean of its values, their population variance, and who has one.
struct Summary
{
    double mean = 0;
    double variance = 0;
    double people = 0;
};

Summary summaryOf(const data::Cohort& people, const data::Modality& modality, std::size_t d)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    Summary summary;
    double count = 0;
    std::set<std::string> groups;
    const auto visit = [&](auto&& use) {
        for (std::size_t i = 0; i < people.size(); ++i) {
            if (modality.present[i] == 0)
                continue;
            const std::size_t first = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
            bool isKnown = false;
            for (std::size_t row = first; row < first + static_cast<std::size_t>(modality.steps(i)); ++row) {
                const auto value = static_cast<double>(modality.values[row * dims + d]);
                if (std::isnan(value))
                    continue;
                isKnown = true;
                use(value);
            }
            if (isKnown && !people.groups.empty())
                groups.insert(people.groups[i]);
            summary.people += isKnown ? 0.5 : 0; // both passes see everybody
        }
    };
    visit([&](double value) {
        summary.mean += value;
        count += 1;
    });
    summary.mean = count > 0 ? summary.mean / count : 0;
    visit([&](double value) { summary.variance += (value - summary.mean) * (value - summary.mean); });
    summary.variance = count > 0 ? summary.variance / count : 0;
    if (!people.groups.empty()) // rows of one person are not independent
        summary.people = static_cast<double>(groups.size());
    return summary;
}

void findMostDifferent(ModalityDifference& difference, const data::ModalityShape& there,
    const data::Cohort& people, std::size_t m)
{
    const auto& here = people.modalities[m];
    for (std::size_t d = 0; d < static_cast<std::size_t>(here.dims); ++d) {
        const Summary summary = summaryOf(people, here, d);
        const double n = summary.people;
        const double known = there.counts[d];
        const double spread = std::sqrt((summary.variance + there.scale.std[d] * there.scale.std[d]) / 2);
        if (n < 2 || known < 2 || !(spread > 0))
            continue;
        const double smd = (summary.mean - there.scale.mean[d]) / spread;
        if (std::abs(smd) <= std::abs(difference.smd)) // NaN: the first
            continue;
        difference.smd = smd;
        difference.smdError = std::sqrt(1 / n + 1 / known + smd * smd / (2 * (n + known)));
        difference.feature = here.columns.empty() ? std::to_string(d + 1) : here.columns[d];
    }
}

} // namespace

External judge(const TrainedModel& model, const data::Cohort& people, const PeoplePredictions& predictions)
{
    External external;
    std::vector<std::size_t> labelled;
    for (std::size_t i = 0; i < people.size(); ++i)
        if (!std::isnan(people.y[i]))
            labelled.push_back(i);
    external.set = analysis::evaluationSet(people, labelled);
    const auto& set = external.set;
    if (!labelled.empty()) {
        external.labelled = analysis::commonRows(set, { &predictions.model }).rows.size();
        for (const auto& metric : analysis::metricNames(
                 people.task, analysis::isSentimentRange(people.labelRange), people.classes.size()))
            external.metrics.emplace_back(metric, analysis::bootstrapMetric(metric, set, predictions.model));
    }
    if (external.labelled > 0 && people.task == Task::Classification && people.classCount() == 2) {
        const auto outcomes = analysis::classOutcomes(set, predictions.model, 1);
        external.recalibration = analysis::Recalibration(outcomes.happened, outcomes.p).line();
        if (!std::isnan(external.recalibration.second)) {
            const auto better = analysis::recalibrated(predictions.model, external.recalibration);
            for (const auto& one : external.metrics)
                external.recalibrated.emplace_back(
                    one.first, analysis::bootstrapMetric(one.first, set, better));
        }
    }
    const auto primary = analysis::primaryMetric(people.task, people.classCount());
    const auto used = model.used();
    for (std::size_t m = 0; m < people.modalityCount(); ++m) {
        if (std::find(used.begin(), used.end(), people.modalities[m].name) == used.end())
            continue;
        ModalityDifference difference;
        difference.modality = people.modalities[m].name;
        findMostDifferent(difference, model.shape.modalities[m], people, m);
        const auto own = std::find(predictions.unimodalOf.begin(), predictions.unimodalOf.end(), m);
        if (own != predictions.unimodalOf.end()) {
            const auto u = static_cast<std::size_t>(own - predictions.unimodalOf.begin());
            difference.figureThere = model.unimodal[u].testFigure;
            if (!labelled.empty())
                difference.figureHere = analysis::bootstrapMetric(
                    primary, set, predictions.unimodal[u], { kResamplesOfModalities });
        }
        external.differences.push_back(std::move(difference));
    }
    return external;
}

} // namespace btw::predicting
