// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/device.h"
#include "engine/weighting/chebyshevtree.h"
#include "engine/weighting/kl.h"
#include "engine/weighting/mutualinformation.h"
#include "engine/weighting/weigher.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace btw;
using namespace btw::weighting;

namespace {

struct Columns
{
    std::vector<double> x, y;
};

/// Two related columns; `levels` other than 0 rounds them to so many, so that distances tie.
Columns related(std::size_t count, int levels)
{
    std::mt19937_64 engine(7);
    std::normal_distribution<double> normal;
    Columns columns;
    for (std::size_t i = 0; i < count; ++i) {
        columns.x.push_back(normal(engine));
        columns.y.push_back(0.7 * columns.x.back() + 0.5 * normal(engine));
        for (double* value : { &columns.x.back(), &columns.y.back() })
            *value = levels > 0 ? std::round(*value * levels) / levels : *value;
    }
    return columns;
}

Predictions predictions(std::size_t rows, std::size_t width, unsigned seed)
{
    std::mt19937_64 engine(seed);
    std::normal_distribution<double> normal;
    Predictions made { width, {} };
    for (std::size_t i = 0; i < rows; ++i) {
        std::vector<double> row;
        double sum = 0;
        for (std::size_t c = 0; c < width; ++c)
            sum += row.emplace_back(width == 1 ? normal(engine) : std::exp(normal(engine)));
        for (const double value : row)
            made.values.push_back(static_cast<float>(width == 1 ? value : value / sum));
    }
    return made;
}

Inputs inputs(std::size_t rows, std::size_t width)
{
    Inputs made;
    made.task = width == 1 ? Task::Regression : Task::Classification;
    made.modalities = { "text", "audio" };
    for (std::size_t i = 0; i < rows; ++i) {
        made.ids.push_back(std::to_string(i));
        made.y.push_back(std::sin(static_cast<double>(i)));
        made.splits.push_back(i % 4 == 0 ? Split::Validation : Split::Train);
        made.present.push_back(1);
        made.present.push_back(i % 7 == 0 ? 0 : 1);
    }
    made.unimodal = { predictions(rows, width, 1), predictions(rows, width, 2) };
    return made;
}

} // namespace

/// The loops that a GPU runs, on the processor; and the GPU itself, where there is one.
class TestOnDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void distanceToTheKthNeighbourIsTheTrees_data();
    void distanceToTheKthNeighbourIsTheTrees();
    void countsAreThoseOfASortedColumn_data();
    void countsAreThoseOfASortedColumn();
    void divergenceOfClassesIsTheProcessors();
    void rowThatHoldsNoProbabilitiesHasNoDivergence_data();
    void rowThatHoldsNoProbabilitiesHasNoDivergence();
    void weightsDoNotDependOnWhereTheyAreComputed_data();
    void weightsDoNotDependOnWhereTheyAreComputed();
    void gpuCountsExactly();
};

void TestOnDevice::distanceToTheKthNeighbourIsTheTrees_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("k");
    QTest::addColumn<int>("levels");
    QTest::newRow("two points") << 2 << 1 << 0;
    QTest::newRow("all the others") << 5 << 4 << 0;
    QTest::newRow("many") << 3000 << 3 << 0;
    QTest::newRow("most neighbours") << 3000 << kernels::kMostNeighbours << 0;
    QTest::newRow("equal points") << 2000 << 3 << 4;
}

void TestOnDevice::distanceToTheKthNeighbourIsTheTrees()
{
    QFETCH(const int, count);
    QFETCH(const int, k);
    QFETCH(const int, levels);
    const auto [xs, ys] = related(static_cast<std::size_t>(count), levels);
    const SortedColumn x(xs);
    const SortedColumn y(ys);
    std::vector<double> ordered;
    for (const auto row : x.rows())
        ordered.push_back(ys[row]);
    const kernels::NeighbourColumns columns { count, k, x.sorted().data(), ordered.data(), x.rows().data(),
        y.sorted().data(), y.rows().data() };

    const auto expected = ChebyshevTree(xs, ys).kthDistances(static_cast<std::size_t>(k));
    for (int i = 0; i < count; ++i)
        QCOMPARE(kernels::kthDistance(columns, i), expected[x.rows()[static_cast<std::size_t>(i)]]);
}

void TestOnDevice::countsAreThoseOfASortedColumn_data()
{
    QTest::addColumn<int>("levels");
    QTest::newRow("distinct") << 0;
    QTest::newRow("tied") << 3;
}

