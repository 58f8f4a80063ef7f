// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/problem.h"
#include "engine/data/random.h"

#include <QtCore/QMetaType>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

/// A cohort with nothing wrong for tests to damage, and what is found wrong in words that can be compared.
namespace btw::data::fixtures {

using Damage = std::function<void(Cohort&)>;

inline constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

inline std::string numbered(std::string name, int number)
{
    name += std::to_string(number);
    return name;
}

/// 60 instances, three classes, a vector `v` of 3 features, a sequence `s`, a series `t`; nothing wrong with
/// it.
inline Cohort soundCohort()
{
    Random random(1);
    Cohort cohort;
    cohort.task = Task::Classification;
    cohort.classes = { "low", "middle", "high" };
    Modality vector;
    vector.name = "v";
    vector.dims = 3;
    vector.columns = { "age", "weight", "dose" };
    Modality sequence;
    sequence.name = "s";
    sequence.kind = ModalityKind::Sequence;
    sequence.dims = 2;
    sequence.offsets = { 0 };
    for (int i = 0; i < 60; ++i) {
        cohort.ids.push_back(numbered("id", i));
        cohort.y.push_back(i % 3);
        cohort.splits.push_back(i < 40 ? Split::Train : i < 50 ? Split::Validation : Split::Test);
        cohort.groups.push_back(numbered("g", i / 2));
        for (int d = 0; d < 3; ++d)
            vector.values.push_back(static_cast<float>(random.normal()));
        for (int step = 0; step < 1 + i % 4; ++step) {
            for (int d = 0; d < 2; ++d)
                sequence.values.push_back(static_cast<float>(random.normal()));
        }
        sequence.offsets.push_back(sequence.offsets.back() + 1 + i % 4);
    }
    vector.present.assign(60, 1);
    sequence.present.assign(60, 1);
    Modality series = sequence;
    series.name = "t";
    series.kind = ModalityKind::Series;
    for (std::size_t step = 0; step < series.values.size() / 2; ++step)
        series.times.push_back(static_cast<float>(step));
    cohort.modalities = { vector, sequence, series };
    return cohort;
}

inline void setRange(
    Cohort& cohort, std::size_t modality, std::size_t first, std::size_t last, std::uint8_t present)
{
    std::fill(cohort.modalities[modality].present.begin() + static_cast<std::ptrdiff_t>(first),
        cohort.modalities[modality].present.begin() + static_cast<std::ptrdiff_t>(last), present);
}

inline void makeRegression(Cohort& cohort)
{
    Random random(2);
    cohort.task = Task::Regression;
    cohort.classes.clear();
    for (double& y : cohort.y)
        y = random.normal();
}

inline Modality vectorOf(const std::string& name, std::int64_t dims, const std::vector<float>& values)
{
    Modality modality;
    modality.name = name;
    modality.dims = dims;
    modality.values = values;
    modality.present.assign(values.size() / static_cast<std::size_t>(dims), 1);
    return modality;
}

inline QString printed(const std::vector<Problem>& problems)
{
    QStringList lines;
    for (const Problem& problem : problems) {
        lines << QStringLiteral("%1 | %2 | %3 | %4")
                     .arg(static_cast<int>(problem.severity))
                     .arg(QString::fromStdString(problem.where), QString::fromStdString(problem.what),
                         QString::fromStdString(problem.remedy));
    }
    return lines.join(QLatin1Char('\n'));
}

/// Which problems there are, in their order.
inline QString codes(const std::vector<Problem>& problems)
{
    QStringList words;
    for (const Problem& problem : problems)
        words << QString::fromStdString(problem.code);
    return words.join(QLatin1Char(' '));
}

/// What could be left out, or drawn anew.
inline QString concerned(const Concern& concern)
{
    QStringList words;
    for (const std::string& id : concern.instances)
        words << QString::fromStdString(id);
    for (const std::string& feature : concern.features)
        words << QString::fromStdString(concern.modality) + QLatin1Char(':')
                + QString::fromStdString(feature);
    if (concern.splits)
        words << QStringLiteral("splits");
    return words.join(QLatin1Char(' '));
}

} // namespace btw::data::fixtures

Q_DECLARE_METATYPE(btw::data::fixtures::Damage)
