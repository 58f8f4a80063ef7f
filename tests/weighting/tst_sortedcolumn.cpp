// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/sortedcolumn.h"

#include <QtTest>

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

using btw::weighting::SortedColumn;

namespace {

std::vector<double> drawn(const QString& kind, std::size_t n)
{
    std::mt19937_64 engine(5); // NOLINT: the same numbers every time are wanted
    std::normal_distribution<double> normal;
    std::cauchy_distribution<double> cauchy;
    std::vector<double> values(n);
    for (double& value : values) {
        if (kind == u"grid")
            value = std::round(normal(engine) * 4) / 4;
        else if (kind == u"jittered grid")
            value = std::round(normal(engine)) + 1e-10 * normal(engine);
        else if (kind == u"heavy tails")
            value = cauchy(engine);
        else if (kind == u"tiny and huge")
            value = normal(engine) * std::pow(10.0, static_cast<double>(engine() % 600) - 300);
        else
            value = normal(engine);
    }
    return values;
}

} // namespace

class TestSortedColumn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sorts_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : { "normal", "grid", "jittered grid", "heavy tails", "tiny and huge" })
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void sorts()
    {
        QFETCH(QString, kind);
        for (const std::size_t n : { 0U, 1U, 2U, 3000U }) {
            std::vector<double> values = drawn(kind, n);
            const SortedColumn column(values);
            QVERIFY(std::equal(values.begin(), values.end(), column.values().begin(), column.values().end()));
            std::sort(values.begin(), values.end());
            QVERIFY(std::equal(values.begin(), values.end(), column.sorted().begin(), column.sorted().end()));
        }
    }

    void countsAsComparingEveryPair_data() { sorts_data(); }
    void countsAsComparingEveryPair()
    {
        QFETCH(QString, kind);
        const std::vector<double> values = drawn(kind, 2500);
        const SortedColumn column(values);
        // From nobody else to everybody, and exactly as far as the next one.
        std::vector<double> radii(values.size());
        for (std::size_t i = 0; i < radii.size(); ++i) {
            const double other = values[(i * 7 + 1) % values.size()];
            radii[i] = i % 3 == 0 ? 0.0
                : i % 3 == 1      ? std::abs(other - values[i])
                                  : std::nextafter(std::abs(other - values[i]), 0.0);
        }
        std::vector<std::size_t> ranks(values.size());
        for (std::size_t i = 0; i < ranks.size(); ++i)
            ranks[i] = i;
        std::stable_sort(ranks.begin(), ranks.end(),
            [&values](std::size_t a, std::size_t b) { return values[a] < values[b]; });
        const std::vector<std::uint32_t> counts = column.countsWithin(radii);
        // Equal values may come in any order among themselves, with the radii of each.
        std::map<double, std::multiset<std::uint32_t>> expected;
        std::map<double, std::multiset<std::uint32_t>> actual;
        for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
            const std::size_t i = ranks[rank];
            const auto near = std::count_if(
                values.begin(), values.end(), [&](double v) { return std::abs(v - values[i]) <= radii[i]; });
            expected[values[i]].insert(static_cast<std::uint32_t>(near));
            actual[column.sorted()[rank]].insert(counts[rank]);
        }
        QVERIFY(actual == expected);
    }

    void threadsDoNotChangeTheCounts()
    {
        const SortedColumn column(drawn(QStringLiteral("heavy tails"), 5000));
        const std::vector<double> radii(5000, 0.25);
        const int threads = omp_get_max_threads();
        omp_set_num_threads(1);
        const auto one = column.countsWithin(radii);
        omp_set_num_threads(3);
        const auto three = column.countsWithin(radii);
        omp_set_num_threads(threads);
        QVERIFY(one == three);
    }

    /// Their first bits are the same: two of one kind, three of another.
    void numbersThatDifferInTheirLastBitsAreSortedToo()
    {
        const std::vector<double> values { 3.0, 1.0 + 0x1p-40, -2.0, 1.0, -2.0 - 0x1p-40, -2.0 - 0x1p-41 };
        const SortedColumn column(values);
        QCOMPARE(std::vector<double>(column.sorted().begin(), column.sorted().end()),
            (std::vector<double> { -2.0 - 0x1p-40, -2.0 - 0x1p-41, -2.0, 1.0, 1.0 + 0x1p-40, 3.0 }));
        QCOMPARE(std::vector<std::uint32_t>(column.rows().begin(), column.rows().end()),
            (std::vector<std::uint32_t> { 4, 5, 2, 3, 1, 0 }));
    }

    void everyReachCountsThoseUpToTheEnds()
    {
        for (const std::size_t n : { 1U, 2U, 9U, 37U }) {
            std::vector<double> values;
            for (std::size_t i = 0; i < n; ++i)
                values.push_back(static_cast<double>(n - i));
            const SortedColumn column(values);
            for (std::size_t reach = 0; reach <= n; ++reach) {
                const std::vector<double> radii(n, static_cast<double>(reach));
                const std::vector<std::uint32_t> counts = column.countsWithin(radii);
                QCOMPARE(counts.size(), n);
                for (std::size_t i = 0; i < n; ++i)
                    QCOMPARE(static_cast<std::size_t>(counts[i]),
                        std::min(i, reach) + 1 + std::min(n - 1 - i, reach));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSortedColumn)
#include "tst_sortedcolumn.moc"
