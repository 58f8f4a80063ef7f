// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"

#include "engine/analysis/referencemodels.h"
#include "engine/data/planting.h"
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

/// Changes with every value, and with its place.
double fingerprint(const Modality& modality)
{
    double sum = 0;
    for (std::size_t k = 0; k < modality.values.size(); ++k)
        sum += static_cast<double>(1 + k % 7) * static_cast<double>(modality.values[k]);
    return sum;
}

std::string digits(const std::vector<double>& labels)
{
    std::string text;
    for (const double label : labels)
        text += std::to_string(static_cast<int>(label));
    return text;
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
    void plantedModalitiesAreThoseOfAnIndependentProgram();
    void presenceIsRoundedAndShuffled();
    void idsAreNumberedFromOne();
    void sentimentsAreThoseOfAnIndependentProgram();
    void staysAreThoseOfAnIndependentProgram();
    void wholeCohortsAreThoseOfAnIndependentProgram();
    void wordsStandForTheModalitiesOfStays();
    void everyKindHasItsNameAndUsualSize();
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

/// From an independent Python program of the documented planting, as what follows.
void TestSamples::plantedModalitiesAreThoseOfAnIndependentProgram()
{
    using btw::data::ModalityKind;
    std::vector<btw::data::Signal> truth;
    for (int i = 0; i < 23; ++i)
        truth.push_back({ (i * 7 % 5 - 2) / 1.5, i * 3 % 4 - 1.5 });
    const std::array<btw::data::PlantedModality, 3> plan { {
        { "steps", ModalityKind::Sequence, 5, 0.8, 0.3, 0.5, 2, 4, 0.6 },
        { "rows", ModalityKind::Vector, 4, 0.6, 0.2, 0.9, 1, 1, 0.5 },
        { "single", ModalityKind::Sequence, 2, 0.3, 0.0, 0.4, 1, 1, 1 },
    } };
    Cohort cohort;
    btw::data::Random random(5);
    btw::data::plant(cohort, plan, truth, 0.1, random);

    QCOMPARE(cohort.modalityCount(), std::size_t { 3 });
    const Modality& steps = cohort.modalities[0];
    QCOMPARE(steps.name, std::string("steps"));
    QCOMPARE(steps.kind, ModalityKind::Sequence);
    QCOMPARE(steps.dims, std::int64_t { 5 });
    QCOMPARE(steps.present,
        (std::vector<std::uint8_t> { 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0 }));
    QCOMPARE(steps.offsets,
        (std::vector<std::int64_t> {
            0, 2, 2, 2, 6, 6, 8, 8, 10, 13, 13, 16, 18, 21, 25, 29, 29, 31, 33, 33, 36, 36, 38, 38 }));
    QCOMPARE(steps.values.size(), std::size_t { 190 });
    QVERIFY(std::abs(fingerprint(steps) - 89.3236752722878) < 1e-4);

    const Modality& rows = cohort.modalities[1];
    QCOMPARE(rows.kind, ModalityKind::Vector);
    QVERIFY(rows.offsets.empty());
    QCOMPARE(rows.present,
        (std::vector<std::uint8_t> { 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1 }));
    QCOMPARE(rows.values.size(), std::size_t { 92 });
    for (std::size_t i = 0; i < 23; ++i)
        QCOMPARE(rows.values[4 * i] == 0.0F, rows.present[i] == 0);
    QVERIFY(std::abs(fingerprint(rows) - 32.95201889044256) < 1e-4);

    const Modality& single = cohort.modalities[2];
    QCOMPARE(single.values.size(), std::size_t { 46 });
    QCOMPARE(single.offsets.back(), std::int64_t { 23 });
    QVERIFY(std::abs(fingerprint(single) + 40.74032821878791) < 1e-4);

    // (correlation * share of own signals * share of labels that follow them) squared.
    QVERIFY(std::abs(cohort.strengths.at("steps") - 0.254016) < 1e-12);
    QVERIFY(std::abs(cohort.strengths.at("rows") - 0.186624) < 1e-12);
    QVERIFY(std::abs(cohort.strengths.at("single") - 0.0729) < 1e-12);
}

void TestSamples::presenceIsRoundedAndShuffled()
{
    using btw::data::Random;
    Random random(3);
    QCOMPARE(btw::data::drawPresence(7, 0.5, random), (std::vector<std::uint8_t> { 0, 1, 1, 1, 1, 0, 0 }));
    Random other(4);
    QCOMPARE(btw::data::drawPresence(10, 0.25, other),
        (std::vector<std::uint8_t> { 0, 1, 0, 0, 0, 0, 1, 0, 0, 1 }));
    // What everybody has is not drawn: the next draw is the first of the seed.
    Random first(1);
    QCOMPARE(btw::data::drawPresence(9, 1, first), std::vector<std::uint8_t>(9, 1));
    QCOMPARE(first.next(), std::uint64_t { 0xb3f2af6d0fc710c5ULL });
}

void TestSamples::idsAreNumberedFromOne()
{
    const auto ids = btw::data::numberedIds("p-", 100001);
    QCOMPARE(ids.size(), std::size_t { 100001 });
    QCOMPARE(ids[0], std::string("p-00001"));
    QCOMPARE(ids[9], std::string("p-00010"));
    QCOMPARE(ids[99998], std::string("p-99999"));
    QCOMPARE(ids[99999], std::string("p-100000"));
}

void TestSamples::sentimentsAreThoseOfAnIndependentProgram()
{
    Cohort cohort;
    btw::data::Random random(8);
    const auto truth = btw::data::plantSentiments(cohort, 24, random);
    const std::array<int, 24> fifths { -10, -7, 9, -3, 2, 7, -6, -4, 9, -13, -14, -1, 0, -4, 15, -4, -5, -3,
        -4, 2, 5, 4, -7, -15 };
    QCOMPARE(cohort.size(), std::size_t { 24 });
    for (std::size_t i = 0; i < 24; ++i)
        QVERIFY(std::abs(cohort.y[i] - fifths.at(i) / 5.0) < 1e-12);
    const std::array<double, 5> first { -1.4677924542465546, -1.13433204674864, 1.2664807888075587,
        -0.46970676199234523, 0.17794282907127917 };
    QCOMPARE(truth.size(), std::size_t { 24 });
    for (std::size_t i = 0; i < 5; ++i) {
        QCOMPARE(truth[i].size(), std::size_t { 1 });
        QVERIFY(std::abs(truth[i][0] - first.at(i)) < 1e-12);
    }
    QCOMPARE(cohort.task, btw::Task::Regression);
    QVERIFY(cohort.labelRange == std::pair(-3.0, 3.0));
    QCOMPARE(cohort.ids.front(), std::string("clip-00001"));
    QCOMPARE(cohort.ids.back(), std::string("clip-00024"));
}

void TestSamples::staysAreThoseOfAnIndependentProgram()
{
    Cohort cohort;
    btw::data::Random random(9);
    const auto truth = btw::data::plantStays(cohort, 101, random);
    // 28.575, 45.681, 18.003 and 8.738 stays by their shares: the largest remainders are rounded up.
    QCOMPARE(digits(cohort.y),
        std::string(
            "10110222021121310111110101101101212210111311200113022101213011111113100200012002111011013320"
            "210003023"));
    QCOMPARE(std::count(cohort.y.begin(), cohort.y.end(), 0.0), std::ptrdiff_t { 28 });
    QCOMPARE(std::count(cohort.y.begin(), cohort.y.end(), 1.0), std::ptrdiff_t { 46 });
    QCOMPARE(std::count(cohort.y.begin(), cohort.y.end(), 2.0), std::ptrdiff_t { 18 });
    QCOMPARE(std::count(cohort.y.begin(), cohort.y.end(), 3.0), std::ptrdiff_t { 9 });
    // Nine of them are as long as somebody else's.
    const std::string shown
        = "10110222021121310111110101111101212210111311200113021101213011101111102010012002111"
          "011013310210003013";
    const std::array<double, 4> stays { 1465, 2342, 923, 448 };
    QCOMPARE(truth.size(), std::size_t { 101 });
    for (std::size_t i = 0; i < truth.size(); ++i) {
        QCOMPARE(truth[i].size(), std::size_t { 4 });
        for (std::size_t c = 0; c < 4; ++c) {
            const double odds = stays.at(c) / (5178 - stays.at(c));
            const bool own = shown[i] == static_cast<char>('0' + static_cast<int>(c));
            QVERIFY(std::abs(truth[i][c] - (own ? 1 / std::sqrt(odds) : -std::sqrt(odds))) < 1e-12);
        }
    }
    QCOMPARE(cohort.task, btw::Task::Classification);
    QCOMPARE(cohort.classes,
        (std::vector<std::string> { "under-3-days", "3-to-7-days", "7-to-14-days", "over-14-days" }));
    QCOMPARE(cohort.ids.back(), std::string("stay-00101"));
}

/// Of the least sizes that are allowed.
void TestSamples::wholeCohortsAreThoseOfAnIndependentProgram()
{
    struct Planted
    {
        std::string name;
        std::size_t values;
        double fingerprint, strength;
    };
    const auto check = [](const Cohort& cohort, const std::vector<Planted>& wanted) {
        QCOMPARE(cohort.modalityCount(), wanted.size());
        for (std::size_t m = 0; m < wanted.size(); ++m) {
            const Modality& modality = cohort.modalities[m];
            QCOMPARE(modality.name, wanted[m].name);
            QCOMPARE(modality.values.size(), wanted[m].values);
            QVERIFY2(std::abs(fingerprint(modality) - wanted[m].fingerprint) < 2e-3, modality.name.c_str());
            QVERIFY(std::abs(cohort.strengths.at(modality.name) - wanted[m].strength) < 1e-12);
        }
    };
    const Cohort sentiment = makeSentiment(50, 1);
    QCOMPARE(sentiment.name, std::string("sentiment"));
    check(sentiment,
        { { "text", 7332, 349.69949992588954, 0.762129 }, { "audio", 5192, 886.2047934852162, 0.235225 },
            { "video", 5950, -491.5604548612537, 0 } });
    const Planted ts { "ts", 15660, 736.3966356654055, 0.4636792836 };
    const Planted text { "text", 1600, -167.42655796092004, 0.3121680384 };
    const Cohort los = makeLos(100, 2);
    QCOMPARE(los.name, std::string("los"));
    QCOMPARE(los.splits.size(), std::size_t { 100 });
    QVERIFY(los.splitSeed == std::optional<std::uint64_t>(2));
    check(los,
        { ts, text, { "cxr", 1200, -111.20632698666304, 0.1755945216 },
            { "ecg", 800, -62.14115275093354, 0.0732405969 } });
    check(makeLos(100, 2, true),
        { ts, text, { "cxr", 1200, -372.5343341733096, 0.1755945216 },
            { "ecg", 800, -102.95880141481757, 0.0732405969 } });
    QCOMPARE(digits(los.y),
        std::string(
            "01113013021130300022200111103111021130011000111201111103110110121011012110112211010002103232"
            "21222112"));
    std::int64_t least = 100;
    std::int64_t most = 0;
    for (std::size_t i = 0; i < los.size(); ++i) {
        least = std::min(least, los.modalities[0].steps(i));
        most = std::max(most, los.modalities[0].steps(i));
    }
    QCOMPARE(least, std::int64_t { 8 });
    QCOMPARE(most, std::int64_t { 24 });

    const auto said = [](const std::string& name, std::size_t n) {
        try {
            (void)btw::data::makeSample(name, n);
        } catch (const btw::Error& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    QCOMPARE(said("sentiment", 49),
        std::string("A planted sentiment cohort needs at least 50 instances: ask for more (--n)."));
    QCOMPARE(said("los", 99),
        std::string("A planted length-of-stay cohort needs at least 100 instances: ask for more (--n)."));
    QCOMPARE(said("weather", 200),
        std::string("There is no planted cohort 'weather'; there are: sentiment, los, memoriser, corrupted, "
                    "independent, redundant, everywhere, mosi, mosei, mimic."));
}

void TestSamples::wordsStandForTheModalitiesOfStays()
{
    using btw::data::sampleWord;
    for (const char* sample : { "los", "mimic" }) {
        QCOMPARE(sampleWord(sample, "ts"), std::string_view("vital signs"));
        QCOMPARE(sampleWord(sample, "text"), std::string_view("notes"));
        QCOMPARE(sampleWord(sample, "cxr"), std::string_view("X-rays"));
        QCOMPARE(sampleWord(sample, "ecg"), std::string_view("ECGs"));
        QVERIFY(sampleWord(sample, "audio").empty());
    }
    QVERIFY(sampleWord("mosi", "text").empty());
    QVERIFY(sampleWord("my own", "cxr").empty());
}

void TestSamples::everyKindHasItsNameAndUsualSize()
{
    std::string found;
    for (const auto& kind : btw::data::sampleKinds())
        found += std::string(kind.name) + " " + std::to_string(kind.instances) + ", ";
    QCOMPARE(found,
        std::string("sentiment 1200, los 1600, memoriser 350, corrupted 600, independent 600, redundant 600, "
                    "everywhere 1000, mosi 2199, mosei 22856, mimic 5178, "));
    const Cohort usual = btw::data::makeSample("redundant");
    QCOMPARE(usual.size(), std::size_t { 600 });
    QCOMPARE(btw::data::makeSample("redundant", 60).size(), std::size_t { 60 });
    QVERIFY(btw::data::makeSample("redundant", {}, 1).y != usual.y); // the usual seed is 0
    QVERIFY(btw::data::makeSample("redundant", {}, 0).y == usual.y);
}

QTEST_GUILESS_MAIN(TestSamples)
#include "tst_samples.moc"
