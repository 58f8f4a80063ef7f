// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultwords.h"

#include "engine/analysis/bootstrap.h"
#include "ui/models/referencewords.h"
#include "ui/models/samplewords.h"
#include "ui/models/words.h"
#include "workspace/experiments/controls.h"
#include "workspace/experiments/words.h"
#include "workspace/jobs/subgroups.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace btw::pages {

using analysis::Verdict;
using experiments::Model;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ResultWords)
};

constexpr std::size_t kFewPeople = 50; // intervals of fewer say little

QString counted(std::size_t count, const QString& one, const char* several)
{
    return count == 1 ? one
                      : Words::tr(several, nullptr, models::plural(static_cast<std::int64_t>(count)))
                            .arg(models::count(static_cast<std::int64_t>(count)));
}

QString ordinal(std::size_t count)
{
    const std::array words { QT_TRANSLATE_NOOP("ResultWords", "First look"),
        QT_TRANSLATE_NOOP("ResultWords", "Second look"), QT_TRANSLATE_NOOP("ResultWords", "Third look"),
        QT_TRANSLATE_NOOP("ResultWords", "Fourth look"), QT_TRANSLATE_NOOP("ResultWords", "Fifth look") };
    return count >= 1 && count <= words.size()
        ? Words::tr(words[count - 1])
        : Words::tr("Look number %1").arg(models::count(static_cast<std::int64_t>(count)));
}

/// With real minus signs; hyphens within names stay.
QString minus(QString text)
{
    static const QRegularExpression kMinus(QStringLiteral("(?:(?<![\\w.])|(?<=\\de))-(?=\\d)"));
    return text.replace(kMinus, QString(QChar(0x2212)));
}

bool isUnweighted(const Model& model) { return model.variant == QLatin1String("none"); }

/// Whether it is the leading one but for the weights.
bool isWithoutWeights(const Model& model, const Model& leading)
{
    return experiments::controlOf(model, leading) == experiments::Control::Unweighted;
}

QStringList namesOf(const std::vector<const analysis::Contribution*>& some)
{
    QStringList names;
    for (const auto* one : some)
        names << QString::fromStdString(one->modality);
    return names;
}

} // namespace

QString ResultWords::metric() const { return models::metricShort(m_result.metric); }

bool ResultWords::isAboutWeighting() const
{
    return m_result.asksWeighting && experiments::isWeighting(m_result.leading().model);
}

QString ResultWords::question() const
{
    if (isAboutWeighting())
        return m_result.answer ? Words::tr("Does each modality help, and does weighting?")
                               : Words::tr("Does weighting help?");
    if (m_result.answer)
        return Words::tr("Does each modality help?");
    return m_result.name.isEmpty() ? Words::tr("How good is the model?") : m_result.name;
}

QString ResultWords::rowsOfPeople(std::size_t rows, std::size_t people) const
{
    if (!m_result.hasGroups())
        return counted(rows, Words::tr("1 person"), "%1 people");
    return Words::tr("%1 of %2", "rows of people")
        .arg(counted(rows, Words::tr("1 row"), "%1 rows"),
            counted(people, Words::tr("1 person"), "%1 people"));
}

QString ResultWords::design() const
{
    QStringList parts;
    if (m_result.folds > 1)
        parts << counted(m_result.folds, {}, "%1 folds");
    if (m_result.repeats > 1)
        parts << counted(m_result.repeats, {}, "%1 repeats");
    parts << counted(m_result.seeds, Words::tr("1 seed"), "%1 seeds");
    return parts.join(QStringLiteral(", "));
}

QString ResultWords::basis() const
{
    const QString who = rowsOfPeople(m_result.rows, m_result.people);
    const QString rows = m_result.folds > 1
        ? Words::tr("%1 on %2, each predicted while unseen: %3.")
        : Words::tr("%1 on %2 of the test split, none of them seen in training: %3.");
    QString said = rows.arg(metric(), who, design());
    if (!m_result.choice.rows.empty())
        said += QLatin1Char(' ')
            + Words::tr("Only %1.", "some of the people").arg(QString::fromStdString(m_result.choice.rows));
    if (!m_result.subgroup.isEmpty())
        said += QLatin1Char(' ') + Words::tr("Only %1.", "some of the people").arg(m_result.subgroup);
    if (m_result.looks.count == 0) // opened by an older version
        return said + QLatin1Char(' ') + Words::tr("Looks at test rows were not counted then.");
    return said + QLatin1Char(' ')
        + Words::tr("%1 at these test rows in this store.").arg(ordinal(m_result.looks.count));
}

