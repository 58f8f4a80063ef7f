// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/erroranalysis.h"
#include "engine/error.h"

#include "golden.h"
#include "tests/weighting/errormessage.h"

#include <QtTest/QtTest>

#include <numeric>

using namespace btw;
using namespace btw::analysis;

class TestErrorAnalysis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void regressionAgreesWithTheIndependentAnalysis();
    void readingsAgreeWithTheIndependentAnalysis();
    void readingsNeedASentimentLabel();
    void classBarsAgreeWithTheIndependentAnalysis();
    void someRowsAreAnalysedAsByThemselves();
    void aSmallerErrorIsACorrection();
    void equalModelsChangeNothing();
    void noRowsAreAnEmptyAnalysis();
    void unusableInputIsRefused();
    void aChangeIsOfTheClassThatIsNamed();
    void refusalsNameTheRow();
};

namespace {

QJsonObject given(QStringView part)
{
    return golden::document(QStringLiteral("erroranalysis.json"))[part].toObject();
}

ErrorAnalysis analysedRegression(bool sentiment)
{
    const QJsonObject g = given(u"regression");
    return analyseErrors(Task::Regression, 0, golden::numbers<double>(g[u"y"]),
        golden::predictions(g[u"baseline"], 1), golden::predictions(g[u"weighted"], 1),
        golden::numbers<std::size_t>(g[u"rows"]), sentiment);
}

void compare(const DensityCurve& actual, const QJsonValue& expected)
{
    const auto density = golden::numbers<double>(expected[u"density"]);
    QCOMPARE(actual.density.size(), density.size());
    QVERIFY(golden::isClose(actual.x.front(), expected[u"first"].toDouble()));
    QVERIFY(golden::isClose(actual.x.back(), expected[u"last"].toDouble()));
    for (std::size_t i = 0; i < density.size(); ++i)
        QVERIFY(golden::isClose(actual.density[i], density[i], 1e-11));
}

} // namespace

void TestErrorAnalysis::regressionAgreesWithTheIndependentAnalysis()
{
    const QJsonObject g = given(u"regression");
    const ErrorAnalysis analysis = analysedRegression(true);
    const auto delta = golden::numbers<double>(g[u"delta"]);
    const auto isPositive = [](double d) { return d > 0; };
    const auto isNegative = [](double d) { return d < 0; };

    QCOMPARE(analysis.rows, golden::numbers<std::size_t>(g[u"used"]));
    QCOMPARE(analysis.n, static_cast<std::int64_t>(delta.size()));
    QCOMPARE(analysis.delta, delta);
    const auto y = golden::numbers<double>(g[u"y"]);
    for (std::size_t i = 0; i < analysis.rows.size(); ++i)
        QCOMPARE(analysis.y[i], y[analysis.rows[i]]);
    QCOMPARE(analysis.corrections, std::count_if(delta.begin(), delta.end(), isPositive));
    QCOMPARE(analysis.mistakes, std::count_if(delta.begin(), delta.end(), isNegative));
    QVERIFY(analysis.corrections + analysis.mistakes < analysis.n);
    QCOMPARE(analysis.corrected.n, analysis.corrections);
    QCOMPARE(analysis.mistaken.n, analysis.mistakes);
    compare(analysis.all, g[u"all"]);
    compare(analysis.corrected, g[u"corrected"]);
    compare(analysis.mistaken, g[u"mistaken"]);
}

void TestErrorAnalysis::readingsAgreeWithTheIndependentAnalysis()
{
    const QJsonObject expected = given(u"regression")[u"readings"].toObject();
    const ErrorAnalysis analysis = analysedRegression(true);
    QCOMPARE(static_cast<qsizetype>(analysis.readings.size()), expected.size());
    for (const LabelReading& reading : analysis.readings) {
        const std::vector<std::int64_t> counts { reading.counts.all, reading.counts.corrections,
            reading.counts.mistakes };
        QCOMPARE(counts, golden::numbers<std::int64_t>(expected[QString::fromStdString(reading.metric)]));
    }
}

void TestErrorAnalysis::readingsNeedASentimentLabel()
{
    QVERIFY(analysedRegression(false).readings.empty());
    QVERIFY(!analysedRegression(true).readings.empty());
}

