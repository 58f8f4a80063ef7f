// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/referencedesign.h"
#include "engine/analysis/referencemodels.h"

#include "engine/data/splits.h"
#include "engine/error.h"

#include "noisycohort.h"
#include "tests/weighting/errormessage.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

using btw::ModelState;
using btw::Predictions;
using btw::Split;
using btw::Task;
using btw::analysis::fitReferenceModels;
using btw::analysis::predictReference;
using btw::data::Cohort;
using btw::data::Modality;
using btw::data::ModalityKind;
using Eigen::Index;
using namespace btw::analysis::fixtures;

namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

/// Three people: the first has both modalities, the second lacks `own`, of the third half of it is unknown.
Cohort threePeople(Task task)
{
    Cohort people;
    people.task = task;
    if (task == Task::Classification)
        people.classes = { "no", "perhaps", "yes" };
    people.ids = { "a", "b", "c" };
    people.y = { 0, 0, 0 };
    Modality other;
    other.name = "other";
    other.dims = 1;
    other.values = { 5, 6, 0 };
    other.present = { 1, 1, 0 };
    Modality own;
    own.name = "own";
    own.dims = 2;
    own.values = { 3, 6, 0, 0, 5, kUnknown };
    own.present = { 1, 0, 1 };
    people.modalities = { other, own };
    return people;
}

/// Of `own`: standardised, the first has (1, 1) and the third (2, 0).
ModelState handMade(const std::vector<double>& coefficients, const std::vector<double>& intercepts,
    const std::vector<double>& classes, const std::vector<double>& lacking)
{
    ModelState state;
    state.set("means", std::vector<double> { 1, 2 });
    state.set("scales", std::vector<double> { 2, 4 });
    state.set("lacking", lacking);
    state.set("coefficients", coefficients);
    state.set("intercepts", intercepts);
    state.set("classes", classes);
    return state;
}

} // namespace

class TestReferenceDesign : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aModelOfFewerFeaturesIsRefused();
    void aDesignIsStandardisedByTrainingRows();
    void theStepsOfASequenceAreAveraged();
    void whatHardlyVariesIsNotScaled();
    void aFittedModelPredictsPeopleAsItDid_data() { addTaskRows(); }
    void aFittedModelPredictsPeopleAsItDid();
    void aStatePredictsByHand();
    void aStateOfOtherClassesIsRefused();
};

// Means or scales of fewer features than the people have.
void TestReferenceDesign::aModelOfFewerFeaturesIsRefused()
{
    Cohort cohort;
    cohort.ids = { "a", "b" };
    cohort.y = { 0, 1 };
    Modality modality;
    modality.dims = 2;
    modality.values = { 1, 2, 3, 4 };
    modality.present = { 1, 1 };
    const std::vector<double> two { 1, 1 }, one { 1 };
    QCOMPARE(btw::analysis::designBy(cohort, modality, two, two, 0).values(1, 1), 3.0);
    for (const auto& [means, scales, first] :
        { std::tuple { one, two, 0U }, std::tuple { two, one, 0U }, std::tuple { two, two, 1U } })
        QVERIFY_EXCEPTION_THROWN(btw::analysis::designBy(cohort, modality, means, scales, first), btw::Error);
}

void TestReferenceDesign::aDesignIsStandardisedByTrainingRows()
{
    Cohort cohort;
    cohort.ids = { "a", "b", "c", "d", "e" };
    cohort.y = { 0, 0, 0, 0, 0 };
    Modality lab;
    lab.name = "lab";
    lab.dims = 4;
    lab.columns = { "age" };
    lab.present = { 1, 1, 0, 1, 1 };
    // The second column is constant among training rows, the third unknown to them.
    lab.values = { 1, 0.1F, kUnknown, 2, //
        3, 0.1F, kUnknown, kUnknown, //
        99, 99, 99, 99, //
        8, 0.1F, kUnknown, 5, //
        10, 0.6F, 7, kUnknown };
    const auto design = btw::analysis::designOf(cohort, lab, { 0, 1, 3 });
    QCOMPARE(design.features, (std::vector<std::string> { "lab/age", "lab/2", "lab/3", "lab/4" }));
    const double tenth = static_cast<double>(0.1F);
    const std::vector<double> means { 4, tenth, 0, 3.5 }, scales { std::sqrt(26.0 / 3), 1, 1, 1.5 };
    QCOMPARE(design.means.size(), means.size());
    QCOMPARE(design.scales.size(), scales.size());
    for (std::size_t d = 0; d < means.size(); ++d) {
        QVERIFY(isClose(design.means[d], means[d]));
        QVERIFY(isClose(design.scales[d], scales[d]));
    }
    const double scale = scales[0];
    const std::vector<double> expected { -3 / scale, 0, 0, -1, //
        -1 / scale, 0, 0, 0, //
        0, 0, 0, 0, //
        4 / scale, 0, 0, 1, //
        6 / scale, static_cast<double>(0.6F) - tenth, 7, 0 };
    // By what is known, behind that of two other features.
    const auto known
        = btw::analysis::designBy(cohort, lab, { 9, 9, 4, tenth, 0, 3.5 }, { 8, 8, scale, 1, 1, 1.5 }, 2);
    QCOMPARE(known.features, design.features);
    QCOMPARE(known.means, means);
    QCOMPARE(known.scales, scales);
    for (std::size_t i = 0; i < 5; ++i) {
        for (std::size_t d = 0; d < 4; ++d) {
            const auto row = static_cast<Index>(i), column = static_cast<Index>(d);
            QVERIFY(isClose(design.values(row, column), expected[4 * i + d]));
            QVERIFY(isClose(known.values(row, column), expected[4 * i + d]));
        }
    }
}

