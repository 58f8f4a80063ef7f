// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment/presets.h"

#include "ui/widgets/names.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace btw::pages {

using widgets::comesBefore; // table 10 after table 9

std::vector<Preset> presets()
{
    const QDir folder(QStringLiteral(":/presets"));
    auto names = folder.entryList({ QStringLiteral("*.json") }, QDir::Files);
    std::sort(names.begin(), names.end(), comesBefore);
    std::vector<Preset> all;
    all.reserve(static_cast<std::size_t>(names.size()));
    for (const auto& name : names) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto json = QJsonDocument::fromJson(file.readAll()).object();
        all.push_back({ json.value(QStringLiteral("name")).toString(name),
            json.value(QStringLiteral("about")).toString(), json });
    }
    return all;
}

} // namespace btw::pages
