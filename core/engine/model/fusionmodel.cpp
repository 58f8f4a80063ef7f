// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/fusionmodel.h"

#include "engine/error.h"
#include "engine/model/moe.h"

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

FusionRegistry builtinModels(const EncoderRegistry& encoders)
{
    FusionRegistry registry;
    registry.add("moe",
        [encoders](const ModelShape& shape, const training::ExperimentSpec& spec, Parameters& parameters) {
            return std::unique_ptr<FusionModel>(new MoeModel(shape, spec, encoders, parameters));
        });
    return registry;
}

} // namespace btw::model
