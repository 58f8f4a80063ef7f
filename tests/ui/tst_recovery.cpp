// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong around a person's work, and how the window meets it: data that were moved, a project that
// was deleted, a folder that cannot be written, choices that are about to be lost.
#include "app/workbench/projectfile.h"
#include "engine/data/samples.h"
#include "importsource.h"
#include "tests/ui/answers.h"
#include "ui/dialogs/projectplace.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/import/importdraft.h"
#include "ui/pages/import/importview.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/start/cohortview.h"
#include "ui/pages/start/problemlist.h"
#include "ui/pages/start/startpage.h"
#include "ui/pages/start/welcome.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/jobs/queue.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace btw;
using pages::ColumnRole;
using pages::ImportView;
using pages::MainWindow;
using pages::StartPage;

namespace {

constexpr int kLongMs = 60000;

} // namespace

class TestRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void movedDataAreFoundAgain();
    void otherDataAreNotTakenForThem();
    void recipesGoByTheNameOfTheirData();
    void missingDataStayAmongRecent();
    void unfinishedImportIsAskedAbout();
    void untouchedImportIsNotAskedAbout();
    void deletedProjectIsNotSaved();
    void folderThatCannotBeWrittenIsNamed();
    void anotherFolderIsAskedFor();

private:
    ImportView& view() const { return *m_window->page<pages::DataPage>().importView(); }
    StartPage& start() const { return m_window->page<StartPage>(); }
    QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    /// Imports the visits with a label and without the column with a word in it; the recipe that it is kept
    /// in.
    QString importVisits();
    void chooseLabel();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
};

void TestRecovery::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<widgets::Settings>(path("s.ini"), nullptr);
    m_queue = std::make_unique<jobs::Queue>(path("p.sqlite"));
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestRecovery::cleanup()
{
    m_window.reset();
    m_queue.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestRecovery::chooseLabel()
{
    view().draft().setRole(0, { 7 }, ColumnRole::Label);
    view().draft().setRole(0, { 6 }, ColumnRole::LeaveOut);
}

QString TestRecovery::importVisits()
{
    const QString file = test::written(path("visits.csv"), test::visits(60));
    QSignalSpy hashed(&m_window->data(), &pages::DataController::hashed);
    m_window->data().openPath(file);
    const bool isLookedAt = QTest::qWaitFor(
        [&] { return !view().draft().tables().empty() && m_window->page<pages::DataPage>().showsImport(); },
        kLongMs);
    if (!isLookedAt)
        return {};
    chooseLabel();
    if (!QTest::qWaitFor([&] { return view().openButton()->isEnabled(); }, kLongMs))
        return {};
    view().openButton()->click();
    return QTest::qWaitFor([&] { return hashed.count() == 1; }, kLongMs) ? m_window->data().path()
                                                                         : QString();
}

void TestRecovery::movedDataAreFoundAgain()
{
    const QString recipe = importVisits();
    QVERIFY(recipe.endsWith(QStringLiteral(".recipe.json")));
    const auto before = m_window->data().cohort();
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("archive")));
    QVERIFY(QFile::rename(path("visits.csv"), path("archive/visits 2019.csv")));

    m_window->data().openAgain(recipe);
    QTRY_VERIFY_WITH_TIMEOUT(!start().welcome()->findButton()->isHidden(), kLongMs);
    QVERIFY(m_window->shownPage() == pages::pageid::kStart);
    QVERIFY(!start().showsCohort());
    QCOMPARE(start().welcome()->findButton()->text(), QStringLiteral("&Find the file…"));
    disconnect(&start(), &StartPage::findRequested, nullptr, nullptr); // a file dialog would open
    QSignalSpy wanted(&start(), &StartPage::findRequested);
    QTest::keyClick(start().welcome()->findButton(), Qt::Key_Space);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().at(0).toString(), recipe);
    QCOMPARE(wanted.first().at(1).toString(), path("visits.csv"));

    QSignalSpy opened(&m_window->data(), &pages::DataController::opened);
    m_window->data().findSource(recipe, path("archive/visits 2019.csv"));
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kLongMs);
    const auto after = m_window->data().cohort();
    QVERIFY(after != before);
    QVERIFY(after->y == before->y && after->splits == before->splits);
    // The recipe has the new place: trainings on it are found by the same path, and there is no second one.
    QCOMPARE(m_window->data().path(), recipe);
    io::Problems problems;
    QCOMPARE(io::readRecipeFile(recipe, problems)->data, path("archive/visits 2019.csv"));
    QCOMPARE(QFileInfo(recipe).dir().entryList({ QStringLiteral("*.recipe.json") }).size(), 1);
    QCOMPARE(m_settings->recentCohorts(), QStringList { recipe });
    QCOMPARE(m_settings->recentFacts(recipe).source, path("archive/visits 2019.csv"));
    QVERIFY(start().welcome()->findButton()->isHidden());
}

