// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

#include "workspace/store/process.h"

#include <QCoreApplication>
#include <QProcess>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace btw;
using store::RunStatus;
using store::Store;
using training::Step;

namespace {

/// Claims a run, pauses it if asked to, says so, and stays until told to go on; then ends without a word.
int childThatClaims(const QString& path, std::int64_t run, bool paused)
{
    Store store(path, Store::Mode::Existing);
    store.claimRun(run);
    if (paused)
        store.setStatus(run, RunStatus::Paused);
    std::puts("claimed");
    std::fflush(stdout);
    std::getchar();
    return 0;
}

/// Commits epoch after epoch, reporting each once it is committed, until killed.
int childThatAppends(const QString& path, std::int64_t run)
{
    Store store(path, Store::Mode::Existing);
    store.claimRun(run);
    const store::CohortRecord cohort = fixture::classification();
    for (std::int64_t number = 1;; ++number) {
        store.appendEpoch(run, fixture::epoch(cohort, number, true), {}, {});
        std::printf("%lld\n", static_cast<long long>(number));
        std::fflush(stdout);
    }
}

/// Deletes every run in a transaction that it never commits, says so, and waits to be killed.
int childThatNeverCommits(const QString& path)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"));
    database.setDatabaseName(path);
    QSqlQuery query(database.open() ? database : QSqlDatabase());
    const bool written = query.exec(QStringLiteral("PRAGMA cache_size = 0")) // spill into the log at once
        && query.exec(QStringLiteral("BEGIN IMMEDIATE")) && query.exec(QStringLiteral("DELETE FROM epochs"))
        && query.exec(QStringLiteral("DELETE FROM runs"));
    std::puts(written ? "written" : "failed");
    std::fflush(stdout);
    std::getchar();
    return 0;
}

/// This program again, as another process.
class Child
{
public:
    explicit Child(const QStringList& arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), arguments);
    }
    ~Child() { kill(); }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    QByteArray readLine()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(20000)) { }
        return m_process.readLine().trimmed();
    }
    QByteArray readRest() { return m_process.readAll(); }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished(20000);
    }
    bool leave()
    {
        m_process.write("\n");
        m_process.closeWriteChannel();
        return m_process.waitForFinished(20000) && m_process.exitCode() == 0;
    }
    qint64 pid() const { return m_process.processId(); }

private:
    QProcess m_process;
};

} // namespace

class StoreClaimsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_store.reset(); }

    void claimOfALivingProcessHolds();
    void claimOfThisProcessHoldsToo();
    void oneOfManyThreadsGetsTheRun();
    void runOfAnEndedProcessIsInterrupted_data();
    void runOfAnEndedProcessIsInterrupted();
    void processWithTheSameNumberIsAnother();
    void processBeforeTheLastBootIsGone();
    void processOnAnotherHostMayLive();
    void finishedRunIsNotClaimed();
    void pauseAndStop();
    void interruptedIsNeverSet();
    void everyReportedEpochSurvivesAKill();
    void uncommittedTransactionDisappears();

private:
    RunStatus status() const { return m_store->run(m_run)->status; }
    QString path() const { return m_store->path(); }
    QStringList claiming(const char* how) const
    {
        return { QLatin1String(how), path(), QString::number(m_run) };
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::int64_t m_run = 0;
};

void StoreClaimsTest::init()
{
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<Store>(m_folder->filePath(QStringLiteral("runs.sqlite")));
    m_run = m_store->addRun(fixture::run(m_store->saveCohort(fixture::classification()), Step::Weighted), {});
}

void StoreClaimsTest::claimOfALivingProcessHolds()
{
    Child child(claiming("--claim"));
    QCOMPARE(child.readLine(), QByteArray("claimed"));
    QCOMPARE(status(), RunStatus::Running);
    const QString held
        = QStringLiteral("Input: Run %1 of the store %2 is being trained by process %3 on %4; stop it "
                         "there first.")
              .arg(m_run)
              .arg(path())
              .arg(child.pid())
              .arg(store::currentProcess().host);
    QCOMPARE(fixture::kindAndErrorOf([this] { m_store->claimRun(m_run); }), held);
    QCOMPARE(fixture::kindAndErrorOf([this] { m_store->removeRun(m_run); }), held);
    QVERIFY(m_store->run(m_run).has_value());
}

