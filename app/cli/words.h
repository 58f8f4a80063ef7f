// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/events.h"
#include "workspace/io/tablewords.h"

#include <QJsonObject>
#include <QJsonValue>
#include <QString>
#include <QStringList>

#include <vector>

namespace btw::cli {

class Console;

using tablewords::counted;
using tablewords::csvCell;
using tablewords::figure;
using tablewords::jsonNumber;
using tablewords::text;

/// "45 s", "4 min", "2 h 10 min".
QString duration(double seconds);
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
