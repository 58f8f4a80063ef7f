// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/fusionmodel.h"
#include "tests/goldenarrays.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <string>
#include <vector>

// What the golden cases of models have in common: tests/golden/make_model.py and make_systems.py.

inline constexpr std::int64_t kInstances = 5;

at::Tensor tensor(const GoldenArrays& golden, const std::string& key, at::IntArrayRef shape);

/// A vector of 3 features, a sequence (or, where the file has `times`, an irregular series) of 2 and a vector
/// of 4 features.
btw::model::ModelInput inputOf(const GoldenArrays& golden);

/// The largest difference, relative to the largest number.
double difference(const at::Tensor& actual, const std::vector<double>& expected);
