// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"

#include <array>
#include <string_view>

namespace btw::model {

/// What each modality's encoder does about the influence of the others.
inline constexpr std::array<std::string_view, 3> kMcrGames { "greedy", "independent", "collaborative" };

/// What mcr brings: the weights of Kontras et al. 2024, with the values that their released commands have for
/// MOSI with three modalities. A model of one modality has no game and reads none.
inline constexpr std::array kMcrParameters {
    training::Parameter { "mcr_unimodal", {}, { 0, 1e6 }, training::Group::Own, training::kMultimodalSteps,
        "Weight of each modality's own prediction",
        "How much the loss of each modality's own prediction counts beside that of all together.",
        "released code", {}, {}, 0.01, {} },
    training::Parameter { "mcr_game", {}, { 0, 1e6 }, training::Group::Own, training::kMultimodalSteps,
        "Weight of the game",
        "How much it counts that the prediction depends on each modality: that it changes where a modality "
        "is "
        "taken from somebody else.",
        "released code", {}, {}, 0.01, {} },
    training::Parameter { "mcr_players", {}, {}, training::Group::Own, training::kMultimodalSteps, "Players",
        "Whether each modality's encoder works against the influence of the others (greedy), leaves it alone "
        "(independent) or works for it, too (collaborative).",
        "released code", {}, {}, std::string_view { "greedy" }, kMcrGames },
    training::Parameter { "mcr_contrast", {}, { 0, 1e6 }, training::Group::Own, training::kMultimodalSteps,
        "Weight of what is shared",
        "How much it counts that embeddings of one class, whatever their modality, lie close to each other.",
        "released code", {}, {}, 1.0, {} },
    training::Parameter { "mcr_temperature", {}, { 0, 1e6, true, false }, training::Group::Own,
        training::kMultimodalSteps, "Temperature of what is shared",
        "How close is close: a small one looks at the nearest embeddings only.", "released code", {}, {}, 0.5,
        {} },
};

/// How much of the others' influence an encoder works for.
inline double mcrShareOf(const training::ExperimentSpec& spec)
{
    const auto name = kMcrParameters[2].text(spec);
    return name == kMcrGames[1] ? 0.0 : name == kMcrGames[2] ? 1.0 : -1.0;
}

} // namespace btw::model
