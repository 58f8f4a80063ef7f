// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/goldenarrays.h"

#include "engine/weighting/digamma.h"
#include "engine/weighting/mutualinformation.h"
#include "engine/weighting/noise.h"

#include <QtTest>

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

using namespace btw::weighting;

namespace {

std::vector<std::uint32_t> asLabels(const std::vector<double>& values)
{
    return { values.begin(), values.end() };
}

// Kraskov's estimator 1 by comparing every pair.
double exhaustive(const std::vector<double>& x, const std::vector<double>& y, std::size_t k)
{
    const std::size_t n = x.size();
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        std::vector<double> distances;
        for (std::size_t j = 0; j < n; ++j) {
            if (j != i) {
                distances.push_back(std::max(std::abs(x[j] - x[i]), std::abs(y[j] - y[i])));
            }
        }
        std::sort(distances.begin(), distances.end());
        const double radius = std::nextafter(distances[k - 1], 0.0);
        int nx = 0;
        int ny = 0;
        for (std::size_t j = 0; j < n; ++j) {
            nx += std::abs(x[j] - x[i]) <= radius ? 1 : 0;
            ny += std::abs(y[j] - y[i]) <= radius ? 1 : 0;
        }
        sum += digamma(nx) + digamma(ny);
    }
    return std::max(0.0,
        digamma(static_cast<double>(n)) + digamma(static_cast<double>(k)) - sum / static_cast<double>(n));
}

void addGoldenRows(const GoldenArrays& arrays)
{
    QTest::addColumn<QString>("key");
    for (const std::string& key : arrays.keys()) {
        if (key.find("/mi") != std::string::npos) {
            QTest::newRow(key.c_str()) << QString::fromStdString(key);
        }
    }
}

} // namespace

