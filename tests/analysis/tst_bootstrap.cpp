// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/bootstrap.h"
#include "engine/analysis/resampler.h"
#include "engine/error.h"

#include "golden.h"
#include "tests/weighting/errormessage.h"

#include <QtTest/QtTest>

#include <omp.h>

#include <atomic>

using namespace btw;
using namespace btw::analysis;

class TestBootstrap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithNumpyWithinMonteCarloError_data();
    void agreesWithNumpyWithinMonteCarloError();
    void twoInstancesHaveTheirExactInterval();
    void equalModelsDifferByNothing();
    void aConstantErrorHasNoWidth();
    void wholeGroupsAreDrawn();
    void oneUnitHasNoInterval();
    void undefinedResamplesDoNotCount();
    void onlyRowsOfBothModelsAreCompared();
    void sameSeedSameNumbersOnAnyThreads();
    void seedsDiffer();
    void aWiderLevelGivesAWiderInterval();
    void unusableInputIsRefused();
    void holmAgreesWithStatsmodels();
    void holmLeavesUndefinedOut();
    void meanAndStdAreThoseOfTheSample();
    void aDifferenceIsReadOffItsReplicates();
    void theEstimateCountsEveryRowOnce();
    void drawsAreThoseOfSplitMix64();
};

namespace {

struct Given
{
    EvaluationSet set;
    Predictions a, b;
};

Given dataSet(const QJsonObject& document, const QString& name)
{
    const QJsonObject data = document[u"data"][name].toObject();
    const auto width = static_cast<std::size_t>(data[u"width"].toInt());
    Given given;
    given.set.task = width == 1 ? Task::Regression : Task::Classification;
    given.set.classCount = width == 1 ? 0 : width;
    given.set.sentiment = width == 1;
    given.set.y = golden::numbers<double>(data[u"y"]);
    for (std::size_t i = 0; i < given.set.y.size(); ++i)
        given.set.rows.push_back(i);
    for (const QJsonValue& group : data[u"groups"].toArray())
        given.set.groups.push_back(std::to_string(group.toInt()));
    given.a = golden::predictions(data[u"a"], width);
    given.b = golden::predictions(data[u"b"], width);
    return given;
}

QJsonObject document() { return golden::document(QStringLiteral("bootstrap.json")).object(); }

/// Two independent bootstraps of 10,000 differ in a 2.5% quantile by 0.04 standard deviations (one sigma);
/// a discrete metric moves by whole steps, of 1/n at most here.
void compare(const Interval& actual, const QJsonValue& expected)
{
    const double tolerance
        = 0.15 * expected[u"sd"].toDouble() + 1e-9 + 1.0 / static_cast<double>(actual.n) * 0.5;
    QVERIFY(golden::isClose(actual.estimate, expected[u"estimate"].toDouble()));
    QVERIFY(std::abs(actual.low - expected[u"interval"][0].toDouble()) <= tolerance);
    QVERIFY(std::abs(actual.high - expected[u"interval"][1].toDouble()) <= tolerance);
}

} // namespace

void TestBootstrap::agreesWithNumpyWithinMonteCarloError_data()
{
    QTest::addColumn<QJsonObject>("check");
    for (const QJsonValue& value : document()[u"checks"].toArray())
        QTest::addRow(
            "%s of %s", qPrintable(value[u"metric"].toString()), qPrintable(value[u"data"].toString()))
            << value.toObject();
}

void TestBootstrap::agreesWithNumpyWithinMonteCarloError()
{
    QFETCH(const QJsonObject, check);
    const Given given = dataSet(document(), check[u"data"].toString());
    const std::string metric = check[u"metric"].toString().toStdString();

    const Interval single = bootstrapMetric(metric, given.set, given.a);
    compare(single, check[u"single"]);
    QCOMPARE(single.n, given.set.y.size());
    QCOMPARE(single.defined, std::size_t(10000));

    const PairedDifference paired = bootstrapMetricDifference(metric, given.set, given.a, given.b);
    compare(paired, check[u"paired"]);
    const double p = check[u"paired"][u"p"].toDouble();
    // Twice a tail's share: standard error 2 sqrt(tail (1 - tail) / 10000), of each of the two programs.
    const double error = 2 * std::sqrt(2 * (p / 2) * (1 - p / 2) / 10000);
    QVERIFY2(std::abs(paired.p - p) <= 5 * error, qPrintable(QString::number(paired.p)));
    QCOMPARE(paired.isClear(),
        check[u"paired"][u"interval"][0].toDouble() > 0 || check[u"paired"][u"interval"][1].toDouble() < 0);
}

