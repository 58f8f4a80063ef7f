// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/features.h"

#include "engine/error.h"

#include <QtTest/QtTest>

#include <string>
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
};

QTEST_APPLESS_MAIN(TestFeatures)
#include "tst_features.moc"
