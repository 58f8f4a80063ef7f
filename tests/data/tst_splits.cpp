// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/splits.h"

#include "engine/data/random.h"
#include "engine/error.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

using btw::Split;
using btw::Task;
using btw::data::Cohort;
using btw::data::drawSplits;
using btw::data::Random;

namespace {

constexpr std::array<double, 3> kShares { 0.7, 0.1, 0.2 };

/// n instances without modalities; `classes` = 0 for a regression. Classes are imbalanced 1 : 2 : 3 ...
Cohort cohortOf(std::size_t n, std::size_t classes, std::uint64_t seed)
{
    Random random(seed);
    Cohort cohort;
    cohort.task = classes > 0 ? Task::Classification : Task::Regression;
    std::vector<std::size_t> ballot;
    for (std::size_t c = 0; c < classes; ++c) {
        cohort.classes.push_back(std::to_string(c));
        ballot.insert(ballot.end(), c + 1, c);
    }
    for (std::size_t i = 0; i < n; ++i) {
        cohort.ids.push_back(std::to_string(i));
        cohort.y.push_back(classes > 0 ? static_cast<double>(ballot[i % ballot.size()]) : random.normal());
    }
    return cohort;
}

/// Groups of 1 to 2 * mean - 1 rows, as they come.
void addGroups(Cohort& cohort, std::size_t mean, std::uint64_t seed)
{
    Random random(seed);
    std::size_t group = 0;
    while (cohort.groups.size() < cohort.size()) {
        const std::size_t rows = 1 + random.below(2 * mean - 1);
        for (std::size_t i = 0; i < rows && cohort.groups.size() < cohort.size(); ++i)
            cohort.groups.push_back(std::to_string(group));
        ++group;
    }
}

std::array<std::size_t, 3> counts(const Cohort& cohort)
{
    std::array<std::size_t, 3> result {};
    for (const Split split : cohort.splits)
        ++result.at(static_cast<std::size_t>(split));
    return result;
}

std::map<std::string, Split> byId(const Cohort& cohort)
{
    std::map<std::string, Split> result;
    for (std::size_t i = 0; i < cohort.size(); ++i)
        result[cohort.ids[i]] = cohort.splits[i];
    return result;
}

/// Parts or splits, a digit a row.
template <typename Part> std::string digits(const std::vector<Part>& parts)
{
    std::string text;
    for (const Part part : parts)
        text += std::to_string(static_cast<int>(part));
    return text;
}

std::vector<std::size_t> allRows(const Cohort& cohort)
{
    std::vector<std::size_t> rows(cohort.size());
    std::iota(rows.begin(), rows.end(), std::size_t { 0 });
    return rows;
}

void addSeeds()
{
    QTest::addColumn<int>("seed");
    for (int seed = 0; seed < 10; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

} // namespace

class TestSplits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sharesAreSeventyTenTwenty_data();
    void sharesAreSeventyTenTwenty();
    void eachClassKeepsItsShares_data() { addSeeds(); }
    void eachClassKeepsItsShares();
    void eachFifthOfLabelsKeepsItsShares_data() { addSeeds(); }
    void eachFifthOfLabelsKeepsItsShares();
    void smallestCohortFillsEverySplit();
    void rareClassIsInTraining();
    void groupsStayWhole_data() { addSeeds(); }
    void groupsStayWhole();
    void groupedSharesAreCountedInRows_data() { addSeeds(); }
    void groupedSharesAreCountedInRows();
    void groupedClassesKeepTheirShares_data() { addSeeds(); }
    void groupedClassesKeepTheirShares();
    void oneHugeGroupStillLeavesEverySplitFilled();
    void smallestNumberOfGroupsFillsEverySplit();
    void fewUnevenGroupsFillEverySplit();
    void trainAndTestOnlyTakesAFifthOfTrainingAsValidation_data();
    void trainAndTestOnlyTakesAFifthOfTrainingAsValidation();
    void completeSplitsAreLeftAlone();
    void sameSeedSameSplits_data();
    void sameSeedSameSplits();
    void otherSeedOtherSplits_data();
    void otherSeedOtherSplits();
    void splitFollowsTheIdNotTheRow_data();
    void splitFollowsTheIdNotTheRow();
    void drawIsTheSameOnEveryMachine();
    void equalLabelsShareAStratum();
    void foldsAreEvenAndStratified();
    void tooFewRowsAreAnError();
    void tooFewGroupsAreAnError();
    void onlyTrainingRowsAreAnError();
    void noTrainingRowIsAnError();
    void missingLabelIsAnErrorThatNamesTheInstance();
    void labelBeyondTheClassesIsAnError();
    void groupsOfSomeInstancesOnlyAreAnError();
    void oddDrawsAreTheSameOnEveryMachine();
    void unevenGroupsAreDrawnTheSameOnEveryMachine();
    void aClassThatNobodyHasChangesNoDrawOfGroups();
    void theRestIsDrawnTheSameOnEveryMachine();
    void fewRowsOfManyClassesAreDealtAsByHand();
    void strataAreFifthsOfTheRowsThatAreDealt();
    void onlyTrainingAndValidationIsLeftAlone();
    void errorsSayWhatIsWrongAndWhatToDo();
};

void TestSplits::sharesAreSeventyTenTwenty_data()
{
    QTest::addColumn<int>("n");
    QTest::addColumn<int>("classes");
    for (const int n : { 10, 11, 37, 100, 351, 5000 }) {
        for (const int classes : { 0, 2, 4 })
            QTest::addRow("%d rows, %d classes", n, classes) << n << classes;
    }
}

void TestSplits::sharesAreSeventyTenTwenty()
{
    QFETCH(int, n);
    QFETCH(int, classes);
    Cohort cohort = cohortOf(static_cast<std::size_t>(n), static_cast<std::size_t>(classes), 1);
    drawSplits(cohort, 0);
    QCOMPARE(cohort.splits.size(), cohort.size());
    QVERIFY(cohort.splitSeed == std::optional<std::uint64_t>(0));
    const auto found = counts(cohort);
    for (std::size_t split = 0; split < 3; ++split) {
        QVERIFY(found.at(split) > 0);
        const double wanted = kShares.at(split) * n;
        QVERIFY2(std::abs(static_cast<double>(found.at(split)) - wanted) <= 1.5,
            qPrintable(QStringLiteral("%1 rows in split %2").arg(found.at(split)).arg(split)));
    }
}

void TestSplits::eachClassKeepsItsShares()
{
    QFETCH(int, seed);
    Cohort cohort = cohortOf(351, 3, 2);
    drawSplits(cohort, static_cast<std::uint64_t>(seed));
    for (std::size_t c = 0; c < 3; ++c) {
        std::array<double, 3> found {};
        double all = 0;
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.y[i] == static_cast<double>(c)) {
                ++found.at(static_cast<std::size_t>(cohort.splits[i]));
                ++all;
            }
        }
        for (std::size_t split = 0; split < 3; ++split)
            QVERIFY(std::abs(found.at(split) - kShares.at(split) * all) <= 1.5);
    }
}

