// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/besideconstant.h"
#include "workspace/experiments/results/findings.h"
#include "workspace/experiments/results/lines.h"
#include "workspace/experiments/results/overdraws.h"

#include <QtTest>

#include <array>
#include <cmath>
#include <limits>

using namespace btw;
using experiments::Control;
using experiments::WeightingFinding;
using Outcome = experiments::WeightingFinding::Outcome;

namespace {

analysis::FoldDifference difference(double low, double high, double p, double tP, std::size_t people = 100)
{
    analysis::FoldDifference by;
    by.estimate = (low + high) / 2;
    by.low = low;
    by.high = high;
    by.p = p;
    by.tP = tP;
    by.units = people;
    by.standardError = (high - low) / 4;
    return by;
}

WeightingFinding finding(
    std::initializer_list<analysis::FoldDifference> gains, std::vector<Control> missing = {})
{
    constexpr std::array kControls { Control::Unweighted, Control::Constant, Control::Shuffled };
    WeightingFinding one;
    one.model.system = QStringLiteral("moe");
    one.model.variant = QStringLiteral("btw");
    std::size_t at = 0;
    for (const auto& gain : gains)
        one.gains.push_back({ kControls.at(at++), gain });
    one.notCompared = std::move(missing);
    return one;
}

} // namespace

