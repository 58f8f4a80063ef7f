// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metrics.h"
#include "engine/analysis/statistic.h"
#include "engine/error.h"

#include "golden.h"
#include "tests/weighting/errormessage.h"

#include <QtTest/QtTest>

using namespace btw;
using namespace btw::analysis;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

data::Cohort sentimentCohort()
{
    data::Cohort cohort;
    cohort.task = Task::Regression;
    cohort.labelRange = std::pair(-3.0, 3.0);
    cohort.y = { -2, 0, 1, 3, -1, 2 };
    cohort.splits = { Split::Train, Split::Test, Split::Validation, Split::Test, Split::Test, Split::Test };
    cohort.groups = { "a", "b", "c", "b", "d", "d" };
    return cohort;
}

data::Cohort classCohort()
{
    data::Cohort cohort;
    cohort.task = Task::Classification;
    cohort.classes = { "no", "yes", "maybe" };
    cohort.y = { 0, 1, 2, 1 };
    return cohort;
}

} // namespace

class TestEvaluation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheGivenRowsCount();
    void aSplitIsItsRowsWithLabelsAndGroups();
    void rowsWithoutPredictionAreLeftOut();
    void commonRowsNeedEveryModel();
    void aModelWithoutAnyRowHasNoMetrics();
    void probabilitiesGoThroughUnchanged();
    void theConfusionMatrixHasTruthInRows();
    void otherRangesHaveNoReadings();
    void misfitsNameTheRow();
    void refusalsSayWhatToDo();
    void aClassIsAWholeNumberBelowTheirCount();
    void figuresNeedALabelOfEveryRow();
    void classesHaveNoReadings();
};

void TestEvaluation::onlyTheGivenRowsCount()
{
    const Predictions f { 1, { 0, 100, 1.5F, 2, 100, 100 } };
    const MetricMap metrics
        = evaluate(Task::Regression, 0, sentimentCohort().y, f, { 0, 2, 3 }, sentimentCohort().labelRange);
    QCOMPARE(metrics.at("mae"), (2 + 0.5 + 1) / 3);
    QCOMPARE(metrics.at("acc2_nonneg"), 2.0 / 3);
}

void TestEvaluation::aSplitIsItsRowsWithLabelsAndGroups()
{
    const EvaluationSet set = evaluationSet(sentimentCohort(), Split::Test);
    QCOMPARE(set.rows, (std::vector<std::size_t> { 1, 3, 4, 5 }));
    QCOMPARE(set.y, (std::vector<double> { 0, 3, -1, 2 }));
    QCOMPARE(set.groups, (std::vector<std::string> { "b", "b", "d", "d" }));
    QVERIFY(set.sentiment);
    QVERIFY_EXCEPTION_THROWN(evaluationSet(sentimentCohort(), { 6 }), Error);
}

void TestEvaluation::rowsWithoutPredictionAreLeftOut()
{
    const Predictions f { 1, { 0, kNan, 0, 2, kNan, 2.5F } };
    QCOMPARE(evaluate(evaluationSet(sentimentCohort(), Split::Test), f).at("mae"), 0.75);
}

void TestEvaluation::commonRowsNeedEveryModel()
{
    const Predictions a { 1, { 0, kNan, 0, 2, 0, 0 } };
    const Predictions b { 1, { 0, 1, 0, 2, kNan, 0 } };
    const EvaluationSet common = commonRows(evaluationSet(sentimentCohort(), Split::Test), { &a, &b });
    QCOMPARE(common.rows, (std::vector<std::size_t> { 3, 5 }));
    QCOMPARE(common.y, (std::vector<double> { 3, 2 }));
    QCOMPARE(common.groups, (std::vector<std::string> { "b", "d" }));
    QVERIFY(common.sentiment);
}

void TestEvaluation::aModelWithoutAnyRowHasNoMetrics()
{
    const Predictions f { 1, std::vector<float>(6, kNan) };
    const MetricMap metrics = evaluate(evaluationSet(sentimentCohort(), Split::Test), f);
    QCOMPARE(metrics.size(), metricNames(Task::Regression, true, 0).size());
    for (const auto& [name, value] : metrics)
        QVERIFY2(std::isnan(value), name.c_str());
}