void TestSplits::eachFifthOfLabelsKeepsItsShares()
{
    QFETCH(int, seed);
    Cohort cohort = cohortOf(500, 0, 3);
    drawSplits(cohort, static_cast<std::uint64_t>(seed));
    std::vector<std::size_t> order(cohort.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return cohort.y[a] < cohort.y[b]; });
    for (std::size_t bin = 0; bin < 5; ++bin) {
        std::array<int, 3> found {};
        for (std::size_t k = 0; k < 100; ++k)
            ++found.at(static_cast<std::size_t>(cohort.splits[order[bin * 100 + k]]));
        QCOMPARE(found, (std::array<int, 3> { 70, 10, 20 }));
    }
}

void TestSplits::smallestCohortFillsEverySplit()
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        for (const std::size_t classes : { 0U, 2U }) {
            Cohort cohort = cohortOf(3, classes, seed);
            drawSplits(cohort, seed);
            QCOMPARE(counts(cohort), (std::array<std::size_t, 3> { 1, 1, 1 }));
        }
    }
}

void TestSplits::rareClassIsInTraining()
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Cohort cohort = cohortOf(100, 2, 4);
        cohort.classes.emplace_back("rare");
        cohort.y[50] = 2;
        drawSplits(cohort, seed);
        QVERIFY(cohort.splits[50] == Split::Train);
    }
}

void TestSplits::groupsStayWhole()
{
    QFETCH(int, seed);
    Cohort cohort = cohortOf(300, 2, 5);
    addGroups(cohort, 5, 6);
    drawSplits(cohort, static_cast<std::uint64_t>(seed));
    std::map<std::string, std::set<Split>> splitsOf;
    for (std::size_t i = 0; i < cohort.size(); ++i)
        splitsOf[cohort.groups[i]].insert(cohort.splits[i]);
    for (const auto& entry : splitsOf)
        QCOMPARE(entry.second.size(), std::size_t { 1 });
}

