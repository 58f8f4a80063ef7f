// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/modelstate.h"
#include "engine/weighting/weigher.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace btw::weighting {

/// What the weights of people are made of whom a training never saw (docs/method, "Weights of new people"):
/// everything of the best epoch that does not belong to a training row.
class SettlingBase
{
public:
    /// \param weigher of the training  \param multimodal predictions and \param weights (`[N, M]`, in force)
    /// of its best epoch
    SettlingBase(const Weigher& weigher, const Predictions& multimodal, const std::vector<float>& weights);

    ModelState state() const;
    /// \throws btw::Error where the state is no such base.
    static SettlingBase fromState(const ModelState& state);

    /// Keeps one variance for everybody in place of the pairs of prediction and squared residual of
    /// validation rows, from which their labels can be derived. \returns whether that changes the weights.
    bool makePrivate();

private:
    friend class Settling;
    SettlingBase() = default;

    Task m_task = Task::Classification;
    Variant m_variant = Variant::Btw;
    Variance m_variance = Variance::Neighbours;
    bool m_rescale = false;
    double m_floor = 0; ///< of variances
    std::vector<double> m_factors; ///< M
    std::vector<double> m_temperatures; ///< M; of the unimodal probabilities
    /// Of each unimodal model and of the multimodal one: predictions of validation rows and their squared
    /// residuals, in the order of the rows, which decides among neighbours that are equally near. Of a
    /// regression whose variant reads divergences; else empty.
    std::vector<std::pair<std::vector<float>, std::vector<double>>> m_pairs;
    std::map<std::string, std::vector<float>>
        m_starts; ///< mean training weights by pattern of presence, "101"
};

/// Weights that settle.
struct Settled
{
    std::vector<float> weights; ///< `[N, M]`
    Predictions predictions; ///< under these weights
    std::vector<std::uint8_t> settled; ///< N; 0 where they still moved after the last round
    std::vector<std::uint8_t> knownPattern; ///< N; 0 where no training row had the same modalities
    int rounds = 0;
};

using PredictUnder = std::function<void(
    const std::vector<float>& weights, const std::vector<std::size_t>& rows, Predictions& predictions)>;

/// w starts as the mean training weight of rows with the same modalities (else equal), then
/// w <- (w + w_new) / 2, until no weight of an instance differs from w_new by more than 1e-4; at most 200
/// rounds. Where an instance has to turn round, its step becomes half as long, and grows again (by 1.2, to a
/// half) while it goes straight on.
/// \param unimodal M, of the people; \param present `[N, M]`; \param ids N, for messages
/// \param predict sets the multimodal model's predictions under weights for these of the N rows; it is asked
/// for all of them first, then for those that have moved
/// \param crossFit of a weighting that is made of cross-fitted models: the multimodal predictions of these
/// people that its weights come from, in place of those under the weights; else null
Settled settle(const SettlingBase& base, const std::vector<Predictions>& unimodal,
    const std::vector<std::uint8_t>& present, const std::vector<std::string>& ids,
    const PredictUnder& predict, const Predictions* crossFit = nullptr);

} // namespace btw::weighting
