// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/decisioncurve.h"
#include "engine/error.h"

#include "probabilities.h"
#include "tests/weighting/errormessage.h"

#include <omp.h>

using namespace btw;
using namespace btw::analysis;

class TestDecisionCurve : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithItsDefinitionInNumpy_data() { golden::addProbabilityCases(); }
    void agreesWithItsDefinitionInNumpy();
    void oneThresholdIsThePointOfTheCurve();
    void whoseProbabilityIsTheThresholdIsTreated();
    void aModelIsWorthNoMoreThanItself();
    void sameSeedSameBandOnAnyNumberOfThreads();
    void withoutUnitsToDrawThereIsNoBand();
    void modelsOnDifferentRowsAreRefused();
    void twoRowsHaveTheirExactBand();
};

namespace {

ClassOutcomes few()
{
    ClassOutcomes outcomes;
    outcomes.happened = { 1, 0, 1, 0, 0 };
    outcomes.p = { 0.9F, 0.7F, 0.3F, 0.2F, 0.05F };
    return outcomes;
}

void compareBand(const std::vector<NetBenefit>& curve, const QJsonObject& expected, std::size_t n)
{
    const auto low = golden::numbers<double>(expected[u"low"]);
    const auto high = golden::numbers<double>(expected[u"high"]);
    const auto sd = golden::numbers<double>(expected[u"sd"]);
    for (std::size_t k = 0; k < curve.size(); ++k) {
        // Monte-Carlo error of either side, and a step of the count of false positives at these odds.
        const double odds = curve[k].threshold / (1 - curve[k].threshold);
        const double tolerance = 0.15 * sd[k] + 1e-9 + std::max(1.0, odds) / static_cast<double>(n);
        QVERIFY2(std::abs(curve[k].low - low[k]) <= tolerance, qPrintable(QString::number(k)));
        QVERIFY2(std::abs(curve[k].high - high[k]) <= tolerance, qPrintable(QString::number(k)));
        QVERIFY(curve[k].low <= curve[k].value + 1e-12 && curve[k].value <= curve[k].high + 1e-12);
    }
}

} // namespace

void TestDecisionCurve::agreesWithItsDefinitionInNumpy()
{
    QFETCH(const QJsonObject, given);
    const auto a = golden::outcomes(given, QStringLiteral("a"));
    const auto b = golden::outcomes(given, QStringLiteral("b"));
    const QJsonObject expected = given[u"decision"].toObject();
    const auto values = golden::numbers<double>(expected[u"a"]);
    const auto others = golden::numbers<double>(expected[u"b"]);
    const auto treatAll = golden::numbers<double>(expected[u"treat_all"]);

    const auto curve = decisionCurve(a);
    QCOMPARE(curve.size(), values.size());
    const auto difference = decisionCurveDifference(a, b);
    for (std::size_t k = 0; k < curve.size(); ++k) {
        QVERIFY(golden::isClose(curve[k].threshold, static_cast<double>(k + 1) / 100));
        QVERIFY(golden::isClose(curve[k].value, values[k]));
        QVERIFY(golden::isClose(curve[k].treatAll, treatAll[k]));
        QVERIFY(golden::isClose(difference[k].value, values[k] - others[k]));
    }
    compareBand(curve, expected[u"band"].toObject(), a.size());
    compareBand(difference, expected[u"paired"].toObject(), a.size());
}

void TestDecisionCurve::oneThresholdIsThePointOfTheCurve()
{
    for (const NetBenefit& point : decisionCurve(few(), { 10, 0, 0.95 }))
        QCOMPARE(netBenefit(few(), point.threshold), point.value);
    QCOMPARE(netBenefit(few(), 0.5), (1 - 1 * 1.0) / 5);
    QVERIFY(std::isnan(netBenefit({}, 0.5)));
}

void TestDecisionCurve::whoseProbabilityIsTheThresholdIsTreated()
{
    // 0.7 as float32 lies below 0.7: it is meant as the same number.
    QVERIFY(static_cast<double>(0.7F) < 0.7);
    QCOMPARE(netBenefit(few(), 0.7), (1 - 1 * 0.7 / (1 - 0.7)) / 5);
    QCOMPARE(netBenefit(few(), 0.71), 1.0 / 5);
}

