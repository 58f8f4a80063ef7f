// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/spec.h"

#include <optional>
#include <span>
#include <string_view>

namespace btw::training {

// The names of docs/method, as specs, flags and stored runs spell them; those of the weighting options
// are in engine/weighting/names.h.

std::string_view toString(Select select); ///< metric, loss
std::string_view toString(MissingPolicy policy); ///< zero, learned
std::string_view toString(Gate gate); ///< laplace, softmax, gaussian
std::string_view toString(Step step); ///< unimodal, baseline, weighted

/// The value of a name, or nothing where the name is unknown (exact match).
std::optional<Select> parseSelect(std::string_view name);
std::optional<MissingPolicy> parseMissingPolicy(std::string_view name);
std::optional<Gate> parseGate(std::string_view name);
std::optional<Step> parseStep(std::string_view name);

/// Every name, in the order of the enumerators.
std::span<const std::string_view> selectNames();
std::span<const std::string_view> missingPolicyNames();
std::span<const std::string_view> gateNames();
std::span<const std::string_view> stepNames();

/// What a person may ask for: auto, paper, small-cohort, demo. A resolved spec never says auto.
std::span<const std::string_view> presetNames();

} // namespace btw::training
