// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metricfacts.h"
#include "engine/analysis/metrics.h"
#include "engine/analysis/reading.h"
#include "engine/analysis/statistic.h"
#include "engine/error.h"

#include "golden.h"
#include "tests/weighting/errormessage.h"

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
    void aScoreIsThatOfItsInstance();
    void refusalsOfClassificationNameWhatIsWrong();
    void everyFigureIsKnownForWhatItIs();
    void aReadingHasItsClasses();
    void refusalsOfRegressionNameWhatIsWrong();
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

void TestMetrics::aScoreIsThatOfItsInstance()
{
    const std::vector<int> labels { 0, 2, 1, 2 };
    const std::vector<double> p { 0.5, 0.25, 0.25, 0.375, 0.375, 0.25, 0.125, 0.75, 0.125, 0, 0, 1 };
    const auto close = [](const std::vector<double>& scores, const std::vector<double>& expected) {
        return std::equal(scores.begin(), scores.end(), expected.begin(), expected.end(),
            [](double a, double b) { return golden::isClose(a, b); });
    };
    QCOMPARE(classificationScores("accuracy", labels, p, 3), (std::vector<double> { 1, 0, 1, 1 }));
    QVERIFY(close(classificationScores("log_loss", labels, p, 3),
        { std::log(2), std::log(4), -std::log(0.75), -std::log(1 - 1e-15) }));
    QVERIFY(close(classificationScores("brier", labels, p, 3),
        { 0.375, 2 * 0.375 * 0.375 + 0.75 * 0.75, 2 * 0.125 * 0.125 + 0.25 * 0.25, 0 }));
    // Of two classes the second alone.
    QVERIFY(close(classificationScores("brier", { 1, 0 }, { 0.25, 0.75, 0.5, 0.5 }, 2), { 0.0625, 0.25 }));
    QVERIFY(classificationScores("auroc", labels, p, 3).empty());
    // A probability of 0 or 1 costs what one of 1e-15 or 1 - 1e-15 does.
    const auto sure = classificationScores("log_loss", { 1, 0 }, { 0, 1, 0, 1 }, 2);
    QCOMPARE(sure[0], -std::log(1 - 1e-15));
    QCOMPARE(sure[1], -std::log(1e-15));
    QVERIFY(predictedClasses(p, 0).empty());
    QCOMPARE(predictedClasses(p, 3), (std::vector<int> { 0, 0, 1, 2 }));
    QCOMPARE(predictedClasses(p, 4), (std::vector<int> { 0, 3, 3 }));
}

