// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/encoderhashes.h"

#include "engine/error.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>

namespace btw::store {

namespace {

using training::EncoderFileName;

std::string hashOf(const QString& path)
{
    // A plan asks for each of its steps, and the file may be large: read again only where it was written
    // anew.
    using Known = std::tuple<QString, qint64, qint64>;
    static std::mutex mutex;
    static std::map<Known, std::string> known;
    const QFileInfo info(path);
    const Known key { path, info.size(), info.lastModified().toMSecsSinceEpoch() };
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(key); found != known.end())
        return found->second;
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        throw Error("encoder_files: " + path.toStdString() + " cannot be read ("
            + file.errorString().toStdString() + "). Bring the file back, or correct its path.");
    return known.emplace(key, hash.result().toHex().toStdString()).first->second;
}

bool holds(const QString& path, const std::string& hash)
{
    if (!QFileInfo(path).isReadable())
        return false;
    try {
        return hash.empty() || hashOf(path) == hash;
    } catch (const Error&) {
        return false;
    }
}

std::string wholePath(const std::string& path)
{
    return QFileInfo(QString::fromStdString(path)).absoluteFilePath().toStdString();
}

/// \throws btw::Error where the file is another one than it was
void check(EncoderFileName& file)
{
    const auto now = hashOf(QString::fromStdString(file.path));
    if (!file.hash.empty() && file.hash != now)
        throw Error("encoder_files: " + file.path + ", the encoder of " + file.modality
            + ", is not the file that the model was made with: its SHA-256 is " + now + ", and was "
            + file.hash + ". Bring that file back, or train again.");
    file.hash = now;
}

} // namespace

training::ExperimentSpec withEncoderHashes(
    const training::ExperimentSpec& spec, const std::vector<std::string>& modalities)
{
    std::vector<EncoderFileName> files;
    for (auto& file : training::encoderFiles(spec))
        if (std::find(modalities.begin(), modalities.end(), file.modality) != modalities.end()) {
            file.path = wholePath(file.path);
            check(file);
            files.push_back(std::move(file));
        }
    auto own = spec;
    training::setEncoderFiles(own, files);
    if (files.empty()) // there is nothing then whose rate it could be
        training::kEncoderParameters[4].setNumber(own, 0.0);
    return own;
}

training::ExperimentSpec withWholeEncoders(const training::ExperimentSpec& spec)
{
    auto files = training::encoderFiles(spec);
    for (auto& file : files) {
        file.path = wholePath(file.path);
        const auto path = QString::fromStdString(file.path);
        if (file.hash.empty() && holds(path, {}))
            file.hash = hashOf(path);
    }
    auto own = spec;
    training::setEncoderFiles(own, files);
    return own;
}

training::ExperimentSpec withoutEncoders(const training::ExperimentSpec& spec)
{
    auto own = spec;
    training::setEncoderFiles(own, {});
    training::kEncoderParameters[4].setNumber(own, 0.0);
    return own;
}

training::ExperimentSpec withoutEncoderPaths(const training::ExperimentSpec& spec)
{
    auto files = training::encoderFiles(spec);
    for (auto& file : files)
        file.path.clear();
    auto own = spec;
    training::setEncoderFiles(own, files);
    return own;
}

training::ExperimentSpec withEncodersFrom(const QString& folder, const training::ExperimentSpec& spec)
{
    auto files = training::encoderFiles(spec);
    for (auto& file : files) {
        const QFileInfo info(QString::fromStdString(file.path));
        const QString beside = QDir(folder).absoluteFilePath(info.fileName());
        if (holds(info.filePath(), file.hash))
            continue;
        // Where neither is the right one, what is there is what a refusal names.
        if (holds(beside, file.hash) || (!info.exists() && QFileInfo::exists(beside)))
            file.path = beside.toStdString();
    }
    auto own = spec;
    training::setEncoderFiles(own, files);
    return own;
}

training::ExperimentSpec withEncodersOf(
    const training::ExperimentSpec& stored, const training::ExperimentSpec& now)
{
    auto own = stored;
    training::kEncoderParameters[3].setText(own, training::kEncoderParameters[3].text(now));
    return own;
}

void refuseChangedEncoders(const training::ExperimentSpec& spec)
{
    for (auto& file : training::encoderFiles(spec))
        check(file);
}

} // namespace btw::store
