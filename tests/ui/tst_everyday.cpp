// SPDX-License-Identifier: GPL-3.0-or-later
// What a person meets every day, in the whole window: hidden test figures, other data than those on show,
// undo, a project that is deleted, every command.
#include "engine/data/samples.h"
#include "tests/longtraining.h"
#include "tests/ui/answers.h"
#include "ui/pages/experiment/checkrow.h"
#include "ui/pages/experiment/experimentpage.h"
#include "ui/pages/experiment/modalitiescard.h"
#include "ui/pages/experiment/outlookcard.h"
#include "ui/pages/experiment/questioncard.h"
#include "ui/pages/experiment/queuecard.h"
#include "ui/pages/experiment/rowscard.h"
#include "ui/pages/experiment/settingscard.h"
#include "ui/pages/experiment/systemscard.h"
#include "ui/pages/headerbar.h"
#include "ui/pages/hiddentestbanner.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/pagecommands.h"
#include "ui/pages/train/result/resultview.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/settings.h"
#include "workspace/experiments/experimentfile.h"
#include "workspace/experiments/recordexperiment.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/store.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QTreeView>

#include <algorithm>
#include <memory>

using namespace btw;
using pages::MainWindow;

namespace {

constexpr int kLongMs = 60000;

} // namespace

class TestEveryday : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings
            = std::make_unique<widgets::Settings>(m_folder->filePath(QStringLiteral("s.ini")), nullptr);
        m_data = m_folder->filePath(QStringLiteral("opinions.npz"));
        // Not as many rows as longTraining() has: the store would take both for one cohort.
        auto cohort = data::makeSentiment(110);
        cohort.name = "opinions";
        io::writeNpz(cohort, m_data);
        m_queue = std::make_unique<jobs::Queue>(project());
        m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
        m_window->resize(1200, 800);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_queue.reset();
    }

    void whatWasCancelledIsSaidAndTrainedAfterAll()
    {
        const auto experiment = trainAllButOne();
        auto& banner = m_window->hiddenTest();
        QTRY_VERIFY_WITH_TIMEOUT(!banner.text().isEmpty(), kLongMs);
        QVERIFY2(banner.text().startsWith(QStringLiteral("1 of 2 trainings has ended, 1 was cancelled.")),
            qPrintable(banner.text()));
        auto* result = m_window->page<pages::TrainPage>().result();
        QCOMPARE(result->sentence(), banner.text()); // said once, in the same words
        m_window->showPage(pages::pageid::kStart);
        QVERIFY(banner.isHidden());
        m_window->showPage(pages::pageid::kTrain);
        QTest::mouseClick(banner.resume(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(result->result(), kLongMs);
        QVERIFY(banner.isHidden());
        const store::Store store(project(), store::Store::Mode::Reading);
        QCOMPARE(store.testReads().size(), 1U);
        QCOMPARE(store.testReads().back().command, QStringLiteral("experiment %1").arg(experiment));
    }

    void whatWasCancelledIsGivenUpOnceThatIsConfirmed()
    {
        trainAllButOne();
        auto& banner = m_window->hiddenTest();
        QTRY_VERIFY_WITH_TIMEOUT(!banner.text().isEmpty(), kLongMs);
        QString asked;
        answerNext(QMessageBox::RejectRole, asked);
        QTest::mouseClick(banner.openWithout(), Qt::LeftButton);
        QVERIFY2(asked.contains(QStringLiteral("counted as a look")), qPrintable(asked));
        QVERIFY(!banner.isHidden());
        answerNext(QMessageBox::AcceptRole, asked);
        QTest::mouseClick(banner.openWithout(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->page<pages::TrainPage>().result()->result(), kLongMs);
        QVERIFY(banner.isHidden());
        const store::Store store(project(), store::Store::Mode::Reading);
        QVERIFY2(store.testReads().back().command.contains(QStringLiteral("opened without training")),
            qPrintable(store.testReads().back().command));
    }

    void theDataOfWhatIsOnShowAreOpenedOrFound()
    {
        train(2);
        auto* button = m_window->header().dataButton();
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), kLongMs);
        QCOMPARE(QString(button->text()).remove(QLatin1Char('&')), QStringLiteral("Open its data"));
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->data().cohort(), kLongMs);
        QCOMPARE(m_window->shownPage(), pages::pageid::kTrain); // the result stays
        QVERIFY(m_window->page<pages::TrainPage>().showsResult());
        QVERIFY(!button->isVisible());
        QVERIFY2(m_window->header().text().startsWith(QStringLiteral("opinions, ")),
            qPrintable(m_window->header().text()));
    }

    void dataThatHaveChangedSinceTheTrainingAreSaidToHave()
    {
        train(2);
        auto* button = m_window->header().dataButton();
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), kLongMs);
        QFile file(m_data);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto before = file.readAll();
        file.close();
        auto cohort = data::makeSentiment(110);
        cohort.name = "opinions";
        cohort.modalities.front().values.front() += 1.0F;
        io::writeNpz(cohort, m_data);
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->data().cohort(), kLongMs);
        const auto isSaid = [this] {
            return m_window->header().text().contains(
                QStringLiteral("This file has changed since this training."));
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isSaid(), qPrintable(m_window->header().text()), kLongMs);
        m_window->showPage(pages::pageid::kData); // it is about what is open alone
        QVERIFY(!isSaid());
        m_window->showPage(pages::pageid::kTrain);
        QVERIFY(isSaid());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(before), before.size());
        file.close();
        QSignalSpy hashed(&m_window->data(), &pages::DataController::hashed);
        m_window->data().openBeside(m_data);
        QTRY_VERIFY_WITH_TIMEOUT(!hashed.isEmpty(), kLongMs);
        QTest::qWait(300);
        QVERIFY2(!isSaid(), qPrintable(m_window->header().text()));
    }

    void aTrainingThatStartsLeavesWhatIsOnShow()
    {
        train(2);
        auto* button = m_window->header().dataButton();
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), kLongMs);
        const QString header = m_window->header().text();
        const QString title = m_window->windowTitle();
        QVERIFY2(title.startsWith(QStringLiteral("opinions")), qPrintable(title));
        QSignalSpy began(&m_window->trainings(), &pages::TrainingsController::began);
        QSignalSpy events(m_queue.get(), &jobs::Queue::reported);
        m_queue->enqueue(longTraining(m_folder->filePath(QStringLiteral("long.npz"))));
        QTRY_VERIFY_WITH_TIMEOUT(!began.isEmpty() && events.size() > 3, kLongMs);
        QVERIFY(m_window->page<pages::TrainPage>().showsResult());
        QCOMPARE(m_window->header().text(), header);
        QCOMPARE(m_window->windowTitle(), title);
        QVERIFY(button->isVisible());
        // Its course is that of the question on show, not of what trains.
        auto& page = m_window->page<pages::TrainPage>();
        page.showResult(false);
        const auto isOfQuestion = [&] {
            const auto& all = m_window->studies().current().trainings;
            return std::any_of(
                all.begin(), all.end(), [&](const auto& training) { return training.has(page.shownRun()); });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isOfQuestion() && page.shownDigest(), kLongMs);
        const auto run = page.shownRun();
        const auto seen = events.size();
        QTRY_VERIFY_WITH_TIMEOUT(events.size() > seen + 3, kLongMs);
        QCOMPARE(page.shownRun(), run);
        page.showResult(true);
        m_queue->stop();
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->entries().empty(), kLongMs);
        QTest::qWait(200);
        QVERIFY(page.showsResult()); // its end leads nowhere, either
    }

    // A course that is read for the page by itself must not come in front of the result that was asked for.
    void aQuestionFromTheListShowsItsResultFromAnyView()
    {
        train(2);
        auto& page = m_window->page<pages::TrainPage>();
        QTRY_VERIFY_WITH_TIMEOUT(page.result()->result(), kLongMs);
        page.showResult(false);
        QTRY_VERIFY_WITH_TIMEOUT(page.shownDigest(), kLongMs);
        m_window->studies().open({});
        page.showResult(false);
        const auto other = record(1);
        m_queue->enqueue(other);
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->entries().empty(), kLongMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->studies().all().size() == 2, kLongMs);
        m_window->studies().show({ other.id, 0 });
        QTRY_VERIFY_WITH_TIMEOUT(m_window->studies().current().id.experiment == other.id, kLongMs);
        QTest::qWait(500);
        QVERIFY(page.showsResult());
    }

    void whatEndsUnseenIsSaidWithAClickToGoThere()
    {
        const auto first = train(2);
        auto& page = m_window->page<pages::TrainPage>();
        QTRY_VERIFY_WITH_TIMEOUT(page.result()->result(), kLongMs);
        auto* news = m_window->statusLine().news();
        QVERIFY(news->isHidden());
        // Of a result no single run is named.
        QVERIFY2(m_window->statusLine().right().contains(QStringLiteral("result of 2 trainings")),
            qPrintable(m_window->statusLine().right()));
        const auto second = record(1);
        m_queue->enqueue(second);
        QTRY_VERIFY_WITH_TIMEOUT(news->isVisible(), kLongMs);
        QVERIFY2(news->text().startsWith(QStringLiteral("The result of “")), qPrintable(news->text()));
        QCOMPARE(m_window->studies().current().id.experiment, first);
        QVERIFY(page.showsResult());
        m_window->showPage(pages::pageid::kData);
        QTest::mouseClick(news, Qt::LeftButton);
        QCOMPARE(m_window->shownPage(), pages::pageid::kTrain);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->studies().current().id.experiment, second.id, kLongMs);
        QVERIFY(page.showsResult());
        QVERIFY(news->isHidden());
    }

    void dataThatAreGoneAreLookedFor()
    {
        train(2);
        QVERIFY(QFile::remove(m_data));
        m_window->studies().open({});
        m_window->studies().show({ 1, 0 });
        auto* button = m_window->header().dataButton();
        m_queue->refreshRuns();
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), kLongMs);
        m_window->showPage(pages::pageid::kCompare); // looks again
        QTRY_VERIFY_WITH_TIMEOUT(button->text().startsWith(QStringLiteral("Find its")), kLongMs);
        QVERIFY2(button->toolTip().contains(QStringLiteral("opinions.npz is not there")),
            qPrintable(button->toolTip()));
    }

    void aDeletedProjectIsNoticedAtOnce()
    {
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(project()), kLongMs);
        QTest::qWait(300);
        QVERIFY(QFile::rename(project(), project() + QStringLiteral(".away")));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->statusLine().left().contains(QStringLiteral("NOT SAVED")), 5000);
        m_window->statusLine().saved(); // an epoch that was told too late
        QVERIFY(!m_window->statusLine().left().contains(QStringLiteral("saved just now")));
        QVERIFY(QFile::rename(project() + QStringLiteral(".away"), project()));
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->statusLine().left().contains(QStringLiteral("NOT SAVED")), 5000);
    }

    void theFormIsUndoneByName()
    {
        openData();
        auto& page = m_window->page<pages::ExperimentPage>();
        const auto before = page.draft().json();
        const auto& actions = m_window->actions();
        QVERIFY(!actions.undo->isEnabled());
        page.draft().setFolds(QStringLiteral("5"));
        QVERIFY(actions.undo->isEnabled());
        QCOMPARE(QString(actions.undo->text()).remove(QLatin1Char('&')), QStringLiteral("Undo the folds"));
        page.draft().useSubset(QStringLiteral("alone"), true);
        page.setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(page.draft().json(), before);
        QVERIFY(!actions.undo->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(page.draft().folds(), QStringLiteral("5"));
    }

    void whatWasCancelledInTheQueueComesBackToItsPlace()
    {
        openData();
        auto& page = m_window->page<pages::ExperimentPage>();
        m_queue->enqueue(longTraining(m_folder->filePath(QStringLiteral("long.npz"))));
        QSignalSpy events(m_queue.get(), &jobs::Queue::reported);
        QTRY_VERIFY_WITH_TIMEOUT(!events.isEmpty(), kLongMs);
        m_queue->enqueue(record(3));
        const auto ticketsOf = [&] {
            std::vector<std::uint64_t> tickets;
            for (const auto& entry : m_queue->entries())
                tickets.push_back(entry.ticket);
            return tickets;
        };
        const auto before = ticketsOf();
        QCOMPARE(before.size(), 4U);
        auto* view = page.queue().view();
        view->expandAll();
        view->setCurrentIndex(page.queue().model().indexOf(before[2]));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Delete);
        QCOMPARE(ticketsOf(), (std::vector<std::uint64_t> { before[0], before[1], before[3] }));
        // The keyboard goes on with what has come into its place.
        QCOMPARE(page.queue().model().entryAt(view->currentIndex())->ticket, before[3]);
        QTest::keyClick(view, Qt::Key_Delete);
        QCOMPARE(page.queue().model().entryAt(view->currentIndex())->ticket, before[1]);
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(ticketsOf(), before);
        m_queue->move(before[3], -1);
        QVERIFY(ticketsOf() != before);
        m_window->undo().undo();
        QCOMPARE(ticketsOf(), before);
        // It is in the store's queue again, and is trained when its turn comes.
        m_queue->stop();
        QTRY_VERIFY_WITH_TIMEOUT(m_queue->entries().empty(), kLongMs);
        const store::Store store(project(), store::Store::Mode::Reading);
        QCOMPARE(experiments::studyOf(store, { 1, 0 }).progress.ended, 3U);
        QVERIFY(experiments::studyOf(store, { 1, 0 }).isOpen());
    }

    void tabGoesThroughTheFormAsItIsRead()
    {
        openData();
        auto& page = m_window->page<pages::ExperimentPage>();
        QTRY_VERIFY_WITH_TIMEOUT(page.systems().row(QStringLiteral("late")) != nullptr, kLongMs);
        const auto partOf = [&](const QWidget* widget) {
            const std::vector<const QWidget*> parts { &page.question(), &page.systems(), &page.modalities(),
                &page.rows(), &page.outlook(), &page.settings(), &page.queue() };
            for (std::size_t i = 0; i < parts.size(); ++i)
                if (parts[i]->isAncestorOf(widget))
                    return static_cast<int>(i);
            return -1;
        };
        auto* first = page.question().findChild<QAbstractButton*>();
        first->setFocus();
        std::vector<int> parts { 0 };
        for (int stops = 0; stops < 200; ++stops) {
            QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
            const int part = partOf(m_window->focusWidget());
            if (part < 0)
                break;
            if (part != parts.back())
                parts.push_back(part);
        }
        QVERIFY(parts.size() >= 5);
        QVERIFY(std::is_sorted(parts.begin(), parts.end()));
        QCOMPARE(parts[1], 1); // the systems, which come when the data are known
    }

    void settingsThatHaveNoEffectAreNotListed()
    {
        openData();
        auto& page = m_window->page<pages::ExperimentPage>();
        auto& settings = page.settings().model();
        const auto keys = [&] {
            settings.showAll(true);
            QStringList all;
            for (int row = 0; row < settings.rowCount(); ++row)
                all << settings.index(row, 0).data(models::SettingsModel::KeyRole).toString();
            return all;
        };
        // Late fusion of boosted trees has no epochs, and no preset gives it values.
        page.draft().setModels({ QStringLiteral("late") });
        page.draft().setValues(QStringLiteral("unimodal"), { QStringLiteral("haim") });
        QVERIFY(!keys().contains(QStringLiteral("epochs")));
        QVERIFY(!keys().contains(QStringLiteral("preset")));
        QVERIFY(keys().contains(QStringLiteral("haim_rounds")));
        page.draft().setValues(QStringLiteral("unimodal"), { QStringLiteral("moe") });
        QVERIFY(keys().contains(QStringLiteral("epochs")));
        QVERIFY(keys().contains(QStringLiteral("preset")));
        QVERIFY(!keys().contains(QStringLiteral("haim_rounds")));
    }

    void everyButtonOfThePageIsACommand()
    {
        openData();
        m_window->showPage(pages::pageid::kExperiment);
        QObject owner;
        const auto known = m_window->actions().all();
        const auto commands = pages::commandsOn(*m_window->centralWidget(), known, owner);
        QStringList names;
        for (const auto* action : commands)
            names << action->text();
        QVERIFY2(names.contains(QStringLiteral("Open preset…")), qPrintable(names.join(QLatin1Char('\n'))));
        QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), names.size());
        for (const auto* action : known)
            QVERIFY(!names.contains(QString(action->text()).remove(QLatin1Char('&'))));
        // What is not on show is not offered.
        m_window->showPage(pages::pageid::kStart);
        QObject other;
        for (const auto* action : pages::commandsOn(*m_window->centralWidget(), known, other))
            QVERIFY(action->text() != QStringLiteral("Open preset…"));
    }

