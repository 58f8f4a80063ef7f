// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/stepkey.h"

#include "engine/training/specfields.h"
#include "engine/training/specnames.h"
#include "workspace/store/specjson.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace btw::store {
namespace {

using training::Step;
using weighting::Variant;

// Raise when the numbers of a step change for the same spec, so that older runs are not taken for it.
constexpr int kFormat = 1;

bool readsVariance(Variant variant) // it enters through the KL divergence of two Gaussians
{
    return variant == Variant::KlLocal || variant == Variant::KlGlobal || variant == Variant::Btw
        || variant == Variant::CcLocal;
}

bool readsMutualInformation(Variant variant)
{
    return variant == Variant::MiGlobal || variant == Variant::Btw;
}

} // namespace

QJsonObject stepFields(Step step, const training::ExperimentSpec& spec)
{
    QJsonObject fields = specToJson(spec);
    const auto drop = [&fields](std::initializer_list<const char*> keys) {
        for (const char* key : keys)
            fields.remove(QLatin1String(key));
    };
    // Spelled by us: how Qt writes a double may change with its version, and every key with it.
    for (const training::SpecField& field : training::specFields()) {
        if (field.isReal())
            fields[QString::fromUtf8(field.key.data(), static_cast<qsizetype>(field.key.size()))]
                = QString::fromStdString(training::numberText(field.number(spec)));
    }
    drop({ "preset", "split_seed" });
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

QString stepKey(Step step, const QString& modality, const training::ExperimentSpec& spec,
    const QString& cohortHash, std::uint64_t seed, int threads, const QString& device,
    const QString& libtorchVersion, const QStringList& inputKeys)
{
    const std::string_view name = training::toString(step);
    // QJsonObject sorts its keys, and its compact form has no choices left: canonical as it stands.
    const QJsonObject all {
        { QStringLiteral("format"), kFormat },
        { QStringLiteral("step"), QLatin1String(name.data(), static_cast<int>(name.size())) },
        { QStringLiteral("modality"), step == Step::Unimodal ? modality : QString() },
        { QStringLiteral("spec"), stepFields(step, spec) },
        { QStringLiteral("cohort"), cohortHash },
        { QStringLiteral("seed"), QString::number(seed) }, // 64 bits do not fit a JSON number
        { QStringLiteral("threads"), threads },
        { QStringLiteral("device"), device },
        { QStringLiteral("libtorch"), libtorchVersion },
        { QStringLiteral("inputs"), QJsonArray::fromStringList(inputKeys) },
    };
    const QByteArray text = QJsonDocument(all).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace btw::store
