// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/calibrationcurve.h"
#include "engine/analysis/localregression.h"
#include "engine/analysis/proportion.h"
#include "engine/analysis/recalibration.h"
#include "engine/error.h"

#include "probabilities.h"

#include <cmath>
#include <random>

using namespace btw;
using namespace btw::analysis;

class TestCalibration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithScikitLearnAndStatsmodels_data() { golden::addProbabilityCases(); }
    void agreesWithScikitLearnAndStatsmodels();
    void knownMiscalibrationIsFound();
    void anOutcomeThatIsSeparatedHasNeitherSlopeNorIntercept();
    void equalProbabilitiesHaveAnInterceptOnly();
    void oneOutcomeAloneHasNeither();
    void hardDecisionsLeaveTheInterceptUndetermined();
    void aTieIsNeverCutInTwo();
    void everyRowIsCountedOnce();
    void rowsOfOnePersonHaveNoWilsonInterval();
    void aCurveOfFewOutcomesIsNotSmoothed();
    void smoothingOfEqualValuesIsTheirMean();
    void aShareThatWasNeverSeenStaysAtZero();
    void rareClassesAreCountedOnRowsThatAreJudged();
    void bothClassesAreRecalibrated();
};

namespace {

using Happened = std::vector<std::uint8_t>;

double slopeOf(const Happened& happened, const std::vector<double>& p)
{
    return Recalibration(happened, p).slope(Multiplicity(p.size(), 1));
}

double interceptOf(const Happened& happened, const std::vector<double>& p)
{
    return Recalibration(happened, p).intercept(Multiplicity(p.size(), 1));
}

double logistic(double score) { return 1 / (1 + std::exp(-score)); }

} // namespace

void TestCalibration::agreesWithScikitLearnAndStatsmodels()
{
    QFETCH(const QJsonObject, given);
    const auto outcomes = golden::outcomes(given, QStringLiteral("a"));
    const QJsonObject expected = given[u"calibration"].toObject();
    const CalibrationCurve curve = calibrationCurve(outcomes);
    QVERIFY(golden::isClose(curve.slope, golden::number(expected[u"slope"]), 1e-9));
    QVERIFY(golden::isClose(curve.intercept, golden::number(expected[u"intercept"]), 1e-9));

    const QJsonArray deciles = expected[u"deciles"].toArray();
    QCOMPARE(static_cast<qsizetype>(curve.deciles.size()), deciles.size());
    for (qsizetype k = 0; k < deciles.size(); ++k) {
        const CalibrationBin& bin = curve.deciles[static_cast<std::size_t>(k)];
        QCOMPARE(static_cast<int>(bin.n), deciles[k][0].toInt());
        QVERIFY(golden::isClose(bin.mean, deciles[k][1].toDouble()));
        QVERIFY(golden::isClose(bin.observed, deciles[k][2].toDouble()));
        if (outcomes.groups.empty()) {
            QVERIFY(golden::isClose(bin.low, deciles[k][3].toDouble()));
            QVERIFY(golden::isClose(bin.high, deciles[k][4].toDouble()));
        }
    }
    if (given[u"name"].toString() != u"few") {
        const auto smooth = golden::numbers<double>(expected[u"smooth"]);
        QCOMPARE(curve.smooth.size(), smooth.size());
        for (std::size_t k = 0; k < smooth.size(); ++k)
            QVERIFY(golden::isClose(curve.smooth[k].observed, smooth[k], 1e-9));
    }
    const auto counts = [](const CalibrationCurve::Histogram& histogram) {
        return std::vector<std::size_t>(histogram.begin(), histogram.end());
    };
    QCOMPARE(counts(curve.happened), golden::numbers<std::size_t>(expected[u"happened"]));
    QCOMPARE(counts(curve.others), golden::numbers<std::size_t>(expected[u"others"]));
}

void TestCalibration::knownMiscalibrationIsFound()
{
    // Outcomes drawn with logit 0.7 + 0.5 x, said to have logit x: too sure by half, and too low.
    std::mt19937 generator(3);
    Happened happened;
    std::vector<double> p;
    for (int i = 0; i < 40000; ++i) {
        const double x = 6.0 * generator() / 4294967296.0 - 3;
        happened.push_back(generator() / 4294967296.0 < logistic(0.7 + 0.5 * x) ? 1 : 0);
        p.push_back(logistic(x));
    }
    QVERIFY(std::abs(slopeOf(happened, p) - 0.5) < 0.03);
    for (std::size_t i = 0; i < p.size(); ++i)
        p[i] = logistic(std::log(p[i] / (1 - p[i])) * 0.5);
    QVERIFY(std::abs(interceptOf(happened, p) - 0.7) < 0.05);
}

