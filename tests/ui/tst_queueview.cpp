// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "ui/pages/queueview.h"
#include "workspace/io/npz/npz.h"

#include <QAction>
#include <QListView>
#include <QPushButton>
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

    void nothingIsShownWhileNothingWaits()
    {
        QVERIFY(m_view->isHidden());
        QCOMPARE(m_view->leftOverWords(), QString());
    }

    void keysMoveAndCancelWhatWaits()
    {
        fill();
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        auto* list = m_view->list();
        list->setFocus();
        QCOMPARE(shown(),
            (QStringList { QStringLiteral("btw · seed 1"), QStringLiteral("btw · seed 2"),
                QStringLiteral("btw · seed 3") }));
        list->setCurrentIndex(m_view->model().index(3));
        QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(shown(),
            (QStringList { QStringLiteral("btw · seed 1"), QStringLiteral("btw · seed 3"),
                QStringLiteral("btw · seed 2") }));
        QCOMPARE(list->currentIndex().row(), 2); // still the same training
        QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier); // not before what runs
        QCOMPARE(list->currentIndex().row(), 2);
        QTest::keyClick(list, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(list->currentIndex().row(), 3);
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(shown(), (QStringList { QStringLiteral("btw · seed 1"), QStringLiteral("btw · seed 2") }));
        list->setCurrentIndex(m_view->model().index(1));
        QTest::keyClick(list, Qt::Key_Delete); // what runs is stopped, not cancelled
        QCOMPARE(shown().size(), 2);
        for (auto* action : list->actions())
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
    }

    void whatWaitsFromLastTimeIsAskedAbout_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<int>("entries");
        QTest::newRow("go on") << QStringLiteral("Go on") << 2;
        QTest::newRow("remove") << QStringLiteral("Remove") << 0;
    }
    void whatWaitsFromLastTimeIsAskedAbout()
    {
        QFETCH(QString, answer);
        QFETCH(int, entries);
        fill();
        cleanup();
        m_queue = std::make_unique<jobs::Queue>(path());
        m_view = std::make_unique<QueueView>(*m_queue);
        m_queue->findLeftOver();
        QTRY_COMPARE_WITH_TIMEOUT(
            m_view->leftOverWords(), QStringLiteral("2 trainings wait from last time."), kLongMs);
        QVERIFY(!m_view->isHidden());
        QVERIFY(m_queue->entries().empty()); // nothing starts unasked
        for (auto* button : m_view->findChildren<QPushButton*>())
            if (button->text() == answer)
                button->click();
        QCOMPARE(m_view->leftOverWords(), QString());
        QCOMPARE(m_queue->entries().size(), static_cast<std::size_t>(entries));
        QCOMPARE(m_view->isHidden(), entries == 0);
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
