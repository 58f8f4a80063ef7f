// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/events.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <string>
#include <string_view>
#include <vector>

namespace btw::cli {

class Console;

/// A cell of a CSV file, in quotes where it needs them (RFC 4180).
QString csvCell(const QString& text);

inline QString text(std::string_view string)
{
    return QString::fromUtf8(string.data(), static_cast<qsizetype>(string.size()));
}
/// "1 modality", "3 modalities".
QString counted(std::size_t n, const QString& one, const QString& many);
/// "0.6132", "0.003142" and "3.142e-06" where four decimals would show little, "0" of exactly that, and "-"
/// for a number that is not finite.
QString figure(double value);
/// "45 s", "4 min", "2 h 10 min".
QString duration(double seconds);
/// A number, or null where it is not finite.
QJsonValue jsonNumber(double value);
/// "accuracy 0.8192, auroc 0.7738": the figures that short lists show; "-" without any.
QString briefMetrics(const training::MetricSet& metrics);
QJsonObject jsonMetrics(const training::MetricSet& metrics);

/// Rows of text in aligned columns; numbers stand to the right.
class Table
{
public:
    explicit Table(QStringList header)
        : m_rows { std::move(header) }
    {
    }
    void add(QStringList row) { m_rows.push_back(std::move(row)); }
    /// A line of its own above the rows that follow, which are indented.
    void addHeading(const QString& heading) { m_rows.push_back({ heading }); }
    void print(Console& console) const;

private:
    std::vector<QStringList> m_rows;
};

} // namespace btw::cli