void TestOnDevice::countsAreThoseOfASortedColumn()
{
    QFETCH(const int, levels);
    const auto [xs, ys] = related(1500, levels);
    const SortedColumn column(xs);
    std::vector<double> radii;
    for (const double y : ys)
        radii.push_back(std::abs(y) / 3);
    radii[0] = 0;

    const auto expected = column.countsWithin(radii);
    for (std::size_t i = 0; i < xs.size(); ++i) {
        QCOMPARE(kernels::countWithin(
                     column.sorted().data(), 1500, static_cast<std::int64_t>(i), radii[column.rows()[i]]),
            expected[i]);
    }
}

void TestOnDevice::divergenceOfClassesIsTheProcessors()
{
    auto p = predictions(200, 4, 3);
    const auto q = predictions(200, 4, 4);
    p.row(0)[0] = 0; // below the floor
    p.row(0)[1] += 1 - (p.row(0)[1] + p.row(0)[2] + p.row(0)[3]);
    std::vector<double> shareP, shareQ;
    for (std::size_t i = 0; i < p.rows(); ++i) {
        normaliseProbabilities(p.row(i), 4, "p", "id", shareP);
        normaliseProbabilities(q.row(i), 4, "q", "id", shareQ);
        const double here = klClassification(shareP, shareQ);
        const double there = kernels::divergenceOfClasses(
            p.row(i), q.row(i), 4, { kProbabilityFloor, kProbabilitySumTolerance });
        QVERIFY2(std::abs(here - there) <= 1e-14 * std::max(1.0, here), qPrintable(QString::number(there)));
    }
}

void TestOnDevice::rowThatHoldsNoProbabilitiesHasNoDivergence_data()
{
    QTest::addColumn<float>("first");
    QTest::newRow("negative") << -0.5F;
    QTest::newRow("NaN") << std::nanf("");
    QTest::newRow("infinite") << HUGE_VALF;
    QTest::newRow("sum off 1") << 0.6F;
}

void TestOnDevice::rowThatHoldsNoProbabilitiesHasNoDivergence()
{
    QFETCH(const float, first);
    const float bad[] = { first, 0.5F };
    const float good[] = { 0.25F, 0.75F };
    const kernels::ProbabilityRules rules { kProbabilityFloor, kProbabilitySumTolerance };
    QVERIFY(std::isnan(kernels::divergenceOfClasses(bad, good, 2, rules)));
    QVERIFY(std::isnan(kernels::divergenceOfClasses(good, bad, 2, rules)));
    QVERIFY(std::isfinite(kernels::divergenceOfClasses(good, good, 2, rules)));
}

void TestOnDevice::weightsDoNotDependOnWhereTheyAreComputed_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("regression") << 1;
    QTest::newRow("classification") << 3;
}

void TestOnDevice::weightsDoNotDependOnWhereTheyAreComputed()
{
    QFETCH(const int, width);
    const std::size_t rows = 40000; // past the threshold
    const auto columns = static_cast<std::size_t>(width);
    const auto multimodal = predictions(rows, columns, 5);
    Options options;
    const auto here = Weigher(inputs(rows, columns), options).compute(multimodal);
    options.where = Where::Device;
    const auto there = Weigher(inputs(rows, columns), options).compute(multimodal);
    for (std::size_t m = 0; m < here.mi.size(); ++m)
        QVERIFY(std::abs(here.mi[m] - there.mi[m]) < 1e-6);
    for (std::size_t cell = 0; cell < here.unrounded.size(); ++cell) {
        QVERIFY(std::isnan(here.kl[cell]) == std::isnan(there.kl[cell]));
        QVERIFY(std::isnan(here.kl[cell])
            || std::abs(here.kl[cell] - there.kl[cell]) < 1e-6 * std::max(1.0, here.kl[cell]));
        QVERIFY(std::abs(here.unrounded[cell] - there.unrounded[cell]) < 1e-6);
    }
    if (!kernels::deviceReady())
        QSKIP("No GPU, or no kernels in this build: both were computed on the processor");
}

void TestOnDevice::gpuCountsExactly()
{
    if (!kernels::deviceReady())
        QSKIP("No GPU, or no kernels in this build");
    for (const int levels : { 0, 50 }) {
        const auto [xs, ys] = related(100000, levels);
        const SortedColumn x(xs);
        const SortedColumn y(ys);
        QCOMPARE(mutualInformationOfSorted(x, y, 3, Where::Device),
            mutualInformationOfSorted(x, y, 3, Where::Processor));
    }
}

QTEST_GUILESS_MAIN(TestOnDevice)
#include "tst_ondevice.moc"
