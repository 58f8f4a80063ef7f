// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line of the workbench names is opened, and a picture of it is taken.
#include "app/workbench/opening.h"
#include "app/workbench/screenshot.h"
#include "engine/data/samples.h"
#include "engine/error.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/train/trainpage.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"

#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <memory>

using namespace btw;

namespace {
constexpr int kLongMs = 120000;
}

class TestOpening : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void runThenPage();
    void studyThenPage();
    void dataThenPage();
    void opensWhereItWasClosed();
    void whatIsNotThereIsNamed_data();
    void whatIsNotThereIsNamed();
    void unknownPageIsRefused();
    void pictureOfARunEndsTheProgram();
    void pictureOfNothingEndsTheProgram();

private:
    /// Opens them; false when it failed, whose sentence is then in m_sentence.
    bool open(const app::Options& options);

    QTemporaryDir m_folder;
    QString m_data;
    QString m_sentence;
    std::unique_ptr<widgets::Settings> m_settings;
    std::unique_ptr<jobs::Queue> m_queue;
    std::unique_ptr<pages::MainWindow> m_window;
};

void TestOpening::initTestCase()
{
    m_data = m_folder.filePath(QStringLiteral("sentiment.npz"));
    io::writeNpz(data::makeSentiment(150), m_data);
    init();
    const QSignalSpy described(&m_window->data(), &pages::DataController::described);
    m_window->data().openPath(m_data);
    QTRY_COMPARE_WITH_TIMEOUT(described.count(), 1, kLongMs);
    const QSignalSpy busy(m_queue.get(), &jobs::Queue::busyChanged);
    m_window->trainings().train(
        { weighting::Variant::None, weighting::Variance::Neighbours, QStringLiteral("demo"), 1 });
    QTRY_COMPARE_WITH_TIMEOUT(busy.count(), 2, kLongMs);
    cleanup();
}

void TestOpening::init()
{
    m_sentence.clear();
    m_settings = std::make_unique<widgets::Settings>(m_folder.filePath(QStringLiteral("s.ini")), nullptr);
    m_queue = std::make_unique<jobs::Queue>(m_folder.filePath(QStringLiteral("p.sqlite")));
    m_window = std::make_unique<pages::MainWindow>(*m_queue, *m_settings, pages::MachineInfo());
    m_window->show();
}

void TestOpening::cleanup()
{
    m_window.reset();
    m_queue.reset();
    m_settings.reset();
}

bool TestOpening::open(const app::Options& options)
{
    app::Opening opening(options, *m_window, *m_queue);
    bool isDone = false;
    connect(&opening, &app::Opening::done, this, [&isDone] { isDone = true; });
    connect(
        &opening, &app::Opening::failed, this, [this](const QString& sentence) { m_sentence = sentence; });
    opening.begin();
    return QTest::qWaitFor([&] { return isDone || !m_sentence.isEmpty(); }, kLongMs) && isDone;
}

void TestOpening::runThenPage()
{
    app::Options options;
    options.run = -1;
    QVERIFY(open(options));
    QCOMPARE(m_window->shownPage(), pages::pageid::kTrain);
    QVERIFY(m_window->page<pages::TrainPage>().shownRun() == m_window->runs().newestFinished());
    options.page = pages::pageid::kData;
    QVERIFY(open(options));
    QCOMPARE(m_window->shownPage(), pages::pageid::kData);
}

void TestOpening::studyThenPage()
{
    app::Options options;
    options.study = 1;
    options.page = pages::pageid::kTrain;
    QVERIFY(open(options));
    QVERIFY(m_window->studies().current().isOpen());
    QCOMPARE(m_window->studies().current().data, QStringLiteral("sentiment"));
    QCOMPARE(m_window->shownPage(), pages::pageid::kTrain);
}

void TestOpening::dataThenPage()
{
    app::Options options;
    options.data = m_data;
    options.page = pages::pageid::kData;
    QVERIFY(open(options));
    QVERIFY(m_window->data().cohort());
    QCOMPARE(m_window->shownPage(), pages::pageid::kData);
}