void StoreClaimsTest::claimOfThisProcessHoldsToo()
{
    m_store->claimRun(m_run);
    QCOMPARE(status(), RunStatus::Running);
    Store another(path());
    QVERIFY(!fixture::errorOf([&] { another.claimRun(m_run); }).isEmpty());
    m_store->setStatus(m_run, RunStatus::Stopped);
    another.claimRun(m_run);
    QCOMPARE(status(), RunStatus::Running);
}

void StoreClaimsTest::oneOfManyThreadsGetsTheRun()
{
    std::atomic<int> winners { 0 };
    std::atomic<int> losers { 0 };
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            Store mine(path());
            if (fixture::errorOf([&] { mine.claimRun(m_run); }).isEmpty())
                ++winners;
            else
                ++losers;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(winners.load(), 1);
    QCOMPARE(losers.load(), 7);
}

void StoreClaimsTest::runOfAnEndedProcessIsInterrupted_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<bool>("kill");
    QTest::newRow("running, killed") << QByteArray("--claim") << true;
    QTest::newRow("running, left without a word") << QByteArray("--claim") << false;
    QTest::newRow("paused, killed") << QByteArray("--claim-paused") << true;
}

void StoreClaimsTest::runOfAnEndedProcessIsInterrupted()
{
    QFETCH(QByteArray, how);
    QFETCH(bool, kill);
    Child child(claiming(how.constData()));
    QCOMPARE(child.readLine(), QByteArray("claimed"));
    const RunStatus stored = how == "--claim" ? RunStatus::Running : RunStatus::Paused;
    QCOMPARE(status(), stored);
    if (kill)
        child.kill();
    else
        QVERIFY(child.leave());
    QCOMPARE(status(), RunStatus::Interrupted);
    QCOMPARE(m_store->findByKey(QStringLiteral("key"))->status, RunStatus::Interrupted);
    QCOMPARE(m_store->runs().at(0).status, RunStatus::Interrupted);
    const QString cell = fixture::sql(path(), QStringLiteral("SELECT status FROM runs")).toString();
    QCOMPARE(cell, store::statusName(stored)); // derived, not stored
    m_store->claimRun(m_run);
    QCOMPARE(status(), RunStatus::Running);
}

void StoreClaimsTest::processWithTheSameNumberIsAnother()
{
    m_store->claimRun(m_run);
    fixture::sql(path(), QStringLiteral("UPDATE runs SET process_started = process_started - 1"));
    QCOMPARE(status(), RunStatus::Interrupted);
}

void StoreClaimsTest::processBeforeTheLastBootIsGone()
{
    m_store->claimRun(m_run);
    fixture::sql(path(), QStringLiteral("UPDATE runs SET boot = 'an earlier one'"));
    QCOMPARE(status(), RunStatus::Interrupted);
}

void StoreClaimsTest::processOnAnotherHostMayLive()
{
    m_store->claimRun(m_run);
    fixture::sql(path(), QStringLiteral("UPDATE runs SET host = 'elsewhere', boot = 'its own', pid = 1"));
    QCOMPARE(status(), RunStatus::Running);
    const QString error = fixture::errorOf([this] { m_store->claimRun(m_run); });
    QVERIFY2(error.contains(QStringLiteral("process 1 on elsewhere")), qPrintable(error));
}

void StoreClaimsTest::finishedRunIsNotClaimed()
{
    m_store->claimRun(m_run);
    m_store->appendEpoch(m_run, fixture::epoch(fixture::classification(), 1, true), {}, {});
    m_store->finishRun(m_run, fixture::result(fixture::classification(), 1, 1));
    QCOMPARE(fixture::kindAndErrorOf([this] { m_store->claimRun(m_run); }),
        QStringLiteral(
            "Input: Run %1 of the store %2 is finished already; train with another seed or spec for a new "
            "one.")
            .arg(m_run)
            .arg(path()));
    QVERIFY(m_store->run(m_run)->test.empty()); // hidden until the training has ended
    m_store->openTests({ m_run }, QStringLiteral("a test"));
    QCOMPARE(m_store->run(m_run)->test.at("accuracy"), 0.875);
    QVERIFY(fixture::kindAndErrorOf([this] {
        m_store->claimRun(99);
    }).startsWith(QStringLiteral("Input: The store")));
}