void TestSplits::groupedSharesAreCountedInRows()
{
    QFETCH(int, seed);
    Cohort cohort = cohortOf(300, 0, 7);
    addGroups(cohort, 8, 8); // 1 to 15 rows a group: shares of groups are other shares
    drawSplits(cohort, static_cast<std::uint64_t>(seed));
    const auto found = counts(cohort);
    for (std::size_t split = 0; split < 3; ++split)
        QVERIFY(std::abs(static_cast<double>(found.at(split)) / 300 - kShares.at(split)) < 0.03);
}

void TestSplits::groupedClassesKeepTheirShares()
{
    QFETCH(int, seed);
    Cohort cohort = cohortOf(600, 3, 9);
    addGroups(cohort, 4, 10);
    drawSplits(cohort, static_cast<std::uint64_t>(seed));
    for (std::size_t c = 0; c < 3; ++c) {
        std::array<double, 3> found {};
        double all = 0;
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.y[i] == static_cast<double>(c)) {
                ++found.at(static_cast<std::size_t>(cohort.splits[i]));
                ++all;
            }
        }
        for (std::size_t split = 0; split < 3; ++split)
            QVERIFY(std::abs(found.at(split) / all - kShares.at(split)) < 0.05);
    }
}

void TestSplits::oneHugeGroupStillLeavesEverySplitFilled()
{
    Cohort cohort = cohortOf(100, 0, 11);
    cohort.groups.assign(95, "huge");
    for (int i = 0; i < 5; ++i)
        cohort.groups.push_back(std::to_string(i));
    drawSplits(cohort, 0);
    const auto found = counts(cohort);
    QVERIFY(cohort.splits[0] == Split::Train);
    QVERIFY(found[1] > 0 && found[2] > 0);
}

// Moves that would even out the rows must not empty a split.
void TestSplits::fewUnevenGroupsFillEverySplit()
{
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Random random(seed);
        const std::size_t groups = 3 + random.below(4);
        std::vector<std::size_t> sizes;
        for (std::size_t g = 0; g < groups; ++g)
            sizes.push_back(1 + random.below(40));
        Cohort cohort = cohortOf(std::accumulate(sizes.begin(), sizes.end(), std::size_t { 0 }), 0, seed);
        for (std::size_t g = 0; g < groups; ++g)
            cohort.groups.insert(cohort.groups.end(), sizes[g], std::to_string(g));
        drawSplits(cohort, seed);
        for (const std::size_t count : counts(cohort))
            QVERIFY2(count > 0, qPrintable(QString::number(seed)));
    }
}

void TestSplits::smallestNumberOfGroupsFillsEverySplit()
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Cohort cohort = cohortOf(30, 2, seed);
        for (std::size_t i = 0; i < 30; ++i)
            cohort.groups.push_back(std::to_string(i % 3));
        drawSplits(cohort, seed);
        QCOMPARE(counts(cohort), (std::array<std::size_t, 3> { 10, 10, 10 }));
    }
}

void TestSplits::trainAndTestOnlyTakesAFifthOfTrainingAsValidation_data()
{
    QTest::addColumn<bool>("grouped");
    QTest::newRow("rows") << false;
    QTest::newRow("groups") << true;
}

void TestSplits::trainAndTestOnlyTakesAFifthOfTrainingAsValidation()
{
    QFETCH(bool, grouped);
    Cohort cohort = cohortOf(350, 2, 12);
    for (std::size_t i = 0; i < 350; ++i) {
        cohort.splits.push_back(i % 7 < 2 ? Split::Test : Split::Train);
        if (grouped)
            cohort.groups.push_back(std::to_string(i / 7) + (i % 7 < 2 ? "test" : "train"));
    }
    const std::vector<std::size_t> test = btw::data::rowsOf(cohort, Split::Test);
    drawSplits(cohort, 3);
    QCOMPARE(btw::data::rowsOf(cohort, Split::Test), test);
    QCOMPARE(counts(cohort), (std::array<std::size_t, 3> { 200, 50, 100 }));
    QCOMPARE(cohort.splitSeed.value_or(0), 3U);
}

