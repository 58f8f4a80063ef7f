// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/events.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace btw::store {

// How values lie in the store's cells. Predictions and weights: little-endian float32 as they are (they
// hardly compress, and an epoch must commit in milliseconds). What is written once a cohort: zlib
// (qCompress). Reading gives nothing where a cell is damaged.

QByteArray packFloats(const std::vector<float>& values);
std::optional<std::vector<float>> unpackFloats(const QByteArray& cell);

QByteArray packDoubles(const std::vector<double>& values); ///< compressed
std::optional<std::vector<double>> unpackDoubles(const QByteArray& cell);

QByteArray packBytes(const std::vector<std::uint8_t>& values); ///< compressed
std::optional<std::vector<std::uint8_t>> unpackBytes(const QByteArray& cell);

QByteArray packStrings(const std::vector<std::string>& values); ///< a JSON list, compressed
std::optional<std::vector<std::string>> unpackStrings(const QByteArray& cell);

/// A JSON object of numbers; NaN and infinities are null, and null reads as NaN.
QJsonObject metricsToJson(const training::MetricSet& metrics);
QString metricsText(const training::MetricSet& metrics);
training::MetricSet metricsFromText(const QString& text);

QString namesText(const std::vector<std::string>& names); ///< a JSON list
std::vector<std::string> namesFromText(const QString& text);

} // namespace btw::store
