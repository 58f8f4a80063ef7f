// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace btw::model {

/// Which tokens are routed, and to which experts (Han et al. 2024, figure 3).
enum class MoeRouter : std::uint8_t {
    PerModality, ///< each modality's embedding by a router of its own, all to the same experts
    Joint, ///< the embeddings of all modalities, joined, by one router, to experts that see them all
    Disjoint ///< each modality's embedding by a router of its own, to experts of its own
};

inline constexpr std::array<std::string_view, 3> kMoeRouters { "permod", "joint", "disjoint" };

/// What moe brings beside the parameters that systems share. With one modality nothing differs, so that
/// unimodal models read none of them.
inline constexpr std::array kMoeParameters {
    training::Parameter { "moe_router", {}, {}, training::Group::Own, training::kMultimodalSteps, "Router",
        "Whether each modality is routed on its own to shared experts (permod), all modalities joined as one "
        "(joint), or each modality to experts of its own (disjoint).",
        "paper", {}, {}, std::string_view { "permod" }, kMoeRouters },
    training::Parameter { "moe_modality_dropout", {}, { 0, 1, false, true }, training::Group::Own,
        training::kMultimodalSteps, "Hidden modalities",
        "Share of the modalities that are hidden from the model in training, drawn separately for each "
        "instance, which keeps at least one; 0: none.",
        "ours", {}, {}, 0.0, {} },
};

inline MoeRouter moeRouterOf(const training::ExperimentSpec& spec)
{
    const auto name = kMoeParameters[0].text(spec);
    return name == kMoeRouters[1] ? MoeRouter::Joint
        : name == kMoeRouters[2]  ? MoeRouter::Disjoint
                                  : MoeRouter::PerModality;
}

inline double moeModalityDropoutOf(const training::ExperimentSpec& spec)
{
    return kMoeParameters[1].number(spec);
}

} // namespace btw::model
