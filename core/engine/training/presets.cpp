// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/training/spec.h"
#include "engine/training/specfields.h"
#include "engine/training/specnames.h"
#include "engine/weighting/names.h"

namespace btw::training {
namespace {

// `auto` takes the paper's sizes from here on (docs/method, "Presets").
constexpr std::size_t kPaperInstances = 5000;

// Learning rate, weight decay and patience are chosen by validation loss over cohorts and splits
// (docs/method, "Presets").
ExperimentSpec smallCohort()
{
    ExperimentSpec spec;
    spec.preset = "small-cohort";
    spec.width = 32;
    spec.encoderHidden = 32;
    spec.expertHidden = 64;
    spec.experts = 4;
    spec.layers = 1;
    spec.encoderDropout = 0.5;
    spec.expertDropout = 0.5;
    spec.inputDropout = 0.5;
    spec.inputDropoutAbove = 64;
    spec.learningRate = 1e-3;
    spec.weightDecay = 3e-2;
    spec.epochs = 300;
    spec.patience = 60;
    spec.halveAfter = 60;
    spec.select = Select::Loss;
    return spec;
}

ExperimentSpec demo()
{
    ExperimentSpec spec = smallCohort();
    spec.preset = "demo";
    spec.encoderDropout = 0.2;
    spec.expertDropout = 0.2;
    spec.inputDropout = 0.2;
    spec.weightDecay = 1e-2;
    spec.epochs = 25;
    spec.patience = 5;
    spec.halveAfter = 20;
    return spec;
}

std::string valueText(const SpecField& field, const ExperimentSpec& spec)
{
    return field.isText() ? '"' + field.text(spec) + '"' : numberText(field.number(spec));
}

} // namespace

ExperimentSpec presetSpec(const std::string& name, std::size_t trainingInstances)
{
    if (name == "auto")
        return trainingInstances >= kPaperInstances ? ExperimentSpec {} : smallCohort();
    if (name == "paper")
        return {};
    if (name == "small-cohort")
        return smallCohort();
    if (name == "demo")
        return demo();
    throw Error(
        "There is no preset \"" + name + "\"; choose one of " + weighting::joined(presetNames()) + ".");
}

void validateSpec(const ExperimentSpec& spec)
{
    for (const SpecField& field : specFields()) {
        const bool ok = field.isBoolean()
            || (field.isText() ? !field.text(spec).empty() : field.range.contains(field.number(spec)));
        if (!ok) {
            throw Error("The spec's key \"" + std::string(field.key) + "\" is " + valueText(field, spec)
                + ", but must be " + field.allowed() + ".");
        }
    }
    if (spec.topK > spec.experts) {
        throw Error("The spec's key \"top_k\" is " + std::to_string(spec.topK)
            + ", but must be an integer from 1 to " + std::to_string(spec.experts)
            + ", the value of \"experts\".");
    }
    // A stored spec must say what it is; `auto` depends on the cohort.
    bool known = false;
    for (const std::string_view name : presetNames())
        known = known || (name != "auto" && name == spec.preset);
    if (!known) {
        throw Error(R"(The spec's key "preset" is ")" + spec.preset
            + "\", but a resolved spec needs one of paper, small-cohort, demo.");
    }
}

} // namespace btw::training
