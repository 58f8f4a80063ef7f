// SPDX-License-Identifier: GPL-3.0-or-later
#include "files.h"

#include "engine/error.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace btw::cli {

void writeWhole(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw Error(path.toStdString() + ": the file cannot be written: " + file.errorString().toStdString()
                + "; choose another place, or free some space.",
            Error::Kind::Work);
}

namespace {

/// Where a path leads, links followed; the file itself need not be there yet.
QString canonical(const QString& path)
{
    const QFileInfo file(path);
    if (QString there = file.canonicalFilePath(); !there.isEmpty())
        return there;
    const QString folder = QFileInfo(file.absolutePath()).canonicalFilePath();
    return QDir::cleanPath(
        (folder.isEmpty() ? file.absolutePath() : folder) + QLatin1Char('/') + file.fileName());
}

} // namespace

void keepStore(const store::Store& store, const QString& out)
{
    const QString target = canonical(out);
    bool isStore = false;
    for (const QString& path : { store.path(), canonical(store.path()) }) {
        for (const char* suffix : { "", "-wal", "-shm", "-journal" })
            isStore = isStore || target == canonical(path + QLatin1String(suffix));
        const QString checkpoints = canonical(path + QStringLiteral(".d"));
        isStore = isStore || target == checkpoints || target.startsWith(checkpoints + QLatin1Char('/'));
    }
    if (isStore)
        throw Error(out.toStdString()
            + " belongs to the store itself, and is not overwritten; choose another file for --out.");
}

void keepInput(const QString& input, const QString& out)
{
    const QString target = canonical(out);
    const QString read = canonical(input);
    const bool isInside
        = QFileInfo(read).isDir() && QFileInfo::exists(target) && target.startsWith(read + QLatin1Char('/'));
    if (target == read || isInside)
        throw Error(
            out.toStdString() + " is being read here, and would be overwritten; choose another file.");
}

std::int64_t runNamed(const store::Store& store, const QString& word)
{
    if (word == QLatin1String("last")) {
        const auto runs = store.runs();
        if (runs.empty())
            throw Error("There is no run in " + store.path().toStdString() + " yet; btw train makes some.");
        return runs.back().id;
    }
    bool whole = false;
    const std::int64_t id = word.toLongLong(&whole);
    if (!whole || !store.run(id))
        throw Error("There is no run '" + word.toStdString() + "' in " + store.path().toStdString()
            + "; btw runs lists them by number.");
    return id;
}

} // namespace btw::cli