QString ResultWords::provenance() const
{
    const QString whose = m_result.subgroup.isEmpty()
        ? m_result.cohort.name
        : Words::tr("%1 (%2 only)", "data and a subgroup").arg(m_result.cohort.name, m_result.subgroup);
    return Words::tr(
        "%1, %2 · test rows of %3, %4 · %5 · 95% intervals resample people · these fitted models · looks at "
        "these test rows in this store: %6")
        .arg(metric(), m_result.lowerIsBetter ? Words::tr("lower is better") : Words::tr("higher is better"),
            whose, rowsOfPeople(m_result.rows, m_result.people), design(),
            models::count(static_cast<std::int64_t>(m_result.looks.count)));
}

QString ResultWords::interval(const analysis::PairedDifference& difference, bool withSign)
{
    const auto texts = experiments::intervalTexts(difference.estimate, difference.low, difference.high);
    const QString sign = withSign && difference.estimate > 0 ? QStringLiteral("+") : QString();
    if (!std::isfinite(difference.low) || !std::isfinite(difference.high))
        return sign + minus(texts.estimate);
    return Words::tr("%1 (%2 to %3)", "a figure and its interval")
        .arg(sign + minus(texts.estimate), minus(texts.low), minus(texts.high));
}

QString ResultWords::figureTip(
    const QString& name, const analysis::FoldDifference& figure, std::size_t rows, std::size_t people) const
{
    QString tip = Words::tr("%1: %2 %3 on %4 of the test rows.")
                      .arg(models::capitalised(name), metric(), interval(figure), rowsOfPeople(rows, people));
    if (figure.leftOut > 0)
        tip += QLatin1Char(' ')
            + Words::tr("Left out: %1 of %2 pairs of fold and seed, on which it is undefined.")
                  .arg(figure.leftOut)
                  .arg(figure.leftOut + figure.pairs);
    return tip;
}

QStringList ResultWords::ofModalities() const
{
    std::vector<const analysis::Contribution*> decided;
    for (const auto& one : m_result.answer->modalities)
        if (one.verdict != Verdict::CannotTell)
            decided.push_back(&one);
    std::stable_sort(decided.begin(), decided.end(),
        [](const auto* a, const auto* b) { return a->difference.estimate > b->difference.estimate; });
    QStringList said;
    for (const auto* one : decided)
        said << minus(experiments::sentenceOf(*one, metric(), m_result.lowerIsBetter, m_result.margin));
    return said;
}

QStringList ResultWords::ofUndecided() const
{
    std::vector<const analysis::Contribution*> undecided;
    double shown = 0;
    for (const auto& one : m_result.answer->modalities) {
        if (one.verdict != Verdict::CannotTell)
            continue;
        undecided.push_back(&one);
        shown = std::max(shown, std::isfinite(one.couldHaveShown) ? one.couldHaveShown : 0.0);
    }
    if (undecided.empty())
        return {};
    const QString people = rowsOfPeople(m_result.rows, m_result.people);
    const QString cannotTell = undecided.size() == 1
        ? Words::tr("For %1 these %2 cannot tell whether it adds anything.")
        : Words::tr("For %1 these %2 cannot tell whether they add anything.");
    QString said = cannotTell.arg(models::joined(namesOf(undecided)), people);
    if (shown > 0)
        said += QLatin1Char(' ')
            + Words::tr("A difference of %1 or more would probably have shown.").arg(models::number(shown));
    QStringList all { said };
    for (const auto* one : undecided)
        if (const QString among
            = experiments::amongSentence(*one, metric(), m_result.lowerIsBetter, m_result.margin);
            !among.isEmpty())
            all << minus(among);
    return all;
}

QStringList ResultWords::ofAlone() const
{
    if (m_result.alone.size() < 2)
        return {};
    const auto best
        = std::max_element(m_result.alone.begin(), m_result.alone.end(), [&](const auto& a, const auto& b) {
              return m_result.lowerIsBetter ? a.figure.estimate > b.figure.estimate
                                            : a.figure.estimate < b.figure.estimate;
          });
    return { Words::tr(
        "Of the modalities alone, %1 has the best %2, %3; that does not say what it adds to the "
        "others.")
                 .arg(QString::fromStdString(best->modality), metric(), interval(best->figure)) };
}

