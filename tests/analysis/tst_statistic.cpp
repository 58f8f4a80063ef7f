// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/confusion.h"
#include "engine/analysis/statistic.h"
#include "engine/error.h"

#include "golden.h"

#include <QtTest/QtTest>

#include <random>

using namespace btw;
using namespace btw::analysis;

/// What makes the bootstrap right: a metric under multiplicities is the metric of the repeated sample.
class TestStatistic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsActAsRepeatedRegressionRows_data();
    void countsActAsRepeatedRegressionRows();
    void countsActAsRepeatedClassificationRows_data();
    void countsActAsRepeatedClassificationRows();
    void anUnknownMetricIsRefused();
    void rowsWithoutPredictionAreRefused();
    void instancesThatDoNotTakePartCountNowhere();
    void aMeanIsOfWhatWasDrawn();
    void whatWasNotDrawnDoesNotSpread();
    void whatWasNotDrawnIsNotRanked();
};

namespace {

constexpr std::size_t kRows = 40;

struct Sample
{
    std::vector<double> y, f, p;
    std::vector<int> labels;
    Multiplicity drawn;
};

Sample sample(std::size_t classes)
{
    std::mt19937 generator(7);
    const auto below = [&](unsigned limit) { return generator() % limit; };
    Sample made;
    for (std::size_t i = 0; i < kRows; ++i) {
        made.y.push_back(below(13) / 2.0 - 3);
        made.f.push_back(below(29) / 4.0 - 3.5);
        made.labels.push_back(static_cast<int>(below(static_cast<unsigned>(classes))));
        for (std::size_t c = 0; c < classes; ++c)
            made.p.push_back(below(9) / 8.0);
        made.drawn.push_back(below(4));
    }
    return made;
}

/// The rows of `[n, width]`, each as often as it was drawn.
template <typename T>
std::vector<T> repeated(const std::vector<T>& values, const Multiplicity& drawn, std::size_t width = 1)
{
    std::vector<T> out;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(i * width);
        for (std::uint32_t r = 0; r < drawn[i]; ++r)
            out.insert(out.end(), first, first + static_cast<std::ptrdiff_t>(width));
    }
    return out;
}

} // namespace

void TestStatistic::countsActAsRepeatedRegressionRows_data()
{
    QTest::addColumn<std::string>("metric");
    for (const std::string& metric : metricNames(Task::Regression, true, 0))
        QTest::newRow(metric.c_str()) << metric;
}

void TestStatistic::countsActAsRepeatedRegressionRows()
{
    QFETCH(const std::string, metric);
    const Sample given = sample(2);
    const double whole
        = regressionMetrics(repeated(given.y, given.drawn), repeated(given.f, given.drawn), true).at(metric);
    QVERIFY(!std::isnan(whole));
    QVERIFY(golden::isClose(regressionStatistic(metric, given.y, given.f)(given.drawn), whole));
}

void TestStatistic::countsActAsRepeatedClassificationRows_data()
{
    QTest::addColumn<std::string>("metric");
    QTest::addColumn<std::size_t>("classes");
    for (const std::size_t classes : { 2, 3, 7 }) {
        for (const std::string& metric : metricNames(Task::Classification, false, classes))
            QTest::addRow("%s of %zu", metric.c_str(), classes) << metric << classes;
    }
}

void TestStatistic::countsActAsRepeatedClassificationRows()
{
    QFETCH(const std::string, metric);
    QFETCH(const std::size_t, classes);
    const Sample given = sample(classes);
    const double whole = classificationMetrics(
        repeated(given.labels, given.drawn), repeated(given.p, given.drawn, classes), classes)
                             .at(metric);
    QVERIFY(!std::isnan(whole));
    QVERIFY(
        golden::isClose(classificationStatistic(metric, given.labels, given.p, classes)(given.drawn), whole));
}

void TestStatistic::anUnknownMetricIsRefused()
{
    QVERIFY_EXCEPTION_THROWN(regressionStatistic("accuracy", { 1 }, { 1 }), Error);
    QVERIFY_EXCEPTION_THROWN(regressionStatistic("", { 1 }, { 1 }), Error);
    QVERIFY_EXCEPTION_THROWN(classificationStatistic("mae", { 0 }, { 1, 0 }, 2), Error);
    QVERIFY_EXCEPTION_THROWN(classificationStatistic("calibration_slope", { 0 }, { 1, 0, 0 }, 3), Error);
}

void TestStatistic::rowsWithoutPredictionAreRefused()
{
    EvaluationSet set;
    set.rows = { 0, 1 };
    set.y = { 1, 2 };
    QCOMPARE(metricStatistic("mae", set, { 1, { 1, 4 } })({ 1, 1 }), 1.0);
    QVERIFY_EXCEPTION_THROWN(
        metricStatistic("mae", set, { 1, { 1, std::numeric_limits<float>::quiet_NaN() } }), Error);
}

