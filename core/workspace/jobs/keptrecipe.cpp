// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/keptrecipe.h"

#include "workspace/io/problems.h"

#include "engine/error.h"

#include <QDir>
#include <QFileInfo>

namespace btw::jobs {

namespace {

/// What can be a file's name of what a person calls a cohort.
QString fileNameOf(const QString& name)
{
    constexpr qsizetype kLongest = 80;
    QString out;
    for (const QChar c : name.trimmed().left(kLongest))
        out += c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u'.' ? c : QChar(u'-');
    while (out.startsWith(u'.'))
        out.remove(0, 1);
    return out.isEmpty() ? QStringLiteral("cohort") : out;
}

bool saysTheSame(const QString& path, const QString& data, const io::Recipe& recipe)
{
    io::Problems problems;
    const auto file = io::readRecipeFile(path, problems);
    return file && file->data == data && io::recipeToJson(file->recipe) == io::recipeToJson(recipe);
}

} // namespace

QString keepRecipe(
    const QString& storeFolder, const QString& path, const io::Recipe& recipe, const QString& name)
{
    io::Problems problems;
    const auto file = io::resolveRecipe(QFileInfo(path).absoluteFilePath(), recipe, problems);
    if (!file) {
        const auto found = problems.take();
        throw Error(found.front().where + ": " + found.front().what + " " + found.front().remedy);
    }
    const QDir folder(storeFolder + QStringLiteral("/cohorts"));
    if (!folder.mkpath(QStringLiteral(".")))
        throw Error(folder.path().toStdString()
                + " cannot be made: check the permissions of the folder and the space on the disk",
            Error::Kind::Work);
    // A project's folder can be moved as a whole where its data lies in it.
    const QString project = QFileInfo(storeFolder).absolutePath() + u'/';
    const QString data = file->data.startsWith(project) ? folder.relativeFilePath(file->data) : file->data;
    const QString base = fileNameOf(name);
    for (int n = 1;; ++n) {
        const QString suffix = n > 1 ? QStringLiteral("-%1").arg(n) : QString();
        QString kept = folder.filePath(base + suffix + QStringLiteral(".recipe.json"));
        if (!QFileInfo::exists(kept))
            io::writeRecipeFile(kept, data, file->recipe);
        else if (!saysTheSame(kept, file->data, file->recipe))
            continue;
        return kept;
    }
}

} // namespace btw::jobs