void TestSplits::completeSplitsAreLeftAlone()
{
    Cohort cohort = cohortOf(30, 0, 13);
    for (std::size_t i = 0; i < 30; ++i)
        cohort.splits.push_back(static_cast<Split>(i % 3));
    const std::vector<Split> before = cohort.splits;
    drawSplits(cohort, 0);
    QVERIFY(cohort.splits == before);
    QVERIFY(!cohort.splitSeed); // nothing was drawn
}

void TestSplits::sameSeedSameSplits_data()
{
    QTest::addColumn<bool>("grouped");
    QTest::newRow("rows") << false;
    QTest::newRow("groups") << true;
}

void TestSplits::sameSeedSameSplits()
{
    QFETCH(bool, grouped);
    Cohort first = cohortOf(200, 3, 14);
    if (grouped)
        addGroups(first, 4, 15);
    Cohort second = first;
    drawSplits(first, 77);
    drawSplits(second, 77);
    QVERIFY(first.splits == second.splits);
}

void TestSplits::otherSeedOtherSplits_data() { sameSeedSameSplits_data(); }

void TestSplits::otherSeedOtherSplits()
{
    QFETCH(bool, grouped);
    std::set<std::vector<std::size_t>> tests;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        Cohort cohort = cohortOf(200, 3, 16);
        if (grouped)
            addGroups(cohort, 4, 17);
        drawSplits(cohort, seed);
        tests.insert(btw::data::rowsOf(cohort, Split::Test));
    }
    QCOMPARE(tests.size(), std::size_t { 10 });
}

void TestSplits::splitFollowsTheIdNotTheRow_data() { sameSeedSameSplits_data(); }

void TestSplits::splitFollowsTheIdNotTheRow()
{
    QFETCH(bool, grouped);
    for (const std::size_t classes : { 0U, 3U }) {
        Cohort cohort = cohortOf(150, classes, 18);
        if (grouped)
            addGroups(cohort, 4, 19);
        std::vector<std::size_t> order(cohort.size());
        std::iota(order.begin(), order.end(), std::size_t { 0 });
        Random random(20);
        random.shuffle(order);
        Cohort permuted = cohort;
        for (std::size_t i = 0; i < order.size(); ++i) {
            permuted.ids[i] = cohort.ids[order[i]];
            permuted.y[i] = cohort.y[order[i]];
            if (grouped)
                permuted.groups[i] = cohort.groups[order[i]];
        }
        drawSplits(cohort, 5);
        drawSplits(permuted, 5);
        QVERIFY(byId(cohort) == byId(permuted));
    }
}

/// A stored run names its split by seed alone: should this change, so must the seed's meaning be versioned.
void TestSplits::drawIsTheSameOnEveryMachine()
{
    Cohort cohort = cohortOf(20, 2, 21);
    drawSplits(cohort, 1);
    QCOMPARE(btw::data::rowsOf(cohort, Split::Validation), (std::vector<std::size_t> { 2, 3 }));
    QCOMPARE(btw::data::rowsOf(cohort, Split::Test), (std::vector<std::size_t> { 4, 8, 17, 18 }));
}

void TestSplits::equalLabelsShareAStratum()
{
    Cohort cohort = cohortOf(100, 0, 22);
    for (std::size_t i = 0; i < 100; ++i)
        cohort.y[i] = static_cast<double>(i % 3);
    std::vector<std::size_t> rows(100);
    std::iota(rows.begin(), rows.end(), std::size_t { 0 });
    const std::vector<std::size_t> strata = btw::data::strataOf(cohort, rows);
    for (std::size_t i = 3; i < 100; ++i)
        QCOMPARE(strata[i], strata[i - 3]);
    QVERIFY(strata[0] != strata[1] && strata[1] != strata[2]);
}

void TestSplits::foldsAreEvenAndStratified()
{
    const Cohort cohort = cohortOf(203, 2, 23);
    std::vector<std::size_t> rows(cohort.size());
    std::iota(rows.begin(), rows.end(), std::size_t { 0 });
    const auto folds = btw::data::drawParts(cohort, rows, std::vector<double>(5, 0.2), 0);
    std::array<std::array<int, 2>, 5> found {};
    for (std::size_t i = 0; i < rows.size(); ++i)
        ++found.at(folds[i]).at(static_cast<std::size_t>(cohort.y[i]));
    for (const auto& fold : found) {
        QVERIFY(std::abs(fold[0] + fold[1] - 203 / 5.0) <= 1);
        QVERIFY(std::abs(fold[0] - 68 / 5.0) <= 1);
    }
}

