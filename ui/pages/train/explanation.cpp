// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/explanation.h"

#include "engine/weighting/names.h"
#include "ui/models/words.h"
#include "ui/pages/train/progress.h"
#include "workspace/jobs/weightedsystems.h"
#include "workspace/store/weightsofone.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace btw::pages {

using models::capitalised;
using models::joined;
using models::number;
using weighting::Variant;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Explanation)
};

struct Named
{
    QString name;
    double weight;
};

/// Of a run that has ended, whose weights are those of its model; else 0.
std::size_t keptEpoch(const jobs::RunDigest& digest)
{
    return digest.run.status == store::RunStatus::Finished ? static_cast<std::size_t>(digest.run.bestEpoch)
                                                           : 0;
}

/// Modalities with their mean weight at the kept epoch, or the newest one, heaviest first; empty unless every
/// one is finite.
std::vector<Named> weightsOf(const jobs::RunDigest& digest)
{
    std::vector<Named> weights;
    for (std::size_t m = 0; m < digest.weights.size() && m < digest.modalities.size(); ++m) {
        const auto& epochs = digest.weights[m];
        const auto epoch = keptEpoch(digest) == 0 ? epochs.size() : keptEpoch(digest);
        if (epochs.size() < 2 || epoch > epochs.size() || !std::isfinite(epochs[epoch - 1].mean))
            return {};
        weights.push_back({ QString::fromStdString(digest.modalities[m]), epochs[epoch - 1].mean });
    }
    std::stable_sort(
        weights.begin(), weights.end(), [](const auto& a, const auto& b) { return a.weight > b.weight; });
    return weights;
}

bool isDisagreement(Variant variant) { return variant == Variant::KlLocal || variant == Variant::KlGlobal; }

/// "Audio and video disagree most with the combined model, so kl-local gives them room".
QString disagreeing(const QStringList& names, const QString& variant)
{
    if (names.size() > 1)
        return Words::tr(
            "%1 disagree most with the combined model, so %2 gives them room", "several modalities")
            .arg(capitalised(joined(names)), variant);
    const QString text = models::readsAsPlural(names.first())
        ? Words::tr("%1 disagree most with the combined model, so %2 gives it room",
            "one modality with a name that reads as a plural")
        : Words::tr("%1 disagrees most with the combined model, so %2 gives it room");
    return text.arg(models::startingName(names.first()), variant);
}

/// "text alone already says much the same".
QString agreeing(const QStringList& names)
{
    return (names.size() > 1 || models::readsAsPlural(names.first())
            ? Words::tr("%1 alone already say much the same", "several modalities, or a name in the plural")
            : Words::tr("%1 alone already says much the same"))
        .arg(joined(names));
}

QString disagreementWords(const std::vector<Named>& weights, Variant variant)
{
    QStringList heavy;
    QStringList light;
    const double middle = 1.0 / static_cast<double>(weights.size());
    for (const auto& named : weights)
        (named.weight >= middle ? heavy : light) << named.name;
    const QString name = models::variantName(variant);
    if (light.isEmpty() || weights.front().weight - weights.back().weight < 0.02)
        return Words::tr(
            "Each modality alone disagrees about equally with the combined model, so %1 treats them "
            "alike. A high weight would mean disagreement, and noise disagrees most.")
            .arg(name);
    return Words::tr("%1; %2. A high weight means disagreement, and noise disagrees most.")
        .arg(disagreeing(heavy, name), agreeing(light));
}

QString agreementWords(const std::vector<Named>& weights)
{
    const auto& top = weights.front();
    if (weights.size() > 1 && top.weight - weights.back().weight < 0.02)
        return Words::tr("Each modality's predictions share about equally much with the combined model's.");
    return Words::tr("mi-global weight %1: the predictions of %2 alone share most with the combined model's, "
                     "those of %3 least. One weight per modality, the same for every instance.")
        .arg(number(top.weight), top.name, weights.back().name);
}

