// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/subgroups.h"

#include <QStringList>

#include <algorithm>
#include <functional>
#include <map>

namespace btw::jobs {

namespace {

constexpr std::size_t kMostValues = 20;

QString number(double value) { return QString::number(value, 'g', 3); }

/// Whether groups that are told apart by something else than a column are of a kind with this name.
bool isOtherKind(const QString& name)
{
    return name == u"class" || name == u"label" || name == u"pattern" || name == u"modality";
}

std::vector<Subgroup> thirds(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows)
{
    if (rows.size() < 3)
        return {};
    std::vector<double> sorted;
    sorted.reserve(rows.size());
    for (const auto row : rows)
        sorted.push_back(cohort.y[row]);
    std::sort(sorted.begin(), sorted.end());
    const double low = sorted[sorted.size() / 3];
    const double high = sorted[2 * sorted.size() / 3];
    const QString kind = QStringLiteral("label");
    std::vector<Subgroup> groups { { kind, QStringLiteral("y < %1").arg(number(low)), {}, true },
        { kind, QStringLiteral("%1 ≤ y < %2").arg(number(low), number(high)), {}, true },
        { kind, QStringLiteral("y ≥ %1").arg(number(high)), {}, true } };
    for (const auto row : rows)
        groups[cohort.y[row] < low ? 0 : cohort.y[row] < high ? 1 : 2].rows.push_back(row);
    return groups;
}

} // namespace

QString listed(const std::vector<std::string>& modalities)
{
    QStringList names;
    for (const auto& name : modalities)
        names << QString::fromStdString(name);
    return names.join(QStringLiteral(" + "));
}

std::vector<Subgroup> byLabel(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows)
{
    if (cohort.task == Task::Regression)
        return thirds(cohort, rows);
    std::vector<Subgroup> groups;
    groups.reserve(cohort.classes.size());
    for (const auto& name : cohort.classes)
        groups.push_back({ QStringLiteral("class"), QString::fromStdString(name), {}, true });
    for (const auto row : rows)
        groups[static_cast<std::size_t>(cohort.y[row])].rows.push_back(row);
    return groups;
}

std::vector<Subgroup> byPattern(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows)
{
    const auto count = cohort.modalities.size();
    std::map<std::vector<bool>, std::vector<std::size_t>, std::greater<>> patterns;
    for (const auto row : rows) {
        std::vector<bool> pattern(count);
        for (std::size_t m = 0; m < count; ++m)
            pattern[m] = cohort.present[row * count + m] != 0;
        patterns[pattern].push_back(row);
    }
    std::vector<Subgroup> groups;
    groups.reserve(patterns.size());
    for (auto& [pattern, members] : patterns) {
        std::vector<std::string> names;
        for (std::size_t m = 0; m < count; ++m)
            if (pattern[m])
                names.push_back(cohort.modalities[m]);
        groups.push_back({ QStringLiteral("pattern"), listed(names), std::move(members) });
    }
    return groups;
}

std::vector<Subgroup> byModality(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows)
{
    const auto count = cohort.modalities.size();
    std::vector<Subgroup> groups;
    for (std::size_t m = 0; m < count; ++m) {
        Subgroup group { QStringLiteral("modality"),
            QStringLiteral("with ") + QString::fromStdString(cohort.modalities[m]), {} };
        for (const auto row : rows)
            if (cohort.present[row * count + m] != 0)
                group.rows.push_back(row);
        if (group.rows.size() < rows.size())
            groups.push_back(std::move(group));
    }
    return groups;
}

std::vector<Subgroup> byColumn(const store::CohortRecord& cohort, const std::vector<std::size_t>& rows)
{
    std::vector<Subgroup> groups;
    for (const auto& column : cohort.about) {
        std::map<QString, std::vector<std::size_t>> values;
        for (const auto row : rows)
            if (!column.values[row].empty())
                values[QString::fromStdString(column.values[row])].push_back(row);
        if (values.size() > kMostValues)
            continue;
        // A column may be called as other kinds of groups are.
        const auto name = QString::fromStdString(column.name);
        const auto kind = isOtherKind(name) ? QStringLiteral("column %1").arg(name) : name;
        for (auto& [value, members] : values)
            groups.push_back({ kind, value, std::move(members) });
    }
    return groups;
}

} // namespace btw::jobs
