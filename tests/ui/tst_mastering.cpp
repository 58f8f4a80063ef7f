// SPDX-License-Identifier: GPL-3.0-or-later
// Data as people have them, mastered in the window with mouse and keyboard: a label that is spelled in two
// ways, a column with limits of detection, a file that was deleted, a folder that cannot be written.
#include "app/workbench/projectfile.h"
#include "importsource.h"
#include "person.h"
#include "ui/dialogs/projectplace.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

#include <QApplication>
#include <QFileDialog>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace btw;
using pages::MainWindow;

namespace {

constexpr int kLongMs = 60000;
constexpr int kRows = 60;

/// Visits whose label is spelled in four ways for two classes, and whose CRP is below the limit in every
/// tenth.
QByteArray strangersTable()
{
    QByteArray text = "id,note_1,note_2,lab_crp,lab_hb,label\n";
    const char* const labels[] = { "Yes", "no", "yes", "No" };
    for (int i = 0; i < kRows; ++i) {
        const double wave = (i * 37 % 101) / 50.0 - 1;
        text += 'p' + QByteArray::number(i) + ',' + QByteArray::number(wave) + ','
            + QByteArray::number(wave * (i % 5)) + ','
            + (i % 10 == 0 ? QByteArray("<0.01") : QByteArray::number(1 + i % 7)) + ','
            + QByteArray::number(12 + wave) + ',' + labels[i % 4] + '\n';
    }
    return text;
}

} // namespace

class TestMastering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void spellingsAndLimitsOfDetectionAreMet();
    void deletedFileIsFoundAgain();
    void fileDeletedBeforeAnExperimentIsNamed_data();
    void fileDeletedBeforeAnExperimentIsNamed();
    void readOnlyHomeIsMetWithAnotherFolder();
    void fileThatIsNoProjectIsSaidToBeNone();

private:
    /// Types a path into the file dialog that comes up next, and presses Enter.
    void typeFileNext(const QString& path);
    QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<test::Person> m_person;
};

void TestMastering::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<widgets::Settings>(path("s.ini"), nullptr);
    m_queue = std::make_unique<jobs::Queue>(path("p.sqlite"));
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_person = std::make_unique<test::Person>(*m_window);
}

void TestMastering::cleanup()
{
    m_person.reset();
    m_window.reset();
    m_queue.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestMastering::typeFileNext(const QString& file)
{
    test::Person::whenever([] { return qobject_cast<QFileDialog*>(QApplication::activeModalWidget()); },
        [this, file] {
            m_person->press(Qt::Key_A, Qt::ControlModifier);
            m_person->type(file);
            m_person->press(Qt::Key_Return);
        });
}

void TestMastering::spellingsAndLimitsOfDetectionAreMet()
{
    QSignalSpy opened(m_queue.get(), &jobs::Queue::cohortOpened);
    typeFileNext(test::written(path("visits.csv"), strangersTable()));
    QVERIFY(m_person->click(QStringLiteral("Open your data")));
    // What stands in the way is said with the row and the column, and each way out is a button.
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("visits.csv, row 2, column 'lab_crp'")), kLongMs);
    QVERIFY(m_person->reads(QStringLiteral("6 cells of this column hold a limit of detection")));
    QCOMPARE(opened.count(), 0);
    QVERIFY(m_person->click(QStringLiteral("Count as half of the limit")));
    QVERIFY(m_person->sees(QStringLiteral("Open 60 instances"), kLongMs));
    // That spellings were taken for one class is among the notes.
    for (int notes = 2; notes < 20; ++notes)
        if (const QString button = QStringLiteral("Show %1 notes").arg(notes); m_person->find(button))
            QVERIFY(m_person->click(button));
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("'yes' is read as 'Yes'")), kLongMs);
    QVERIFY(m_person->click(QStringLiteral("Open 60 instances")));
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kLongMs);
    const auto cohort = opened.first().first().value<std::shared_ptr<const data::Cohort>>();
    QCOMPARE(cohort->classes, (std::vector<std::string> { "Yes", "no" }));
    QCOMPARE(cohort->size(), std::size_t(kRows));
    const auto& lab = cohort->modalities.at(1);
    QCOMPARE(lab.name, std::string("lab"));
    QCOMPARE(lab.values.at(0), 0.005F); // half of the limit
    QVERIFY(m_person->reads(QStringLiteral("2 classes")));
    // An experiment reads it again, and as was chosen.
    m_person->press(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("3 trainings of 1 system")), kLongMs);
    QVERIFY(m_person->click(QStringLiteral("Add to queue")));
    QVERIFY(m_person->clickRow(QStringLiteral("Questions"), QStringLiteral("What each modality adds")));
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("Does each modality help?")), kLongMs);
}

