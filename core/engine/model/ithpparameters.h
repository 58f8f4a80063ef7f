// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace btw::model {

/// What ithp brings: the modality at the head of its hierarchy, and the weights of Xiao et al. 2024,
/// equations 5 to 8, with the values of their released code. A model of one modality has no bottleneck and
/// reads none.
inline constexpr std::array kIthpParameters {
    training::Parameter { "ithp_prime", {}, {}, training::Group::Own, training::kMultimodalSteps,
        "Prime modality",
        "The modality from which ithp predicts, guided by the others; empty, or where it is not used: the "
        "first of those used, in the order of their names.",
        "ours", {}, {}, std::string_view {}, {} },
    training::Parameter { "ithp_beta", {}, { 0, 1e6, true, false }, training::Group::Own,
        training::kMultimodalSteps, "Weight of the first detector",
        "How much the first bottleneck is to say about the second modality, against how little it keeps.",
        "released code", {}, {}, 8.0, {} },
    training::Parameter { "ithp_gamma", {}, { 0, 1e6, true, false }, training::Group::Own,
        training::kMultimodalSteps, "Weight of later detectors",
        "The same for each later bottleneck and the next modality.", "released code", {}, {}, 32.0, {} },
    training::Parameter { "ithp_lambda", {}, { 0, 1e6 }, training::Group::Own, training::kMultimodalSteps,
        "Weight of later bottlenecks", "How much each later bottleneck counts against the one before.",
        "released code", {}, {}, 0.3, {} },
};

/// The modalities in the order of the hierarchy, as indices: the prime one, then the others in the order of
/// their names; that of the data must not matter.
inline std::vector<std::size_t> ithpHierarchy(
    const std::vector<std::string>& names, const training::ExperimentSpec& spec)
{
    const auto prime = kIthpParameters[0].text(spec);
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const bool first = names[a] == prime, second = names[b] == prime;
        return first != second ? first : names[a] < names[b];
    });
    return order;
}

} // namespace btw::model