void TestRecovery::otherDataAreNotTakenForThem()
{
    const QString recipe = importVisits();
    QVERIFY(QFile::remove(path("visits.csv")));
    test::written(path("other.csv"), test::visits(58)); // two rows fewer
    const auto before = m_window->data().cohort();
    QSignalSpy refused(&m_window->data(), &pages::DataController::refused);
    QSignalSpy opened(&m_window->data(), &pages::DataController::opened);
    m_window->data().findSource(recipe, path("other.csv"));
    QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, kLongMs);
    QCOMPARE(opened.count(), 0);
    QVERIFY(m_window->data().cohort() == before);
    const auto words = start().welcome()->problems().texts();
    QCOMPARE(words.size(), qsizetype(1));
    QVERIFY2(words.first().contains(QStringLiteral("values differ")), qPrintable(words.first()));
    QVERIFY(!start().welcome()->findButton()->isHidden()); // another try
    io::Problems problems;
    QCOMPARE(io::readRecipeFile(recipe, problems)->data, path("visits.csv"));
    QCOMPARE(QFileInfo(recipe).dir().entryList({ QStringLiteral("*.recipe.json") }).size(), 1);
}

void TestRecovery::recipesGoByTheNameOfTheirData()
{
    const QString recipe = importVisits();
    QVERIFY(!recipe.isEmpty());
    QVERIFY(start().cohortView()->summaryText().contains(path("visits.csv")));
    QVERIFY(!start().cohortView()->summaryText().contains(QStringLiteral(".recipe.json")));
    QCOMPARE(start().welcome()->recents(), QStringList { recipe });
    QVERIFY2(start().welcome()->recentLines().first().startsWith(QStringLiteral("visits.csv ")),
        qPrintable(start().welcome()->recentLines().first()));
}

void TestRecovery::missingDataStayAmongRecent()
{
    const QString file = path("demo.npz");
    io::writeNpz(data::makeSentiment(80), file);
    m_window->data().openPath(file);
    QTRY_VERIFY_WITH_TIMEOUT(start().showsCohort(), kLongMs);
    QVERIFY(QFile::rename(file, path("gone.npz")));
    m_window->data().openAgain(file);
    QTRY_VERIFY_WITH_TIMEOUT(!start().welcome()->findButton()->isHidden(), kLongMs);
    QCOMPARE(m_settings->recentCohorts(), QStringList { file }); // a disk may come back
    m_window->data().findSource(file, path("gone.npz"));
    QTRY_COMPARE_WITH_TIMEOUT(m_settings->recentCohorts(), QStringList { path("gone.npz") }, kLongMs);
}

