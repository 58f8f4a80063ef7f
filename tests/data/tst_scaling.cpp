// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/scaling.h"

#include "engine/data/samples.h"
#include "engine/error.h"

#include <QtTest/QtTest>

#include <cmath>
#include <limits>

using btw::Split;
using btw::Task;
using btw::data::Cohort;
using btw::data::Modality;
using btw::data::ModalityKind;
using btw::data::Scaler;

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

/// Four instances (train, train, train, test) with one vector modality of two features.
Cohort smallCohort(std::vector<float> values)
{
    Cohort cohort;
    cohort.ids = { "a", "b", "c", "d" };
    cohort.y = { 1, 2, 6, 100 };
    cohort.splits = { Split::Train, Split::Train, Split::Train, Split::Test };
    Modality modality;
    modality.name = "m";
    modality.dims = 2;
    modality.values = std::move(values);
    modality.present = { 1, 1, 1, 1 };
    cohort.modalities.push_back(modality);
    return cohort;
}

/// All of the cohort's only modality.
std::vector<float> scaledValues(const Scaler& scaler, const Cohort& cohort)
{
    const Modality& modality = cohort.modalities[0];
    std::vector<float> scaled(modality.values.size());
    scaler.apply(
        0, modality.values.data(), scaled.size() / static_cast<std::size_t>(modality.dims), scaled.data());
    return scaled;
}

} // namespace

class TestScaling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meanAndPopulationDeviationComeFromTrainingRows();
    void missingValuesAreLeftOutAndBecomeTheMean();
    void constantFeatureIsCentredOnly_data();
    void constantFeatureIsCentredOnly();
    void absentInstancesCountForNothing();
    void sequencesAreScaledOverRealSteps();
    void featureWithoutTrainingValueStaysAsItIs();
    void regressionLabelsAreScaledAndComeBack();
    void classLabelsAreNotScaled();
    void changesOutsideTrainingNeverChangeTheScaler();
    void largeOffsetsLoseNoPrecision();
    void missingSplitsAreAnError();
    void timesSpanThoseOfTraining();
    void stepsOfManyFeaturesAreTakenApart();
    void smallAndNegativeConstantsAreConstants();
    void rowsOfAnyModalityAreScaledInPlace();
    void aStateKeepsTheScaler();
};

void TestScaling::meanAndPopulationDeviationComeFromTrainingRows()
{
    const Cohort cohort = smallCohort({ 1, 10, 2, 20, 3, 60, 1000, 1000 });
    const Scaler scaler = Scaler::fit(cohort);
    QCOMPARE(scaler.modalities[0].mean, (std::vector<double> { 2, 30 }));
    QCOMPARE(scaler.modalities[0].std[0], std::sqrt(2.0 / 3));
    QCOMPARE(scaler.modalities[0].std[1], std::sqrt((400.0 + 100 + 900) / 3));
    const std::vector<float> scaled = scaledValues(scaler, cohort);
    QCOMPARE(scaled[0], static_cast<float>(-1 / std::sqrt(2.0 / 3)));
    QCOMPARE(scaled[6], static_cast<float>(998 / std::sqrt(2.0 / 3)));
}

void TestScaling::missingValuesAreLeftOutAndBecomeTheMean()
{
    const Cohort cohort = smallCohort({ 1, kMissing, 3, 20, kMissing, 40, kMissing, 30 });
    const Scaler scaler = Scaler::fit(cohort);
    QCOMPARE(scaler.modalities[0].mean, (std::vector<double> { 2, 30 }));
    QCOMPARE(scaler.modalities[0].std, (std::vector<double> { 1, 10 }));
    QCOMPARE(scaledValues(scaler, cohort), (std::vector<float> { -1, 0, 1, -1, 0, 1, 0, 0 }));
}

void TestScaling::constantFeatureIsCentredOnly_data()
{
    QTest::addColumn<float>("value");
    QTest::newRow("zero") << 0.0F;
    QTest::newRow("not a binary fraction") << 0.1F;
    QTest::newRow("large") << 1.2345678e9F;
}

void TestScaling::constantFeatureIsCentredOnly()
{
    QFETCH(float, value);
    const Cohort cohort = smallCohort({ value, 1, value, 2, value, 3, value + 2, 4 });
    const Scaler scaler = Scaler::fit(cohort);
    QCOMPARE(scaler.modalities[0].std[0], 1.0);
    const std::vector<float> scaled = scaledValues(scaler, cohort);
    QVERIFY(std::abs(scaled[0]) <= 1e-6F * std::abs(value));
}

void TestScaling::absentInstancesCountForNothing()
{
    Cohort cohort = smallCohort({ 1, 1, 0, 0, 3, 5, 9, 9 });
    cohort.modalities[0].present = { 1, 0, 1, 0 };
    const Scaler scaler = Scaler::fit(cohort);
    QCOMPARE(scaler.modalities[0].mean, (std::vector<double> { 2, 3 }));
}

