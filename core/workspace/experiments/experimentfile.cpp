// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/experimentfile.h"

#include "engine/error.h"
#include "workspace/experiments/experimentschema.h"
#include "workspace/experiments/presets.h"
#include "workspace/experiments/schemacheck.h"
#include "workspace/jobs/keptsample.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

namespace btw::experiments {

namespace {
const QString kDraws = QStringLiteral("draws");
const QString kSample = QStringLiteral("sample:");
} // namespace

QJsonObject experimentObject(const QByteArray& bytes)
{
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(bytes, &error);
    if (document.isNull()) {
        const auto row = bytes.first(std::min<qsizetype>(error.offset, bytes.size())).count('\n') + 1;
        throw Error("row " + std::to_string(row) + ": this is not JSON (" + error.errorString().toStdString()
            + "); fix it there.");
    }
    if (!document.isObject())
        throw Error("an experiment is one JSON object; the handbook shows one.");
    return document.object();
}

ExperimentFile experimentFrom(const QJsonObject& json, const QString& folder, const QString& name,
    const systems::SystemRegistry& systems)
{
    if (const auto wrong = violation(experimentSchema(systems), json, "The experiment"))
        throw Error(*wrong);
    const auto text = [&](const char* key) { return json.value(QLatin1String(key)).toString(); };
    ExperimentFile file;
    file.name = json.value(QStringLiteral("name")).toString(name);
    file.data = text("data");
    if (!file.isSample())
        file.data = QDir::cleanPath(QDir(folder).absoluteFilePath(file.data));
    file.json = json;
    file.json.insert(QStringLiteral("name"), file.name);
    file.json.insert(QStringLiteral("data"), file.data);
    file.spec = json.value(QStringLiteral("spec")).toObject();
    file.grid = json.value(QStringLiteral("grid")).toObject();
    const auto seeds = json.value(QStringLiteral("seeds"));
    if (!seeds.isString()) // else "repeat"
        for (const auto& seed : seeds.toArray({ 1 }))
            file.seeds.push_back(static_cast<std::uint64_t>(seed.toInteger()));
    file.draws = static_cast<std::size_t>(json.value(kDraws).toInteger());
    if (file.draws != 0 && (!file.isSample() || file.data.count(QLatin1Char(':')) != 1))
        throw Error(R"(The experiment's key "draws" is for a planted cohort: "data": "sample:los".)");
    file.folds = json.value(QStringLiteral("folds")).toVariant().toString();
    file.repeats = static_cast<std::size_t>(json.value(QStringLiteral("repeats")).toInteger());
    file.without = json.value(QStringLiteral("without"));
    file.placebo = json.value(QStringLiteral("placebo")).toBool();
    file.metric = text("metric");
    file.margin = json.value(QStringLiteral("margin")).toDouble(file.margin);
    file.baseline = text("baseline");
    file.threads = json.value(QStringLiteral("threads")).toInt(1);
    file.device = json.value(QStringLiteral("device")).toString(QStringLiteral("cpu"));
    file.published = json.value(QStringLiteral("published")).toArray();
    for (const auto& shape : json.value(QStringLiteral("shapes")).toArray()) {
        if (!shape.toString().startsWith(kSample))
            throw Error(R"(The experiment's key "shapes" names planted cohorts: "sample:mosi", not ")"
                + shape.toString().toStdString() + "\".");
        (void)jobs::namedSample(shape.toString()); // says which there are
        file.shapes << shape.toString();
    }
    for (const auto& missing : json.value(QStringLiteral("not_yet_there")).toArray())
        file.notYetThere << missing.toString();
    for (const auto& [key, isThere] : { std::pair { "placebo", file.placebo },
             std::pair { "margin", json.contains(QStringLiteral("margin")) } })
        if (isThere && file.without.isUndefined())
            throw Error(std::string(R"(The experiment's key ")") + key
                + R"(" belongs to the question of what a modality adds: add "without": "each".)");
    return file;
}

QJsonObject onData(const QJsonObject& experiment, const QString& data)
{
    const auto name = QStringLiteral("name");
    const auto key = QStringLiteral("data");
    auto other = experiment;
    if (other.value(key).toString() != data)
        other.insert(name, QStringLiteral("%1, here on %2").arg(other.value(name).toString(), data));
    other.insert(key, data);
    return other;
}

std::vector<ExperimentFile> drawsOf(const ExperimentFile& file)
{
    if (file.draws == 0)
        return { file };
    std::vector<ExperimentFile> all;
    for (std::size_t draw = 1; draw <= file.draws; ++draw) {
        auto one = file;
        one.draws = 0;
        one.name += QStringLiteral(", draw %1").arg(draw);
        one.data += QStringLiteral(":%1").arg(draw);
        one.json.remove(kDraws); // what a process of its own reads
        one.json.insert(QStringLiteral("name"), one.name);
        one.json.insert(QStringLiteral("data"), one.data);
        all.push_back(std::move(one));
    }
    return all;
}

ExperimentFile readExperimentFile(const QString& path, const systems::SystemRegistry& systems)
{
    const std::string name = path.toStdString();
    QFile file(path);
    if (!file.exists())
        if (const auto preset = presetCalled(path))
            return experimentFrom(preset->json, QDir::currentPath(), preset->id, systems);
    if (!file.open(QIODevice::ReadOnly)) {
        QStringList ids;
        for (const auto& preset : presets())
            ids << preset.id;
        throw Error(name + ": the experiment cannot be read: " + file.errorString().toStdString()
            + "; check the path, or name one that comes with the program: "
            + ids.join(QStringLiteral(", ")).toStdString() + ".");
    }
    const QFileInfo info(path);
    QJsonObject json;
    try {
        json = experimentObject(file.readAll());
    } catch (const Error& error) {
        const std::string what = error.what();
        throw Error(name + (what.starts_with("row ") ? ", " : ": ") + what);
    }
    try {
        return experimentFrom(json, info.absolutePath(), info.completeBaseName(), systems);
    } catch (const Error& error) {
        throw Error(name + ": " + error.what());
    }
}

} // namespace btw::experiments
