// SPDX-License-Identifier: GPL-3.0-or-later
// In which metric the curve over epochs is drawn.
#include "../store/storefixture.h"

#include "workspace/experiments/figuredata.h"

#include <QTemporaryDir>
#include <QTest>

using namespace btw;
using experiments::FigureNeed;
using store::Store;

class TestCurveMetric : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;

    /// A run of two epochs, which have accuracy, and AUROC, which is undefined in each.
    std::int64_t m_run = 0;

    QString refusal(const char* metric) const
    {
        const Store store(m_path, Store::Mode::Reading);
        return fixture::kindAndErrorOf([&] {
            experiments::loadFigureData(
                store, { m_run, 0, 0 }, FigureNeed::Digest, QString::fromLatin1(metric));
        });
    }

private Q_SLOTS:
    void init()
    {
        m_path = m_folder.filePath(QStringLiteral("%1.sqlite").arg(QTest::currentTestFunction()));
        Store store(m_path);
        const auto cohort = fixture::classification();
        m_run = store.addRun(fixture::run(store.saveCohort(cohort), training::Step::Baseline), {});
        for (std::int64_t number = 1; number <= 2; ++number) {
            auto epoch = fixture::epoch(cohort, number, number == 2);
            epoch.report.weights.clear();
            epoch.weights.clear();
            store.appendEpoch(m_run, epoch, {}, {});
        }
    }

    void whatIsThereIsDrawn()
    {
        QCOMPARE(refusal("accuracy"), QString());
        const Store store(m_path, Store::Mode::Reading);
        const auto data = experiments::loadFigureData(
            store, { m_run, 0, 0 }, FigureNeed::Digest, QStringLiteral("accuracy"));
        QCOMPARE(data.run->validationMetric, (std::vector<double> { 0.1, 0.2 }));
    }

    void whatIsAskedForAndIsNotThereIsRefused()
    {
        QCOMPARE(refusal("log_loss"),
            QStringLiteral(
                "Input: Run %1 has no log_loss after each epoch: a version that did not compute it "
                "trained the run. Train it again, or choose another metric: accuracy.")
                .arg(m_run));
        QCOMPARE(refusal("auroc"),
            QStringLiteral("Input: Run %1 has no auroc after each epoch: it is undefined on the run's "
                           "validation rows. Choose another metric: accuracy.")
                .arg(m_run));
    }
};

QTEST_GUILESS_MAIN(TestCurveMetric)
#include "tst_curvemetric.moc"
