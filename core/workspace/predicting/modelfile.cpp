// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/predicting/modelfile.h"

#include "engine/error.h"
#include "engine/spec/names.h"
#include "engine/weighting/settling.h"
#include "workspace/io/formats/ziparchive.h"
#include "workspace/store/encoderhashes.h"
#include "workspace/store/shapejson.h"
#include "workspace/store/specjson.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>

#include <QBuffer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

#include <cmath>

namespace btw::predicting {

namespace {

constexpr int kFormat = 1;
constexpr std::uint64_t kLargest = std::uint64_t { 4 } << 30;
constexpr std::uint64_t kLargestDescription = std::uint64_t { 64 } << 20;
const QString kDescription = QStringLiteral("model.json");

QString stateName(std::size_t index) { return QStringLiteral("state-%1.bin").arg(index); }

[[noreturn]] void refuse(const QString& path, const QString& why)
{
    throw Error(QStringLiteral("%1: %2").arg(path, why).toStdString());
}

QJsonObject runToJson(const FittedRun& run)
{
    const auto step = training::toString(run.step);
    return { { QStringLiteral("step"), QString::fromUtf8(step.data(), static_cast<qsizetype>(step.size())) },
        { QStringLiteral("modality"), run.modality }, { QStringLiteral("spec"), store::specToJson(run.spec) },
        { QStringLiteral("test_figure"),
            std::isfinite(run.testFigure) ? QJsonValue(run.testFigure) : QJsonValue() } };
}

FittedRun runFrom(const QJsonObject& json, const QString& path)
{
    FittedRun run;
    const auto step = training::parseStep(json.value(QStringLiteral("step")).toString().toStdString());
    if (!step || !json.value(QStringLiteral("spec")).isObject())
        refuse(path, QStringLiteral("its description is damaged. Export the model again."));
    run.step = *step;
    run.modality = json.value(QStringLiteral("modality")).toString();
    run.spec = store::specFromJson(json.value(QStringLiteral("spec")).toObject());
    run.testFigure = json.value(QStringLiteral("test_figure")).toDouble(std::nan(""));
    return run;
}

/// A zip in memory while it is written.
class Packer
{
public:
    Packer()
        : m_zip(&m_buffer)
    {
        m_good = m_buffer.open(QIODevice::ReadWrite) && m_zip.open(QuaZip::mdCreate);
    }

    void add(const QString& name, const QByteArray& bytes)
    {
        QuaZipFile file(&m_zip);
        m_good = m_good && file.open(QIODevice::WriteOnly, QuaZipNewInfo(name))
            && file.write(bytes) == bytes.size();
        file.close();
        m_good = m_good && file.getZipError() == ZIP_OK;
    }

