// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"

#include "engine/analysis/referencemodels.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

using btw::Split;
using btw::analysis::ReferenceModel;
using btw::data::Cohort;
using btw::data::makeLos;
using btw::data::makeSentiment;
using btw::data::Modality;

namespace {

double correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    const auto n = static_cast<double>(a.size());
    double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sa += a[i];
        sb += b[i];
        saa += a[i] * a[i];
        sbb += b[i] * b[i];
        sab += a[i] * b[i];
    }
    return (sab - sa * sb / n) / std::sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
}

/// Correlation with the label, over the rows of a split that have the modality; 0 where predictions do not
/// vary.
double fit(const Cohort& cohort, const ReferenceModel& model, Split split)
{
    std::vector<double> predicted;
    std::vector<double> y;
    for (const std::size_t row : btw::data::rowsOf(cohort, split)) {
        if (!std::isnan(model.predictions.row(row)[0])) {
            predicted.push_back(model.predictions.row(row)[0]);
            y.push_back(cohort.y[row]);
        }
    }
    const double r = correlation(predicted, y);
    return std::isnan(r) ? 0 : r;
}

/// At one strength, which is near what cross-validation chooses: these tests ask for orders only.
std::vector<ReferenceModel> plainModels(const Cohort& cohort)
{
    btw::analysis::ReferenceOptions options;
    options.strengths = { 0.1 };
    return btw::analysis::fitReferenceModels(cohort, options);
}

std::size_t topClass(const ReferenceModel& model, std::size_t row)
{
    const float* p = model.predictions.row(row);
    return static_cast<std::size_t>(std::max_element(p, p + model.predictions.width) - p);
}

/// Plug-in mutual information of two models' predicted classes over the training rows that both predict.
double mutualInformation(const Cohort& cohort, const ReferenceModel& a, const ReferenceModel& b)
{
    std::map<std::pair<std::size_t, std::size_t>, double> joint;
    std::map<std::size_t, double> left;
    std::map<std::size_t, double> right;
    double n = 0;
    for (const std::size_t row : btw::data::rowsOf(cohort, Split::Train)) {
        if (std::isnan(a.predictions.row(row)[0]))
            continue;
        ++joint[{ topClass(a, row), topClass(b, row) }];
        ++left[topClass(a, row)];
        ++right[topClass(b, row)];
        ++n;
    }
    double sum = 0;
    for (const auto& [cell, count] : joint)
        sum += count / n * std::log(count * n / (left[cell.first] * right[cell.second]));
    return sum;
}

double accuracy(const Cohort& cohort, const ReferenceModel& model, Split split)
{
    double right = 0;
    double n = 0;
    for (const std::size_t row : btw::data::rowsOf(cohort, split)) {
        if (std::isnan(model.predictions.row(row)[0]))
            continue;
        right += static_cast<double>(topClass(model, row)) == cohort.y[row] ? 1 : 0;
        ++n;
    }
    return right / n;
}

double shareOf(const Modality& modality)
{
    double having = 0;
    for (const std::uint8_t present : modality.present)
        having += present;
    return having / static_cast<double>(modality.present.size());
}

void addSeeds()
{
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 0; seed < 10; ++seed)
        QTest::addRow("seed %d", static_cast<int>(seed)) << seed;
}

} // namespace

class TestSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentimentHasTheDeclaredShape();
    void losHasTheDeclaredShape();
    void losHasTheImbalanceOfThePaper();
    void losPresenceIsThePapersOrComplete();
    void strengthsAreNamedAndOrdered();
    void plainRidgeFindsSentimentAsPlanted_data() { addSeeds(); }
    void plainRidgeFindsSentimentAsPlanted();
    void plainLogisticFindsLosAsPlanted_data() { addSeeds(); }
    void plainLogisticFindsLosAsPlanted();
    void incompleteLosKeepsTheOrder_data() { addSeeds(); }
    void incompleteLosKeepsTheOrder();
    void sameSeedSameCohort();
    void otherSeedOtherCohort();
    void valuesAreTheSameOnEveryMachine();
    void tooSmallIsAnError();
};

void TestSamples::sentimentHasTheDeclaredShape()
{
    const Cohort cohort = makeSentiment();
    QCOMPARE(cohort.size(), std::size_t { 1200 });
    QCOMPARE(cohort.modalityCount(), std::size_t { 3 });
    QVERIFY(cohort.labelRange == std::pair(-3.0, 3.0));
    for (const double y : cohort.y) {
        QVERIFY(y >= -3 && y <= 3);
        QCOMPARE(std::round(y * 5), y * 5);
    }
    const std::array<std::int64_t, 3> dims { 12, 8, 10 };
    for (std::size_t m = 0; m < 3; ++m) {
        const Modality& modality = cohort.modalities[m];
        QCOMPARE(modality.dims, dims.at(m));
        std::int64_t least = 100;
        std::int64_t most = 0;
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            least = std::min(least, modality.steps(i));
            most = std::max(most, modality.steps(i));
        }
        QCOMPARE(least, std::int64_t { 4 });
        QCOMPARE(most, std::int64_t { 20 });
    }
    QCOMPARE(btw::data::rowsOf(cohort, Split::Test).size(), std::size_t { 240 });
}

void TestSamples::losHasTheDeclaredShape()
{
    const Cohort cohort = makeLos();
    QCOMPARE(cohort.size(), std::size_t { 1600 });
    QCOMPARE(cohort.classCount(), std::size_t { 4 });
    const std::array<std::string, 4> names { "ts", "text", "cxr", "ecg" };
    for (std::size_t m = 0; m < 4; ++m)
        QCOMPARE(cohort.modalities[m].name, names.at(m));
    QVERIFY(cohort.modalities[0].isRagged());
    QVERIFY(!cohort.modalities[1].isRagged());
    QCOMPARE(btw::data::rowsOf(cohort, Split::Train).size(), std::size_t { 1120 });
}