void TestReferenceDesign::theStepsOfASequenceAreAveraged()
{
    Cohort cohort;
    cohort.ids = { "a", "b", "c" };
    cohort.y = { 0, 0, 0 };
    Modality steps;
    steps.name = "steps";
    steps.kind = ModalityKind::Sequence;
    steps.dims = 2;
    steps.offsets = { 0, 2, 2, 5 };
    steps.present = { 1, 0, 1 };
    steps.values = { 1, 10, 3, kUnknown, 2, 1, 4, 5, 9, kUnknown };
    const auto design = btw::analysis::designOf(cohort, steps, { 0, 2 });
    QCOMPARE(design.means, (std::vector<double> { 3.5, 6.5 })); // of 2 and 5, of 10 and 3
    QCOMPARE(design.scales, (std::vector<double> { 1.5, 3.5 }));
    const std::vector<double> expected { -1, 1, 0, 0, 1, -1 };
    for (std::size_t i = 0; i < 6; ++i)
        QCOMPARE(design.values(static_cast<Index>(i / 2), static_cast<Index>(i % 2)), expected[i]);
}

// A ten thousand millionth of the mean, 1e-4 here, is where a spread begins.
void TestReferenceDesign::whatHardlyVariesIsNotScaled()
{
    Cohort cohort;
    cohort.ids = { "a", "b" };
    cohort.y = { 0, 0 };
    Modality steps;
    steps.name = "steps";
    steps.kind = ModalityKind::Sequence;
    steps.dims = 3;
    steps.offsets = { 0, 2, 4 };
    steps.present = { 1, 1 };
    steps.values = { 2e6F, 2e6F, -2e6F, 0, 0, 0, 2e6F, 2e6F, -2e6F, 1e-4F, 1e-3F, 1e-3F };
    const auto design = btw::analysis::designOf(cohort, steps, { 0, 1 });
    QVERIFY(isClose(design.means[0], 1e6, 1e-3));
    QCOMPARE(design.scales[0], 1.0);
    QVERIFY(isClose(design.scales[1], 2.5e-4, 1e-8));
    QVERIFY(isClose(design.scales[2], 2.5e-4, 1e-8));
}

void TestReferenceDesign::aFittedModelPredictsPeopleAsItDid()
{
    QFETCH(int, classes);
    Cohort cohort = noisyCohort(70, 3, static_cast<std::size_t>(classes), 13);
    const auto training = btw::data::rowsOf(cohort, Split::Train);
    const auto test = btw::data::rowsOf(cohort, Split::Test);
    for (const std::size_t row : { training[5], training[9], test[1] })
        cohort.modalities[1].present[row] = 0;
    cohort.modalities[0].present[test[2]] = 0;
    const auto models = fitReferenceModels(cohort);
    QCOMPARE(models[2].lacking, std::vector<std::size_t> { 1 });

    Cohort people = cohort; // with another modality before them
    people.modalities.insert(people.modalities.begin(), threePeople(Task::Regression).modalities.front());
    const std::vector<std::vector<std::size_t>> fittedOn { { 1 }, { 2 }, { 1, 2 } };
    for (std::size_t m = 0; m < fittedOn.size(); ++m) {
        const auto found = predictReference(people, fittedOn[m], fittedOn[m].size() == 1, models[m].state());
        const Predictions& expected = models[m].predictions;
        QCOMPARE(found.width, cohort.predictionWidth());
        QCOMPARE(found.values.size(), expected.values.size());
        for (std::size_t i = 0; i < expected.values.size(); ++i) {
            const float a = found.values[i], b = expected.values[i];
            QVERIFY(sameBits(a, b) || std::abs(a - b) < 1e-5F);
        }
    }
}

