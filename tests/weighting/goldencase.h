// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/goldenarrays.h"

#include "engine/weighting/weigher.h"

#include <string>
#include <vector>

/// One generated cohort with predictions, and where the expected results lie.
struct GoldenCase
{
    explicit GoldenCase(const std::string& name);

    GoldenArrays arrays;
    btw::weighting::Inputs inputs;
    btw::Predictions multimodal;
    std::vector<std::size_t> check; ///< rows with expected values

    bool isRegression() const { return inputs.task == btw::Task::Regression; }
    std::size_t modalities() const { return inputs.modalities.size(); }

    /// Inputs with NaN wherever docs/method says that nothing is read: the label of test rows, and a
    /// prediction of an absent modality.
    btw::weighting::Inputs withHoles() const;
};

/// Every case, regression first.
const std::vector<std::string>& goldenCaseNames();
