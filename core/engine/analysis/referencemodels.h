// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/modelstate.h"
#include "engine/predictions.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace btw::analysis {

/// One plain reference model, on standardised features.
struct ReferenceModel
{
    std::string name; ///< the modality's, `all`, or `constant`
    double strength = 0; ///< chosen C (1 / alpha for ridge); NaN for `constant`

    /// Names of the F features: `modality/column` (columns counted from 1 where they have no name), and
    /// `modality/absent` for indicators.
    std::vector<std::string> features;
    /// `[K, F]` row-major. K = 1 for regression and for two classes; else a row for each of `classes`.
    std::vector<double> coefficients;
    std::vector<double> intercepts; ///< K
    /// Classes that the training rows show, ascending (two for one sigmoid, whose score is for the second).
    std::vector<std::size_t> classes;
    std::vector<double> means; ///< of the features that are standardised, in order
    std::vector<double> scales;
    std::vector<std::size_t> lacking; ///< modalities with an indicator: their places among those fitted on

    /// For predictReference().
    ModelState state() const;

    Predictions predictions; ///< all N rows; NaN where the modality is absent
};

struct ReferenceOptions
{
    /// Values of C (1 / alpha) to choose from, ascending; the stronger regularisation wins a tie.
    std::vector<double> strengths = defaultStrengths();
    /// The fold of each of N instances (only those of training rows count); empty: 5 folds are drawn,
    /// stratified, and with whole groups where the cohort has groups.
    std::vector<std::size_t> folds;
    /// Only the model of this name (a modality's, or `all`); empty: every one.
    std::string only;

    /// 13 values from 1e-4 to 1e4, evenly spaced in the logarithm.
    static std::vector<double> defaultStrengths();
};

/// What plain regression makes of a cohort (docs/method, "Reference models"): ridge for regression, L2
/// logistic for classification, with the objectives of scikit-learn's Ridge and LogisticRegression.
///
/// One model per modality in the cohort's order, on the training rows that have it; then `all` on every
/// training row; then `constant` (the training median, or the training shares of the classes). A sequence
/// enters as the mean over its real steps. Features are standardised by the training rows that have the
/// modality; missing values and absent modalities are 0 then, and `all` has an indicator (1 where absent) for
/// each modality that some training row lacks. The strength is chosen by cross-validated log loss or squared
/// error over all held-out rows. Labels of validation and test rows are not read.
///
/// Folds run on OpenMP threads; results do not depend on their number.
/// \param stopped asked often, on the calling thread; once it says true, the result is empty.
/// \throws btw::Error without training rows, or for a modality that none of them has.
std::vector<ReferenceModel> fitReferenceModels(const data::Cohort& cohort,
    const ReferenceOptions& options = {}, const std::function<bool()>& stopped = {});

} // namespace btw::analysis