void TestMetrics::refusalsOfClassificationNameWhatIsWrong()
{
    const auto said = [](const std::string& metric, const std::vector<int>& labels,
                          const std::vector<double>& p, std::size_t classCount) {
        const auto asStatistic
            = errorMessage([&] { classificationStatistic(metric, labels, p, classCount); });
        // Scores are of any metric, and refuse the same labels and probabilities.
        if (errorMessage([&] { classificationScores("brier", labels, p, classCount); }) != asStatistic)
            return QStringLiteral("Scores and statistic differ.");
        return asStatistic;
    };
    const auto sizes = [](std::size_t p, std::size_t labels, std::size_t classCount) {
        return QStringLiteral("There are %1 probabilities for %2 labels and %3 classes: give one probability "
                              "per label and class.")
            .arg(p)
            .arg(labels)
            .arg(classCount);
    };
    QCOMPARE(said("brier", { 0, 1 }, { 1, 0, 0 }, 2), sizes(3, 2, 2));
    QCOMPARE(said("brier", { 0, 1 }, { 1, 0, 0, 1, 0 }, 2), sizes(5, 2, 2));
    QCOMPARE(said("brier", { 0, 1 }, {}, 0), sizes(0, 2, 0));
    const auto label = [](int row, int given, int last) {
        return QStringLiteral("Row %1: the label %2 is not a class index; it must lie between 0 and %3.")
            .arg(row)
            .arg(given)
            .arg(last);
    };
    QCOMPARE(said("brier", { 0, 3 }, { 1, 0, 0, 0, 1, 0 }, 3), label(1, 3, 2));
    QCOMPARE(said("brier", { -1, 1, 0 }, { 1, 0, 0, 1, 1, 0 }, 2), label(0, -1, 1));
    const double infinite = std::numeric_limits<double>::infinity();
    QCOMPARE(said("brier", { 0, 1, 2 }, { 1, 0, 0, 0, 1, 0, 0, infinite, 1 }, 3),
        QStringLiteral("Row 2: a probability is not a finite number; leave such rows out of the metrics."));
    QVERIFY(said("brier", { 0, 1, 2 }, { 1, 0, 0, 0, 1, 0, 0, 0, 1 }, 3).isEmpty());

    const auto ofMetric
        = [](const std::string& metric, const std::vector<double>& p, std::size_t classCount) {
              return errorMessage([&] { classificationStatistic(metric, { 0 }, p, classCount); });
          };
    for (const char* metric : { "calibration_slope", "calibration_intercept" })
        QCOMPARE(ofMetric(metric, { 1, 0, 0 }, 3),
            QStringLiteral("The metric %1 is for two classes only, and there are 3.")
                .arg(QString::fromLatin1(metric)));
    for (const char* metric : { "mae", "own_metric" })
        QCOMPARE(ofMetric(metric, { 1, 0 }, 2),
            QStringLiteral(
                "There is no classification metric '%1': use one of accuracy, macro_f1, weighted_f1, "
                "auroc, auprc, log_loss, ece, brier, calibration_slope, calibration_intercept.")
                .arg(QString::fromLatin1(metric)));
}

void TestMetrics::everyFigureIsKnownForWhatItIs()
{
    std::vector<std::string> known;
    for (const auto& facts : metricFacts()) {
        std::string one(facts.name);
        one += facts.task == Task::Regression ? ": number" : ": class";
        one += facts.lowerIsBetter ? ", lower" : "";
        one += facts.inLabelUnits ? ", units" : "";
        one += facts.sentimentOnly ? ", sentiment" : "";
        one += facts.twoClassesOnly ? ", two" : "";
        one += facts.isBrief ? ", brief" : "";
        one += facts.ideal ? ", ideal" : "";
        one += facts.isMean ? ", mean" : "";
        known.push_back(one);
        QVERIFY(findMetric(facts.name) == &facts);
        QCOMPARE(lowerIsBetter(facts.name), facts.lowerIsBetter);
        QCOMPARE(isMeanOverInstances(facts.name), facts.isMean);
    }
    const std::vector<std::string> expected { "mae: number, lower, units, brief, mean",
        "rmse: number, lower, units", "corr: number, brief", "r2: number", "acc7: number, sentiment",
        "acc5: number, sentiment", "acc2_nonneg: number, sentiment", "f1_nonneg: number, sentiment",
        "acc2_pos: number, sentiment", "f1_pos: number, sentiment", "accuracy: class, brief, mean",
        "macro_f1: class, brief", "weighted_f1: class", "auroc: class, brief", "auprc: class",
        "log_loss: class, lower, brief, mean", "ece: class, lower", "brier: class, lower, mean",
        "calibration_slope: class, two, ideal", "calibration_intercept: class, two, ideal" };
    QCOMPARE(known, expected);
    QVERIFY(findMetric("own_metric") == nullptr && findMetric("") == nullptr);
    QVERIFY(!lowerIsBetter("own_metric"));

    using Names = std::vector<std::string>;
    QCOMPARE(metricNames(Task::Regression, false, 2), (Names { "mae", "rmse", "corr", "r2" }));
    QCOMPARE(metricNames(Task::Regression, true, 0),
        (Names {
            "mae", "rmse", "corr", "r2", "acc7", "acc5", "acc2_nonneg", "f1_nonneg", "acc2_pos", "f1_pos" }));
    const Names many { "accuracy", "macro_f1", "weighted_f1", "auroc", "auprc", "log_loss", "ece", "brier" };
    QCOMPARE(metricNames(Task::Classification, true, 3), many);
    QCOMPARE(metricNames(Task::Classification, false, 1), many);
    auto two = many;
    two.emplace_back("calibration_slope");
    two.emplace_back("calibration_intercept");
    QCOMPARE(metricNames(Task::Classification, false, 2), two);
    QCOMPARE(joinedNames(Task::Classification),
        std::string("accuracy, macro_f1, weighted_f1, auroc, auprc, log_loss, ece, brier, calibration_slope, "
                    "calibration_intercept"));
    QCOMPARE(primaryMetric(Task::Classification, 1), std::string("log_loss"));
    QCOMPARE(primaryMetric(Task::Regression, 2), std::string("mae"));
}

