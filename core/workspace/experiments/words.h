// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/contribution.h"

#include <QString>

#include <cstddef>

namespace btw::experiments {

/// An estimate and the ends of its interval as they are shown: "unknown" for what is not finite.
struct IntervalTexts
{
    QString estimate, low, high;
};

/// As many digits as the interval's width asks for, and enough to show on which side of 0 an end lies
/// (engine/digits.h).
IntervalTexts intervalTexts(double estimate, double low, double high);

/// The same in one: "0.031 (0.012 to 0.050)".
QString withInterval(double estimate, double low, double high);

/// A sentence on a difference, with its full stop: where it may not be claimed of the method, it says so, and
/// with folds why (of one split see oneSplitClaimsNothing()). \param sentence without its full stop  \param
/// adjustedP Holm's, of the larger p
QString claimed(const QString& sentence, const analysis::FoldDifference& difference, double adjustedP);

/// Which p stand beside an interval: the larger alone, or that of the bootstrap and that of folds.
enum class PsShown { Larger, Each };

/// What an interval and the p beside it say, and why they can disagree. \param folds of the rows that they
/// are of
QString intervalAndP(std::size_t folds, PsShown shown = PsShown::Larger);

/// Once beside what is said of one split.
QString oneSplitClaimsNothing();

/// Beside a claim that a weighting helps, where the unweighted model alone was there to be compared with.
QString onlyUnweightedCompared();

/// "helps", "helps a little", "harms", "as good without", "cannot tell"; "helps here" and "harms here" where
/// it may not be claimed of the method.
QString verdictWords(const analysis::Contribution& contribution);

/// The same among those who have the modality, of whom nothing is ever claimed: "helps here", "too few".
QString verdictWords(const analysis::Among& among);

/// "101 who have it", beside the name of a modality.
QString whoHaveIt(const analysis::Among& among);

/// What a modality adds among those who have it, as a sentence: "Among the 101 people who have cxr, AUROC
/// falls by 0.026 (-0.010 to 0.064) without it: these people cannot tell." Empty where everybody has it.
/// Parameters as of sentenceOf().
QString amongSentence(
    const analysis::Contribution& contribution, const QString& metric, bool lowerIsBetter, double margin);

/// What a modality adds, as a sentence: "Without tumour, AUROC falls by 0.031 (0.012 to 0.050): tumour
/// helps." Behind it amongSentence(): what is said of everybody never stands alone where some lack the
/// modality. \param metric as people call it  \param lowerIsBetter of the metric  \param margin NaN where
/// there is none
QString sentenceOf(
    const analysis::Contribution& contribution, const QString& metric, bool lowerIsBetter, double margin);

} // namespace btw::experiments
