// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spec/parameter.h"

#include "engine/spec/encoderparameters.h"
#include "engine/spec/names.h"
#include "engine/weighting/names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <type_traits>
#include <utility>

namespace btw::training {
namespace {

template <class T> std::span<const std::string_view> namesOf()
{
    if constexpr (std::is_same_v<T, weighting::Variant>)
        return weighting::variantNames();
    else if constexpr (std::is_same_v<T, weighting::Variance>)
        return weighting::varianceNames();
    else if constexpr (std::is_same_v<T, weighting::MiPolicy>)
        return weighting::miPolicyNames();
    else if constexpr (std::is_same_v<T, weighting::Calibrate>)
        return weighting::calibrateNames();
    else if constexpr (std::is_same_v<T, weighting::Update>)
        return weighting::updateNames();
    else if constexpr (std::is_same_v<T, Select>)
        return selectNames();
    else if constexpr (std::is_same_v<T, MissingPolicy>)
        return missingPolicyNames();
    else
        return gateNames();
}

using List = std::vector<std::string>;
using Value = std::variant<bool, std::int64_t, double, std::string, List>;

/// What a key holds; an enum as its name.
Value valueOf(const Parameter& parameter, const ExperimentSpec& spec)
{
    return std::visit(
        [&]<class T>(T member) -> Value {
            if constexpr (std::is_same_v<T, std::monostate>) {
                const auto found = spec.own.find(parameter.key);
                const bool known = found != spec.own.end();
                return std::visit(
                    [&]<class D>(D value) -> Value {
                        if constexpr (std::is_same_v<D, std::string_view>)
                            return known ? std::get<std::string>(found->second) : std::string(value);
                        else if constexpr (std::is_same_v<D, bool>)
                            return known ? std::get<bool>(found->second) : value;
                        else
                            return known ? static_cast<D>(std::get<double>(found->second)) : value;
                    },
                    parameter.ownDefault);
            } else {
                using V = std::remove_cvref_t<decltype(spec.*member)>;
                if constexpr (std::is_enum_v<V>)
                    return std::string(namesOf<V>()[static_cast<std::size_t>(spec.*member)]);
                else if constexpr (std::is_same_v<V, std::uint64_t>)
                    return static_cast<std::int64_t>(spec.*member); // at most 2^53
                else
                    return spec.*member;
            }
        },
        parameter.member);
}

/// \param value of the parameter's kind; a name one of its choices
void setValue(const Parameter& parameter, ExperimentSpec& spec, const Value& value)
{
    std::visit(
        [&]<class T>(T member) {
            if constexpr (std::is_same_v<T, std::monostate>) {
                // A default is left out, so that equal specs are equal.
                spec.own.erase(std::string(parameter.key));
                if (valueOf(parameter, spec) == value)
                    return;
                const auto kept = std::visit(
                    []<class V>(const V& v) -> OwnValue {
                        if constexpr (std::is_same_v<V, List>)
                            return {}; // no system brings one
                        else if constexpr (std::is_same_v<V, std::int64_t>)
                            return static_cast<double>(v);
                        else
                            return v;
                    },
                    value);
                spec.own.insert_or_assign(std::string(parameter.key), kept);
            } else {
                using V = std::remove_cvref_t<decltype(spec.*member)>;
                if constexpr (std::is_enum_v<V>) {
                    const auto names = namesOf<V>();
                    const auto at = std::find(names.begin(), names.end(), std::get<std::string>(value));
                    spec.*member = static_cast<V>(at - names.begin());
                } else if constexpr (std::is_same_v<V, std::uint64_t>) {
                    spec.*member = static_cast<std::uint64_t>(std::get<std::int64_t>(value));
                } else {
                    spec.*member = std::get<V>(value);
                }
            }
        },
        parameter.member);
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

bool Parameter::isBoolean() const { return std::holds_alternative<bool>(valueOf(*this, {})); }
bool Parameter::isInteger() const { return std::holds_alternative<std::int64_t>(valueOf(*this, {})); }
bool Parameter::isReal() const { return std::holds_alternative<double>(valueOf(*this, {})); }
bool Parameter::isList() const { return std::holds_alternative<List>(valueOf(*this, {})); }
bool Parameter::isText() const { return std::holds_alternative<std::string>(valueOf(*this, {})); }

std::string_view Parameter::kind() const
{
    if (isText())
        return choices().empty() ? "text" : "choice";
    if (isList())
        return "list";
    return isBoolean() ? "boolean" : isInteger() ? "integer" : "real";
}

std::span<const std::string_view> Parameter::choices() const
{
    return std::visit(
        [this]<class T>(T at) -> std::span<const std::string_view> {
            if constexpr (std::is_same_v<T, std::monostate>) {
                return ownChoices;
            } else {
                using V = std::remove_cvref_t<decltype(std::declval<ExperimentSpec>().*at)>;
                if constexpr (std::is_enum_v<V>)
                    return namesOf<V>();
                else
                    return key == "preset" ? presetNames() : std::span<const std::string_view> {};
            }
        },
        member);
}

std::string Parameter::allowed() const
{
    if (isBoolean())
        return "true or false";
    if (isList())
        return "names separated by commas, each once";
    if (key == kEncoderFilesKey)
        return "modality=file, with a semicolon between several";
    if (isText())
        return choices().empty() ? "a name" : "one of " + weighting::joined(choices());
    const std::string what = isInteger() ? "an integer" : "a number";
    if (!range.lowOpen && !range.highOpen)
        return what + " from " + numberText(range.low) + " to " + numberText(range.high);
    return what + (range.lowOpen ? " above " : " of at least ") + numberText(range.low)
        + (range.highOpen ? " and below " : " and at most ") + numberText(range.high);
}

std::vector<weighting::Variant> Parameter::variants() const
{
    std::vector<weighting::Variant> all;
    if (group != Group::Weighting)
        return all;
    for (const std::string_view name : weighting::variantNames()) {
        const auto variant = *weighting::parseVariant(name);
        if (isReadBy(Step::Weighted, variant))
            all.push_back(variant);
    }
    return all;
}

bool Parameter::isReadBy(Step step, weighting::Variant variant) const
{
    if (!steps.contains(step))
        return false;
    if (group != Group::Weighting || key == "variant")
        return true;
    const auto& facts = weighting::factsOf(variant);
    // The weights that are shuffled follow from all of them.
    if (variant == weighting::Variant::Shuffled)
        return true;
    if (facts.fixed || key == "shuffled_variant")
        return false;
    if (key == "variance")
        return facts.divergence;
    if (key == "calibrate")
        return facts.divergence && !facts.regressionOnly;
    // A model that had not seen a row says nothing of a modality that the row lacks.
    return key != "mi" || (facts.information && !facts.crossFitted);
}

double Parameter::number(const ExperimentSpec& spec) const
{
    const auto value = valueOf(*this, spec);
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return static_cast<double>(*whole);
    const auto* real = std::get_if<double>(&value);
    return real == nullptr ? 0 : *real;
}

void Parameter::setNumber(ExperimentSpec& spec, double value) const
{
    if (isInteger())
        setValue(*this, spec, static_cast<std::int64_t>(value));
    else if (isReal())
        setValue(*this, spec, value);
}

bool Parameter::boolean(const ExperimentSpec& spec) const { return std::get<bool>(valueOf(*this, spec)); }
void Parameter::setBoolean(ExperimentSpec& spec, bool value) const { setValue(*this, spec, value); }

std::string Parameter::text(const ExperimentSpec& spec) const
{
    auto value = valueOf(*this, spec);
    auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : std::move(*text);
}

bool Parameter::setText(ExperimentSpec& spec, std::string_view value) const
{
    const auto names = choices();
    if (!isText() || (!names.empty() && std::find(names.begin(), names.end(), value) == names.end()))
        return false;
    setValue(*this, spec, std::string(value));
    return true;
}

std::vector<std::string> Parameter::list(const ExperimentSpec& spec) const
{
    return std::get<List>(valueOf(*this, spec));
}

void Parameter::setList(ExperimentSpec& spec, std::vector<std::string> values) const
{
    setValue(*this, spec, std::move(values));
}

bool Parameter::hasDefault(const ExperimentSpec& spec) const
{
    return valueOf(*this, spec) == valueOf(*this, ExperimentSpec {});
}

std::string Parameter::valueText(const ExperimentSpec& spec) const
{
    if (isBoolean())
        return boolean(spec) ? "true" : "false";
    if (isList()) {
        std::string joined;
        for (const auto& one : list(spec))
            joined += (joined.empty() ? "" : ",") + one;
        return joined;
    }
    return isText() ? text(spec) : numberText(number(spec));
}

std::string Parameter::defaultText() const
{
    // A resolved spec never says auto, but without the key it is what `btw train` takes.
    return key == "preset" ? "auto" : valueText({});
}

bool Parameter::setFromText(ExperimentSpec& spec, const std::string& value) const
{
    if (isText())
        return !value.empty() && setText(spec, value);
    if (isList()) {
        List names;
        for (std::size_t from = 0; from <= value.size();) {
            const auto comma = std::min(value.find(',', from), value.size());
            names.push_back(value.substr(from, comma - from));
            from = comma + 1;
            if (names.back().empty() || std::count(names.begin(), names.end(), names.back()) > 1)
                return false;
        }
        setList(spec, std::move(names));
        return true;
    }
    if (isBoolean()) {
        if (value != "true" && value != "false")
            return false;
        setBoolean(spec, value == "true");
        return true;
    }
    double number = 0;
    const auto* end = value.data() + value.size();
    const auto [at, error] = std::from_chars(value.data(), end, number);
    if (error != std::errc() || at != end || !range.contains(number)
        || (isInteger() && number != std::floor(number)))
        return false;
    setNumber(spec, number);
    return true;
}

const Parameter* findParameter(std::span<const Parameter> parameters, std::string_view key)
{
    const auto found = std::find_if(
        parameters.begin(), parameters.end(), [key](const Parameter& p) { return p.key == key; });
    return found == parameters.end() ? nullptr : &*found;
}

std::vector<Difference> differences(
    std::span<const Parameter> parameters, const ExperimentSpec& first, const ExperimentSpec& second)
{
    std::vector<Difference> all;
    for (const Parameter& parameter : parameters) {
        if (parameter.key != "preset" && valueOf(parameter, first) != valueOf(parameter, second))
            all.push_back(
                { parameter.key, parameter.label, parameter.valueText(first), parameter.valueText(second) });
    }
    return all;
}

} // namespace btw::training
