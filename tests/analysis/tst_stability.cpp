// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/resampler.h"
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

    void densitiesAreReadOffTheCurve()
    {
        ErrorAnalysis errors;
        errors.y = { -1, 0, 0.5, 1, 2.5, 3, 4 };
        errors.all.x = { 0, 1, 3 };
        errors.all.density = { 0.5, 0.25, 0.75 };
        QCOMPARE(labelDensities(errors), (std::vector<double> { 0, 0, 0.375, 0.25, 0.625, 0, 0 }));
        errors.all = {};
        QCOMPARE(labelDensities(errors), std::vector<double>(7, 0.0));
        errors.y = { 2, 0, 1, 1 };
        errors.n = 8;
        errors.classes = { { 1, 0, 0 }, { 5, 0, 0 }, { 2, 0, 0 } };
        QCOMPARE(labelDensities(errors), (std::vector<double> { 0.25, 0.125, 0.625, 0.625 }));
    }

    void bandsAreOfEqualSize_data()
    {
        QTest::addColumn<std::size_t>("rows");
        QTest::addColumn<std::vector<std::size_t>>("sizes");
        using Sizes = std::vector<std::size_t>;
        QTest::newRow("nine rows") << std::size_t { 9 } << Sizes { 9 };
        QTest::newRow("nineteen rows") << std::size_t { 19 } << Sizes { 19 };
        QTest::newRow("twenty rows") << std::size_t { 20 } << Sizes { 10, 10 };
        QTest::newRow("twenty-nine rows")
            << std::size_t { 29 } << Sizes { 15, 14 }; // the middle one is below
        QTest::newRow("thirty rows") << std::size_t { 30 } << Sizes { 10, 10, 10 };
        QTest::newRow("sixty rows") << std::size_t { 60 } << Sizes { 12, 12, 12, 12, 12 };
    }
    void bandsAreOfEqualSize()
    {
        QFETCH(std::size_t, rows);
        QFETCH(std::vector<std::size_t>, sizes);
        ErrorAnalysis errors;
        errors.all.x = { -1, 99 };
        errors.all.density = { 0, 1 };
        for (std::size_t i = 0; i < rows; ++i) {
            errors.y.push_back(static_cast<double>((7 * i) % rows)); // each of 0 to rows - 1 once
            errors.change.push_back(static_cast<std::int8_t>(i % 3 == 0 ? 1 : i % 5 == 1 ? -1 : 0));
        }
        const auto bands = correctionsByDensity(errors);
        QCOMPARE(bands.size(), sizes.size());
        std::size_t first = 0;
        for (std::size_t b = 0; b < bands.size(); ++b) {
            QVERIFY(golden::isClose(bands[b].low, static_cast<double>(first + 1) / 100));
            QVERIFY(golden::isClose(bands[b].high, static_cast<double>(first + sizes[b]) / 100));
            std::vector<std::size_t> places;
            std::int64_t corrections = 0, mistakes = 0;
            for (std::size_t i = 0; i < rows; ++i) {
                const std::size_t y = (7 * i) % rows;
                if (y < first || y >= first + sizes[b])
                    continue;
                places.push_back(i);
                corrections += i % 3 == 0 ? 1 : 0;
                mistakes += i % 3 != 0 && i % 5 == 1 ? 1 : 0;
            }
            QCOMPARE(bands[b].places, places);
            QCOMPARE(bands[b].corrections, corrections);
            QCOMPARE(bands[b].mistakes, mistakes);
            first += sizes[b];
        }
        QCOMPARE(first, rows);
    }

    // SciPy's correlation of 20 ranks, many of them shared, with ten corrections and ten others.
    void tenCorrectionsAndTenOthersAreEnough()
    {
        ErrorAnalysis errors;
        errors.all.x = { -1, 99 };
        errors.all.density = { 0, 1 };
        for (std::size_t i = 0; i < 20; ++i) {
            errors.y.push_back(static_cast<double>((i * i) % 11));
            errors.change.push_back(static_cast<std::int8_t>(i % 4 == 0 || i % 4 == 3 ? 1
                    : i % 4 == 1                                                      ? -1
                                                                                      : 0));
        }
        errors.corrections = 10;
        const BootstrapOptions few { .resamples = 60 };
        const auto found = densityCorrelation(errors, {}, few);
        QVERIFY(golden::isClose(found.estimate, 0.1496186735757661, 1e-10));
        QCOMPARE(found.n, std::size_t { 20 });
        QVERIFY(found.low < found.estimate && found.estimate < found.high);
        for (const std::size_t place : { 3U, 1U }) { // one fewer, then one more than ten
            auto other = errors;
            other.change[place] = place == 3 ? std::int8_t { 0 } : std::int8_t { 1 };
            other.corrections = place == 3 ? 9 : 11;
            const auto none = densityCorrelation(other, {}, few);
            QVERIFY(std::isnan(none.estimate) && std::isnan(none.low) && std::isnan(none.high));
            QCOMPARE(none.n, std::size_t { 20 });
        }
    }

    // By numpy's variances, of each column, added.
    void aVarianceIsThatOfTheDrawnRows()
    {
        const auto one = logVarianceStatistic({ 1, 2, 4 }, 1);
        QVERIFY(golden::isClose(one({ 1, 1, 1 }), std::log(14.0 / 9)));
        QVERIFY(golden::isClose(one({ 2, 0, 1 }), std::log(2)));
        QVERIFY(golden::isClose(one({ 0, 1, 1 }), 0)); // 2 and 4
        QVERIFY(std::isnan(one({ 0, 1, 0 })));
        QVERIFY(std::isnan(one({ 0, 0, 0 })));
        const auto two = logVarianceStatistic({ 1, 10, 2, 20, 4, 50 }, 2);
        QVERIFY(golden::isClose(two({ 1, 1, 1 }), 5.671412316847948));
        QVERIFY(golden::isClose(two({ 2, 0, 3 }), 5.956251791352238));
        QVERIFY(std::isnan(logVarianceStatistic({}, 0)({})));
        // What rounding leaves of one row that was drawn several times.
        const auto rounded = logVarianceStatistic({ 0.1, 0.7, -0.3 }, 1);
        for (const std::uint32_t times : { 2U, 3U, 5U, 7U })
            QVERIFY(std::isnan(rounded({ times, 0, 0 })) && std::isnan(rounded({ 0, times, 0 }))
                && std::isnan(rounded({ 0, 0, times })));
    }

    // What a resample gives is what the sample would that has its rows as often as they were drawn.
    void countsActAsRepeatedCorrections()
    {
        const auto errorsOf = [](const std::vector<std::size_t>& rows) {
            ErrorAnalysis errors;
            errors.all.x = { -1, 99 };
            errors.all.density = { 0, 1 };
            for (const std::size_t i : rows) {
                errors.y.push_back(static_cast<double>((i * i) % 11));
                errors.change.push_back(static_cast<std::int8_t>(i % 4 == 0 || i % 4 == 3 ? 1 : 0));
                errors.corrections += errors.change.back();
            }
            return errors;
        };
        std::vector<std::size_t> rows(60);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i] = i;
        for (const std::uint64_t seed : { 1U, 2U, 3U }) {
            Multiplicity drawn;
            Resampler(rows.size(), {}).resample(seed, 0, drawn);
            std::vector<std::size_t> repeated;
            for (const std::size_t i : rows)
                repeated.insert(repeated.end(), drawn[i], i);
            const BootstrapOptions one { .resamples = 1, .seed = seed };
            const auto found = densityCorrelation(errorsOf(rows), {}, one);
            QVERIFY(golden::isClose(found.low, densityCorrelation(errorsOf(repeated), {}, one).estimate));
            QVERIFY(golden::isClose(found.high, found.low));
            QVERIFY(found.low != found.estimate);
        }
    }
};

QTEST_GUILESS_MAIN(TestStability)
#include "tst_stability.moc"
