// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/trainingrecord.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

namespace btw::store {
namespace {

constexpr std::array kStates { std::pair { TrainingState::Queued, "queued" },
    std::pair { TrainingState::Running, "running" }, std::pair { TrainingState::Finished, "finished" },
    std::pair { TrainingState::Stopped, "stopped" }, std::pair { TrainingState::Failed, "failed" },
    std::pair { TrainingState::Cancelled, "cancelled" },
    std::pair { TrainingState::Interrupted, "interrupted" } };

} // namespace

QString stateName(TrainingState state)
{
    const auto* found = std::find_if(
        kStates.begin(), kStates.end(), [&](const auto& entry) { return entry.first == state; });
    return QLatin1String(found->second);
}

std::optional<TrainingState> parseTrainingState(const QString& name)
{
    const auto* found = std::find_if(kStates.begin(), kStates.end(),
        [&](const auto& entry) { return name == QLatin1String(entry.second); });
    return found == kStates.end() ? std::nullopt : std::optional(found->first);
}

QString hashOf(const TestRead& read)
{
    QJsonArray runs;
    for (const auto run : read.runs)
        runs.append(static_cast<qint64>(run));
    const QJsonArray row { read.previous, read.at.toUTC().toString(Qt::ISODateWithMs), read.command, runs,
        static_cast<qint64>(read.rows) };
    const QByteArray text = QJsonDocument(row).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

bool isUnbroken(const std::vector<TestRead>& reads)
{
    QString previous;
    for (const TestRead& read : reads) {
        if (read.previous != previous || read.hash != hashOf(read))
            return false;
        previous = read.hash;
    }
    return true;
}

} // namespace btw::store