void TestSamples::losHasTheImbalanceOfThePaper()
{
    std::array<int, 4> counts {};
    for (const double y : makeLos(5178, 3).y)
        ++counts.at(static_cast<std::size_t>(y));
    QCOMPARE(counts, (std::array<int, 4> { 1465, 2342, 923, 448 }));
}

void TestSamples::losPresenceIsThePapersOrComplete()
{
    const std::array<double, 4> shares { 1, 1, 0.25, 0.52 };
    const Cohort cohort = makeLos(1000, 4);
    const Cohort complete = makeLos(1000, 4, true);
    for (std::size_t m = 0; m < 4; ++m) {
        QCOMPARE(shareOf(cohort.modalities[m]), shares.at(m));
        QCOMPARE(shareOf(complete.modalities[m]), 1.0);
    }
}

void TestSamples::strengthsAreNamedAndOrdered()
{
    for (const Cohort& cohort : { makeSentiment(), makeLos(), makeLos(500, 1, true) }) {
        QCOMPARE(cohort.strengths.size(), cohort.modalityCount());
        for (std::size_t m = 1; m < cohort.modalityCount(); ++m) {
            QVERIFY(cohort.strengths.at(cohort.modalities[m].name)
                < cohort.strengths.at(cohort.modalities[m - 1].name));
        }
    }
    QCOMPARE(makeSentiment().strengths.at("video"), 0.0);
}

void TestSamples::plainRidgeFindsSentimentAsPlanted()
{
    QFETCH(quint64, seed);
    const Cohort cohort = makeSentiment(1200, seed);
    const std::vector<ReferenceModel> models = plainModels(cohort);
    const double text = fit(cohort, models[0], Split::Test);
    const double audio = fit(cohort, models[1], Split::Test);
    const double video = fit(cohort, models[2], Split::Test);
    qInfo("text %.2f audio %.2f video %.2f", text, audio, video);
    QVERIFY(text > 0.75 && text < 0.92);
    QVERIFY(audio > 0.25 && audio < 0.6);
    QVERIFY(std::abs(video) < 0.25);
}

void TestSamples::plainLogisticFindsLosAsPlanted()
{
    QFETCH(quint64, seed);
    const Cohort cohort = makeLos(1600, seed, true);
    const std::vector<ReferenceModel> models = plainModels(cohort);
    std::array<double, 4> shared {};
    for (std::size_t m = 0; m < 4; ++m)
        shared.at(m) = mutualInformation(cohort, models[m], models[4]);
    qInfo("MI %.3f %.3f %.3f %.3f, accuracy %.2f %.2f %.2f %.2f, all %.2f", shared[0], shared[1], shared[2],
        shared[3], accuracy(cohort, models[0], Split::Test), accuracy(cohort, models[1], Split::Test),
        accuracy(cohort, models[2], Split::Test), accuracy(cohort, models[3], Split::Test),
        accuracy(cohort, models[4], Split::Test));
    for (std::size_t m = 1; m < 4; ++m)
        QVERIFY(shared.at(m) < 0.8 * shared.at(m - 1));
    QVERIFY(accuracy(cohort, models[4], Split::Test)
        < 0.95); // a cohort that leaves nothing to err on shows nothing
}

void TestSamples::incompleteLosKeepsTheOrder()
{
    QFETCH(quint64, seed);
    const Cohort cohort = makeLos(1600, seed);
    const std::vector<ReferenceModel> models = plainModels(cohort);
    std::array<double, 4> shared {};
    for (std::size_t m = 0; m < 4; ++m)
        shared.at(m) = mutualInformation(cohort, models[m], models[4]);
    qInfo("MI %.3f %.3f %.3f %.3f", shared[0], shared[1], shared[2], shared[3]);
    for (std::size_t m = 1; m < 4; ++m)
        QVERIFY(shared.at(m) < 0.9 * shared.at(m - 1));
}

void TestSamples::sameSeedSameCohort()
{
    const Cohort a = makeLos(200, 9);
    const Cohort b = makeLos(200, 9);
    QCOMPARE(a.y, b.y);
    QVERIFY(a.splits == b.splits);
    for (std::size_t m = 0; m < 4; ++m) {
        QCOMPARE(a.modalities[m].values, b.modalities[m].values);
        QCOMPARE(a.modalities[m].present, b.modalities[m].present);
    }
}

void TestSamples::otherSeedOtherCohort()
{
    const Cohort a = makeSentiment(100, 1);
    const Cohort b = makeSentiment(100, 2);
    QVERIFY(a.y != b.y);
    QVERIFY(a.splits != b.splits);
    QVERIFY(a.modalities[0].values != b.modalities[0].values);
}

/// To 1e-6: libm may differ in the last bit of a double, which seldom shows in a float32.
void TestSamples::valuesAreTheSameOnEveryMachine()
{
    const Cohort cohort = makeSentiment(50, 1);
    const std::vector<float> expected { 1.89888883F, -0.542195499F, 0.359535187F, -0.232108548F,
        -0.686554372F };
    for (std::size_t k = 0; k < expected.size(); ++k)
        QVERIFY(std::abs(cohort.modalities[0].values[k] - expected[k]) < 1e-6F);
    QCOMPARE(cohort.y[0], -2);
}

void TestSamples::tooSmallIsAnError()
{
    QVERIFY_EXCEPTION_THROWN(makeSentiment(49, 0), btw::Error);
    QVERIFY_EXCEPTION_THROWN(makeLos(99, 0), btw::Error);
}

QTEST_GUILESS_MAIN(TestSamples)
#include "tst_samples.moc"