void TestCalibration::anOutcomeThatIsSeparatedHasNeitherSlopeNorIntercept()
{
    for (const auto& p : { std::vector<double> { 0.1, 0.2, 0.8, 0.9 }, { 0.9, 0.8, 0.2, 0.1 },
             { 0.1, 0.5, 0.5, 0.9 }, { 0, 0, 1, 1 } }) {
        QVERIFY(std::isnan(slopeOf({ 0, 0, 1, 1 }, p)));
        QVERIFY(std::isnan(interceptOf({ 0, 0, 1, 1 }, p)));
    }
    // One row across, and both are there.
    QVERIFY(std::isfinite(slopeOf({ 0, 0, 1, 1 }, { 0.1, 0.6, 0.5, 0.9 })));
    QVERIFY(std::isfinite(interceptOf({ 0, 0, 1, 1 }, { 0.1, 0.6, 0.5, 0.9 })));
}

void TestCalibration::equalProbabilitiesHaveAnInterceptOnly()
{
    const std::vector<double> p(8, 0.5);
    QVERIFY(std::isnan(slopeOf({ 0, 0, 0, 0, 0, 0, 1, 1 }, p)));
    QVERIFY(golden::isClose(interceptOf({ 0, 0, 0, 0, 0, 0, 1, 1 }, p), std::log(2.0 / 6)));
}

void TestCalibration::oneOutcomeAloneHasNeither()
{
    for (const std::uint8_t outcome : { 0, 1 }) {
        QVERIFY(std::isnan(slopeOf({ outcome, outcome }, { 0.2, 0.4 })));
        QVERIFY(std::isnan(interceptOf({ outcome, outcome }, { 0.2, 0.4 })));
    }
    QVERIFY(std::isnan(slopeOf({}, {})));
    QVERIFY(std::isnan(interceptOf({}, {})));
}

void TestCalibration::hardDecisionsLeaveTheInterceptUndetermined()
{
    // As many mistakes on either side: between -34 and 34 every intercept is as good as any other.
    const Happened happened { 0, 0, 0, 1, 1, 1 };
    const std::vector<double> p { 0, 0, 1, 0, 1, 1 };
    QVERIFY(std::isnan(interceptOf(happened, p)));
    // Odds of 1 to 2 and 2 to 1, at logits of -34.54 and 34.54.
    QVERIFY(golden::isClose(slopeOf(happened, p), std::log(2.0) / 34.54, 1e-5));
}

void TestCalibration::aTieIsNeverCutInTwo()
{
    ClassOutcomes outcomes;
    for (int i = 0; i < 100; ++i) {
        outcomes.p.push_back(i < 35 ? 0.2 : i < 90 ? 0.4 : 0.9);
        outcomes.happened.push_back(i % 3 == 0 ? 1 : 0);
    }
    const auto bins = calibrationCurve(outcomes).deciles;
    QCOMPARE(bins.size(), std::size_t(3));
    QCOMPARE(bins[0].n, std::size_t(35));
    QCOMPARE(bins[1].n, std::size_t(55));
    QCOMPARE(bins[2].n, std::size_t(10));
}

void TestCalibration::everyRowIsCountedOnce()
{
    ClassOutcomes outcomes;
    outcomes.p = { 0, 1, 0.05, 0.95, 0.5, 0.999999 };
    outcomes.happened = { 1, 0, 1, 0, 1, 1 };
    const auto curve = calibrationCurve(outcomes);
    std::size_t binned = 0;
    for (const auto& bin : curve.deciles)
        binned += bin.n;
    QCOMPARE(binned, outcomes.size());
    QCOMPARE(std::accumulate(curve.happened.begin(), curve.happened.end(), std::size_t(0)), std::size_t(4));
    QCOMPARE(std::accumulate(curve.others.begin(), curve.others.end(), std::size_t(0)), std::size_t(2));
    QCOMPARE(curve.happened.front(), std::size_t(1)); // 0
    QCOMPARE(curve.others.back(), std::size_t(2)); // 0.95 and 1
}