void TestSplits::tooFewRowsAreAnError()
{
    Cohort cohort = cohortOf(2, 0, 24);
    QVERIFY_EXCEPTION_THROWN(drawSplits(cohort, 0), btw::Error);
}

void TestSplits::tooFewGroupsAreAnError()
{
    Cohort cohort = cohortOf(50, 0, 25);
    for (std::size_t i = 0; i < 50; ++i)
        cohort.groups.emplace_back(i % 2 == 0 ? "even" : "odd");
    QVERIFY_EXCEPTION_THROWN(drawSplits(cohort, 0), btw::Error);
}

void TestSplits::onlyTrainingRowsAreAnError()
{
    Cohort cohort = cohortOf(50, 0, 26);
    cohort.splits.assign(50, Split::Train);
    QVERIFY_EXCEPTION_THROWN(drawSplits(cohort, 0), btw::Error);
}

void TestSplits::noTrainingRowIsAnError()
{
    Cohort cohort = cohortOf(50, 0, 27);
    cohort.splits.assign(50, Split::Test);
    QVERIFY_EXCEPTION_THROWN(drawSplits(cohort, 0), btw::Error);
}

void TestSplits::missingLabelIsAnErrorThatNamesTheInstance()
{
    Cohort cohort = cohortOf(50, 0, 28);
    cohort.y[17] = std::nan("");
    try {
        drawSplits(cohort, 0);
        QFAIL("nothing was thrown");
    } catch (const btw::Error& error) {
        QVERIFY(QString::fromUtf8(error.what()).contains(QStringLiteral("17")));
    }
}

void TestSplits::labelBeyondTheClassesIsAnError()
{
    Cohort cohort = cohortOf(50, 2, 29);
    cohort.y[3] = 1e18;
    QVERIFY_EXCEPTION_THROWN(drawSplits(cohort, 0), btw::Error);
}

void TestSplits::groupsOfSomeInstancesOnlyAreAnError()
{
    Cohort cohort = cohortOf(50, 2, 30);
    addGroups(cohort, 4, 31);
    cohort.groups.pop_back();
    QVERIFY_EXCEPTION_THROWN(drawSplits(cohort, 0), btw::Error);
}

/// From an independent Python program, as what follows: of numbers that no part divides, rare classes, more
/// parts.
void TestSplits::oddDrawsAreTheSameOnEveryMachine()
{
    const std::vector<double> three { 0.7, 0.1, 0.2 };
    const std::vector<double> four { 0.55, 0.15, 0.05, 0.25 };
    const std::vector<double> folds(5, 0.2);
    struct Drawn
    {
        std::size_t n, classes;
        std::uint64_t seed;
        std::size_t groups; ///< their mean size; 0: none
        std::vector<double> shares;
        std::uint64_t draw;
        bool hasIds;
        std::string parts;
    };
    const std::vector<Drawn> all {
        { 3, 0, 214, 0, three, 983, true, "012" },
        { 4, 2, 731, 0, three, 588, true, "0102" },
        { 13, 0, 284, 0, three, 768, true, "2000002000210" },
        { 17, 4, 849, 0, three, 310, false, "01020000202200011" },
        { 9, 0, 439, 0, folds, 609, true, "004200321" },
        { 9, 2, 40, 0, folds, 910, false, "030141322" },
        { 6, 3, 298, 0, folds, 690, true, "034132" },
        { 5, 0, 518, 0, four, 464, true, "13002" },
        { 6, 2, 13, 2, three, 417, true, "221000" },
        { 10, 4, 763, 2, three, 175, true, "2200011000" },
        { 13, 3, 814, 4, four, 29, true, "0000000012333" },
        { 29, 3, 914, 2, four, 256, true, "00033330002111110003330000000" },
        { 32, 4, 693, 3, four, 194, true, "22000003331000000000333331111000" },
        { 37, 3, 638, 4, four, 793, true, "0000000333333322222000000111111000000" },
        { 46, 4, 987, 12, three, 899, true, "0000000000000000000111222220000000000000000000" },
        { 47, 0, 761, 3, three, 559, true, "00000000000002222211110010002000002200000000022" },
        { 67, 0, 649, 3, three, 864, true,
            "2220000000000220000002220000000000000000122220111200000000000011001" },
    };
    for (const Drawn& one : all) {
        Cohort cohort = cohortOf(one.n, one.classes, one.seed);
        if (one.groups > 0)
            addGroups(cohort, one.groups, one.seed + 1);
        if (!one.hasIds)
            cohort.ids.clear();
        QCOMPARE(digits(btw::data::drawParts(cohort, allRows(cohort), one.shares, one.draw)), one.parts);
    }
}

