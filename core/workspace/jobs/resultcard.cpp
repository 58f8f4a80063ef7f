// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/digest.h"

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "engine/systems/system.h"
#include "engine/trees/referencetrees.h"
#include "workspace/jobs/digestbuilder.h"
#include "workspace/jobs/subgroups.h"
#include "workspace/jobs/systemnames.h"
#include "workspace/store/store.h"
#include "workspace/store/testset.h"
#include "workspace/store/weightsofone.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

namespace btw::jobs {

namespace {

struct Candidate
{
    ResultLine::Kind kind;
    std::string label;
    Predictions predictions;
};

/// A unimodal model also answers for instances without its modality (the zero embedding); the card counts
/// only those that have it.
Predictions withoutAbsent(const store::CohortRecord& cohort, std::size_t modality, Predictions predictions)
{
    for (std::size_t i = 0; i < predictions.rows(); ++i) {
        if (cohort.present[i * cohort.modalities.size() + modality] == 0)
            std::fill_n(predictions.row(i), predictions.width, std::nanf(""));
    }
    return predictions;
}

std::vector<double> recallPerClass(const analysis::EvaluationSet& set, const Predictions& predictions)
{
    std::vector<double> recall;
    if (set.task != Task::Classification)
        return recall;
    const auto counts = analysis::confusionMatrix(set, predictions);
    for (std::size_t c = 0; c < set.classCount; ++c) {
        double total = 0;
        for (std::size_t k = 0; k < set.classCount; ++k)
            total += static_cast<double>(counts[c * set.classCount + k]);
        recall.push_back(
            total > 0 ? static_cast<double>(counts[c * set.classCount + c]) / total : std::nan(""));
    }
    return recall;
}

bool isTreesOnAll(const store::ReferenceRecord& record)
{
    return record.isTrees() && record.part() == QLatin1String("all");
}

/// "none", or what a system without weights is called.
std::string baselineLabel(const store::RunRecord& run, const systems::SystemRegistry& systems)
{
    const auto* system = systems.find(run.spec.model);
    return system == nullptr || system->info().weighted ? "none"
                                                        : systemTitle(systemOf(run.spec)).toStdString();
}

std::vector<Candidate> candidates(const store::Store& store, const store::CohortRecord& cohort,
    const store::RunRecord& run, const systems::SystemRegistry& systems)
{
    std::vector<Candidate> all;
    std::map<std::string, std::int64_t> unimodal;
    std::int64_t baseline = run.step == training::Step::Baseline ? run.id : 0;
    for (const auto& input : store.inputs(run.id)) {
        if (input.role == store::RunInput::Role::Baseline)
            baseline = input.runId;
        else if (input.role == store::RunInput::Role::Unimodal)
            unimodal[input.modality.toStdString()] = input.runId;
    }
    for (std::size_t m = 0; m < cohort.modalities.size(); ++m) {
        const auto found = unimodal.find(cohort.modalities[m]);
        if (found != unimodal.end())
            all.push_back({ ResultLine::Kind::Modality, cohort.modalities[m],
                withoutAbsent(cohort, m, store.bestPredictions(found->second)) });
    }
    if (baseline != 0)
        all.push_back(
            { ResultLine::Kind::Baseline, baselineLabel(run, systems), store.bestPredictions(baseline) });
    if (run.step == training::Step::Weighted)
        all.push_back(
            { ResultLine::Kind::Weighted, run.variant.toStdString(), store.bestPredictions(run.id) });

    // The single modality of the plain regression is chosen on validation, as a model would be.
    const auto references = store.referenceModels(run.splitId, true);
    auto metric = analysis::primaryMetric(cohort.task, cohort.classes.size());
    if (!references.empty() && references.front().validation.count(metric) == 0)
        metric = analysis::smoothingMetric(cohort.task); // of a store of an earlier version
    const store::ReferenceRecord* best = nullptr;
    for (const auto& record : references) {
        const bool modality = !record.isTrees() && record.name != QLatin1String("all")
            && record.name != QLatin1String("constant");
        if (!modality || !record.validation.count(metric))
            continue;
        const double value = record.validation.at(metric);
        if (best == nullptr
            || (analysis::lowerIsBetter(metric) ? value < best->validation.at(metric)
                                                : value > best->validation.at(metric)))
            best = &record;
    }
    for (const auto& record : references) {
        if (record.name == QLatin1String("all"))
            all.push_back({ ResultLine::Kind::ReferenceAll, "all", record.predictions });
    }
    if (best != nullptr && cohort.modalities.size() > 1)
        all.push_back({ ResultLine::Kind::ReferenceBest, best->name.toStdString(), best->predictions });
    for (const auto& record : references) {
        if (isTreesOnAll(record) && !record.predictions.values.empty())
            all.push_back({ ResultLine::Kind::Trees, "all", record.predictions });
    }
    for (const auto& record : references) {
        if (record.name == QLatin1String("constant"))
            all.push_back({ ResultLine::Kind::Constant, "constant", record.predictions });
    }
    return all;
}

SubgroupLine lineOf(const Subgroup& group, const store::CohortRecord& cohort, const Predictions& baseline,
    const Predictions& weighted)
{
    SubgroupLine line;
    line.label = group.name.toStdString();
    line.n = static_cast<std::int64_t>(group.rows.size());
    line.people = static_cast<std::int64_t>(store::distinctGroups(cohort, group.rows));
    line.hidden = store::peopleOf(cohort, group.rows) < kSmallestSubgroup;
    const auto errors = analysis::analyseErrors(
        cohort.task, cohort.classes.size(), cohort.y, baseline, weighted, group.rows);
    line.corrections = errors.corrections;
    line.mistakes = errors.mistakes;
    if (!line.hidden)
        for (const auto row : group.rows)
            line.ids.push_back(cohort.ids[row]);
    return line;
}

} // namespace

ResultCard loadResultCard(
    const store::Store& store, std::int64_t runId, const systems::SystemRegistry& systems)
{
    const auto run = store.run(runId);
    if (!run || !store::testIsOpen(*run) || run->step == training::Step::Unimodal)
        throw Error("Run " + std::to_string(runId)
            + " has no result card: it is not a multimodal run whose training has ended.");
    const auto cohort = store.cohort(run->splitId);
    const auto set = store::testSet(cohort);

    ResultCard card;
    card.metric = analysis::primaryMetric(cohort.task, cohort.classes.size());
    card.lowerIsBetter = analysis::lowerIsBetter(card.metric);
    card.n = static_cast<std::int64_t>(set.rows.size());
    card.people = static_cast<std::int64_t>(store::distinctGroups(cohort, set.rows));
    card.usesEvaluationLabels = store::usesEvaluationLabels(cohort.task, *run);
    card.weightsWereOne = store::weightsWereOne(*run);
    card.modalities = cohort.modalities;
    if (const auto& used = run->spec.modalities; !used.empty())
        std::copy_if(cohort.modalities.begin(), cohort.modalities.end(), std::back_inserter(card.lacks),
            [&](const std::string& name) { return std::find(used.begin(), used.end(), name) == used.end(); });
    card.heldOut = run->details.heldOut;
    const auto& chosen = run->details.chosen;
    if (chosen.contains("s") && chosen.contains("tau"))
        card.skip = { chosen.at("s"), chosen.at("tau") };
    // Fixed weights do not move with the training: there is nothing to settle.
    const bool isMoved = !weighting::factsOf(run->spec.variant).fixed;
    if (const auto found = run->details.settled.find(card.metric);
        isMoved && found != run->details.settled.end())
        card.settled = found->second;

    for (const auto& record : store.referenceModels(run->splitId)) {
        if (isTreesOnAll(record)) {
            card.treesRounds = static_cast<int>(record.strength);
            card.treesAtMost = trees::referenceRounds();
        }
    }

    const auto all = candidates(store, cohort, *run, systems);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].kind == ResultLine::Kind::Weighted
            || (all[i].kind == ResultLine::Kind::Baseline && run->step == training::Step::Baseline))
            card.reference = i;
    }
    const auto& reference = all.at(card.reference).predictions;
    for (std::size_t i = 0; i < all.size(); ++i) {
        ResultLine line;
        line.kind = all[i].kind;
        line.label = all[i].label;
        const auto interval = analysis::bootstrapMetric(card.metric, set, all[i].predictions);
        line.value = interval.estimate;
        line.low = interval.low;
        line.high = interval.high;
        line.n = static_cast<std::int64_t>(interval.n);
        if (i != card.reference) {
            // Positive: the trained model is better on the instances that both predict.
            const auto& better = card.lowerIsBetter ? all[i].predictions : reference;
            const auto& worse = card.lowerIsBetter ? reference : all[i].predictions;
            const auto difference = analysis::bootstrapMetricDifference(card.metric, set, better, worse);
            line.difference = difference.estimate;
            line.differenceLow = difference.low;
            line.differenceHigh = difference.high;
        }
        line.perClass = recallPerClass(set, all[i].predictions);
        card.lines.push_back(std::move(line));
    }

    const auto labelGroups = byLabel(cohort, set.rows);
    if (cohort.task == Task::Classification) {
        for (const auto& group : labelGroups)
            card.classCounts.push_back(static_cast<std::int64_t>(group.rows.size()));
    }
    const auto baseline = std::find_if(all.begin(), all.end(),
        [](const Candidate& candidate) { return candidate.kind == ResultLine::Kind::Baseline; });
    if (run->step == training::Step::Weighted && baseline != all.end()) {
        for (const auto& group : labelGroups)
            card.byClass.push_back(lineOf(group, cohort, baseline->predictions, reference));
        for (const auto& group : byPattern(cohort, set.rows))
            card.byPattern.push_back(lineOf(group, cohort, baseline->predictions, reference));
    }
    return card;
}

} // namespace btw::jobs
