// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/figuredata.h"

#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/experiments/comparison.h"
#include "workspace/experiments/contributions.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/runtitle.h"
#include "workspace/experiments/studies.h"
#include "workspace/experiments/studyfigures.h"
#include "workspace/store/store.h"
#include "workspace/store/testset.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <set>

namespace btw::experiments {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(FigureData)
};

/// As many as the other exploratory intervals have.
constexpr std::size_t kResamples = 2000;

/// \param tested whose test rows are shown: ids of splits
FigureSource sourceOf(
    const store::Store& store, const store::CohortRecord& cohort, const std::vector<std::int64_t>& tested)
{
    FigureSource source;
    source.data = cohort.name;
    source.hash = cohort.hash;
    source.label = jobs::labelColumn(store, cohort.splitId);
    if (!tested.empty())
        source.looks = store.looksAt(tested);
    return source;
}

RunProbabilities probabilitiesOf(
    const store::Store& store, const store::RunRecord& run, const store::CohortRecord& cohort)
{
    if (cohort.task != Task::Classification)
        throw Error("The labels of this data are numbers: a run has no probabilities.", Error::Kind::Input);
    if (!store::testIsOpen(run))
        throw Error("Run " + std::to_string(run.id)
                + " shows its probabilities of test rows once its training has ended.",
            Error::Kind::Input);
    const auto set = store::testSet(cohort, run);
    const auto predictions = store.bestPredictions(run.id);
    RunProbabilities found;
    std::vector<std::size_t> rows;
    for (const auto target : analysis::judgedClasses(set.classCount)) {
        const auto outcomes = analysis::classOutcomes(set, predictions, target);
        found.calibration.push_back({ cohort.classes[target], analysis::calibrationCurve(outcomes) });
        found.n = outcomes.size();
        found.people = outcomes.groups.empty()
            ? outcomes.size()
            : std::set<std::string>(outcomes.groups.begin(), outcomes.groups.end()).size();
        if (set.classCount != 2)
            continue;
        found.decision = analysis::decisionCurve(outcomes, { kResamples });
        for (const auto& input : store.inputs(run.id))
            if (input.role == store::RunInput::Role::Baseline)
                found.baseline = analysis::decisionCurve(
                    analysis::classOutcomes(set, store.bestPredictions(input.runId), target), { kResamples });
    }
    return found;
}

/// That the newest experiment with the run is judged by; empty where it is of none.
QString judgedBy(const store::Store& store, std::int64_t run)
{
    std::set<std::int64_t> own; // trainings with the run
    for (const auto& training : store.trainings())
        if (training.has(run))
            own.insert(training.id);
    const auto experiments = store.experiments();
    const auto found
        = std::find_if(experiments.rbegin(), experiments.rend(), [&](const store::ExperimentRecord& one) {
              return std::any_of(one.parts.begin(), one.parts.end(),
                  [&](const store::ExperimentPart& part) { return own.contains(part.trainingId); });
          });
    return found == experiments.rend() ? QString()
                                       : found->definition.value(QStringLiteral("metric")).toString();
}

bool isKnown(const std::vector<double>& curve)
{
    return std::any_of(curve.begin(), curve.end(), [](double value) { return std::isfinite(value); });
}

/// An empty picture would be no answer to whom asks for a metric by name. \throws btw::Error where no epoch
/// of the run has it
void refuseWithout(
    const store::Store& store, std::int64_t run, const store::CohortRecord& cohort, const std::string& metric)
{
    std::set<std::string> known;
    bool isComputed = false;
    for (const auto& epoch : store.epochs(run))
        for (const auto& [name, value] : epoch.report.validation) {
            isComputed = isComputed || name == metric;
            if (std::isfinite(value))
                known.insert(name);
        }
    std::string others;
    for (const auto& name : analysis::metricNames(
             cohort.task, analysis::isSentimentRange(cohort.labelRange), cohort.classes.size()))
        if (known.contains(name) && !analysis::isDescriptive(name))
            others += (others.empty() ? "" : ", ") + name;
    std::string sentence = "Run " + std::to_string(run) + " has no " + metric + " after each epoch: "
        + (isComputed ? "it is undefined on the run's validation rows."
                      : "a version that did not compute it trained the run.");
    if (!isComputed && others.empty())
        sentence += " Train it again.";
    else if (!others.empty())
        sentence += (isComputed ? " Choose another metric: " : " Train it again, or choose another metric: ")
            + others + ".";
    throw Error(sentence, Error::Kind::Input);
}

