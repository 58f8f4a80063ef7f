// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/results/findings.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <vector>

namespace btw::experiments {

/// What a weighting gains over one of its controls in draws of a planted cohort. The draws are of fresh
/// people, independent of each other: Student's t over them says what other people of that kind would give.
struct DrawnGain
{
    Control control = Control::Unweighted;
    std::vector<double> gains {}; ///< one a draw that has both, positive where the weighting is better
    double mean = 0;
    double low = 0, high = 0; ///< 95%, of the mean; NaN of fewer than two draws
    double p = 1; ///< two-sided; NaN of fewer than two draws
};

/// A weighting over the draws.
struct DrawnFinding
{
    enum class Outcome : std::uint8_t {
        Helps, ///< beats every control, with a corrected p of at most 0.05
        NotBeyondControls, ///< beats the first, and not every other
        CannotTell,
        Worse, ///< than the first, by the interval
        NotCompared ///< with the first, in two draws or more
    };
    Model model;
    std::vector<DrawnGain> controls; ///< as controlsOf() has them
    double adjustedP = 1; ///< Holm's over the weightings, of the largest p over the controls
    Outcome outcome = Outcome::CannotTell;
};

/// Adds what one draw says.
void addDraw(std::vector<DrawnFinding>& all, const std::vector<WeightingFinding>& draw);
/// Fills in what follows from the gains.
void judge(std::vector<DrawnFinding>& all);
/// A table and what may be said of it. \param all judged \param draws their number
QString overDrawsText(const std::vector<DrawnFinding>& all, std::size_t draws);

} // namespace btw::experiments