void TestEvaluation::probabilitiesGoThroughUnchanged()
{
    const Predictions p { 3, { 0.5F, 0.25F, 0.25F, 0.125F, 0.75F, 0.125F, 0.5F, 0, 0.5F, 0, 0.25F, 0.75F } };
    const std::vector<double> same(p.values.begin(), p.values.end());
    QCOMPARE(evaluate(evaluationSet(classCohort(), { 0, 1, 2, 3 }), p),
        classificationMetrics({ 0, 1, 2, 1 }, same, 3));
    QCOMPARE(predictedClasses(p, { 3, 2, 1 }), (std::vector<int> { 2, 0, 1 }));
}

void TestEvaluation::theConfusionMatrixHasTruthInRows()
{
    const Predictions p { 3, { 1, 0, 0, 0, 0, 1, 0, 0, 1, kNan, kNan, kNan } };
    QCOMPARE(confusionMatrix(evaluationSet(classCohort(), { 0, 1, 2, 3 }), p),
        (std::vector<std::int64_t> { 1, 0, 0, 0, 0, 1, 0, 0, 1 }));
}

void TestEvaluation::otherRangesHaveNoReadings()
{
    const Predictions f { 1, { 0, 1, 0, 2, 0, 0 } };
    data::Cohort cohort = sentimentCohort();
    cohort.labelRange = std::pair(0.0, 108.0);
    QCOMPARE(evaluate(evaluationSet(cohort, Split::Test), f).count("acc7"), std::size_t(0));
    QCOMPARE(
        evaluate(Task::Regression, 0, cohort.y, f, { 0, 1 }, std::nullopt).count("acc7"), std::size_t(0));
}

void TestEvaluation::misfitsNameTheRow()
{
    const auto sentence = [](const data::Cohort& cohort, const Predictions& predictions) {
        try {
            evaluate(evaluationSet(cohort, { 0, 1, 2, 3 }), predictions);
        } catch (const Error& error) {
            return QString::fromUtf8(error.what());
        }
        return QString();
    };
    const float infinite = std::numeric_limits<float>::infinity();
    const std::vector<float> third(12, 1.0F / 3);
    QVERIFY(sentence(classCohort(), { 3, third }).isEmpty());
    QVERIFY(sentence(classCohort(), { 2, third }).contains(u"2 columns"));
    QVERIFY(sentence(classCohort(), { 3, std::vector<float>(9, 0.5F) }).contains(u"Row 3 "));

    std::vector<float> partly = third;
    partly[7] = kNan;
    QVERIFY(sentence(classCohort(), { 3, partly }).contains(u"row 2 "));
    QVERIFY(sentence(sentimentCohort(), { 1, { 0, infinite, 0, 0, 0, 0 } }).contains(u"row 1 "));

    data::Cohort unlabelled = sentimentCohort();
    unlabelled.y[2] = kNan;
    QVERIFY(sentence(unlabelled, { 1, std::vector<float>(6, 0.0F) }).contains(u"Row 2:"));
    data::Cohort halfClass = classCohort();
    halfClass.y[1] = 1.5;
    QVERIFY(sentence(halfClass, { 3, third }).contains(u"Row 1:"));
}

void TestEvaluation::refusalsSayWhatToDo()
{
    const float infinite = std::numeric_limits<float>::infinity();
    const auto said = [](const data::Cohort& cohort, const std::vector<std::size_t>& rows,
                          const Predictions& predictions) {
        return errorMessage([&] { evaluate(evaluationSet(cohort, rows), predictions); });
    };
    const auto misfit
        = QStringLiteral("The predictions have %1 columns where the task needs %2: evaluate them "
                         "with the cohort they were made for.");
    QCOMPARE(said(classCohort(), { 0 }, { 4, std::vector<float>(16, 0.25F) }), misfit.arg(4).arg(3));
    QCOMPARE(said(sentimentCohort(), { 0 }, { 2, std::vector<float>(12, 0.5F) }), misfit.arg(2).arg(1));
    QCOMPARE(said(classCohort(), { 2, 3 }, { 3, std::vector<float>(9, 0.5F) }),
        QStringLiteral("Row 3 has no prediction (there are 3): evaluate them with the cohort they were made "
                       "for."));
    for (const std::size_t column : { 0U, 1U, 2U }) {
        Predictions predictions { 3, std::vector<float>(12, 0.25F) };
        predictions.row(2)[column] = -infinite;
        QCOMPARE(said(classCohort(), { 1, 2 }, predictions),
            QStringLiteral("The prediction of row 2 is infinite: train again with a smaller learning rate."));
        predictions.row(2)[column] = kNan;
        QCOMPARE(said(classCohort(), { 1, 2 }, predictions),
            QStringLiteral("The prediction of row 2 is only partly a number: give every class a probability, "
                           "or none where the modality is absent."));
    }
    QCOMPARE(errorMessage([] {
        evaluationSet(classCohort(), { 3, 4 });
    }),
        QStringLiteral("Row 4 lies outside the cohort of 4 instances: choose rows of this cohort."));
    const Predictions zeros { 1, std::vector<float>(6, 0.0F) };
    QCOMPARE(errorMessage([&] {
        evaluate(Task::Regression, 0, { 1, 2, 3 }, zeros, { 2, 3 }, std::nullopt);
    }),
        QStringLiteral("Row 3 has no label (there are 3): choose rows of the labels' own cohort."));
    EvaluationSet set = evaluationSet(sentimentCohort(), { 5, 1 });
    QCOMPARE(errorMessage([&] {
        metricStatistic("mae", set, { 1, { 0, kNan, 0, 0, 0, 0 } });
    }),
        QStringLiteral(
            "The model predicts only a part of the rows: take the rows common to all models first."));
}

