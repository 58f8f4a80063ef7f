// SPDX-License-Identifier: GPL-3.0-or-later
// Planted cohorts that show where a weighting goes wrong.
#include "engine/data/controlsamples.h"

#include "engine/data/samples.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include "plantedvalues.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace btw;
using data::Cohort;

namespace {

/// The sum of the features, each with the sign with which it goes along with another value of the row.
std::vector<double> signalOf(const data::Modality& modality, const std::vector<double>& other)
{
    const auto width = static_cast<std::size_t>(modality.dims);
    std::vector<double> sums(other.size(), 0);
    for (std::size_t d = 0; d < width; ++d) {
        double along = 0;
        for (std::size_t i = 0; i < other.size(); ++i)
            along += (other[i] - 0.5) * static_cast<double>(modality.values[i * width + d]);
        for (std::size_t i = 0; i < other.size(); ++i)
            sums[i] += (along < 0 ? -1 : 1) * static_cast<double>(modality.values[i * width + d]);
    }
    return sums;
}

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

/// Of a modality's signal with the label.
double labelCorrelation(const Cohort& cohort, std::size_t m)
{
    return correlation(signalOf(cohort.modalities[m], cohort.y), cohort.y);
}

// The label is the sign of a normal value: its correlation with that value.
const double kSign = std::sqrt(2 / M_PI);

constexpr std::size_t kMany = 6000;

/// What an independent Python program of the same draws gives.
struct Wanted
{
    std::string name;
    std::int64_t dims = 0;
    std::ptrdiff_t present = 0;
    double first = 0; ///< value
    double last = 0;
    double sum = 0; ///< digest()
    double strength = 0;
};

/// Empty where the modality is as wanted.
QString difference(const Cohort& cohort, std::size_t m, const Wanted& wanted)
{
    const data::Modality& modality = cohort.modalities.at(m);
    const auto present = std::count(modality.present.begin(), modality.present.end(), 1);
    const auto first = static_cast<double>(modality.values.front());
    const auto last = static_cast<double>(modality.values.back());
    if (modality.name == wanted.name && modality.dims == wanted.dims && present == wanted.present
        && modality.values.size() == cohort.size() * static_cast<std::size_t>(wanted.dims)
        && std::abs(first - wanted.first) < 1e-6 && std::abs(last - wanted.last) < 1e-6
        && std::abs(digest(modality) - wanted.sum) < 1e-3
        && std::abs(cohort.strengths.at(wanted.name) - wanted.strength) < 1e-12)
        return {};
    return QStringLiteral("%1: %2 features, %3 present, first %4, last %5, sum %6")
        .arg(QString::fromStdString(modality.name))
        .arg(modality.dims)
        .arg(present)
        .arg(first, 0, 'g', 9)
        .arg(last, 0, 'g', 9)
        .arg(digest(modality), 0, 'f', 6);
}

} // namespace

class TestControlSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsMadeByItsNameAndSize_data()
    {
        QTest::addColumn<QString>("name");
        for (const auto& kind : data::sampleKinds()) {
            const auto name = QString::fromStdString(std::string(kind.name));
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    void everyKindIsMadeByItsNameAndSize()
    {
        QFETCH(QString, name);
        const auto kinds = data::sampleKinds();
        const auto kind = std::find_if(
            kinds.begin(), kinds.end(), [&](const auto& one) { return one.name == name.toStdString(); });
        if (kind->instances < 2000) // the paper's sizes take long
            QCOMPARE(data::makeSample(name.toStdString()).size(), kind->instances);
        const auto small = data::makeSample(name.toStdString(), 120, 3);
        QCOMPARE(small.size(), std::size_t(120));
        std::size_t numbers = 0;
        for (const auto& modality : small.modalities)
            numbers += modality.values.size();
        const double share = static_cast<double>(numbers) / static_cast<double>(120 * kind->numbers);
        QVERIFY2(std::abs(share - 1) < 0.06, qPrintable(QString::number(share)));
        QCOMPARE(small.name, name.toStdString());
        QVERIFY(data::rowsOf(small, Split::Train).size() > 80); // 70%
        // Bit for bit, since what was not measured is NaN.
        const auto isSame = [&](std::uint64_t seed) {
            const auto other = data::makeSample(name.toStdString(), 120, seed).modalities[0].values;
            const auto& values = small.modalities[0].values;
            return other.size() == values.size()
                && std::memcmp(other.data(), values.data(), values.size() * sizeof(float)) == 0;
        };
        QVERIFY(isSame(3));
        QVERIFY(!isSame(4));
        QVERIFY_EXCEPTION_THROWN(data::makeSample(name.toStdString(), 49), Error);
        for (const auto& modality : small.modalities)
            QVERIFY(small.strengths.count(modality.name) == 1);
    }

    void anUnknownKindIsToldWhichThereAre()
    {
        try {
            (void)data::makeSample("weather");
            QFAIL("there is no such kind");
        } catch (const Error& error) {
            QVERIFY(QString::fromUtf8(error.what()).contains(QLatin1String("memoriser, corrupted")));
        }
    }

    void theMemoriserHasFiveFeaturesOfSignalAndFourHundredOfNoise()
    {
        const auto cohort = data::makeMemoriser();
        QCOMPARE(cohort.size(), std::size_t(350));
        QCOMPARE(cohort.modalities[0].dims, 5);
        QCOMPARE(cohort.modalities[1].dims, 200);
        QCOMPARE(cohort.modalities[2].dims, 200);
        QCOMPARE(cohort.strengths.at("noise_a"), 0.0);
        // Of noise what goes along with the label goes along by chance: on other rows it does not.
        const auto many = data::makeMemoriser(kMany);
        QVERIFY(labelCorrelation(many, 0) > 0.5);
        QVERIFY(std::abs(labelCorrelation(many, 1)) < 0.25); // 200 signs chosen to fit, 0.18 by chance
    }

    /// In 30% of the rows a modality is somebody else's, so that its correlation is 70% of what it was.
    void corruptedModalitiesAreOfOthersInThreeRowsOfTen()
    {
        const auto cohort = data::makeCorrupted(kMany, 1);
        const double correlations[] = { 0.8, 0.65, 0.5 };
        for (std::size_t m = 0; m < 3; ++m) {
            // Ten features of equal noise show their signal with a correlation of 1 / sqrt(1.1).
            const double wanted = 0.7 * correlations[m] * kSign / std::sqrt(1.1);
            QVERIFY2(std::abs(labelCorrelation(cohort, m) - wanted) < 0.03,
                qPrintable(QStringLiteral("%1: %2, %3").arg(m).arg(labelCorrelation(cohort, m)).arg(wanted)));
            const double strength = 0.7 * correlations[m];
            QVERIFY(std::abs(cohort.strengths.at(cohort.modalities[m].name) - strength * strength) < 1e-12);
        }
    }

    void anIndependentLabelHasNothingToDoWithAnyModality()
    {
        const auto cohort = data::makeIndependent(kMany, 1);
        for (std::size_t m = 0; m < 3; ++m) {
            QVERIFY(std::abs(labelCorrelation(cohort, m)) < 0.06); // signs are chosen to fit
            QCOMPARE(cohort.strengths.at(cohort.modalities[m].name), 0.0);
        }
    }

    void redundantModalitiesShowTheSame()
    {
        const auto cohort = data::makeRedundant(kMany, 1);
        std::vector<std::vector<double>> signals;
        for (std::size_t m = 0; m < 3; ++m) {
            QVERIFY(std::abs(labelCorrelation(cohort, m) - 0.8 * kSign / std::sqrt(1.1)) < 0.03);
            signals.push_back(signalOf(cohort.modalities[m], cohort.y));
        }
        QVERIFY(correlation(signals[0], signals[1]) > 0.88); // 1 / 1.1
        QVERIFY(correlation(signals[0], signals[2]) > 0.88);
    }

    void noiseIsEverywhereAndTheScanIsWithFourInTen()
    {
        const auto cohort = data::makeEverywhere(kMany, 1);
        const auto& scan = cohort.modalities[1];
        QCOMPARE(std::count(cohort.modalities[0].present.begin(), cohort.modalities[0].present.end(), 1),
            std::ptrdiff_t(kMany));
        QCOMPARE(std::count(scan.present.begin(), scan.present.end(), 1), std::ptrdiff_t(kMany * 2 / 5));
        QVERIFY(std::abs(labelCorrelation(cohort, 0)) < 0.15); // 60 signs chosen to fit
        // Where it is absent its features are 0, so that its signal varies in four rows of ten.
        QVERIFY(std::abs(labelCorrelation(cohort, 1) - std::sqrt(0.4) * 0.8 * kSign / std::sqrt(1.1)) < 0.03);
        for (std::size_t i = 0; i < 200; ++i)
            QCOMPARE(scan.values[i * 10] == 0.0F, scan.present[i] == 0);
    }

    void valuesAreThoseOfAnotherProgram()
    {
        struct Kind
        {
            std::string name;
            std::vector<Wanted> modalities;
        };
        const std::vector<Kind> kinds {
            { "memoriser",
                { { "signal", 5, 53, -1.91948867, 2.29531813, -241.289060, 0.64 },
                    { "noise_a", 200, 53, 1.240839, 0.939556956, 475.017482, 0 },
                    { "noise_b", 200, 53, -0.208818391, -0.215642363, -635.114820, 0 } } },
            { "corrupted",
                { { "first", 10, 53, -1.24809062, -3.62231588, -444.176650, 0.3136 },
                    { "second", 10, 53, 0.739495277, -3.20748901, 105.148526, 0.207025 },
                    { "third", 10, 53, -1.27313399, 2.14353919, -38.702475, 0.1225 } } },
            { "independent",
                { { "first", 10, 53, 0.109125197, 2.93345499, -21.057986, 0 },
                    { "second", 10, 53, -2.15570521, -0.425562292, -9.878863, 0 },
                    { "third", 10, 53, -2.45876336, 1.30732608, -94.751054, 0 } } },
            { "redundant",
                { { "first", 10, 53, -1.24809062, 0.0437005684, -451.457136, 0.64 },
                    { "second", 10, 53, -0.46817717, 0.603192747, 144.939043, 0.64 },
                    { "third", 10, 53, -0.693609059, -0.24227801, 159.038537, 0.64 } } },
            { "everywhere",
                { { "monitor", 60, 53, -0.573389649, 0.765691578, -38.939149, 0 },
                    { "scan", 10, 21, 0, 0.852872789, -74.544873, 0.64 } } },
        };
        for (const auto& kind : kinds) {
            const auto cohort = data::makeSample(kind.name, 53, 1);
            QCOMPARE(cohort.name, kind.name);
            QVERIFY(cohort.task == Task::Classification);
            QCOMPARE(cohort.classes, (std::vector<std::string> { "no", "yes" }));
            QCOMPARE(cohort.ids.front(), std::string("p-00001"));
            QCOMPARE(cohort.ids.back(), std::string("p-00053"));
            QCOMPARE(std::vector<double>(cohort.y.begin(), cohort.y.begin() + 8),
                (std::vector<double> { 0, 0, 0, 1, 1, 1, 0, 1 }));
            QCOMPARE(std::count(cohort.y.begin(), cohort.y.end(), 1.0), std::ptrdiff_t(26));
            QCOMPARE(cohort.splitSeed.value_or(0), std::uint64_t(1));
            QCOMPARE(cohort.modalities.size(), kind.modalities.size());
            QCOMPARE(cohort.strengths.size(), kind.modalities.size());
            for (std::size_t m = 0; m < kind.modalities.size(); ++m)
                QCOMPARE(difference(cohort, m, kind.modalities[m]), QString());
        }
    }

    void fiftyAreEnough()
    {
        QCOMPARE(data::makeMemoriser(50, 2).size(), std::size_t(50));
        try {
            (void)data::makeMemoriser(49, 2);
            QFAIL("too few");
        } catch (const Error& error) {
            QCOMPARE(std::string(error.what()),
                std::string("A planted cohort needs at least 50 instances: ask for more (--n)."));
        }
    }
};

QTEST_GUILESS_MAIN(TestControlSamples)
#include "tst_controlsamples.moc"
