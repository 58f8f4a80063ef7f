// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/spec.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace btw::training {

/// What a number may be. An open end is itself not allowed.
struct Range
{
    double low = 0;
    double high = 0;
    bool lowOpen = false;
    bool highOpen = false;

    bool contains(double value) const; ///< false for NaN
};

/// One key of an ExperimentSpec: the one list behind the JSON reader, its schema, the range checks and the
/// hash of a step, so that a new key cannot be forgotten in one of them.
struct SpecField
{
    using Member = std::variant<bool ExperimentSpec::*, std::int64_t ExperimentSpec::*,
        std::uint64_t ExperimentSpec::*, double ExperimentSpec::*, std::string ExperimentSpec::*,
        weighting::Variant ExperimentSpec::*, weighting::Variance ExperimentSpec::*,
        weighting::MiPolicy ExperimentSpec::*, weighting::Update ExperimentSpec::*, Select ExperimentSpec::*,
        MissingPolicy ExperimentSpec::*, Gate ExperimentSpec::*>;

    std::string_view key; ///< JSON, snake_case
    Member member;
    Range range; ///< numbers only

    bool isBoolean() const;
    bool isInteger() const;
    bool isReal() const;
    bool isText() const; ///< free text or one of choices()

    /// The names that this key may have; empty where it is free text, a number or a boolean.
    std::span<const std::string_view> choices() const;
    /// "an integer from 1 to 8192", "one of zero, learned", ...: for messages.
    std::string allowed() const;

    double number(const ExperimentSpec& spec) const; ///< isInteger(), isReal()
    void setNumber(ExperimentSpec& spec, double value) const;
    bool boolean(const ExperimentSpec& spec) const; ///< isBoolean()
    void setBoolean(ExperimentSpec& spec, bool value) const;
    std::string text(const ExperimentSpec& spec) const; ///< isText()
    /// False, and the spec unchanged, where the name is not one of choices().
    bool setText(ExperimentSpec& spec, std::string_view value) const;
};

/// The shortest text that reads back as this number, in every locale.
std::string numberText(double value);

/// Every field, in the order in which a spec is printed.
std::span<const SpecField> specFields();

} // namespace btw::training
