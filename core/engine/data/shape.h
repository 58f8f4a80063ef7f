// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"
#include "engine/data/scaling.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw::data {

/// What a model knows of a modality that it was trained on.
struct ModalityShape
{
    std::string name;
    ModalityKind kind = ModalityKind::Vector;
    std::int64_t dims = 0; ///< D
    std::vector<std::string> columns; ///< D names, or empty
    std::vector<SourceColumn> sources; ///< the columns before their words became numbers; empty: the same
    FeatureScale scale; ///< of the training rows (Scaler)
    std::vector<double> counts; ///< D; training instances in which the feature is known
};

/// What a model knows of the cohort that it was trained on, without any of its rows: enough to bring other
/// rows into the same form.
struct CohortShape
{
    std::string name;
    Task task = Task::Regression;
    std::vector<std::string> classes;
    std::vector<double> thresholds; ///< that cut a numeric label into the classes; empty: none do
    std::optional<std::pair<double, double>> labelRange;
    std::vector<ModalityShape> modalities;
    std::string reading; ///< Cohort::reading
};

/// \throws btw::Error as Scaler::fit() does
CohortShape shapeOf(const Cohort& cohort);

/// Brings the rows of another cohort, as it was read, into the form that a model was trained on: modalities
/// and columns by name in the model's order, words as training encoded them, labels as the model's classes.
/// All rows become test rows. A label may be NaN (unknown). A modality, or a column, that is not there is
/// absent, or missing. \return what was not as in training: warnings, and errors where the rows cannot be
/// used.
/// \param used modalities that matter: what others lack is not said; empty: all
std::vector<Problem> fitToShape(
    const CohortShape& shape, Cohort& people, const std::vector<std::string>& used = {});

} // namespace btw::data
