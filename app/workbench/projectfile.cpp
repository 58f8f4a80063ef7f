// SPDX-License-Identifier: GPL-3.0-or-later
#include "projectfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryFile>

namespace btw::app {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ProjectFile)
};

/// By trying it: permissions do not tell of a file system that is mounted to be read only.
bool canWriteIn(const QString& folder)
{
    QTemporaryFile probe(folder + QStringLiteral("/btw-XXXXXX"));
    return probe.open();
}

} // namespace

QString usualProject()
{
    return projectIn(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
}

QString projectIn(const QString& folder) { return folder + QStringLiteral("/project.sqlite"); }

QString problemOfProject(const QString& path)
{
    const QFileInfo info(path);
    const QString folder = info.absolutePath();
    const QString shown = QDir::toNativeSeparators(folder);
    if (!QDir().mkpath(folder))
        return Words::tr("%1, where your work would be kept, cannot be made.").arg(shown);
    if (!canWriteIn(folder))
        return Words::tr("%1, where your work would be kept, cannot be written to.").arg(shown);
    if (info.exists() && !QFile(path).open(QIODevice::ReadWrite))
        return Words::tr("%1, which keeps your work, cannot be written to.")
            .arg(QDir::toNativeSeparators(info.absoluteFilePath()));
    return {};
}

QString writableFolder()
{
    for (const auto place :
        { QStandardPaths::DocumentsLocation, QStandardPaths::HomeLocation, QStandardPaths::TempLocation }) {
        const QString folder = QStandardPaths::writableLocation(place);
        if (QFileInfo(folder).isDir() && canWriteIn(folder))
            return folder + QStringLiteral("/BTW Workbench");
    }
    return QDir::homePath();
}

} // namespace btw::app