void TestMastering::deletedFileIsFoundAgain()
{
    typeFileNext(test::written(path("visits.csv"), strangersTable().replace("<0.01", "0.01")));
    QVERIFY(m_person->click(QStringLiteral("Open your data")));
    QVERIFY(m_person->click(QStringLiteral("Open 60 instances")));
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("2 classes")), kLongMs);
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("archive")));
    QVERIFY(QFile::rename(path("visits.csv"), path("archive/visits.csv")));

    // Opened again from the list of what was opened before.
    QVERIFY(m_person->clickRow(QStringLiteral("Pages"), QStringLiteral("Start")));
    QVERIFY(m_person->click(QStringLiteral("Open other data")));
    QVERIFY(m_person->clickRow(QStringLiteral("Opened before"), QStringLiteral("visits.csv")));
    QVERIFY(m_person->sees(QStringLiteral("Find the file"), kLongMs));
    QVERIFY(m_person->reads(path("visits.csv")));
    typeFileNext(path("archive/visits.csv"));
    QVERIFY(m_person->click(QStringLiteral("Find the file")));
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(path("archive/visits.csv")), kLongMs);
    QVERIFY(m_person->sees(QStringLiteral("Train"), kLongMs));
}

void TestMastering::fileDeletedBeforeAnExperimentIsNamed_data()
{
    QTest::addColumn<bool>("byChoices");
    QTest::newRow("read as it says itself") << false;
    QTest::newRow("read by choices") << true;
}

void TestMastering::fileDeletedBeforeAnExperimentIsNamed()
{
    QFETCH(bool, byChoices);
    typeFileNext(test::written(
        path("visits.csv"), byChoices ? strangersTable() : strangersTable().replace("<0.01", "0.01")));
    QVERIFY(m_person->click(QStringLiteral("Open your data")));
    if (byChoices)
        QVERIFY(m_person->click(QStringLiteral("Count as half of the limit")));
    QVERIFY(m_person->click(QStringLiteral("Open 60 instances")));
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("2 classes")), kLongMs);
    m_person->press(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("3 trainings of 1 system")), kLongMs);
    QVERIFY(QFile::remove(path("visits.csv")));
    QVERIFY(m_person->click(QStringLiteral("Add to queue")));
    // Which file it is, that nothing is lost, and what to do; and nothing waits that would fail.
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("Nothing was added.")), kLongMs);
    QVERIFY(m_person->reads(path("visits.csv")));
    QVERIFY(m_person->reads(byChoices ? QStringLiteral("Opened before") : QStringLiteral("no such file")));
    QVERIFY(m_queue->entries().empty());
    // Put back, it is trained.
    test::written(
        path("visits.csv"), byChoices ? strangersTable() : strangersTable().replace("<0.01", "0.01"));
    QVERIFY(m_person->click(QStringLiteral("Add to queue")));
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("is in the queue: 3 trainings.")), kLongMs);
}

void TestMastering::readOnlyHomeIsMetWithAnotherFolder()
{
    // Whoever one is, nothing can be made below a file.
    test::written(path("home"), "x");
    const QString problem = app::problemOfProject(app::projectIn(path("home/work")));
    QVERIFY(problem.startsWith(path("home")));
    dialogs::ProjectPlace place(
        problem, path("home/work"),
        [](const QString& folder) { return app::problemOfProject(app::projectIn(folder)); }, false);
    place.show();
    QVERIFY(QTest::qWaitForWindowActive(&place));
    test::Person person(place);
    QVERIFY(person.reads(path("home")));
    QVERIFY(person.reads(QStringLiteral("it will ask again when it starts next")));
    person.press(Qt::Key_Return); // the same folder again
    QVERIFY(place.isVisible());
    QVERIFY2(place.problem().contains(path("home")), qPrintable(place.problem()));
    person.press(Qt::Key_A, Qt::ControlModifier);
    person.type(path("kept"));
    person.press(Qt::Key_Return);
    QTRY_COMPARE(place.result(), static_cast<int>(QDialog::Accepted));
    // And work is kept there.
    jobs::Queue queue(app::projectIn(place.folder()));
    queue.refreshRuns();
    QTRY_VERIFY(QFile::exists(app::projectIn(path("kept"))));
}

void TestMastering::fileThatIsNoProjectIsSaidToBeNone()
{
    const QByteArray list = "bread, milk, eggs: a list of what to buy, not a project";
    jobs::Queue queue(test::written(path("list.txt"), list));
    MainWindow window(queue, *m_settings, pages::MachineInfo());
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const test::Person person(window);
    QTRY_VERIFY_WITH_TIMEOUT(person.reads(QStringLiteral("not a project of this program")), kLongMs);
    QVERIFY(!person.reads(QStringLiteral("What was saved before is safe")));
    QFile file(path("list.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), list);
}

QTEST_MAIN(TestMastering)
#include "tst_mastering.moc"
