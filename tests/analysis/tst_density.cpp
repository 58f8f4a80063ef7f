// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/kde.h"
#include "engine/error.h"

#include "golden.h"
#include "tests/weighting/errormessage.h"

#include <QtTest/QtTest>

#include <omp.h>

#include <numbers>
#include <numeric>
#include <random>

using namespace btw;
using namespace btw::analysis;

class TestDensity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithScipy_data();
    void agreesWithScipy();
    void aBinnedCurveKeepsWithinATenThousandthOfThePeak_data();
    void aBinnedCurveKeepsWithinATenThousandthOfThePeak();
    void threadsDoNotChangeABinnedCurve();
    void farFromZeroAndVeryNarrowCurvesKeepTheirShape_data();
    void farFromZeroAndVeryNarrowCurvesKeepTheirShape();
    void encloses_data();
    void encloses();
    void withoutSpreadTheCurveIsEmpty();
    void infinityIsRefused();
    void manyBlocksAreOneSample_data();
    void manyBlocksAreOneSample();
    void twoThousandValuesAreSummedDirectly();
    void withoutAFiniteBandwidthTheCurveIsEmpty();
    void aValueThatIsNotFiniteIsFoundInAnyBlock();
};

namespace {

double peak(const std::vector<double>& density) { return *std::max_element(density.begin(), density.end()); }

/// The plain definition, at one point.
double summedAt(double x, const std::vector<double>& values)
{
    const auto n = static_cast<double>(values.size());
    double mean = 0;
    for (const double value : values)
        mean += value / n;
    double squares = 0;
    for (const double value : values)
        squares += std::pow(value - mean, 2);
    const double width = std::pow(n, -1.0 / 5) * std::sqrt(squares / (n - 1));
    double sum = 0;
    for (const double value : values)
        sum += std::exp(-std::pow((x - value) / width, 2) / 2);
    return sum / (n * width * std::sqrt(2 * std::numbers::pi));
}

std::vector<double> drawn(const QString& kind, std::size_t n)
{
    std::mt19937_64 generator(3);
    std::normal_distribution<double> normal;
    std::cauchy_distribution<double> cauchy;
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i) {
        if (kind == u"normal")
            values.push_back(normal(generator));
        else if (kind == u"sevenScores")
            values.push_back(static_cast<double>(generator() % 7) - 3);
        else if (kind == u"spikeAndOutlier")
            values.push_back(i == 0 ? 50 : 0.01 * normal(generator));
        else
            values.push_back(std::clamp(cauchy(generator), -200.0, 200.0));
    }
    return values;
}

} // namespace

void TestDensity::agreesWithScipy_data()
{
    QTest::addColumn<QJsonObject>("given");
    for (const QJsonValue& value : golden::document(QStringLiteral("density.json")).array())
        QTest::newRow(qPrintable(value[u"name"].toString())) << value.toObject();
}

void TestDensity::agreesWithScipy()
{
    QFETCH(const QJsonObject, given);
    const auto values = golden::numbers<double>(given[u"values"]);
    const auto expected = golden::numbers<double>(given[u"density"]);
    const DensityCurve curve = kernelDensity(values, given[u"share"].toDouble());
    QCOMPARE(curve.n, static_cast<std::int64_t>(values.size()));
    QCOMPARE(curve.x.size(), std::size_t(200));
    QVERIFY(golden::isClose(curve.x.front(), given[u"first"].toDouble()));
    QVERIFY(golden::isClose(curve.x.back(), given[u"last"].toDouble()));
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY(std::abs(curve.density[i] - expected[i]) <= 1e-10 * peak(expected));
}

