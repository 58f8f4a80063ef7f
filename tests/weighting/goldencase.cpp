// SPDX-License-Identifier: GPL-3.0-or-later
#include "goldencase.h"

#include <limits>

namespace {

btw::Predictions predictions(const GoldenArrays& arrays, const std::string& key)
{
    const std::vector<double>& values = arrays.at(key);
    btw::Predictions result;
    result.width = static_cast<std::size_t>(arrays.scalar("width"));
    for (const double v : values) {
        result.values.push_back(static_cast<float>(v));
    }
    return result;
}

} // namespace

GoldenCase::GoldenCase(const std::string& name)
    : arrays("weighting/case-" + name)
    , multimodal(predictions(arrays, "multimodal"))
{
    inputs.task = arrays.scalar("task") == 0 ? btw::Task::Regression : btw::Task::Classification;
    inputs.y = arrays.at("y");
    for (std::size_t i = 0; i < inputs.y.size(); ++i) {
        inputs.ids.push_back(std::string("i").append(std::to_string(i)));
        inputs.splits.push_back(static_cast<btw::Split>(static_cast<int>(arrays.at("split")[i])));
    }
    for (const double flag : arrays.at("present")) {
        inputs.present.push_back(flag != 0 ? 1 : 0);
    }
    const auto count = static_cast<std::size_t>(arrays.scalar("modalities"));
    for (std::size_t m = 0; m < count; ++m) {
        const std::string number = std::to_string(m);
        inputs.modalities.push_back(std::string("m").append(number));
        inputs.unimodal.push_back(predictions(arrays, std::string("unimodal").append(number)));
    }
    for (const double row : arrays.at("check")) {
        check.push_back(static_cast<std::size_t>(row));
    }
}

btw::weighting::Inputs GoldenCase::withHoles() const
{
    btw::weighting::Inputs holed = inputs;
    for (std::size_t i = 0; i < holed.splits.size(); ++i) {
        if (holed.splits[i] == btw::Split::Test) {
            holed.y[i] = std::numeric_limits<double>::quiet_NaN();
        }
        for (std::size_t m = 0; m < modalities(); ++m) {
            btw::Predictions& p = holed.unimodal[m];
            for (std::size_t c = 0; c < p.width && holed.present[i * modalities() + m] == 0; ++c) {
                p.row(i)[c] = std::numeric_limits<float>::quiet_NaN();
            }
        }
    }
    return holed;
}

const std::vector<std::string>& goldenCaseNames()
{
    static const std::vector<std::string> kNames { "reg-n4", "reg-n12", "reg-plain", "reg-ties",
        "reg-constant", "reg-multi-constant", "reg-heavy", "reg-missing", "reg-large", "reg-single",
        "reg-offset", "reg-perfect", "cls-n4", "cls-binary", "cls-missing", "cls-hard", "cls-large",
        "cls-near" };
    return kNames;
}
