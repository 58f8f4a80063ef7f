// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/words.h"

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

QString claimed(const QString& sentence, double adjustedP)
{
    return adjustedP <= analysis::kClaim
        ? sentence + QLatin1Char('.')
        : Experiments::tr("%1 in these fitted models. That it would with other training people is not shown "
                          "(p %2, corrected for the number of questions).")
              .arg(sentence, QString::number(adjustedP, 'g', 2));
}

QString intervalAndP(std::size_t folds)
{
    if (folds < 2)
        return Experiments::tr("The interval and p hold for these fitted models: one split cannot say what "
                               "other training people would give.");
    const QString both
        = Experiments::tr("The interval holds for these fitted models. p asks whether it would "
                          "hold with other training people");
    constexpr std::size_t kFew = 3;
    return folds <= kFew ? Experiments::tr("%1; with %2 folds it hardly ever can.").arg(both).arg(folds)
                         : both + QLatin1Char('.');
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
        return Experiments::tr("helps a little");
    case analysis::Verdict::Harms:
        return contribution.isClaim() ? Experiments::tr("harms") : Experiments::tr("harms here");
    case analysis::Verdict::AsGoodWithout:
        return Experiments::tr("as good without");
    case analysis::Verdict::CannotTell:
        break;
    }
    return Experiments::tr("cannot tell");
}

QString sentenceOf(
    const analysis::Contribution& contribution, const QString& metric, bool lowerIsBetter, double margin)
{
    const auto& difference = contribution.difference;
    const QString name = QString::fromStdString(contribution.modality);
    const bool gains = difference.estimate >= 0;
    const QString size = gains ? withInterval(difference.estimate, difference.low, difference.high)
                               : withInterval(-difference.estimate, -difference.high, -difference.low);
    const QString change = (gains == lowerIsBetter ? Experiments::tr("Without %1, %2 rises by %3")
                                                   : Experiments::tr("Without %1, %2 falls by %3"))
                               .arg(name, metric, size);
    const QString marginText = QString::number(margin, 'g', 2);
    QString verdict;
    switch (contribution.verdict) {
    case analysis::Verdict::Helps:
        verdict = Experiments::tr("%1: it helps").arg(change);
        break;
    case analysis::Verdict::HelpsWithinMargin:
        verdict = Experiments::tr("%1: it helps, but by less than the margin of %2").arg(change, marginText);
        break;
    case analysis::Verdict::Harms:
        verdict = Experiments::tr("%1: it harms").arg(change);
        break;
    case analysis::Verdict::AsGoodWithout:
        return Experiments::tr("%1: as good without %2, within the margin of %3.")
            .arg(change, name, marginText);
    case analysis::Verdict::CannotTell:
        break;
    }
    if (!verdict.isEmpty())
        return claimed(verdict, contribution.adjustedP);
    const QString people = QLocale(QLocale::English).toString(static_cast<qulonglong>(contribution.people));
    if (std::isnan(contribution.couldHaveShown))
        return Experiments::tr("%1: %2 people are too few to tell.").arg(change, people);
    return Experiments::tr(
        "%1: these %2 people cannot tell the two apart. They could have shown a difference of %3.")
        .arg(change, people, QString::number(contribution.couldHaveShown, 'g', 2));
}

} // namespace btw::experiments
