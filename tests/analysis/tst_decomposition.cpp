// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/decomposition.h"
#include "engine/analysis/modalityparts.h"
#include "engine/data/random.h"
#include "engine/error.h"

#include "golden.h"
#include "tests/weighting/errormessage.h"

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

    // Two ANDs of bits of their own: each tells what it tells alone. The best distribution has zeros.
    void independentQuestionsAdd()
    {
        Labels y, a, b;
        for (std::uint32_t bits = 0; bits < 16; ++bits) {
            const std::uint32_t first = bits & 1U, second = (bits >> 1U) & 1U;
            const std::uint32_t third = (bits >> 2U) & 1U, fourth = bits >> 3U;
            y.push_back(10 * (first & second) + (third & fourth));
            a.push_back(2 * first + third);
            b.push_back(7 * second + 3 * fourth);
        }
        const double shared = std::log(4) - 0.75 * std::log(3) - 0.5 * kBit; // of one AND, see gates()
        const auto found = analysis::decompose(y, a, b);
        const auto near = [](double one, double other) { return std::abs(one - other) < 1e-7; };
        QVERIFY(near(found.first, 0) && near(found.second, 0));
        QVERIFY(near(found.shared, 2 * shared));
        QVERIFY(near(found.synergy, kBit));
        QVERIFY(near(found.total(), 2 * shared + kBit));
    }

    // b is a itself, so that both together say nothing that one does not. What the programme is off by must
    // not make a part negative.
    void noPartIsBelowZero()
    {
        const Labels y { 0, 1, 2, 0, 1, 2, 0, 1, 0, 2 }, a { 0, 1, 2, 1, 1, 2, 0, 0, 0, 1 };
        const auto found = analysis::decompose(y, a, a);
        // H(y) + H(a) - H(y, a), of 4, 3 and 3 rows, of 4, 4 and 2, and of 3, 2, 2, 1, 1 and 1.
        const double tenth = 0.1 * std::log(10);
        const double ofY = 10 * tenth - 0.4 * std::log(4) - 0.6 * std::log(3);
        const double ofA = 10 * tenth - 0.8 * std::log(4) - 0.2 * std::log(2);
        const double ofBoth = 10 * tenth - 0.3 * std::log(3) - 0.4 * std::log(2);
        QVERIFY(isClose(found.shared, ofY + ofA - ofBoth));
        QCOMPARE(found.synergy, 0.0);
        QVERIFY(found.first >= 0 && found.first < 1e-7);
        QVERIFY(found.second >= 0 && found.second < 1e-7);
    }

    void aRowThatCountsForNothingIsNotThere()
    {
        const Labels y { 0, 1, 5, 1, 0, 1, 0 }, a { 3, 3, 4, 2, 2, 3, 2 }, b { 1, 0, 9, 0, 1, 1, 0 };
        const Labels counts { 2, 1, 0, 3, 0, 1, 4 };
        Labels y2, a2, b2;
        for (std::size_t i = 0; i < y.size(); ++i) {
            y2.insert(y2.end(), counts[i], y[i]);
            a2.insert(a2.end(), counts[i], a[i]);
            b2.insert(b2.end(), counts[i], b[i]);
        }
        const auto counted = analysis::decompose(y, a, b, counts);
        const auto repeated = analysis::decompose(y2, a2, b2);
        QVERIFY(is(counted, repeated.first, repeated.second, repeated.shared, repeated.synergy));
        QVERIFY(counted.total() > 0.05);
    }

    void refusalsSayWhatIsWrong()
    {
        const auto said = [](const Labels& y, const Labels& a, const Labels& b, const Labels& counts) {
            return errorMessage([&] { analysis::decompose(y, a, b, counts); });
        };
        const Labels two { 0, 1 }, three { 0, 1, 0 };
        const auto unequal = QStringLiteral("The columns to be decomposed have unequal lengths.");
        QCOMPARE(said(two, three, two, {}), unequal);
        QCOMPARE(said(three, two, three, {}), unequal);
        QCOMPARE(said(two, two, three, {}), unequal);
        QCOMPARE(said(three, three, two, {}), unequal);
        QCOMPARE(said(two, two, two, three), unequal);
        QCOMPARE(said(three, three, three, two), unequal);
        QVERIFY(said(three, three, three, three).isEmpty());
        QVERIFY(said(three, three, three, {}).isEmpty());
        const auto none = QStringLiteral("There are no rows to decompose.");
        QCOMPARE(said({}, {}, {}, {}), none);
        QCOMPARE(said(two, two, two, { 0, 0 }), none);
        // 30 and 28 labels with one y, 3 and 13 with another: 29 * 27 + 2 * 12 numbers are free.
        Labels y, a, b;
        for (std::uint32_t i = 0; i < 30; ++i) {
            y.push_back(4);
            a.push_back(i);
            b.push_back(i % 28);
        }
        for (std::uint32_t i = 0; i < 21; ++i) {
            y.push_back(1);
            a.push_back(i % 3);
            b.push_back(i % 13);
        }
        QCOMPARE(said(y, a, b, {}),
            QStringLiteral(
                "The decomposition would have 807 free numbers: fewer different labels are needed."));
    }

    // Rows without the second, in the middle, have numbers of their own. The others' y is parted at 2 and 3
    // into 3, 2 and 5 of them, and -y into 3, 2 and 5 from its other end.
    void rowsThatLackAModalityAreLeftOut()
    {
        analysis::PartsQuestion question;
        question.modalities = { "a", "b", "c" };
        question.bins = 3;
        question.permutations = 2;
        const std::vector<double> y { 3, 1, 9, 2, 1, 5, 3, 2, 1, 4 };
        question.unimodal.assign(3, Predictions { 1, {} });
        std::size_t next = 0;
        for (std::size_t i = 0; i < 14; ++i) {
            const bool hasB = i != 2 && i != 5 && i != 6 && i != 11;
            const double label = hasB ? y[next++] : 50;
            question.y.push_back(label);
            question.unimodal[0].values.push_back(static_cast<float>(hasB ? -label : 100));
            question.unimodal[1].values.push_back(hasB ? 7.0F : static_cast<float>(i));
            question.unimodal[2].values.push_back(static_cast<float>(i % 4));
            question.present.insert(question.present.end(),
                { std::uint8_t { 1 }, static_cast<std::uint8_t>(hasB ? 1 : 0),
                    static_cast<std::uint8_t>(i == 4 ? 0 : 1) });
        }
        const auto all = analysis::partsOfModalities(question);
        QCOMPARE(all.size(), std::size_t(6));
        const auto shares = [](double p) { return -p * std::log(p); };
        const double ofOne = shares(0.3) + shares(0.2) + shares(0.5);
        const double ofBoth = 2 * shares(0.3) + 2 * shares(0.2);
        QCOMPARE(all[0].rows, std::size_t(10)); // as few as are decomposed
        QCOMPARE(int(all[0].known), int(analysis::ModalityParts::Known::Yes));
        QVERIFY(is(all[0].estimate, 2 * ofOne - ofBoth, 0, 0, 0));
        QCOMPARE(all[1].rows, std::size_t(13));
        QCOMPARE(int(all[1].known), int(analysis::ModalityParts::Known::Yes));
        QCOMPARE(all[2].rows, std::size_t(9));
        QCOMPARE(int(all[2].known), int(analysis::ModalityParts::Known::TooFewRows));
        for (std::size_t i = 3; i < 6; ++i) {
            QCOMPARE(all[i].rows, std::size_t(9));
            QVERIFY(is(all[i].estimate, 0, 0, 0, 0));
        }
        QStringList named;
        for (const auto& parts : all) {
            QString line = QString::fromStdString(parts.first);
            for (const auto& name : parts.second)
                line += QStringLiteral(" ") + QString::fromStdString(name);
            named << line;
        }
        QCOMPARE(named.join(QStringLiteral(", ")), QStringLiteral("a b, a c, b c, a b c, b a c, c a b"));
    }

    // A class is taken as it is, however few bins numbers would have.
    void classesAreNotParted()
    {
        analysis::PartsQuestion question;
        question.task = Task::Classification;
        question.modalities = { "right", "none" };
        question.bins = 2;
        question.permutations = 1;
        Labels classes;
        for (std::uint32_t i = 0; i < 12; ++i)
            classes.push_back(i < 3 ? 0U : i < 7 ? 2U : 1U);
        question.y.assign(classes.begin(), classes.end());
        question.unimodal = { sure(classes, 3), sure(Labels(12, 1), 3) };
        question.present.assign(24, 1);
        const auto all = analysis::partsOfModalities(question);
        QCOMPARE(all.size(), std::size_t(1)); // of two there is no rest
        const double entropy = (3 * std::log(4) + 4 * std::log(3) + 5 * std::log(12.0 / 5)) / 12;
        QVERIFY(is(all[0].estimate, entropy, 0, 0, 0));
    }

    // A permutation goes by its number alone; of two there is the mean, and nineteen twentieths of the way.
    void whatChanceGivesIsSummedUp()
    {
        analysis::PartsQuestion question;
        question.task = Task::Classification;
        question.modalities = { "a", "b" };
        question.unimodal.assign(2, Predictions { 1, {} });
        for (std::size_t i = 0; i < 30; ++i) {
            question.y.push_back(static_cast<double>((i * i) % 3));
            question.unimodal[0].values.push_back(static_cast<float>(i % 4));
            question.unimodal[1].values.push_back(static_cast<float>((5 * i + 1) % 7 / 2));
        }
        question.present.assign(60, 1);
        const auto chance = [&](std::uint64_t seed, std::size_t permutations) {
            question.seed = seed;
            question.permutations = permutations;
            return analysis::partsOfModalities(question).front();
        };
        const auto first = chance(8, 1), second = chance(9, 1), both = chance(8, 2);
        using Part = double Decomposition::*;
        for (const Part part : { &Decomposition::first, &Decomposition::second, &Decomposition::shared,
                 &Decomposition::synergy }) {
            const double one = first.byChance.*part, other = second.byChance.*part;
            QVERIFY(isClose(first.chanceHigh.*part, one) && isClose(second.chanceHigh.*part, other));
            QVERIFY(isClose(both.byChance.*part, (one + other) / 2));
            QVERIFY(
                isClose(both.chanceHigh.*part, 0.05 * std::min(one, other) + 0.95 * std::max(one, other)));
        }
        QVERIFY(first.byChance.total() > 0.01 && first.byChance.synergy > 0.01);
        // It is the labels that are permuted.
        Labels y, a, b;
        for (std::size_t i = 0; i < 30; ++i) {
            y.push_back(static_cast<std::uint32_t>((i * i) % 3));
            a.push_back(static_cast<std::uint32_t>(i % 4));
            b.push_back(static_cast<std::uint32_t>((5 * i + 1) % 7 / 2));
        }
        data::Random random(8);
        random.shuffle(y);
        const auto expected = analysis::decompose(y, a, b);
        QVERIFY(is(first.byChance, expected.first, expected.second, expected.shared, expected.synergy));
    }

    // 800 free numbers at most: labels times those of one less one times those of the other less one.
    void theLargestQuestionIsDecomposed()
    {
        const auto known = [](std::size_t rows, std::size_t ofY, std::size_t ofA, std::size_t ofB) {
            analysis::PartsQuestion question;
            question.task = Task::Classification;
            question.modalities = { "a", "b" };
            question.permutations = 1;
            question.unimodal.assign(2, Predictions { 1, {} });
            for (std::size_t i = 0; i < rows; ++i) {
                question.y.push_back(static_cast<double>(i % ofY));
                question.unimodal[0].values.push_back(static_cast<float>(i % ofA));
                question.unimodal[1].values.push_back(static_cast<float>(i % ofB));
            }
            question.present.assign(2 * rows, 1);
            return int(analysis::partsOfModalities(question).front().known);
        };
        QCOMPARE(known(21, 4, 11, 21), int(analysis::ModalityParts::Known::Yes)); // 4 * 10 * 20
        QCOMPARE(known(90, 3, 4, 90), int(analysis::ModalityParts::Known::TooLarge)); // 3 * 3 * 89
        QCOMPARE(known(90, 3, 90, 4), int(analysis::ModalityParts::Known::TooLarge));
    }

    void questionsThatDoNotFitSayWhy()
    {
        analysis::PartsQuestion fits;
        fits.modalities = { "a", "b" };
        fits.permutations = 1;
        fits.bins = 2;
        fits.y.assign(9, 1.0);
        fits.unimodal.assign(2, Predictions { 1, std::vector<float>(9, 0.0F) });
        fits.present.assign(18, 1);
        const auto said = [&](const auto& change) {
            auto question = fits;
            change(question);
            return errorMessage([&] { analysis::partsOfModalities(question); });
        };
        QVERIFY(said([](auto& /*question*/) {}).isEmpty());
        const auto alone = said([](auto& question) {
            question.modalities.pop_back();
            question.unimodal.pop_back();
            question.present.resize(9);
        });
        QVERIFY(alone.contains(u"There is one modality: a decomposition needs two or more."));
        QVERIFY(said([](auto& question) { question.bins = 1; }).contains(u"--bins must be at least 2."));
        const QString unfit = QStringLiteral("The predictions to be decomposed do not fit the labels");
        QVERIFY(said([](auto& question) {
            question.unimodal.push_back(question.unimodal[0]);
        }).startsWith(unfit));
        QVERIFY(said([](auto& question) { question.present.push_back(1); }).startsWith(unfit));
        QVERIFY(said([](auto& question) { question.unimodal[0].values.pop_back(); }).startsWith(unfit));
        QVERIFY(said([](auto& question) { question.unimodal[1].values.push_back(1); }).startsWith(unfit));
    }
};

QTEST_GUILESS_MAIN(TestDecomposition)
#include "tst_decomposition.moc"
