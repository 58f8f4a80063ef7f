// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/delong.h"
#include "engine/error.h"

#include "probabilities.h"
#include "tests/weighting/errormessage.h"

using namespace btw;
using namespace btw::analysis;

class TestDelong : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithEveryPairCompared_data() { golden::addProbabilityCases(); }
    void agreesWithEveryPairCompared();
    void severalSeedsAreOneContrast();
    void theSameModelDiffersFromItselfWithP1();
    void aDifferenceWithoutVarianceProvesNothing();
    void aPerfectModelHasNoInterval();
    void tooFewRowsHaveNeitherIntervalNorP();
    void modelsOnDifferentRowsAreRefused();
    void componentsAreSharesOfTheOthers();
    void anIntervalEndsAtZeroAndOne();
};

namespace {

AurocComponents of(const std::vector<std::uint8_t>& happened, const std::vector<double>& p)
{
    return aurocComponents({ happened, p, {} });
}

} // namespace

void TestDelong::agreesWithEveryPairCompared()
{
    QFETCH(const QJsonObject, given);
    const auto a = aurocComponents(golden::outcomes(given, QStringLiteral("a")));
    const auto b = aurocComponents(golden::outcomes(given, QStringLiteral("b")));
    const QJsonObject expected = given[u"delong"].toObject();
    const auto interval = delongInterval(a);
    QVERIFY(golden::isClose(interval.auroc, expected[u"auroc"].toDouble()));
    QVERIFY(golden::isClose(interval.standardError, expected[u"error"].toDouble()));
    QVERIFY(golden::isClose(interval.low, expected[u"interval"][0].toDouble()));
    QVERIFY(golden::isClose(interval.high, expected[u"interval"][1].toDouble()));
    QVERIFY(golden::isClose(delongP(a, b), expected[u"p"].toDouble(), 1e-10));
    QCOMPARE(delongP(b, a), delongP(a, b));
}

void TestDelong::severalSeedsAreOneContrast()
{
    const QJsonObject given = golden::probabilities()[u"seeds"].toObject();
    const auto happened = golden::numbers<std::uint8_t>(given[u"y"]);
    std::vector<AurocComponents> models;
    for (const QJsonValue& model : given[u"models"].toArray())
        models.push_back(of(happened, golden::numbers<double>(model)));
    QCOMPARE(models.size(), std::size_t(6));
    const auto first = meanComponents({ models.begin(), models.begin() + 3 });
    const auto second = meanComponents({ models.begin() + 3, models.end() });
    QVERIFY(golden::isClose(delongP(first, second), given[u"p"].toDouble(), 1e-10));
}

void TestDelong::theSameModelDiffersFromItselfWithP1()
{
    const auto model = of({ 0, 1, 0, 1, 1 }, { 0.1, 0.3, 0.4, 0.6, 0.2 });
    QCOMPARE(delongP(model, model), 1.0);
    // Any other scores with the same order are the same model to an AUROC.
    QCOMPARE(delongP(model, of({ 0, 1, 0, 1, 1 }, { 1, 3, 4, 6, 2 })), 1.0);
}

void TestDelong::aDifferenceWithoutVarianceProvesNothing()
{
    const auto right = of({ 0, 0, 0, 1, 1, 1 }, { 0.1, 0.2, 0.3, 0.7, 0.8, 0.9 });
    const auto wrong = of({ 0, 0, 0, 1, 1, 1 }, { 0.9, 0.8, 0.7, 0.3, 0.2, 0.1 });
    QCOMPARE(delongP(right, wrong), 1.0);
    // Averaged components are no whole numbers any more, but spread by rounding alone.
    const auto tied = of({ 0, 0, 0, 1, 1, 1 }, std::vector<double>(6, 0.5));
    QCOMPARE(delongP(meanComponents({ right, tied, tied }), wrong), 1.0);
}

void TestDelong::aPerfectModelHasNoInterval()
{
    const auto interval = delongInterval(of({ 0, 0, 1, 1 }, { 0.1, 0.2, 0.7, 0.8 }));
    QCOMPARE(interval.auroc, 1.0);
    QCOMPARE(interval.standardError, 0.0);
    QVERIFY(std::isnan(interval.low));
    QVERIFY(std::isnan(interval.high));
    const auto constant = delongInterval(of({ 0, 0, 1, 1 }, { 0.3, 0.3, 0.3, 0.3 }));
    QCOMPARE(constant.auroc, 0.5);
    QVERIFY(std::isnan(constant.low));
}

