// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/calibrationcurve.h"
#include "engine/analysis/localregression.h"
#include "engine/analysis/proportion.h"
#include "engine/analysis/recalibration.h"
#include "engine/error.h"

#include "probabilities.h"
#include "tests/weighting/errormessage.h"

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
    void aSmoothCurveStaysWithinZeroAndOne();
    void anOutcomeIsWhetherARowIsOfTheClass();
    void ofTwoClassesTheSecondIsJudged();
    void ofNoValuesNothingIsSmoothed();
    void aWindowHasTwoValuesAtLeast();
    void valuesThatHardlyDifferHaveTheirMean();
    void wilsonsIntervalIsThatOfItsFormula();
    void aLineThroughTwoProbabilitiesIsExact();
    void oneOutcomeAboveTheOtherHasNeither();
    void onlyDrawnRowsCount();
    void anInterceptIsFoundFarOut();
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
    for (auto& happened : outcomes.happened)
        happened = happened == 0 ? 1 : 0;
    QVERIFY(calibrationCurve(outcomes).smooth.empty()); // as few are left of those to whom it did not happen
    outcomes.happened[0] = 0;
    QCOMPARE(calibrationCurve(outcomes).smooth.size(), std::size_t(51));
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
    QCOMPARE(rare[2].index, std::size_t(3));
    QCOMPARE(rare[2].rows, std::size_t(3));
    QCOMPARE(classOutcomes(set, predictions, 1).size(), std::size_t(22));
    QVERIFY_EXCEPTION_THROWN(classOutcomes(set, predictions, 4), Error);
}

// By numpy the lines of the first and the last windows lie 0.017 below 0 and 0.116 above 1.
void TestCalibration::aSmoothCurveStaysWithinZeroAndOne()
{
    ClassOutcomes outcomes;
    for (int i = 0; i < 60; ++i) {
        outcomes.p.push_back(0.1 + 0.0125 * i);
        outcomes.happened.push_back(i >= 33 ? 1 : 0);
    }
    const auto curve = calibrationCurve(outcomes);
    QCOMPARE(curve.smooth.size(), std::size_t(51));
    QCOMPARE(curve.smooth.front().p, outcomes.p.front());
    QCOMPARE(curve.smooth.back().p, outcomes.p.back());
    QVERIFY(golden::isClose(curve.smooth[25].p, 0.46875)); // the middle of 0.1 and 0.8375
    QVERIFY(golden::isClose(curve.smooth[10].p, 0.2475));
    QCOMPARE(curve.smooth.front().observed, 0.0);
    QVERIFY(golden::isClose(curve.smooth[25].observed, 0.36738923, 1e-7));
    QCOMPARE(curve.smooth.back().observed, 1.0);
    QCOMPARE(curve.deciles.size(), std::size_t(10));
    for (const auto& bin : curve.deciles) {
        QCOMPARE(bin.n, std::size_t(6));
        QCOMPARE(bin.people, std::size_t(6)); // without groups rows are people
    }
}

void TestCalibration::anOutcomeIsWhetherARowIsOfTheClass()
{
    const float absent = std::numeric_limits<float>::quiet_NaN();
    EvaluationSet set;
    set.task = Task::Classification;
    set.classCount = 3;
    set.rows = { 4, 0, 3, 1 };
    set.y = { 2, 1, 2, 0 };
    set.groups = { "d", "a", "c", "b" };
    const Predictions predictions { 3,
        { 0.5F, 0.25F, 0.25F, 0, 0.125F, 0.875F, 1, 0, 0, absent, absent, absent, 0.25F, 0, 0.75F } };
    const auto third = classOutcomes(set, predictions, 2);
    QCOMPARE(third.happened, (Happened { 1, 0, 0 }));
    QCOMPARE(third.p, (std::vector<double> { 0.75, 0.25, 0.875 }));
    QCOMPARE(third.groups, (std::vector<std::string> { "d", "a", "b" }));
    const auto first = classOutcomes(set, predictions, 0);
    QCOMPARE(first.happened, (Happened { 0, 0, 1 }));
    QCOMPARE(first.p, (std::vector<double> { 0.25, 0.5, 0 }));
    const auto sentence = QStringLiteral("There is no class %1 whose probability could be judged.");
    QCOMPARE(errorMessage([&] { classOutcomes(set, predictions, 3); }), sentence.arg(3));
    set.task = Task::Regression;
    set.classCount = 1;
    QCOMPARE(errorMessage([&] {
        classOutcomes(set, { 1, std::vector<float>(5, 0.5F) }, 0);
    }),
        sentence.arg(0));
}

