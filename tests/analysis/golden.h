// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/predictions.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

/// Reading of tests/golden/analysis, which make_analysis.py writes. A null there means undefined: NaN.
namespace golden {

inline QJsonDocument document(const QString& name)
{
    QFile file(QStringLiteral(BTW_TEST_DATA "/analysis/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot open %s", qPrintable(file.fileName()));
    return QJsonDocument::fromJson(file.readAll());
}

inline double number(const QJsonValue& value)
{
    return value.isDouble() ? value.toDouble() : std::numeric_limits<double>::quiet_NaN();
}

template <typename T> std::vector<T> numbers(const QJsonValue& value)
{
    std::vector<T> out;
    for (const QJsonValue& item : value.toArray())
        out.push_back(static_cast<T>(number(item)));
    return out;
}

inline btw::Predictions predictions(const QJsonValue& value, std::size_t width)
{
    return { width, numbers<float>(value) };
}

/// Equal within a tolerance relative to 1 or to the value, whichever is greater; two NaNs are equal.
inline bool isClose(double actual, double expected, double tolerance = 1e-12)
{
    if (std::isnan(expected) || std::isnan(actual))
        return std::isnan(expected) == std::isnan(actual);
    return std::abs(actual - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

} // namespace golden
