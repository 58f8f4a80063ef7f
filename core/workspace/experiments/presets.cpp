// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/presets.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace btw::experiments {

QStringList Preset::samples() const
{
    QStringList all;
    const auto own = json.value(QStringLiteral("data")).toString();
    if (own.startsWith(QLatin1String("sample:")))
        all << own;
    for (const auto& shape : json.value(QStringLiteral("shapes")).toArray())
        all << shape.toString();
    return all;
}

std::vector<Preset> presets()
{
    const QDir folder(QStringLiteral(":/presets"));
    const auto names = folder.entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name);
    std::vector<Preset> all;
    all.reserve(static_cast<std::size_t>(names.size()));
    for (const auto& name : names) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto json = QJsonDocument::fromJson(file.readAll()).object();
        all.push_back({ QFileInfo(name).completeBaseName(), json.value(QStringLiteral("name")).toString(name),
            json.value(QStringLiteral("about")).toString(), json });
    }
    return all;
}

std::optional<Preset> presetCalled(const QString& id)
{
    auto all = presets();
    const auto found
        = std::find_if(all.begin(), all.end(), [&](const Preset& preset) { return preset.id == id; });
    return found == all.end() ? std::nullopt : std::optional(std::move(*found));
}

} // namespace btw::experiments