void TestErrorAnalysis::classBarsAgreeWithTheIndependentAnalysis()
{
    const QJsonObject g = given(u"classification");
    const auto y = golden::numbers<double>(g[u"y"]);
    const auto classes = static_cast<std::size_t>(g[u"classes"].toInt());
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < y.size(); ++i)
        rows.push_back(i);
    const ErrorAnalysis analysis = analyseErrors(Task::Classification, classes, y,
        golden::predictions(g[u"baseline"], classes), golden::predictions(g[u"weighted"], classes), rows);

    const QJsonArray bars = g[u"bars"].toArray();
    QCOMPARE(static_cast<qsizetype>(analysis.classes.size()), bars.size());
    std::int64_t corrections = 0;
    std::int64_t mistakes = 0;
    for (std::size_t c = 0; c < classes; ++c) {
        const ClassBar& bar = analysis.classes[c];
        QCOMPARE((std::vector<std::int64_t> { bar.all, bar.corrections, bar.mistakes }),
            golden::numbers<std::int64_t>(bars[static_cast<qsizetype>(c)]));
        corrections += bar.corrections;
        mistakes += bar.mistakes;
    }
    QCOMPARE(analysis.corrections, corrections);
    QCOMPARE(analysis.mistakes, mistakes);

    // Over the baseline's probability of the true class, of whom the weighted model gives more or less.
    QCOMPARE(analysis.sure, golden::numbers<double>(g[u"sure"]));
    QCOMPARE(analysis.delta, golden::numbers<double>(g[u"delta"]));
    compare(analysis.all, g[u"all"]);
    compare(analysis.corrected, g[u"corrected"]);
    compare(analysis.mistaken, g[u"mistaken"]);
    QVERIFY(analysis.corrected.n > corrections && analysis.mistaken.n > mistakes);
    QVERIFY(analysis.corrected.n + analysis.mistaken.n < analysis.n);
}

void TestErrorAnalysis::someRowsAreAnalysedAsByThemselves()
{
    const auto isSame = [](const DensityCurve& a, const DensityCurve& b) {
        return a.x == b.x && a.density == b.density && a.n == b.n;
    };
    for (const Task task : { Task::Regression, Task::Classification }) {
        const bool ofClasses = task == Task::Classification;
        const QJsonObject g = given(ofClasses ? u"classification" : u"regression");
        const auto classes = static_cast<std::size_t>(g[u"classes"].toInt());
        const std::size_t width = ofClasses ? classes : 1;
        const auto y = golden::numbers<double>(g[u"y"]);
        const auto analysed = [&](const std::vector<std::size_t>& rows) {
            return analyseErrors(task, classes, y, golden::predictions(g[u"baseline"], width),
                golden::predictions(g[u"weighted"], width), rows);
        };
        std::vector<std::size_t> rows(90);
        std::iota(rows.begin(), rows.end(), 2);
        const auto all = analysed(rows);
        std::vector<std::size_t> places, some;
        for (std::size_t place = 0; place < all.rows.size(); place += 3) {
            places.push_back(place);
            some.push_back(all.rows[place]);
        }
        const auto among = amongRows(all, task, places), byThemselves = analysed(some);
        QCOMPARE(among.rows, byThemselves.rows);
        QCOMPARE(among.y, byThemselves.y);
        QCOMPARE(among.delta, byThemselves.delta);
        QCOMPARE(among.change, byThemselves.change);
        QCOMPARE(among.sure, byThemselves.sure);
        QCOMPARE(among.n, byThemselves.n);
        QCOMPARE(among.corrections, byThemselves.corrections);
        QCOMPARE(among.mistakes, byThemselves.mistakes);
        QCOMPARE(among.classes.size(), byThemselves.classes.size());
        for (std::size_t c = 0; c < among.classes.size(); ++c) {
            QCOMPARE(among.classes[c].all, byThemselves.classes[c].all);
            QCOMPARE(among.classes[c].corrections, byThemselves.classes[c].corrections);
            QCOMPARE(among.classes[c].mistakes, byThemselves.classes[c].mistakes);
        }
        QVERIFY(isSame(among.all, byThemselves.all) && isSame(among.corrected, byThemselves.corrected)
            && isSame(among.mistaken, byThemselves.mistaken));
    }
}