void TestRecovery::unfinishedImportIsAskedAbout()
{
    m_window->data().openPath(test::written(path("visits.csv"), test::visits(60)));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_window->page<pages::DataPage>().showsImport() && !view().draft().tables().empty(), kLongMs);
    chooseLabel();
    QString asked;
    answerNext(QMessageBox::RejectRole, asked);
    m_window->actions().demoSentiment->trigger();
    QVERIFY2(asked.contains(QStringLiteral("visits.csv")), qPrintable(asked));
    QVERIFY(m_window->page<pages::DataPage>().showsImport());
    QVERIFY(view().draft().column(0, 7).role == ColumnRole::Label); // nothing is lost
    asked.clear();
    answerNext(QMessageBox::RejectRole, asked);
    QVERIFY(!m_window->close());
    QVERIFY(!asked.isEmpty());

    answerNext(QMessageBox::DestructiveRole, asked);
    m_window->data().openPath(path("nothing.npz"));
    QTRY_VERIFY_WITH_TIMEOUT(!start().welcome()->problems().texts().isEmpty(), kLongMs);
    QVERIFY(m_window->close()); // there is nothing left to ask about
}

void TestRecovery::untouchedImportIsNotAskedAbout()
{
    m_window->data().openPath(test::written(path("visits.csv"), test::visits(60)));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_window->page<pages::DataPage>().showsImport() && !view().draft().tables().empty(), kLongMs);
    QVERIFY(m_window->data().mayLeaveImport());
}

void TestRecovery::deletedProjectIsNotSaved()
{
    const QString file = path("demo.npz");
    io::writeNpz(data::makeSentiment(150), file);
    m_window->data().openPath(file);
    QTRY_VERIFY_WITH_TIMEOUT(start().showsCohort(), kLongMs);
    // The file goes while the training runs: at its first epoch, on the training's own thread.
    const auto remove = connect(
        m_queue.get(), &jobs::Queue::reported, m_queue.get(),
        [this](const jobs::TrainingEvent& event) {
            if (std::holds_alternative<jobs::EpochDone>(event))
                QFile::remove(path("p.sqlite"));
        },
        Qt::DirectConnection);
    m_window->trainings().train(
        { weighting::Variant::None, weighting::Variance::Neighbours, QStringLiteral("demo"), 1 });
    QTRY_VERIFY_WITH_TIMEOUT(m_window->statusLine().left().contains(QStringLiteral("NOT SAVED")), kLongMs);
    disconnect(remove);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->trainings().isTraining(), kLongMs); // it does not train into nothing
    const auto message = m_window->page<pages::TrainPage>().message();
    QVERIFY2(message.contains(QStringLiteral("deleted, moved or replaced")), qPrintable(message));
    QVERIFY2(!message.contains(QStringLiteral("is kept")), qPrintable(message));
    QVERIFY(!m_window->statusLine().left().contains(QStringLiteral("saved ")));
}

void TestRecovery::folderThatCannotBeWrittenIsNamed()
{
    QCOMPARE(app::problemOfProject(path("new/folder/p.sqlite")), QString());
    QVERIFY(QFileInfo(path("new/folder")).isDir());
    // Below a file no folder can be made, whoever one is.
    test::written(path("file"), "x");
    QVERIFY(app::problemOfProject(path("file/p.sqlite")).startsWith(path("file")));
    QVERIFY(app::problemOfProject(QStringLiteral("/proc/p.sqlite")).contains(QStringLiteral("/proc")));
    // A folder in the place of the file.
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("q.sqlite")));
    QVERIFY(app::problemOfProject(path("q.sqlite")).contains(QStringLiteral("q.sqlite")));
}

void TestRecovery::anotherFolderIsAskedFor()
{
    dialogs::ProjectPlace place(QStringLiteral("It cannot be written."), path("kept"),
        [](const QString& folder) { return app::problemOfProject(app::projectIn(folder)); });
    QCOMPARE(place.problem(), QStringLiteral("It cannot be written."));
    place.show();
    place.edit()->setText(QStringLiteral("/proc"));
    QTest::keyClick(place.edit(), Qt::Key_Return);
    QVERIFY(place.isVisible());
    QVERIFY2(place.problem().contains(QStringLiteral("/proc")), qPrintable(place.problem()));
    place.edit()->setText(path("kept"));
    QTest::keyClick(place.edit(), Qt::Key_Return);
    QCOMPARE(place.result(), static_cast<int>(QDialog::Accepted));
    QCOMPARE(place.folder(), path("kept"));
}

QTEST_MAIN(TestRecovery)
#include "tst_recovery.moc"
