// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/training/batches.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace btw;
using namespace btw::training;

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

/// Two training rows and a test row with a vector `v` (the second lacks it) and a sequence `s` of one feature
/// at 2, 1 and 3 steps, one of them missing.
data::Cohort smallCohort()
{
    data::Cohort cohort;
    cohort.ids = { "a", "b", "c" };
    cohort.y = { 1, 3, 7 };
    cohort.splits = { Split::Train, Split::Train, Split::Test };
    data::Modality vector;
    vector.name = "v";
    vector.dims = 2;
    vector.values = { 5, 1, 0, 0, 8, kMissing };
    vector.present = { 1, 0, 1 };
    data::Modality sequence;
    sequence.name = "s";
    sequence.kind = data::ModalityKind::Sequence;
    sequence.dims = 1;
    sequence.values = { 1, 2, 3, 20, kMissing, 22 };
    sequence.offsets = { 0, 2, 3, 6 };
    sequence.present = { 1, 1, 1 };
    cohort.modalities = { vector, sequence };
    return cohort;
}

std::vector<float> listed(const at::Tensor& tensor)
{
    const auto flat = tensor.contiguous();
    return { flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel() };
}

std::vector<std::int64_t> wholes(const at::Tensor& tensor)
{
    return { tensor.data_ptr<std::int64_t>(), tensor.data_ptr<std::int64_t>() + tensor.numel() };
}

} // namespace

class TestBatches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectorsAreStandardisedAndZeroWhereAbsentOrMissing();
    void sequencesArePackedByTimeLongestFirst();
    void labelsAreStandardised();
    void bothStoresGiveTheSameBits_data();
    void bothStoresGiveTheSameBits();
    void nothingIsCopiedOfACohortOnTheCpu();
    void seriesBringTheirTimesAndWhatWasMeasured();
    void absentSequencesAreLeftOut();
    void rowsAreFoundAgainAndTheirPresenceIsStacked();
    void weightsAreThoseOfTheRowsAndModalities();
    void aModelIsBuiltForWhatItSees();
    void classesAreWhole();
    void othersAreScaledAsTheTrainingRowsWere();
};

void TestBatches::vectorsAreStandardisedAndZeroWhereAbsentOrMissing()
{
    const auto cohort = smallCohort();
    const Batches batches(cohort, at::kCPU);
    const auto input = batches.input({ 2, 1, 0 }, { 0 });
    // Training values of v: 5 and 1 only, so that they are centred and not divided.
    QCOMPARE(listed(input.modalities[0].values), (std::vector<float> { 3, 0, 0, 0, 0, 0 }));
    QCOMPARE(listed(input.present), (std::vector<float> { 1, 0, 1 }));
}

void TestBatches::sequencesArePackedByTimeLongestFirst()
{
    const auto cohort = smallCohort();
    const Batches batches(cohort, at::kCPU);
    const auto input = batches.input({ 1, 2, 0 }, { 1 }).modalities[0];
    QCOMPARE(wholes(input.batchSizes), (std::vector<std::int64_t> { 3, 2, 1 }));
    QCOMPARE(wholes(input.order), (std::vector<std::int64_t> { 1, 2, 0 }));
    const auto scaled = [](double value) { return static_cast<float>((value - 2) / std::sqrt(2.0 / 3)); };
    QCOMPARE(listed(input.values),
        (std::vector<float> { scaled(20), scaled(1), scaled(3), 0, scaled(2), scaled(22) }));
}

void TestBatches::labelsAreStandardised()
{
    const auto cohort = smallCohort();
    QCOMPARE(listed(Batches(cohort, at::kCPU).target({ 2, 0 })), (std::vector<float> { 5, -1 }));
}

void TestBatches::bothStoresGiveTheSameBits_data()
{
    QTest::addColumn<bool>("stay");
    QTest::newRow("sentiment: sequences") << false;
    QTest::newRow("length of stay: vectors, many absent") << true;
}

void TestBatches::bothStoresGiveTheSameBits()
{
    QFETCH(bool, stay);
    const auto cohort = stay ? data::makeLos(300, 5) : data::makeSentiment(300, 5);
    const Batches lazy(cohort, at::kCPU, FeatureStore::Cohort);
    const Batches copied(cohort, at::kCPU, FeatureStore::Device);
    std::vector<std::int64_t> rows(cohort.size());
    std::iota(rows.rbegin(), rows.rend(), 0);
    std::vector<std::size_t> modalities(cohort.modalityCount());
    std::iota(modalities.begin(), modalities.end(), std::size_t { 0 });
    const auto left = lazy.input(rows, modalities);
    const auto right = copied.input(rows, modalities);
    for (std::size_t m = 0; m < cohort.modalityCount(); ++m) {
        QVERIFY(left.modalities[m].values.numel() > 0);
        QVERIFY(at::equal(left.modalities[m].values, right.modalities[m].values));
    }
}

