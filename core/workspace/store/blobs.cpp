// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/blobs.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtEndian>

#include <cmath>
#include <limits>

namespace btw::store {
namespace {

template <class T> QByteArray pack(const std::vector<T>& values)
{
    QByteArray bytes(static_cast<qsizetype>(values.size() * sizeof(T)), Qt::Uninitialized);
    if (!values.empty()) // memcpy takes no null pointer
        qToLittleEndian<T>(values.data(), static_cast<qsizetype>(values.size()), bytes.data());
    return bytes;
}

template <class T> std::optional<std::vector<T>> unpack(const QByteArray& bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    if (size % sizeof(T) != 0)
        return std::nullopt;
    std::vector<T> values(size / sizeof(T));
    if (!values.empty())
        qFromLittleEndian<T>(bytes.constData(), static_cast<qsizetype>(values.size()), values.data());
    return values;
}

/// qUncompress gives an empty array for damaged data, and what it was made from is never empty.
template <class T> std::optional<std::vector<T>> unpackCompressed(const QByteArray& cell)
{
    if (cell.isEmpty())
        return std::vector<T> {};
    const QByteArray bytes = qUncompress(cell);
    if (bytes.isEmpty())
        return std::nullopt;
    return unpack<T>(bytes);
}

template <class T> QByteArray packCompressed(const std::vector<T>& values)
{
    return values.empty() ? QByteArray("") : qCompress(pack(values));
}

} // namespace

QByteArray packFloats(const std::vector<float>& values) { return pack(values); }
std::optional<std::vector<float>> unpackFloats(const QByteArray& cell) { return unpack<float>(cell); }

QByteArray packDoubles(const std::vector<double>& values) { return packCompressed(values); }
std::optional<std::vector<double>> unpackDoubles(const QByteArray& cell)
{
    return unpackCompressed<double>(cell);
}

QByteArray packBytes(const std::vector<std::uint8_t>& values) { return packCompressed(values); }
std::optional<std::vector<std::uint8_t>> unpackBytes(const QByteArray& cell)
{
    return unpackCompressed<std::uint8_t>(cell);
}

QByteArray packStrings(const std::vector<std::string>& values)
{
    return qCompress(namesText(values).toUtf8());
}

std::optional<std::vector<std::string>> unpackStrings(const QByteArray& cell)
{
    const QByteArray text = qUncompress(cell);
    if (text.isEmpty())
        return std::nullopt;
    return namesFromText(QString::fromUtf8(text));
}

QJsonObject metricsToJson(const training::MetricSet& metrics)
{
    QJsonObject json;
    for (const auto& [name, value] : metrics)
        json.insert(QString::fromStdString(name), std::isfinite(value) ? QJsonValue(value) : QJsonValue());
    return json;
}

QString metricsText(const training::MetricSet& metrics)
{
    return QString::fromUtf8(QJsonDocument(metricsToJson(metrics)).toJson(QJsonDocument::Compact));
}

training::MetricSet metricsFromText(const QString& text)
{
    training::MetricSet metrics;
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    for (auto it = json.begin(); it != json.end(); ++it)
        metrics[it.key().toStdString()] = it.value().toDouble(std::numeric_limits<double>::quiet_NaN());
    return metrics;
}

QString namesText(const std::vector<std::string>& names)
{
    QJsonArray list;
    for (const std::string& name : names)
        list.append(QString::fromStdString(name));
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

std::vector<std::string> namesFromText(const QString& text)
{
    std::vector<std::string> names;
    const QJsonArray list = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const auto& name : list)
        names.push_back(name.toString().toStdString());
    return names;
}

} // namespace btw::store
