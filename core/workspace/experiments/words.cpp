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
        return contribution.isClaim()
            ? verdict + QLatin1Char('.')
            : Experiments::tr(
                "%1 in these fitted models. That it would with other training people is not shown "
                "(p %2, corrected for the number of questions).")
                  .arg(verdict, QString::number(contribution.adjustedP, 'g', 2));
    const QString people = QLocale(QLocale::English).toString(static_cast<qulonglong>(contribution.people));
    if (std::isnan(contribution.couldHaveShown))
        return Experiments::tr("%1: %2 people are too few to tell.").arg(change, people);
    return Experiments::tr(
        "%1: these %2 people cannot tell the two apart. They could have shown a difference of %3.")
        .arg(change, people, QString::number(contribution.couldHaveShown, 'g', 2));
}

} // namespace btw::experiments
