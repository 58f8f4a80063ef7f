// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/bootstrap.h"
#include "engine/analysis/referencemodels.h"
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/parallelerror.h"

#include <QtTest>

#include <omp.h>

#include <atomic>
#include <stdexcept>
#include <vector>

using namespace btw;

class TestParallelError : public QObject
{
    Q_OBJECT

    int m_threads = 1;

private Q_SLOTS:
    void init()
    {
        m_threads = omp_get_max_threads();
        omp_set_num_threads(3);
    }
    void cleanup() { omp_set_num_threads(m_threads); }

    void withoutAnErrorEverythingIsDone()
    {
        std::vector<int> done(1000);
        ParallelError error;
#pragma omp parallel for
        for (std::size_t i = 0; i < done.size(); ++i)
            error.guard(i, [&] { ++done[i]; });
        error.rethrow();
        QCOMPARE(done, std::vector<int>(1000, 1));
    }

    void theLowestItemThatFailsIsThrown_data()
    {
        QTest::addColumn<int>("threads");
        for (const int threads : { 1, 2, 5 })
            QTest::addRow("%d threads", threads) << threads;
    }
    void theLowestItemThatFailsIsThrown()
    {
        QFETCH(int, threads);
        omp_set_num_threads(threads);
        ParallelError error;
#pragma omp parallel for schedule(static, 1)
        for (std::size_t i = 0; i < 500; ++i) {
            error.guard(i, [i] {
                if (i >= 40)
                    throw std::out_of_range(std::to_string(i));
            });
        }
        QString said;
        try {
            error.rethrow();
        } catch (const std::out_of_range& thrown) {
            said = QString::fromUtf8(thrown.what());
        }
        QCOMPARE(said, QStringLiteral("40"));
    }

    void aStatisticMayThrow()
    {
        std::atomic<int> calls = 0;
        const analysis::Statistic statistic = [&calls](const analysis::Multiplicity&) -> double {
            if (++calls > 1) // the estimate comes first
                throw Error("There is no such statistic.");
            return 0;
        };
        QVERIFY_EXCEPTION_THROWN(analysis::bootstrapInterval(statistic, 30, {}), Error);
    }

    void aStopMayThrow()
    {
        const auto cohort = data::makeSentiment(100);
        const auto stop = []() -> bool { throw Error("The one who is asked is gone."); };
        QVERIFY_EXCEPTION_THROWN(analysis::fitReferenceModels(cohort, {}, stop), Error);
    }
};

QTEST_GUILESS_MAIN(TestParallelError)
#include "tst_parallelerror.moc"