/// What is said of a weighting that gains something: the data of tests rarely does.
class TestWeightingFindings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Two weightings: the first's largest p is 0.02 (of the shuffled control's t), twice that after Holm.
    void theLargestPOfTheControlsCounts()
    {
        std::vector<WeightingFinding> all { finding({ difference(0.01, 0.05, 0.001, 0.01),
                                                difference(0.01, 0.04, 0.004, 0.003),
                                                difference(0.005, 0.03, 0.01, 0.02) }),
            finding({ difference(0.01, 0.05, 0.001, 0.03), difference(0.01, 0.04, 0.04, 0.003) }) };
        experiments::judge(all);
        QCOMPARE(all[0].adjustedP, 0.04);
        QCOMPARE(all[1].adjustedP, 0.04); // the second smallest, once, and no less than the first
        QCOMPARE(all[0].outcome, Outcome::Helps);
        QVERIFY(experiments::readingOf(all, "auroc").contains(QStringLiteral("**Shown to help** by AUROC")));
    }

    void outcomes_data()
    {
        constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
        QTest::addColumn<WeightingFinding>("one");
        QTest::addColumn<int>("outcome");
        QTest::addColumn<QString>("says");
        const auto good = difference(0.01, 0.05, 0.001, 0.01);
        const auto row
            = [](const char* name, const WeightingFinding& one, Outcome outcome, const char* says) {
                  QTest::newRow(name) << one << int(outcome) << QString::fromLatin1(says);
              };
        row("p too large", finding({ good, difference(0.01, 0.04, 0.004, 0.2) }), Outcome::HelpsHere,
            "in these fitted models");
        row("one split",
            finding({ difference(0.01, 0.05, 0.001, kNone), difference(0.01, 0.04, 0.004, kNone) }),
            Outcome::HelpsHere, "in these fitted models");
        row("a control not beaten", finding({ good, difference(-0.01, 0.04, 0.3, 0.3) }),
            Outcome::NotBeyondControls, "not clearly better than constant weights");
        row("a control not trained", finding({ good }, { Control::Constant, Control::Shuffled }),
            Outcome::NotBeyondControls, "no comparison with constant weights, nor with its weights shuffled");
        row("holds 0", finding({ difference(-0.01, 0.05, 0.2, 0.3), good }), Outcome::CannotTell,
            "could have shown a difference of 0.042");
        row("worse", finding({ difference(-0.05, -0.01, 0.001, 0.01), good }), Outcome::Worse,
            "Worse than the unweighted model");
        row("undefined", finding({ difference(kNone, kNone, kNone, kNone), good }), Outcome::CannotTell,
            "Not told apart");
        row("a control undefined", finding({ good, difference(kNone, kNone, kNone, kNone) }),
            Outcome::NotBeyondControls, "not clearly better than constant weights");
        row("no unweighted model", finding({}, { Control::Unweighted, Control::Constant, Control::Shuffled }),
            Outcome::NotCompared, "Nothing can be said of *BTW");
        row("nine people", finding({ difference(0.01, 0.05, 0.001, 0.01, 9), good }), Outcome::CannotTell,
            "Not told apart");
    }
    void outcomes()
    {
        QFETCH(const WeightingFinding, one);
        QFETCH(const int, outcome);
        QFETCH(const QString, says);
        std::vector<WeightingFinding> all { one };
        experiments::judge(all);
        QCOMPARE(int(all.front().outcome), outcome);
        const QString reading = experiments::readingOf(all, "auroc");
        QVERIFY2(reading.contains(says), qPrintable(reading));
        QVERIFY2(reading.contains(QStringLiteral("No weighting is shown to help")), qPrintable(reading));
    }

    // Nothing was asked of the second, so that nothing has to be corrected for it.
    void whatIsNotComparedIsNotCounted()
    {
        std::vector<WeightingFinding> all { finding({ difference(0.01, 0.05, 0.001, 0.03) }),
            finding({}, { Control::Unweighted }) };
        experiments::judge(all);
        QCOMPARE(all[0].adjustedP, 0.03);
        QVERIFY(std::isnan(all[1].adjustedP));
        QVERIFY(experiments::readingOf(all, "auroc").contains(QStringLiteral("corrected for 1 weighting)")));
    }

    // Intervals and p are those of SciPy's ttest_1samp.
    void overDraws()
    {
        using Drawn = experiments::DrawnFinding;
        const auto drawn = [](const char* variant, std::vector<std::vector<double>> gains) {
            constexpr std::array kControls { Control::Unweighted, Control::Constant };
            Drawn one;
            one.model.system = QStringLiteral("moe");
            one.model.variant = QLatin1String(variant);
            for (std::size_t c = 0; c < gains.size(); ++c)
                one.controls.push_back({ kControls.at(c), gains[c] });
            return one;
        };
        const std::vector<double> some { 0.1, 0.2, 0.3 }, sure { 0.05, 0.04, 0.06, 0.05, 0.07 },
            worse { -0.05, -0.04, -0.06, -0.05, -0.07 };
        std::vector<Drawn> all { drawn("btw", { sure, sure }), drawn("kl-local", { sure, some }),
            drawn("kl-global", { some, sure }), drawn("mi-global", { worse, sure }) };
        experiments::judge(all);
        const auto& gain = all[1].controls[1];
        QVERIFY(std::abs(gain.mean - 0.2) < 1e-12);
        QVERIFY(std::abs(gain.p - 0.07417990022744855) < 1e-9);
        QVERIFY(std::abs(gain.low + 0.048413771175033) < 1e-9);
        QVERIFY(std::abs(all[0].adjustedP - 4 * all[0].controls[0].p) < 1e-12); // Holm's smallest of four
        const std::vector<Drawn::Outcome> outcomes { Drawn::Outcome::Helps, Drawn::Outcome::NotBeyondControls,
            Drawn::Outcome::CannotTell, Drawn::Outcome::Worse };
        for (std::size_t i = 0; i < all.size(); ++i)
            QCOMPARE(int(all[i].outcome), int(outcomes[i]));
        const QString text = experiments::overDrawsText(all, 5);
        QVERIFY2(text.contains(QStringLiteral("- **Shown to help** on people of this made-up kind: *BTW")),
            qPrintable(text));
        QVERIFY(
            text.contains(QStringLiteral("not shown to be better than all: *Mixture of experts, weighting "
                                         "by personal disagreement* (over constant weights: 0.2")));
        QVERIFY(text.contains(QStringLiteral(
            "- These draws cannot tell: *Mixture of experts, weighting by mean disagreement*")));
        QVERIFY(text.contains(QStringLiteral(
            "- Worse than the first of its controls: *Mixture of experts, weighting by agreement*")));
        // One draw alone tells nothing; a control that was missing in it neither.
        std::vector<Drawn> one { drawn("btw", { { 0.3 }, {} }) };
        experiments::judge(one);
        QCOMPARE(int(one.front().outcome), int(Drawn::Outcome::NotCompared));
        QVERIFY(experiments::overDrawsText(one, 1).contains(QStringLiteral("was not trained: *BTW")));
        // Of a later control it is said that it is missing, whatever the others say.
        std::vector<Drawn> missing { drawn("btw", { sure, {} }) };
        experiments::judge(missing);
        QCOMPARE(int(missing.front().outcome), int(Drawn::Outcome::NotBeyondControls));
        QVERIFY(experiments::overDrawsText(missing, 5)
                    .contains(QStringLiteral("(over constant weights: not trained)")));
        QVERIFY(std::isnan(one.front().adjustedP));
        // What a draw says is added to what others said.
        std::vector<Drawn> over;
        experiments::addDraw(
            over, { finding({ difference(0.0, 0.2, 0.5, 0.5), difference(0.1, 0.3, 0.5, 0.5) }) });
        experiments::addDraw(over, { finding({ difference(0.2, 0.4, 0.5, 0.5) }, { Control::Constant }) });
        QCOMPARE(over.size(), std::size_t(1));
        QCOMPARE(over.front().controls[0].gains.size(), std::size_t(2));
        QCOMPARE(over.front().controls[1].gains.size(), std::size_t(1));
    }

    // Margin 0.4: "no worse" needs the whole interval above -0.4, whatever its other end.
    void besideTheConstant()
    {
        using Beside = experiments::BesideConstant;
        const auto beside = [](const char* variant, double low, double high) {
            Beside one;
            one.model.system = QStringLiteral("moe");
            one.model.variant = QLatin1String(variant);
            one.gain = difference(low, high, 0.5, 0.5);
            return one;
        };
        const std::vector<Beside> all { beside("none", -0.3, 0.1), beside("btw", -0.9, 0.2),
            beside("kl-local", -0.9, -0.5), beside("constant", -0.3, -0.1) };
        const std::vector<Beside::Outcome> wanted { Beside::Outcome::NoWorse, Beside::Outcome::CannotTell,
            Beside::Outcome::Worse, Beside::Outcome::NoWorse };
        for (std::size_t i = 0; i < all.size(); ++i)
            QCOMPARE(int(all[i].outcome(0.4)), int(wanted[i]));
        // Without a margin nothing is no worse.
        QCOMPARE(int(all[0].outcome(std::nan(""))), int(Beside::Outcome::CannotTell));
        QCOMPARE(int(all[3].outcome(std::nan(""))), int(Beside::Outcome::Worse));
        const QString reading = experiments::constantReading(all, "mae", 0.4);
        QVERIFY(reading.contains(QStringLiteral("by mean absolute error, with a margin of 0.400")));
        QVERIFY(reading.contains(QStringLiteral("**No model is shown to do better than the constant.**")));
        QVERIFY(reading.contains(
            QStringLiteral("- These people cannot tell: *BTW-weighted mixture of experts* (")));
        QVERIFY(
            reading.contains(QStringLiteral("- Worse than the constant in these fitted models: *Mixture")));
        const QString good = experiments::constantReading({ beside("none", 0.1, 0.3) }, "mae", 0.4);
        QVERIFY(good.contains(
            QStringLiteral("- Every model does better than the constant in these fitted models.")));
    }

    void controlsAreTheSameModelThatKnowsLess()
    {
        experiments::Model weighting;
        weighting.system = QStringLiteral("moe");
        weighting.variant = QStringLiteral("btw");
        weighting.spec.variant = weighting::Variant::Btw;
        auto other = weighting;
        other.variant = QStringLiteral("none");
        other.spec.variant = weighting::Variant::None;
        other.spec.alpha = 0.3; // which a model without weights does not read
        QVERIFY(experiments::controlOf(other, weighting) == Control::Unweighted);
        other.spec.width = 32;
        QVERIFY(!experiments::controlOf(other, weighting));
        other.spec.width = weighting.spec.width;
        other.without = { "text" };
        QVERIFY(!experiments::controlOf(other, weighting));
        auto shuffled = weighting;
        shuffled.variant = QStringLiteral("shuffled");
        shuffled.spec.variant = weighting::Variant::Shuffled;
        shuffled.spec.shuffledVariant = weighting::Variant::Btw;
        QVERIFY(experiments::controlOf(shuffled, weighting) == Control::Shuffled);
        shuffled.spec.shuffledVariant = weighting::Variant::KlLocal;
        QVERIFY(!experiments::controlOf(shuffled, weighting));
        experiments::Model pool;
        pool.system = QStringLiteral("late of haim");
        pool.variant = QStringLiteral("none");
        pool.spec.model = "late";
        pool.spec.unimodal = "haim";
        auto equal = pool;
        equal.system = QStringLiteral("late-equal of haim");
        equal.spec.model = "late-equal";
        QVERIFY(experiments::controlOf(equal, pool) == Control::EqualWeights);
        equal.system = QStringLiteral("late-equal of moe");
        QVERIFY(!experiments::controlOf(equal, pool));
        QVERIFY(experiments::isWeighting(pool) && !experiments::isWeighting(shuffled));
    }
};

QTEST_GUILESS_MAIN(TestWeightingFindings)
#include "tst_weightingfindings.moc"
