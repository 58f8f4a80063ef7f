// SPDX-License-Identifier: GPL-3.0-or-later
#include "goldencohort.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtTest/QtTest>

#include <limits>

namespace btw::trees {

namespace {

data::Modality modalityOf(const QJsonObject& object)
{
    data::Modality modality;
    modality.name = object["name"].toString().toStdString();
    modality.dims = object["dims"].toInt();
    const QString kind = object["kind"].toString();
    modality.kind = kind == QStringLiteral("vector") ? data::ModalityKind::Vector
        : kind == QStringLiteral("series")           ? data::ModalityKind::Series
                                                     : data::ModalityKind::Sequence;
    for (const auto& present : object["present"].toArray())
        modality.present.push_back(static_cast<std::uint8_t>(present.toInt()));
    if (modality.isRagged())
        modality.offsets.push_back(0);
    for (const auto& row : object["rows"].toArray()) {
        for (const auto& cell : row.toArray()) {
            modality.values.push_back(cell.isNull() ? std::numeric_limits<float>::quiet_NaN()
                                                    : static_cast<float>(cell.toDouble()));
        }
        if (modality.isRagged())
            modality.offsets.push_back(modality.offsets.back() + row.toArray().size() / modality.dims);
        else if (row.toArray().isEmpty())
            modality.values.insert(modality.values.end(), static_cast<std::size_t>(modality.dims), 0.0F);
    }
    for (const auto& times : object["times"].toArray()) {
        for (const auto& time : times.toArray())
            modality.times.push_back(static_cast<float>(time.toDouble()));
    }
    return modality;
}

} // namespace

QJsonObject golden(const QString& name)
{
    QFile file(QStringLiteral(BTW_TEST_DATA "/trees/") + name + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot open %s", qPrintable(file.fileName()));
    return QJsonDocument::fromJson(file.readAll()).object();
}

data::Cohort cohortOf(const QJsonObject& object)
{
    data::Cohort cohort;
    const bool classes = object["task"].toString() == QStringLiteral("classification");
    cohort.task = classes ? Task::Classification : Task::Regression;
    for (int c = 0; c < object["classes"].toInt(); ++c)
        cohort.classes.push_back(std::to_string(c));
    for (const auto& y : object["y"].toArray()) {
        cohort.ids.push_back(std::to_string(cohort.y.size()));
        cohort.y.push_back(y.toDouble());
    }
    for (const auto& split : object["split"].toArray())
        cohort.splits.push_back(static_cast<Split>(split.toInt()));
    for (const auto& modality : object["modalities"].toArray())
        cohort.modalities.push_back(modalityOf(modality.toObject()));
    return cohort;
}

TreeSettings settingsOf(const QJsonObject& object)
{
    TreeSettings settings;
    settings.depth = object["depth"].toInt();
    settings.rounds = object["rounds"].toInt();
    settings.eta = object["eta"].toDouble();
    settings.lambda = object["lambda"].toDouble();
    settings.minChildWeight = object["min_child_weight"].toDouble();
    settings.rowShare = object["row_share"].toDouble();
    settings.columnShare = object["column_share"].toDouble();
    settings.maxBins = object["bins"].toInt();
    settings.seed = static_cast<std::uint64_t>(object["seed"].toInt());
    return settings;
}

void addGoldenRows()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "regression", "binary", "three" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

} // namespace btw::trees
