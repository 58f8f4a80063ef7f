// SPDX-License-Identifier: GPL-3.0-or-later
// Planted cohorts of the shape of the paper's data.
#include "engine/data/papersamples.h"

#include "engine/data/samples.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include "plantedvalues.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

using namespace btw;
using data::Cohort;
using data::Modality;

namespace {

std::array<std::size_t, 3> sizes(const Cohort& cohort)
{
    return { data::rowsOf(cohort, Split::Train).size(), data::rowsOf(cohort, Split::Validation).size(),
        data::rowsOf(cohort, Split::Test).size() };
}

/// Least and most steps of an instance that has the modality.
std::array<std::int64_t, 2> steps(const Modality& modality)
{
    std::array<std::int64_t, 2> range { 1 << 20, 0 };
    for (std::size_t i = 0; i < modality.present.size(); ++i) {
        if (modality.present[i] == 0)
            continue;
        range[0] = std::min(range[0], modality.steps(i));
        range[1] = std::max(range[1], modality.steps(i));
    }
    return range;
}

/// What an independent Python program of the same draws gives.
struct Wanted
{
    std::string name;
    std::int64_t dims = 0;
    std::size_t values = 0;
    std::ptrdiff_t present = 0;
    double first = 0; ///< value
    double sum = 0; ///< digest()
    double strength = 0;
};

/// Empty where the modality is as wanted.
QString difference(const Cohort& cohort, std::size_t m, const Wanted& wanted)
{
    const Modality& modality = cohort.modalities.at(m);
    const auto present = std::count(modality.present.begin(), modality.present.end(), 1);
    const double first = static_cast<double>(modality.values.at(0));
    if (modality.name == wanted.name && modality.dims == wanted.dims
        && modality.values.size() == wanted.values && present == wanted.present
        && std::abs(first - wanted.first) < 1e-6 && std::abs(digest(modality) - wanted.sum) < 0.01
        && std::abs(cohort.strengths.at(wanted.name) - wanted.strength) < 1e-12)
        return {};
    return QStringLiteral("%1: %2 features, %3 values, %4 present, first %5, sum %6")
        .arg(QString::fromStdString(modality.name))
        .arg(modality.dims)
        .arg(modality.values.size())
        .arg(present)
        .arg(first, 0, 'g', 9)
        .arg(digest(modality), 0, 'f', 6);
}

std::string errorOf(Cohort (*make)(std::size_t, std::uint64_t), std::size_t n)
{
    try {
        (void)make(n, 0);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class TestPaperSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mosi()
    {
        const auto cohort = data::makeMosi();
        QCOMPARE(cohort.size(), std::size_t(2199));
        QCOMPARE(sizes(cohort), (std::array<std::size_t, 3> { 1284, 229, 686 }));
        QCOMPARE(cohort.modalities[0].dims, 768);
        QCOMPARE(cohort.modalities[1].dims, 5);
        QCOMPARE(cohort.modalities[2].dims, 20);
        QCOMPARE(steps(cohort.modalities[0]), (std::array<std::int64_t, 2> { 10, 50 }));
        QCOMPARE(steps(cohort.modalities[1]), (std::array<std::int64_t, 2> { 75, 375 }));
        QCOMPARE(steps(cohort.modalities[2]), (std::array<std::int64_t, 2> { 100, 500 }));
        // Which clips are in which: from an independent Python program of the same draws.
        std::string drawn;
        for (std::size_t i = 0; i < 20; ++i)
            drawn += std::to_string(static_cast<int>(cohort.splits[i]));
        QCOMPARE(drawn, std::string("20010100020210022200"));
        QVERIFY(std::all_of(cohort.y.begin(), cohort.y.end(),
            [](double y) { return y >= -3 && y <= 3 && std::abs(5 * y - std::round(5 * y)) < 1e-9; }));
        // Of another size the splits are drawn as those of any other cohort.
        QCOMPARE(sizes(data::makeMosi(100)), (std::array<std::size_t, 3> { 70, 10, 20 }));
    }

    void moseiInSmall()
    {
        const auto cohort = data::makeMosei(200);
        QCOMPARE(cohort.modalities[1].dims, 74);
        QCOMPARE(cohort.modalities[2].dims, 35);
        const auto range = steps(cohort.modalities[1]);
        QVERIFY(range[0] >= 100 && range[0] < 120 && range[1] > 480 && range[1] <= 500);
        const auto kinds = data::sampleKinds();
        const auto kind
            = std::find_if(kinds.begin(), kinds.end(), [](const auto& one) { return one.name == "mosei"; });
        QCOMPARE(kind->instances, std::size_t(16326 + 1871 + 4659));
    }

    void mimic()
    {
        const auto cohort = data::makeMimic();
        std::array<std::size_t, 4> counts {};
        for (const double y : cohort.y)
            ++counts.at(static_cast<std::size_t>(y));
        QCOMPARE(counts, (std::array<std::size_t, 4> { 1465, 2342, 923, 448 }));
        const std::array<std::int64_t, 4> dims { 30, 768, 1024, 256 };
        const std::array<double, 4> shares { 1, 1, 0.25, 0.52 };
        for (std::size_t m = 0; m < 4; ++m) {
            const auto& modality = cohort.modalities[m];
            QCOMPARE(modality.dims, dims.at(m));
            const auto having = std::count(modality.present.begin(), modality.present.end(), 1);
            QVERIFY(std::abs(static_cast<double>(having) / 5178 - shares.at(m)) < 1e-3);
        }
        const auto& ts = cohort.modalities[0];
        QVERIFY(ts.kind == data::ModalityKind::Series);
        // How many times, and values, an independent Python program of the same draws gives.
        QCOMPARE(steps(ts), (std::array<std::int64_t, 2> { 15, 95 }));
        QCOMPARE(ts.offsets.back(), std::int64_t(229282));
        QCOMPARE(data::sampleWord("mimic", "cxr"), std::string_view("X-rays"));
    }

    // Nobody is measured on the hour, or as often as another; the first features often, the last ones seldom.
    void staysAreMeasuredAtUnevenTimes()
    {
        const auto cohort = data::makeMimic(300, 4);
        const auto& ts = cohort.modalities[0];
        std::size_t uneven = 0;
        std::set<std::int64_t> lengths;
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            const auto from = static_cast<std::size_t>(ts.offsets[i]);
            const auto to = static_cast<std::size_t>(ts.offsets[i + 1]);
            QVERIFY(to > from + 1 && ts.times[from] > 0 && ts.times[to - 1] <= 48);
            lengths.insert(ts.steps(i));
            float shortest = 48, longest = 0;
            for (auto step = from + 1; step < to; ++step) {
                const float gap = ts.times[step] - ts.times[step - 1];
                QVERIFY(gap > 0.016F); // a minute
                shortest = std::min(shortest, gap);
                longest = std::max(longest, gap);
            }
            uneven += longest > 4 * shortest ? 1 : 0;
        }
        QVERIFY2(uneven == cohort.size(), qPrintable(QString::number(uneven)));
        QVERIFY(lengths.size() > 30);
        std::array<double, 30> measured {};
        const auto times = static_cast<double>(ts.times.size());
        for (std::size_t step = 0; step < ts.times.size(); ++step) {
            std::size_t together = 0;
            for (std::size_t d = 0; d < 30; ++d)
                if (!std::isnan(ts.values[30 * step + d])) {
                    measured.at(d) += 1 / times;
                    ++together;
                }
            QVERIFY(together > 0);
        }
        for (const auto& [d, wanted] : { std::pair { 0U, 0.9 }, { 15U, 0.486 }, { 29U, 0.1 } })
            QVERIFY2(std::abs(measured.at(d) - wanted) < 0.015, qPrintable(QString::number(measured.at(d))));
    }

    // The same n and seed, the same cohort.
    void theSameEverywhere()
    {
        const auto first = data::makeMosi(60, 3);
        const auto second = data::makeMosi(60, 3);
        QCOMPARE(first.modalities[0].values, second.modalities[0].values);
        QVERIFY(first.y != data::makeMosi(60, 4).y);
    }

    void valuesAreThoseOfAnotherProgram()
    {
        const auto first = data::makeMosi(60, 3);
        QCOMPARE(first.name, std::string("mosi"));
        QVERIFY(first.task == Task::Regression);
        QCOMPARE(first.y[0], -1.2);
        QCOMPARE(first.y[1], -1.6);
        const std::vector<Wanted> ofMosi {
            { "text", 768, 1528320, 60, 3.62653852, -51587.156442, 0.67980025 },
            { "audio", 5, 70965, 60, -2.59925222, -19206.191416, 0.19053225 },
            { "vision", 20, 338040, 60, 3.00940824, 1006.692010, 0.11526025 },
        };
        for (std::size_t m = 0; m < ofMosi.size(); ++m)
            QCOMPARE(difference(first, m, ofMosi[m]), QString());
        QVERIFY(first.modalities[1].kind == data::ModalityKind::Sequence);
        QCOMPARE(first.modalities[1].offsets[3], std::int64_t(552));

        const auto second = data::makeMosei(50, 2);
        QCOMPARE(second.name, std::string("mosei"));
        QCOMPARE(second.y[1], -0.6);
        const std::vector<Wanted> ofMosei {
            { "text", 768, 1126656, 50, 0.560737371, -39695.449087, 0.67980025 },
            { "audio", 74, 1113700, 50, 0.417940438, 41125.477252, 0.19053225 },
            { "vision", 35, 457800, 50, -2.77557707, -30814.529804, 0.11526025 },
        };
        for (std::size_t m = 0; m < ofMosei.size(); ++m)
            QCOMPARE(difference(second, m, ofMosei[m]), QString());

        const auto third = data::makeMimic(100, 5);
        QCOMPARE(third.name, std::string("mimic"));
        QCOMPARE(std::vector<double>(third.y.begin(), third.y.begin() + 6),
            (std::vector<double> { 0, 0, 0, 1, 3, 1 }));
        QCOMPARE(third.splits.size(), std::size_t(100));
        const std::vector<Wanted> ofMimic {
            { "ts", 30, 132690, 100, 1.21975076, 1193.634628, 0.4636792836 },
            { "text", 768, 76800, 100, -0.635938168, -240.667973, 0.3121680384 },
            { "cxr", 1024, 102400, 25, -2.61669445, -372.108508, 0.1755945216 },
            { "ecg", 256, 25600, 52, 7.47005653, -2032.811109, 0.0732405969 },
        };
        for (std::size_t m = 0; m < ofMimic.size(); ++m)
            QCOMPARE(difference(third, m, ofMimic[m]), QString());
        const auto& ts = third.modalities[0];
        QVERIFY(ts.kind == data::ModalityKind::Series);
        QCOMPARE(std::vector<std::int64_t>(ts.offsets.begin(), ts.offsets.begin() + 4),
            (std::vector<std::int64_t> { 0, 50, 97, 157 }));
        QCOMPARE(std::vector<float>(ts.times.begin(), ts.times.begin() + 3),
            (std::vector<float> { 7 / 60.0F, 10 / 60.0F, 35 / 60.0F }));
        QVERIFY(std::isnan(ts.values[2]) && std::abs(ts.values[3] - -1.15206587F) < 1e-6F);
        double sum = 0;
        for (std::size_t k = 0; k < ts.times.size(); ++k)
            sum += static_cast<double>(ts.times[k]) * static_cast<double>(k % 7 + 1);
        QVERIFY2(std::abs(sum - 426448.366532) < 1e-3, qPrintable(QString::number(sum, 'f', 6)));
        QVERIFY(third.modalities[3].kind == data::ModalityKind::Vector);
    }

    /// What is said of their memory before they are made.
    void numbersAreThoseOfAnInstance()
    {
        for (const auto& kind : data::sampleKinds()) {
            const std::size_t n = std::min<std::size_t>(kind.instances, 400);
            double values = 0;
            for (const auto& modality : kind.make(n, 0).modalities)
                values += static_cast<double>(modality.values.size());
            const double own = values / static_cast<double>(n);
            QVERIFY2(std::abs(own / static_cast<double>(kind.numbers) - 1) < 0.05,
                qPrintable(
                    QStringLiteral("%1: %2").arg(QString::fromStdString(std::string(kind.name))).arg(own)));
        }
    }

    void tooSmallIsRefused()
    {
        const std::string clips("A planted cohort of clips needs at least 50 instances: ask for more (--n).");
        QCOMPARE(errorOf(data::makeMosi, 49), clips);
        QCOMPARE(errorOf(data::makeMosei, 49), clips);
        QCOMPARE(errorOf(data::makeMosi, 50), std::string());
        QCOMPARE(errorOf(data::makeMimic, 99),
            std::string("A planted cohort of stays needs at least 100 instances: ask for more (--n)."));
    }
};

QTEST_GUILESS_MAIN(TestPaperSamples)
#include "tst_papersamples.moc"
