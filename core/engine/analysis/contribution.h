// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/folds.h"

#include <string>
#include <string_view>
#include <vector>

namespace btw::analysis {

/// What can be said of a modality by its interval: always in these fitted models, beside the other
/// modalities.
enum class Verdict { Helps, HelpsWithinMargin, Harms, AsGoodWithout, CannotTell };
/// "helps", "helps", "harms", "as-good-without", "cannot-tell": `btw train --json` prints these.
std::string_view toString(Verdict verdict);

/// Holm's p up to which a difference may be claimed of the method, with other training people, too.
inline constexpr double kClaim = 0.05;

/// 1.96 + 0.84: a difference of so many standard errors is found in 80 of 100 samples.
inline constexpr double kDetectable = 2.8;

/// What one modality adds: the figure with it less the figure without it, positive where it helps, whatever
/// the metric's sense (docs/method, "What each modality adds").
struct Contribution
{
    std::string modality;
    FoldDifference difference;
    double adjustedP = 1; ///< Holm's, of the larger p, over the modalities of the same question
    double couldHaveShown = 0; ///< the difference that these people could have shown: 2.8 standard errors
    Verdict verdict = Verdict::CannotTell;
    std::size_t people = 0; ///< that were tested: groups, or instances

    /// Whether a verdict of helps or harms may be claimed of the method, with other training people, too.
    bool isClaim() const { return adjustedP <= kClaim; }
};

/// A margin below which a difference does not matter, unless another was fixed beforehand: 0.02 AUROC, 0.02
/// nats of log loss, 5% of the constant's mean absolute error. NaN for other metrics: none is usual.
/// \param constantsError the constant's MAE
double usualMargin(const std::string& metric, double constantsError);

/// Corrects and judges the contributions of all modalities at once. \param margin NaN: none was fixed
void judge(std::vector<Contribution>& contributions, double margin);

} // namespace btw::analysis
