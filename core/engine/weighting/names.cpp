// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/names.h"

#include <array>

namespace btw::weighting {

namespace {

// Indexed by the enumerators.
constexpr std::array<std::string_view, 10> kVariants { "none", "kl-local", "kl-global", "mi-global", "btw",
    "cc-local", "constant", "held-out", "btw-oof", "shuffled" };
constexpr std::array<VariantFacts, 10> kVariantFacts { VariantFacts { .fixed = true }, // none
    VariantFacts { .divergence = true, .perInstance = true }, // kl-local
    VariantFacts { .divergence = true }, // kl-global
    VariantFacts { .information = true }, // mi-global
    VariantFacts { .divergence = true, .information = true, .perInstance = true }, // btw
    VariantFacts { .divergence = true, .perInstance = true, .regressionOnly = true }, // cc-local
    VariantFacts { .fixed = true }, // constant
    VariantFacts { .fixed = true, .madeOf = MadeOf::Pool, .crossFitted = true }, // held-out
    VariantFacts { .divergence = true,
        .information = true,
        .perInstance = true,
        .madeOf = MadeOf::CrossFit,
        .crossFitted = true }, // btw-oof
    VariantFacts { .fixed = true, .madeOf = MadeOf::Weights } }; // shuffled
constexpr std::array<std::string_view, 3> kVariances { "neighbours", "global", "residual-labels" };
constexpr std::array<std::string_view, 2> kMiPolicies { "present", "all" };
constexpr std::array<std::string_view, 2> kCalibrates { "none", "temperature" };
constexpr std::array<std::string_view, 2> kUpdates { "every-epoch", "on-improvement" };

template <typename Enum>
std::optional<Enum> parse(std::span<const std::string_view> names, std::string_view name)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) {
            return static_cast<Enum>(i);
        }
    }
    return std::nullopt;
}

} // namespace

std::string_view toString(Variant variant) { return kVariants[static_cast<std::size_t>(variant)]; }
std::string_view toString(Variance variance) { return kVariances[static_cast<std::size_t>(variance)]; }
std::string_view toString(MiPolicy policy) { return kMiPolicies[static_cast<std::size_t>(policy)]; }
std::string_view toString(Calibrate calibrate) { return kCalibrates[static_cast<std::size_t>(calibrate)]; }
std::string_view toString(Update update) { return kUpdates[static_cast<std::size_t>(update)]; }

const VariantFacts& factsOf(Variant variant) { return kVariantFacts[static_cast<std::size_t>(variant)]; }

std::optional<Variant> parseVariant(std::string_view name) { return parse<Variant>(kVariants, name); }
std::optional<Variance> parseVariance(std::string_view name) { return parse<Variance>(kVariances, name); }
std::optional<MiPolicy> parseMiPolicy(std::string_view name) { return parse<MiPolicy>(kMiPolicies, name); }
std::optional<Calibrate> parseCalibrate(std::string_view name) { return parse<Calibrate>(kCalibrates, name); }
std::optional<Update> parseUpdate(std::string_view name) { return parse<Update>(kUpdates, name); }

std::span<const std::string_view> variantNames() { return kVariants; }
std::span<const std::string_view> varianceNames() { return kVariances; }
std::span<const std::string_view> miPolicyNames() { return kMiPolicies; }
std::span<const std::string_view> calibrateNames() { return kCalibrates; }
std::span<const std::string_view> updateNames() { return kUpdates; }

std::string joined(std::span<const std::string_view> names)
{
    std::string text;
    for (const std::string_view name : names) {
        text += text.empty() ? "" : ", ";
        text += name;
    }
    return text;
}

} // namespace btw::weighting
