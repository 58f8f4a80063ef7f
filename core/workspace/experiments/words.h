// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/contribution.h"

#include <QString>

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

/// What a modality adds, as a sentence: "Without tumour, AUROC falls by 0.031 (0.012 to 0.050): tumour
/// helps." \param metric as people call it  \param lowerIsBetter of the metric  \param margin NaN where there
/// is none
QString sentenceOf(
    const analysis::Contribution& contribution, const QString& metric, bool lowerIsBetter, double margin);

} // namespace btw::experiments
