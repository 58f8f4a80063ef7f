// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/classoutcomes.h"

#include "golden.h"

#include <QtTest/QtTest>

/// Cases of tests/golden/analysis/probabilities.json, which make_probabilities.py writes.
namespace golden {

inline QJsonObject probabilities() { return document(QStringLiteral("probabilities.json")).object(); }

inline void addProbabilityCases()
{
    QTest::addColumn<QJsonObject>("given");
    const QJsonArray cases = probabilities()[u"cases"].toArray();
    QVERIFY(!cases.isEmpty());
    for (const QJsonValue& value : cases)
        QTest::newRow(qPrintable(value[u"name"].toString())) << value.toObject();
}

/// \param model "a" or "b"
inline btw::analysis::ClassOutcomes outcomes(const QJsonObject& given, const QString& model)
{
    btw::analysis::ClassOutcomes made;
    made.happened = numbers<std::uint8_t>(given[u"y"]);
    made.p = numbers<double>(given[model]);
    for (const QJsonValue& group : given[u"groups"].toArray())
        made.groups.push_back(std::to_string(group.toInt()));
    return made;
}

} // namespace golden