void TestOpening::opensWhereItWasClosed()
{
    app::Options options;
    options.data = m_data;
    options.study = 1;
    options.page = pages::pageid::kData;
    QVERIFY(open(options));
    const auto study = m_window->studies().current().id;
    cleanup();
    init(); // another day

    QVERIFY(app::Options().opensWhereItWas() && !options.opensWhereItWas());
    app::Opening opening({}, *m_window, *m_queue);
    const QSignalSpy done(&opening, &app::Opening::done);
    opening.resume(m_window->session().last());
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, kLongMs);
    QCOMPARE(m_window->shownPage(), pages::pageid::kData);
    QCOMPARE(m_window->data().path(), m_data);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->studies().current().id == study, kLongMs);

    // Data that are gone are left out.
    auto gone = m_window->session().last();
    gone.data = m_folder.filePath(QStringLiteral("gone.npz"));
    app::Opening again({}, *m_window, *m_queue);
    const QSignalSpy doneAgain(&again, &app::Opening::done);
    again.resume(gone);
    QTRY_COMPARE_WITH_TIMEOUT(doneAgain.count(), 1, kLongMs);
}

void TestOpening::whatIsNotThereIsNamed_data()
{
    QTest::addColumn<qint64>("run");
    QTest::addColumn<int>("study");
    QTest::addColumn<QString>("names");
    QTest::newRow("run") << qint64(4711) << 0 << QStringLiteral("--run 4711");
    QTest::newRow("study") << qint64(0) << 7 << QStringLiteral("--study 7");
}

void TestOpening::whatIsNotThereIsNamed()
{
    QFETCH(qint64, run);
    QFETCH(int, study);
    QFETCH(QString, names);
    app::Options options;
    options.run = run;
    options.study = static_cast<std::size_t>(study);
    QVERIFY(!open(options));
    QVERIFY2(m_sentence.startsWith(names), qPrintable(m_sentence));
}

void TestOpening::unknownPageIsRefused()
{
    app::Options options;
    options.page = QStringLiteral("cellar");
    app::Opening opening(options, *m_window, *m_queue);
    try {
        opening.begin();
        QFAIL("was accepted");
    } catch (const Error& error) {
        QVERIFY(error.kind() == Error::Kind::Input);
        QVERIFY(QByteArray(error.what()).contains("start, data"));
    }
}

void TestOpening::pictureOfARunEndsTheProgram()
{
    app::Options options;
    options.run = -1;
    app::Opening opening(options, *m_window, *m_queue);
    const QString file = m_folder.filePath(QStringLiteral("run.png"));
    app::Screenshot screenshot(
        file, { app::ScreenshotMoment::Kind::Opened, 0 }, false, *m_window, *m_queue, m_window->lookup());
    connect(&opening, &app::Opening::done, &screenshot, &app::Screenshot::opened);
    connect(&opening, &app::Opening::failed, &screenshot, &app::Screenshot::fail);
    QTimer::singleShot(kLongMs, qApp, [] { QCoreApplication::exit(7); });
    opening.begin();
    QCOMPARE(QCoreApplication::exec(), 0);
    QCOMPARE(QImage(file).size(), m_window->size());
}

void TestOpening::pictureOfNothingEndsTheProgram()
{
    app::Options options;
    options.run = 4711;
    app::Opening opening(options, *m_window, *m_queue);
    app::Screenshot screenshot(m_folder.filePath(QStringLiteral("none.png")),
        { app::ScreenshotMoment::Kind::Opened, 0 }, false, *m_window, *m_queue, m_window->lookup());
    connect(&opening, &app::Opening::failed, &screenshot, &app::Screenshot::fail);
    opening.begin();
    QCOMPARE(QCoreApplication::exec(), 1);
    QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("none.png"))));
}

QTEST_MAIN(TestOpening)
#include "tst_opening.moc"
