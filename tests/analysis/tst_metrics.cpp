// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "engine/analysis/statistic.h"
#include "engine/error.h"

#include "golden.h"

#include <QtTest/QtTest>

using namespace btw;
using namespace btw::analysis;

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void regressionAgreesWithScikitLearn_data();
    void regressionAgreesWithScikitLearn();
    void classificationAgreesWithScikitLearn_data();
    void classificationAgreesWithScikitLearn();
    void namesCoverExactlyWhatIsComputed();
    void readingsNeedTheDeclaredSentimentRange();
    void smoothingGoesByMaeAndMacroF1();
    void thePrimaryFigureFollowsTheTask();
    void errorsAndLossesAreBetterWhenLower();
    void calibrationIsDescribedAndNotRanked();
    void aMeanOverInstancesHasAScoreOfEach();
    void noInstancesLeaveEverythingUndefined();
    void unusableInputIsRefused();
};

namespace {

void addCases(const QString& file)
{
    QTest::addColumn<QJsonObject>("given");
    const QJsonArray cases = golden::document(file).array();
    QVERIFY(!cases.isEmpty());
    for (const QJsonValue& value : cases)
        QTest::newRow(qPrintable(value[u"name"].toString())) << value.toObject();
}

void compare(const MetricMap& actual, const QJsonObject& expected)
{
    QCOMPARE(static_cast<qsizetype>(actual.size()), expected.size());
    for (const auto& [name, value] : actual) {
        const QString key = QString::fromStdString(name);
        QVERIFY2(expected.contains(key), name.c_str());
        const double wanted = golden::number(expected[key]);
        // A maximum of a likelihood is found to fewer digits than a sum.
        const double tolerance = name.rfind("calibration_", 0) == 0 ? 1e-9 : 1e-12;
        QVERIFY2(golden::isClose(value, wanted, tolerance),
            qPrintable(QStringLiteral("%1: %2, expected %3")
                           .arg(key)
                           .arg(value, 0, 'g', 17)
                           .arg(wanted, 0, 'g', 17)));
    }
}

} // namespace

void TestMetrics::regressionAgreesWithScikitLearn_data() { addCases(QStringLiteral("regression.json")); }

void TestMetrics::regressionAgreesWithScikitLearn()
{
    QFETCH(const QJsonObject, given);
    compare(regressionMetrics(golden::numbers<double>(given[u"y"]), golden::numbers<double>(given[u"f"]),
                given[u"sentiment"].toBool()),
        given[u"expected"].toObject());
}

void TestMetrics::classificationAgreesWithScikitLearn_data()
{
    addCases(QStringLiteral("classification.json"));
}

void TestMetrics::classificationAgreesWithScikitLearn()
{
    QFETCH(const QJsonObject, given);
    const auto classes = static_cast<std::size_t>(given[u"classes"].toInt());
    const auto labels = golden::numbers<int>(given[u"y"]);
    const auto probabilities = golden::numbers<double>(given[u"p"]);
    compare(classificationMetrics(labels, probabilities, classes), given[u"expected"].toObject());
    QCOMPARE(confusionMatrix(labels, predictedClasses(probabilities, classes), classes),
        golden::numbers<std::int64_t>(given[u"confusion"]));
}

void TestMetrics::namesCoverExactlyWhatIsComputed()
{
    const auto keys = [](const MetricMap& metrics) {
        std::vector<std::string> names;
        for (const auto& [name, value] : metrics)
            names.push_back(name);
        return names;
    };
    const auto sorted = [](std::vector<std::string> names) {
        std::sort(names.begin(), names.end());
        return names;
    };
    QCOMPARE(
        keys(regressionMetrics({ 1, 2 }, { 1, 3 }, false)), sorted(metricNames(Task::Regression, false, 0)));
    QCOMPARE(
        keys(regressionMetrics({ 1, 2 }, { 1, 3 }, true)), sorted(metricNames(Task::Regression, true, 0)));
    QCOMPARE(keys(classificationMetrics({ 0, 1 }, { 1, 0, 0, 1 }, 2)),
        sorted(metricNames(Task::Classification, false, 2)));
}

