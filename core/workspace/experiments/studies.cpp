// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/studies.h"

#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/store/store.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace btw::experiments {

namespace {

/// Whose test figures may be shown.
bool isOpened(const store::TrainingRecord& training, const std::set<std::int64_t>& openRuns)
{
    return openRuns.count(training.lastRun()) != 0;
}

void add(Study& study, const store::TrainingRecord& training, const std::set<std::int64_t>& openRuns)
{
    if (training.state == store::TrainingState::Cancelled)
        return;
    study.ended += isOpened(training, openRuns) ? 1 : 0;
    study.created = std::max(study.created, training.created);
    study.data = training.cohort;
    study.trainings.push_back(training);
}

} // namespace

std::vector<Study> studiesOf(const store::Store& store)
{
    std::set<std::int64_t> openRuns;
    for (const auto& run : store.runs())
        if (store::testIsOpen(run))
            openRuns.insert(run.id);
    const auto all = store.trainings();
    std::map<std::int64_t, const store::TrainingRecord*> byId;
    for (const auto& training : all)
        byId.emplace(training.id, &training);

    std::vector<Study> studies;
    std::set<std::int64_t> asked; // by an experiment
    for (const auto& experiment : store.experiments()) {
        Study study;
        study.id.experiment = experiment.id;
        study.name = experiment.name;
        study.created = experiment.created;
        for (const auto& part : experiment.parts) {
            asked.insert(part.trainingId);
            if (const auto found = byId.find(part.trainingId); found != byId.end())
                add(study, *found->second, openRuns);
        }
        if (!study.trainings.empty())
            studies.push_back(std::move(study));
    }
    std::map<std::int64_t, Study> byCohort;
    for (const auto& training : all)
        if (asked.count(training.id) == 0)
            add(byCohort[training.cohortId], training, openRuns);
    for (auto& [cohort, study] : byCohort) {
        if (study.trainings.empty() || !store.cohort(cohort).derivation.placebo.empty())
            continue;
        study.id.cohort = cohort;
        studies.push_back(std::move(study));
    }
    std::stable_sort(studies.begin(), studies.end(),
        [](const Study& first, const Study& second) { return first.created > second.created; });
    return studies;
}

Study studyOf(const store::Store& store, const Study::Id& id)
{
    for (auto& study : studiesOf(store))
        if (study.id == id)
            return std::move(study);
    throw Error("What was to be shown is no longer in the store.", Error::Kind::Input);
}

Models modelsOf(const store::Store& store, const Study& study, const std::string& rows)
{
    if (study.id.experiment != 0)
        return { store, store.experiment(study.id.experiment), rows };
    std::vector<store::TrainingRecord> ended;
    for (const auto& training : study.trainings)
        if (const auto run = store.run(training.lastRun()); run && store::testIsOpen(*run))
            ended.push_back(training);
    if (ended.empty())
        throw Error(
            "No training on this data has ended yet: there is nothing to compare.", Error::Kind::Input);
    return { store, ended };
}

std::vector<Comparison> compareStudy(
    const store::Store& store, const Study& study, const ComparisonChoice& choice)
{
    if (study.id.experiment != 0)
        return compareExperiment(store, store.experiment(study.id.experiment), choice);
    auto models = modelsOf(store, study);
    models.addReferences();
    auto chosen = choice;
    if (chosen.metrics.empty())
        chosen.metrics.push_back(
            analysis::primaryMetric(models.cohort().task, models.cohort().classes.size()));
    return { Comparison { {}, compare(models, chosen), {}, rareClassNotes(models) } };
}

} // namespace btw::experiments