void TestReferenceDesign::aStatePredictsByHand()
{
    const Cohort numbers = threePeople(Task::Regression);
    const auto state = handMade({ 0.5, -1 }, { 0.25 }, {}, {});
    const auto alone = predictReference(numbers, { 1 }, true, state);
    QCOMPARE(alone.width, std::size_t { 1 });
    QCOMPARE(alone.values.size(), std::size_t { 3 });
    QCOMPARE(alone.values[0], -0.25F);
    QVERIFY(std::isnan(alone.values[1]));
    QCOMPARE(alone.values[2], 1.25F);
    QCOMPARE(
        predictReference(numbers, { 1 }, false, state).values, (std::vector<float> { -0.25F, 0.25F, 1.25F }));
    QCOMPARE(predictReference(numbers, { 1 }, false, handMade({ 0.5, -1, 10 }, { 0.25 }, {}, { 0 })).values,
        (std::vector<float> { -0.25F, 10.25F, 1.25F }));

    const Cohort labels = threePeople(Task::Classification);
    const auto two = predictReference(labels, { 1 }, false, handMade({ 0.5, -1 }, { 0.25 }, { 0, 2 }, {}));
    QCOMPARE(two.width, std::size_t { 3 });
    const std::vector<double> scores { -0.25, 0.25, 1.25 };
    for (std::size_t i = 0; i < 3; ++i) {
        const double p = 1 / (1 + std::exp(-scores[i]));
        QVERIFY(isClose(static_cast<double>(two.row(i)[0]), 1 - p, 1e-6));
        QCOMPARE(two.row(i)[1], 0.0F);
        QVERIFY(isClose(static_cast<double>(two.row(i)[2]), p, 1e-6));
    }
    // (1, 1) has scores of 3, 2 and 0, (0, 0) of 0, 1 and -1.
    const auto three = predictReference(
        labels, { 1 }, false, handMade({ 1, 2, 3, -2, 0, 1 }, { 0, 1, -1 }, { 0, 1, 2 }, {}));
    const auto share = [](double own, double a, double b, double c) {
        return std::exp(own) / (std::exp(a) + std::exp(b) + std::exp(c));
    };
    QVERIFY(isClose(static_cast<double>(three.row(0)[0]), share(3, 3, 2, 0), 1e-6));
    QVERIFY(isClose(static_cast<double>(three.row(0)[2]), share(0, 3, 2, 0), 1e-6));
    QVERIFY(isClose(static_cast<double>(three.row(1)[1]), share(1, 0, 1, -1), 1e-6));
    QCOMPARE(predictReference(labels, { 1 }, true, handMade({ 1, 2 }, { 3 }, { 1 }, {})).row(2)[1], 1.0F);
}

void TestReferenceDesign::aStateOfOtherClassesIsRefused()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto refuses = [](Task task, const ModelState& state) {
        return errorMessage([&] {
            predictReference(threePeople(task), { 1 }, true, state);
        }).contains(u"other features or classes");
    };
    const std::vector<double> two { 1, 2 }, four { 1, 2, 3, 4 }, six { 1, 2, 3, 4, 5, 6 };
    QVERIFY(!refuses(Task::Regression, handMade(two, { 0 }, {}, {})));
    QVERIFY(refuses(Task::Regression, handMade(four, { 0, 0 }, {}, {})));
    QVERIFY(refuses(Task::Regression, handMade({ 1, 2, 3 }, { 0 }, {}, { 1 })));
    QVERIFY(refuses(Task::Regression, handMade({ 1, 2, 3 }, { 0 }, {}, { -1 })));
    QVERIFY(!refuses(Task::Classification, handMade(two, { 0 }, { 0, 2 }, {})));
    QVERIFY(refuses(Task::Classification, handMade(two, { 0 }, {}, {})));
    QVERIFY(refuses(Task::Classification, handMade(two, { 0 }, { 0, 3 }, {})));
    QVERIFY(refuses(Task::Classification, handMade(two, { 0 }, { -1, 2 }, {})));
    QVERIFY(refuses(Task::Classification, handMade(two, { 0 }, { 0, nan }, {})));
    QVERIFY(refuses(Task::Classification, handMade(four, { 0, 0 }, { 0, 2 }, {})));
    QVERIFY(refuses(Task::Classification, handMade(two, { 0 }, { 0, 1, 2 }, {})));
    QVERIFY(!refuses(Task::Classification, handMade(six, { 0, 0, 0 }, { 0, 1, 2 }, {})));
    QVERIFY(refuses(Task::Classification, handMade(six, { 0, 0, 0 }, { 0, 1 }, {})));
}

QTEST_GUILESS_MAIN(TestReferenceDesign)
#include "tst_referencedesign.moc"