void TestDelong::tooFewRowsHaveNeitherIntervalNorP()
{
    const auto one = of({ 0, 0, 1 }, { 0.1, 0.5, 0.3 });
    QCOMPARE(delongInterval(one).auroc, 0.5);
    QVERIFY(std::isnan(delongInterval(one).low));
    QVERIFY(std::isnan(delongP(one, one)));
    const auto none = of({ 0, 0 }, { 0.1, 0.5 });
    QVERIFY(std::isnan(delongInterval(none).auroc));
    QVERIFY(std::isnan(delongP(none, none)));
}

void TestDelong::modelsOnDifferentRowsAreRefused()
{
    const auto three = of({ 0, 1, 1 }, { 0.1, 0.5, 0.3 });
    QVERIFY_EXCEPTION_THROWN(delongP(three, of({ 0, 0, 1 }, { 0.1, 0.5, 0.3 })), Error);
    QVERIFY_EXCEPTION_THROWN(meanComponents({}), Error);
    QCOMPARE(errorMessage([] { meanComponents({}); }),
        QStringLiteral("There is no model whose AUROC could be averaged."));
    // One row more of either outcome, in either model.
    for (const auto& more :
        { of({ 0, 1, 1, 1 }, { 0.1, 0.5, 0.3, 0.2 }), of({ 0, 0, 1, 1 }, { 0.1, 0.5, 0.3, 0.2 }) }) {
        const auto sentence
            = QStringLiteral("Two models differ in their rows: take the rows common to both first.");
        QCOMPARE(errorMessage([&] { delongP(three, more); }), sentence);
        QCOMPARE(errorMessage([&] { delongP(more, three); }), sentence);
        QCOMPARE(errorMessage([&] { meanComponents({ three, more }); }), sentence);
        QCOMPARE(errorMessage([&] { meanComponents({ more, more, three }); }), sentence);
    }
}

void TestDelong::componentsAreSharesOfTheOthers()
{
    const auto components = of({ 1, 0, 0, 1, 0, 1, 0 }, { 0.5, 0.5, 0.25, 0.125, 0.75, 0.875, 0.0625 });
    // Of four others 0.5 exceeds two and ties one, 0.125 exceeds one, and 0.875 all.
    QCOMPARE(components.happened, (std::vector<double> { 2.5 / 4, 0.25, 1 }));
    QCOMPARE(components.others.size(), std::size_t(4));
    const std::vector<double> exceeded { 1.5 / 3, 2.0 / 3, 1.0 / 3, 1 };
    for (std::size_t i = 0; i < exceeded.size(); ++i)
        QVERIFY(golden::isClose(components.others[i], exceeded[i]));
    const auto mean = meanComponents({ components, of({ 1, 0, 0, 1, 0, 1, 0 }, { 9, 1, 2, 8, 3, 7, 4 }) });
    QCOMPARE(mean.happened, (std::vector<double> { 3.25 / 4, 0.625, 1 }));
    QVERIFY(golden::isClose(mean.others[2], 2.0 / 3));
    for (const std::uint8_t outcome : { 0, 1 }) {
        const auto alone = of({ outcome, outcome, outcome }, { 0.25, 0.75, 0.5 });
        QVERIFY(alone.happened.empty() && alone.others.empty());
    }
}

void TestDelong::anIntervalEndsAtZeroAndOne()
{
    const std::vector<double> p { 0.1, 0.2, 0.3, 0.45, 0.4, 0.6, 0.7 };
    const auto good = delongInterval(of({ 0, 0, 0, 0, 1, 1, 1 }, p));
    QVERIFY(golden::isClose(good.auroc, 11.0 / 12));
    QCOMPARE(good.high, 1.0);
    // Components of 3/4, 1 and 1, and of 1, 1, 1 and 2/3: variances of 1/48 and of 1/36.
    const double error = std::sqrt(1.0 / 48 / 3 + 1.0 / 36 / 4);
    QVERIFY(golden::isClose(good.standardError, error));
    QVERIFY(golden::isClose(good.low, 11.0 / 12 - 1.959963984540054 * error));
    const auto bad = delongInterval(of({ 1, 1, 1, 1, 0, 0, 0 }, p));
    QVERIFY(golden::isClose(bad.auroc, 1.0 / 12));
    QCOMPARE(bad.low, 0.0);
    QVERIFY(golden::isClose(bad.high, 1.0 / 12 + 1.959963984540054 * error));
}

QTEST_GUILESS_MAIN(TestDelong)
#include "tst_delong.moc"
