// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metrics.h"
#include "engine/data/splits.h"
#include "engine/trees/referencetrees.h"
#include "workspace/io/readcohort.h"

#include <QtCore/QDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace btw;

/// ../shared/data/README.md has 0.792 and 0.389 for 5 folds x 3 repeats, with a standard error of 0.014.
class TestTreesOnMetabric : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aurocAndLogLossAreTheMeasuredOnes()
    {
        const QString folder = QStringLiteral(BTW_SHARED_DATA "/metabric");
        if (!QDir(folder).exists())
            QSKIP("../shared/data/metabric is not here");
        auto read = io::openCohort(folder, 0);
        QVERIFY(read.cohort);
        auto& cohort = *read.cohort;
        std::vector<std::size_t> everyone(cohort.size());
        std::iota(everyone.begin(), everyone.end(), std::size_t { 0 });
        double auroc = 0;
        double logLoss = 0;
        for (std::uint64_t repeat = 0; repeat < 3; ++repeat) {
            const auto folds = data::drawParts(cohort, everyone, std::vector<double>(5, 0.2), repeat);
            for (std::size_t fold = 0; fold < 5; ++fold) {
                for (std::size_t i = 0; i < cohort.size(); ++i)
                    cohort.splits[i] = folds[i] == fold ? Split::Test : Split::Train;
                const auto predictions = trees::fitReferenceTrees(cohort).back().predictions;
                const auto test = analysis::evaluationSet(cohort, Split::Test);
                auroc += analysis::evaluate(test, predictions).at("auroc") / 15;
                for (const std::size_t row : test.rows) {
                    const double own = predictions.row(row)[static_cast<std::size_t>(cohort.y[row])];
                    logLoss -= std::log(std::max(own, 1e-15)) / static_cast<double>(test.rows.size()) / 15;
                }
            }
        }
        qInfo("AUROC %.4f, log loss %.4f", auroc, logLoss);
        QVERIFY(std::abs(auroc - 0.792) < 0.006);
        QVERIFY(std::abs(logLoss - 0.389) < 0.006);
    }
};

QTEST_APPLESS_MAIN(TestTreesOnMetabric)
#include "tst_treesonmetabric.moc"
