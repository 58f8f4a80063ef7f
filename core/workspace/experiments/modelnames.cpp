// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/system.h"
#include "workspace/experiments/experiment.h"
#include "workspace/experiments/models.h"

#include <QCoreApplication>

namespace btw::experiments {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ModelNames)
};

} // namespace

bool isWeighting(const QString& variant)
{
    return variant != QLatin1String("none") && variant != QLatin1String("constant")
        && variant != QLatin1String("shuffled");
}

QString Model::name() const { return jobs::systemKey(system, variant); }

QString Model::fullName() const
{
    QString full = name();
    if (!without.empty())
        full += QStringLiteral(" without ") + listed(without);
    if (!placebo.empty())
        full += QStringLiteral(" with %1 shuffled").arg(QString::fromStdString(placebo));
    if (!settings.isEmpty())
        full += QStringLiteral(" (%1)").arg(settings);
    if (usesEvaluationLabels)
        full += QStringLiteral(", ") + QLatin1String(kEvaluationLabels);
    return full;
}

QString Model::plainName() const
{
    if (isReference)
        return titled(system == QLatin1String("constant")
                ? Words::tr("Constant (reference)")
                : Words::tr("%1 (reference)", "a reference model").arg(jobs::systemTitle(system)));
    if (variant == QLatin1String("unimodal") && modalities.size() == 1)
        return titled(Words::tr("%1 alone", "a modality").arg(QString::fromStdString(modalities.front())));
    return titled(jobs::systemTitle(system, variant));
}

QString Model::plainNameWithKey() const
{
    const QString title = jobs::systemTitle(system, variant);
    return isReference || title.compare(name(), Qt::CaseInsensitive) == 0
        ? plainName()
        : titled(Words::tr("%1 (%2)", "a model and its name in commands").arg(title, name()));
}

QString Model::titled(const QString& title) const
{
    QString full = title;
    if (!without.empty())
        full = Words::tr("%1, without %2").arg(full, listed(without));
    if (!placebo.empty())
        full = Words::tr("%1, %2 shuffled").arg(full, QString::fromStdString(placebo));
    if (!settings.isEmpty())
        full = Words::tr("%1 (%2)", "a model and its settings").arg(full, settings);
    if (usesEvaluationLabels)
        full += QStringLiteral(", ") + Words::tr(kEvaluationLabels);
    return full;
}

QString titleOf(const Model& model)
{
    static const auto kSystems = systems::describedSystems();
    const auto* system = kSystems.find(model.spec.model);
    const bool isStored = !model.runs.empty() && model.runs.begin()->second > 0;
    return isStored && system != nullptr
        ? QString::fromUtf8(system->info().title.data(), static_cast<qsizetype>(system->info().title.size()))
        : model.plainName();
}

} // namespace btw::experiments