// Errors 1 and 3 can only average to 1, 2 or 3, with chances 1/4, 1/2, 1/4.
void TestBootstrap::twoInstancesHaveTheirExactInterval()
{
    EvaluationSet set;
    set.rows = { 0, 1 };
    set.y = { 0, 0 };
    const Interval interval = bootstrapMetric("mae", set, { 1, { 1, -3 } });
    QCOMPARE(interval.estimate, 2.0);
    QCOMPARE(interval.low, 1.0);
    QCOMPARE(interval.high, 3.0);
    QCOMPARE(interval.units, std::size_t(2));

    const PairedDifference difference
        = bootstrapMetricDifference("mae", set, { 1, { 1, -3 } }, { 1, { 0, 0 } });
    QCOMPARE(difference.low, 1.0);
    QCOMPARE(difference.high, 3.0);
    QCOMPARE(difference.p, 2.0 / 10001);
    QVERIFY(difference.isClear());
}

void TestBootstrap::equalModelsDifferByNothing()
{
    const Given given = dataSet(document(), QStringLiteral("classes"));
    for (const std::string& metric : metricNames(Task::Classification, false, 3)) {
        const PairedDifference difference = bootstrapMetricDifference(metric, given.set, given.a, given.a);
        QCOMPARE(difference.estimate, 0.0);
        QCOMPARE(difference.low, 0.0);
        QCOMPARE(difference.high, 0.0);
        QCOMPARE(difference.p, 1.0);
        QVERIFY(!difference.isClear());
    }
}

void TestBootstrap::aConstantErrorHasNoWidth()
{
    EvaluationSet set;
    set.rows = { 0, 1, 2 };
    set.y = { 0, 1, 2 };
    const Interval interval = bootstrapMetric("mae", set, { 1, { 0.5F, 1.5F, 2.5F } });
    QCOMPARE(interval.low, 0.5);
    QCOMPARE(interval.high, 0.5);
}

void TestBootstrap::wholeGroupsAreDrawn()
{
    const std::vector<std::string> groups { "b", "a", "b", "c", "b", "a" };
    std::atomic<int> torn = 0;
    std::atomic<int> miscounted = 0;
    std::atomic<int> repeated = 0;
    const Statistic watch = [&](const Multiplicity& drawn) {
        torn += drawn[0] != drawn[2] || drawn[0] != drawn[4] || drawn[1] != drawn[5] ? 1 : 0;
        miscounted += drawn[0] + drawn[1] + drawn[3] != 3 ? 1 : 0;
        repeated += drawn[0] == 3 ? 1 : 0;
        return 0.0;
    };
    const Interval interval = bootstrapInterval(watch, groups.size(), groups);
    QCOMPARE(torn.load(), 0);
    QCOMPARE(miscounted.load(), 0);
    // One resample in 27 draws the same group three times: 370 of 10,000, standard deviation 19.
    QVERIFY(std::abs(repeated.load() - 370) < 100);
    QCOMPARE(interval.units, std::size_t(3));
    QCOMPARE(interval.n, std::size_t(6));
}

void TestBootstrap::oneUnitHasNoInterval()
{
    EvaluationSet set;
    set.rows = { 0, 1 };
    set.y = { 0, 0 };
    set.groups = { "same", "same" };
    const PairedDifference difference
        = bootstrapMetricDifference("mae", set, { 1, { 1, 3 } }, { 1, { 0, 0 } });
    QCOMPARE(difference.estimate, 2.0);
    QCOMPARE(difference.units, std::size_t(1));
    QVERIFY(std::isnan(difference.low));
    QVERIFY(std::isnan(difference.high));
    QVERIFY(std::isnan(difference.p));
    QVERIFY(!difference.isClear());
}

// With one positive among four, 0.75^4 of the resamples miss it, and 1/256 hold nothing else.
void TestBootstrap::undefinedResamplesDoNotCount()
{
    EvaluationSet set;
    set.task = Task::Classification;
    set.classCount = 2;
    set.rows = { 0, 1, 2, 3 };
    set.y = { 0, 0, 0, 1 };
    const Interval interval
        = bootstrapMetric("auroc", set, { 2, { 0.75F, 0.25F, 0.5F, 0.5F, 0.25F, 0.75F, 0.5F, 0.5F } });
    QCOMPARE(interval.estimate, 0.5);
    QCOMPARE(interval.low, 0.0);
    QCOMPARE(interval.high, 1.0);
    const double expected = 10000 * (1 - std::pow(0.75, 4) - 1.0 / 256);
    QVERIFY(std::abs(static_cast<double>(interval.defined) - expected) < 250);
}