// The authors' notebook has it the other way round; ours must not drift there.
void TestErrorAnalysis::aSmallerErrorIsACorrection()
{
    const ErrorAnalysis analysis
        = analyseErrors(Task::Regression, 0, { 2, 2 }, { 1, { 0, 2 } }, { 1, { 1.5F, 1 } }, { 0, 1 });
    QCOMPARE(analysis.delta, (std::vector<double> { 1.5, -1 }));
    QCOMPARE(analysis.change, (std::vector<std::int8_t> { 1, -1 }));
    QVERIFY(analysis.sure.empty() && analysis.classes.empty());
    QCOMPARE(analysis.corrected.n, std::int64_t(1));
    QCOMPARE(analysis.mistaken.n, std::int64_t(1));
    const auto some = amongRows(analysis, Task::Regression, { 1 });
    QCOMPARE(some.corrections, std::int64_t(0));
    QCOMPARE(some.mistakes, std::int64_t(1));
    QVERIFY(some.sure.empty() && some.classes.empty());
    QCOMPARE(analysis.corrections, std::int64_t(1));
    QCOMPARE(analysis.mistakes, std::int64_t(1));
}

void TestErrorAnalysis::equalModelsChangeNothing()
{
    const Predictions same { 1, { 0.1F, 0.2F, -1 } };
    const ErrorAnalysis analysis
        = analyseErrors(Task::Regression, 0, { 0.3, 1, 2 }, same, same, { 0, 1, 2 }, true);
    QCOMPARE(analysis.corrections, std::int64_t(0));
    QCOMPARE(analysis.mistakes, std::int64_t(0));
    QCOMPARE(analysis.change, std::vector<std::int8_t>(3, 0));
    QVERIFY(analysis.corrected.x.empty());
    QCOMPARE(analysis.all.x.size(), std::size_t(200));
    for (const LabelReading& reading : analysis.readings)
        QCOMPARE(reading.counts.corrections + reading.counts.mistakes, std::int64_t(0));
}

void TestErrorAnalysis::noRowsAreAnEmptyAnalysis()
{
    const Predictions none { 1, std::vector<float>(2, std::numeric_limits<float>::quiet_NaN()) };
    const ErrorAnalysis analysis
        = analyseErrors(Task::Regression, 0, { 1, 2 }, none, { 1, { 1, 2 } }, { 0, 1 });
    QCOMPARE(analysis.n, std::int64_t(0));
    QVERIFY(analysis.all.x.empty());
}

void TestErrorAnalysis::unusableInputIsRefused()
{
    const Predictions two { 1, { 1, 2 } };
    const Predictions classes { 2, { 1, 0, 0, 1 } };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QVERIFY_EXCEPTION_THROWN(analyseErrors(Task::Regression, 0, { 1, nan }, two, two, { 0, 1 }), Error);
    QVERIFY_EXCEPTION_THROWN(analyseErrors(Task::Regression, 0, { 1, 2 }, two, two, { 2 }), Error);
    QVERIFY_EXCEPTION_THROWN(analyseErrors(Task::Regression, 0, { 1, 2 }, two, classes, { 0 }), Error);
    QVERIFY_EXCEPTION_THROWN(
        analyseErrors(Task::Classification, 2, { 0, 2 }, classes, classes, { 0, 1 }), Error);
}

