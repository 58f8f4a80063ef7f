// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/stability.h"
#include "engine/error.h"

#include "golden.h"

#include <QtTest/QtTest>

using namespace btw;
using namespace btw::analysis;

namespace {

struct Case
{
    EvaluationSet set;
    Predictions baseline, weighted;
    ErrorAnalysis errors;
    QJsonObject expected;
};

Case caseOf(const QJsonObject& given)
{
    Case one;
    one.expected = given;
    one.set.classCount = static_cast<std::size_t>(given[u"classes"].toInt());
    one.set.task = one.set.classCount > 0 ? Task::Classification : Task::Regression;
    one.set.y = golden::numbers<double>(given[u"y"]);
    for (std::size_t i = 0; i < one.set.y.size(); ++i)
        one.set.rows.push_back(i);
    for (const auto& group : given[u"groups"].toArray())
        one.set.groups.push_back(std::to_string(group.toInt()));
    const auto width = std::max<std::size_t>(1, one.set.classCount);
    one.baseline = golden::predictions(given[u"baseline"], width);
    one.weighted = golden::predictions(given[u"weighted"], width);
    one.errors = analyseErrors(
        one.set.task, one.set.classCount, one.set.y, one.baseline, one.weighted, one.set.rows);
    return one;
}

/// Two bootstraps of a few thousand resamples agree to a small part of the interval's width.
void compareInterval(double low, double high, const QJsonValue& expected)
{
    const auto ends = golden::numbers<double>(expected);
    if (std::isnan(ends[0])) {
        QVERIFY(std::isnan(low) && std::isnan(high));
        return;
    }
    const double tolerance = 0.06 * (ends[1] - ends[0]);
    QVERIFY2(std::abs(low - ends[0]) < tolerance && std::abs(high - ends[1]) < tolerance,
        qPrintable(QStringLiteral("%1 to %2 for %3 to %4").arg(low).arg(high).arg(ends[0]).arg(ends[1])));
}

} // namespace

/// What the title claims, measured: against numpy and SciPy.
class TestStability : public QObject
{
    Q_OBJECT

    static void addCases()
    {
        QTest::addColumn<QJsonObject>("given");
        const auto cases = golden::document(QStringLiteral("stability.json"))[u"cases"].toArray();
        for (const auto& one : cases)
            QTest::newRow(qPrintable(one[u"name"].toString())) << one.toObject();
    }

private Q_SLOTS:
    void residualVariancesAgree_data() { addCases(); }
    void residualVariancesAgree()
    {
        QFETCH(QJsonObject, given);
        const Case one = caseOf(given);
        const std::string name(kLogResidualVariance);
        const auto single = golden::numbers<double>(one.expected[u"log_variance"]);
        const Multiplicity once(one.set.rows.size(), 1);
        QVERIFY(golden::isClose(metricStatistic(name, one.set, one.baseline)(once), single[0], 1e-9));
        QVERIFY(golden::isClose(metricStatistic(name, one.set, one.weighted)(once), single[1], 1e-9));
        const auto ratio = bootstrapMetricDifference(name, one.set, one.baseline, one.weighted);
        QVERIFY(golden::isClose(ratio.estimate, one.expected[u"ratio"].toDouble(), 1e-9));
        compareInterval(ratio.low, ratio.high, one.expected[u"ratio_interval"]);
    }