void TestScaling::sequencesAreScaledOverRealSteps()
{
    Cohort cohort = smallCohort({});
    Modality& modality = cohort.modalities[0];
    modality.kind = ModalityKind::Sequence;
    modality.dims = 1;
    modality.present = { 1, 1, 0, 1 };
    modality.values = { 1, 2, 3, 6, 50 };
    modality.offsets = { 0, 3, 4, 4, 5 };
    const Scaler scaler = Scaler::fit(cohort);
    QCOMPARE(scaler.modalities[0].mean[0], 3.0); // each step counts once, not each instance
    QCOMPARE(scaler.modalities[0].std[0], std::sqrt(14.0 / 4));
    QCOMPARE(scaledValues(scaler, cohort)[4], static_cast<float>(47 / std::sqrt(14.0 / 4)));
}

void TestScaling::featureWithoutTrainingValueStaysAsItIs()
{
    const Cohort cohort = smallCohort({ kMissing, 1, kMissing, 2, kMissing, 3, 7, 4 });
    QCOMPARE(scaledValues(Scaler::fit(cohort), cohort)[6], 7.0F);
}

void TestScaling::regressionLabelsAreScaledAndComeBack()
{
    const Scaler scaler = Scaler::fit(smallCohort({ 1, 2, 3, 4, 5, 6, 7, 8 }));
    QCOMPARE(scaler.labelMean, 3.0);
    QCOMPARE(scaler.labelStd, std::sqrt(14.0 / 3));
    QCOMPARE(scaler.originalLabel(scaler.scaledLabel(-17.5)), -17.5);
    QCOMPARE(scaler.scaledLabel(3), 0.0);
}

void TestScaling::classLabelsAreNotScaled()
{
    Cohort cohort = smallCohort({ 1, 2, 3, 4, 5, 6, 7, 8 });
    cohort.task = Task::Classification;
    cohort.y = { 0, 1, 1, 0 };
    const Scaler scaler = Scaler::fit(cohort);
    QCOMPARE(scaler.labelMean, 0.0);
    QCOMPARE(scaler.labelStd, 1.0);
}

void TestScaling::changesOutsideTrainingNeverChangeTheScaler()
{
    Cohort cohort = btw::data::makeLos(200, 5);
    const Scaler before = Scaler::fit(cohort);
    for (Modality& modality : cohort.modalities) {
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.splits[i] == Split::Train)
                continue;
            const auto first = static_cast<std::size_t>(
                modality.isRagged() ? modality.offsets[i] : static_cast<std::int64_t>(i));
            const auto dims = static_cast<std::size_t>(modality.dims);
            for (std::size_t at = first * dims;
                 at < (first + static_cast<std::size_t>(modality.steps(i))) * dims; ++at)
                modality.values[at] = 1e6F;
        }
    }
    const Scaler after = Scaler::fit(cohort);
    for (std::size_t m = 0; m < cohort.modalityCount(); ++m) {
        QCOMPARE(after.modalities[m].mean, before.modalities[m].mean);
        QCOMPARE(after.modalities[m].std, before.modalities[m].std);
    }
}

void TestScaling::largeOffsetsLoseNoPrecision()
{
    const float offset = 1 << 22; // float32 still holds halves there
    const Scaler scaler = Scaler::fit(smallCohort({ offset, 1, offset + 1, 2, offset + 2, 3, offset, 4 }));
    QCOMPARE(scaler.modalities[0].std[0], std::sqrt(2.0 / 3));
}

void TestScaling::missingSplitsAreAnError()
{
    Cohort cohort = smallCohort({ 1, 2, 3, 4, 5, 6, 7, 8 });
    cohort.splits.clear();
    QVERIFY_EXCEPTION_THROWN(Scaler::fit(cohort), btw::Error);
}

void TestScaling::timesSpanThoseOfTraining()
{
    Cohort cohort = smallCohort({});
    Modality& modality = cohort.modalities[0];
    modality.kind = ModalityKind::Series;
    modality.dims = 1;
    modality.present = { 1, 0, 1, 1 };
    modality.values = { 1, 2, 3, 4, 5, 6, 7 };
    modality.offsets = { 0, 2, 2, 5, 7 };
    modality.times = { 1, 4, -3, 6, 2, 100, -50 }; // the last two are of the test row
    const auto scale = Scaler::fit(cohort).modalities[0];
    QCOMPARE(scale.firstTime, -3.0);
    QCOMPARE(scale.lastTime, 6.0);
    QCOMPARE(scale.scaledTime(3), 6 / 9.0);
    QCOMPARE(scale.mean[0], 3.0);

    modality.times = { 5, 5, 5, 5, 5, 100, -50 };
    const auto once = Scaler::fit(cohort).modalities[0];
    QCOMPARE(once.firstTime, 5.0);
    QCOMPARE(once.lastTime, 5.0);
    QCOMPARE(once.scaledTime(7), 2.0);

    modality.present = { 0, 0, 0, 1 };
    modality.values = { 6, 7 };
    modality.offsets = { 0, 0, 0, 0, 2 };
    modality.times = { 100, 150 };
    const auto none = Scaler::fit(cohort).modalities[0];
    QCOMPARE(none.firstTime, 0.0);
    QCOMPARE(none.lastTime, 0.0);
    QCOMPARE(none.mean, (std::vector<double> { 0 }));
    QCOMPARE(none.std, (std::vector<double> { 1 }));

    modality.times.clear();
    QCOMPARE(Scaler::fit(cohort).modalities[0].lastTime, 0.0);
}