void TestMetrics::readingsNeedTheDeclaredSentimentRange()
{
    QVERIFY(isSentimentRange(std::pair(-3.0, 3.0)));
    QVERIFY(!isSentimentRange(std::pair(-3.0, 2.5)));
    QVERIFY(!isSentimentRange(std::pair(-1.0, 1.0)));
    QVERIFY(!isSentimentRange(std::nullopt));
}

void TestMetrics::smoothingGoesByMaeAndMacroF1()
{
    QCOMPARE(smoothingMetric(Task::Regression), std::string("mae"));
    QCOMPARE(smoothingMetric(Task::Classification), std::string("macro_f1"));
}

void TestMetrics::thePrimaryFigureFollowsTheTask()
{
    QCOMPARE(primaryMetric(Task::Regression, 0), std::string("mae"));
    QCOMPARE(primaryMetric(Task::Classification, 2), std::string("auroc"));
    QCOMPARE(primaryMetric(Task::Classification, 3), std::string("log_loss"));
}

void TestMetrics::errorsAndLossesAreBetterWhenLower()
{
    for (const char* name : { "mae", "rmse", "log_loss", "ece", "brier", "loss" })
        QVERIFY2(lowerIsBetter(name), name);
    for (const char* name : { "corr", "r2", "acc7", "f1_pos", "accuracy", "macro_f1", "auroc", "auprc" })
        QVERIFY2(!lowerIsBetter(name), name);
}

void TestMetrics::calibrationIsDescribedAndNotRanked()
{
    for (const auto& facts : metricFacts())
        QCOMPARE(isDescriptive(facts.name),
            facts.name == "calibration_slope" || facts.name == "calibration_intercept");
    QCOMPARE(findMetric("calibration_slope")->ideal, std::optional(1.0));
    QCOMPARE(findMetric("calibration_intercept")->ideal, std::optional(0.0));
    QVERIFY(!isDescriptive("own_metric"));
}

void TestMetrics::aMeanOverInstancesHasAScoreOfEach()
{
    for (const auto& facts : metricFacts()) {
        const std::string name(facts.name);
        const auto scores = facts.task == Task::Regression
            ? regressionScores(name, { 0.5, 1.0, -2.0 }, { 0.4, 1.5, -1.0 })
            : classificationScores(name, { 0, 1, 1 }, { 0.6, 0.4, 0.3, 0.7, 0.8, 0.2 }, 2);
        QVERIFY2(isMeanOverInstances(name) == !scores.empty(), name.c_str());
    }
    QVERIFY(!isMeanOverInstances("own_metric"));
}

void TestMetrics::noInstancesLeaveEverythingUndefined()
{
    for (const MetricMap& metrics : { regressionMetrics({}, {}, true), classificationMetrics({}, {}, 3) }) {
        for (const auto& [name, value] : metrics)
            QVERIFY2(std::isnan(value), name.c_str());
    }
}

void TestMetrics::unusableInputIsRefused()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QVERIFY_EXCEPTION_THROWN(regressionMetrics({ 1, 2 }, { 1 }, false), Error);
    QVERIFY_EXCEPTION_THROWN(regressionMetrics({ 1, 2 }, { 1, nan }, false), Error);
    QVERIFY_EXCEPTION_THROWN(regressionMetrics({ nan, 2 }, { 1, 2 }, true), Error);
    QVERIFY_EXCEPTION_THROWN(classificationMetrics({ 0, 2 }, { 1, 0, 0, 1 }, 2), Error);
    QVERIFY_EXCEPTION_THROWN(classificationMetrics({ 0, -1 }, { 1, 0, 0, 1 }, 2), Error);
    QVERIFY_EXCEPTION_THROWN(classificationMetrics({ 0, 1 }, { 1, 0, 0 }, 2), Error);
    QVERIFY_EXCEPTION_THROWN(classificationMetrics({ 0, 1 }, { 1, 0, nan, 1 }, 2), Error);
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