QString productWords(const std::vector<Named>& weights, Variant variant)
{
    const QString text = variant == Variant::BtwOof
        ? Words::tr(
            "%1 has the highest weight (%2). %3 multiplies two things, both judged by models that had not "
            "seen the person: how far a modality alone departs from the combined model for this instance "
            "(KL), and how much it shares with it over all training rows (MI).")
        : variant == Variant::Btw
        ? Words::tr(
            "%1 has the highest weight (%2). %3 multiplies two things: how far a modality alone departs "
            "from the combined model for this instance (KL), and how much it shares with it over all "
            "training rows (MI).")
        : Words::tr(
            "%1 has the highest weight (%2). %3 multiplies two things: how far a modality alone departs "
            "from the combined model for this instance (KL), and how much it correlates with it over "
            "all training rows.");
    return text.arg(models::startingName(weights.front().name), number(weights.front().weight),
        models::variantName(variant));
}

/// What a control of weightings is for; empty: the variant is none.
QString controlWords(Variant variant)
{
    if (variant == Variant::Constant)
        return Words::tr(
            "Every modality has the same weight, one over their number, from the first epoch to the last. "
            "This control shows what the size of weights does on its own: a weighting has to beat it, too.");
    if (variant == Variant::Shuffled)
        return Words::tr(
            "These are the weights of another weighting at its best epoch, handed to other people with the "
            "same modalities, from the first epoch to the last. They say nothing about the person any more: "
            "a weighting that is about people has to beat this control, too.");
    return {};
}

QString beliefWords(const std::vector<Named>& weights)
{
    const auto& top = weights.front();
    if (top.weight <= 1 && weights.back().weight >= 1)
        return Words::tr("All weights are 1: late fusion believes every modality equally, or none of them.");
    return Words::tr(
        "Late fusion believes %1 most (weight %2) and %3 least (weight %4), judged on people its models had "
        "not seen. One weight per modality, the same for everyone and in every epoch; 1 is their mean.")
        .arg(top.name, number(top.weight), weights.back().name, number(weights.back().weight));
}

} // namespace

QString explainStep(training::Step step, Variant variant)
{
    switch (step) {
    case training::Step::Unimodal:
        return variant == Variant::None
            ? Words::tr("Each modality is first trained alone. The result card will set these models beside "
                        "the combined one: does it pay to have them all?")
            : Words::tr("Each modality is first trained alone. Its predictions are kept: later they show, "
                        "for every instance, how far that modality departs from the combined model.");
    case training::Step::Baseline:
        return variant == Variant::None
            ? Words::tr("All modalities are trained together and every one counts the same: all weights are "
                        "1. This is the model that weighting has to beat.")
            : Words::tr("All modalities are trained together and every one counts the same: all weights are "
                        "1. The weighted model of the next step is held against this baseline.");
    case training::Step::Weighted:
        break;
    }
    if (QString control = controlWords(variant); !control.isEmpty())
        return control;
    if (variant == Variant::HeldOut)
        return Words::tr(
            "A modality's weight is how far late fusion believes it, judged on people its models had not "
            "seen. It is the same for everyone, from the first epoch to the last.");
    if (variant == Variant::BtwOof)
        return Words::tr(
            "In the first epoch all weights are 1. They move to weights that are known beforehand: how far a "
            "modality departs from the combined model for this instance, times how much the two share over "
            "the whole training set, both judged by models that had not seen the instance. What was only "
            "learned by heart counts for nothing.");
    if (isDisagreement(variant))
        return Words::tr("In the first epoch all weights are 1. After each epoch, a modality that alone "
                         "disagrees with the combined model gets a higher weight: room to be heard, not a "
                         "mark of value, since noise disagrees most.");
    if (variant == Variant::MiGlobal)
        return Words::tr(
            "In the first epoch all weights are 1. After each epoch, a modality whose predictions "
            "share more with the combined model's gets a higher weight, the same for everyone.");
    return Words::tr(
        "In the first epoch all weights are 1. After each epoch, a modality's weight follows how "
        "far it departs from the combined model for this instance, times how much the two share "
        "over the whole training set.");
}

QString explainUnweighted(training::Step step)
{
    return step == training::Step::Unimodal
        ? Words::tr(
            "A model of this modality alone. The result sets it beside the model of all modalities: does it "
            "pay to have them all?")
        : Words::tr(
            "One model of all modalities that it is given, without weights. The result sets it beside models "
            "of single modalities, plain regression and boosted trees.");
}

QString explainPart()
{
    return Words::tr(
        "What is trained here is made of other models, which come first. Whatever else is made of them "
        "shares them: they are trained once.");
}

