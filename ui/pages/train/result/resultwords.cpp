// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resultwords.h"

#include "ui/models/samplewords.h"
#include "ui/models/words.h"
#include "ui/pages/train/result/othermodelswords.h"
#include "workspace/experiments/controls.h"
#include "workspace/experiments/words.h"
#include "workspace/jobs/subgroups.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace btw::pages {

using analysis::Verdict;

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

QStringList namesOf(const std::vector<const analysis::Contribution*>& some)
{
    QStringList names;
    for (const auto* one : some)
        names << QString::fromStdString(one->modality);
    return names;
}

} // namespace

QString ResultWords::withMinus(QString text)
{
    static const QRegularExpression kMinus(QStringLiteral("(?:(?<![\\w.])|(?<=\\de))-(?=\\d)"));
    return text.replace(kMinus, QString(QChar(0x2212)));
}

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
        return sign + withMinus(texts.estimate);
    return Words::tr("%1 (%2 to %3)", "a figure and its interval")
        .arg(sign + withMinus(texts.estimate), withMinus(texts.low), withMinus(texts.high));
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
        said << withMinus(experiments::sentenceOf(*one, metric(), m_result.lowerIsBetter, m_result.margin));
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
            all << withMinus(among);
    return all;
}

QStringList ResultWords::ofAlone() const
{
    // The model's own modalities, each by its own model of it, or each by a regression: other comparisons are
    // of kinds of models.
    auto alone = m_result.alone;
    const auto& own = m_result.leading().model.modalities;
    std::erase_if(alone, [&](const experiments::AloneFigure& one) {
        return !own.empty() && std::find(own.begin(), own.end(), one.modality) == own.end();
    });
    const bool isMixed = std::any_of(alone.begin(), alone.end(),
        [&](const experiments::AloneFigure& one) { return one.isOwn != alone.front().isOwn; });
    if (alone.size() < 2 || isMixed)
        return {};
    const auto best = std::max_element(alone.begin(), alone.end(), [&](const auto& a, const auto& b) {
        return m_result.lowerIsBetter ? a.figure.estimate > b.figure.estimate
                                      : a.figure.estimate < b.figure.estimate;
    });
    return { Words::tr(
        "Of the modalities alone, %1 has the best %2, %3; that does not say what it adds to the "
        "others.")
                 .arg(QString::fromStdString(best->modality), metric(), interval(best->figure)) };
}

void ResultWords::explainNames(QStringList& said) const
{
    const QString sample = models::sampleIn(m_result.cohort.path);
    std::vector<std::string> unsaid;
    for (const auto& modality : m_result.cohort.modalities) {
        const QString name = QString::fromStdString(modality);
        const QString word = models::sampleWord(sample, modality);
        if (word.isEmpty() || word == name)
            continue;
        const QRegularExpression alone(
            QStringLiteral("(?<![\\w-])%1(?![\\w-])").arg(QRegularExpression::escape(name)));
        const auto mention = std::find_if(
            said.begin(), said.end(), [&](const QString& sentence) { return sentence.contains(alone); });
        if (mention == said.end())
            unsaid.push_back(modality);
        else
            mention->insert(alone.match(*mention).capturedEnd(),
                Words::tr(" (%1)", "what a modality stands for").arg(word));
    }
    if (!unsaid.empty())
        said << Words::tr("In this demo: %1.").arg(models::sampleWords(sample, unsaid));
}

QStringList ResultWords::sentences() const
{
    const OtherModelsWords others(m_result);
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
        said << others.ofWeighting();
    if (m_result.answer && mayClaim)
        said << ofModalities() << ofUndecided();
    else
        said << Words::tr("%1: %2 %3.", "a model, its metric and figure")
                    .arg(leading.model.plainName(), metric(), interval(leading.figure));
    if (!m_result.answer && mayClaim)
        said << ofAlone();
    if (mayClaim)
        said << (leadsWithWeighting ? QStringList() : others.ofWeighting()) << others.ofReferences();
    said << m_result.rareClasses;
    if (!m_result.sameForAll.isEmpty())
        said << m_result.sameForAll;
    if (m_result.people < kFewPeople)
        said << Words::tr("Only %1: expect different figures on other people.")
                    .arg(counted(m_result.people, Words::tr("1 person"), "%1 people"));
    if (m_result.folds < 2 && mayClaim)
        said << experiments::oneSplitClaimsNothing();
    explainNames(said);
    said << Words::tr("All of this is about these people and these fitted models, not about causes.");
    return said;
}

} // namespace btw::pages
