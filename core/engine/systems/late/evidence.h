// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/modelstate.h"
#include "engine/predictions.h"
#include "engine/systems/late/poolfit.h"

#include <string>
#include <vector>

namespace btw::systems {

/// Probabilities count as at least this before logarithms are taken of them.
constexpr double kLeastProbability = 1e-12;

/// How unimodal predictions become what a pool adds up (docs/method, "Late fusion"): classification: the log
/// probability less the log of the training class shares, centred over classes and over training rows;
/// regression: the prediction, centred; each divided by its root mean square over training rows. The
/// predictions of training rows are of models that did not see them.
class Evidence
{
public:
    /// Fits means, scales and patterns by the training rows. \param unimodal one a modality, N rows; what
    /// stands where a modality is absent is not read
    Evidence(const data::Cohort& cohort, const std::vector<Predictions>& unimodal);

    /// The training rows that have a modality.
    const std::vector<std::size_t>& fitted() const { return m_fitted; }
    /// What the pool sees of these rows of a cohort: the one that was fitted on, or of people in its form.
    /// Their unknown labels are NaN. \throws btw::Error where a model predicts no number
    PoolRows rows(const data::Cohort& cohort, const std::vector<Predictions>& unimodal,
        const std::vector<std::size_t>& rows) const;

    double labelMean() const { return m_labelMean; } ///< of training rows; 0 for classification
    double labelScale() const { return m_labelScale; } ///< standard deviation, or 1

    ModelState state() const;
    /// \throws btw::Error where the state is not of a pool of such modalities.
    Evidence(const ModelState& state, std::size_t modalities, std::size_t outputs);

private:
    /// Raw evidence `[rows, K]`, 0 where absent.
    Eigen::MatrixXd raw(const data::Cohort& cohort, std::size_t modality, const Predictions& predictions,
        const std::vector<std::size_t>& rows) const;
    void findPatterns(const data::Cohort& cohort);

    std::size_t m_outputs;
    std::vector<std::size_t> m_fitted;
    Eigen::VectorXd m_shares; ///< log class shares
    std::vector<Eigen::RowVectorXd> m_means; ///< M of K
    std::vector<double> m_scales; ///< M; 0: the modality says nothing
    std::vector<std::string> m_patterns; ///< those with an intercept of their own
    double m_labelMean = 0;
    double m_labelScale = 1;
};

} // namespace btw::systems
