// SPDX-License-Identifier: GPL-3.0-or-later
#include "files.h"

#include "engine/error.h"
#include "workspace/store/store.h"

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