void TestBatches::nothingIsCopiedOfACohortOnTheCpu()
{
    auto cohort = smallCohort();
    const Batches batches(cohort, at::kCPU);
    cohort.modalities[0].values[4] = 10; // a row of the test split: the scaler has not seen it
    QCOMPARE(listed(batches.input({ 2 }, { 0 }).modalities[0].values)[0], 5.0F);
}

void TestBatches::seriesBringTheirTimesAndWhatWasMeasured()
{
    auto cohort = smallCohort();
    cohort.modalities[1].kind = data::ModalityKind::Series;
    // The training rows span 4 to 12; the test row's 24 lies beyond.
    cohort.modalities[1].times = { 4, 8, 12, 4, 8, 24 };
    for (const auto store : { FeatureStore::Cohort, FeatureStore::Device }) {
        const Batches batches(cohort, at::kCPU, store);
        const auto input = batches.input({ 1, 2, 0 }, { 1 }).modalities[0];
        QCOMPARE(listed(input.times), (std::vector<float> { 0, 0, 1, 0.5F, 0.5F, 2.5F }));
        QCOMPARE(listed(input.observed), (std::vector<float> { 1, 1, 1, 0, 1, 1 }));
        // A model that predicts others keeps the span.
        const auto again = data::Scaler::fromState(batches.scaler().state(), { 2, 1 });
        QCOMPARE(again.modalities[1].scaledTime(24), 2.5);
    }
    const auto sequence = Batches(smallCohort(), at::kCPU).input({ 0 }, { 1 }).modalities[0];
    QVERIFY(!sequence.times.defined() && !sequence.observed.defined());
}

/// Five rows with a series of two features: 2, no, 3, 2 and 1 steps.
data::Cohort seriesCohort()
{
    data::Cohort cohort;
    cohort.ids = { "a", "b", "c", "d", "e" };
    cohort.y = { 1, 3, 7, 2, 9 };
    cohort.splits = { Split::Train, Split::Train, Split::Test, Split::Test, Split::Validation };
    data::Modality series;
    series.name = "s";
    series.kind = data::ModalityKind::Series;
    series.dims = 2;
    // Training steps: 1, 3 and 10, 30.
    series.values = { 1, 10, 3, 30, 5, kMissing, 7, 70, kMissing, 90, 1, 10, 3, 70, 4, 40 };
    series.offsets = { 0, 2, 2, 5, 7, 8 };
    series.times = { 2, 10, 4, 6, 18, 2, 3, 10 };
    series.present = { 1, 0, 1, 1, 1 };
    cohort.modalities = { series };
    return cohort;
}

void TestBatches::absentSequencesAreLeftOut()
{
    const auto cohort = seriesCohort();
    for (const auto store : { FeatureStore::Cohort, FeatureStore::Device }) {
        const Batches batches(cohort, at::kCPU, store);
        const auto input = batches.input({ 4, 3, 1, 2, 0 }, { 0 }).modalities[0];
        // The longest first; of equals the first in the batch.
        QCOMPARE(wholes(input.order), (std::vector<std::int64_t> { 3, 1, 4, 0 }));
        QCOMPARE(wholes(input.batchSizes), (std::vector<std::int64_t> { 4, 3, 1 }));
        // Means 2 and 20, deviations 1 and 10.
        QCOMPARE(listed(input.values),
            (std::vector<float> { 3, 0, -1, -1, -1, -1, 2, 2, 5, 5, 1, 5, 1, 1, 0, 7 }));
        QCOMPARE(listed(input.times), (std::vector<float> { 0.25F, 0, 0, 1, 0.5F, 0.125F, 1, 2 }));
        QCOMPARE(
            listed(input.observed), (std::vector<float> { 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1 }));
        const auto nobody = batches.input({ 1 }, { 0 });
        QCOMPARE(nobody.modalities[0].values.size(0), 0);
        QCOMPARE(nobody.modalities[0].values.size(1), 2);
        QCOMPARE(nobody.modalities[0].batchSizes.numel(), 0);
        QCOMPARE(nobody.modalities[0].order.numel(), 0);
        QCOMPARE(nobody.modalities[0].times.numel(), 0);
        QCOMPARE(listed(nobody.present), std::vector<float> { 0 });
    }
}