void TestBootstrap::onlyRowsOfBothModelsAreCompared()
{
    const float absent = std::numeric_limits<float>::quiet_NaN();
    EvaluationSet set;
    set.rows = { 0, 1, 2, 3 };
    set.y = { 0, 0, 0, 0 };
    const PairedDifference difference
        = bootstrapMetricDifference("mae", set, { 1, { absent, 9, 1, 1 } }, { 1, { 7, absent, 2, 4 } });
    QCOMPARE(difference.n, std::size_t(2));
    QCOMPARE(difference.estimate, -2.0);
    QCOMPARE(difference.low, -3.0);
    QCOMPARE(difference.high, -1.0);
}

void TestBootstrap::sameSeedSameNumbersOnAnyThreads()
{
    const Given given = dataSet(document(), QStringLiteral("subjects"));
    const int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    const PairedDifference one = bootstrapMetricDifference("mae", given.set, given.a, given.b);
    omp_set_num_threads(3);
    const PairedDifference three = bootstrapMetricDifference("mae", given.set, given.a, given.b);
    omp_set_num_threads(threads);
    QVERIFY(one.low == three.low && one.high == three.high && one.p == three.p);
}

void TestBootstrap::seedsDiffer()
{
    const Given given = dataSet(document(), QStringLiteral("scores"));
    const Interval first = bootstrapMetric("mae", given.set, given.a, { .seed = 1 });
    const Interval second = bootstrapMetric("mae", given.set, given.a, { .seed = 2 });
    QVERIFY(first.low != second.low);
    QCOMPARE(first.estimate, second.estimate);
}

void TestBootstrap::aWiderLevelGivesAWiderInterval()
{
    const Given given = dataSet(document(), QStringLiteral("scores"));
    const Interval narrow = bootstrapMetric("mae", given.set, given.a, { .level = 0.5 });
    const Interval wide = bootstrapMetric("mae", given.set, given.a, { .level = 0.99 });
    QVERIFY(wide.low < narrow.low && narrow.low < narrow.high && narrow.high < wide.high);
}

void TestBootstrap::unusableInputIsRefused()
{
    const Statistic zero = [](const Multiplicity&) { return 0.0; };
    QVERIFY_EXCEPTION_THROWN(bootstrapInterval(zero, 3, { "a" }), Error);
    QVERIFY_EXCEPTION_THROWN(bootstrapInterval(zero, 3, {}, { .resamples = 0 }), Error);
    QVERIFY_EXCEPTION_THROWN(bootstrapInterval(zero, 3, {}, { .level = 1 }), Error);
    const QString unusable
        = QStringLiteral("A bootstrap needs at least one resample and a level between 0 and "
                         "1: 10000 and 0.95 are usual.");
    QCOMPARE(errorMessage([&] { bootstrapInterval(zero, 3, {}, { .resamples = 0 }); }), unusable);
    for (const double level : { 0.0, -0.5, 1.0, 1.5, std::numeric_limits<double>::quiet_NaN() })
        QCOMPARE(errorMessage([&] { bootstrapInterval(zero, 3, {}, { .level = level }); }), unusable);
}

void TestBootstrap::holmAgreesWithStatsmodels()
{
    const QJsonArray cases = document()[u"holm"].toArray();
    QVERIFY(!cases.isEmpty());
    for (const QJsonValue& value : cases) {
        const auto expected = golden::numbers<double>(value[u"corrected"]);
        const std::vector<double> corrected = holmCorrected(golden::numbers<double>(value[u"p"]));
        QCOMPARE(corrected.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(golden::isClose(corrected[i], expected[i]));
    }
    QVERIFY(holmCorrected({}).empty());
}

void TestBootstrap::holmLeavesUndefinedOut()
{
    const std::vector<double> corrected
        = holmCorrected({ 0.03, std::numeric_limits<double>::quiet_NaN(), 0.01 });
    QCOMPARE(corrected[0], 0.03);
    QVERIFY(std::isnan(corrected[1]));
    QCOMPARE(corrected[2], 0.02);
}

void TestBootstrap::meanAndStdAreThoseOfTheSample()
{
    const MeanStd four = meanAndStd({ 2, 4, 4, 6 });
    QCOMPARE(four.mean, 4.0);
    QCOMPARE(four.std, std::sqrt(8.0 / 3));
    QCOMPARE(four.n, std::size_t(4));
    const MeanStd two = meanAndStd({ 1, 4 });
    QCOMPARE(two.mean, 2.5);
    QCOMPARE(two.std, std::sqrt(4.5));
    QCOMPARE(two.n, std::size_t(2));
    QCOMPARE(meanAndStd({ 5 }).mean, 5.0);
    QVERIFY(std::isnan(meanAndStd({ 5 }).std));
    QVERIFY(std::isnan(meanAndStd({}).mean));
}

// Quantiles, spread and p by numpy.
void TestBootstrap::aDifferenceIsReadOffItsReplicates()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> second { 1, 2, 0, nan, -1, 0.5, 0.25, 3, 0.75, 1, -2, 0.5, 4 };
    // Their differences, of which two are undefined.
    std::vector<double> first { 0.5, -1, 0, 1, 2, 0.25, 0, -0.5, 1.5, 0.75, 3, 1.25, nan };
    for (std::size_t i = 0; i < first.size(); ++i)
        first[i] += second[i];
    const std::vector<std::string> groups { "a", "b", "a", "c", "c", "c", "c" };
    const auto found = bootstrapDifference(0.625, first, second, 7, groups, { .level = 0.8 });
    QCOMPARE(found.estimate, 0.625);
    QCOMPARE(found.n, std::size_t(7));
    QCOMPARE(found.units, std::size_t(3));
    QCOMPARE(found.defined, std::size_t(11));
    QVERIFY(golden::isClose(found.low, -0.5));
    QVERIFY(golden::isClose(found.high, 2));
    QVERIFY(golden::isClose(found.low90, -0.75));
    QVERIFY(golden::isClose(found.high90, 2.5));
    QVERIFY(golden::isClose(found.standardError, 1.1609165657907001));
    QVERIFY(golden::isClose(found.p, 10.0 / 12)); // four are at or below 0, nine at or above
    const auto below
        = bootstrapDifference(-2, { -3, 1, -4, 0, -1, -2, -5 }, std::vector<double>(7, 0.0), 7, {});
    QVERIFY(golden::isClose(below.p, 6.0 / 8)); // six are at or below 0, two at or above
    const auto clear = bootstrapDifference(2, { 3, 1.5, 1 }, std::vector<double>(3, 0.5), 3, {});
    QVERIFY(golden::isClose(clear.p, 2.0 / 4));
    QVERIFY(clear.isClear());
}

