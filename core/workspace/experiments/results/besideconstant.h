// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/folds.h"
#include "workspace/experiments/models.h"

#include <QString>

#include <string>
#include <vector>

namespace btw::experiments {

/// A model beside the constant, which knows no modality.
struct BesideConstant
{
    enum class Outcome {
        Better, ///< by the interval
        NoWorse, ///< the interval lies above minus the margin, and holds 0 or lies below it
        CannotTell,
        Worse ///< by the interval, and not within the margin
    };
    Model model;
    analysis::FoldDifference gain; ///< over the constant, positive where the model is better
    /// \param margin NaN: none was fixed
    Outcome outcome(double margin) const;
};

/// Every model of all modalities that has a fold and a seed in common with the constant, but the other
/// reference models and those whose weights read the labels of test rows; empty where the constant is not
/// among the models (Models::addReferences()).
std::vector<BesideConstant> besideConstant(Models& models, const std::string& metric);

/// What they say, an outcome a line. \param margin as BesideConstant::outcome()
QString constantReading(const std::vector<BesideConstant>& models, const std::string& metric, double margin);

} // namespace btw::experiments
