// SPDX-License-Identifier: GPL-3.0-or-later
#include "words.h"

#include "console.h"

#include "engine/analysis/metricfacts.h"

#include <algorithm>
#include <cmath>

namespace btw::cli {

QString duration(double seconds)
{
    if (seconds < 90)
        return QStringLiteral("%1 s").arg(std::max(1.0, std::round(seconds)));
    const double minutes = std::round(seconds / 60);
    if (minutes < 90)
        return QStringLiteral("%1 min").arg(minutes);
    return QStringLiteral("%1 h %2 min").arg(std::floor(minutes / 60)).arg(std::fmod(minutes, 60));
}

QString briefMetrics(const training::MetricSet& metrics)
{
    QStringList parts;
    for (const auto& facts : analysis::metricFacts()) {
        const auto found = metrics.find(std::string(facts.name));
        if (facts.isBrief && found != metrics.end())
            parts.append(QStringLiteral("%1 %2").arg(text(facts.name), figure(found->second)));
    }
    return parts.isEmpty() ? QStringLiteral("-") : parts.join(QStringLiteral(", "));
}

QJsonObject jsonMetrics(const training::MetricSet& metrics)
{
    QJsonObject object;
    for (const auto& [name, value] : metrics)
        object.insert(text(name), jsonNumber(value));
    return object;
}

void Table::print(Console& console) const
{
    std::vector<qsizetype> widths;
    const auto isHeading = [](const QStringList& row) { return row.size() == 1; };
    const bool hasHeadings = std::any_of(m_rows.begin(), m_rows.end(), isHeading);
    for (const QStringList& row : m_rows) {
        if (isHeading(row))
            continue;
        widths.resize(std::max(widths.size(), static_cast<std::size_t>(row.size())));
        for (qsizetype c = 0; c < row.size(); ++c)
            widths[static_cast<std::size_t>(c)]
                = std::max(widths[static_cast<std::size_t>(c)], row[c].size());
    }
    for (const QStringList& row : m_rows) {
        if (isHeading(row)) {
            console.result(row.front());
            continue;
        }
        QString line = hasHeadings ? QStringLiteral("  ") : QString();
        for (qsizetype c = 0; c < row.size(); ++c) {
            bool number = false;
            row[c].toDouble(&number);
            const qsizetype width = widths[static_cast<std::size_t>(c)];
            line += number || row[c] == QLatin1String("-") ? row[c].rightJustified(width)
                                                           : row[c].leftJustified(width);
            line += QStringLiteral("  ");
        }
        while (line.endsWith(QLatin1Char(' ')))
            line.chop(1);
        console.result(line);
    }
}

} // namespace btw::cli
