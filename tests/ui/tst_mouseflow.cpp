// SPDX-License-Identifier: GPL-3.0-or-later
// A clinician's way through the window, by mouse alone, on a computer that never ran it: the demo of hospital
// stays, its result, whether the X-ray helps and for whom, the picture of that.
#include "app/workbench/projectfile.h"
#include "person.h"
#include "ui/pages/experiment/experimentpage.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/settings.h"
#include "workspace/jobs/queue.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QImage>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace btw;
using pages::MainWindow;

namespace {
constexpr int kLongMs = 280000; // on a busy machine; by itself all of it takes some seconds
}

class TestMouseFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void theDemoIsTrainedAndItsResultLeads();
    void whatEachModalityAddsIsAsked();
    void theAnswerSaysWhetherTheXRayHelpsAndForWhom();
    void itsPictureIsSaved();

private:
    QTemporaryDir m_home;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<test::Person> m_person;
};

void TestMouseFlow::initTestCase()
{
    qputenv("HOME", m_home.path().toLocal8Bit());
    for (const char* place : { "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME" })
        qunsetenv(place);
    const QString project = app::usualProject();
    QVERIFY(project.startsWith(m_home.path()));
    QCOMPARE(app::problemOfProject(project), QString());
    m_settings = std::make_unique<widgets::Settings>(m_home.filePath(QStringLiteral("s.ini")), nullptr);
    m_queue = std::make_unique<jobs::Queue>(project);
    m_window = std::make_unique<MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_person = std::make_unique<test::Person>(*m_window);
}

void TestMouseFlow::cleanupTestCase()
{
    m_person.reset();
    m_window.reset();
    m_queue.reset();
}

void TestMouseFlow::theDemoIsTrainedAndItsResultLeads()
{
    QVERIFY(m_person->click(QStringLiteral("Train the length-of-stay demo")));
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("How good is the model?")), kLongMs);
    QVERIFY(m_person->reads(QStringLiteral("Of the modalities alone, ts (vital signs) has the best")));
    QVERIFY(m_person->reads(QStringLiteral("cxr: X-rays")));
}

void TestMouseFlow::whatEachModalityAddsIsAsked()
{
    QVERIFY(m_person->click(QStringLiteral("Ask: what does each modality add?")));
    // The question is asked already, of the model on show, and everything else as it was trained.
    QCOMPARE(
        m_window->page<pages::ExperimentPage>().draft().models(), QStringList { QStringLiteral("moe:btw") });
    QVERIFY(!m_person->reads(QStringLiteral("The form is filled in. It is about"))); // it is of the open data
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("5 trainings of 1 system")), kLongMs);
    QVERIFY(m_person->sees(QStringLiteral("Add to queue"), kLongMs));
    QVERIFY(m_person->click(QStringLiteral("Add to queue")));
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("is in the queue: 5 trainings.")), kLongMs);
    QVERIFY(m_person->clickRow(QStringLiteral("Questions"), QStringLiteral("What each modality adds")));
    QCOMPARE(m_window->shownPage(), pages::pageid::kTrain);
}

void TestMouseFlow::theAnswerSaysWhetherTheXRayHelpsAndForWhom()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_person->reads(QStringLiteral("Does each modality help?")), kLongMs);
    // Planted: vital signs tell most of the class. Of the X-ray there is a sentence over everybody, and one
    // of the third of them who have one.
    QTRY_VERIFY_WITH_TIMEOUT(
        m_person->reads(QStringLiteral("Without ts (vital signs), log loss rises by")), kLongMs);
    const QRegularExpression ofXRay(QStringLiteral(
        "(Without cxr \\(X-rays\\), log loss (rises|falls) by [0-9.]+ |cxr \\(X-rays\\)[^.]* these "
        "[0-9,]+ people cannot tell).*Among the [0-9]+ people who have cxr"));
    QVERIFY(m_person->readsLike(ofXRay));
    QVERIFY(m_person->reads(QStringLiteral("For whom does it help?")));
    QVERIFY(m_person->choose(QStringLiteral("The modality that is asked about"), QStringLiteral("cxr")));
    const auto rowOf = [this](const QString& people) {
        const auto* table
            = qobject_cast<QAbstractItemView*>(m_person->find(QStringLiteral("For whom it helps")));
        for (int row = 0; table && row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, 0).data().toString() == people)
                return row;
        return -1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(QStringLiteral("with cxr")) >= 0, kLongMs);
    QVERIFY(rowOf(QStringLiteral("over-14-days")) >= 0);
}

void TestMouseFlow::itsPictureIsSaved()
{
    m_person->clickMenuNext(QStringLiteral("Picture as PNG"));
    test::Person::whenever([] { return qobject_cast<QFileDialog*>(QApplication::activeModalWidget()); },
        [this] {
            if (!m_person->click(QStringLiteral("Save")))
                qobject_cast<QFileDialog*>(QApplication::activeModalWidget())->reject();
        });
    QVERIFY(m_person->click(QStringLiteral("More for What each modality adds")));
    // Where pictures are kept, under the name of data and question.
    QString file;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (const QString& folder : { QStringLiteral("Pictures"), QString() })
                for (const auto& info :
                    QDir(m_home.filePath(folder)).entryInfoList({ QStringLiteral("*.png") }))
                    file = info.filePath();
            return !file.isEmpty();
        }(),
        kLongMs);
    QVERIFY2(file.contains(QStringLiteral("los")), qPrintable(file));
    const QImage picture(file);
    QVERIFY2(picture.width() > 500 && picture.height() > 150, qPrintable(file));
    // Where it is now is said at the foot.
    const QFileInfo saved(file);
    QVERIFY(
        m_person->reads(QStringLiteral("Saved as %1 in %2.").arg(saved.fileName(), saved.absolutePath())));
}

QTEST_MAIN(TestMouseFlow)
#include "tst_mouseflow.moc"
