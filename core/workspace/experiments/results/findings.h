// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/folds.h"
#include "workspace/experiments/controls.h"
#include "workspace/experiments/models.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::experiments {

/// What a weighting gains over one of its controls.
struct Gain
{
    Control control = Control::Unweighted;
    analysis::FoldDifference
        difference; ///< positive where the weighting is better, whatever the metric's sense
};

/// What an experiment says of one weighting.
struct WeightingFinding
{
    enum class Outcome : std::uint8_t {
        Helps, ///< beats every control, and this may be claimed of the method
        HelpsHere, ///< beats every control by the intervals, which hold for these fitted models: all that one
                   ///< split can say
        NotBeyondControls, ///< beats the unweighted model, and not every other control
        CannotTell, ///< the interval of the gain over the unweighted model holds 0, or there are under ten
                    ///< people
        Worse, ///< than the unweighted model, by the interval
        NotCompared ///< with its unweighted model, which was not trained on the same folds
    };

    Model model;
    std::vector<Gain> gains; ///< over the controls that it could be compared with, as controlsOf() has them
    std::vector<Control> notCompared; ///< the others, without which nothing may be claimed
    /// Holm's over the weightings of the experiment, of the largest p of the gains: a weighting helps only if
    /// it beats each of its controls (an intersection-union test).
    double adjustedP = 1;
    Outcome outcome = Outcome::CannotTell;

    bool beatsEveryControl() const { return outcome == Outcome::Helps || outcome == Outcome::HelpsHere; }
};

/// Corrects and judges all weightings of an experiment at once, by their gains.
void judge(std::vector<WeightingFinding>& findings);

/// Of every weighting but those that read the labels of test rows.
std::vector<WeightingFinding> weightingFindings(Models& models, const std::string& metric);

} // namespace btw::experiments