void TestScaling::stepsOfManyFeaturesAreTakenApart()
{
    Cohort cohort = smallCohort({});
    Modality& modality = cohort.modalities[0];
    modality.kind = ModalityKind::Sequence;
    modality.dims = 3;
    modality.present = { 1, 0, 1, 1 };
    modality.offsets = { 0, 2, 2, 3, 5 };
    modality.values = { 1, 10, 7, 3, 20, kMissing, 8, 60, kMissing, 500, 500, 500, 600, 600, 600 };
    const auto scale = Scaler::fit(cohort).modalities[0];
    QCOMPARE(scale.mean, (std::vector<double> { 4, 30, 7 }));
    QCOMPARE(scale.std[0], std::sqrt(26.0 / 3));
    QCOMPARE(scale.std[1], std::sqrt(1400.0 / 3));
    QCOMPARE(scale.std[2], 1.0);
}

void TestScaling::smallAndNegativeConstantsAreConstants()
{
    Cohort cohort = smallCohort({ 1e-6F, -5, 2e-6F, -5, 3e-6F, -5, 0, 0 });
    cohort.y = { -0.1, -0.1, -0.1, 7 }; // their mean is off by rounding
    const Scaler scaler = Scaler::fit(cohort);
    QVERIFY(std::abs(scaler.modalities[0].std[0] / (1e-6 * std::sqrt(2.0 / 3)) - 1) < 1e-6);
    QCOMPARE(scaler.modalities[0].std[1], 1.0);
    QCOMPARE(scaler.labelMean, -0.1);
    QCOMPARE(scaler.labelStd, 1.0);
    cohort.y = { 1e-6, 2e-6, 6e-6, 7 };
    QVERIFY(std::abs(Scaler::fit(cohort).labelStd / (1e-6 * std::sqrt(14.0 / 3)) - 1) < 1e-9);
    cohort.y = { -1, -2, -6, 7 };
    QCOMPARE(Scaler::fit(cohort).labelMean, -3.0);
    QCOMPARE(Scaler::fit(cohort).labelStd, std::sqrt(14.0 / 3));
}

void TestScaling::rowsOfAnyModalityAreScaledInPlace()
{
    Scaler scaler;
    scaler.modalities = { { { 9 }, { 9 } }, { { 1, -2 }, { 2, 4 } } };
    std::vector<float> values { 3, 2, 5, kMissing, 1, -10, 77, 77 };
    scaler.apply(1, values.data(), 3, values.data());
    QCOMPARE(values, (std::vector<float> { 1, 1, 2, 0, 0, -2, 77, 77 }));
}

void TestScaling::aStateKeepsTheScaler()
{
    Scaler scaler;
    scaler.modalities
        = { { { 1, 2 }, { 3, 4 }, 0, 6 }, { { 5 }, { 6 }, -3, 0 }, { { 7, 8, 9 }, { 10, 11, 12 }, 0, 0 } };
    scaler.labelMean = -2;
    scaler.labelStd = 5;
    const btw::ModelState state = scaler.state();
    QVERIFY(state.has("times0") && state.has("times1") && !state.has("times2"));
    const Scaler again = Scaler::fromState(state, { 2, 1, 3 });
    QCOMPARE(again.modalities.size(), std::size_t { 3 });
    for (std::size_t m = 0; m < 3; ++m) {
        QCOMPARE(again.modalities[m].mean, scaler.modalities[m].mean);
        QCOMPARE(again.modalities[m].std, scaler.modalities[m].std);
        QCOMPARE(again.modalities[m].firstTime, scaler.modalities[m].firstTime);
        QCOMPARE(again.modalities[m].lastTime, scaler.modalities[m].lastTime);
    }
    QCOMPARE(again.labelMean, -2.0);
    QCOMPARE(again.labelStd, 5.0);
    try {
        (void)Scaler::fromState(state, { 2, 1, 4 });
        QFAIL("the third modality has three features");
    } catch (const btw::Error& error) {
        QVERIFY(QString::fromUtf8(error.what())
                    .contains(QStringLiteral("its 'mean2' has 3 numbers where 4 belong")));
    }
    Cohort cohort = smallCohort({ 1, 2, 3, 4, 5, 6, 7, 8 });
    cohort.splits.assign(4, Split::Test);
    try {
        (void)Scaler::fit(cohort);
        QFAIL("there are no training rows");
    } catch (const btw::Error& error) {
        QCOMPARE(QString::fromUtf8(error.what()),
            QStringLiteral(
                "The cohort has no training rows to standardise by: draw the splits, or mark rows as "
                "train."));
    }
}

QTEST_GUILESS_MAIN(TestScaling)
#include "tst_scaling.moc"
