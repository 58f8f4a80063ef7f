// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/model/multparameters.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/// The first sequence keeps two features, and its encoder is a file: steps.pt has a batch norm and gives one
/// embedding, gru.pt gives steps.
inline void tuneAnEncoder(
    btw::data::Cohort& cohort, btw::training::ExperimentSpec& spec, const std::string& file = "steps")
{
    const auto found = std::find_if(cohort.modalities.begin(), cohort.modalities.end(),
        [](const auto& one) { return one.kind == btw::data::ModalityKind::Sequence; });
    std::vector<float> some;
    for (std::size_t i = 0; i < found->values.size(); ++i)
        if (i % static_cast<std::size_t>(found->dims) < 2)
            some.push_back(found->values[i]);
    found->values = std::move(some);
    found->dims = 2;
    found->columns.clear();
    btw::training::setEncoderFiles(
        spec, { { found->name, BTW_TEST_DATA "/torchscript/" + file + ".pt", {} } });
    btw::training::kEncoderParameters[4].setNumber(spec, 1e-3);
}

/// Of the system mult, for tests that train it.
inline void setSmallMult(btw::training::ExperimentSpec& spec)
{
    btw::model::kMultParameters[0].setNumber(spec, 8); // width
    btw::model::kMultParameters[1].setNumber(spec, 2); // heads
    btw::model::kMultParameters[2].setNumber(spec, 1); // layers
}