void TestEvaluation::aClassIsAWholeNumberBelowTheirCount()
{
    EvaluationSet set;
    set.task = Task::Classification;
    set.classCount = 3;
    set.rows = { 8, 5, 9, 7 };
    set.y = { 2, 0, 1, 2 };
    QCOMPARE(classLabels(set), (std::vector<int> { 2, 0, 1, 2 }));
    const double infinite = std::numeric_limits<double>::infinity();
    for (const double label :
        { 3.0, -1.0, 0.5, 1.75, 2.5, -0.5, infinite, -infinite, std::numeric_limits<double>::quiet_NaN() }) {
        set.y[2] = label;
        QCOMPARE(errorMessage([&] { classLabels(set); }),
            QStringLiteral(
                "Row 9: the label is not a class index; it must be a whole number between 0 and 2."));
    }
}

void TestEvaluation::figuresNeedALabelOfEveryRow()
{
    EvaluationSet set = evaluationSet(sentimentCohort(), { 3, 5, 2 });
    const Predictions f { 1, { 0, 0, 1.5F, 1, 0, 4 } };
    QCOMPARE(metricStatistic("mae", set, f)({ 1, 1, 1 }), (2 + 2 + 0.5) / 3);
    QCOMPARE(instanceScores("mae", set, f), (std::vector<double> { 2, 2, 0.5 }));
    set.y[1] = std::numeric_limits<double>::infinity();
    for (const char* metric : { "mae", "log_residual_variance" })
        QCOMPARE(errorMessage([&] { metricStatistic(metric, set, f); }),
            QStringLiteral("Row 5: the label is not a finite number; give it one or leave the row out."));
    QCOMPARE(errorMessage([&] { evaluate(set, f); }),
        QStringLiteral("Row 5: the label is not a finite number; give it one or leave the row out."));
    set.y[1] = kNan;
    QVERIFY(errorMessage([&] { metricStatistic("log_residual_variance", set, f); }).startsWith(u"Row 5:"));
}

void TestEvaluation::classesHaveNoReadings()
{
    data::Cohort cohort = classCohort();
    cohort.labelRange = std::pair(-3.0, 3.0);
    const EvaluationSet set = evaluationSet(cohort, { 2, 0 });
    QVERIFY(!set.sentiment);
    QCOMPARE(set.classCount, std::size_t(3));
    QVERIFY(set.task == Task::Classification);
    QVERIFY(set.groups.empty());
    const Predictions p { 3, { 0.5F, 0.25F, 0.25F, kNan, kNan, kNan, 0.25F, 0.25F, 0.5F, 0, 0, 1 } };
    const EvaluationSet common = commonRows(set, { &p });
    QCOMPARE(common.rows, (std::vector<std::size_t> { 2, 0 }));
    QCOMPARE(common.classCount, std::size_t(3));
    QVERIFY(common.task == Task::Classification && common.groups.empty());
    QCOMPARE(instanceScores("accuracy", set, p), (std::vector<double> { 1, 1 }));
    QCOMPARE(confusionMatrix(evaluationSet(cohort, { 3, 1, 0 }), p),
        (std::vector<std::int64_t> { 1, 0, 0, 0, 0, 1, 0, 0, 0 }));
}

QTEST_GUILESS_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
