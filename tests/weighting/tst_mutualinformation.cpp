// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/goldenarrays.h"

#include "engine/weighting/chebyshevtree.h"
#include "engine/weighting/correlation.h"
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

    /// sklearn.feature_selection.mutual_info_regression(x, y, n_neighbors=k, random_state=0) of small whole
    /// numbers: only the noise tells equal ones apart.
    void columnsWithTiesAgreeWithScikitLearn()
    {
        std::vector<double> x;
        std::vector<double> y;
        for (int i = 0; i < 41; ++i) {
            x.push_back(i * 7 % 11);
            y.push_back((2 * (i * 5 % 7) + i * 7 % 11) / 2); // rounded down
        }
        QVERIFY(isClose(mutualInformationOfColumns(x, y), 0.3587224024550506, 1e-9));
        QVERIFY(isClose(mutualInformationOfColumns(x, y, 4), 0.4427299186578777, 1e-9));
        QVERIFY(isClose(mutualInformationOfColumns(x, y, 5), 0.48315236684574936, 1e-9));
        QVERIFY(isClose(mutualInformationOfColumns(y, x), 0.3728022250714589, 1e-9));
        QCOMPARE(mutualInformationOfColumns(x, y, 0), 0.0);
        QCOMPARE(mutualInformationOfJittered(x, y, 0), 0.0);
    }

    void aColumnIsDividedByItsDeviationAndJitteredByItsSize()
    {
        const auto made = [](const std::vector<double>& column, const std::vector<double>& noise) {
            const SortedColumn sorted = jitteredColumn(column, noise);
            return std::vector<double>(sorted.values().begin(), sorted.values().end());
        };
        // The deviation is 3; then the mean is 4/3.
        const std::vector<double> far = made({ 1, 3, 3, 9 }, { 1e6, -3e6, 0, 2e6, 5e6 });
        const std::vector<double> wantedFar { 1.0 / 3 + 4e-4 / 3, 1 - 4e-4, 1, 3 + 8e-4 / 3 };
        // The mean size is below 1.
        const std::vector<double> near = made({ -3, 0, 0, 3 }, { 0, 1e6, -2e6, 3e6 });
        const std::vector<double> wantedNear { -std::sqrt(2.0), 1e-4, -2e-4, std::sqrt(2.0) + 3e-4 };
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY(isClose(far[i], wantedFar[i], 1e-12));
            QVERIFY(isClose(near[i], wantedNear[i], 1e-12));
        }
        // One value is not divided, whatever it is.
        const std::vector<double> small = made({ -4.1, -4.1, -4.1 }, { 1e6, 0, -1e6 });
        QVERIFY(isClose(small[0], -4.1 + 4.1e-4, 1e-12));
        QVERIFY(isClose(small[1], -4.1, 1e-15));
        QVERIFY(isClose(small[2], -4.1 - 4.1e-4, 1e-12));
        // The mean of these is another number, and the deviation not 0.
        const std::vector<double> large = made({ 1000000.2, 1000000.2, 1000000.2 }, { 1000, 0, -2000 });
        QVERIFY(isClose(large[0], 1000000.2 + 0.10000002, 1e-12));
        QVERIFY(isClose(large[1], 1000000.2, 1e-15));
        QVERIFY(isClose(large[2], 1000000.2 - 0.20000004, 1e-12));
    }

    /// Ten times the distance from 1 to the next double: 2.22e-15.
    void aDeviationThatIsRoundingNoiseIsNotDividedBy()
    {
        const std::vector<double> none { 0, 0 };
        const std::vector<double> below { -2.1e-15, 2.1e-15 };
        const std::vector<double> above { -2.3e-15, 2.3e-15 };
        const SortedColumn left = jitteredColumn(below, none);
        const SortedColumn divided = jitteredColumn(above, none);
        QVERIFY(left.values()[0] == -2.1e-15 && left.values()[1] == 2.1e-15);
        QVERIFY(isClose(divided.values()[0], -1, 1e-12));
        QVERIFY(isClose(divided.values()[1], 1, 1e-12));
    }

    void biasGrowsWithTheLabelsThatOccur()
    {
        const std::vector<std::uint32_t> four { 0, 1, 2, 0, 7 };
        const std::vector<std::uint32_t> two { 1, 1, 0, 0, 1 };
        const std::vector<std::uint32_t> one { 3, 3, 3, 3, 3 };
        QCOMPARE(mutualInformationBias(four, two), 0.3); // 3 * 1 / 10
        QCOMPARE(mutualInformationBias(four, four), 0.9);
        QCOMPARE(mutualInformationBias(one, four), 0.0);
        QCOMPARE(mutualInformationBias({}, {}), 0.0);
        QCOMPARE(mutualInformationOfLabels({}, {}), 0.0);
    }

    void correlationIsThatOfNumpy()
    {
        const std::vector<double> x { 1, 2, 4, 8.5, 3 };
        const std::vector<double> y { 2, 1, 7, 3, -4 };
        QVERIFY(isClose(pearsonCorrelation(x, y), 0.264802242515147, 1e-12)); // numpy.corrcoef
        // The mean of three times 0.1 is not 0.1.
        const std::vector<double> constant { 0.1, 0.1, 0.1 };
        const std::vector<double> rising { 1, 2, 4 };
        QVERIFY(std::isnan(pearsonCorrelation(constant, rising)));
        QVERIFY(std::isnan(pearsonCorrelation(rising, constant)));
        QVERIFY(
            isClose(pearsonCorrelation(rising, std::vector<double> { -3, 1, 2 }), std::sqrt(0.75), 1e-12));
    }

    /// The squares from 0 to 64, along either axis: a leaf of the tree, and one point more.
    void neighboursOfSquaresAsByHand()
    {
        std::vector<double> squares;
        for (int i = 0; i < 9; ++i)
            squares.push_back(i * i);
        const std::vector<double> zeros(9, 0.0);
        const std::map<std::size_t, std::vector<double>> wanted { { 1, { 1, 1, 3, 5, 7, 9, 11, 13, 15 } },
            { 2, { 4, 3, 4, 7, 9, 11, 13, 15, 28 } }, { 8, { 64, 63, 60, 55, 48, 39, 36, 49, 64 } } };
        for (const auto& [k, distances] : wanted) {
            QCOMPARE(ChebyshevTree(squares, zeros).kthDistances(k), distances);
            QCOMPARE(ChebyshevTree(zeros, squares).kthDistances(k), distances);
        }
        QVERIFY(ChebyshevTree({}, {}).kthDistances(3).empty());
    }
};

QTEST_GUILESS_MAIN(TestMutualInformation)
#include "tst_mutualinformation.moc"