// A model may give the true class more and still not name it, or less and still name it.
void TestErrorAnalysis::aChangeIsOfTheClassThatIsNamed()
{
    const std::vector<double> y { 1, 0, 2, 2, 1, 0, 0 };
    const Predictions baseline { 3,
        { 0.5F, 0.25F, 0.25F, 0.25F, 0.5F, 0.25F, 0, 0.25F, 0.75F, 0.5F, 0.25F, 0.25F, 0, 0.75F, 0.25F, 0.75F,
            0.25F, 0, 0.5F, 0, 0.5F } };
    const Predictions weighted { 3,
        { 0.25F, 0.5F, 0.25F, 0.5F, 0.25F, 0.25F, 0.5F, 0.25F, 0.25F, 0.5F, 0.125F, 0.375F, 0.25F, 0.5F,
            0.25F, 0.75F, 0.25F, 0, 0.25F, 0.5F, 0.25F } };
    const auto analysis
        = analyseErrors(Task::Classification, 3, y, baseline, weighted, { 0, 1, 2, 3, 4, 5, 6 });
    QCOMPARE(analysis.change, (std::vector<std::int8_t> { 1, 1, -1, 0, 0, 0, -1 }));
    QCOMPARE(analysis.sure, (std::vector<double> { 0.25, 0.25, 0.75, 0.25, 0.75, 0.75, 0.5 }));
    QCOMPARE(analysis.delta, (std::vector<double> { 0.25, 0.25, -0.5, 0.125, -0.25, 0, -0.25 }));
    QCOMPARE(analysis.corrections, std::int64_t(2));
    QCOMPARE(analysis.mistakes, std::int64_t(2));
    QCOMPARE(analysis.n, std::int64_t(7));
    QCOMPARE(analysis.corrected.n, std::int64_t(3));
    QCOMPARE(analysis.mistaken.n, std::int64_t(3));
    const std::vector<std::vector<std::int64_t>> bars { { 3, 1, 1 }, { 2, 1, 0 }, { 2, 0, 1 } };
    for (std::size_t c = 0; c < bars.size(); ++c) {
        const ClassBar& bar = analysis.classes[c];
        QCOMPARE((std::vector<std::int64_t> { bar.all, bar.corrections, bar.mistakes }), bars[c]);
    }
    const auto some = amongRows(analysis, Task::Classification, { 1, 2, 6 });
    QCOMPARE(some.n, std::int64_t(3));
    QCOMPARE(some.corrections, std::int64_t(1));
    QCOMPARE(some.mistakes, std::int64_t(2));
    QCOMPARE(some.classes.size(), std::size_t(3));
    QCOMPARE(some.classes[0].all, std::int64_t(2));
    QCOMPARE(some.classes[0].corrections, std::int64_t(1));
    QCOMPARE(some.classes[0].mistakes, std::int64_t(1));
    QCOMPARE(some.classes[1].all, std::int64_t(0));
    QCOMPARE(some.classes[2].mistakes, std::int64_t(1));
    QCOMPARE(some.sure, (std::vector<double> { 0.25, 0.75, 0.5 }));
    QCOMPARE(some.corrected.n, std::int64_t(1));
    QCOMPARE(some.mistaken.n, std::int64_t(2));
}

void TestErrorAnalysis::refusalsNameTheRow()
{
    const Predictions numbers { 1, std::vector<float>(4, 0.5F) };
    const Predictions thirds { 3, std::vector<float>(12, 1.0F / 3) };
    const double infinite = std::numeric_limits<double>::infinity();
    const auto unlabelled
        = QStringLiteral("Row %1 has no label that is a finite number: analyse only rows with "
                         "a label.");
    const auto ofNumbers = [&](const std::vector<double>& y, const std::vector<std::size_t>& rows) {
        return errorMessage([&] { analyseErrors(Task::Regression, 0, y, numbers, numbers, rows); });
    };
    QCOMPARE(ofNumbers({ 1, 2, infinite, 3 }, { 3, 2 }), unlabelled.arg(2));
    QCOMPARE(ofNumbers({ 1, 2, 3 }, { 0, 3 }), unlabelled.arg(3));
    QVERIFY(ofNumbers({ 1, 2, infinite, 3 }, { 3, 1, 0 }).isEmpty());
    const auto ofClasses = [&](const std::vector<double>& y) {
        return errorMessage([&] { analyseErrors(Task::Classification, 3, y, thirds, thirds, { 3, 1 }); });
    };
    for (const double label : { -1.0, 3.0, 0.5, 2.5, -0.25 })
        QCOMPARE(ofClasses({ 0, label, 2, 2 }),
            QStringLiteral(
                "Row 1: the label is not a class index; it must be a whole number between 0 and 2."));
    for (const double label : { 0.0, 1.0, 2.0 })
        QVERIFY(ofClasses({ 0, label, 2, 2 }).isEmpty());
}

QTEST_GUILESS_MAIN(TestErrorAnalysis)
#include "tst_erroranalysis.moc"