std::vector<double> ResultWords::adjustedP() const
{
    std::vector<double> p;
    p.reserve(m_result.models.size());
    for (const auto& one : m_result.models)
        p.push_back(one.leadingIsBetterBy ? one.leadingIsBetterBy->largerP()
                                          : std::numeric_limits<double>::quiet_NaN());
    return analysis::holmCorrected(p);
}

QString ResultWords::betterBy(const analysis::FoldDifference& by) const
{
    return (by.estimate < 0 ? Words::tr("worse by %1 %2", "an interval and its metric")
                            : Words::tr("better by %1 %2", "an interval and its metric"))
        .arg(interval(by.estimate < 0 ? by.reversed() : by), metric());
}

QStringList ResultWords::ofFirstEpoch() const
{
    const auto count = m_result.unweightedRuns;
    if (count == 0)
        return {};
    if (count == m_result.weightedRuns)
        return { Words::tr(
            "The best epoch is always the first, in which all weights are 1: the weighting has "
            "changed nothing in what is compared.") };
    return { Words::tr("In %1 of %2 trainings the best epoch is the first, in which all weights are 1: there "
                       "the weighting has changed nothing.")
                 .arg(models::count(static_cast<std::int64_t>(count)),
                     models::count(static_cast<std::int64_t>(m_result.weightedRuns))) };
}

QStringList ResultWords::ofWeighting() const
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
                           .arg(interval(by.reversed())),
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

QString ResultWords::againstControls(const experiments::ModelFigure& unweighted, double adjustedP) const
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
    const QString by = interval(*unweighted.leadingIsBetterBy);
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
        return Words::tr("The weighted model does better than %1; on the first by %2. There is no comparison "
                         "with %3: that "
                         "the weighting helps is not shown.")
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

QStringList ResultWords::ofReferences() const
{
    std::vector<models::AgainstReference> references;
    const auto p = adjustedP();
    for (std::size_t i = 0; i < m_result.models.size(); ++i)
        if (const auto& one = m_result.models[i]; one.leadingIsBetterBy && one.isReference())
            references.push_back({ one.model.system, *one.leadingIsBetterBy, p[i] });
    QStringList said = models::referenceSentences(references, m_result.leading().model.system);
    for (auto& sentence : said)
        sentence = minus(sentence);
    return said;
}

QStringList ResultWords::sentences() const
{
    QStringList said;
    if (m_result.usesEvaluationLabels)
        said << Words::tr(
            "This model uses labels of the test rows (variance residual-labels): its figures are "
            "for replication only and too good for new patients.");
    if (!m_result.subgroup.isEmpty())
        said << experiments::subgroupWarning(m_result.subgroup, m_result.chosenBy);
    const auto& leading = m_result.leading();
    const bool mayClaim = experiments::mayClaim(m_result.chosenBy);
    if (!mayClaim)
        said << Words::tr("So the figures below are estimates, and nothing is said to help or to do better.");
    const bool leadsWithWeighting = isAboutWeighting() && mayClaim && !m_result.answer;
    if (leadsWithWeighting)
        said << ofWeighting();
    if (m_result.answer && mayClaim)
        said << ofModalities() << ofUndecided();
    else
        said << Words::tr("%1: %2 %3.", "a model, its metric and figure")
                    .arg(leading.model.plainName(), metric(), interval(leading.figure));
    if (!m_result.answer && mayClaim)
        said << ofAlone();
    if (mayClaim)
        said << (leadsWithWeighting ? QStringList() : ofWeighting()) << ofReferences();
    said << m_result.rareClasses;
    if (m_result.people < kFewPeople)
        said << Words::tr("Only %1: expect other figures on other people.")
                    .arg(counted(m_result.people, Words::tr("1 person"), "%1 people"));
    if (m_result.folds < 2 && mayClaim)
        said << experiments::oneSplitClaimsNothing();
    if (const QString words
        = models::sampleWords(models::sampleIn(m_result.cohort.path), m_result.cohort.modalities);
        !words.isEmpty())
        said << Words::tr("In this demo: %1.").arg(words);
    said << Words::tr("All of this is said of these people and these fitted models, not of causes.");
    return said;
}

} // namespace btw::pages
