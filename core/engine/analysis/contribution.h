// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/folds.h"

#include <cstddef>
#include <cstdint>
#include <optional>
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

/// Whether a difference may be claimed of the method: its p is small enough, and folds say what other
/// training people would give. \param adjustedP Holm's, of the larger p
inline bool mayBeClaimed(const FoldDifference& difference, double adjustedP)
{
    return difference.hasFolds() && adjustedP <= kClaim;
}

/// What a modality adds among those of the tested people who have it (any of several that were left out
/// together). The others have nothing that could be taken away, so that over everybody a modality that few
/// people have seems to add little. Exploratory: its p is corrected for nothing, and nothing is claimed by
/// it.
struct Among
{
    enum class Known : std::uint8_t {
        Yes,
        TooFewPeople,
        TooFewOfAClass, ///< for the metric
        Undefined ///< the metric, on every fold
    };
    Known known = Known::Yes; ///< else there are rows and people only
    std::size_t rows = 0;
    std::size_t people = 0; ///< groups, or rows
    FoldDifference difference {};
    double couldHaveShown = 0; ///< as Contribution::couldHaveShown
    Verdict verdict = Verdict::CannotTell;
};

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
    std::optional<Among> among {}; ///< none where everybody who was tested has the modality

    /// Whether a verdict of helps or harms may be claimed of the method, with other training people, too: one
    /// split cannot say that.
    bool isClaim() const { return mayBeClaimed(difference, adjustedP); }
};

/// A margin below which a difference does not matter, unless another was fixed beforehand:
/// MetricFacts::margin, in the metric's own unit. NaN where none is usual.
/// \param constantsError the constant's MAE
double usualMargin(const std::string& metric, double constantsError);

/// Corrects and judges the contributions of all modalities at once. \param margin NaN: none was fixed
void judge(std::vector<Contribution>& contributions, double margin);

} // namespace btw::analysis
