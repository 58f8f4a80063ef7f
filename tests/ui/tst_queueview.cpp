// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "ui/pages/interruptedbanner.h"
#include "ui/pages/queueview.h"
#include "workspace/io/npz/npz.h"

#include <QAction>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace btw;
using pages::QueueView;

namespace {

constexpr int kLongMs = 60000;

} // namespace

/// The queue in the sidebar: what waits is moved and cancelled by keyboard, what waited last time is asked
/// about.
class TestQueueView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_queue = std::make_unique<jobs::Queue>(path());
        m_view = std::make_unique<QueueView>(*m_queue);
    }
    void cleanup()
    {
        m_view.reset();
        m_queue.reset();
    }

    void nothingIsShownWhileNothingWaits() { QVERIFY(m_view->isHidden()); }

    void keysMoveAndCancelWhatWaits()
    {
        fill();
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        auto* list = m_view->list();
        list->setFocus();
        QCOMPARE(shown(),
            (QStringList { QStringLiteral("seed 1 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 2 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 3 · BTW-weighted mixture of experts") }));
        list->setCurrentIndex(m_view->model().index(3));
        QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(shown(),
            (QStringList { QStringLiteral("seed 1 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 3 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 2 · BTW-weighted mixture of experts") }));
        QCOMPARE(list->currentIndex().row(), 2); // still the same training
        QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier); // not before what runs
        QCOMPARE(list->currentIndex().row(), 2);
        QTest::keyClick(list, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(list->currentIndex().row(), 3);
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(shown(),
            (QStringList { QStringLiteral("seed 1 · BTW-weighted mixture of experts"),
                QStringLiteral("seed 2 · BTW-weighted mixture of experts") }));
        list->setCurrentIndex(m_view->model().index(1));
        QTest::keyClick(list, Qt::Key_Delete); // what runs is stopped, not cancelled
        QCOMPARE(shown().size(), 2);
        for (auto* action : list->actions())
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
    }

    void whatWasInterruptedIsAskedAbout_data()
    {
        QTest::addColumn<bool>("goesOn");
        QTest::addColumn<int>("entries");
        QTest::newRow("resume all") << true << 3;
        QTest::newRow("leave them") << false << 0;
    }
    void whatWasInterruptedIsAskedAbout()
    {
        QFETCH(bool, goesOn);
        QFETCH(int, entries);
        fill();
        cleanup();
        m_queue = std::make_unique<jobs::Queue>(path());
        m_view = std::make_unique<QueueView>(*m_queue);
        pages::InterruptedBanner banner(*m_queue);
        QVERIFY(banner.isHidden());
        m_queue->findLeftOver();
        // The one that ran when the window was closed, and the two that waited.
        QTRY_COMPARE_WITH_TIMEOUT(banner.text(),
            QStringLiteral(
                "Interrupted: 1 of 3 trainings; the others were still waiting for their turn. What "
                "has been done is kept."),
            kLongMs);
        QVERIFY(m_queue->entries().empty()); // nothing starts unasked
        (goesOn ? banner.resumeAll() : banner.leave())->click();
        QCOMPARE(banner.text(), QString());
        QCOMPARE(m_queue->entries().size(), static_cast<std::size_t>(entries));
        QCOMPARE(m_view->isHidden(), entries == 0);
        if (goesOn)
            return;
        QSignalSpy found(m_queue.get(), &jobs::Queue::leftOverChanged);
        QVERIFY(found.wait(kLongMs));
        QCOMPARE(banner.text(), QString()); // and is not asked about again
    }

    void anExperimentIsOneRow()
    {
        fill();
        const auto waiting = m_queue->entries();
        jobs::QueuedExperiment experiment;
        experiment.id = 5;
        experiment.name = QStringLiteral("what each adds");
        for (const auto& entry : waiting)
            experiment.trainings.push_back({ entry.trainingId + 100, entry.name });
        m_queue->enqueue(experiment);
        QCOMPARE(shown().size(), 4);
        QCOMPARE(shown().last(), QStringLiteral("what each adds"));
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        auto* list = m_view->list();
        list->setFocus();
        list->setCurrentIndex(m_view->model().index(4));
        QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(shown().at(2), QStringLiteral("what each adds")); // all of it went before the last
        QCOMPARE(m_queue->entries().at(2).experimentId, 5);
        QCOMPARE(m_queue->entries().at(4).experimentId, 5);
        m_queue->cancelAll();
        QCOMPARE(shown().size(), 1);
    }

private:
    QString path() const { return m_folder->filePath(QStringLiteral("p.sqlite")); }
    QStringList shown() const
    {
        QStringList names;
        for (int row = 1; row < m_view->model().rowCount(); ++row)
            names << m_view->model().index(row).data().toString();
        return names;
    }
    /// One training that goes on for long, two that wait for it.
    void fill()
    {
        jobs::TrainingRequest request;
        request.cohort = std::make_shared<const data::Cohort>(data::makeSentiment(120));
        request.cohortPath = m_folder->filePath(QStringLiteral("cohort.npz"));
        request.spec = training::presetSpec("demo", 100);
        request.spec.epochs = 1000;
        request.spec.patience = 1000;
        io::writeNpz(*request.cohort, request.cohortPath);
        for (const std::uint64_t seed : { 1, 2, 3 }) {
            request.seed = seed;
            m_queue->enqueue(request);
        }
        QTRY_VERIFY_WITH_TIMEOUT(
            m_queue->entries().back().trainingId != 0 && m_queue->entries().front().isRunning, kLongMs);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<QueueView> m_view;
};

QTEST_MAIN(TestQueueView)
#include "tst_queueview.moc"