void TestBatches::rowsAreFoundAgainAndTheirPresenceIsStacked()
{
    auto cohort = smallCohort();
    cohort.modalities[1].present = { 1, 1, 0 };
    cohort.modalities[0].present[0] = 2; // any mark but 0
    const Batches batches(cohort, at::kCPU);
    const auto input = batches.input({ 2, 1 }, { 1, 0 });
    QCOMPARE(input.modalities.size(), std::size_t(2));
    QCOMPARE(listed(input.present), (std::vector<float> { 0, 1, 1, 0 }));
    QCOMPARE(input.present.dim(), 3);
    QCOMPARE(input.present.size(0), 2);
    QCOMPARE(input.present.size(2), 1);
    for (const auto& one : input.modalities) {
        QCOMPARE(wholes(one.rows), (std::vector<std::int64_t> { 2, 1 }));
        QVERIFY(one.encoded != nullptr);
    }
    QVERIFY(input.modalities[0].encoded != input.modalities[1].encoded);
    const auto again = batches.input({ 0 }, { 0 });
    QVERIFY(again.modalities[0].encoded == input.modalities[1].encoded); // the same in every batch
    QCOMPARE(listed(again.present), std::vector<float> { 1 });
    QVERIFY(!input.weights.defined());
}

void TestBatches::weightsAreThoseOfTheRowsAndModalities()
{
    auto cohort = smallCohort();
    for (int more = 0; more < 2; ++more)
        cohort.modalities.push_back(cohort.modalities[0]);
    const Batches batches(cohort, at::kCPU);
    const auto table = batches.weightTable({ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 });
    QCOMPARE(listed(table), (std::vector<float> { 1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12 }));
    QCOMPARE(listed(batches.weights(table, { 2, 0 }, { 0, 1, 2, 3 })),
        (std::vector<float> { 9, 1, 10, 2, 11, 3, 12, 4 }));
    const auto some = batches.weights(table, { 2, 0, 1 }, { 0, 2 });
    QCOMPARE(listed(some), (std::vector<float> { 9, 1, 5, 11, 3, 7 }));
    QCOMPARE(some.dim(), 3);
    QCOMPARE(some.size(0), 2);
    QCOMPARE(some.size(1), 3);
    QCOMPARE(listed(batches.weights(table, { 1 }, { 1 })), std::vector<float> { 6 });
}

void TestBatches::aModelIsBuiltForWhatItSees()
{
    auto cohort = smallCohort();
    const auto shape = Batches(cohort, at::kCPU).shape({ 1, 0 });
    QCOMPARE(shape.outputs, 1);
    QCOMPARE(shape.inputs.size(), std::size_t(2));
    const auto& sequence = shape.inputs[0];
    QCOMPARE(sequence.name, std::string("s"));
    QCOMPARE(sequence.dims, 1);
    QCOMPARE(sequence.kind, data::ModalityKind::Sequence);
    QCOMPARE(sequence.steps.first, 1);
    QCOMPARE(sequence.steps.second, 3);
    QCOMPARE(sequence.scale.mean, std::vector<double> { 2 });
    const auto& vector = shape.inputs[1];
    QCOMPARE(vector.name, std::string("v"));
    QCOMPARE(vector.dims, 2);
    QCOMPARE(vector.kind, data::ModalityKind::Vector);
    QCOMPARE(vector.scale.mean, (std::vector<double> { 5, 1 }));
    cohort.task = Task::Classification;
    cohort.classes = { "p", "q", "r" };
    cohort.y = { 1, 0, 2 };
    QCOMPARE(Batches(cohort, at::kCPU).shape({ 0 }).outputs, 3);
}

void TestBatches::classesAreWhole()
{
    auto cohort = smallCohort();
    cohort.task = Task::Classification;
    cohort.classes = { "p", "q", "r" };
    cohort.y = { 1, 0, 2 };
    const auto target = Batches(cohort, at::kCPU).target({ 2, 0, 0, 1 });
    QCOMPARE(target.dim(), 1);
    QCOMPARE(wholes(target), (std::vector<std::int64_t> { 2, 1, 1, 0 }));
}

void TestBatches::othersAreScaledAsTheTrainingRowsWere()
{
    auto people = smallCohort();
    people.modalities[0].values = { 2, 4, 0, 0, 6, 8 };
    data::Scaler scaler;
    scaler.modalities = { { { 2, 3 }, { 0.5, 4 } }, { { 1 }, { 1 } } };
    const Batches batches(people, scaler);
    QCOMPARE(listed(batches.input({ 2, 1, 0 }, { 0 }).modalities[0].values),
        (std::vector<float> { 8, 1.25F, 0, 0, 0, 0.25F }));
    QCOMPARE(listed(batches.input({ 2, 1, 0 }, { 0 }).present), (std::vector<float> { 1, 0, 1 }));
    QCOMPARE(listed(batches.input({ 2 }, { 1 }).modalities[0].values), (std::vector<float> { 19, 0, 21 }));
}

QTEST_GUILESS_MAIN(TestBatches)
#include "tst_batches.moc"
