// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/studies.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/controls.h"
#include "workspace/jobs/experimentlooks.h"
#include "workspace/store/store.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace btw::experiments {

namespace {

using Runs = jobs::RunsById;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Studies)
};

/// A training, and which part of the study it is.
struct Part
{
    const store::TrainingRecord* training;
    store::ExperimentPart part;
};

bool isWhole(const Part& one) { return one.part.without.empty() && one.part.placebo.empty(); }

/// Whether both are of one model, on other folds or with other seeds.
bool isSameModel(const Part& one, const Part& other)
{
    return one.part.rows == other.part.rows && one.training->variant == other.training->variant
        && one.training->spec == other.training->spec;
}

/// The part whose figure stands for the study: the first; where that has no weights, and the same system is
/// trained with them, too, the first of these (as of StudyResult::models).
const Part& leadingPart(const std::vector<Part>& parts, const Part& first)
{
    if (first.training->variant != QLatin1String("none"))
        return first;
    for (const auto& one : parts) {
        auto spec = one.training->spec;
        spec.variant = first.training->spec.variant;
        if (isWhole(one) && isWeighting(one.training->variant) && one.part.rows == first.part.rows
            && one.training->state != store::TrainingState::Cancelled && spec == first.training->spec)
            return one;
    }
    return first;
}

/// How many test rows each cohort has, read where it is asked for.
class TestSizes
{
public:
    explicit TestSizes(const store::Store& store)
        : m_store(store)
    {
    }
    double of(std::int64_t splitId)
    {
        const auto known = m_sizes.find(splitId);
        if (known != m_sizes.end())
            return known->second;
        const auto splits = m_store.cohort(splitId).splits;
        const auto size = static_cast<double>(std::count(splits.begin(), splits.end(), Split::Test));
        return m_sizes.emplace(splitId, size).first->second;
    }

private:
    const store::Store& m_store;
    std::map<std::int64_t, double> m_sizes;
};

/// Mean test figure of the trainings that are like `first` but for fold and seed; of a figure that is a mean
/// over people, each as often as it has test rows.
void addFigure(
    Study& study, const std::vector<Part>& parts, const Part& first, const Runs& runs, TestSizes& sizes)
{
    // Lists name the systems in their order and the figure beside them: it is of the one named first.
    const auto name = jobs::systemTitle(systemOf(first.training->spec), first.training->variant);
    if (const auto own = std::find(study.systems.begin(), study.systems.end(), name);
        own != study.systems.end())
        std::rotate(study.systems.begin(), own, own + 1);
    double sum = 0;
    double weights = 0;
    for (const auto& one : parts) {
        const auto found = runs.find(one.training->lastRun());
        if (found == runs.end() || !store::testIsOpen(found->second) || !isWhole(one)
            || one.training->state == store::TrainingState::Cancelled || !isSameModel(one, first))
            continue;
        const auto& run = found->second;
        if (study.metric.empty())
            study.metric = analysis::primaryMetric(
                run.classCount == 0 ? Task::Regression : Task::Classification, run.classCount);
        const auto figure = run.test.find(study.metric);
        if (figure == run.test.end() || !std::isfinite(figure->second))
            continue;
        const double weight
            = analysis::isMeanOverInstances(study.metric) && study.folds > 1 ? sizes.of(run.splitId) : 1;
        sum += weight * figure->second;
        weights += weight;
    }
    study.figure = weights > 0 ? sum / weights : std::numeric_limits<double>::quiet_NaN();
}

/// "split 4: drawn, seed 9"
QString splitWords(const store::CohortRecord& cohort)
{
    const auto& derivation = cohort.derivation;
    QString how;
    if (derivation.folds > 0) {
        how = Words::tr("fold %1 of %2").arg(derivation.fold + 1).arg(derivation.folds);
        if (!derivation.by.empty())
            how = Words::tr("%1 by %2", "a fold, and a column")
                      .arg(how, QString::fromStdString(derivation.by));
        if (derivation.repeat > 0)
            how = Words::tr("%1, repeat %2", "a fold").arg(how, QString::number(derivation.repeat + 1));
    } else if (cohort.splitOrigin == store::SplitOrigin::Drawn) {
        how = Words::tr("drawn, seed %1").arg(cohort.splitSeed);
    } else if (cohort.splitOrigin == store::SplitOrigin::Given) {
        how = Words::tr("its own splits");
    }
    return how.isEmpty() ? Words::tr("split %1").arg(cohort.splitId)
                         : Words::tr("split %1: %2").arg(QString::number(cohort.splitId), how);
}

/// What tells a study apart is said where others have its name and data alone.
void keepWhichWhereNeeded(std::vector<Study>& studies)
{
    std::map<std::pair<QString, QString>, std::size_t> counts;
    for (const auto& study : studies)
        ++counts[{ study.data, study.name }];
    for (auto& study : studies)
        if (counts.at({ study.data, study.name }) == 1)
            study.which.clear();
}

