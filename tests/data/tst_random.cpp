// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/random.h"

#include <QtTest/QtTest>

#include <array>
#include <cmath>
#include <numeric>

using btw::data::Random;

class TestRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstDrawsAreThoseOfThePublishedGenerator();
    void boundedDrawsAreUniform();
    void normalDrawsHaveMeanZeroAndDeviationOne();
    void shuffleKeepsEveryItemAndReachesEveryPlace();
    void whatIsMadeOfDrawsIsThatOfAnIndependentProgram();
    void drawsThatWouldBiasAreDrawnAgain();
};

/// From an independent Python program of the published algorithms (seed 1).
void TestRandom::firstDrawsAreThoseOfThePublishedGenerator()
{
    Random random(1);
    QCOMPARE(random.next(), std::uint64_t { 0xb3f2af6d0fc710c5ULL });
    QCOMPARE(random.next(), std::uint64_t { 0x853b559647364ceaULL });
    QCOMPARE(random.next(), std::uint64_t { 0x92f89756082a4514ULL });
}

void TestRandom::boundedDrawsAreUniform()
{
    Random random(2);
    std::array<int, 7> counts {};
    for (int i = 0; i < 70000; ++i)
        ++counts.at(random.below(7));
    double chiSquared = 0;
    for (const int count : counts)
        chiSquared += (count - 10000.0) * (count - 10000.0) / 10000.0;
    QVERIFY(chiSquared < 22.5); // 0.999 quantile with 6 degrees of freedom
}

void TestRandom::normalDrawsHaveMeanZeroAndDeviationOne()
{
    Random random(3);
    double sum = 0;
    double squares = 0;
    int beyondTwo = 0;
    constexpr int kDraws = 100000;
    for (int i = 0; i < kDraws; ++i) {
        const double value = random.normal();
        sum += value;
        squares += value * value;
        beyondTwo += std::abs(value) > 2 ? 1 : 0;
    }
    QVERIFY(std::abs(sum / kDraws) < 0.012);
    QVERIFY(std::abs(squares / kDraws - 1) < 0.02);
    QVERIFY(std::abs(static_cast<double>(beyondTwo) / kDraws - 0.0455) < 0.003);
}

void TestRandom::shuffleKeepsEveryItemAndReachesEveryPlace()
{
    std::array<std::array<int, 5>, 5> placed {};
    Random random(4);
    for (int round = 0; round < 1000; ++round) {
        std::vector<std::size_t> items(5);
        std::iota(items.begin(), items.end(), std::size_t { 0 });
        random.shuffle(items);
        for (std::size_t place = 0; place < 5; ++place)
            ++placed.at(items[place]).at(place);
    }
    for (std::size_t item = 0; item < 5; ++item) {
        QCOMPARE(std::accumulate(placed.at(item).begin(), placed.at(item).end(), 0), 1000);
        for (const int count : placed.at(item))
            QVERIFY(count > 140 && count < 260);
    }
}

/// From the Python program of the first test.
void TestRandom::whatIsMadeOfDrawsIsThatOfAnIndependentProgram()
{
    Random late(1);
    for (int i = 0; i < 19; ++i)
        (void)late.next();
    QCOMPARE(late.next(), std::uint64_t { 0x10538449e2d4f5afULL });

    Random shares(7);
    for (const double wanted : { 0.7005764821796896, 0.2787512294737843, 0.8396274618764198 })
        QVERIFY(std::abs(shares.uniform() - wanted) < 1e-15);

    Random normals(7);
    for (const double wanted : { -0.2790239910251981, 1.5277231859624536, 1.8997685786889567,
             -0.2266957459968598, 2.136306014732201 })
        QVERIFY(std::abs(normals.normal() - wanted) < 1e-13);

    Random order(4);
    std::vector<int> items(9);
    std::iota(items.begin(), items.end(), 0);
    order.shuffle(items);
    QCOMPARE(items, (std::vector<int> { 1, 7, 3, 8, 5, 6, 0, 4, 2 }));

    Random thirds(5);
    for (const std::uint64_t wanted : { 2U, 0U, 0U, 0U, 1U, 1U, 2U, 1U })
        QCOMPARE(thirds.below(3), wanted);
}

void TestRandom::drawsThatWouldBiasAreDrawnAgain()
{
    // Of 2^63 + 1 results nearly half of all draws are one too many.
    Random random(6);
    for (const std::uint64_t wanted :
        { std::uint64_t { 4925858313568449412ULL }, std::uint64_t { 8113718757621996794ULL },
            std::uint64_t { 6988102739094251591ULL }, std::uint64_t { 5724385232630712946ULL } })
        QCOMPARE(random.below((std::uint64_t { 1 } << 63) + 1), wanted);

    // The first draw of seed 2 is 2^64 mod the bound that is 2^64 less that draw: just not one too many.
    constexpr std::uint64_t kFirst = 1884871951439679575ULL;
    Random edge(2);
    QCOMPARE(edge.below(std::uint64_t { 0 } - kFirst), kFirst);
}

QTEST_GUILESS_MAIN(TestRandom)
#include "tst_random.moc"
