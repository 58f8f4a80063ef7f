// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/clusterfolder.h"

#include <QDir>
#include <QFileInfo>

namespace btw::store {

namespace {

constexpr QLatin1String kPrefix("slurm-");

QString besideStore(const QString& storePath)
{
    return QFileInfo(storePath).absoluteFilePath() + QStringLiteral(".d");
}

} // namespace

QString clusterFolder(const QString& storePath, std::int64_t experimentId)
{
    return QStringLiteral("%1/%2%3").arg(besideStore(storePath), kPrefix).arg(experimentId);
}

std::vector<std::int64_t> experimentsOnCluster(const QString& storePath)
{
    std::vector<std::int64_t> all;
    const QDir folder(besideStore(storePath));
    for (const auto& name : folder.entryList({ QString(kPrefix) + QLatin1Char('*') }, QDir::Dirs)) {
        const QDir parts(folder.filePath(name));
        if (parts.exists(QLatin1String(kClusterJobs)) && !parts.exists(QLatin1String(kClusterGivenUp)))
            all.push_back(name.mid(kPrefix.size()).toLongLong());
    }
    return all;
}

} // namespace btw::store
