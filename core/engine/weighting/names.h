// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/weighting/options.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace btw::weighting {

// The names of docs/method, as specs, flags and stored runs spell them.

std::string_view toString(Variant variant); ///< none, kl-local, kl-global, mi-global, btw, cc-local,
                                            ///< constant, held-out, btw-oof, shuffled
std::string_view toString(Variance variance); ///< neighbours, global, residual-labels
std::string_view toString(MiPolicy policy); ///< present, all
std::string_view toString(Calibrate calibrate); ///< none, temperature
std::string_view toString(Update update); ///< every-epoch, on-improvement

/// The value of a name, or nothing where the name is unknown (exact match).
std::optional<Variant> parseVariant(std::string_view name);
std::optional<Variance> parseVariance(std::string_view name);
std::optional<MiPolicy> parseMiPolicy(std::string_view name);
std::optional<Calibrate> parseCalibrate(std::string_view name);
std::optional<Update> parseUpdate(std::string_view name);

/// The run beside its own unimodal ones that a weighting is made of.
enum class MadeOf : std::uint8_t {
    Nothing,
    Pool, ///< late fusion: how far each modality is believed
    CrossFit, ///< unweighted fits of all modalities, none of which saw the row that it predicts
    Weights ///< those of another weighting, at its best epoch
};

/// What a variant reads, and what it is for.
struct VariantFacts
{
    bool divergence = false; ///< KL divergence, and for regression the variance policy with it
    bool information = false; ///< mutual information
    bool perInstance = false; ///< a weight differs between people, not between modalities alone
    bool regressionOnly = false;
    /// Its weights stand from the first epoch on: no prediction of the weighted model changes them, nothing
    /// smooths or rescales them, and they need not sum to 1.
    bool fixed = false;
    MadeOf madeOf = MadeOf::Nothing;
    /// Its unimodal models had not seen the rows that they predict (those of late fusion).
    bool crossFitted = false;
};
const VariantFacts& factsOf(Variant variant);

/// Every name, in the order of the enumerators.
std::span<const std::string_view> variantNames();
std::span<const std::string_view> varianceNames();
std::span<const std::string_view> miPolicyNames();
std::span<const std::string_view> calibrateNames();
std::span<const std::string_view> updateNames();

/// "a, b, c": for messages that list what is allowed.
std::string joined(std::span<const std::string_view> names);

} // namespace btw::weighting