void StoreClaimsTest::pauseAndStop()
{
    QVERIFY(!fixture::errorOf([this] { m_store->setStatus(m_run, RunStatus::Running); }).isEmpty());
    m_store->claimRun(m_run);
    m_store->setStatus(m_run, RunStatus::Paused);
    QCOMPARE(status(), RunStatus::Paused);
    m_store->setStatus(m_run, RunStatus::Running);
    QCOMPARE(status(), RunStatus::Running);
    m_store->setStatus(m_run, RunStatus::Failed, QStringLiteral("The loss is not finite in epoch 3."));
    QCOMPARE(status(), RunStatus::Failed);
    QCOMPARE(m_store->run(m_run)->message, QStringLiteral("The loss is not finite in epoch 3."));
    m_store->claimRun(m_run);
    QVERIFY(m_store->run(m_run)->message.isEmpty());
    QVERIFY(!fixture::errorOf([this] { m_store->setStatus(99, RunStatus::Stopped); }).isEmpty());
}

void StoreClaimsTest::interruptedIsNeverSet()
{
    QVERIFY_THROWS_EXCEPTION(std::logic_error, m_store->setStatus(m_run, RunStatus::Interrupted));
    QCOMPARE(status(), RunStatus::Queued);
}

void StoreClaimsTest::everyReportedEpochSurvivesAKill()
{
    const store::CohortRecord cohort = fixture::classification();
    for (int round = 0; round < 5; ++round) {
        m_store->truncateEpochs(m_run, 0);
        Child child({ QStringLiteral("--append"), path(), QString::number(m_run) });
        std::int64_t reported = 0;
        while (reported < 3 + 7 * round) {
            const QByteArray line = child.readLine();
            QVERIFY(!line.isEmpty());
            reported = line.toLongLong();
        }
        child.kill();
        for (const QByteArray& line : child.readRest().split('\n'))
            reported = std::max<std::int64_t>(reported, line.toLongLong());
        QCOMPARE(status(), RunStatus::Interrupted);
        const auto epochs = m_store->epochs(m_run);
        QVERIFY(static_cast<std::int64_t>(epochs.size()) >= reported);
        QCOMPARE(m_store->run(m_run)->bestEpoch, static_cast<std::int64_t>(epochs.size()));
        for (const store::EpochRecord& epoch : epochs) {
            const std::int64_t number = epoch.report.epoch;
            QCOMPARE(m_store->epoch(m_run, number)->report.predictions.values,
                fixture::epoch(cohort, number, true).report.predictions.values);
        }
        QCOMPARE(
            fixture::sql(path(), QStringLiteral("PRAGMA integrity_check")).toString(), QStringLiteral("ok"));
    }
}

void StoreClaimsTest::uncommittedTransactionDisappears()
{
    m_store->appendEpoch(m_run, fixture::epoch(fixture::classification(), 1, true), {}, {});
    Child child({ QStringLiteral("--never-commit"), path() });
    QCOMPARE(child.readLine(), QByteArray("written"));
    child.kill();
    QCOMPARE(m_store->runs().size(), 1U);
    QCOMPARE(m_store->epochs(m_run).size(), 1U);
    m_store->claimRun(m_run); // the lock went with the process
}

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString what = arguments.value(1);
    const std::int64_t run = arguments.value(3).toLongLong();
    if (what.startsWith(QLatin1String("--claim")))
        return childThatClaims(arguments.value(2), run, what == QLatin1String("--claim-paused"));
    if (what == QLatin1String("--append"))
        return childThatAppends(arguments.value(2), run);
    if (what == QLatin1String("--never-commit"))
        return childThatNeverCommits(arguments.value(2));
    StoreClaimsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_storeclaims.moc"
