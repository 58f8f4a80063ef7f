// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/plugin/importers.h"

#include <QJsonObject>
#include <QPluginLoader>

#include <algorithm>

Q_IMPORT_PLUGIN(MisaImporter)
Q_IMPORT_PLUGIN(MmsaImporter)
Q_IMPORT_PLUGIN(MultImporter)
Q_IMPORT_PLUGIN(OtherPickleImporter)
Q_IMPORT_PLUGIN(StaysImporter)

namespace btw::plugin {

std::vector<ImporterEntry> builtInImporters()
{
    std::vector<ImporterEntry> entries;
    for (const QStaticPlugin& plugin : QPluginLoader::staticPlugins()) {
        const QJsonObject meta = plugin.metaData();
        if (meta[QStringLiteral("IID")].toString() != QStringLiteral(BTW_IMPORTER_INTERFACE))
            continue;
        const QJsonObject own = meta[QStringLiteral("MetaData")].toObject();
        entries.push_back({ own[QStringLiteral("id")].toString(), own[QStringLiteral("name")].toString(),
            own[QStringLiteral("suffixes")].toVariant().toStringList(),
            qobject_cast<Importer*>(plugin.instance()) });
    }
    std::sort(entries.begin(), entries.end(),
        [](const ImporterEntry& a, const ImporterEntry& b) { return a.id < b.id; });
    return entries;
}

} // namespace btw::plugin
