// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/words.h"

#include "engine/analysis/fewestpeople.h"
#include "engine/digits.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace btw::experiments {

namespace {

class Experiments
{
    Q_DECLARE_TR_FUNCTIONS(Experiments)
};

} // namespace

IntervalTexts intervalTexts(double estimate, double low, double high)
{
    const Digits digits = digitsOf(estimate, low, high);
    const auto text = [&](double value, auto written) {
        return std::isfinite(value) ? QString::fromStdString(written(value, digits))
                                    : Experiments::tr("unknown");
    };
    return { text(estimate, writtenNumber), text(low, writtenEnd), text(high, writtenEnd) };
}

QString withInterval(double estimate, double low, double high)
{
    const auto texts = intervalTexts(estimate, low, high);
    return Experiments::tr("%1 (%2 to %3)").arg(texts.estimate, texts.low, texts.high);
}

QString claimed(const QString& sentence, const analysis::FoldDifference& difference, double adjustedP)
{
    if (!difference.hasFolds())
        return Experiments::tr("%1 in these fitted models.").arg(sentence);
    return analysis::mayBeClaimed(difference, adjustedP)
        ? sentence + QLatin1Char('.')
        : Experiments::tr("%1 in these fitted models. That it would with other training people is not shown "
                          "(p %2, corrected for the number of questions).")
              .arg(sentence, QString::number(adjustedP, 'g', 2));
}

QString intervalAndP(std::size_t folds, PsShown shown)
{
    if (folds < 2) {
        const QString both = Experiments::tr("The interval and p hold for these fitted models: one split "
                                             "cannot say what other training people would give.");
        return shown == PsShown::Each
            ? Experiments::tr("%1 \"p, Holm\" is p, corrected for the number of models that answer the same "
                              "question.")
                  .arg(both)
            : both;
    }
    const QString both = shown == PsShown::Each
        ? Experiments::tr("The interval and p hold for these fitted models. p of folds asks whether that "
                          "would hold with other training people")
        : Experiments::tr("The interval holds for these fitted models. p asks whether it would "
                          "hold with other training people");
    constexpr std::size_t kFew = 3;
    const QString asked = folds <= kFew
        ? Experiments::tr("%1; with %2 folds it hardly ever can.").arg(both).arg(folds)
        : both + QLatin1Char('.');
    return shown == PsShown::Each
        ? Experiments::tr("%1 \"p, Holm\" is the larger of the two, corrected for the number of models that "
                          "answer the same question.")
              .arg(asked)
        : asked;
}

QString oneSplitClaimsNothing()
{
    return Experiments::tr("One split cannot say what other training people would give.");
}

QString onlyUnweightedCompared()
{
    return Experiments::tr(
        "Only the unweighted model was compared: whether constant weights, or the same weights "
        "shuffled between people, would do as well was not asked.");
}

QString verdictWords(const analysis::Contribution& contribution)
{
    switch (contribution.verdict) {
    case analysis::Verdict::Helps:
        return contribution.isClaim() ? Experiments::tr("helps") : Experiments::tr("helps here");
    case analysis::Verdict::HelpsWithinMargin:
        return contribution.isClaim() ? Experiments::tr("helps a little")
                                      : Experiments::tr("helps a little here");
    case analysis::Verdict::Harms:
        return contribution.isClaim() ? Experiments::tr("harms") : Experiments::tr("harms here");
    case analysis::Verdict::AsGoodWithout:
        return Experiments::tr("as good without");
    case analysis::Verdict::CannotTell:
        break;
    }
    return Experiments::tr("cannot tell");
}

