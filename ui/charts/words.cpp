// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/words.h"

#include "ui/charts/peoplewords.h"

#include "ui/widgets/names.h"
#include "workspace/jobs/systemnames.h"
#include "workspace/jobs/weightedsystems.h"

#include <QCoreApplication>

#include <algorithm>

namespace btw::charts {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ChartWords)
};

/// Whether there are models with weights that an unweighted one is the baseline of: late fusion, say, has
/// none.
bool takesWeights(const store::RunRecord& run)
{
    return jobs::takesWeights(QString::fromStdString(run.spec.model));
}

} // namespace

QString variantName(const QString& variant)
{
    if (variant == QLatin1String("btw")) {
        return QStringLiteral("BTW");
    }
    if (variant == QLatin1String("none")) {
        return Words::tr("baseline");
    }
    return variant;
}

QString runLabel(const store::RunRecord& run)
{
    if (run.step == training::Step::Unimodal) {
        return Words::tr("%1 alone").arg(widgets::shownName(run.modality));
    }
    if (run.step == training::Step::Weighted) {
        return variantName(run.variant);
    }
    return takesWeights(run) ? Words::tr("baseline") : jobs::systemTitle(jobs::systemOf(run.spec));
}

QString runInSentence(const store::RunRecord& run)
{
    const bool isTitle = run.step == training::Step::Baseline && !takesWeights(run);
    return isTitle ? jobs::midSentence(runLabel(run)) : runLabel(run);
}

bool isTraining(const jobs::RunDigest& digest)
{
    switch (digest.run.status) {
    case store::RunStatus::Queued:
    case store::RunStatus::Running:
    case store::RunStatus::Paused:
        return true;
    default:
        return false;
    }
}

bool usesEvaluationLabels(const jobs::RunDigest& digest)
{
    return store::usesEvaluationLabels(digest.task, digest.run);
}

QString evaluationLabelsNote() { return Words::tr("uses evaluation labels"); }

QString looksNote(std::size_t looks)
{
    if (looks == 0) {
        return {};
    }
    return looks == 1
        ? Words::tr("1 look at these test rows in this store")
        : Words::tr("%1 looks at these test rows in this store").arg(static_cast<qulonglong>(looks));
}

std::size_t looksOf(const experiments::FigureData& data)
{
    return data.run ? data.run->looks : data.source.looks.count;
}

QString labelColumn(const experiments::FigureData& data)
{
    return data.source.label.isEmpty() && data.run ? data.run->label : data.source.label;
}

QString labelWords(const experiments::FigureData& data)
{
    const QString label = labelColumn(data);
    return label.isEmpty() ? Words::tr("label") : widgets::shownName(label);
}

QString rowsWords(const jobs::RunDigest& digest)
{
    const QString rows
        = digest.errorSplit == Split::Test ? Words::tr("test rows") : Words::tr("validation rows");
    return digest.people.isEmpty() ? rows
                                   : Words::tr("%1 of “%2”", "rows of a subgroup").arg(rows, digest.people);
}

QString splitWords(const jobs::RunDigest& digest)
{
    const bool isTest = digest.errorSplit == Split::Test;
    QString split;
    if (!isTest && isTraining(digest))
        split = Words::tr("validation split; test stays hidden until the end");
    else if (digest.fittedAtOnce) // and has no epochs
        split = isTest ? Words::tr("test split") : Words::tr("validation split");
    else
        split = (isTest ? Words::tr("test split, epoch %1") : Words::tr("validation split, epoch %1"))
                    .arg(digest.errorEpoch);
    return digest.people.isEmpty() ? split
                                   : Words::tr("“%1” only, %2", "a subgroup").arg(digest.people, split);
}

QString weightMeaning(const QString& variant)
{
    if (variant == QLatin1String("kl-local") || variant == QLatin1String("kl-global")) {
        return Words::tr("A high weight means that this modality, alone, says something different from the "
                         "combined model.");
    }
    if (variant == QLatin1String("mi-global")) {
        return Words::tr(
            "A high weight means that this modality, alone, agrees most with the combined model.");
    }
    if (variant == QLatin1String("btw")) {
        return Words::tr("A weight joins how far a modality alone departs from the combined model for this "
                         "instance with how much the two share over the training data.");
    }
    if (variant == QLatin1String("cc-local")) {
        return Words::tr("A weight joins how far a modality alone departs from the combined model for this "
                         "instance with how closely the two correlate over the training data.");
    }
    if (variant == QLatin1String("btw-oof")) {
        return Words::tr("A weight joins how far a modality alone departs from the combined model for this "
                         "instance with how much the two share over the training data, both judged by models "
                         "that had not seen the instance.");
    }
    if (variant == QLatin1String("held-out")) {
        return Words::tr("A weight says how far late fusion believes a modality, judged on people its models "
                         "had not seen; 1 is the mean of all.");
    }
    if (variant == QLatin1String("constant")) {
        return Words::tr("Every modality has the same weight, one over their number: what the size of "
                         "weights does on its own.");
    }
    if (variant == QLatin1String("shuffled")) {
        return Words::tr("These are the weights of other people with the same modalities: they say nothing "
                         "about the person who has them.");
    }
    return Words::tr("Every modality has weight 1.");
}