Study studyFrom(const std::vector<Part>& parts, const Runs& runs)
{
    Study study;
    std::set<std::size_t> folds;
    std::map<std::size_t, std::set<std::uint64_t>> seeds; // of each fold
    for (const auto& one : parts) {
        const auto& training = *one.training;
        const auto state = jobs::partState(training, runs);
        study.progress.add(training, state);
        if (state == jobs::PartState::Cancelled)
            continue;
        const auto last = runs.find(training.lastRun());
        const bool isOpened = last != runs.end() && store::testIsOpen(last->second);
        study.opened += isOpened ? 1 : 0;
        study.ended
            += isOpened || state == jobs::PartState::Ended || state == jobs::PartState::Failed ? 1 : 0;
        study.created = std::max(study.created, training.created);
        study.data = training.cohort;
        study.trainings.push_back(training);
        folds.insert(one.part.fold);
        seeds[one.part.fold].insert(training.seed);
        const auto name = jobs::systemTitle(systemOf(training.spec), training.variant);
        if (std::find(study.systems.begin(), study.systems.end(), name) == study.systems.end())
            study.systems.push_back(name);
    }
    study.folds = std::max<std::size_t>(1, folds.size());
    for (const auto& [fold, those] : seeds)
        study.seeds = std::max(study.seeds, those.size());
    return study;
}

Study studyOfExperiment(const store::ExperimentRecord& experiment, const std::vector<Part>& parts,
    const Runs& runs, const std::vector<store::TestRead>& reads, TestSizes& sizes)
{
    auto study = studyFrom(parts, runs);
    study.id.experiment = experiment.id;
    study.wasOpened = jobs::ExperimentLooks(reads, experiment.id).wasOpened();
    study.name = experiment.name;
    study.which = Words::tr("experiment %1").arg(experiment.id);
    study.created = std::max(study.created, experiment.created);
    const auto& asked = experiment.definition;
    study.metric = asked.value(QStringLiteral("metric")).toString().toStdString();
    study.repeats = static_cast<std::size_t>(std::max(1, asked.value(QStringLiteral("repeats")).toInt(1)));
    const auto isTrained = [](const Part& one) {
        return isWhole(one) && one.training->state != store::TrainingState::Cancelled;
    };
    if (const auto first = std::find_if(parts.begin(), parts.end(), isTrained); first != parts.end()) {
        const auto& leading = leadingPart(parts, *first);
        for (const auto& one : parts)
            if (isTrained(one) && isSameModel(one, leading))
                study.leading.push_back(one.training->id);
        if (study.isOpen())
            addFigure(study, parts, leading, runs, sizes);
    }
    study.folds = std::max<std::size_t>(1, study.folds / study.repeats);
    return study;
}

} // namespace

std::vector<Study> studiesOf(const store::Store& store)
{
    const auto runs = jobs::runsById(store);
    const auto reads = store.testReads();
    TestSizes sizes(store);
    const auto all = jobs::trainingsById(store);

    std::vector<Study> studies;
    std::set<std::int64_t> asked; // by an experiment
    for (const auto& experiment : store.experiments()) {
        std::vector<Part> parts;
        for (const auto& part : experiment.parts)
            asked.insert(part.trainingId);
        for (const auto& part : jobs::partsThatCount(experiment, all))
            parts.push_back({ &all.at(part.trainingId), part });
        if (auto study = studyOfExperiment(experiment, parts, runs, reads, sizes); !study.trainings.empty())
            studies.push_back(std::move(study));
    }
    std::map<std::int64_t, std::vector<Part>> bySplit;
    for (const auto& [id, training] : all)
        if (asked.count(id) == 0)
            bySplit[training.splitId].push_back({ &training, {} });
    for (const auto& [split, parts] : bySplit) {
        auto study = studyFrom(parts, runs);
        if (study.trainings.empty())
            continue;
        const auto cohort = store.cohort(split);
        if (!cohort.derivation.placebo.empty())
            continue;
        study.id.split = split;
        study.which = splitWords(cohort);
        const auto isEnded = [&](const Part& one) {
            const auto last = runs.find(one.training->lastRun());
            return last != runs.end() && store::testIsOpen(last->second);
        };
        if (const auto newest = std::find_if(parts.rbegin(), parts.rend(), isEnded); newest != parts.rend())
            addFigure(study, parts, *newest, runs, sizes);
        studies.push_back(std::move(study));
    }
    std::stable_sort(studies.begin(), studies.end(),
        [](const Study& first, const Study& second) { return first.created > second.created; });
    keepWhichWhereNeeded(studies);
    return studies;
}

QString toldApart(const QString& name, const Study& study)
{
    return study.which.isEmpty()
        ? name
        : Words::tr("%1 (%2)", "a name, and what tells it apart").arg(name, study.which);
}

Study studyOf(const store::Store& store, const Study::Id& id)
{
    QStringList splits;
    for (auto& study : studiesOf(store)) {
        if (study.id == id)
            return std::move(study);
        if (study.id.split != 0)
            splits.prepend(QString::number(study.id.split)); // the newest study comes first
    }
    if (id.experiment != 0)
        throw Error("The store has no experiment " + std::to_string(id.experiment) + ".", Error::Kind::Input);
    throw Error("Split " + std::to_string(id.split) + " has no training outside an experiment"
            + (splits.isEmpty()
                    ? "."
                    : "; these splits have: " + splits.join(QStringLiteral(", ")).toStdString() + "."),
        Error::Kind::Input);
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
    return { comparisonOf(&store, models, chosen) };
}

} // namespace btw::experiments
