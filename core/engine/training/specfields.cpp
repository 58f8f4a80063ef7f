// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/specfields.h"

#include "engine/training/specnames.h"
#include "engine/weighting/names.h"

#include <array>
#include <charconv>
#include <cmath>
#include <type_traits>

namespace btw::training {
namespace {

constexpr Range kShare { 0, 1 };
constexpr Range kDropout { 0, 1, false, true }; // 1 would drop everything
constexpr Range kWidth { 1, 65536 };
// JSON numbers are doubles for many readers: integers are exact up to here.
constexpr Range kSeed { 0, 9007199254740991.0 };

using S = ExperimentSpec;
constexpr std::array kFields {
    SpecField { "preset", &S::preset, {} },
    SpecField { "model", &S::model, {} },
    SpecField { "variant", &S::variant, {} },
    SpecField { "variance", &S::variance, {} },
    SpecField { "mi", &S::mi, {} },
    SpecField { "update", &S::update, {} },
    SpecField { "rescale", &S::rescale, {} },
    SpecField { "alpha", &S::alpha, kShare },
    SpecField { "alpha_step", &S::alphaStep, kShare },
    SpecField { "split_seed", &S::splitSeed, kSeed },
    SpecField { "missing", &S::missing, {} },
    SpecField { "gate", &S::gate, {} },
    SpecField { "width", &S::width, kWidth },
    SpecField { "encoder_hidden", &S::encoderHidden, kWidth },
    SpecField { "expert_hidden", &S::expertHidden, kWidth },
    SpecField { "experts", &S::experts, { 1, 1024 } },
    SpecField { "top_k", &S::topK, { 1, 1024 } },
    SpecField { "layers", &S::layers, { 1, 64 } },
    SpecField { "dropout", &S::dropout, kDropout },
    SpecField { "expert_dropout", &S::expertDropout, kDropout },
    SpecField { "encoder_dropout", &S::encoderDropout, kDropout },
    SpecField { "input_dropout", &S::inputDropout, kDropout },
    SpecField { "input_dropout_above", &S::inputDropoutAbove, { 0, 1e9 } },
    SpecField { "balance", &S::balance, { 0, 1000 } },
    SpecField { "router_noise", &S::routerNoise, {} },
    SpecField { "class_weights", &S::classWeights, {} },
    SpecField { "learning_rate", &S::learningRate, { 0, 10, true, false } },
    SpecField { "weight_decay", &S::weightDecay, { 0, 10 } },
    SpecField { "batch", &S::batch, { 2, 1e6 } }, // a single row is not a batch (docs/method)
    SpecField { "gradient_clip", &S::gradientClip, { 0, 1e6, true, false } },
    SpecField { "epochs", &S::epochs, { 1, 100000 } },
    SpecField { "patience", &S::patience, { 1, 100000 } },
    SpecField { "halve_after", &S::halveAfter, { 1, 100000 } },
    SpecField { "select", &S::select, {} },
};

template <class T> std::span<const std::string_view> namesOf()
{
    if constexpr (std::is_same_v<T, weighting::Variant>)
        return weighting::variantNames();
    else if constexpr (std::is_same_v<T, weighting::Variance>)
        return weighting::varianceNames();
    else if constexpr (std::is_same_v<T, weighting::MiPolicy>)
        return weighting::miPolicyNames();
    else if constexpr (std::is_same_v<T, weighting::Update>)
        return weighting::updateNames();
    else if constexpr (std::is_same_v<T, Select>)
        return selectNames();
    else if constexpr (std::is_same_v<T, MissingPolicy>)
        return missingPolicyNames();
    else
        return gateNames();
}

} // namespace

std::string numberText(double value)
{
    std::array<char, 32> buffer {};
    // Whole numbers in full ("1000000", not "1e+06"); to_chars because printf follows the user's decimal
    // comma.
    const bool whole = std::nearbyint(value) == value && std::abs(value) < 9e15;
    const auto end = whole
        ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::int64_t>(value))
        : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return { buffer.data(), end.ptr };
}

bool Range::contains(double value) const
{
    return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high);
}

bool SpecField::isBoolean() const { return std::holds_alternative<bool ExperimentSpec::*>(member); }
bool SpecField::isInteger() const
{
    return std::holds_alternative<std::int64_t ExperimentSpec::*>(member)
        || std::holds_alternative<std::uint64_t ExperimentSpec::*>(member);
}
bool SpecField::isReal() const { return std::holds_alternative<double ExperimentSpec::*>(member); }
bool SpecField::isText() const { return !isBoolean() && !isInteger() && !isReal(); }

std::span<const std::string_view> SpecField::choices() const
{
    return std::visit(
        [this]<class T>(T ExperimentSpec::*) -> std::span<const std::string_view> {
            if constexpr (std::is_enum_v<T>)
                return namesOf<T>();
            else
                return key == "preset" ? presetNames() : std::span<const std::string_view> {};
        },
        member);
}

std::string SpecField::allowed() const
{
    if (isBoolean())
        return "true or false";
    if (isText())
        return choices().empty() ? "a name" : "one of " + weighting::joined(choices());
    const std::string what = isInteger() ? "an integer" : "a number";
    if (!range.lowOpen && !range.highOpen)
        return what + " from " + numberText(range.low) + " to " + numberText(range.high);
    return what + (range.lowOpen ? " above " : " of at least ") + numberText(range.low)
        + (range.highOpen ? " and below " : " and at most ") + numberText(range.high);
}

double SpecField::number(const ExperimentSpec& spec) const
{
    return std::visit(
        [&spec]<class T>(T ExperimentSpec::*m) -> double {
            if constexpr (std::is_arithmetic_v<T>)
                return static_cast<double>(spec.*m);
            else
                return 0;
        },
        member);
}

void SpecField::setNumber(ExperimentSpec& spec, double value) const
{
    std::visit(
        [&spec, value]<class T>(T ExperimentSpec::*m) {
            if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>)
                spec.*m = static_cast<T>(value);
        },
        member);
}

bool SpecField::boolean(const ExperimentSpec& spec) const
{
    return spec.*std::get<bool ExperimentSpec::*>(member);
}

void SpecField::setBoolean(ExperimentSpec& spec, bool value) const
{
    spec.*std::get<bool ExperimentSpec::*>(member) = value;
}

std::string SpecField::text(const ExperimentSpec& spec) const
{
    return std::visit(
        [&spec]<class T>(T ExperimentSpec::*m) -> std::string {
            if constexpr (std::is_enum_v<T>)
                return std::string(namesOf<T>()[static_cast<std::size_t>(spec.*m)]);
            else if constexpr (std::is_same_v<T, std::string>)
                return spec.*m;
            else
                return {};
        },
        member);
}

bool SpecField::setText(ExperimentSpec& spec, std::string_view value) const
{
    const auto names = choices();
    std::size_t index = 0;
    while (index < names.size() && names[index] != value)
        ++index;
    if (!names.empty() && index == names.size())
        return false;
    std::visit(
        [&spec, value, index]<class T>(T ExperimentSpec::*m) {
            if constexpr (std::is_enum_v<T>)
                spec.*m = static_cast<T>(index);
            else if constexpr (std::is_same_v<T, std::string>)
                spec.*m = std::string(value);
        },
        member);
    return true;
}

std::span<const SpecField> specFields() { return kFields; }

} // namespace btw::training
