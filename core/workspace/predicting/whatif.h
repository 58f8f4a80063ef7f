// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/systems/system.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::predicting {

/// What a stored model says of one person, as of somebody new: a weighted model's weights settle
/// (docs/method, "Weights of new people"), and may differ from those that the person had in training.
struct WhatIf
{
    std::vector<float> prediction; ///< K; empty where no modality is left
    std::vector<float> weights; ///< M of the cohort, 0 where absent; empty unless the model is weighted
};

/// The cohort of this row alone; cheap whatever the cohort's size.
data::Cohort personOf(const data::Cohort& cohort, std::size_t row);

/// Predicts one row of the run's own data with some modalities switched off, as though they were absent.
/// \param cohort in the form that the run was trained on: the same modalities with the same features
/// \param row of the cohort, whose id is `id`
/// \throws btw::Error as modelOf() and predictPeople(), and (Kind::Input) for another form, and for another
/// person
WhatIf whatIf(const store::Store& store, std::int64_t runId, const data::Cohort& cohort, std::size_t row,
    const std::string& id, const std::vector<std::string>& off,
    const systems::SystemRegistry& systems = systems::builtinSystems());

} // namespace btw::predicting