private:
    QString project() const { return m_folder->filePath(QStringLiteral("p.sqlite")); }

    void openData()
    {
        m_window->data().openPath(m_data);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->data().cohort(), kLongMs);
        m_window->showPage(pages::pageid::kExperiment);
        auto& page = m_window->page<pages::ExperimentPage>();
        QTRY_VERIFY_WITH_TIMEOUT(page.systems().row(QStringLiteral("late")) != nullptr, kLongMs);
    }

    /// Plain regression with some seeds.
    jobs::QueuedExperiment record(int seeds)
    {
        QJsonArray list;
        for (int seed = 1; seed <= seeds; ++seed)
            list.append(seed);
        const QJsonObject json { { QStringLiteral("name"), QStringLiteral("seeds") },
            { QStringLiteral("data"), m_data }, { QStringLiteral("seeds"), list },
            { QStringLiteral("grid"),
                QJsonObject { { QStringLiteral("system"), QJsonArray { QStringLiteral("regression") } },
                    { QStringLiteral("variant"), QJsonArray { QStringLiteral("none") } } } } };
        store::Store store(project());
        const auto systems = systems::builtinSystems();
        return experiments::recordExperiment(store,
            experiments::experimentFrom(json, {}, QStringLiteral("x"), systems),
            project() + QStringLiteral(".d"), systems)
            .queued;
    }

    /// And shows its result.
    std::int64_t train(int seeds)
    {
        const auto experiment = record(seeds);
        m_queue->enqueue(experiment);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(m_queue->entries().empty(), kLongMs); }();
        m_window->studies().show({ experiment.id, 0 });
        m_window->showPage(pages::pageid::kTrain);
        return experiment.id;
    }

    /// One of two trainings is cancelled before its turn.
    std::int64_t trainAllButOne()
    {
        auto experiment = record(2);
        const auto last = experiment.trainings.back().id;
        experiment.trainings.pop_back();
        {
            store::Store store(project());
            store.cancelTraining(last);
        }
        m_queue->enqueue(experiment);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(m_queue->entries().empty(), kLongMs); }();
        m_window->studies().show({ experiment.id, 0 });
        m_window->showPage(pages::pageid::kTrain);
        return experiment.id;
    }

    QString m_data;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestEveryday)
#include "tst_everyday.moc"