void TestCalibration::ofTwoClassesTheSecondIsJudged()
{
    QCOMPARE(judgedClasses(1), (std::vector<std::size_t> { 0 }));
    QCOMPARE(judgedClasses(2), (std::vector<std::size_t> { 1 }));
    QCOMPARE(judgedClasses(3), (std::vector<std::size_t> { 0, 1, 2 }));
    QCOMPARE(judgedClasses(5), (std::vector<std::size_t> { 0, 1, 2, 3, 4 }));
}

void TestCalibration::ofNoValuesNothingIsSmoothed()
{
    const auto fitted = localLinear({}, {}, { 0.5, 2, 3 }, 0.75);
    QCOMPARE(fitted.size(), std::size_t(3));
    for (const double value : fitted)
        QVERIFY(std::isnan(value));
    QVERIFY(localLinear({ 1, 2 }, { 3, 4 }, {}, 0.75).empty());
    QVERIFY(std::isnan(localLinear({ 1 }, { 3 }, { 2 }, 0.75).front())); // one value makes no line
}

// Of the two nearest the farther one has no weight.
void TestCalibration::aWindowHasTwoValuesAtLeast()
{
    const std::vector<double> x { 0, 1, 3, 7, 12 }, y { 5, 2, 8, 1, 4 };
    for (const double span : { 0.1, 0.4, 0.59 })
        QVERIFY(golden::isClose(localLinear(x, y, { 2.2 }, span)[0], 8));
}

// All of x span 10. Four values around 0.01 spread by 0.0077, or 0.0094, about their weighted mean, which is
// below a thousandth of that; five by 0.0129. By numpy.
void TestCalibration::valuesThatHardlyDifferHaveTheirMean()
{
    const std::vector<double> y { 3, 1, 4, 2, 7, 5 };
    const std::vector<double> near { -4, 0, 0.01, 0.02, 0.035, 6 }, less { -4, 0, 0.012, 0.024, 0.04, 6 };
    QVERIFY(golden::isClose(localLinear(near, y, { 0.012 }, 0.67)[0], 2.543921112400569));
    QVERIFY(golden::isClose(localLinear(less, y, { 0.012 }, 0.67)[0], 2.475077162907922));
    QVERIFY(golden::isClose(localLinear(near, y, { 0.012 }, 0.84)[0], 2.880373789668963, 1e-9));
}

void TestCalibration::wilsonsIntervalIsThatOfItsFormula()
{
    const auto is = [](const std::pair<double, double>& found, double low, double high) {
        return golden::isClose(found.first, low) && golden::isClose(found.second, high);
    };
    QVERIFY(is(wilsonInterval(3, 10), 0.10779126740630099, 0.6032218525388546));
    QVERIFY(is(wilsonInterval(1, 7), 0.02567962434474355, 0.5131278292743189));
    QVERIFY(is(wilsonInterval(6, 7), 0.4868721707256811, 0.9743203756552565));
    QVERIFY(std::isnan(wilsonInterval(0, 0).second));
}

// Two parameters meet two shares: 1 of 4 at 0.2, 3 of 5 at 0.7.
void TestCalibration::aLineThroughTwoProbabilitiesIsExact()
{
    const auto logit = [](double p) { return std::log(p / (1 - p)); };
    const Recalibration fit({ 0, 0, 0, 1, 0, 0, 1, 1, 1 }, { 0.2, 0.2, 0.2, 0.2, 0.7, 0.7, 0.7, 0.7, 0.7 });
    const double slope = (logit(0.6) - logit(0.25)) / (logit(0.7) - logit(0.2));
    QVERIFY(golden::isClose(fit.line().second, slope, 1e-9));
    QVERIFY(golden::isClose(fit.line().first, logit(0.25) - slope * logit(0.2), 1e-9));
    // Drawn, 2 of 5 and 4 of 5.
    QVERIFY(golden::isClose(fit.slope({ 2, 0, 1, 2, 1, 0, 1, 3, 0 }),
        (logit(0.8) - logit(0.4)) / (logit(0.7) - logit(0.2)), 1e-9));
    const auto unknown = recalibrated({ 2,
                                          { std::numeric_limits<float>::quiet_NaN(),
                                              std::numeric_limits<float>::quiet_NaN(), 0.3F, 0.7F } },
        fit.line());
    QVERIFY(std::isnan(unknown.row(0)[0]) && std::isnan(unknown.row(0)[1]));
    QVERIFY(std::abs(static_cast<double>(unknown.row(1)[1]) - 0.6) < 1e-6);
}