void TestDecisionCurve::aModelIsWorthNoMoreThanItself()
{
    for (const NetBenefit& point : decisionCurveDifference(few(), few(), { 200, 0, 0.95 })) {
        QCOMPARE(point.value, 0.0);
        QCOMPARE(point.low, 0.0);
        QCOMPARE(point.high, 0.0);
    }
}

void TestDecisionCurve::sameSeedSameBandOnAnyNumberOfThreads()
{
    const int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    const auto one = decisionCurve(few(), { 500, 4, 0.95 });
    omp_set_num_threads(3);
    const auto three = decisionCurve(few(), { 500, 4, 0.95 });
    omp_set_num_threads(threads);
    for (std::size_t k = 0; k < one.size(); ++k) {
        QCOMPARE(one[k].low, three[k].low);
        QCOMPARE(one[k].high, three[k].high);
    }
}

void TestDecisionCurve::withoutUnitsToDrawThereIsNoBand()
{
    auto outcomes = few();
    outcomes.groups.assign(outcomes.size(), "one");
    for (const NetBenefit& point : decisionCurve(outcomes)) {
        QVERIFY(std::isnan(point.low));
        QVERIFY(!std::isnan(point.value));
    }
}

void TestDecisionCurve::modelsOnDifferentRowsAreRefused()
{
    auto other = few();
    other.happened.back() = 1;
    QVERIFY_EXCEPTION_THROWN(decisionCurveDifference(few(), other), Error);
    auto grouped = few();
    grouped.groups = { "a", "a", "b", "c", "c" };
    const auto sentence = QStringLiteral(
        "Two decision curves differ in their rows: take the rows common to both models first.");
    QCOMPARE(errorMessage([&] { decisionCurveDifference(few(), other); }), sentence);
    QCOMPARE(errorMessage([&] { decisionCurveDifference(few(), grouped); }), sentence);
    QCOMPARE(errorMessage([&] { decisionCurveDifference(grouped, few()); }), sentence);
}

// Two draws of two rows hold one of them alone with a chance of 1/4 each, and both with 1/2.
void TestDecisionCurve::twoRowsHaveTheirExactBand()
{
    ClassOutcomes outcomes;
    outcomes.happened = { 1, 0 };
    outcomes.p = { 0.75, 0.25 };
    const auto at = [&](double level, std::size_t k) {
        return decisionCurve(outcomes, { .resamples = 2000, .level = level }).at(k);
    };
    // At 0.5 the one who is treated is right: as a share that is 1, 1/2 or 0.
    const NetBenefit wide = at(0.6, 49);
    QCOMPARE(wide.threshold, 0.5);
    QCOMPARE(wide.value, 0.5);
    QCOMPARE(wide.low, 0.0);
    QCOMPARE(wide.high, 1.0);
    QCOMPARE(wide.treatAll, 0.0); // one is right, one is wrong
    const NetBenefit narrow = at(0.4, 49);
    QCOMPARE(narrow.low, 0.5);
    QCOMPARE(narrow.high, 0.5);
    // At 0.2, odds of 1/4, both are.
    const NetBenefit both = at(0.6, 19);
    QVERIFY(golden::isClose(both.value, 0.375));
    QVERIFY(golden::isClose(both.low, -0.25));
    QVERIFY(golden::isClose(both.high, 1));
    QVERIFY(golden::isClose(both.treatAll, 0.375));
    // The other model treats the wrong one at 0.5; at 0.8 both treat nobody.
    auto other = outcomes;
    other.p = { 0.25, 0.75 };
    const auto difference = decisionCurveDifference(outcomes, other, { .resamples = 2000, .level = 0.6 });
    QCOMPARE(difference.size(), std::size_t(99));
    QCOMPARE(difference[49].value, 1.0); // 1/2 less -1/2
    QCOMPARE(difference[49].low, 1.0);
    QCOMPARE(difference[49].high, 1.0);
    QCOMPARE(difference[79].value, 0.0);
    QCOMPARE(difference[79].high, 0.0);
}

QTEST_GUILESS_MAIN(TestDecisionCurve)
#include "tst_decisioncurve.moc"
