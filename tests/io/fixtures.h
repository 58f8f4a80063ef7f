// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/tables/guess/tableroles.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cmath>

namespace btw::io::fixtures {

inline QString golden(const QString& name) { return QStringLiteral(BTW_TEST_DATA "/io/") + name; }

inline QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// All problems as lines, for the message of a failing test.
inline TablePreview previewOf(const QString& path, std::size_t rows = 1000)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return previewTable(
        file, static_cast<std::uint64_t>(file.size()), QFileInfo(path).fileName().toStdString(), rows);
}

/// Which kind of remedy it is: its place in the variant.
template <typename Kind> inline const std::size_t kindOf = Remedy(Kind {}).index();

inline QByteArray lines(const ReadResult& result)
{
    QByteArray text;
    for (const io::Problem& problem : result.problems)
        text += problem.where + ": " + problem.what + " " + problem.remedy + "\n";
    return text;
}

/// The first error, or an empty problem.
inline io::Problem firstError(const ReadResult& result)
{
    for (const io::Problem& problem : result.problems)
        if (problem.severity == data::Severity::Error)
            return problem;
    return { data::Severity::Note, {}, {}, {} };
}

inline bool contains(const std::string& text, const QString& part)
{
    return QString::fromStdString(text).contains(part);
}

/// Equal bit by bit, except that any NaN equals any other.
inline bool same(const std::vector<float>& a, const std::vector<float>& b)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::bit_cast<quint32>(a[i]) != std::bit_cast<quint32>(b[i])
            && !(std::isnan(a[i]) && std::isnan(b[i])))
            return false;
    return true;
}

inline void compareCohorts(const data::Cohort& a, const data::Cohort& b)
{
    QCOMPARE(a.name, b.name);
    QCOMPARE(a.task, b.task);
    QCOMPARE(a.classes, b.classes);
    QVERIFY(a.labelRange == b.labelRange);
    QCOMPARE(a.ids, b.ids);
    QCOMPARE(a.y, b.y);
    QVERIFY(a.splits == b.splits);
    QCOMPARE(a.groups, b.groups);
    QVERIFY(a.strengths == b.strengths);
    QCOMPARE(a.modalities.size(), b.modalities.size());
    for (std::size_t m = 0; m < a.modalities.size(); ++m) {
        const data::Modality& left = a.modalities[m];
        const data::Modality& right = b.modalities[m];
        QCOMPARE(left.name, right.name);
        QCOMPARE(left.kind, right.kind);
        QCOMPARE(left.dims, right.dims);
        QCOMPARE(left.offsets, right.offsets);
        QCOMPARE(left.present, right.present);
        QCOMPARE(left.columns, right.columns);
        QVERIFY2(same(left.values, right.values), left.name.c_str());
        QVERIFY2(same(left.times, right.times), left.name.c_str());
    }
}

/// A cohort as make_io.py describes it, built without the readers under test.
inline data::Cohort expected(const QString& name)
{
    const QJsonObject object = QJsonDocument::fromJson(bytesOf(golden(name))).object();
    const auto texts = [](const QJsonValue& list) {
        std::vector<std::string> out;
        for (const auto& item : list.toArray())
            out.push_back(item.toString().toStdString());
        return out;
    };
    const auto floats = [](const QJsonValue& list) {
        std::vector<float> out;
        for (const auto& item : list.toArray())
            out.push_back(item.isNull() ? std::nanf("") : static_cast<float>(item.toDouble()));
        return out;
    };
    data::Cohort cohort;
    cohort.name = object[QStringLiteral("name")].toString().toStdString();
    cohort.task = object[QStringLiteral("task")].toString() == QLatin1String("regression")
        ? Task::Regression
        : Task::Classification;
    cohort.classes = texts(object[QStringLiteral("classes")]);
    const QJsonArray range = object[QStringLiteral("label_range")].toArray();
    if (range.size() == 2)
        cohort.labelRange = { range.at(0).toDouble(), range.at(1).toDouble() };
    cohort.ids = texts(object[QStringLiteral("ids")]);
    for (const auto& y : object[QStringLiteral("y")].toArray())
        cohort.y.push_back(y.toDouble());
    for (const std::string& split : texts(object[QStringLiteral("splits")]))
        cohort.splits.push_back(split == "train" ? Split::Train
                : split == "val"                 ? Split::Validation
                                                 : Split::Test);
    cohort.groups = texts(object[QStringLiteral("groups")]);
    for (const auto& value : object[QStringLiteral("modalities")].toArray()) {
        const QJsonObject entry = value.toObject();
        data::Modality modality;
        modality.name = entry[QStringLiteral("name")].toString().toStdString();
        const QString kind = entry[QStringLiteral("kind")].toString();
        modality.kind = kind == QLatin1String("vector") ? data::ModalityKind::Vector
            : kind == QLatin1String("sequence")         ? data::ModalityKind::Sequence
                                                        : data::ModalityKind::Series;
        modality.dims = entry[QStringLiteral("dims")].toInteger();
        modality.values = floats(entry[QStringLiteral("values")]);
        modality.times = floats(entry[QStringLiteral("times")]);
        for (const auto& item : entry[QStringLiteral("offsets")].toArray())
            modality.offsets.push_back(item.toInteger());
        for (const auto& item : entry[QStringLiteral("present")].toArray())
            modality.present.push_back(static_cast<std::uint8_t>(item.toInt()));
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

} // namespace btw::io::fixtures
