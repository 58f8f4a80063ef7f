// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/spec/presets.h"

#include "engine/error.h"
#include "engine/spec/names.h"
#include "engine/spec/parameter.h"
#include "engine/weighting/names.h"

namespace btw::training {
namespace {

// Learning rate, weight decay, dropout and width are chosen by validation loss over cohorts and splits
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

std::string writtenValue(const Parameter& parameter, const ExperimentSpec& spec)
{
    return parameter.isText() ? '"' + parameter.text(spec) + '"' : parameter.valueText(spec);
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
    for (const Parameter& parameter : commonParameters()) {
        const bool ok = parameter.isBoolean() || parameter.isList()
            || (parameter.isText() ? !parameter.text(spec).empty() || parameter.hasDefault(spec)
                                   : parameter.range.contains(parameter.number(spec)));
        if (!ok) {
            throw Error("The spec's key \"" + std::string(parameter.key) + "\" is "
                + writtenValue(parameter, spec) + ", but must be " + parameter.allowed() + ".");
        }
    }
    if (spec.topK > spec.experts) {
        throw Error("The spec's key \"top_k\" is " + std::to_string(spec.topK)
            + ", but must be an integer from 1 to " + std::to_string(spec.experts)
            + ", the value of \"experts\".");
    }
    if (spec.timeWidth % spec.timeHeads != 0) {
        throw Error("The spec's key \"time_heads\" is " + std::to_string(spec.timeHeads)
            + ", but must divide " + std::to_string(spec.timeWidth) + ", the value of \"time_width\".");
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
