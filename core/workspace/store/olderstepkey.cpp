// SPDX-License-Identifier: GPL-3.0-or-later
// How earlier versions (format 1) named a step. Nothing here may change: stores that they wrote are searched
// by it.
#include "engine/spec/names.h"
#include "engine/weighting/names.h"
#include "workspace/store/specjson.h"
#include "workspace/store/stepkey.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <initializer_list>

namespace btw::store {
namespace {

using training::Step;
using weighting::Variant;

constexpr std::initializer_list<const char*> kOrdinary { "batch", "class_weights", "encoder_hidden", "epochs",
    "expert_hidden", "experts", "gate", "halve_after", "input_dropout_above", "layers", "missing", "model",
    "mi", "patience", "rescale", "router_noise", "select", "top_k", "update", "variance", "variant",
    "width" };
constexpr std::initializer_list<const char*> kReals { "alpha", "alpha_step", "balance", "dropout",
    "encoder_dropout", "expert_dropout", "gradient_clip", "input_dropout", "learning_rate", "weight_decay" };

bool readsVariance(Variant variant)
{
    return variant == Variant::KlLocal || variant == Variant::KlGlobal || variant == Variant::Btw
        || variant == Variant::CcLocal;
}

bool readsMutualInformation(Variant variant)
{
    return variant == Variant::MiGlobal || variant == Variant::Btw;
}

/// Every key that those versions had, whatever its value.
QJsonObject fieldsOf(Step step, const training::ExperimentSpec& spec)
{
    const QJsonObject now = specToJson(spec);
    QJsonObject fields;
    for (const char* key : kOrdinary)
        fields.insert(QLatin1String(key), now.value(QLatin1String(key)));
    for (const char* key : kReals)
        fields.insert(QLatin1String(key),
            QString::fromStdString(training::numberText(now.value(QLatin1String(key)).toDouble())));
    const auto drop = [&fields](std::initializer_list<const char*> keys) {
        for (const char* key : keys)
            fields.remove(QLatin1String(key));
    };
    if (step == Step::Unimodal)
        drop({ "missing" });
    if (step != Step::Weighted || spec.variant == Variant::None)
        drop({ "variant", "variance", "mi", "update", "rescale", "alpha", "alpha_step" });
    if (!readsVariance(spec.variant))
        drop({ "variance" });
    if (!readsMutualInformation(spec.variant))
        drop({ "mi" });
    return fields;
}

} // namespace

QString olderStepKey(const StepIdentity& identity)
{
    const bool isCalibrated
        = identity.step == Step::Weighted && identity.spec.calibrate != weighting::Calibrate::None;
    if (identity.spec.model != "moe" || !identity.spec.own.empty() || !identity.spec.modalities.empty()
        || isCalibrated)
        return {};
    const std::string_view name = training::toString(identity.step);
    const QJsonObject all {
        { QStringLiteral("format"), 1 },
        { QStringLiteral("step"), QLatin1String(name.data(), static_cast<int>(name.size())) },
        { QStringLiteral("modality"), identity.step == Step::Unimodal ? identity.modality : QString() },
        { QStringLiteral("spec"), fieldsOf(identity.step, identity.spec) },
        { QStringLiteral("cohort"), identity.cohortHash },
        { QStringLiteral("seed"), QString::number(identity.seed) },
        { QStringLiteral("threads"), identity.threads },
        { QStringLiteral("device"), identity.device },
        { QStringLiteral("libtorch"), identity.libtorchVersion },
        { QStringLiteral("inputs"), QJsonArray::fromStringList(identity.inputKeys) },
    };
    const QByteArray text = QJsonDocument(all).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace btw::store