FigureData ofRun(const store::Store& store, std::int64_t id, FigureNeed need, const QString& asked)
{
    const auto run = store.run(id);
    if (!run)
        throw Error("Run " + std::to_string(id) + " is not in this store.", Error::Kind::Input);
    const auto cohort = store.cohort(run->splitId);
    const auto metric = metricFor(asked.isEmpty() ? judgedBy(store, id) : asked, cohort, "--metric");
    auto digest = jobs::loadDigest(store, id, 0, metric);
    if (!isKnown(digest.validationMetric)) { // an older version did not compute it in each epoch
        if (!asked.isEmpty() && !digest.validationMetric.empty())
            refuseWithout(store, id, cohort, metric);
        digest = jobs::loadDigest(store, id);
    }
    FigureData data;
    data.source = sourceOf(
        store, cohort, store::testIsOpen(*run) ? std::vector { run->splitId } : std::vector<std::int64_t> {});
    data.source.run = runTitle(*run, cohort);
    data.run = std::make_shared<const jobs::RunDigest>(std::move(digest));
    if (need == FigureNeed::Probabilities)
        data.probabilities = std::make_shared<const RunProbabilities>(probabilitiesOf(store, *run, cohort));
    return data;
}

Study::Id idOf(const FigureSubject& subject) { return { subject.experiment, subject.split }; }

/// The model without what was left out of it.
QString modelTitle(Model model)
{
    model.without.clear();
    return model.plainName();
}

