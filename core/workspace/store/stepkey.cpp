// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/stepkey.h"

#include "engine/spec/names.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace btw::store {
namespace {

using training::Step;

// Raise when the numbers of a step change for the same spec (an encoder's, a default), so that older runs are
// not taken for it.
constexpr int kFormat = 2;

} // namespace

QJsonObject stepFields(
    Step step, const training::ExperimentSpec& spec, std::span<const training::Parameter> read)
{
    QJsonObject fields;
    for (const training::Parameter& parameter : read) {
        // Numbers as text, spelled by us: how Qt writes a double may change with its version, and every key
        // with it.
        if (parameter.isReadBy(step, spec.variant) && !parameter.hasDefault(spec))
            fields.insert(
                QString::fromUtf8(parameter.key.data(), static_cast<qsizetype>(parameter.key.size())),
                QString::fromStdString(parameter.valueText(spec)));
    }
    return fields;
}

QString stepKey(const StepIdentity& identity, std::span<const training::Parameter> read)
{
    const std::string_view name = training::toString(identity.step);
    // QJsonObject sorts its keys, and its compact form has no choices left: canonical as it stands.
    QJsonObject all {
        { QStringLiteral("format"), kFormat },
        { QStringLiteral("step"), QLatin1String(name.data(), static_cast<int>(name.size())) },
        { QStringLiteral("modality"), identity.step == Step::Unimodal ? identity.modality : QString() },
        { QStringLiteral("spec"), stepFields(identity.step, identity.spec, read) },
        { QStringLiteral("cohort"), identity.cohortHash },
        { QStringLiteral("seed"), QString::number(identity.seed) }, // 64 bits do not fit a JSON number
        { QStringLiteral("threads"), identity.threads },
        { QStringLiteral("device"), identity.device },
        { QStringLiteral("libtorch"), identity.libtorchVersion },
        { QStringLiteral("inputs"), QJsonArray::fromStringList(identity.inputKeys) },
    };
    if (!identity.numerics.isEmpty())
        all.insert(QStringLiteral("numerics"), identity.numerics);
    const QByteArray text = QJsonDocument(all).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace btw::store
