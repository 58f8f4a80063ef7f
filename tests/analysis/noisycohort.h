// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/splits.h"

#include <QtTest/QtTest>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

/// What the tests of reference models share.
namespace btw::analysis::fixtures {

/// Two vectors of noise around the label.
inline data::Cohort noisyCohort(std::size_t n, std::size_t dims, std::size_t classes, unsigned seed)
{
    std::mt19937 generator(seed);
    std::normal_distribution<double> normal;
    data::Cohort cohort;
    cohort.task = classes > 0 ? Task::Classification : Task::Regression;
    for (std::size_t c = 0; c < classes; ++c)
        cohort.classes.push_back(std::to_string(c));
    std::vector<data::Modality> modalities(2);
    for (std::size_t m = 0; m < modalities.size(); ++m) {
        modalities[m].name = m == 0 ? "first" : "second";
        modalities[m].dims = static_cast<std::int64_t>(dims);
        modalities[m].present.assign(n, 1);
    }
    for (std::size_t i = 0; i < n; ++i) {
        cohort.ids.push_back(std::to_string(i));
        cohort.y.push_back(classes > 0 ? static_cast<double>(i % classes) : normal(generator));
        for (data::Modality& modality : modalities) {
            for (std::size_t d = 0; d < dims; ++d) {
                const double signal = d % 5 == i % 5 || classes == 0 ? 0.3 * cohort.y.back() : 0.0;
                modality.values.push_back(static_cast<float>(signal + normal(generator)));
            }
        }
    }
    cohort.modalities = std::move(modalities);
    data::drawSplits(cohort, 0);
    return cohort;
}

inline bool sameBits(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

inline bool isClose(double a, double b, double tolerance = 1e-9) { return std::abs(a - b) <= tolerance; }

/// A column `classes`, 0 for a regression, with a row for each kind of task.
inline void addTaskRows()
{
    QTest::addColumn<int>("classes");
    QTest::newRow("regression") << 0;
    QTest::newRow("two classes") << 2;
    QTest::newRow("three classes") << 3;
}

} // namespace btw::analysis::fixtures