void TestSplits::unevenGroupsAreDrawnTheSameOnEveryMachine()
{
    const auto drawn = [](const std::vector<std::size_t>& sizes, std::size_t classes, std::uint64_t seed,
                           const std::vector<double>& shares, std::uint64_t draw) {
        Cohort cohort
            = cohortOf(std::accumulate(sizes.begin(), sizes.end(), std::size_t { 0 }), classes, seed);
        for (std::size_t g = 0; g < sizes.size(); ++g)
            cohort.groups.insert(cohort.groups.end(), sizes[g], std::to_string(g));
        return digits(btw::data::drawParts(cohort, allRows(cohort), shares, draw));
    };
    QCOMPARE(drawn({ 8, 1, 13, 5, 3, 5, 1, 1, 13, 1, 3 }, 3, 47, { 0.8, 0.05, 0.15 }, 24),
        std::string("222222220000000000000000000000000001100000000000001000"));
    QCOMPARE(drawn({ 1, 2, 13, 1, 1 }, 3, 31, { 0.3, 0.65, 0.05 }, 41), std::string("000111111111111102"));
    // Evening out would empty a part.
    QCOMPARE(drawn({ 3, 1, 8, 3 }, 0, 33, { 0.5, 0.05, 0.05, 0.4 }, 14), std::string("333100000000222"));
    QCOMPARE(drawn({ 3, 2, 5 }, 2, 21, { 0.05, 0.15, 0.8 }, 21), std::string("1110022222"));
}

void TestSplits::aClassThatNobodyHasChangesNoDrawOfGroups()
{
    Cohort cohort = cohortOf(29, 2, 29);
    addGroups(cohort, 3, 30);
    for (double& y : cohort.y)
        y *= 2;
    cohort.classes = { "0", "nobody's", "1" };
    QCOMPARE(digits(btw::data::drawParts(cohort, allRows(cohort), { 0.7, 0.1, 0.2 }, 29)),
        std::string("22222112000000000000000000001"));
}

/// Rows, and groups, of the training split only; the test rows stay.
void TestSplits::theRestIsDrawnTheSameOnEveryMachine()
{
    for (const bool grouped : { false, true }) {
        Cohort cohort = cohortOf(31, 3, 5);
        for (std::size_t i = 0; i < 31; ++i) {
            cohort.splits.push_back(i % 4 == 1 ? Split::Test : Split::Train);
            if (grouped)
                cohort.groups.push_back((i % 4 == 1 ? "t" : "g") + std::to_string(i * i % 11));
        }
        const std::uint64_t seed = grouped ? 0U : 9U;
        drawSplits(cohort, seed);
        QCOMPARE(digits(cohort.splits),
            std::string(grouped ? "0200120102000201021002000210020" : "0200020102000201021002010210020"));
        QVERIFY(cohort.splitSeed == std::optional<std::uint64_t>(seed));
    }
}

/// Single rows of a class are for training, and what a part lacks then comes from the largest class.
void TestSplits::fewRowsOfManyClassesAreDealtAsByHand()
{
    const std::vector<double> shares { 0.5, 0.49, 0.01 };
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        for (const std::size_t singles : { 3U, 7U }) {
            Cohort cohort = cohortOf(singles + 5, 0, 1);
            cohort.task = Task::Classification;
            for (std::size_t i = 0; i < cohort.size(); ++i)
                cohort.y[i] = static_cast<double>(std::min(i, singles));
            for (std::size_t c = 0; c <= singles; ++c)
                cohort.classes.push_back("class " + std::to_string(c));
            const auto parts = btw::data::drawParts(cohort, allRows(cohort), shares, seed);
            std::array<std::size_t, 3> found {};
            for (const std::size_t part : parts)
                ++found.at(part);
            QCOMPARE(found, (std::array<std::size_t, 3> { singles, 4, 1 }));
            for (std::size_t i = 0; i < singles; ++i)
                QCOMPARE(parts[i], std::size_t { 0 });
        }
    }
    // Two parts got none: each takes a row of what is the largest part by then.
    Cohort cohort = cohortOf(7, 4, 1);
    cohort.y = { 1, 1, 3, 2, 2, 3, 2 };
    QCOMPARE(digits(btw::data::drawParts(cohort, allRows(cohort), { 0.05, 0.25, 0.1, 0.45, 0.1, 0.05 }, 84)),
        std::string("3051432"));
}