void TestDensity::aBinnedCurveKeepsWithinATenThousandthOfThePeak_data()
{
    QTest::addColumn<QString>("kind");
    for (const char* kind : { "normal", "sevenScores", "spikeAndOutlier", "heavyTails" })
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestDensity::aBinnedCurveKeepsWithinATenThousandthOfThePeak()
{
    QFETCH(const QString, kind);
    const std::vector<double> values = drawn(kind, 6000);
    const DensityCurve curve = kernelDensity(values);
    const double tolerance = 1e-4 * peak(curve.density);
    for (std::size_t i = 0; i < curve.x.size(); i += 3)
        QVERIFY(std::abs(curve.density[i] - summedAt(curve.x[i], values)) <= tolerance);
}

void TestDensity::threadsDoNotChangeABinnedCurve()
{
    const std::vector<double> values = drawn(QStringLiteral("heavyTails"), 400'000);
    const int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    const DensityCurve one = kernelDensity(values);
    omp_set_num_threads(3);
    const DensityCurve three = kernelDensity(values);
    omp_set_num_threads(threads);
    QCOMPARE(one.x, three.x);
    QCOMPARE(one.density, three.density);
}

void TestDensity::farFromZeroAndVeryNarrowCurvesKeepTheirShape_data()
{
    QTest::addColumn<double>("offset");
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("far from zero") << 1e6 << 1.0 << 1e-4;
    QTest::newRow("so far that values are rounded") << 1e16 << 8.0 << 0.5;
    QTest::newRow("narrow") << 0.0 << 1e-100 << 1e-4;
    QTest::newRow("wide") << 0.0 << 1e100 << 1e-4;
}

void TestDensity::farFromZeroAndVeryNarrowCurvesKeepTheirShape()
{
    QFETCH(const double, offset);
    QFETCH(const double, factor);
    QFETCH(const double, tolerance);
    std::vector<double> values = drawn(QStringLiteral("normal"), 4000);
    const DensityCurve plain = kernelDensity(values);
    for (double& value : values)
        value = offset + factor * value;
    const DensityCurve moved = kernelDensity(values);
    QCOMPARE(moved.density.size(), plain.density.size());
    for (std::size_t i = 0; i < plain.x.size(); ++i) {
        const double difference = std::abs(moved.density[i] * factor - plain.density[i]);
        QVERIFY(difference <= tolerance * peak(plain.density));
    }
}

void TestDensity::encloses_data()
{
    QTest::addColumn<std::size_t>("n");
    QTest::newRow("summed directly") << std::size_t(300);
    QTest::newRow("binned") << std::size_t(5000);
}

/// The area under a curve is its share.
void TestDensity::encloses()
{
    QFETCH(const std::size_t, n);
    const DensityCurve curve = kernelDensity(drawn(QStringLiteral("normal"), n), 0.3);
    double area = 0;
    for (std::size_t i = 1; i < curve.x.size(); ++i)
        area += (curve.density[i] + curve.density[i - 1]) / 2 * (curve.x[i] - curve.x[i - 1]);
    QVERIFY(std::abs(area - 0.3) < 1e-3);
}

void TestDensity::withoutSpreadTheCurveIsEmpty()
{
    for (const std::vector<double>& values :
        { std::vector<double> {}, { 4.0 }, { 0.1, 0.1, 0.1 }, std::vector<double>(5000, 0.1) }) {
        const DensityCurve curve = kernelDensity(values);
        QVERIFY(curve.x.empty());
        QVERIFY(curve.density.empty());
        QCOMPARE(curve.n, static_cast<std::int64_t>(values.size()));
    }
}

void TestDensity::infinityIsRefused()
{
    QVERIFY_EXCEPTION_THROWN(kernelDensity({ 1, std::numeric_limits<double>::infinity(), 2 }), Error);
    QVERIFY_EXCEPTION_THROWN(kernelDensity({ 1, std::numeric_limits<double>::quiet_NaN() }), Error);
}

void TestDensity::manyBlocksAreOneSample_data()
{
    QTest::addColumn<std::size_t>("n");
    QTest::addColumn<int>("threads");
    QTest::newRow("two whole blocks") << std::size_t(2 * 16384) << 1;
    QTest::newRow("two blocks and a value") << std::size_t(2 * 16384 + 1) << 1;
    QTest::newRow("bins of two threads") << std::size_t(140'001) << 3;
    QTest::newRow("bins of three threads") << std::size_t(200'003) << 3;
}

// The greatest value is the first, the least the last, and blocks differ in their means.
void TestDensity::manyBlocksAreOneSample()
{
    QFETCH(const std::size_t, n);
    QFETCH(const int, threads);
    std::vector<double> values = drawn(QStringLiteral("normal"), n);
    for (std::size_t i = 0; i < n; ++i)
        values[i] += 2.0 * static_cast<double>(n - i) / static_cast<double>(n);
    values.front() = 9;
    values.back() = -7;
    const int before = omp_get_max_threads();
    omp_set_num_threads(threads);
    const DensityCurve curve = kernelDensity(values, 0.75);
    omp_set_num_threads(before);
    QCOMPARE(curve.n, static_cast<std::int64_t>(n));
    QCOMPARE(curve.x.size(), std::size_t(200));
    // Three bandwidths beyond either end.
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(n);
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    const double width
        = std::pow(static_cast<double>(n), -0.2) * std::sqrt(squares / static_cast<double>(n - 1));
    QVERIFY(golden::isClose(curve.x.front(), -7 - 3 * width, 1e-10));
    QVERIFY(golden::isClose(curve.x.back(), 9 + 3 * width, 1e-10));
    const double tolerance = 1e-4 * peak(curve.density);
    for (const std::size_t i : { 0U, 80U, 97U, 110U, 199U })
        QVERIFY(std::abs(curve.density[i] - 0.75 * summedAt(curve.x[i], values)) <= tolerance);
}

// To the last digits, which bins do not keep.
void TestDensity::twoThousandValuesAreSummedDirectly()
{
    const std::vector<double> values = drawn(QStringLiteral("normal"), 2000);
    const DensityCurve curve = kernelDensity(values);
    double off = 0;
    for (std::size_t i = 0; i < curve.x.size(); i += 11)
        off = std::max(off, std::abs(curve.density[i] - summedAt(curve.x[i], values)));
    QVERIFY(off <= 1e-12 * peak(curve.density));
}

void TestDensity::withoutAFiniteBandwidthTheCurveIsEmpty()
{
    for (const std::vector<double>& values :
        { std::vector<double> { -1e308, 1e308, 0 }, { 0, 1e-310, 0, 2e-310, 0 } }) {
        const DensityCurve curve = kernelDensity(values);
        QVERIFY(curve.x.empty());
        QVERIFY(curve.density.empty());
        QCOMPARE(curve.n, static_cast<std::int64_t>(values.size()));
    }
}

void TestDensity::aValueThatIsNotFiniteIsFoundInAnyBlock()
{
    const QString sentence
        = QStringLiteral("A density needs finite numbers: leave out instances without a label.");
    for (const std::size_t place : { 0U, 16383U, 20000U, 39999U }) {
        std::vector<double> values(40000, 0.25);
        values[1] = 0.5;
        values[place] = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(errorMessage([&] { kernelDensity(values); }), sentence);
    }
    QCOMPARE(errorMessage([] { kernelDensity({ std::numeric_limits<double>::quiet_NaN() }); }), sentence);
    QCOMPARE(errorMessage([] {
        kernelDensity({ 1, 2, -std::numeric_limits<double>::infinity() });
    }),
        sentence);
}

QTEST_GUILESS_MAIN(TestDensity)
#include "tst_density.moc"
