// SPDX-License-Identifier: GPL-3.0-or-later
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

QTEST_GUILESS_MAIN(TestStatistic)
#include "tst_statistic.moc"