namespace {

/// Modalities of the data that the run does not use.
QStringList leftOutOf(const jobs::RunDigest& digest)
{
    const auto& used = digest.run.spec.modalities;
    QStringList left;
    if (used.empty()) // all
        return left;
    for (const auto& name : digest.modalities)
        if (std::find(used.begin(), used.end(), name) == used.end())
            left << QString::fromStdString(name);
    return left;
}

/// Each model of a modality is fitted several times, on parts of the people.
QString whyNoCurves(const jobs::RunDigest& late)
{
    return jobs::isTrainedInEpochs(QString::fromStdString(late.run.spec.unimodal))
        ? Words::tr("There are no curves: the epochs of models that late fusion is made of are not kept.")
        : Words::tr("There are no curves: nothing of it is trained in epochs.");
}

QString explainLate(const jobs::RunDigest& digest)
{
    QString words = digest.run.spec.model == "late-equal"
        ? Words::tr("Late fusion that believes all modalities equally: each has a model of its own, and what "
                    "they say is added up with the same weight.")
        : Words::tr("Late fusion: each modality has a model of its own, and is believed as far as that was "
                    "right on people it had not seen. The result says how far.");
    words += QLatin1Char(' ') + whyNoCurves(digest);
    if (const QStringList left = leftOutOf(digest); !left.isEmpty())
        words += QLatin1Char(' ')
            + Words::tr(
                "This model does without %1: compared with the model of everything, it shows what that adds.")
                  .arg(joined(left));
    return words;
}

} // namespace

QString explainWeights(const jobs::RunDigest& digest)
{
    const bool isLate = digest.run.spec.model == "late" || digest.run.spec.model == "late-equal";
    if (isLate && digest.run.step == training::Step::Baseline)
        return explainLate(digest);
    if (isLate && digest.run.step == training::Step::Unimodal)
        return explainUnweighted(digest.run.step) + QLatin1Char(' ') + whyNoCurves(digest);
    // Until the first epoch is there, of a system that has none, too.
    if (digest.fittedAtOnce || !jobs::takesWeights(QString::fromStdString(digest.run.spec.model)))
        return explainUnweighted(digest.run.step);
    const auto variant = digest.run.spec.variant;
    if (keptEpoch(digest) > 0 && store::weightsWereOne(digest.run))
        return Words::tr("The kept epoch is the first: what is kept of this model is not weighted.")
            + QLatin1Char(' ') + explainStep(digest.run.step, variant);
    const auto weights = weightsOf(digest);
    if (digest.run.step != training::Step::Weighted || weights.empty())
        return explainStep(digest.run.step, variant);
    QString words = controlWords(variant);
    if (!words.isEmpty())
        return words;
    if (variant == Variant::HeldOut)
        words = beliefWords(weights);
    else if (isDisagreement(variant))
        words = disagreementWords(weights, variant);
    else if (variant == Variant::MiGlobal)
        words = agreementWords(weights);
    else
        words = productWords(weights, variant);
    // Beside the lines of the chart are the weights of the last epoch.
    if (keptEpoch(digest) > 0 && !weighting::factsOf(variant).fixed)
        words = Words::tr("At the kept epoch, %1: %2", "a number, and a sentence")
                    .arg(QString::number(keptEpoch(digest)), words);
    QStringList said { words,
        Words::tr("Weights say how this model reads its inputs, not what causes an outcome.") };
    if (digest.task == Task::Classification && weighting::factsOf(variant).divergence
        && digest.run.spec.calibrate == weighting::Calibrate::Temperature)
        said << Words::tr("How sure each modality's own model is was first corrected on validation rows.");
    if (digest.task == Task::Regression && weighting::factsOf(variant).divergence) {
        if (digest.run.spec.variance == weighting::Variance::ResidualLabels)
            said << Words::tr("These weights use evaluation labels.");
        else if (digest.errorSplit == Split::Validation)
            said << Words::tr("On validation rows they use the labels of neighbouring validation rows.");
    }
    return said.join(QLatin1Char(' '));
}

QString explainNow(const TrainingProgress& progress, const jobs::RunDigest* digest)
{
    if (digest != nullptr)
        return explainWeights(*digest);
    if (progress.isPart())
        return explainPart();
    return progress.takesWeights() ? explainStep(progress.step(), progress.variant())
                                   : explainUnweighted(progress.step());
}

} // namespace btw::pages
