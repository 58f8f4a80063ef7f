// SPDX-License-Identifier: GPL-3.0-or-later
#include "parameterflags.h"

#include "words.h"

#include "engine/error.h"
#include "engine/spec/names.h"

#include <algorithm>

namespace btw::cli {

namespace {

const QString kSystem = QStringLiteral("system");

QString flagOf(const training::Parameter& parameter)
{
    QString key = text(parameter.key);
    return key.replace(QLatin1Char('_'), QLatin1Char('-'));
}

QString valueWord(const training::Parameter& parameter)
{
    if (parameter.isText())
        return QStringLiteral("NAME");
    if (parameter.isList())
        return QStringLiteral("A,B");
    if (parameter.isBoolean())
        return QStringLiteral("true|false");
    return parameter.isInteger() ? QStringLiteral("N") : QStringLiteral("X");
}

/// Whether its value is another one in some preset.
bool isPresets(const training::Parameter& parameter)
{
    const auto names = training::presetNames();
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        return !parameter.hasDefault(training::presetSpec(std::string(name), 1));
    });
}

/// Of a value with commas: a decimal comma, or several values that would do one by one.
std::string commaWords(const training::Parameter& parameter, const QString& value)
{
    const auto wouldDo = [&](const QString& one) {
        training::ExperimentSpec tried;
        return parameter.setFromText(tried, one.trimmed().toStdString());
    };
    auto parts = value.split(QLatin1Char(','));
    if (parts.size() == 2 && parameter.choices().empty())
        return wouldDo(parts.join(QLatin1Char('.'))) ? " Write a point in place of the comma." : "";
    return parts.size() > 1 && std::all_of(parts.begin(), parts.end(), wouldDo)
        ? " One training has one value; btw sweep tries several in turn (an experiment's grid)."
        : "";
}

} // namespace

std::vector<Option> parameterOptions(const systems::SystemRegistry& systems)
{
    std::vector<Option> options { { kSystem, QStringLiteral("SYSTEM"),
        QStringLiteral("what is trained; `btw systems` lists them (moe)") } };
    for (const auto& parameter : systems.parameters()) {
        if (parameter.key == "preset")
            continue;
        if (parameter.key == "model") {
            options.push_back({ QStringLiteral("model"), QStringLiteral("SYSTEM"),
                QStringLiteral("another name of --system") });
            continue;
        }
        const QString choices = parameter.choices().empty()
            ? QString()
            : QStringLiteral(": ") + text(parameter.allowed()).section(QLatin1Char(' '), 2);
        options.push_back({ flagOf(parameter), valueWord(parameter),
            QStringLiteral("%1%2 (%3%4)")
                .arg(text(parameter.label), choices, text(parameter.defaultText()),
                    isPresets(parameter) ? QStringLiteral(" in the preset paper") : QString()) });
    }
    return options;
}

ParameterFlags::ParameterFlags(const Arguments& arguments, const systems::SystemRegistry& systems)
    : m_systems(systems)
{
    const auto system = arguments.value(kSystem);
    for (const auto& parameter : systems.parameters()) {
        if (parameter.key == "preset")
            continue;
        const QString flag = flagOf(parameter);
        auto value = arguments.value(flag);
        if (parameter.key == "model" && system) {
            if (value && *value != *system)
                throw Error("--system is '" + system->toStdString() + "' and --model '" + value->toStdString()
                    + "'; they are two names of one option, leave one of them out.");
            value = system;
        }
        if (!value)
            continue;
        const std::string written = value->toStdString();
        training::ExperimentSpec tried;
        if (!parameter.setFromText(tried, written))
            throw Error("--" + flag.toStdString() + " is '" + written + "', but must be "
                + parameter.allowed() + "." + commaWords(parameter, *value));
        m_values.emplace_back(parameter, written);
    }
}

void ParameterFlags::applyTo(training::ExperimentSpec& spec, Task task) const
{
    for (const auto& [parameter, value] : m_values)
        parameter.setFromText(spec, value);
    const auto read = m_systems.get(spec.model).parametersRead(spec);
    const auto& info = m_systems.get(spec.model).info();
    const auto isNoWeighting = [](const training::Parameter& parameter, const std::string& value) {
        return parameter.key == "variant" && value == "none";
    };
    for (const auto& [parameter, value] : m_values)
        if (parameter.group == training::Group::Weighting && !info.whyUnweighted.empty()
            && !isNoWeighting(parameter, value))
            throw Error("--" + flagOf(parameter).toStdString() + ": the system " + spec.model
                + " takes no weights. " + std::string(info.whyUnweighted)
                + " Leave the flag out. Weights of its modalities can be computed from their predictions "
                  "alone (btw export, then btw weights).");
    for (const auto& [parameter, value] : m_values)
        if (training::findParameter(read, parameter.key) == nullptr && !isNoWeighting(parameter, value))
            throw Error("--" + flagOf(parameter).toStdString() + " changes nothing for the system "
                + spec.model + ", which does not read it; leave it out (`btw parameters --system "
                + spec.model + "` lists what it reads).");
    for (const auto& [parameter, value] : m_values)
        if (!parameter.isReadFor(task) && !parameter.hasDefault(spec))
            throw Error("--" + flagOf(parameter).toStdString() + " changes nothing here: only a "
                + (task == Task::Regression ? "classification" : "regression") + " reads it. Leave it out.");
    training::validateSpec(spec);
}

} // namespace btw::cli
