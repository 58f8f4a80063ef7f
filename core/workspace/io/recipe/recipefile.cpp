// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/recipe.h"

#include "workspace/io/problems.h"

#include "engine/error.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <utility>

namespace btw::io {

bool isRecipeFile(const QString& path)
{
    return path.endsWith(QLatin1String(".recipe.json")) && QFileInfo(path).isFile();
}

std::optional<RecipeFile> readRecipeFile(const QString& path, Problems& problems)
{
    const QFileInfo info(path);
    const std::string name = info.fileName().toStdString();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        problems.error("file-unreadable", name,
            { "the file cannot be read: {}", file.errorString().toStdString() },
            "check its name and permissions");
        return std::nullopt;
    }
    QJsonParseError status;
    const QByteArray bytes = file.readAll();
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &status);
    if (!document.isObject()) {
        const auto row = 1 + bytes.first(std::min<qsizetype>(status.offset, bytes.size())).count('\n');
        problems.error("json", place(name, row), "this is not a JSON object",
            "correct the file, for example with a JSON editor");
        return std::nullopt;
    }
    const QJsonObject object = document.object();
    const QString data = object.value(QLatin1String("data")).toString();
    const QString target = QDir::cleanPath(info.absoluteDir().absoluteFilePath(data));
    if (data.isEmpty() || isRecipeFile(target))
        problems.error("recipe-key", name + ", key data", "the value must be the path of a cohort",
            "name a file or folder as btw validate takes it");
    for (const QString& key : object.keys())
        if (key != QLatin1String("data") && key != QLatin1String("recipe"))
            problems.error("key-unknown", name + ", key " + key.toStdString(), "the key is not known",
                R"(write "data" and "recipe" only; what is done to the data goes into "recipe")");
    if (!object.value(QLatin1String("recipe")).isObject())
        problems.error("recipe-key", name + ", key recipe", "the value must be an object",
            "write what is done to the data in braces, {} for nothing");
    std::optional<Recipe> recipe
        = recipeFromJson(object.value(QLatin1String("recipe")).toObject(), name, problems);
    if (problems.hasErrors() || !recipe)
        return std::nullopt;
    return RecipeFile { target, std::move(*recipe) };
}

std::optional<RecipeFile> resolveRecipe(const QString& path, const Recipe& recipe, Problems& problems)
{
    if (!isRecipeFile(path))
        return RecipeFile { path, recipe };
    std::optional<RecipeFile> file = readRecipeFile(path, problems);
    if (!file)
        return std::nullopt;
    Recipe& own = file->recipe;
    if (recipe.manifest)
        own.manifest = recipe.manifest;
    own.remedies.insert(own.remedies.end(), recipe.remedies.begin(), recipe.remedies.end());
    if (!recipe.filter.isEmpty())
        own.filter = recipe.filter;
    if (recipe.cut)
        own.cut = recipe.cut;
    return file;
}

Problem absentSource(const QString& path, const QString& data)
{
    Problems problems;
    if (!isRecipeFile(path))
        problems.error("not-there", data.toStdString(), "there is no such file or folder",
            "check the path for a typing error");
    else
        problems.error("not-there", QFileInfo(path).fileName().toStdString() + ", key data",
            { "the data of this recipe is not at {} any more: it was moved, renamed or removed",
                QDir::toNativeSeparators(data).toStdString() },
            "put it back there, or choose it again under \"Opened before\" on the window's page Start, which "
            "asks where it is now; or write that as \"data\" in "
                + QDir::toNativeSeparators(QFileInfo(path).absoluteFilePath()).toStdString());
    return problems.take().front();
}

void writeRecipeFile(const QString& path, const QString& data, const Recipe& recipe)
{
    QSaveFile file(path);
    const QJsonObject object { { QStringLiteral("data"), data },
        { QStringLiteral("recipe"), recipeToJson(recipe) } };
    const QByteArray bytes = QJsonDocument(object).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw Error(QFileInfo(path).fileName().toStdString() + " cannot be written ("
                + file.errorString().toStdString()
                + "): check the folder, its permissions and the space on the disk",
            Error::Kind::Work);
}

} // namespace btw::io