namespace {

QString counted(std::size_t people)
{
    return QLocale(QLocale::English).toString(static_cast<qulonglong>(people));
}

QString marginText(double margin) { return QString::number(margin, 'g', 2); }

/// How large a change is, without its sign.
QString sizeOf(const analysis::PairedDifference& difference)
{
    return difference.estimate >= 0 ? withInterval(difference.estimate, difference.low, difference.high)
                                    : withInterval(-difference.estimate, -difference.high, -difference.low);
}

/// Whether the figure is higher without the modality.
bool risesWithout(const analysis::PairedDifference& difference, bool lowerIsBetter)
{
    return (difference.estimate >= 0) == lowerIsBetter;
}

/// Of everybody who was tested.
QString sentenceOfAll(
    const analysis::Contribution& contribution, const QString& metric, bool lowerIsBetter, double margin)
{
    const auto& difference = contribution.difference;
    const QString name = QString::fromStdString(contribution.modality);
    const QString change
        = (risesWithout(difference, lowerIsBetter) ? Experiments::tr("Without %1, %2 rises by %3")
                                                   : Experiments::tr("Without %1, %2 falls by %3"))
              .arg(name, metric, sizeOf(difference));
    QString verdict;
    switch (contribution.verdict) {
    case analysis::Verdict::Helps:
        verdict = Experiments::tr("%1: it helps").arg(change);
        break;
    case analysis::Verdict::HelpsWithinMargin:
        verdict = Experiments::tr("%1: it helps, but by less than the margin of %2")
                      .arg(change, marginText(margin));
        break;
    case analysis::Verdict::Harms:
        verdict = Experiments::tr("%1: it harms").arg(change);
        break;
    case analysis::Verdict::AsGoodWithout:
        if (contribution.among && contribution.among->known == analysis::Among::Known::TooFewPeople)
            return Experiments::tr(
                "%1: over all %2 people, few of whom have it, as good without %3, within the margin of %4.")
                .arg(change, counted(contribution.people), name, marginText(margin));
        if (contribution.among)
            return Experiments::tr("%1: over all %2 people, %3 of whom do not have it, as good without %4, "
                                   "within the margin of %5.")
                .arg(change, counted(contribution.people),
                    counted(contribution.people - contribution.among->people), name, marginText(margin));
        return Experiments::tr("%1: as good without %2, within the margin of %3.")
            .arg(change, name, marginText(margin));
    case analysis::Verdict::CannotTell:
        break;
    }
    if (!verdict.isEmpty())
        return claimed(verdict, difference, contribution.adjustedP);
    const QString people = counted(contribution.people);
    if (std::isnan(contribution.couldHaveShown) || contribution.people < analysis::kFewestPeople)
        return Experiments::tr("%1: %2 people are too few to tell.").arg(change, people);
    return Experiments::tr(
        "%1: these %2 people cannot tell the two apart. They could have shown a difference of %3.")
        .arg(change, people, QString::number(contribution.couldHaveShown, 'g', 2));
}

/// What is said of those who have a modality, behind the colon.
QString amongVerdict(const analysis::Among& among, double margin)
{
    switch (among.verdict) {
    case analysis::Verdict::Helps:
        return Experiments::tr("among them it helps in these fitted models (exploratory).");
    case analysis::Verdict::HelpsWithinMargin:
        return Experiments::tr("among them it helps in these fitted models (exploratory), but by less than "
                               "the margin of %1.")
            .arg(marginText(margin));
    case analysis::Verdict::Harms:
        return Experiments::tr("among them it harms in these fitted models (exploratory).");
    case analysis::Verdict::AsGoodWithout:
        return Experiments::tr("as good without it among them, too, within the margin of %1.")
            .arg(marginText(margin));
    case analysis::Verdict::CannotTell:
        break;
    }
    if (std::isnan(among.couldHaveShown))
        return Experiments::tr("these people cannot tell.");
    return Experiments::tr("these people cannot tell. They could have shown a difference of %1.")
        .arg(QString::number(among.couldHaveShown, 'g', 2));
}

} // namespace

QString verdictWords(const analysis::Among& among)
{
    using Known = analysis::Among::Known;
    switch (among.known) {
    case Known::Yes:
        break;
    case Known::TooFewPeople:
        return Experiments::tr("too few people");
    case Known::TooFewOfAClass:
        return Experiments::tr("too few of a class");
    case Known::Undefined:
        return Experiments::tr("undefined");
    }
    analysis::Contribution exploratory;
    exploratory.verdict = among.verdict; // with a p of 1: never a claim
    return verdictWords(exploratory);
}

QString whoHaveIt(const analysis::Among& among)
{
    const QString people = among.people < analysis::kFewestPeople
        ? Experiments::tr("under %1", "so many people").arg(static_cast<qulonglong>(analysis::kFewestPeople))
        : counted(among.people);
    return Experiments::tr("%1 who have it", "people who have a modality").arg(people);
}

QString amongSentence(
    const analysis::Contribution& contribution, const QString& metric, bool lowerIsBetter, double margin)
{
    using Known = analysis::Among::Known;
    if (!contribution.among)
        return {};
    const auto& among = *contribution.among;
    const QString name = QString::fromStdString(contribution.modality);
    const QString people = counted(among.people);
    switch (among.known) {
    case Known::Yes:
        break;
    case Known::TooFewPeople:
        return among.people == 0
            ? Experiments::tr("None of these people has %1.").arg(name)
            : Experiments::tr("Fewer than %1 of these people have %2: too few to say anything about them.")
                  .arg(static_cast<qulonglong>(analysis::kFewestPeople))
                  .arg(name);
    case Known::TooFewOfAClass:
        return Experiments::tr(
            "Of the %1 people who have %2 alone nothing can be said in %3: it needs at least "
            "%4 people of each class.")
            .arg(people, name, metric)
            .arg(static_cast<qulonglong>(analysis::kFewestPeople));
    case Known::Undefined:
        return Experiments::tr(
            "For the %1 people who have %2 alone %3 is undefined: classes are missing among "
            "them.")
            .arg(people, name, metric);
    }
    const auto& difference = among.difference;
    const QString change = (risesWithout(difference, lowerIsBetter)
            ? Experiments::tr("Among the %1 people who have %2, %3 rises by %4 without it")
            : Experiments::tr("Among the %1 people who have %2, %3 falls by %4 without it"))
                               .arg(people, name, metric, sizeOf(difference));
    return Experiments::tr("%1: %2", "a change, and what it says").arg(change, amongVerdict(among, margin));
}

QString sentenceOf(
    const analysis::Contribution& contribution, const QString& metric, bool lowerIsBetter, double margin)
{
    const QString all = sentenceOfAll(contribution, metric, lowerIsBetter, margin);
    const QString among = amongSentence(contribution, metric, lowerIsBetter, margin);
    return among.isEmpty() ? all : all + QLatin1Char(' ') + among;
}

} // namespace btw::experiments
