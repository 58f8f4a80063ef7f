// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/features.h"

#include "engine/error.h"

#include <QtTest/QtTest>

#include <string>
#include <utility>
#include <vector>

using namespace btw;
using namespace btw::data;

namespace {

/// Two people: labs of four columns, of which the third holds words, and a score of one.
Cohort people()
{
    Cohort cohort;
    cohort.task = Task::Regression;
    cohort.ids = { "a", "b" };
    cohort.y = { 1, 2 };
    Modality labs;
    labs.name = "labs";
    labs.dims = 4;
    labs.values = { 1, 2, 0, 4, 5, 6, 1, 8 };
    labs.present = { 1, 1 };
    labs.columns = { "sodium", "potassium", "ward", "urea" };
    Modality score;
    score.name = "score";
    score.dims = 1;
    score.values = { 9, 10 };
    score.present = { 1, 1 };
    cohort.modalities = { score, labs };
    cohort.categories = { { 1, 2, Encoding::OneHot, { "north", "south" }, false } };
    return cohort;
}

std::string errorOf(Cohort cohort, const std::vector<FeatureName>& features)
{
    try {
        leaveOutFeatures(cohort, features);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

/// Features that a recipe leaves out.
class TestFeatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFeatureIsFoundByNameOrNumber()
    {
        const auto labs = people().modalities[1];
        QVERIFY(featureCalled(labs, "potassium") == std::size_t(1));
        QVERIFY(featureCalled(labs, "4") == std::size_t(3));
        QVERIFY(!featureCalled(labs, "5") && !featureCalled(labs, "0"));
    }

    // Years as names: 2 is none of them, and not the second.
    void numbersAsNamesAreNotCounted()
    {
        auto labs = people().modalities[1];
        labs.columns = { "1", "3", "5", "2" };
        QVERIFY(featureCalled(labs, "2") == std::size_t(3));
        QVERIFY(!featureCalled(labs, "4"));
    }

    void whatStaysKeepsItsValues()
    {
        auto cohort = people();
        // Told twice, and in any order.
        leaveOutFeatures(cohort, { { "labs", "urea" }, { "labs", "sodium" }, { "labs", "1" } });
        const auto& labs = cohort.modalities[1];
        QCOMPARE(labs.dims, std::int64_t(2));
        QCOMPARE(labs.values, (std::vector<float> { 2, 0, 6, 1 }));
        QCOMPARE(labs.columns, (std::vector<std::string> { "potassium", "ward" }));
        QCOMPARE(cohort.categories.front().column, std::size_t(1));
    }

    void columnsWithoutNamesKeepTheirNumbers()
    {
        auto cohort = people();
        cohort.categories.clear();
        cohort.modalities[1].columns.clear();
        leaveOutFeatures(cohort, { { "labs", "2" } });
        QCOMPARE(cohort.modalities[1].columns, (std::vector<std::string> { "1", "3", "4" }));
        QCOMPARE(cohort.modalities[1].values, (std::vector<float> { 1, 0, 4, 5, 1, 8 }));
    }

    // One of the columns that words become stands for all of them.
    void aWordStandsForItsColumn()
    {
        auto cohort = people();
        leaveOutFeatures(cohort, { { "labs", "ward=south" } });
        QCOMPARE(cohort.modalities[1].columns, (std::vector<std::string> { "sodium", "potassium", "urea" }));
        QCOMPARE(cohort.modalities[1].values, (std::vector<float> { 1, 2, 4, 5, 6, 8 }));
        QVERIFY(cohort.categories.empty());
    }

    void aModalityOfOneFeatureGoesAsAWhole()
    {
        auto cohort = people();
        leaveOutFeatures(cohort, { { "score", "1" } });
        QCOMPARE(cohort.modalities.size(), std::size_t(1));
        QCOMPARE(cohort.modalities.front().name, std::string("labs"));
        QCOMPARE(cohort.categories.front().modality, std::size_t(0));
    }

    void whatIsNotThereOrWouldLeaveNothingIsRefused()
    {
        QVERIFY(errorOf(people(), { { "urine", "1" } }).find("modality urine") != std::string::npos);
        QVERIFY(errorOf(people(), { { "labs", "5" } }).find("feature 5 of labs") != std::string::npos);
        QVERIFY(errorOf(people(), { { "labs", "site=south" } }).find("site=south") != std::string::npos);
        auto alone = people();
        alone.modalities.pop_back();
        alone.categories.clear();
        QVERIFY(errorOf(alone, { { "score", "1" } }).find("the only feature") != std::string::npos);
    }

    void someModalitiesAreTakenInTheOrderAsked()
    {
        const auto cohort = withModalities(people(), { 1 });
        QCOMPARE(cohort.modalities.size(), std::size_t(1));
        QCOMPARE(cohort.modalities.front().values, people().modalities[1].values);
        QCOMPARE(cohort.ids, people().ids);
        QCOMPARE(cohort.y, people().y);
        const auto turned = withModalities(people(), { 1, 0 });
        QCOMPARE(turned.modalities[1].name, std::string("score"));
    }

    // A name of anything but digits is none of the numbers, so that its place is counted.
    void onlyDigitsAloneAreNumbers()
    {
        auto labs = people().modalities[1];
        labs.dims = 6;
        labs.columns = { "x1", "0", "9", "-", "5a", "" };
        QVERIFY(featureCalled(labs, "1") == std::size_t(0));
        QVERIFY(!featureCalled(labs, "2") && !featureCalled(labs, "3"));
        QVERIFY(featureCalled(labs, "4") == std::size_t(3));
        QVERIFY(featureCalled(labs, "5") == std::size_t(4));
        QVERIFY(featureCalled(labs, "6") == std::size_t(5));
        QVERIFY(!featureCalled(labs, "7") && !featureCalled(labs, "x"));
        QVERIFY(featureCalled(labs, "9") == std::size_t(2));
    }

    void wordsOfOtherModalitiesFollowTheirColumns()
    {
        auto cohort = people();
        Modality diary;
        diary.name = "diary";
        diary.dims = 2;
        diary.values = { 20, 0, 21, 1 };
        diary.present = { 1, 1 };
        diary.columns = { "days", "mood" };
        cohort.modalities = { cohort.modalities[1], cohort.modalities[0], diary };
        cohort.categories = { { 0, 0, Encoding::OneHot, { "low", "high" }, false },
            { 0, 2, Encoding::OneHot, { "north", "south" }, false },
            { 2, 1, Encoding::Ordinal, { "calm", "ill" }, true } };
        // The one in the middle goes as a whole, so that the last becomes the second.
        leaveOutFeatures(cohort, { { "labs", "potassium" }, { "score", "1" }, { "diary", "1" } });
        QCOMPARE(cohort.modalities.size(), std::size_t(2));
        QCOMPARE(cohort.modalities[0].columns, (std::vector<std::string> { "sodium", "ward", "urea" }));
        QCOMPARE(cohort.modalities[0].values, (std::vector<float> { 1, 0, 4, 5, 1, 8 }));
        QCOMPARE(cohort.modalities[1].name, std::string("diary"));
        QCOMPARE(cohort.modalities[1].columns, (std::vector<std::string> { "mood" }));
        QCOMPARE(cohort.modalities[1].values, (std::vector<float> { 0, 1 }));
        QCOMPARE(cohort.categories.size(), std::size_t(3));
        const std::vector<std::pair<std::size_t, std::size_t>> wanted { { 0, 0 }, { 0, 1 }, { 1, 0 } };
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            QCOMPARE(cohort.categories[k].modality, wanted[k].first);
            QCOMPARE(cohort.categories[k].column, wanted[k].second);
        }
        QCOMPARE(cohort.categories[2].words, (std::vector<std::string> { "calm", "ill" }));
    }

    void aWordIsLookedForInItsModality()
    {
        auto cohort = people();
        cohort.modalities[1].columns.clear();
        leaveOutFeatures(cohort, { { "labs", "3=south" } });
        QCOMPARE(cohort.modalities[1].columns, (std::vector<std::string> { "1", "2", "4" }));
        QVERIFY(cohort.categories.empty());
        QVERIFY(!errorOf(people(), { { "score", "3=south" } }).empty());
        QVERIFY(!errorOf(people(), { { "labs", "wards=south" } }).empty());
        // The only modality may lose a feature as long as others are left.
        auto alone = people();
        alone.modalities = { alone.modalities[1] };
        alone.categories.clear();
        leaveOutFeatures(alone, { { "labs", "4" } });
        QCOMPARE(alone.modalities.front().values, (std::vector<float> { 1, 2, 0, 5, 6, 1 }));
    }

    void refusalsSayWhatToDo()
    {
        QCOMPARE(errorOf(people(), { { "urine", "1" } }),
            std::string(
                "The recipe leaves out a feature of the modality urine, which the cohort does not have: "
                "correct its name."));
        QCOMPARE(errorOf(people(), { { "labs", "5" } }),
            std::string(
                "The recipe leaves out the feature 5 of labs, which is not there: correct its name, or "
                "give its number from 1."));
        auto alone = people();
        alone.modalities.pop_back();
        alone.categories.clear();
        QCOMPARE(errorOf(alone, { { "score", "1" } }),
            std::string("The recipe leaves out 1, the only feature there is: keep another one."));
    }

    void someModalitiesKeepEverythingElseOfTheInstances()
    {
        auto cohort = people();
        cohort.name = "ward 3";
        cohort.task = Task::Classification;
        cohort.classes = { "no", "yes" };
        cohort.labelRange = { 0.0, 1.0 };
        cohort.splits = { Split::Test, Split::Train };
        cohort.groups = { "p", "q" };
        const auto some = withModalities(cohort, { 1 });
        QCOMPARE(some.name, cohort.name);
        QVERIFY(some.task == Task::Classification);
        QCOMPARE(some.classes, cohort.classes);
        QVERIFY(some.labelRange == cohort.labelRange);
        QVERIFY(some.splits == cohort.splits);
        QCOMPARE(some.groups, cohort.groups);
        QCOMPARE(some.ids, cohort.ids);
    }
};

QTEST_APPLESS_MAIN(TestFeatures)
#include "tst_features.moc"
