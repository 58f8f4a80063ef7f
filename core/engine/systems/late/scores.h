// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/modelstate.h"
#include "engine/predictions.h"
#include "engine/systems/late/calibration.h"

#include <cstddef>
#include <vector>

namespace btw::systems {

/// Predictions of whole models as scores that can be added up and calibrated: of classes log probabilities,
/// centred over the classes; of a regression standard deviations of the training labels from their mean.
class ScoreScale
{
public:
    explicit ScoreScale(const data::Cohort& cohort); ///< by its training rows
    /// \throws btw::Error where the state is not of one.
    ScoreScale(const ModelState& state, const data::Cohort& people);

    /// `[rows, K]` \throws btw::Error where a prediction is no number
    Eigen::MatrixXd scores(const Predictions& predictions, const std::vector<std::size_t>& rows) const;
    /// These rows with their labels and what some models say of them; one intercept for all.
    PoolRows rows(const data::Cohort& cohort, const std::vector<const Predictions*>& models,
        const std::vector<std::size_t>& rows) const;
    /// Scores of these rows as predictions. \param scores `[rows, K]`
    void write(const Eigen::MatrixXd& scores, const std::vector<std::size_t>& rows, Predictions& into) const;

    void keep(ModelState& state) const; ///< adds what the second constructor reads

private:
    Task m_task;
    std::size_t m_outputs;
    double m_mean = 0; ///< of a regression's training labels
    double m_scale = 1;
};

/// Predictions of a cohort whose training rows stand as they are and whose other rows are calibrated by
/// validation rows. \param scores `[N, K]` of all rows \returns the calibration that was found
Calibration calibrateOthers(const data::Cohort& cohort, const ScoreScale& scale,
    const Eigen::MatrixXd& scores, Predictions& predictions);

/// 0, 1, ..., n - 1.
std::vector<std::size_t> everyRow(std::size_t n);

} // namespace btw::systems
