// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/controls.h"

#include "engine/weighting/names.h"
#include "workspace/experiments/modelparameters.h"

#include <QCoreApplication>

#include <algorithm>

namespace btw::experiments {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Controls)
};

const QString kEqual = QStringLiteral("-equal");

/// "late of haim" -> "late".
QString kindOf(const QString& system) { return system.section(QLatin1Char(' '), 0, 0); }

bool isNamed(const QString& system, const char* kind) { return kindOf(system) == QLatin1String(kind); }

bool isPool(const Model& model) { return isNamed(model.system, "late") || isNamed(model.system, "skip"); }

/// Whether both are trained alike, as far as the control reads what can be set.
bool isAlike(const Model& control, const Model& weighting)
{
    if (control.without != weighting.without || control.placebo != weighting.placebo
        || control.modalities != weighting.modalities || control.trainedOn != weighting.trainedOn)
        return false;
    auto read = parametersOf(control.spec, control.variant);
    std::erase_if(read, [](const training::Parameter& one) {
        return one.key == "model" || one.key == "variant" || one.key == "unimodal"
            || one.key == "shuffled_variant";
    });
    return training::differences(read, control.spec, weighting.spec).empty();
}

} // namespace

bool isWeighting(const QString& variant)
{
    return variant != QLatin1String("none") && variant != QLatin1String("constant")
        && variant != QLatin1String("shuffled");
}

bool isWeighting(const Model& model)
{
    if (model.isReference)
        return false;
    return isPool(model) || isWeighting(model.variant);
}

std::vector<Control> controlsOf(const Model& weighting)
{
    if (isPool(weighting))
        return { Control::MeanOfFive, Control::EqualWeights };
    std::vector<Control> all { Control::Unweighted };
    const auto& facts = weighting::factsOf(weighting.spec.variant);
    if (facts.crossFitted)
        all.push_back(Control::MeanOfFive);
    all.push_back(Control::Constant);
    if (facts.perInstance)
        all.push_back(Control::Shuffled);
    return all;
}

std::optional<Control> controlOf(const Model& control, const Model& weighting)
{
    const auto kind = [&]() -> std::optional<Control> {
        if (isNamed(control.system, "none-k"))
            return Control::MeanOfFive;
        if (isPool(weighting)) {
            const auto named = kindOf(weighting.system);
            return control.system == named + kEqual + weighting.system.mid(named.size())
                ? std::optional(Control::EqualWeights)
                : std::nullopt;
        }
        if (control.system != weighting.system)
            return std::nullopt;
        if (control.variant == QLatin1String("none"))
            return Control::Unweighted;
        if (control.variant == QLatin1String("constant"))
            return Control::Constant;
        // Those of another weighting say nothing.
        if (control.variant == QLatin1String("shuffled")
            && control.spec.shuffledVariant == weighting.spec.variant)
            return Control::Shuffled;
        return std::nullopt;
    }();
    if (!kind || control.isReference || !isAlike(control, weighting))
        return std::nullopt;
    const auto needed = controlsOf(weighting);
    return std::find(needed.begin(), needed.end(), *kind) != needed.end() ? kind : std::nullopt;
}

QString controlWords(Control control)
{
    switch (control) {
    case Control::Unweighted:
        return Words::tr("the same model without weights");
    case Control::MeanOfFive:
        return Words::tr("the mean of five unweighted models");
    case Control::Constant:
        return Words::tr("constant weights");
    case Control::Shuffled:
        return Words::tr("its weights shuffled between people");
    case Control::EqualWeights:
        return Words::tr("equal weights for all modalities");
    }
    return {};
}

} // namespace btw::experiments
