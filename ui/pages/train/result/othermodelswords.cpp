// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/othermodelswords.h"

#include "engine/analysis/bootstrap.h"
#include "ui/models/referencewords.h"
#include "ui/models/words.h"
#include "ui/pages/train/result/resultwords.h"
#include "workspace/experiments/controls.h"
#include "workspace/experiments/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace btw::pages {

using experiments::Model;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ResultWords)
};

bool isUnweighted(const Model& model) { return model.variant == QLatin1String("none"); }

/// Whether it is the leading one but for the weights.
bool isWithoutWeights(const Model& model, const Model& leading)
{
    return experiments::controlOf(model, leading) == experiments::Control::Unweighted;
}

} // namespace

std::vector<double> OtherModelsWords::adjustedP() const
{
    std::vector<double> p;
    p.reserve(m_result.models.size());
    for (const auto& one : m_result.models)
        p.push_back(one.leadingIsBetterBy ? one.leadingIsBetterBy->askedP()
                                          : std::numeric_limits<double>::quiet_NaN());
    auto corrected = analysis::holmCorrected(p);
    for (std::size_t i = 0; i < corrected.size(); ++i)
        if (std::isnan(corrected[i]) && m_result.models[i].leadingIsBetterBy)
            corrected[i] = 1;
    return corrected;
}

QString OtherModelsWords::betterBy(const analysis::FoldDifference& by) const
{
    if (by.estimate == 0)
        return Words::tr("neither better nor worse: %1 %2", "an interval and its metric")
            .arg(ResultWords::interval(by), models::metricShort(m_result.metric));
    return (by.estimate < 0 ? Words::tr("worse by %1 %2", "an interval and its metric")
                            : Words::tr("better by %1 %2", "an interval and its metric"))
        .arg(ResultWords::interval(by.estimate < 0 ? by.reversed() : by),
            models::metricShort(m_result.metric));
}

QStringList OtherModelsWords::ofFirstEpoch() const
{
    const auto count = m_result.unweightedRuns;
    if (count == 0)
        return {};
    if (count == m_result.weightedRuns)
        return { Words::tr(
            "The best epoch is always the first, in which all weights are 1: what is compared is not "
            "weighted.") };
    return { Words::tr("In %1 of %2 trainings the best epoch is the first, in which all weights are 1: there "
                       "the model that is kept is not weighted.")
                 .arg(models::count(static_cast<std::int64_t>(count)),
                     models::count(static_cast<std::int64_t>(m_result.weightedRuns))) };
}

QStringList OtherModelsWords::ofWeighting() const
{
    const auto& leading = m_result.leading().model;
    if (isUnweighted(leading))
        return {};
    const auto p = adjustedP();
    for (std::size_t i = 0; i < m_result.models.size(); ++i) {
        const auto& one = m_result.models[i];
        if (!one.leadingIsBetterBy || !isWithoutWeights(one.model, leading))
            continue;
        const auto& by = *one.leadingIsBetterBy;
        const QStringList first = ofFirstEpoch();
        if (by.low > 0)
            return QStringList { againstControls(one, p[i]) } + first;
        if (by.high < 0)
            return QStringList { experiments::claimed(
                       Words::tr("Weighting does worse than the same model without weights, by %1")
                           .arg(ResultWords::interval(by.reversed())),
                       by, p[i]) }
            + first;
        return QStringList { Words::tr(
                   "These people cannot tell the weighted model from the same model without weights: "
                   "in them it is %1, and the interval includes 0.")
                                 .arg(betterBy(by)) }
        + first;
    }
    return {};
}

QString OtherModelsWords::againstControls(const experiments::ModelFigure& unweighted, double adjustedP) const
{
    const auto& leading = m_result.leading().model;
    const auto all = this->adjustedP();
    double largest = adjustedP;
    QStringList beaten { experiments::controlWords(experiments::Control::Unweighted) }, notBeaten;
    for (std::size_t i = 0; i < m_result.models.size(); ++i) {
        const auto& one = m_result.models[i];
        const auto control = experiments::controlOf(one.model, leading);
        if (!control || control == experiments::Control::Unweighted)
            continue;
        const bool isBeaten = one.leadingIsBetterBy && one.leadingIsBetterBy->low > 0;
        (isBeaten ? beaten : notBeaten) << experiments::controlWords(*control);
        largest = isBeaten ? std::max(largest, all[i]) : largest;
    }
    const QString by = ResultWords::interval(*unweighted.leadingIsBetterBy);
    if (!notBeaten.isEmpty())
        return Words::tr("The weighted model does better than the same model without weights, by %1, but is "
                         "not clearly better "
                         "than %2: that the weighting helps is not shown.")
            .arg(by, models::joined(notBeaten));
    QStringList missing;
    for (const auto control : experiments::controlsOf(leading))
        if (const QString words = experiments::controlWords(control); !beaten.contains(words))
            missing << words;
    if (beaten.size() > 1 && !missing.isEmpty())
        return Words::tr("The weighted model does better than %1; than the first by %2. There is no "
                         "comparison with %3: that the weighting helps is not shown.")
            .arg(models::joined(beaten), by, models::joined(missing));
    if (beaten.size() > 1)
        return experiments::claimed(
            Words::tr("Weighting improves on %1; on the first by %2").arg(models::joined(beaten), by),
            *unweighted.leadingIsBetterBy, largest);
    return experiments::claimed(
               Words::tr("The weighted model does better than the same model without weights, by %1").arg(by),
               *unweighted.leadingIsBetterBy, largest)
        + QLatin1Char(' ') + experiments::onlyUnweightedCompared();
}

QStringList OtherModelsWords::ofReferences() const
{
    std::vector<models::AgainstReference> references;
    const auto p = adjustedP();
    for (std::size_t i = 0; i < m_result.models.size(); ++i)
        if (const auto& one = m_result.models[i]; one.leadingIsBetterBy && one.isReference())
            references.push_back({ one.model.system, *one.leadingIsBetterBy, p[i] });
    QStringList said = models::referenceSentences(references, m_result.leading().model.system,
        m_result.people, models::lackingIn(m_result.leading().model.modalities, m_result.cohort.modalities));
    for (auto& sentence : said)
        sentence = ResultWords::withMinus(sentence);
    return said;
}

} // namespace btw::pages
