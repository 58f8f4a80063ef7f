// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainrequests.h"

#include "arguments.h"

#include "engine/error.h"
#include "workspace/store/specjson.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace btw::cli {

namespace {

QJsonObject readSpec(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Error(path.toStdString() + ": the spec cannot be read: " + file.errorString().toStdString()
            + "; check the path.");
    const QByteArray bytes = file.readAll();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (document.isNull()) {
        const auto row = bytes.first(std::min<qsizetype>(error.offset, bytes.size())).count('\n') + 1;
        throw Error(path.toStdString() + ", row " + std::to_string(row) + ": this is not JSON ("
            + error.errorString().toStdString() + "); fix it, or start from btw train DATA --print-spec.");
    }
    if (!document.isObject())
        throw Error(
            path.toStdString() + ": a spec is one JSON object; start from btw train DATA --print-spec.");
    return document.object();
}

} // namespace

std::vector<std::uint64_t> parseSeeds(const QString& text)
{
    std::vector<std::uint64_t> seeds;
    for (const QString& word : text.split(QLatin1Char(','))) {
        bool whole = false;
        const std::uint64_t seed = word.trimmed().toULongLong(&whole);
        // JSON has no larger whole numbers that are exact.
        constexpr std::uint64_t kLargest = std::uint64_t { 1 } << 53;
        if (!whole || seed > kLargest)
            throw Error("--seeds is '" + text.toStdString()
                + "', but must be whole numbers with commas between: 1,2,3.");
        if (std::find(seeds.begin(), seeds.end(), seed) != seeds.end())
            throw Error("--seeds has " + word.trimmed().toStdString() + " twice; give every seed once.");
        seeds.push_back(seed);
    }
    return seeds;
}

SpecArguments::SpecArguments(const Arguments& arguments)
    : m_preset(arguments.value(QStringLiteral("preset")))
{
    if (const auto path = arguments.value(QStringLiteral("spec")))
        m_file = readSpec(*path);
    for (const char* flag : { "variant", "variance", "model" }) {
        const QString key = QLatin1String(flag);
        if (const auto value = arguments.value(key))
            m_flags.insert(key, *value);
    }
    if (arguments.has(QStringLiteral("epochs")))
        m_flags.insert(
            QStringLiteral("epochs"), static_cast<qint64>(arguments.integer(QStringLiteral("epochs"), 1)));
}

training::ExperimentSpec SpecArguments::resolve(std::size_t trainingInstances) const
{
    training::ExperimentSpec spec = store::resolveSpec(m_file, m_preset, trainingInstances);
    store::applySpecJson(spec, m_flags);
    return spec;
}

bool SpecArguments::isAuto() const
{
    const QString automatic = QStringLiteral("auto");
    return m_preset.value_or(m_file.value(QStringLiteral("preset")).toString(automatic)) == automatic;
}

} // namespace btw::cli