namespace {

/// Whether the training that a run is part of has a step with weights.
bool isWeighted(const store::RunRecord& run) { return run.spec.variant != weighting::Variant::None; }

bool isLateFusion(const jobs::RunDigest& digest)
{
    return digest.run.spec.model == "late" || digest.run.spec.model == "late-equal";
}

/// "Late fusion has one weight for each modality, ...: tumour 0.40, notes 0.20."
QString beliefSentence(const jobs::RunDigest& digest)
{
    QStringList weights;
    for (const auto& one : digest.run.details.heldOut)
        weights << Words::tr("%1 %2", "a modality and its weight")
                       .arg(widgets::shownName(one.modality), QString::number(one.c, 'f', 2));
    if (weights.isEmpty())
        return Words::tr("Late fusion has one weight for each modality, the same for everyone: it is in the "
                         "result, as how far each is believed.");
    return Words::tr("Late fusion has one weight for each modality, the same for everyone: %1. The result "
                     "shows them, too, as how far each is believed.")
        .arg(weights.join(QStringLiteral(", ")));
}

} // namespace

QString noWeightsSentence(const jobs::RunDigest* digest)
{
    if (digest == nullptr) {
        return Words::tr("No run yet. Start one and its weights appear here in step 3.");
    }
    const bool training = isTraining(*digest);
    if (digest->run.step == training::Step::Unimodal) {
        return !training ? Words::tr("A model of one modality has no weights.")
            : isWeighted(digest->run)
            ? Words::tr("Each modality is trained alone first: weights appear in step 3.")
            : Words::tr("Each modality is trained alone first.");
    }
    if (digest->run.step == training::Step::Baseline) {
        return training && isWeighted(digest->run)
            ? Words::tr("The baseline comes first: weights appear in step 3.")
            : takesWeights(digest->run) ? Words::tr("This is the baseline: every modality has weight 1.")
            : isLateFusion(*digest)     ? beliefSentence(*digest)
                                        : Words::tr("This system takes no weights.");
    }
    return training ? Words::tr("Weights appear after the first epoch.")
                    : Words::tr("This run ended before its first epoch: it has no weights.");
}

QString noErrorsSentence(const jobs::RunDigest* digest)
{
    if (digest == nullptr) {
        return Words::tr("No run yet. Corrections and mistakes appear here in step 3.");
    }
    if (digest->hasTooFewPeople)
        return tooFewPeople(*digest);
    const bool training = isTraining(*digest);
    switch (digest->run.step) {
    case training::Step::Unimodal:
        return !training ? Words::tr("A model of one modality is not compared with the baseline.")
            : isWeighted(digest->run)
            ? Words::tr("Each modality is trained alone first: corrections and mistakes against the "
                        "baseline appear in step 3.")
            : Words::tr("Each modality is trained alone first.");
    case training::Step::Baseline:
        return training && isWeighted(digest->run)
            ? Words::tr("The baseline comes first: corrections and mistakes against it appear in step 3.")
            : takesWeights(digest->run) ? Words::tr("This is the baseline: the others are compared with it.")
            : isLateFusion(*digest)
            ? Words::tr("Late fusion is not trained a second time with weights: it has no baseline to be "
                        "compared with. The page Compare compares it with any other model.")
            : Words::tr("This system takes no weights: it has no baseline to be compared with.");
    case training::Step::Weighted:
        break;
    }
    return training ? Words::tr("Corrections and mistakes appear after the first epoch.")
                    : Words::tr("This run ended before its first epoch: there is nothing to compare.");
}

QString noEpochSentence(const jobs::RunDigest* digest)
{
    if (digest == nullptr) {
        return Words::tr("No run yet. Start one and its validation metric appears here.");
    }
    return isTraining(*digest) ? Words::tr("The first epoch is being trained.")
                               : Words::tr("This run ended before its first epoch.");
}

QString noConfusionSentence(const jobs::RunDigest& digest)
{
    if (digest.hasTooFewPeople)
        return tooFewPeople(digest);
    if (digest.validationMetric.empty())
        return noEpochSentence(&digest);
    return digest.run.step == training::Step::Unimodal
        ? Words::tr("A model of one modality has no confusion matrix here: the combined models do.")
        : isTraining(digest)
        ? Words::tr("The test split stays hidden until the training ends.")
        : Words::tr("Test figures stay hidden until all trainings that were asked for together have ended.");
}

QString whichPeople(const experiments::StudyFacts& study)
{
    QString text;
    if (!study.rows.isEmpty())
        text += QLatin1Char(' ') + Words::tr("Of these people only: %1.").arg(study.rows);
    if (!study.warning.isEmpty())
        text += QLatin1Char(' ') + study.warning;
    return text;
}

QString moreWords(std::size_t count) { return Words::tr("and %1 more").arg(count); }

std::int64_t lastAxisEpoch(const jobs::RunDigest& digest, std::size_t longest)
{
    const auto there = std::max<std::int64_t>(2, static_cast<std::int64_t>(longest));
    if (!isTraining(digest)) {
        return there;
    }
    constexpr std::int64_t kRoom = 50;
    std::int64_t last = digest.epochsAtMost;
    if (last > kRoom) {
        const std::int64_t wanted = there + there / 4;
        last = std::min(last, std::max<std::int64_t>(kRoom, (wanted + kRoom - 1) / kRoom * kRoom));
    }
    return std::max(there, last);
}

} // namespace btw::charts