void TestBootstrap::theEstimateCountsEveryRowOnce()
{
    const Statistic rows = [](const Multiplicity& drawn) {
        double sum = 0;
        for (const auto count : drawn)
            sum += count;
        return sum;
    };
    const Statistic two = [](const Multiplicity&) { return 2.0; };
    const BootstrapOptions one { .resamples = 1 };
    const auto interval = bootstrapInterval(rows, 5, {}, one);
    QCOMPARE(interval.estimate, 5.0);
    QCOMPARE(interval.low, 5.0);
    QCOMPARE(interval.high, 5.0);
    QCOMPARE(interval.defined, std::size_t(1));
    const auto difference = bootstrapDifference(rows, two, 5, {}, one);
    QCOMPARE(difference.estimate, 3.0);
    QCOMPARE(difference.low, 3.0);
    QCOMPARE(difference.high, 3.0);
    QCOMPARE(bootstrapReplicates(rows, 5, {}, { .resamples = 3 }), std::vector<double>(3, 5.0));
    QVERIFY(bootstrapReplicates(rows, 2, { "same", "same" }).empty());
}

// By an independent program, whose generator gives e220a8397b1dcdaf, 6e789e6aa1b965f4 and 06c45d188009454f
// from 0.
void TestBootstrap::drawsAreThoseOfSplitMix64()
{
    const Resampler rows(23, {});
    QCOMPARE(rows.units(), std::size_t(23));
    Multiplicity drawn(40, 9); // of something else
    rows.resample(3, 5, drawn);
    QCOMPARE(drawn, (Multiplicity { 0, 0, 2, 2, 0, 0, 1, 0, 1, 3, 0, 1, 1, 0, 1, 0, 2, 2, 2, 1, 1, 0, 3 }));
    rows.resample(3, 6, drawn);
    QCOMPARE(drawn, (Multiplicity { 1, 0, 0, 0, 3, 0, 2, 0, 2, 1, 1, 1, 1, 1, 1, 2, 0, 2, 1, 1, 1, 1, 1 }));
    rows.resample(4, 5, drawn);
    QCOMPARE(drawn, (Multiplicity { 0, 2, 0, 0, 0, 3, 0, 1, 1, 2, 1, 0, 0, 1, 1, 0, 1, 2, 2, 0, 2, 2, 2 }));
    // b, a and c are drawn 0, 1 and 2 times, then 1, 2 and 0 times.
    const Resampler people(5, { "b", "a", "b", "c", "a" });
    QCOMPARE(people.units(), std::size_t(3));
    people.resample(11, 2, drawn);
    QCOMPARE(drawn, (Multiplicity { 0, 1, 0, 2, 1 }));
    people.resample(11, 4, drawn);
    QCOMPARE(drawn, (Multiplicity { 1, 2, 1, 0, 2 }));
    QCOMPARE(errorMessage([] { Resampler(3, { "a" }); }),
        QStringLiteral("There are 1 groups for 3 instances: give one group per instance, or none at all."));
}

QTEST_GUILESS_MAIN(TestBootstrap)
#include "tst_bootstrap.moc"
