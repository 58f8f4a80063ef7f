// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/shuffle.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <utility>

using namespace btw;
using weighting::shuffledWeights;

namespace {

/// 120 instances with two modalities, some of them absent; a weight says whose it is.
struct Made
{
    std::vector<float> weights;
    std::vector<std::uint8_t> present;
    std::vector<Split> splits;

    Made()
    {
        for (std::size_t i = 0; i < 120; ++i) {
            splits.push_back(i % 4 < 2 ? Split::Train : i % 4 == 2 ? Split::Validation : Split::Test);
            present.push_back(i % 3 == 0 ? 0 : 1);
            present.push_back(i % 5 == 0 ? 0 : 1);
            weights.push_back(present[2 * i] != 0 ? static_cast<float>(i + 1) : 0.0F);
            weights.push_back(present[2 * i + 1] != 0 ? static_cast<float>(1000 + i) : 0.0F);
        }
    }

    std::vector<float> shuffled(std::uint64_t seed) const
    {
        return shuffledWeights(weights, present, splits, seed);
    }
};

using Row = std::pair<float, float>;

/// The weights of each split and pattern of modalities, sorted.
std::map<std::pair<Split, int>, std::vector<Row>> byKind(const Made& made, const std::vector<float>& weights)
{
    std::map<std::pair<Split, int>, std::vector<Row>> kinds;
    for (std::size_t i = 0; i < made.splits.size(); ++i)
        kinds[{ made.splits[i], made.present[2 * i] + 2 * made.present[2 * i + 1] }].emplace_back(
            weights[2 * i], weights[2 * i + 1]);
    for (auto& [kind, rows] : kinds)
        std::sort(rows.begin(), rows.end());
    return kinds;
}

} // namespace

class ShuffleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// An instance's weights stay together, and go to somebody of the same split with the same modalities.
    void everyKindKeepsItsWeights()
    {
        const Made made;
        QCOMPARE(byKind(made, made.shuffled(3)), byKind(made, made.weights));
    }

    void mostPeopleGetThoseOfSomebodyElse()
    {
        const Made made;
        const auto shuffled = made.shuffled(3);
        std::size_t kept = 0;
        for (std::size_t i = 0; i < made.splits.size(); ++i)
            kept += shuffled[2 * i] == made.weights[2 * i] && shuffled[2 * i + 1] == made.weights[2 * i + 1];
        QVERIFY2(kept < made.splits.size() / 3, qPrintable(QString::number(kept)));
    }

    void theSeedDecides()
    {
        const Made made;
        QCOMPARE(made.shuffled(3), made.shuffled(3));
        QVERIFY(made.shuffled(3) != made.shuffled(4));
    }
};

QTEST_GUILESS_MAIN(ShuffleTest)
#include "tst_shuffle.moc"