void TestMetrics::aReadingHasItsClasses()
{
    QVERIFY(!isSentimentRange(std::pair(-4.0, 3.0)));
    QVERIFY(!isSentimentRange(std::pair(-2.5, 3.0)));
    QVERIFY(!isSentimentRange(std::pair(-3.0, 4.0)));
    QCOMPARE(namedReadings().size(), std::size_t(4));
    QCOMPARE(readingClasses(Reading::Seven), std::size_t(7));
    QCOMPARE(readingClasses(Reading::Five), std::size_t(5));
    QCOMPARE(readingClasses(Reading::NonNegative), std::size_t(2));
    QCOMPARE(readingClasses(Reading::Positive), std::size_t(2));
    const auto read = [](Reading reading) {
        std::vector<int> classes;
        for (const double value :
            { -9.0, -3.0, -2.5, -1.5, -1.2, -0.5, -0.0, 0.0, 0.1, 0.5, 1.5, 1.7, 2.5, 4.0 })
            classes.push_back(readAs(reading, value));
        return classes;
    };
    QCOMPARE(read(Reading::Seven), (std::vector<int> { 0, 0, 1, 1, 2, 3, 3, 3, 3, 3, 5, 5, 5, 6 }));
    QCOMPARE(read(Reading::Five), (std::vector<int> { 0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 4, 4, 4, 4 }));
    QCOMPARE(read(Reading::NonNegative), (std::vector<int> { 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1 }));
    QCOMPARE(read(Reading::Positive), (std::vector<int> { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1 }));
    QCOMPARE(readLabel(Reading::Positive, 0), -1);
    QCOMPARE(readLabel(Reading::Positive, -0.5), 0);
    QCOMPARE(readLabel(Reading::Positive, 0.5), 1);
    QCOMPARE(readLabel(Reading::NonNegative, 0), 1);
    QCOMPARE(readLabel(Reading::Seven, 0), 3);
}

void TestMetrics::refusalsOfRegressionNameWhatIsWrong()
{
    const auto said = [](const std::string& metric, const std::vector<double>& y,
                          const std::vector<double>& predictions) {
        return errorMessage([&] { regressionStatistic(metric, y, predictions); });
    };
    QVERIFY(said("mae", { 1, 2 }, { 1 })
                .contains(u"There are 2 labels for 1 predictions: give one prediction per label."));
    QVERIFY(said("mae", { 1 }, { 1, 2, 3 }).contains(u"There are 1 labels for 3 predictions"));
    const double infinite = std::numeric_limits<double>::infinity();
    for (const auto& sentence : { said("corr", { 1, infinite }, { 1, 2 }),
             said("corr", { 1, 2 }, { -infinite, 2 }), said("mae", { infinite }, { infinite }) })
        QVERIFY(sentence.contains(u"is not a finite number"));
    QVERIFY(
        said("auroc", { 1 }, { 1 })
            .startsWith(u"There is no regression metric 'auroc': use one of mae, rmse, corr, r2, acc7, acc5, "
                        u"acc2_nonneg, f1_nonneg, acc2_pos, f1_pos; acc* and f1* need a label range"));
    QCOMPARE(
        regressionScores("mae", { 0.5, 1, -2 }, { 0.25, 1.5, -1 }), (std::vector<double> { 0.25, 0.5, 1 }));
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