void TestStatistic::instancesThatDoNotTakePartCountNowhere()
{
    const std::vector<int> truth { 0, -1, 2, 1, 0, 2, -1 };
    const std::vector<int> predicted { 0, 2, 1, 1, 2, 2, 0 };
    const Multiplicity drawn { 2, 5, 1, 1, 2, 3, 4 };
    const auto figure = [&](ConfusionMetric metric, const Multiplicity& counts) {
        return confusionStatistic(metric, truth, predicted, 3)(counts);
    };
    // Class 0: 4 rows, 2 predictions, 2 right; class 1: 1, 2, 1; class 2: 4, 5, 3.
    const std::vector<double> f1 { 4.0 / 6, 2.0 / 3, 6.0 / 9 };
    QVERIFY(golden::isClose(figure(ConfusionMetric::Accuracy, drawn), 6.0 / 9));
    QVERIFY(golden::isClose(figure(ConfusionMetric::MacroF1, drawn), (f1[0] + f1[1] + f1[2]) / 3));
    // Without its row class 1 is still predicted once: its F1 of 0 does not count.
    const Multiplicity without { 2, 5, 1, 0, 2, 4, 4 };
    // Class 0: 4, 2, 2; class 1: 0, 1, 0; class 2: 5, 6, 4.
    QVERIFY(golden::isClose(figure(ConfusionMetric::Accuracy, without), 6.0 / 9));
    QVERIFY(golden::isClose(figure(ConfusionMetric::MacroF1, without), (4.0 / 6 + 8.0 / 11) / 2));
    QVERIFY(golden::isClose(figure(ConfusionMetric::WeightedF1, without), (4 * 4.0 / 6 + 5 * 8.0 / 11) / 9));
    for (const auto metric :
        { ConfusionMetric::Accuracy, ConfusionMetric::MacroF1, ConfusionMetric::WeightedF1 })
        QVERIFY(std::isnan(figure(metric, { 0, 3, 0, 0, 0, 0, 1 })));
}

void TestStatistic::aMeanIsOfWhatWasDrawn()
{
    const auto mean = meanStatistic({ 1, -2, 0.5, 8 });
    QCOMPARE(mean({ 3, 1, 2, 0 }), 2.0 / 6);
    QCOMPARE(mean({ 0, 0, 0, 1 }), 8.0);
    QVERIFY(std::isnan(mean({ 0, 0, 0, 0 })));
}

void TestStatistic::whatWasNotDrawnDoesNotSpread()
{
    for (const char* metric : { "corr", "r2" })
        QVERIFY(std::isnan(regressionStatistic(metric, { 1, 1, 2 }, { 1, 2, 5 })({ 2, 3, 0 })));
    QVERIFY(std::isnan(regressionStatistic("corr", { 1, 2, 3 }, { 4, 4, 5 })({ 1, 1, 0 })));
    // Around 1.5 the labels are off by 0.5 in all, from 4 by 9 + 4.
    QVERIFY(golden::isClose(regressionStatistic("r2", { 1, 2, 3 }, { 4, 4, 5 })({ 1, 1, 0 }), -25));
    // Labels of 1, 1 and 4, predictions of 2, 2 and 5.
    QVERIFY(
        golden::isClose(regressionStatistic("corr", { 1, 4, 100, 7 }, { 2, 5, -50, 0 })({ 2, 1, 0, 0 }), 1));
    QVERIFY(golden::isClose(
        regressionStatistic("r2", { 1, 4, 100, 7 }, { 2, 5, -50, 0 })({ 2, 1, 0, 0 }), 1 - 3.0 / 6));
}

void TestStatistic::whatWasNotDrawnIsNotRanked()
{
    const auto figures
        = [](const std::vector<int>& labels, const std::vector<double>& p, const Multiplicity& drawn) {
              std::vector<double> both; // classes' probabilities
              for (const double one : p)
                  both.insert(both.end(), { 1 - one, one });
              return std::pair(classificationStatistic("auroc", labels, both, 2)(drawn),
                  classificationStatistic("auprc", labels, both, 2)(drawn));
          };
    const auto is = [](const std::pair<double, double>& found, double auroc, double auprc) {
        return golden::isClose(found.first, auroc) && golden::isClose(found.second, auprc);
    };
    const std::vector<int> labels { 1, 0, 1, 0 };
    const std::vector<double> p { 0.9, 0.8, 0.4, 0.1 };
    QVERIFY(is(figures(labels, p, { 0, 2, 1, 3 }), 3.0 / 5, 1.0 / 3));
    QVERIFY(is(figures(labels, p, { 4, 2, 1, 3 }), 23.0 / 25, (4 + 5.0 / 7) / 5));
    QVERIFY(is(figures(labels, p, { 0, 2, 0, 3 }), std::nan(""), std::nan("")));
    QVERIFY(is(figures(labels, p, { 1, 0, 2, 0 }), std::nan(""), std::nan("")));
    // Ties, the first of which nothing was drawn.
    QVERIFY(is(figures({ 0, 1, 1, 0, 1 }, { 0.9, 0.9, 0.4, 0.4, 0.1 }, { 0, 0, 3, 1, 2 }), 1.5 / 5,
        (3 * 3.0 / 4 + 2 * 5.0 / 6) / 5));
    QVERIFY(is(figures({ 0, 1, 1, 0, 1 }, { 0.9, 0.9, 0.4, 0.4, 0.1 }, { 2, 1, 3, 4, 0 }),
        (0.5 * 2 + 4 + 3 * 0.5 * 4) / 24, (1.0 / 3 + 3 * 4.0 / 10) / 4));
    QVERIFY(is(figures({ 0, 1, 1, 0, 1 }, { 0.9, 0.9, 0.4, 0.4, 0.1 }, { 0, 2, 1, 0, 3 }), std::nan(""),
        std::nan("")));
}

QTEST_GUILESS_MAIN(TestStatistic)
#include "tst_statistic.moc"