    /// Empty where it failed.
    QByteArray packed()
    {
        m_zip.close();
        return m_good && m_zip.getZipError() == ZIP_OK ? m_buffer.data() : QByteArray();
    }

private:
    QBuffer m_buffer;
    QuaZip m_zip;
    bool m_good = false;
};

/// The bytes of a member. \throws btw::Error where there is none, or it is damaged
QByteArray memberOf(
    io::ZipArchive& archive, const QString& name, const QString& path, std::uint64_t most = kLargest)
{
    io::Problems problems;
    const auto* member = archive.find(name);
    if (member == nullptr || member->size > most)
        refuse(path, QStringLiteral("it holds no %1, so it is not a model of this program.").arg(name));
    auto device = archive.openMember(*member, problems);
    QByteArray bytes = device ? device->readAll() : QByteArray();
    if (!device || static_cast<std::uint64_t>(bytes.size()) != member->size
        || !archive.finish(std::move(device), *member, problems))
        refuse(path, QStringLiteral("the file is damaged. Copy it again, or export the model again."));
    return bytes;
}

} // namespace

bool tellsValidationLabels(const TrainedModel& model)
{
    TrainedModel copy;
    copy.main = model.main;
    return makePrivate(copy);
}

bool makePrivate(TrainedModel& model)
{
    const auto part = model.main.state.part("weights");
    if (part.isEmpty())
        return false;
    auto base = weighting::SettlingBase::fromState(part);
    const bool changes = base.makePrivate();
    model.main.state.add("weights", base.state());
    return changes;
}

void writeModelFile(const TrainedModel& model, const QString& path)
{
    QJsonArray unimodal;
    for (const auto& run : model.unimodal)
        unimodal.append(runToJson(run));
    QJsonArray parts;
    for (const auto& run : model.parts)
        parts.append(runToJson(run));
    const QJsonObject description { { QStringLiteral("format"), kFormat },
        { QStringLiteral("program"), QStringLiteral("BTW Workbench " BTW_VERSION) },
        { QStringLiteral("name"), model.name }, { QStringLiteral("trained_by"), model.version },
        { QStringLiteral("data"), store::shapeToJson(model.shape) },
        { QStringLiteral("model"), runToJson(model.main) }, { QStringLiteral("unimodal"), unimodal },
        { QStringLiteral("parts"), parts } };
    Packer packer;
    packer.add(kDescription, QJsonDocument(description).toJson());
    const auto add = [&](std::size_t index, const FittedRun& run) {
        packer.add(stateName(index), QByteArray::fromStdString(run.state.toBytes()));
    };
    add(0, model.main);
    for (std::size_t u = 0; u < model.unimodal.size(); ++u)
        add(u + 1, model.unimodal[u]);
    for (std::size_t p = 0; p < model.parts.size(); ++p)
        add(model.unimodal.size() + p + 1, model.parts[p]);
    const QByteArray packed = packer.packed();
    QSaveFile file(path);
    const bool isOpen = !packed.isEmpty() && file.open(QIODevice::WriteOnly);
    if (isOpen)
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (!isOpen || file.write(packed) != packed.size() || !file.commit())
        throw Error(QStringLiteral("%1: the model could not be written: %2. Free some space, or choose "
                                   "another folder.")
                        .arg(path, file.errorString())
                        .toStdString(),
            Error::Kind::Work);
}

TrainedModel readModelFile(const QString& path)
{
    io::ZipArchive archive;
    io::Problems problems;
    if (!archive.open(path, io::ReadLimits::ofEnvironment(), problems)) {
        const auto found = problems.take();
        refuse(path,
            QStringLiteral("it is not a model file (.btwm), or cannot be read.%1")
                .arg(found.empty() ? QString()
                                   : QLatin1Char(' ') + QString::fromStdString(found.front().what)));
    }
    const auto json
        = QJsonDocument::fromJson(memberOf(archive, kDescription, path, kLargestDescription)).object();
    const int format = json.value(QStringLiteral("format")).toInt();
    if (format > kFormat)
        refuse(path,
            QStringLiteral("it was written by %1, whose models this version of the program does not know. "
                           "Update the program.")
                .arg(json.value(QStringLiteral("program")).toString()));
    TrainedModel model;
    auto shape = store::shapeFromJson(json.value(QStringLiteral("data")).toObject());
    if (format != kFormat || !shape)
        refuse(path, QStringLiteral("its description is damaged. Export the model again."));
    model.shape = std::move(*shape);
    model.name = json.value(QStringLiteral("name")).toString();
    model.version = json.value(QStringLiteral("trained_by")).toString();
    const auto run = [&](const QJsonValue& value, std::size_t index) {
        auto fitted = runFrom(value.toObject(), path);
        fitted.spec = store::withEncodersFrom(QFileInfo(path).absolutePath(), fitted.spec);
        const QByteArray bytes = memberOf(archive, stateName(index), path);
        fitted.state = ModelState::fromBytes({ bytes.constData(), static_cast<std::size_t>(bytes.size()) });
        return fitted;
    };
    model.main = run(json.value(QStringLiteral("model")), 0);
    std::size_t index = 1;
    for (const auto& one : json.value(QStringLiteral("unimodal")).toArray())
        model.unimodal.push_back(run(one, index++));
    for (const auto& one : json.value(QStringLiteral("parts")).toArray()) // none in older files
        model.parts.push_back(run(one, index++));
    return model;
}

} // namespace btw::predicting
