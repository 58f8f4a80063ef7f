// SPDX-License-Identifier: GPL-3.0-or-later
#include "builtsystem.h"

#include "engine/model/flexmoeparameters.h"
#include "engine/model/ithpparameters.h"
#include "engine/model/mcrparameters.h"
#include "engine/model/multparameters.h"
#include "engine/spec/encoderparameters.h"
#include "goldeninput.h"

#include <array>
#include <cstddef>
#include <vector>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;
using training::MissingPolicy;

ModelShape shape(std::int64_t outputs, data::ModalityKind kind)
{
    return { { { 3, {}, "a" }, { 2, kind, "b" }, { 4, {}, "c" } }, outputs };
}

at::Tensor targets(std::int64_t outputs)
{
    if (outputs == 1)
        return at::tensor({ 0.4, -1.1, 0.2, 0.9, -0.3 }, at::kDouble).unsqueeze(1);
    return at::tensor({ 0, 2, 1, 1, 2 }, at::kLong);
}

Supervision known(std::int64_t outputs, std::int64_t epoch)
{
    const std::vector<double> history { 0.1, 0.0, 0.9, 0.4, 0.7, 0.2, 0.4, 1.0, 0.3, 1.0, 0.2, 0.0, 0.0, 0.6,
        1.0 };
    return { targets(outputs), at::ones({ kInstances }, at::kDouble), epoch,
        at::tensor(history, at::kDouble).view({ kInstances, 3 }) };
}

ExperimentSpec specOf(const std::string& system, bool learned)
{
    ExperimentSpec spec;
    spec.model = system;
    spec.width = 4;
    spec.encoderHidden = 5;
    spec.dropout = 0;
    spec.timePoints = 4;
    spec.timeWidth = 6;
    spec.timeHeads = 2;
    spec.missing = learned ? MissingPolicy::Learned : MissingPolicy::Zero;
    if (system == "ithp")
        kIthpParameters[0].setText(spec, "c");
    const std::array mult { 4.0, 2.0, 2.0, 0.0 };
    for (std::size_t i = 0; system == "mult" && i < mult.size(); ++i)
        kMultParameters[i].setNumber(spec, mult[i]);
    if (system == "flexmoe") {
        kFlexmoeParameters[0].setNumber(spec, 4);
        kFlexmoeParameters[1].setNumber(spec, 2);
    }
    if (system == "mcr" && learned)
        kMcrParameters[2].setText(spec, "independent");
    return spec;
}

void setTransformer(ExperimentSpec& spec)
{
    training::kEncoderParameters[0].setText(spec, "transformer");
    training::kEncoderParameters[1].setNumber(spec, 2); // layers
    training::kEncoderParameters[2].setNumber(spec, 2); // heads
}

Built::Built(const ModelShape& shape, const ExperimentSpec& spec)
    : model(builtinModels().create(shape, spec, parameters))
{
    parameters.finish(at::kCPU);
}

void Built::take(const GoldenArrays& golden)
{
    const at::NoGradGuard noGradient;
    for (std::size_t id = 0; id < parameters.names().size(); ++id)
        parameters[id].copy_(tensor(golden, "parameter/" + parameters.names()[id], parameters[id].sizes()));
}
