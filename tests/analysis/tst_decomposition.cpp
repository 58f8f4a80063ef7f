// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/decomposition.h"
#include "engine/analysis/modalityparts.h"
#include "engine/data/random.h"
#include "engine/error.h"

#include "golden.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace btw;
using analysis::Decomposition;
using Labels = std::vector<std::uint32_t>;

namespace {

bool isClose(double a, double b) { return std::abs(a - b) < 1e-6; }

bool is(const Decomposition& found, double first, double second, double shared, double synergy)
{
    return isClose(found.first, first) && isClose(found.second, second) && isClose(found.shared, shared)
        && isClose(found.synergy, synergy);
}

/// y of a gate of two fair bits.
template <typename Gate> Decomposition ofGate(const Gate& gate)
{
    Labels y, a, b;
    for (std::uint32_t first = 0; first < 2; ++first)
        for (std::uint32_t second = 0; second < 2; ++second) {
            a.push_back(first);
            b.push_back(second);
            y.push_back(gate(first, second));
        }
    return analysis::decompose(y, a, b);
}

const double kBit = std::log(2);

/// Predictions of a class each, sure of it.
Predictions sure(const Labels& classes, std::size_t count)
{
    Predictions predictions;
    predictions.width = count;
    for (const auto label : classes)
        for (std::uint32_t c = 0; c < count; ++c)
            predictions.values.push_back(c == label ? 0.9F : 0.1F / static_cast<float>(count - 1));
    return predictions;
}

} // namespace