// Whichever is above, and where they touch.
void TestCalibration::oneOutcomeAboveTheOtherHasNeither()
{
    for (const auto& p : { std::vector<double> { 0.9, 0.5, 0.5, 0.1 }, { 0.5, 0.9, 0.5, 0.5 },
             { 0.5, 0.1, 0.5, 0.5 }, { 0.5, 0.5, 0.5, 0.9 }, { 0.5, 0.5, 0.1, 0.5 }, { 0.2, 0.2, 0.8, 0.8 },
             { 0.8, 0.8, 0.2, 0.2 } }) {
        QVERIFY(std::isnan(slopeOf({ 0, 0, 1, 1 }, p)));
        QVERIFY(std::isnan(interceptOf({ 0, 0, 1, 1 }, p)));
    }
    QVERIFY(std::isnan(Recalibration({ 0, 0, 1, 1 }, { 0.8, 0.8, 0.2, 0.2 }).line().first));
}

void TestCalibration::onlyDrawnRowsCount()
{
    const Recalibration fit({ 0, 0, 1, 1 }, { 0.1, 0.6, 0.5, 0.9 });
    for (const Multiplicity& drawn :
        { Multiplicity { 1, 0, 1, 1 }, { 3, 1, 0, 2 }, { 2, 2, 0, 0 }, { 0, 0, 1, 3 }, { 0, 3, 2, 0 } }) {
        QVERIFY(std::isnan(fit.slope(drawn)));
        QVERIFY(std::isnan(fit.intercept(drawn)));
    }
    QVERIFY(std::isfinite(fit.slope({ 2, 1, 3, 0 })));
    // 3 of 11 at one probability.
    const Recalibration equal({ 1, 0, 0, 1, 1 }, std::vector<double>(5, 0.3));
    QVERIFY(std::isnan(equal.slope({ 2, 5, 3, 0, 1 })));
    QVERIFY(
        golden::isClose(equal.intercept({ 2, 5, 3, 0, 1 }), std::log(3.0 / 8) - std::log(0.3 / 0.7), 1e-9));
}

void TestCalibration::anInterceptIsFoundFarOut()
{
    const double far = std::log(1e-9) - std::log1p(-1e-9);
    QVERIFY(
        golden::isClose(interceptOf({ 0, 1, 1 }, std::vector<double>(3, 1e-9)), std::log(2.0) - far, 1e-9));
    QVERIFY(golden::isClose(interceptOf({ 0, 0, 0, 1 }, std::vector<double>(4, 1 - 1e-9)),
        std::log(1.0 / 3) + far, 1e-6)); // 1 - 1e-9 has fewer digits
    // Three of six at 0 happened, and three of four at 1. Where two of the six are expected, all four are.
    QVERIFY(golden::isClose(interceptOf({ 0, 1, 0, 1, 1, 0, 1, 1, 0, 1 }, { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1 }),
        34.538776394910684 + std::log(0.5), 1e-9));
    // One mistake of four on either side: 0 by symmetry, with an information of 8 p (1 - p), of which a
    // millionth is enough.
    for (const double p : { 1e-3, 2e-7, 1e-7 }) {
        const double found
            = interceptOf({ 0, 0, 0, 1, 1, 1, 0, 1 }, { p, p, p, p, 1 - p, 1 - p, 1 - p, 1 - p });
        QVERIFY(p > 1e-7 ? std::abs(found) < 1e-6 : std::isnan(found));
    }
}

QTEST_GUILESS_MAIN(TestCalibration)
#include "tst_calibration.moc"
