// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spec/names.h"

#include <algorithm>
#include <array>

namespace btw::training {
namespace {

constexpr std::array<std::string_view, 2> kSelect { "metric", "loss" };
constexpr std::array<std::string_view, 2> kMissing { "zero", "learned" };
constexpr std::array<std::string_view, 3> kGate { "laplace", "softmax", "gaussian" };
constexpr std::array<std::string_view, 3> kStep { "unimodal", "baseline", "weighted" };
constexpr std::array<std::string_view, 4> kPreset { "auto", "paper", "small-cohort", "demo" };

// `first` is the first enumerator's value: steps count from 1, as people do.
template <class E>
std::optional<E> parse(std::span<const std::string_view> names, std::string_view name, int first = 0)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<E>(first + static_cast<int>(found - names.begin()));
}

} // namespace

std::string_view toString(Select select) { return kSelect.at(static_cast<std::size_t>(select)); }
std::string_view toString(MissingPolicy policy) { return kMissing.at(static_cast<std::size_t>(policy)); }
std::string_view toString(Gate gate) { return kGate.at(static_cast<std::size_t>(gate)); }
std::string_view toString(Step step) { return kStep.at(static_cast<std::size_t>(step) - 1); }

std::optional<Select> parseSelect(std::string_view name) { return parse<Select>(kSelect, name); }
std::optional<MissingPolicy> parseMissingPolicy(std::string_view name)
{
    return parse<MissingPolicy>(kMissing, name);
}
std::optional<Gate> parseGate(std::string_view name) { return parse<Gate>(kGate, name); }
std::optional<Step> parseStep(std::string_view name) { return parse<Step>(kStep, name, 1); }

std::span<const std::string_view> selectNames() { return kSelect; }
std::span<const std::string_view> missingPolicyNames() { return kMissing; }
std::span<const std::string_view> gateNames() { return kGate; }
std::span<const std::string_view> stepNames() { return kStep; }
std::span<const std::string_view> presetNames() { return kPreset; }

} // namespace btw::training