class TestDecomposition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gates()
    {
        QVERIFY(is(ofGate([](auto a, auto b) { return a ^ b; }), 0, 0, 0, kBit));
        QVERIFY(is(ofGate([](auto a, auto /*b*/) { return a; }), kBit, 0, 0, 0));
        QVERIFY(is(ofGate([](auto /*a*/, auto b) { return b; }), 0, kBit, 0, 0));
        QVERIFY(is(ofGate([](auto a, auto b) { return 2 * a + b; }), kBit, kBit, 0, 0)); // two bits, one each
        // Bertschinger et al. 2014, table 1: of AND 0.311 bits are shared and half a bit is synergy.
        const double alone = std::log(4) - 0.75 * std::log(3); // H(y) of AND
        const double shared = alone - 0.5 * kBit;
        QVERIFY(is(ofGate([](auto a, auto b) { return a & b; }), 0, 0, shared, 0.5 * kBit));
        QVERIFY(isClose(shared / kBit, 0.3112781));
    }

    void aCopyIsShared()
    {
        const Labels bit { 0, 1, 0, 1 };
        QVERIFY(is(analysis::decompose(bit, bit, bit), 0, 0, kBit, 0));
    }

    // CVXPY's exponential cones, by tests/golden/make_decomposition.py.
    void agreesWithConeProgramming_data()
    {
        QTest::addColumn<QJsonObject>("given");
        const auto cases = golden::document(QStringLiteral("decomposition.json")).object();
        QCOMPARE(cases.size(), 5);
        for (auto one = cases.begin(); one != cases.end(); ++one)
            QTest::newRow(qPrintable(one.key())) << one.value().toObject();
    }
    void agreesWithConeProgramming()
    {
        QFETCH(const QJsonObject, given);
        const auto y = golden::numbers<std::uint32_t>(given[u"y"]);
        const auto a = golden::numbers<std::uint32_t>(given[u"a"]);
        const auto b = golden::numbers<std::uint32_t>(given[u"b"]);
        const auto found = analysis::decompose(y, a, b);
        QVERIFY2(is(found, given[u"first"].toDouble(), given[u"second"].toDouble(),
                     given[u"shared"].toDouble(), given[u"synergy"].toDouble()),
            qPrintable(QStringLiteral("%1 %2 %3 %4")
                           .arg(found.first, 0, 'f', 9)
                           .arg(found.second, 0, 'f', 9)
                           .arg(found.shared, 0, 'f', 9)
                           .arg(found.synergy, 0, 'f', 9)));
        // The other way round the same is found, and a row that counts twice is two rows.
        const auto swapped = analysis::decompose(y, b, a);
        QVERIFY(is(swapped, found.second, found.first, found.shared, found.synergy));
        Labels counts(y.size(), 1), y2 = y, a2 = a, b2 = b;
        for (std::size_t i = 0; i < 10; ++i) {
            counts[i] = 2;
            y2.push_back(y[i]);
            a2.push_back(a[i]);
            b2.push_back(b[i]);
        }
        const auto counted = analysis::decompose(y, a, b, counts);
        const auto twice = analysis::decompose(y2, a2, b2);
        QVERIFY(is(counted, twice.first, twice.second, twice.shared, twice.synergy));
    }

    // y is one bit or another's XOR with a third: only the second and third together tell it.
    void modalitiesInPairsAndAgainstTheRest()
    {
        constexpr std::size_t kRows = 600;
        data::Random random(3);
        std::vector<Labels> bits(3);
        analysis::PartsQuestion question;
        question.task = Task::Classification;
        question.modalities = { "copy", "left", "right" };
        question.permutations = 100;
        for (std::size_t i = 0; i < kRows; ++i) {
            const auto left = static_cast<std::uint32_t>(random.below(2));
            const auto right = static_cast<std::uint32_t>(random.below(2));
            question.y.push_back(left ^ right);
            bits[0].push_back(random.uniform() < 0.2 ? left ^ right ^ 1 : left ^ right);
            bits[1].push_back(left);
            bits[2].push_back(right);
        }
        for (const auto& column : bits)
            question.unimodal.push_back(sure(column, 2));
        question.present.assign(kRows * 3, 1);
        for (std::size_t i = 0; i < 100; ++i)
            question.present[i * 3 + 2] = 0; // right is absent
        const auto all = analysis::partsOfModalities(question);
        QCOMPARE(all.size(), std::size_t(6)); // three pairs, three against the rest
        QCOMPARE(all[0].rows, kRows);
        QCOMPARE(all[2].first, std::string("left"));
        QCOMPARE(all[2].second, std::vector<std::string> { "right" });
        QCOMPARE(all[2].rows, std::size_t(500));
        QVERIFY(all[2].estimate.synergy > 0.98 * kBit);
        QVERIFY(all[2].byChance.synergy < 0.02 && all[2].chanceHigh.synergy > all[2].byChance.synergy);
        QVERIFY(all[2].chanceHigh.synergy < 0.05);
        // The copy is right four times in five, and says nothing that left and right together do not.
        const auto& rest = all[3];
        QCOMPARE(rest.second, (std::vector<std::string> { "left", "right" }));
        const double copied = kBit + 0.2 * std::log(0.2) + 0.8 * std::log(0.8);
        QVERIFY(std::abs(rest.estimate.shared - copied) < 0.06);
        QVERIFY(rest.estimate.first < 1e-5);
        QVERIFY(rest.estimate.second > 0.4);
        QVERIFY(std::abs(rest.estimate.total() - kBit) < 0.02);
        // The same question, the same answer.
        QCOMPARE(analysis::partsOfModalities(question)[2].chanceHigh.synergy, all[2].chanceHigh.synergy);
    }

    // Where label and predictions have nothing to do with each other, each part stays below what 95 of 100
    // permutations stay below, about as often.
    void noiseIsNotMoreThanChance()
    {
        constexpr int kCohorts = 30;
        int above = 0;
        for (int cohort = 0; cohort < kCohorts; ++cohort) {
            data::Random random(100 + static_cast<std::uint64_t>(cohort));
            analysis::PartsQuestion question;
            question.modalities = { "a", "b" };
            question.permutations = 40;
            question.unimodal.assign(2, Predictions { 1, {} });
            for (int i = 0; i < 100; ++i) {
                question.y.push_back(random.normal());
                for (auto& predictions : question.unimodal)
                    predictions.values.push_back(static_cast<float>(random.normal()));
            }
            question.present.assign(200, 1);
            const auto pair = analysis::partsOfModalities(question).front();
            above += pair.estimate.synergy > pair.chanceHigh.synergy ? 1 : 0;
            QVERIFY(pair.estimate.synergy > 0.02); // the plug-in estimate of nothing
        }
        // One or two are expected; seven or more of 30 with a chance of one in a thousand.
        QVERIFY2(above < 7, qPrintable(QString::number(above)));
    }

    // Numbers are parted into four groups of equal size: a prediction that ranks them rightly tells ln 4.
    void numbersAreParted()
    {
        analysis::PartsQuestion question;
        question.modalities = { "right", "turned" };
        question.permutations = 20;
        Predictions right { 1, {} }, turned { 1, {} };
        for (int i = 0; i < 400; ++i) {
            question.y.push_back(i);
            right.values.push_back(static_cast<float>(std::exp(i / 100.0)));
            turned.values.push_back(static_cast<float>(-i / 200)); // two values
        }
        question.unimodal = { right, turned };
        question.present.assign(800, 1);
        const auto pair = analysis::partsOfModalities(question).front();
        QVERIFY(is(pair.estimate, kBit, 0, kBit, 0));
    }

    void fewRowsAndManyLabelsAreNotDecomposed()
    {
        analysis::PartsQuestion question;
        question.modalities = { "a", "b" };
        question.y.assign(9, 1.0);
        question.unimodal.assign(2, Predictions { 1, std::vector<float>(9, 0.0F) });
        question.present.assign(18, 1);
        QCOMPARE(int(analysis::partsOfModalities(question).front().known),
            int(analysis::ModalityParts::Known::TooFewRows));
        question.y.clear();
        question.unimodal.assign(2, Predictions { 1, {} });
        for (int i = 0; i < 400; ++i) {
            question.y.push_back(i);
            question.unimodal[0].values.push_back(static_cast<float>((i * 7) % 400));
            question.unimodal[1].values.push_back(static_cast<float>((i * 11) % 400));
        }
        question.present.assign(800, 1);
        question.bins = 20;
        QCOMPARE(int(analysis::partsOfModalities(question).front().known),
            int(analysis::ModalityParts::Known::TooLarge));
        question.present.pop_back();
        QVERIFY_EXCEPTION_THROWN(analysis::partsOfModalities(question), Error);
        question.modalities.pop_back();
        QVERIFY_EXCEPTION_THROWN(analysis::partsOfModalities(question), Error);
    }

    void whatCannotBeDecomposed()
    {
        Labels y(2000, 0), a, b;
        data::Random random(1);
        for (std::size_t i = 0; i < y.size(); ++i) {
            a.push_back(static_cast<std::uint32_t>(random.below(40)));
            b.push_back(static_cast<std::uint32_t>(random.below(40)));
        }
        QVERIFY_EXCEPTION_THROWN(analysis::decompose(y, a, b), Error);
        QVERIFY_EXCEPTION_THROWN(analysis::decompose(Labels {}, Labels {}, Labels {}), Error);
        QVERIFY_EXCEPTION_THROWN(analysis::decompose(Labels { 0 }, Labels { 0, 1 }, Labels { 0 }), Error);
    }
};

QTEST_GUILESS_MAIN(TestDecomposition)
#include "tst_decomposition.moc"
