// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/calibrationcurve.h"
#include "engine/analysis/decisioncurve.h"
#include "engine/analysis/delong.h"
#include "workspace/store/probabilityjson.h"
#include "workspace/store/testset.h"

#include <QJsonArray>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace btw;

namespace {

/// Half of the rows are test rows; of these every fourth lacks the second modality.
store::CohortRecord cohort(std::size_t classes, std::size_t n = 120)
{
    store::CohortRecord made;
    made.task = Task::Classification;
    for (std::size_t c = 0; c < classes; ++c)
        made.classes.push_back("c" + std::to_string(c));
    made.modalities = { "text", "audio" };
    for (std::size_t i = 0; i < n; ++i) {
        made.y.push_back(static_cast<double>(i / 2 % classes));
        made.splits.push_back(i % 2 == 0 ? Split::Test : Split::Train);
        made.present.push_back(1);
        made.present.push_back(i % 8 == 0 ? 0 : 1);
    }
    return made;
}

Predictions predictions(const store::CohortRecord& cohort)
{
    std::mt19937 generator(5);
    Predictions made { cohort.classes.size(), {} };
    for (const double label : cohort.y) {
        std::vector<float> row(made.width);
        float sum = 0;
        for (std::size_t c = 0; c < made.width; ++c) {
            row[c]
                = static_cast<float>(generator() % 1000 + 1) + (static_cast<double>(c) == label ? 300.0F : 0);
            sum += row[c];
        }
        for (const float value : row)
            made.values.push_back(value / sum);
    }
    return made;
}

store::RunRecord finished()
{
    store::RunRecord run;
    run.status = store::RunStatus::Finished;
    run.testOpened = QDateTime::currentDateTimeUtc();
    run.step = training::Step::Baseline;
    return run;
}

} // namespace

class TestProbabilityJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingBeforeTheTrainingHasEnded()
    {
        const auto record = cohort(2);
        auto sealed = finished();
        sealed.testOpened = {};
        QVERIFY(store::probabilityJson(sealed, record, predictions(record)).isEmpty());
        auto running = finished();
        running.status = store::RunStatus::Running;
        QVERIFY(store::probabilityJson(running, record, predictions(record)).isEmpty());
        QVERIFY(!store::probabilityJson(finished(), record, predictions(record)).isEmpty());
    }

    void aRegressionHasNone()
    {
        auto record = cohort(2);
        record.task = Task::Regression;
        QVERIFY(store::probabilityJson(finished(), record, { 1, std::vector<float>(120, 0.5F) }).isEmpty());
    }

    void twoClassesAreJudgedByTheSecond()
    {
        const auto record = cohort(2);
        const auto made = predictions(record);
        const QJsonObject json = store::probabilityJson(finished(), record, made);
        const auto outcomes = analysis::classOutcomes(store::testSet(record), made, 1);
        QCOMPARE(outcomes.size(), std::size_t(60));
        const auto calibration = json[u"calibration"];
        const auto curve = analysis::calibrationCurve(outcomes);
        QCOMPARE(calibration[u"class"].toString(), QStringLiteral("c1"));
        QCOMPARE(calibration[u"slope"].toDouble(), curve.slope);
        QCOMPARE(calibration[u"intercept"].toDouble(), curve.intercept);
        QCOMPARE(calibration[u"deciles"].toArray().size(), 10);
        QCOMPARE(calibration[u"deciles"][3][u"n"].toInt(), static_cast<int>(curve.deciles[3].n));
        QCOMPARE(calibration[u"deciles"][3][u"ci_low"].toDouble(), curve.deciles[3].low);
        QCOMPARE(calibration[u"smooth"].toArray().size(), 51);
        int counted = 0;
        for (const char* outcome : { "happened", "others" })
            for (const auto& count : calibration[u"histogram"][QLatin1String(outcome)].toArray())
                counted += count.toInt();
        QCOMPARE(counted, 60);
        const auto interval = analysis::delongInterval(analysis::aurocComponents(outcomes));
        QCOMPARE(json[u"auroc_delong"][u"ci_low"].toDouble(), interval.low);
        QCOMPARE(json[u"auroc_delong"][u"ci_high"].toDouble(), interval.high);
        const auto decisions = json[u"decision_curve"].toArray();
        QCOMPARE(decisions.size(), 99);
        QCOMPARE(decisions[29][u"threshold"].toDouble(), 0.3);
        QCOMPARE(decisions[29][u"net_benefit"].toDouble(), analysis::netBenefit(outcomes, 0.3));
        QCOMPARE(decisions[29][u"treat_all"].toDouble(), 0.5 - 0.5 * 0.3 / 0.7);
        QVERIFY(decisions[29][u"ci_low"].toDouble() < decisions[29][u"ci_high"].toDouble());
        QCOMPARE(json[u"rare_classes"], QJsonValue(QJsonArray()));
    }

    void aBaselineIsSubtractedOnTheSameDraws()
    {
        const auto record = cohort(2);
        const auto made = predictions(record);
        const QJsonObject alone = store::probabilityJson(finished(), record, made);
        QVERIFY(alone[u"decision_curve"][29][u"from_baseline"].isUndefined());
        auto constant = made;
        std::fill(constant.values.begin(), constant.values.end(), 0.5F);
        const QJsonObject json = store::probabilityJson(finished(), record, made, constant);
        const QJsonValue point = json[u"decision_curve"][29]; // the constant treats everybody
        QVERIFY(std::abs(point[u"from_baseline"].toDouble()
                    - (point[u"net_benefit"].toDouble() - point[u"treat_all"].toDouble()))
            < 1e-12);
        QVERIFY(point[u"from_baseline_low"].toDouble() < point[u"from_baseline_high"].toDouble());
        const QJsonObject none = store::probabilityJson(finished(), record, made, made);
        for (const auto& same : none[u"decision_curve"].toArray()) {
            QVERIFY(same[u"from_baseline_low"].isDouble());
            QCOMPARE(same[u"from_baseline_low"].toDouble(), 0.0);
            QCOMPARE(same[u"from_baseline_high"].toDouble(), 0.0);
        }
    }

    void aUnimodalRunIsJudgedOnRowsThatHaveIts()
    {
        const auto record = cohort(2);
        auto run = finished();
        run.step = training::Step::Unimodal;
        run.modality = QStringLiteral("audio");
        const QJsonObject json = store::probabilityJson(run, record, predictions(record));
        int rows = 0;
        for (const auto& bin : json[u"calibration"][u"deciles"].toArray())
            rows += bin[u"n"].toInt();
        QCOMPARE(rows, 45);
    }

    void rowsOfOnePersonHaveNoIntervalThatTakesThemAsIndependent()
    {
        auto record = cohort(2);
        for (std::size_t i = 0; i < record.size(); ++i)
            record.groups.push_back("g" + std::to_string(i / 6));
        const QJsonObject json = store::probabilityJson(finished(), record, predictions(record));
        QVERIFY(json.contains(u"auroc_delong"));
        QVERIFY(json[u"auroc_delong"].isNull());
        QVERIFY(json[u"calibration"][u"deciles"][0][u"ci_low"].isNull());
        QVERIFY(json[u"calibration"][u"slope"].isDouble());
        QVERIFY(json[u"decision_curve"][29][u"ci_low"].isDouble()); // groups are drawn
    }

    void moreClassesAreJudgedOneAgainstTheRest()
    {
        const auto record = cohort(3);
        const QJsonObject json = store::probabilityJson(finished(), record, predictions(record));
        const auto classes = json[u"calibration"][u"classes"].toArray();
        QCOMPARE(classes.size(), 3);
        QCOMPARE(classes[2][u"class"].toString(), QStringLiteral("c2"));
        for (const auto& one : classes)
            QVERIFY(one[u"slope"].isDouble());
        QVERIFY(!json.contains(u"decision_curve"));
        QVERIFY(!json.contains(u"auroc_delong"));
    }

    void rareClassesAreListed()
    {
        auto record = cohort(3);
        for (double& label : record.y)
            label = label == 2 ? 0 : label;
        record.y[4] = 2;
        record.y[5] = 2; // of the training split
        record.classes.emplace_back("c3");
        const QJsonObject json = store::probabilityJson(finished(), record, predictions(record));
        const QJsonArray rare = json[u"rare_classes"].toArray();
        QCOMPARE(rare.size(), 2);
        QCOMPARE(rare[0][u"class"].toString(), QStringLiteral("c2"));
        QCOMPARE(rare[0][u"n"].toInt(), 1);
        QCOMPARE(rare[1][u"class"].toString(), QStringLiteral("c3"));
        QCOMPARE(rare[1][u"n"].toInt(), 0);
    }
};

QTEST_GUILESS_MAIN(TestProbabilityJson)
#include "tst_probabilityjson.moc"
