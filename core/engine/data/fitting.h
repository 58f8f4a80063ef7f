// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace btw::data {

/// Fits what waits for the training rows: `cohort.cut` by quantiles of their labels, `cohort.categories` by
/// their words. Nothing of validation or test rows enters. \return notes on words that training never saw.
/// \throws btw::Error without training rows, or where they leave nothing to fit.
std::vector<Problem> fitToTraining(Cohort& cohort);

/// Cuts the label of a regression into classes; the cohort becomes a classification without label range.
/// \throws btw::Error for thresholds that are no ascending numbers, names too few or too many, or a cohort
/// that has classes already.
void cutLabel(Cohort& cohort, const LabelCut& cut);

/// The class, as a number, that ascending thresholds give a label (which is a number).
double cutValue(double y, const std::vector<double>& thresholds);

/// Thresholds between `classes` parts of equal share: quantiles with linear interpolation (numpy's default).
/// \throws btw::Error where equal values leave fewer classes.
std::vector<double> quantileThresholds(std::vector<double> values, std::size_t classes);

/// Names of the classes that thresholds make: "below 3", "3 to 7", "7 and more".
std::vector<std::string> cutNames(const std::vector<double>& thresholds);

/// Instances of each class by split; all in the first place where the cohort has no splits.
std::vector<std::array<std::size_t, 3>> classCounts(const Cohort& cohort);

/// Makes numbers of the columns of words. One-hot: one column for each word of the training rows, called
/// `column=word`, zeros for words that training never saw. Ordinal: the word's place in its order, missing
/// for words without one. A missing word is missing in every column. \return notes on words that training
/// never saw. \throws btw::Error where no training row has a word.
std::vector<Problem> encodeCategories(Cohort& cohort);

} // namespace btw::data
