// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"
#include "engine/systems/system.h"
#include "workspace/predicting/trainedmodel.h"

#include <QByteArray>

#include <cstdint>
#include <vector>

namespace btw::predicting {

/// What a model says of N people.
struct PeoplePredictions
{
    Predictions model; ///< `[N, K]`; NaN where a unimodal model's modality is absent
    std::vector<std::size_t> unimodalOf; ///< modalities with a model of their own
    std::vector<Predictions> unimodal; ///< one each
    // Of a weighted model (docs/method, "Weights of new people"); else empty.
    std::vector<float> weights; ///< `[N, M]`
    std::vector<std::size_t> weighted; ///< modalities that the model sees
    std::vector<std::uint8_t> settled; ///< N
    std::vector<std::uint8_t> knownPattern; ///< N; 0 where no training row had the same modalities
    int rounds = 0;
};

/// \param people in the form of the model's cohort (io::readNewPeople)
/// \throws btw::Error where the model is damaged, or of a system that this program does not have
PeoplePredictions predictPeople(
    const TrainedModel& model, const data::Cohort& people, const systems::SystemRegistry& systems);

/// `id`, `prediction` (regression) or `predicted` and `prob_<c>`, then of a weighted model `w_<modality>`, of
/// each modality with a model of its own `pred_<modality>` or `prob_<modality>_<c>`, and of a weighted model
/// `settled` (1 or 0).
QByteArray predictionsCsv(const data::Cohort& people, const PeoplePredictions& predictions);

} // namespace btw::predicting
