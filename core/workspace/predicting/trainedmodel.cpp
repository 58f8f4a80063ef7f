// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/predicting/trainedmodel.h"

#include "engine/analysis/metrics.h"
#include "engine/error.h"
#include "workspace/store/store.h"

#include <algorithm>

namespace btw::predicting {

namespace {

[[noreturn]] void refuse(const store::Store& store, const store::RunRecord& run, const QString& why)
{
    throw Error(QStringLiteral("Run %1 of the store %2 (%3) cannot predict new people: %4")
                    .arg(run.id)
                    .arg(store.path(), run.name, why)
                    .toStdString());
}

/// nullopt where its model was not kept.
std::optional<FittedRun> fittedRun(
    const store::Store& store, const store::RunRecord& run, const std::string& metric)
{
    auto state = store.model(run.id);
    if (!state)
        return std::nullopt;
    FittedRun fitted { run.step, run.modality, run.spec, std::move(*state) };
    // Of a weighted run the figure that its weights have for new people.
    const auto& figures = run.details.settled.empty() ? run.test : run.details.settled;
    if (const auto figure = figures.find(metric); figure != figures.end())
        fitted.testFigure = figure->second;
    return fitted;
}

/// The runs of other trainings that predictions of new people, or their weights, are made of.
std::vector<std::int64_t> partRuns(const store::Store& store, std::int64_t runId)
{
    std::vector<std::int64_t> ids;
    const auto run = store.run(runId);
    for (const auto& input : store.inputs(runId)) {
        // Fixed weights are known without what they were made of.
        const bool isFixed
            = run->step == training::Step::Weighted && weighting::factsOf(run->spec.variant).fixed;
        if (input.role == store::RunInput::Role::CrossFit
            || (input.role == store::RunInput::Role::Pool && !isFixed))
            ids.push_back(input.runId);
    }
    return ids;
}

/// The unimodal runs of the training whose last run this is, or that it was built from.
std::vector<std::int64_t> unimodalRuns(const store::Store& store, const store::RunRecord& run)
{
    std::vector<std::int64_t> ids;
    for (const auto& input : store.inputs(run.id))
        if (input.role == store::RunInput::Role::Unimodal)
            ids.push_back(input.runId);
    if (!ids.empty() || run.step == training::Step::Unimodal)
        return ids;
    for (const auto& training : store.trainings()) {
        if (!training.has(run.id))
            continue;
        for (const auto& part : training.runs)
            if (part.role == training::Step::Unimodal)
                ids.push_back(part.runId);
        break;
    }
    return ids;
}

} // namespace

std::vector<std::string> TrainedModel::used() const
{
    if (main.step == training::Step::Unimodal)
        return { main.modality.toStdString() };
    if (!main.spec.modalities.empty())
        return main.spec.modalities;
    std::vector<std::string> all;
    for (const auto& modality : shape.modalities)
        all.push_back(modality.name);
    return all;
}

std::vector<training::EncoderFileName> TrainedModel::encoderFiles() const
{
    std::vector<const FittedRun*> runs { &main };
    for (const auto* some : { &unimodal, &parts })
        for (const auto& run : *some)
            runs.push_back(&run);
    std::vector<training::EncoderFileName> files;
    for (const auto* run : runs)
        for (auto& file : training::encoderFiles(run->spec)) {
            const bool isKnown = std::any_of(
                files.begin(), files.end(), [&](const auto& one) { return one.path == file.path; });
            if (!isKnown)
                files.push_back(std::move(file));
        }
    return files;
}

TrainedModel modelOf(const store::Store& store, std::int64_t runId)
{
    const auto run = store.run(runId);
    if (!run)
        throw Error(QStringLiteral("The store %1 has no run %2; list its runs with 'btw runs'.")
                        .arg(store.path())
                        .arg(runId)
                        .toStdString());
    if (run->status != store::RunStatus::Finished)
        refuse(store, *run, QStringLiteral("it has not finished. Resume it (btw resume)."));
    if (!store::testIsOpen(*run))
        refuse(store, *run,
            QStringLiteral("the training or experiment that asked for it has not ended, and until then "
                           "nobody sees how it does on test rows. Let it end (btw resume)."));
    if (const auto placebo = store.cohort(run->splitId).derivation.placebo; !placebo.empty())
        refuse(store, *run,
            QStringLiteral(
                "it is a placebo, trained with the rows of %1 shuffled. Name another run (btw runs).")
                .arg(QString::fromStdString(placebo)));
    TrainedModel model;
    model.name = run->name;
    model.version = run->version;
    auto shape = store.shape(run->splitId);
    if (!shape)
        refuse(store, *run,
            QStringLiteral("it was trained by a version of the program that did not keep the form of its "
                           "data. Remove it (btw remove) and train it again."));
    model.shape = std::move(*shape);
    const auto metric = analysis::primaryMetric(model.shape.task, model.shape.classes.size());
    auto main = fittedRun(store, *run, metric);
    if (!main)
        refuse(store, *run,
            QStringLiteral(
                "its model was not kept: it is larger than 900 MB, or an older version of the program "
                "trained it (then remove it, btw remove, and train it again)."));
    model.main = std::move(*main);
    // Of an older version's run, which a training may reuse, there is no model: whoever needs it says so.
    for (const auto id : unimodalRuns(store, *run))
        if (auto part = fittedRun(store, *store.run(id), metric))
            model.unimodal.push_back(std::move(*part));
    for (const auto id : partRuns(store, runId)) {
        auto part = fittedRun(store, *store.run(id), metric);
        if (!part)
            refuse(store, *run,
                QStringLiteral("the model of run %1, which it is made of, was not kept: it is larger than "
                               "900 MB.")
                    .arg(id));
        model.parts.push_back(std::move(*part));
    }
    return model;
}

} // namespace btw::predicting
