// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/spec.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace btw {
enum class Task : std::uint8_t; // engine/data/cohort.h
}

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

/// Parameters that systems read together; a system names the groups that it reads (systems/system.h).
enum class Group : std::uint8_t {
    Naming, ///< preset, model: what is trained, not how
    Weighting,
    Splitting,
    Missing, ///< what stands for an absent modality in a model of several
    Network, ///< encoders, width, depth, dropout
    Experts, ///< FuseMoE's routers and experts
    Pooling, ///< what a pool of unimodal models is made of
    Optimisation, ///< of models that are trained by gradient
    Own, ///< brought by one system, its name as the key's prefix
    Time, ///< how irregular series are brought to points in time; who reads Network reads this, too
    Files ///< encoders from files; the same
};

/// The steps that read a parameter, as bits.
struct Steps
{
    bool unimodal = false;
    bool baseline = false;
    bool weighted = false;

    bool contains(Step step) const
    {
        return step == Step::Unimodal ? unimodal : step == Step::Baseline ? baseline : weighted;
    }
};
inline constexpr Steps kNoStep {};
inline constexpr Steps kEveryStep { true, true, true };
inline constexpr Steps kMultimodalSteps { false, true, true };
inline constexpr Steps kWeightedStep { false, false, true };

/// One key of an ExperimentSpec, described once: what reads JSON, the schema, `btw parameters`, the flags of
/// `btw train`, the range checks, the key by which a step is found again, the handbook's table and the
/// difference of two specs all follow from it.
struct Parameter
{
    using Member = std::variant<std::monostate, bool ExperimentSpec::*, std::int64_t ExperimentSpec::*,
        std::uint64_t ExperimentSpec::*, double ExperimentSpec::*, std::string ExperimentSpec::*,
        std::vector<std::string> ExperimentSpec::*, weighting::Variant ExperimentSpec::*,
        weighting::Variance ExperimentSpec::*, weighting::MiPolicy ExperimentSpec::*,
        weighting::Calibrate ExperimentSpec::*, weighting::Update ExperimentSpec::*, Select ExperimentSpec::*,
        MissingPolicy ExperimentSpec::*, Gate ExperimentSpec::*>;
    using OwnDefault = std::variant<bool, std::int64_t, double, std::string_view>;

    std::string_view key; ///< JSON, snake_case
    Member member; ///< monostate: a system's own, kept in ExperimentSpec::own
    Range range {}; ///< numbers only
    Group group = Group::Own;
    Steps steps {};
    std::string_view label; ///< for forms and tables
    std::string_view explanation; ///< one sentence
    std::string_view source; ///< of the default: "paper", "released code" or "ours"
    std::string_view unit {};
    std::string_view danger {}; ///< what a reader of the results must know; empty: nothing
    OwnDefault ownDefault {}; ///< of a system's own
    std::span<const std::string_view> ownChoices {}; ///< the same
    std::optional<Task> task {}; ///< nothing is different for the other one; empty: both read it

    bool isBoolean() const;
    bool isInteger() const;
    bool isReal() const;
    bool isText() const; ///< free text or one of choices()
    bool isList() const; ///< names
    /// boolean, integer, real, choice, text or list.
    std::string_view kind() const;

    /// The names that this key may have; empty where it is free text, a number or a boolean.
    std::span<const std::string_view> choices() const;
    /// "an integer from 1 to 8192", "one of zero, learned", ...: for messages.
    std::string allowed() const;
    /// The variants whose weights change with it; empty where the variant does not matter.
    std::vector<weighting::Variant> variants() const;
    /// Whether a step of this variant reads it; Step::Unimodal and Step::Baseline have no variant.
    bool isReadBy(Step step, weighting::Variant variant) const;
    bool isReadFor(Task cohorts) const { return !task || *task == cohorts; }

    double number(const ExperimentSpec& spec) const; ///< isInteger(), isReal()
    void setNumber(ExperimentSpec& spec, double value) const;
    bool boolean(const ExperimentSpec& spec) const; ///< isBoolean()
    void setBoolean(ExperimentSpec& spec, bool value) const;
    std::string text(const ExperimentSpec& spec) const; ///< isText()
    /// False, and the spec unchanged, where the name is not one of choices().
    bool setText(ExperimentSpec& spec, std::string_view value) const;
    std::vector<std::string> list(const ExperimentSpec& spec) const; ///< isList()
    void setList(ExperimentSpec& spec, std::vector<std::string> values) const;
    bool hasDefault(const ExperimentSpec& spec) const; ///< whether the value is the default
    std::string valueText(const ExperimentSpec& spec) const; ///< as a person writes it: 0.5, true, btw, a,b
    std::string defaultText() const; ///< the same of the default
    /// The reverse of valueText(). False, and the spec unchanged, where it is no value or out of range.
    bool setFromText(ExperimentSpec& spec, const std::string& value) const;
};

/// The shortest text that reads back as this number, in every locale.
std::string numberText(double value);

/// The parameters that systems share, in the order in which a spec is printed.
std::span<const Parameter> commonParameters();

/// A parameter of the list by its key; null where there is none.
const Parameter* findParameter(std::span<const Parameter> parameters, std::string_view key);

/// A key whose value differs between two specs.
struct Difference
{
    std::string_view key;
    std::string_view label;
    std::string first;
    std::string second;
};
/// Every key in which two specs differ; `preset`, a name for other keys' values, is left out.
std::vector<Difference> differences(
    std::span<const Parameter> parameters, const ExperimentSpec& first, const ExperimentSpec& second);

} // namespace btw::training
