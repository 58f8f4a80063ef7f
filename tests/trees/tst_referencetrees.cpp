// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/referencetrees.h"

#include "engine/data/samples.h"
#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/trees/boostedtrees.h"

#include <QtTest/QtTest>

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace btw;
using trees::fitReferenceTrees;
using trees::ReferenceLimits;
using trees::ReferenceTrees;

namespace {

bool same(const Predictions& a, const Predictions& b)
{
    return std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
        [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

} // namespace

class TestReferenceTrees : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneModelAModalityAndOneOnEverything()
    {
        const auto cohort = data::makeLos(200);
        const auto models = fitReferenceTrees(cohort);
        QCOMPARE(models.size(), 5U);
        for (std::size_t m = 0; m < 4; ++m) {
            QCOMPARE(models[m].name, cohort.modalities[m].name);
            for (std::size_t i = 0; i < cohort.size(); ++i)
                QCOMPARE(std::isnan(models[m].predictions.row(i)[0]), cohort.modalities[m].present[i] == 0);
        }
        QCOMPARE(models[4].name, std::string("all"));
        for (const auto& model : models)
            QCOMPARE(model.rounds, trees::referenceRounds());
        for (const float value : models[4].predictions.values)
            QVERIFY(value >= 0 && value <= 1);
    }

    void everythingIsGrownWithTheFixedSettings()
    {
        const auto cohort = data::makeSentiment(120);
        const auto table = trees::summaryFeatures(cohort);
        std::vector<std::size_t> everyone(cohort.size());
        std::iota(everyone.begin(), everyone.end(), std::size_t { 0 });
        const auto alone = trees::BoostedTrees::fit(
            table, cohort, data::rowsOf(cohort, Split::Train), trees::referenceSettings());
        QVERIFY(same(fitReferenceTrees(cohort).back().predictions, alone.predict(table, everyone)));
    }

    void numberOfThreadsChangesNothing()
    {
        const auto cohort = data::makeLos(200);
        omp_set_num_threads(1);
        const auto one = fitReferenceTrees(cohort);
        omp_set_num_threads(3);
        const auto three = fitReferenceTrees(cohort);
        for (std::size_t m = 0; m < one.size(); ++m)
            QVERIFY(same(one[m].predictions, three[m].predictions));
    }

    void labelsOutsideTrainingChangeNothing()
    {
        auto cohort = data::makeLos(200);
        const auto before = fitReferenceTrees(cohort);
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.splits[i] != Split::Train)
                cohort.y[i] = 0;
        }
        QVERIFY(same(fitReferenceTrees(cohort).back().predictions, before.back().predictions));
    }

    void timeThatIsOverLeavesTheRoundsSoFar()
    {
        omp_set_num_threads(1);
        ReferenceLimits limits;
        limits.seconds = 0;
        for (const auto& model : fitReferenceTrees(data::makeSentiment(120), limits)) {
            QCOMPARE(model.rounds, 0);
            QVERIFY(model.predictions.values.empty());
        }
    }

    void whatIsTooLargeIsLeftOutAndTheRestIsGrown()
    {
        const auto cohort = data::makeSentiment(120);
        ReferenceLimits limits;
        limits.values = 120 * trees::summaryWidth(cohort.modalities[0]);
        const auto models = fitReferenceTrees(cohort, limits);
        QCOMPARE(models[0].rounds, trees::referenceRounds());
        QCOMPARE(models[3].rounds, ReferenceTrees::kTooLarge);
        QVERIFY(models[3].predictions.values.empty());
    }

    void stopLeavesNothing()
    {
        int asked = 0;
        QVERIFY(fitReferenceTrees(data::makeSentiment(120), {}, [&] { return ++asked > 10; }).empty());
    }

    void noTrainingRowsAreRefused()
    {
        auto cohort = data::makeSentiment(120);
        std::fill(cohort.splits.begin(), cohort.splits.end(), Split::Test);
        QVERIFY_EXCEPTION_THROWN(fitReferenceTrees(cohort), Error);
    }
};

QTEST_APPLESS_MAIN(TestReferenceTrees)
#include "tst_referencetrees.moc"
