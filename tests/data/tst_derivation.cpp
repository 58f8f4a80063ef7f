// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/derivation.h"
#include "engine/data/random.h"
#include "engine/data/samples.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>

using namespace btw;
using namespace btw::data;

namespace {

/// Everything of one instance in a modality.
std::vector<float> valuesOf(const Modality& modality, std::size_t i)
{
    const auto width = static_cast<std::size_t>(modality.dims);
    const auto first = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i]) : i;
    const auto last = modality.isRagged() ? static_cast<std::size_t>(modality.offsets[i + 1]) : i + 1;
    return { modality.values.begin() + static_cast<std::ptrdiff_t>(first * width),
        modality.values.begin() + static_cast<std::ptrdiff_t>(last * width) };
}

std::string sentenceOf(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class DerivationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldsArePartsOfAllRows()
    {
        auto cohort = makeLos(103);
        std::vector<int> tested(cohort.size(), 0);
        std::map<double, std::vector<int>> ofClass;
        for (std::size_t k = 0; k < 5; ++k) {
            assignFold(cohort, { 5, k, 7, {}, {} });
            const auto rows = rowsOf(cohort, Split::Test);
            QVERIFY(rows.size() == 20 || rows.size() == 21);
            QVERIFY(rowsOf(cohort, Split::Validation).empty());
            std::map<double, int> counts;
            for (const auto row : rows) {
                ++tested[row];
                ++counts[cohort.y[row]];
            }
            for (const auto& [label, count] : counts)
                ofClass[label].push_back(count);
        }
        QVERIFY(std::all_of(tested.begin(), tested.end(), [](int n) { return n == 1; }));
        for (const auto& [label, counts] : ofClass) {
            const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
            QVERIFY(*most - *least <= 2);
        }
    }

    // Whatever the classes' sizes, each row is in one fold, no fold is empty, and folds are as equal as they
    // can be made: by one row for each class.
    void smallClassesAreDealt()
    {
        Random random(5);
        for (int trial = 0; trial < 300; ++trial) {
            Cohort cohort;
            cohort.task = Task::Classification;
            const auto classes = 2 + random.below(5);
            for (std::size_t c = 0; c < classes; ++c) {
                cohort.classes.push_back("c" + std::to_string(c));
                for (std::uint64_t i = 0, n = 1 + random.below(7); i < n; ++i)
                    cohort.y.push_back(static_cast<double>(c));
            }
            for (std::size_t i = 0; i < cohort.y.size(); ++i)
                cohort.ids.push_back("p" + std::to_string(i));
            const std::size_t folds = 2 + random.below(4);
            if (cohort.size() < folds)
                continue;
            std::vector<int> tested(cohort.size(), 0);
            std::size_t least = cohort.size(), most = 0;
            for (std::size_t k = 0; k < folds; ++k) {
                assignFold(cohort, { folds, k, static_cast<std::uint64_t>(trial), {}, {} });
                const auto rows = rowsOf(cohort, Split::Test);
                least = std::min(least, rows.size());
                most = std::max(most, rows.size());
                for (const auto row : rows)
                    ++tested[row];
            }
            QVERIFY(std::all_of(tested.begin(), tested.end(), [](int n) { return n == 1; }));
            QVERIFY(least > 0);
            QVERIFY2(most - least <= classes, qPrintable(QString::number(most - least)));
        }
    }

    void validationIsAFifthOfTheRestAndTheRepeatDraws()
    {
        auto cohort = makeLos(100), again = cohort, other = cohort;
        for (auto* one : { &cohort, &again })
            assignFold(*one, { 5, 0, 1, {}, {} });
        assignFold(other, { 5, 0, 2, {}, {} });
        assignSplits(cohort, 1);
        assignSplits(again, 1);
        QCOMPARE(rowsOf(cohort, Split::Validation).size(), std::size_t { 16 });
        QVERIFY(cohort.splits == again.splits);
        QVERIFY(rowsOf(cohort, Split::Test) != rowsOf(other, Split::Test));
    }

    void groupsStayWhole()
    {
        auto cohort = makeLos(120);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            cohort.groups.push_back("g" + std::to_string(i % 17));
        for (std::size_t k = 0; k < 4; ++k) {
            assignFold(cohort, { 4, k, 0, {}, {} });
            std::set<std::string> test, rest;
            for (std::size_t i = 0; i < cohort.size(); ++i)
                (cohort.splits[i] == Split::Test ? test : rest).insert(cohort.groups[i]);
            QVERIFY(!test.empty());
            for (const auto& group : test)
                QVERIFY(rest.count(group) == 0);
        }
    }

    void eachValueOfAColumnIsAFold()
    {
        auto cohort = makeLos(120);
        cohort.about.push_back({ "site", {} });
        for (std::size_t i = 0; i < cohort.size(); ++i)
            cohort.about.back().values.push_back(i % 3 == 0 ? "B" : i % 3 == 1 ? "A" : "C");
        QCOMPARE(foldValues(cohort, "site"), (std::vector<std::string> { "A", "B", "C" }));
        assignFold(cohort, { 3, 1, 0, "site", {} });
        for (std::size_t i = 0; i < cohort.size(); ++i)
            QCOMPARE(cohort.splits[i] == Split::Test, i % 3 == 0);
        QVERIFY_EXCEPTION_THROWN(foldValues(cohort, "ward"), Error);
        QVERIFY_EXCEPTION_THROWN(foldValues(cohort, "group"), Error);
        cohort.about.back().values[5].clear();
        QVERIFY_EXCEPTION_THROWN(foldValues(cohort, "site"), Error);
    }

    void aPlaceboKeepsItsRowsSplitAndPattern()
    {
        const auto cohort = makeLos(300);
        for (std::size_t m = 0; m < cohort.modalityCount(); ++m) {
            auto placebo = cohort;
            const auto& before = cohort.modalities[m];
            const auto movable = shuffleModality(placebo, before.name, 3);
            const auto& after = placebo.modalities[m];
            QVERIFY(after.present == before.present);
            std::map<std::pair<Split, std::vector<std::uint8_t>>, std::multiset<std::vector<float>>> was, is;
            std::size_t moved = 0;
            for (std::size_t i = 0; i < cohort.size(); ++i) {
                std::vector<std::uint8_t> pattern;
                for (const auto& one : cohort.modalities)
                    pattern.push_back(one.present[i]);
                was[{ cohort.splits[i], pattern }].insert(valuesOf(before, i));
                is[{ cohort.splits[i], pattern }].insert(valuesOf(after, i));
                moved += valuesOf(before, i) != valuesOf(after, i) ? 1 : 0;
            }
            QVERIFY(was == is);
            QVERIFY(moved > movable / 2 && moved <= movable);
            for (std::size_t other = 0; other < cohort.modalityCount(); ++other)
                if (other != m)
                    QVERIFY(placebo.modalities[other].values == cohort.modalities[other].values);
        }
        auto none = cohort;
        QVERIFY_EXCEPTION_THROWN(shuffleModality(none, "x-ray", 1), Error);
    }

    void groupsChangePlacesWhole()
    {
        auto cohort = makeSentiment(120);
        cohort.splits.assign(cohort.size(), Split::Train);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            cohort.groups.push_back("g" + std::to_string(i / 4));
        auto placebo = cohort;
        auto& modality = placebo.modalities[0];
        QVERIFY(std::all_of(modality.present.begin(), modality.present.end(), [](auto p) { return p == 1; }));
        QCOMPARE(shuffleModality(placebo, modality.name, 1), cohort.size());
        for (std::size_t group = 0; group < cohort.size() / 4; ++group) {
            // The four rows come from one group, in its order.
            std::size_t source = 0;
            while (valuesOf(cohort.modalities[0], source) != valuesOf(modality, 4 * group))
                ++source;
            QCOMPARE(source % 4, std::size_t { 0 });
            for (std::size_t i = 1; i < 4; ++i)
                QVERIFY(valuesOf(cohort.modalities[0], source + i) == valuesOf(modality, 4 * group + i));
        }
    }

    void eachGroupIsAFold()
    {
        Cohort cohort;
        cohort.y.assign(5, 0);
        cohort.groups = { "r", "p", "q", "p", "r" };
        cohort.splits.assign(5, Split::Validation);
        cohort.splitSeed = 3;
        assignFold(cohort, { 3, 2, 0, "group", {} });
        const std::vector<Split> wanted { Split::Test, Split::Train, Split::Train, Split::Train,
            Split::Test };
        QVERIFY(cohort.splits == wanted);
        QVERIFY(!cohort.splitSeed); // not drawn
        // Two values are enough, and any of the columns may be asked for.
        cohort.about = { { "site", { "A", "A", "A", "A", "A" } }, { "ward", { "2", "1", "1", "2", "1" } } };
        QCOMPARE(foldValues(cohort, "ward"), (std::vector<std::string> { "1", "2" }));
        assignFold(cohort, { 2, 1, 0, "ward", {} });
        const std::vector<Split> ofWard { Split::Test, Split::Train, Split::Train, Split::Test,
            Split::Train };
        QVERIFY(cohort.splits == ofWard);
    }

    void refusalsSayWhatToDo()
    {
        Cohort cohort;
        cohort.y.assign(2, 0);
        QCOMPARE(sentenceOf([&] { foldValues(cohort, "group"); }),
            std::string("The data has no groups to make folds of: name a group column, or give a number of "
                        "folds."));
        QCOMPARE(sentenceOf([&] { foldValues(cohort, "ward"); }),
            std::string("There is no descriptive column 'ward' to make folds of; the data has none."));
        cohort.about = { { "site", { "A", "A" } }, { "age", { "", "80" } } };
        QCOMPARE(sentenceOf([&] { foldValues(cohort, "ward"); }),
            std::string("There is no descriptive column 'ward' to make folds of; there are site, age."));
        QCOMPARE(sentenceOf([&] { foldValues(cohort, "site"); }),
            std::string("The column 'site' has one value only: there is nothing to leave out."));
        QCOMPARE(sentenceOf([&] { foldValues(cohort, "age"); }),
            std::string(
                "The column 'age' is empty for some instances: each needs a value to belong to a fold; "
                "leave those instances out."));
        QCOMPARE(sentenceOf([&] { shuffleModality(cohort, "x-ray", 1); }),
            std::string("There is no modality 'x-ray' to shuffle."));
    }

    // Who gets whose values comes from an independent Python program of the same draws.
    void aPlaceboTakesStepsAndTimesAlong()
    {
        const std::vector<std::size_t> steps { 2, 1, 3, 0, 1, 2, 1, 3, 1, 2, 4 };
        const auto seriesOf = [&](const std::vector<std::size_t>& order) {
            Modality series;
            series.name = "pulse";
            series.kind = ModalityKind::Series;
            series.dims = 2;
            series.offsets = { 0 };
            series.present = { 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1 };
            for (const std::size_t i : order) {
                for (std::size_t step = 0; step < steps[i]; ++step) {
                    const auto value = static_cast<float>(100 * i + step);
                    series.values.insert(series.values.end(), { value, -value - 1 });
                    series.times.push_back(value / 4);
                }
                series.offsets.push_back(series.offsets.back() + static_cast<std::int64_t>(steps[i]));
            }
            return series;
        };
        const auto vectorOf = [](const std::vector<std::size_t>& order) {
            Modality vector;
            vector.name = "labs";
            vector.dims = 3;
            vector.present = { 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1 };
            for (const std::size_t i : order)
                for (std::size_t d = 0; d < 3; ++d)
                    vector.values.push_back(
                        vector.present[i] != 0 ? static_cast<float>(10 * i + d + 1) : 0.0F);
            return vector;
        };
        std::vector<std::size_t> inOrder(11);
        std::iota(inOrder.begin(), inOrder.end(), std::size_t { 0 });
        Cohort cohort;
        cohort.y.assign(11, 0);
        for (const char split : std::string("00100210200"))
            cohort.splits.push_back(static_cast<Split>(split - '0'));
        cohort.modalities = { seriesOf(inOrder), vectorOf(inOrder) };

        auto placebo = cohort;
        QCOMPARE(shuffleModality(placebo, "pulse", 7), std::size_t { 8 });
        const auto wanted = seriesOf({ 1, 10, 2, 3, 9, 8, 6, 0, 5, 4, 7 });
        QCOMPARE(placebo.modalities[0].values, wanted.values);
        QCOMPARE(placebo.modalities[0].times, wanted.times);
        QCOMPARE(placebo.modalities[0].offsets, wanted.offsets);
        QCOMPARE(placebo.modalities[1].values, cohort.modalities[1].values);

        placebo = cohort;
        QCOMPARE(shuffleModality(placebo, "labs", 7), std::size_t { 6 });
        QCOMPARE(placebo.modalities[1].values, vectorOf({ 1, 0, 2, 3, 4, 8, 6, 10, 5, 9, 7 }).values);
        QVERIFY(placebo.modalities[1].offsets.empty() && placebo.modalities[1].times.empty());
        QCOMPARE(placebo.modalities[0].values, cohort.modalities[0].values);
    }

    void onlyGroupsOfOneSizeChangePlaces()
    {
        Cohort cohort;
        cohort.y.assign(14, 0);
        for (const char group : std::string("bacabdccefxyhh")) // e's only row has no such modality
            cohort.groups.push_back(std::string(1, group));
        cohort.splits.assign(14, Split::Train);
        cohort.splits[10] = cohort.splits[11] = Split::Validation;
        Modality modality;
        modality.name = "labs";
        modality.dims = 1;
        modality.present.assign(14, 1);
        modality.present[8] = 0;
        modality.values.resize(14);
        std::iota(modality.values.begin(), modality.values.end(), 0.0F);
        cohort.modalities = { modality };
        QCOMPARE(shuffleModality(cohort, "labs", 13), std::size_t { 3 * 2 + 2 + 2 });
        QCOMPARE(cohort.modalities[0].values,
            (std::vector<float> { 1, 12, 2, 13, 3, 9, 6, 7, 8, 5, 11, 10, 0, 4 }));
    }
};

QTEST_GUILESS_MAIN(DerivationTest)
#include "tst_derivation.moc"
