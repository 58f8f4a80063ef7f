// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/foundsource.h"

#include "engine/error.h"
#include "workspace/io/cohorthash.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

namespace btw::pages {

namespace {

/// A value in which a file goes by another name.
QJsonValue renamed(const QJsonValue& value, const QString& from, const QString& to)
{
    if (value.isString())
        return value.toString() == from ? QJsonValue(to) : value;
    if (value.isArray()) {
        QJsonArray items;
        for (const auto& item : value.toArray())
            items.append(renamed(item, from, to));
        return items;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (const auto& key : object.keys())
        object.insert(key, renamed(object.value(key), from, to));
    return object;
}

} // namespace

io::Recipe recipeFor(const io::RecipeFile& before, const QString& now)
{
    const QString from = QFileInfo(before.data).fileName();
    const QString to = QFileInfo(now).fileName();
    io::Problems problems;
    const auto changed
        = io::recipeFromJson(renamed(io::recipeToJson(before.recipe), from, to).toObject(), {}, problems);
    return from == to || !changed ? before.recipe : *changed;
}

CheckedSource check(
    const FoundSource& found, const data::Cohort& cohort, const QString& path, const QString& knownHash)
{
    CheckedSource checked;
    checked.isSame = knownHash.isEmpty() || knownHash == io::cohortHash(cohort);
    const bool wasRecipe = io::isRecipeFile(found.before);
    const bool isOther = io::isRecipeFile(path) && path != found.before;
    if (!checked.isSame && isOther)
        QFile::remove(path); // it was kept when the data were taken
    if (!checked.isSame || !wasRecipe)
        return checked;
    try {
        io::Problems ignored;
        if (const auto file = io::readRecipeFile(found.before, ignored))
            io::writeRecipeFile(found.before, found.now, recipeFor(*file, found.now));
        if (isOther)
            QFile::remove(path); // says the same as the one before now does
        checked.isKept = true;
    } catch (const Error& error) {
        checked.sentence = QString::fromUtf8(error.what());
    }
    return checked;
}

} // namespace btw::pages