    void correctionsByLabelDensityAgree_data() { addCases(); }
    void correctionsByLabelDensityAgree()
    {
        QFETCH(QJsonObject, given);
        const Case one = caseOf(given);
        const auto change = golden::numbers<int>(one.expected[u"change"]);
        QVERIFY(std::equal(change.begin(), change.end(), one.errors.change.begin(), one.errors.change.end()));
        const auto expected = golden::numbers<double>(one.expected[u"density"]);
        const auto densities = labelDensities(one.errors);
        QCOMPARE(densities.size(), expected.size());
        for (std::size_t i = 0; i < densities.size(); ++i)
            QVERIFY(golden::isClose(densities[i], expected[i], 1e-10));

        const auto bands = correctionsByDensity(one.errors);
        const auto known = one.expected[u"bands"].toArray();
        QCOMPARE(static_cast<qsizetype>(bands.size()), known.size());
        std::size_t all = 0;
        for (std::size_t b = 0; b < bands.size(); ++b) {
            const auto band = golden::numbers<double>(known[static_cast<qsizetype>(b)]);
            QVERIFY(golden::isClose(bands[b].low, band[0], 1e-10));
            QVERIFY(golden::isClose(bands[b].high, band[1], 1e-10));
            QCOMPARE(bands[b].places.size(), static_cast<std::size_t>(band[2]));
            QCOMPARE(bands[b].corrections, static_cast<std::int64_t>(band[3]));
            QCOMPARE(bands[b].mistakes, static_cast<std::int64_t>(band[4]));
            all += bands[b].places.size();
        }
        QCOMPARE(all, one.set.rows.size());

        const auto correlation = densityCorrelation(one.errors, one.set.groups);
        QVERIFY(golden::isClose(correlation.estimate, golden::number(one.expected[u"correlation"]), 1e-9));
        compareInterval(correlation.low, correlation.high, one.expected[u"correlation_interval"]);
    }

    void deviationsOverEpochsAgree()
    {
        const auto given = golden::document(QStringLiteral("stability.json")).object();
        std::vector<std::vector<float>> epochs;
        for (const auto& weights : given[u"weights"].toArray())
            epochs.push_back(golden::numbers<float>(weights));
        const auto expected = golden::numbers<double>(given[u"deviation"]);
        const auto deviations = deviationsOverEpochs(epochs);
        QCOMPARE(deviations.size(), expected.size());
        for (std::size_t i = 0; i < deviations.size(); ++i)
            QVERIFY(golden::isClose(deviations[i], expected[i], 1e-9));
        QVERIFY(std::isnan(deviationsOverEpochs({ epochs.front() }).front()));
        QVERIFY(deviationsOverEpochs({}).empty());
        epochs.back().pop_back();
        QVERIFY_EXCEPTION_THROWN(deviationsOverEpochs(epochs), Error);
    }

    // A ratio with nothing below the line, and a correlation with nothing that varies, are undefined.
    void whatDoesNotVaryIsUndefined()
    {
        EvaluationSet set;
        set.rows = { 0, 1, 2 };
        set.y = { 0.1, 0.2, 0.3 };
        const Predictions constantly { 1, { 1.1F, 1.2F, 1.3F } };
        const Predictions shifted { 1, { 0.1F + 1, 0.2F + 1, 0.3F + 1 } };
        const Multiplicity once(3, 1);
        EvaluationSet whole;
        whole.rows = { 0, 1 };
        whole.y = { 1, 2 };
        const Predictions off { 1, { 3, 4 } };
        const std::string name(kLogResidualVariance);
        QVERIFY(std::isnan(metricStatistic(name, whole, off)({ 1, 1 })));
        QVERIFY(std::isnan(bootstrapMetricDifference(name, whole, off, off).estimate));
        QVERIFY(std::isfinite(metricStatistic(name, set, { 1, { 1, 1, 1 } })(once)));

        const auto same = analyseErrors(Task::Regression, 0, set.y, constantly, constantly, set.rows);
        QVERIFY(std::isnan(densityCorrelation(same, {}).estimate));
        QCOMPARE(correctionsByDensity(same).size(), std::size_t(1));
        QVERIFY(
            correctionsByDensity(analyseErrors(Task::Regression, 0, {}, constantly, shifted, {})).empty());
    }

    // It is no metric of a run.
    void itIsNotListedAsAMetric()
    {
        for (const auto task : { Task::Regression, Task::Classification })
            for (const auto& name : metricNames(task, true, 2))
                QVERIFY(name != kLogResidualVariance);
    }
};

QTEST_GUILESS_MAIN(TestStability)
#include "tst_stability.moc"