void TestCalibration::rowsOfOnePersonHaveNoWilsonInterval()
{
    ClassOutcomes outcomes;
    outcomes.p = { 0.2, 0.4, 0.6, 0.8 };
    outcomes.happened = { 0, 1, 0, 1 };
    QVERIFY(!std::isnan(calibrationCurve(outcomes).deciles.front().low));
    outcomes.groups = { "a", "a", "b", "b" };
    for (const auto& bin : calibrationCurve(outcomes).deciles)
        QCOMPARE(bin.people, bin.n); // each tenth has one row here
    outcomes.p = { 0.2, 0.2, 0.8, 0.8 };
    QCOMPARE(calibrationCurve(outcomes).deciles.front().n, std::size_t(2));
    QCOMPARE(calibrationCurve(outcomes).deciles.front().people, std::size_t(1));
    for (const auto& bin : calibrationCurve(outcomes).deciles) {
        QVERIFY(std::isnan(bin.low));
        QVERIFY(std::isnan(bin.high));
    }
}

void TestCalibration::aCurveOfFewOutcomesIsNotSmoothed()
{
    ClassOutcomes outcomes;
    for (int i = 0; i < 200; ++i) {
        outcomes.p.push_back(0.001 * i);
        outcomes.happened.push_back(i % 20 == 0 ? 1 : 0);
    }
    QCOMPARE(calibrationCurve(outcomes).smooth.size(), std::size_t(51));
    outcomes.happened[0] = 0; // nine are left
    QVERIFY(calibrationCurve(outcomes).smooth.empty());
}

void TestCalibration::smoothingOfEqualValuesIsTheirMean()
{
    const auto fitted = localLinear({ 1, 1, 1, 1, 2 }, { 0, 1, 1, 1, 9 }, { 1 }, 0.8);
    QCOMPARE(fitted, std::vector<double>({ 0.75 }));
    // A straight line stays one.
    const auto line = localLinear({ 0, 1, 2, 3, 4 }, { 1, 3, 5, 7, 9 }, { 0.5, 2.5 }, 1);
    QVERIFY(golden::isClose(line[0], 2));
    QVERIFY(golden::isClose(line[1], 6));
}

void TestCalibration::aShareThatWasNeverSeenStaysAtZero()
{
    for (const std::size_t n : { 1, 7, 30, 1000 }) {
        QCOMPARE(wilsonInterval(0, n).first, 0.0);
        QCOMPARE(wilsonInterval(n, n).second, 1.0);
        QVERIFY(wilsonInterval(0, n).second > 0);
        QVERIFY(wilsonInterval(n, n).first < 1);
    }
    QVERIFY(std::isnan(wilsonInterval(0, 0).first));
}

// Level 0.5, slope 2: a chance of 0.8 has odds of 4, which become 16 e^0.5.
void TestCalibration::bothClassesAreRecalibrated()
{
    const Predictions given { 2, { 0.2F, 0.8F, 0.5F, 0.5F } };
    const auto moved = recalibrated(given, { 0.5, 2 });
    for (const std::size_t i : { 0U, 1U }) {
        const double odds = (i == 0 ? 16 : 1) * std::exp(0.5);
        QVERIFY(std::abs(static_cast<double>(moved.row(i)[1]) - odds / (1 + odds)) < 1e-6);
        QVERIFY(std::abs(static_cast<double>(moved.row(i)[0]) - 1 / (1 + odds)) < 1e-6);
    }
}

void TestCalibration::rareClassesAreCountedOnRowsThatAreJudged()
{
    EvaluationSet set;
    set.task = Task::Classification;
    set.classCount = 4;
    Predictions predictions { 4, {} };
    // 10 rows of class 0, 10 of class 1 of which one cannot be predicted, none of class 2, 3 of class 3.
    for (std::size_t i = 0; i < 23; ++i) {
        set.rows.push_back(i);
        set.y.push_back(i < 10 ? 0 : i < 20 ? 1 : 3);
        const float p = i == 15 ? std::numeric_limits<float>::quiet_NaN() : 0.25F;
        predictions.values.insert(predictions.values.end(), 4, p);
    }
    const auto rare = rareClasses(commonRows(set, { &predictions }));
    QCOMPARE(rare.size(), std::size_t(3));
    QCOMPARE(rare[0].index, std::size_t(1));
    QCOMPARE(rare[0].rows, std::size_t(9));
    QCOMPARE(rare[1].index, std::size_t(2));
    QCOMPARE(rare[1].rows, std::size_t(0));
    QCOMPARE(rare[2].rows, std::size_t(3));
    QCOMPARE(classOutcomes(set, predictions, 1).size(), std::size_t(22));
    QVERIFY_EXCEPTION_THROWN(classOutcomes(set, predictions, 4), Error);
}

QTEST_GUILESS_MAIN(TestCalibration)
#include "tst_calibration.moc"