void TestSplits::strataAreFifthsOfTheRowsThatAreDealt()
{
    Cohort cohort = cohortOf(13, 0, 1);
    const double none = std::nan("");
    cohort.y = { 7, none, 0, 10, 3, 5, 1, none, 9, 2, 8, 4, 6 };
    // Of 11 labels the fifths begin with the 3rd, 5th, 7th and 9th: 2, 4, 6 and 8.
    QCOMPARE(btw::data::strataOf(cohort, { 0, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12 }),
        (std::vector<std::size_t> { 3, 0, 4, 1, 2, 0, 4, 1, 4, 2, 3 }));
    QVERIFY(btw::data::strataOf(cohort, {}).empty());
    cohort = cohortOf(6, 3, 1);
    QCOMPARE(btw::data::strataOf(cohort, { 5, 0, 2 }), (std::vector<std::size_t> { 2, 0, 1 }));
    cohort.splits = { Split::Test, Split::Train, Split::Validation, Split::Train, Split::Test, Split::Train };
    QCOMPARE(btw::data::rowsOf(cohort, Split::Train), (std::vector<std::size_t> { 1, 3, 5 }));
    QCOMPARE(btw::data::rowsOf(cohort, Split::Validation), (std::vector<std::size_t> { 2 }));
    QCOMPARE(btw::data::rowsOf(cohort, Split::Test), (std::vector<std::size_t> { 0, 4 }));
}

void TestSplits::onlyTrainingAndValidationIsLeftAlone()
{
    Cohort cohort = cohortOf(20, 2, 32);
    cohort.splits.assign(20, Split::Train);
    cohort.splits[4] = Split::Validation;
    const std::vector<Split> before = cohort.splits;
    drawSplits(cohort, 0);
    QVERIFY(cohort.splits == before);
    QVERIFY(!cohort.splitSeed);
}

void TestSplits::errorsSayWhatIsWrongAndWhatToDo()
{
    const auto said = [](Cohort cohort) {
        try {
            drawSplits(cohort, 0);
        } catch (const btw::Error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    const std::string wrong = " is not a finite number or class: correct it, or leave the instance out.";
    Cohort cohort = cohortOf(50, 0, 28);
    cohort.ids[17] = "Eve";
    cohort.y[17] = std::nan("");
    QCOMPARE(said(cohort), "The label of instance Eve" + wrong);
    cohort.ids.clear();
    QCOMPARE(said(cohort), "The label of instance number 18" + wrong);
    cohort.y[17] = -std::numeric_limits<double>::infinity();
    QCOMPARE(said(cohort), "The label of instance number 18" + wrong);
    cohort.y[17] = -1e300;
    QCOMPARE(said(cohort), std::string());
    cohort = cohortOf(50, 2, 28);
    for (const double label : { -1.0, 2.0, std::nan("") }) {
        cohort.y[3] = label;
        QCOMPARE(said(cohort), "The label of instance 3" + wrong);
    }
    cohort.y[3] = 1;
    QCOMPARE(said(cohort), std::string());

    QCOMPARE(said(cohortOf(2, 0, 24)),
        std::string("The cohort has 2 row(s) to deal into 3 parts: bring more instances."));
    cohort.groups.assign(49, "g");
    QCOMPARE(
        said(cohort), std::string("The cohort has 49 groups for 50 instances: give one for each, or none."));
    cohort.groups.emplace_back("h");
    QCOMPARE(said(cohort),
        std::string(
            "The cohort has 2 group(s) to deal into 3 parts and groups stay whole: bring more groups, "
            "or leave the group column out."));
    cohort.groups.clear();
    cohort.splits.assign(50, Split::Validation);
    QCOMPARE(said(cohort),
        std::string("No row is in the train split: mark some as train, or leave the split column out."));
    cohort.splits.assign(50, Split::Train);
    QCOMPARE(said(cohort),
        std::string(
            "Every row is in the train split: mark some as test, or leave the split column out to have "
            "70/10/20 drawn."));
}

QTEST_GUILESS_MAIN(TestSplits)
#include "tst_splits.moc"
