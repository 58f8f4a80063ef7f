// SPDX-License-Identifier: GPL-3.0-or-later
// Planted cohorts of the shape of the paper's data.
#include "engine/data/papersamples.h"

#include "engine/data/samples.h"
#include "engine/data/splits.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace btw;
using data::Cohort;
using data::Modality;

namespace {

std::array<std::size_t, 3> sizes(const Cohort& cohort)
{
    return { data::rowsOf(cohort, Split::Train).size(), data::rowsOf(cohort, Split::Validation).size(),
        data::rowsOf(cohort, Split::Test).size() };
}

/// Least and most steps of an instance that has the modality.
std::array<std::int64_t, 2> steps(const Modality& modality)
{
    std::array<std::int64_t, 2> range { 1 << 20, 0 };
    for (std::size_t i = 0; i < modality.present.size(); ++i) {
        if (modality.present[i] == 0)
            continue;
        range[0] = std::min(range[0], modality.steps(i));
        range[1] = std::max(range[1], modality.steps(i));
    }
    return range;
}

} // namespace

class TestPaperSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mosi()
    {
        const auto cohort = data::makeMosi();
        QCOMPARE(cohort.size(), std::size_t(2199));
        QCOMPARE(sizes(cohort), (std::array<std::size_t, 3> { 1284, 229, 686 }));
        QCOMPARE(cohort.modalities[0].dims, 768);
        QCOMPARE(cohort.modalities[1].dims, 5);
        QCOMPARE(cohort.modalities[2].dims, 20);
        QCOMPARE(steps(cohort.modalities[0]), (std::array<std::int64_t, 2> { 10, 50 }));
        QCOMPARE(steps(cohort.modalities[1]), (std::array<std::int64_t, 2> { 75, 375 }));
        QCOMPARE(steps(cohort.modalities[2]), (std::array<std::int64_t, 2> { 100, 500 }));
        QVERIFY(std::all_of(cohort.y.begin(), cohort.y.end(),
            [](double y) { return y >= -3 && y <= 3 && std::abs(5 * y - std::round(5 * y)) < 1e-9; }));
        // Of another size the splits are drawn as those of any other cohort.
        QCOMPARE(sizes(data::makeMosi(100)), (std::array<std::size_t, 3> { 70, 10, 20 }));
    }

    void moseiInSmall()
    {
        const auto cohort = data::makeMosei(200);
        QCOMPARE(cohort.modalities[1].dims, 74);
        QCOMPARE(cohort.modalities[2].dims, 35);
        const auto range = steps(cohort.modalities[1]);
        QVERIFY(range[0] >= 100 && range[0] < 120 && range[1] > 480 && range[1] <= 500);
        const auto kinds = data::sampleKinds();
        const auto kind
            = std::find_if(kinds.begin(), kinds.end(), [](const auto& one) { return one.name == "mosei"; });
        QCOMPARE(kind->instances, std::size_t(16326 + 1871 + 4659));
    }

    void mimic()
    {
        const auto cohort = data::makeMimic();
        std::array<std::size_t, 4> counts {};
        for (const double y : cohort.y)
            ++counts.at(static_cast<std::size_t>(y));
        QCOMPARE(counts, (std::array<std::size_t, 4> { 1465, 2342, 923, 448 }));
        const std::array<std::int64_t, 4> dims { 30, 768, 1024, 256 };
        const std::array<double, 4> shares { 1, 1, 0.25, 0.52 };
        for (std::size_t m = 0; m < 4; ++m) {
            const auto& modality = cohort.modalities[m];
            QCOMPARE(modality.dims, dims.at(m));
            const auto having = std::count(modality.present.begin(), modality.present.end(), 1);
            QVERIFY(std::abs(static_cast<double>(having) / 5178 - shares.at(m)) < 1e-3);
        }
        QCOMPARE(steps(cohort.modalities[0]), (std::array<std::int64_t, 2> { 48, 48 }));
        QCOMPARE(data::sampleWord("mimic", "cxr"), std::string_view("X-rays"));
    }

    // The same n and seed, the same cohort.
    void theSameEverywhere()
    {
        const auto first = data::makeMosi(60, 3);
        const auto second = data::makeMosi(60, 3);
        QCOMPARE(first.modalities[0].values, second.modalities[0].values);
        QVERIFY(first.y != data::makeMosi(60, 4).y);
    }
};

QTEST_GUILESS_MAIN(TestPaperSamples)
#include "tst_papersamples.moc"
