// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/fusionmodel.h"

#include "engine/error.h"
#include "engine/model/attention.h"
#include "engine/model/early.h"
#include "engine/model/flexmoe.h"
#include "engine/model/i2moe.h"
#include "engine/model/ithp.h"
#include "engine/model/mcr.h"
#include "engine/model/mmim.h"
#include "engine/model/moe.h"
#include "engine/model/mult.h"
#include "engine/model/qmf.h"
#include "engine/model/tmc.h"

namespace btw::model {

void FusionRegistry::add(const std::string& name, FusionFactory factory)
{
    m_factories.emplace_back(name, std::move(factory));
}

std::vector<std::string> FusionRegistry::names() const
{
    std::vector<std::string> names;
    names.reserve(m_factories.size());
    for (const auto& [name, factory] : m_factories)
        names.push_back(name);
    return names;
}

std::unique_ptr<FusionModel> FusionRegistry::create(
    const ModelShape& shape, const training::ExperimentSpec& spec, Parameters& parameters) const
{
    std::string known;
    for (const auto& [name, factory] : m_factories) {
        if (name == spec.model)
            return factory(shape, spec, parameters);
        known += (known.empty() ? "" : ", ") + name;
    }
    throw Error("model: there is no model '" + spec.model + "'; choose one of " + known + ".");
}

FusionRegistry builtinModels() { return builtinModels(builtinEncoders()); }

namespace {

template <class Model> FusionFactory maker(const EncoderRegistry& encoders)
{
    return [encoders](const ModelShape& shape, const training::ExperimentSpec& spec,
               Parameters& parameters) -> std::unique_ptr<FusionModel> {
        return std::make_unique<Model>(shape, spec, encoders, parameters);
    };
}

} // namespace

FusionRegistry builtinModels(const EncoderRegistry& encoders)
{
    FusionRegistry registry;
    registry.add("moe", maker<MoeModel>(encoders));
    registry.add("early", maker<EarlyModel>(encoders));
    registry.add("attention", maker<AttentionModel>(encoders));
    registry.add("ithp", maker<IthpModel>(encoders));
    registry.add(
        "mult", [](const ModelShape& shape, const training::ExperimentSpec& spec, Parameters& parameters) {
            return std::unique_ptr<FusionModel>(new MultModel(shape, spec, parameters)); // reads steps itself
        });
    registry.add("mcr", maker<McrModel>(encoders));
    registry.add("mmim", maker<MmimModel>(encoders));
    registry.add("tmc", maker<TmcModel>(encoders));
    registry.add("qmf", maker<QmfModel>(encoders));
    registry.add("i2moe", maker<I2moeModel>(encoders));
    registry.add("flexmoe", maker<FlexmoeModel>(encoders));
    return registry;
}

} // namespace btw::model
