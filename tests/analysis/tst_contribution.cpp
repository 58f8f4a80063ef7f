// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/contribution.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace btw::analysis;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// A difference whose interval is +-1.96 standard errors.
Contribution made(double estimate, double error, double p, double tP = kNone)
{
    Contribution one;
    auto& difference = one.difference;
    difference.estimate = estimate;
    difference.standardError = error;
    difference.low = estimate - 1.96 * error;
    difference.high = estimate + 1.96 * error;
    difference.low90 = estimate - 1.645 * error;
    difference.high90 = estimate + 1.645 * error;
    difference.p = p;
    difference.tP = tP;
    difference.units = 100;
    return one;
}

} // namespace

class ContributionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<double>("estimate");
        QTest::addColumn<double>("error");
        QTest::addColumn<double>("p");
        QTest::addColumn<double>("tP");
        QTest::addColumn<double>("margin");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char* name, double estimate, double error, double p, double tP,
                             double margin, Verdict verdict) {
            QTest::newRow(name) << estimate << error << p << tP << margin << static_cast<int>(verdict);
        };
        row("helps", 0.05, 0.01, 1e-4, kNone, 0.02, Verdict::Helps);
        row("helps within the margin", 0.01, 0.003, 1e-3, kNone, 0.02, Verdict::HelpsWithinMargin);
        row("harms", -0.05, 0.01, 1e-4, kNone, 0.02, Verdict::Harms);
        row("folds do not bear it out", 0.05, 0.02, 0.01, 0.2, 0.02, Verdict::Helps);
        row("as good without", 0.001, 0.005, 0.8, kNone, 0.02, Verdict::AsGoodWithout);
        row("cannot tell", 0.01, 0.02, 0.6, kNone, 0.02, Verdict::CannotTell);
        row("without a margin nothing is as good", 0.0, 1e-6, 0.9, kNone, kNone, Verdict::CannotTell);
        row("the same predictions", 0.0, 0.0, 1.0, kNone, kNone, Verdict::CannotTell);
        row("without a margin it can help", 0.05, 0.01, 1e-4, kNone, kNone, Verdict::Helps);
    }
    void verdicts()
    {
        QFETCH(double, estimate);
        QFETCH(double, error);
        QFETCH(double, p);
        QFETCH(double, tP);
        QFETCH(double, margin);
        QFETCH(int, verdict);
        std::vector<Contribution> one { made(estimate, error, p, tP) };
        judge(one, margin);
        QCOMPARE(static_cast<int>(one.front().verdict), verdict);
        QCOMPARE(one.front().couldHaveShown, 2.8 * error);
        QCOMPARE(one.front().people, std::size_t { 100 });
    }

    // 0.02 alone would be a claim; beside three others it is not.
    void pIsCorrectedOverTheModalities()
    {
        std::vector<Contribution> four { made(0.05, 0.01, 1e-4, 1e-4), made(0.05, 0.02, 0.02, 0.02),
            made(0, 0.02, 0.9, 0.9), made(0, 0.02, 0.95, 0.95) };
        judge(four, 0.02);
        QVERIFY(four[0].verdict == Verdict::Helps);
        QVERIFY(four[0].isClaim());
        QVERIFY(std::abs(four[1].adjustedP - 0.06) < 1e-12);
        QVERIFY(four[1].verdict == Verdict::Helps && !four[1].isClaim());
        std::vector<Contribution> folds { made(0.05, 0.01, 1e-4, 0.2) };
        judge(folds, 0.02);
        QVERIFY(folds[0].verdict == Verdict::Helps && !folds[0].isClaim()); // by the larger p
    }

    // Without folds no p says what other training people would give: that must not make a claim easier.
    void oneSplitClaimsNothing()
    {
        std::vector<Contribution> one { made(0.05, 0.01, 1e-6) };
        judge(one, 0.02);
        QVERIFY(one[0].verdict == Verdict::Helps && !one[0].isClaim());
        std::vector<Contribution> folds { made(0.05, 0.01, 1e-6, 1e-3) };
        judge(folds, 0.02);
        QVERIFY(folds[0].isClaim());
    }

    // A tenth of the people have it: over everybody it hardly matters, over those the interval is wide.
    void thoseWhoHaveTheModalityAreJudgedByThemselves()
    {
        auto all = made(0.002, 0.003, 0.5);
        Among among;
        among.rows = among.people = 30;
        among.difference = made(0.02, 0.03, 0.5).difference;
        all.among = among;
        auto nobody = made(0.002, 0.003, 0.5);
        nobody.among = Among { Among::Known::TooFewPeople, 4, 4, {}, 0, Verdict::CannotTell };
        std::vector<Contribution> both { all, nobody };
        judge(both, 0.02);
        QVERIFY(both[0].verdict == Verdict::AsGoodWithout);
        QVERIFY(both[0].among->verdict == Verdict::CannotTell);
        QCOMPARE(both[0].among->couldHaveShown, 2.8 * 0.03);
        QCOMPARE(both[1].among->couldHaveShown, 0.0); // nothing is known of them
        both[0].among->difference = made(0.1, 0.01, 1e-6).difference;
        judge(both, 0.02);
        QVERIFY(both[0].among->verdict == Verdict::Helps);
        both[0].among->people = 9;
        judge(both, 0.02);
        QVERIFY(both[0].among->verdict == Verdict::CannotTell);
    }

    void usualMargins()
    {
        QCOMPARE(usualMargin("auroc", kNone), 0.02);
        QCOMPARE(usualMargin("log_loss", kNone), 0.02);
        QCOMPARE(usualMargin("mae", 8.0), 0.4);
        QVERIFY(std::isnan(usualMargin("macro_f1", 8.0)));
    }

    // Limits that lie at 0 or at the margin: nothing is said that they do not exclude.
    void limitsAtZeroAndAtTheMargin_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("low90");
        QTest::addColumn<double>("high90");
        QTest::addColumn<int>("people");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char* name, double low, double high, double low90, double high90,
                             int people, Verdict verdict) {
            QTest::newRow(name) << low << high << low90 << high90 << people << static_cast<int>(verdict);
        };
        row("from 0 up", 0, 0.5, 0.125, 0.375, 40, Verdict::CannotTell);
        row("from 0 down", -0.5, 0, -0.375, -0.125, 40, Verdict::CannotTell);
        row("up to the margin", 0.0625, 0.25, 0.125, 0.1875, 40, Verdict::Helps);
        row("below the margin", 0.0625, 0.234375, 0.125, 0.1875, 40, Verdict::HelpsWithinMargin);
        row("from the margin below", -0.375, 0.125, -0.25, 0.0625, 40, Verdict::CannotTell);
        row("up to the margin above", -0.125, 0.375, -0.0625, 0.25, 40, Verdict::CannotTell);
        row("only below it too far", -0.5, 0.125, -0.375, 0.0625, 40, Verdict::CannotTell);
        row("only above it too far", -0.125, 0.5, -0.0625, 0.375, 40, Verdict::CannotTell);
        row("within", -0.5, 0.5, -0.234375, 0.234375, 40, Verdict::AsGoodWithout);
        row("harms by less than the margin", -0.1875, -0.0625, -0.125, -0.09375, 40, Verdict::Harms);
        row("ten people", 0.375, 0.5, 0.375, 0.5, 10, Verdict::Helps);
        row("nine people", 0.375, 0.5, 0.375, 0.5, 9, Verdict::CannotTell);
    }
    void limitsAtZeroAndAtTheMargin()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(double, low90);
        QFETCH(double, high90);
        QFETCH(int, people);
        QFETCH(int, verdict);
        Contribution one;
        one.difference.low = low;
        one.difference.high = high;
        one.difference.low90 = low90;
        one.difference.high90 = high90;
        one.difference.units = static_cast<std::size_t>(people);
        std::vector<Contribution> all { one };
        judge(all, 0.25);
        QCOMPARE(static_cast<int>(all.front().verdict), verdict);
    }

    void verdictsHaveTheirWords()
    {
        QVERIFY(toString(Verdict::Helps) == "helps");
        QVERIFY(toString(Verdict::HelpsWithinMargin) == "helps");
        QVERIFY(toString(Verdict::Harms) == "harms");
        QVERIFY(toString(Verdict::AsGoodWithout) == "as-good-without");
        QVERIFY(toString(Verdict::CannotTell) == "cannot-tell");
    }

    // Of those who have it there may be nothing to judge, for whichever reason; the others are still judged.
    void whatIsUnknownOfThoseWhoHaveItIsNotJudged()
    {
        std::vector<Contribution> some;
        for (const auto known : { Among::Known::TooFewPeople, Among::Known::TooFewOfAClass,
                 Among::Known::Undefined, Among::Known::Yes }) {
            some.push_back(made(0.05, 0.01, 1e-4, 1e-3));
            Among among;
            among.known = known;
            among.people = 50;
            among.difference = made(-0.1, 0.02, 1e-4).difference;
            some.back().among = among;
        }
        judge(some, 0.02);
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(some[i].among->verdict == Verdict::CannotTell);
            QCOMPARE(some[i].among->couldHaveShown, 0.0);
            QVERIFY(some[i].verdict == Verdict::Helps);
        }
        QVERIFY(some[3].among->verdict == Verdict::Harms);
        QCOMPARE(some[3].among->couldHaveShown, 2.8 * 0.02);
        for (const auto& one : some)
            QCOMPARE(one.adjustedP, 4e-3); // four times the larger p
    }
};

QTEST_GUILESS_MAIN(ContributionTest)
#include "tst_contribution.moc"