template <typename Of> std::optional<Of> ofModality(const std::vector<Of>& all, const std::string& modality)
{
    const auto found
        = std::find_if(all.begin(), all.end(), [&](const Of& one) { return one.modality == modality; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

std::vector<AddedByModality> addsOf(
    const store::Store& store, Models& models, const StudyFacts& facts, double margin)
{
    models.addReferences(); // what a modality alone is, where the system has no model of it
    const auto answers = answersOf(models, facts.metric, margin);
    const auto& all = models.cohort().modalities;
    std::vector<AddedByModality> adds;
    for (const auto& answer : answers) {
        const auto alone = aloneFigures(models, facts.metric, answer.full);
        const auto believed = believedOf(store, answer.full, all);
        for (const auto& one : answer.modalities) {
            AddedByModality row;
            row.model = answers.size() > 1 ? modelTitle(answer.full) : QString();
            row.key = answers.size() > 1 ? answer.full.fullName() : QString();
            row.modality = one.modality;
            const auto found = std::find(all.begin(), all.end(), one.modality);
            row.colour = static_cast<std::size_t>(found - all.begin());
            row.added = one;
            row.alone = ofModality(alone, one.modality);
            row.believed = ofModality(believed, one.modality);
            for (const auto& placebo : answer.placebos)
                if (placebo.modality == one.modality)
                    row.placebo = placebo.difference;
            adds.push_back(std::move(row));
        }
    }
    return adds;
}

std::vector<AloneModality> aloneOf(const StudyResult& result)
{
    const auto& all = result.cohort.modalities;
    std::vector<AloneModality> list;
    list.reserve(result.alone.size());
    for (const auto& one : result.alone) {
        AloneModality row;
        row.alone = one;
        row.colour = static_cast<std::size_t>(std::find(all.begin(), all.end(), one.modality) - all.begin());
        row.believed = ofModality(result.believed, one.modality);
        list.push_back(std::move(row));
    }
    return list;
}

double meanOf(const std::vector<double>& values) { return analysis::meanAndStd(values).mean; }

/// What a model is called beside the others: where all are of one kind, those without a modality are told by
/// that alone.
QString shortTitle(const Model& model, bool isOneKind)
{
    return model.without.empty() || !isOneKind ? model.plainName()
                                               : Words::tr("without %1").arg(listed(model.without));
}

std::vector<FigureModel> figuresOf(Models& models, const std::string& metric)
{
    const auto before = models.all().size();
    std::set<QString> kinds;
    for (const auto& model : models.all())
        kinds.insert(modelTitle(model));
    models.addReferences();
    std::vector<FigureModel> list;
    for (std::size_t i = 0; i < models.all().size(); ++i) {
        const auto& model = models.all()[i];
        if (!model.placebo.empty())
            continue;
        std::map<std::uint64_t, std::vector<double>> bySeed;
        std::map<std::size_t, std::vector<double>> byFold;
        for (const auto& [cell, value] : models.figures(metric, model))
            if (std::isfinite(value)) {
                bySeed[cell.second].push_back(value);
                byFold[cell.first].push_back(value);
            }
        if (byFold.empty()) // undefined on every fold
            continue;
        std::vector<double> means;
        if (seedsOf(model) > 1)
            for (const auto& [seed, values] : bySeed)
                means.push_back(meanOf(values));
        else
            for (const auto& [fold, values] : byFold)
                means.push_back(meanOf(values));
        const auto summary = analysis::meanAndStd(means);
        const auto interval = models.figure(metric, model);
        FigureModel one;
        one.isReference = i >= before;
        one.name = shortTitle(model, kinds.size() == 1);
        one.key = model.fullName();
        one.mean = interval.estimate; // what the interval is about: folds may differ in size
        one.std = summary.std;
        one.low = interval.low;
        one.high = interval.high;
        one.seeds = seedsOf(model);
        one.folds = byFold.size();
        const auto rows = models.rowsOf(model);
        one.n = rows.size();
        one.people = store::peopleOf(models.cohort(), rows);
        list.push_back(std::move(one));
    }
    return list;
}

/// What each of figuresOf() gains over the baseline. \param asked as ComparisonChoice has it \return the
/// baseline's name
QString addDifferences(
    std::vector<FigureModel>& list, Models& models, const std::string& metric, const QString& asked)
{
    ComparisonChoice choice;
    choice.baseline = asked;
    choice.metrics = { metric };
    const auto rows = compare(models, choice);
    QString baseline;
    for (const auto& row : rows) {
        if (row.isBaseline)
            baseline = row.model.plainName();
        for (auto& one : list)
            if (one.key == row.model.fullName() && row.model.placebo.empty()) {
                one.fromBaseline = row.difference;
                one.adjustedP = row.adjustedP;
            }
    }
    return baseline;
}

FigureData ofStudy(const store::Store& store, const FigureSubject& subject, FigureNeed need)
{
    const auto study = studyOf(store, idOf(subject));
    if (!study.isOpen())
        throw Error(study.id.experiment != 0
                ? jobs::hiddenSentence(study.progress).toStdString()
                : "No training on this data has ended yet: there is nothing to show.",
            Error::Kind::Input);
    auto facts = std::make_shared<StudyFacts>();
    facts->experiment = study.id.experiment;
    facts->split = study.id.split;
    facts->name = study.name;
    std::string rows;
    double margin = std::nan("");
    QString baseline;
    if (study.id.experiment != 0) {
        const auto experiment = store.experiment(study.id.experiment);
        rows = trainedPopulations(store, experiment).front();
        facts->metric = experiment.definition.value(QStringLiteral("metric")).toString().toStdString();
        margin = experiment.definition.value(QStringLiteral("margin")).toDouble(std::nan(""));
        baseline = experiment.definition.value(QStringLiteral("baseline")).toString();
    }
    facts->rows = QString::fromStdString(rows);
    auto models = modelsOf(store, study, rows);
    const auto& cohort = models.cohort();
    if (facts->metric.empty())
        facts->metric = analysis::primaryMetric(cohort.task, cohort.classes.size());
    facts->lowerIsBetter = analysis::lowerIsBetter(facts->metric);
    std::set<std::size_t> folds;
    for (const auto& model : models.all()) {
        facts->seeds = std::max(facts->seeds, seedsOf(model));
        for (const auto& [cell, run] : model.runs)
            folds.insert(cell.first);
    }
    facts->folds = folds.size();
    const auto tested = models.testRows();
    facts->n = tested.size();
    facts->people = store::peopleOf(cohort, { tested.begin(), tested.end() });
    FigureData data;
    data.source = sourceOf(store, cohort, models.splitIds());
    data.source.run = study.name.isEmpty() ? Words::tr("all trainings") : study.name;
    if (need == FigureNeed::Adds)
        facts->adds = addsOf(store, models, *facts, margin);
    else if (need == FigureNeed::Alone)
        facts->alone = aloneOf(resultOf(store, study));
    else
        facts->models = figuresOf(models, facts->metric);
    if (need == FigureNeed::Differences)
        facts->baseline = addDifferences(facts->models, models, facts->metric, baseline);
    data.study = std::move(facts);
    return data;
}

} // namespace

FigureData loadFigureData(
    const store::Store& store, const FigureSubject& subject, FigureNeed need, const QString& metric)
{
    if (isOfRun(need) != subject.isRun())
        throw Error(isOfRun(need) ? "This figure is of a run; name one."
                                  : "This figure is of an experiment; name one.",
            Error::Kind::Input);
    return isOfRun(need) ? ofRun(store, subject.run, need, metric) : ofStudy(store, subject, need);
}

std::vector<FigureRun> figureRuns(const store::Store& store, const Study& study)
{
    std::vector<FigureRun> list;
    std::set<std::int64_t> known;
    std::map<std::int64_t, store::CohortRecord> cohorts;
    for (std::size_t t = study.trainings.size(); t-- > 0;) { // newest first
        const auto& training = study.trainings[t];
        auto found = cohorts.find(training.splitId);
        if (found == cohorts.end())
            found = cohorts.emplace(training.splitId, store.cohort(training.splitId)).first;
        if (!found->second.derivation.placebo.empty())
            continue;
        for (std::size_t r = training.runs.size(); r-- > 0;) { // the weighted one before its baseline
            const auto& asked = training.runs[r];
            if (!asked.role || asked.role == training::Step::Unimodal || !known.insert(asked.runId).second)
                continue;
            const auto run = store.run(asked.runId);
            if (run && run->status == store::RunStatus::Finished)
                list.push_back({ run->id, runTitle(*run, found->second),
                    run->step == training::Step::Weighted, run->spec.modalities.empty() });
        }
    }
    return list;
}

} // namespace btw::experiments