class TestMutualInformation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void digammaAgreesWithScipy()
    {
        const GoldenArrays golden("weighting/digamma");
        for (std::size_t i = 0; i < golden.at("x").size(); ++i) {
            QVERIFY2(isClose(digamma(golden.at("x")[i]), golden.at("psi")[i], 1e-14, 1e-14),
                qPrintable(QString::number(golden.at("x")[i])));
        }
    }

    void noiseIsThatOfNumpy()
    {
        // numpy.random.RandomState(0).standard_normal(10001)
        const std::vector<double> noise = standardNormals(10001);
        QCOMPARE(noise.size(), 10001U);
        const std::map<std::size_t, double> numpy { { 0, 1.764052345967664 }, { 1, 0.4001572083672233 },
            { 2, 0.9787379841057392 }, { 623, -0.30224973045507003 }, { 624, -0.37514711666128386 },
            { 9999, 1.2981114320305154 }, { 10000, -0.20211702713566235 } };
        for (const auto& [i, expected] : numpy) {
            QVERIFY(isClose(noise[i], expected, 1e-15));
        }
    }

    void labelsAgreeWithScikitLearn_data() { addGoldenRows(GoldenArrays("weighting/labels")); }
    void labelsAgreeWithScikitLearn()
    {
        QFETCH(QString, key);
        const GoldenArrays golden("weighting/labels");
        const std::string name = key.section('/', 0, 0).toStdString();
        const double actual
            = mutualInformationOfLabels(asLabels(golden.at(name + "/a")), asLabels(golden.at(name + "/b")));
        QVERIFY(isClose(actual, golden.scalar(key.toStdString()), 0, 1e-12));
    }

    void jitteredColumnsAgreeWithScikitLearn_data() { addGoldenRows(GoldenArrays("weighting/columns")); }
    void jitteredColumnsAgreeWithScikitLearn()
    {
        QFETCH(QString, key);
        const GoldenArrays golden("weighting/columns");
        const std::string name = key.section('/', 0, 0).toStdString();
        const double actual = mutualInformationOfJittered(
            golden.at(name + "/x"), golden.at(name + "/y"), key.section('/', 2, 2).toUInt());
        QVERIFY2(
            isClose(actual, golden.scalar(key.toStdString()), 0, 1e-6), qPrintable(QString::number(actual)));
    }

    void searchAgreesWithComparingEveryPair_data()
    {
        QTest::addColumn<double>("grid");
        QTest::addColumn<double>("spread");
        QTest::newRow("continuous") << 0.0 << 1.0;
        QTest::newRow("decimal grid") << 0.1 << 1.0;
        QTest::newRow("coarse grid") << 0.9 << 1.0;
        QTest::newRow("nearly one value in x") << 0.0 << 1e-10;
        QTest::newRow("one value in x") << 0.0 << 0.0;
    }
    void searchAgreesWithComparingEveryPair()
    {
        QFETCH(double, grid);
        QFETCH(double, spread);
        std::mt19937 engine(3); // NOLINT: the same numbers every time are wanted
        std::normal_distribution<double> normal;
        std::vector<double> x;
        std::vector<double> y;
        for (int i = 0; i < 700; ++i) {
            const double a = normal(engine);
            const double b = 0.6 * a + normal(engine);
            x.push_back(spread * (grid > 0 ? std::round(a / grid) * grid : a));
            y.push_back(grid > 0 ? std::round(b / grid) * grid : b);
        }
        for (const std::size_t k : { 1U, 3U, 20U, 699U }) {
            QVERIFY(isClose(mutualInformationOfJittered(x, y, k), exhaustive(x, y, k), 0, 1e-12));
        }
    }

    void threadsDoNotChangeTheInformation()
    {
        std::mt19937 engine(4); // NOLINT: the same numbers every time are wanted
        std::normal_distribution<double> normal;
        std::vector<double> x(20000);
        std::vector<double> y(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] = normal(engine);
            y[i] = x[i] + normal(engine);
        }
        const int threads = omp_get_max_threads();
        omp_set_num_threads(1);
        const double one = mutualInformationOfColumns(x, y);
        omp_set_num_threads(3);
        const double three = mutualInformationOfColumns(x, y);
        omp_set_num_threads(threads);
        QVERIFY(one == three);
        QVERIFY(isClose(one, 0.5 * std::log(2.0), 0, 0.03)); // of a bivariate normal with rho^2 = 1/2
    }

    void informationIsSymmetric()
    {
        const GoldenArrays golden("weighting/columns");
        const std::vector<double>& x = golden.at("strong/x");
        const std::vector<double>& y = golden.at("strong/y");
        QVERIFY(isClose(mutualInformationOfJittered(x, y), mutualInformationOfJittered(y, x), 0, 1e-12));
    }

    void columnsAreScaledFirst()
    {
        // A factor of 2^40 changes no rounding, so the scaled columns, and with them the noise, are the same.
        const GoldenArrays golden("weighting/columns");
        std::vector<double> x = golden.at("strong/x");
        const std::vector<double>& y = golden.at("strong/y");
        const double before = mutualInformationOfColumns(x, y);
        for (double& v : x) {
            v *= 0x1p40;
        }
        QCOMPARE(mutualInformationOfColumns(x, y), before);
    }

    void independentColumnsHaveLittleAndEqualColumnsMuch()
    {
        const GoldenArrays golden("weighting/columns");
        QVERIFY(mutualInformationOfColumns(golden.at("independent/x"), golden.at("independent/y")) < 0.1);
        // Of a bivariate normal: -ln(1 - rho^2) / 2.
        QVERIFY(isClose(mutualInformationOfColumns(golden.at("large/x"), golden.at("large/y")),
            -0.5 * std::log(1 - 0.49), 0, 0.05));
        QVERIFY(mutualInformationOfColumns(golden.at("strong/x"), golden.at("strong/x")) > 3);
    }

    void noMoreRowsThanNeighboursGiveZero_data()
    {
        QTest::addColumn<int>("rows");
        for (int rows = 0; rows <= 3; ++rows) {
            QTest::addRow("%d rows", rows) << rows;
        }
    }
    void noMoreRowsThanNeighboursGiveZero()
    {
        QFETCH(int, rows);
        std::vector<double> x(static_cast<std::size_t>(rows));
        std::iota(x.begin(), x.end(), 0.0);
        QCOMPARE(mutualInformationOfColumns(x, x), 0.0);
        QCOMPARE(mutualInformationOfJittered(x, x), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestMutualInformation)
#include "tst_mutualinformation.moc"
