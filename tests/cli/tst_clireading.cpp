// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <map>
#include <utility>

#include <unistd.h>

namespace {

constexpr uid_t kNobody = 65534;

/// Root may read and write everything: the process then becomes nobody.
void dropPrivileges(QProcess& process)
{
    process.setChildProcessModifier([] {
        if (geteuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0))
            _exit(1);
    });
}

bool reachesTheProgram()
{
    QProcess process;
    dropPrivileges(process);
    process.start(QStringLiteral("/bin/sh"),
        { QStringLiteral("-c"), QStringLiteral("test -x \"$0\""), QStringLiteral(BTW_PROGRAM) });
    return process.waitForFinished() && process.exitCode() == 0;
}

/// Every file below a folder, with its size and time.
std::map<QString, std::pair<qint64, QDateTime>> contents(const QString& folder)
{
    std::map<QString, std::pair<qint64, QDateTime>> all;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        it.next();
        all[it.filePath()] = { it.fileInfo().size(), it.fileInfo().lastModified() };
    }
    return all;
}

void give(const QString& folder, int file, int directory)
{
    QDirIterator it(
        folder, QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        it.next();
        QFile::setPermissions(it.filePath(), QFile::Permissions(it.fileInfo().isDir() ? directory : file));
    }
    QFile::setPermissions(folder, QFile::Permissions(directory));
}

} // namespace

/// `btw runs`, `btw export` and `btw figure` only read: a store of somebody else, on a disk that may not be
/// written.
class TestCliReading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!reachesTheProgram())
            QSKIP("The program lies in a folder that other users may not enter: run the tests from another "
                  "one.");
        const QString data = m_folder.filePath(QStringLiteral("sentiment.npz"));
        QCOMPARE(btw({ QStringLiteral("sample"), QStringLiteral("sentiment"), QStringLiteral("--out"), data,
                         QStringLiteral("--n"), QStringLiteral("120") })
                     .status,
            0);
        m_kept = m_folder.filePath(QStringLiteral("kept"));
        m_store = m_kept + QStringLiteral("/runs.sqlite");
        QVERIFY(QDir().mkpath(m_kept));
        const Called trained
            = btw({ QStringLiteral("train"), data, QStringLiteral("--preset"), QStringLiteral("demo"),
                QStringLiteral("--epochs"), QStringLiteral("1"), QStringLiteral("--store"), m_store });
        QVERIFY2(trained.status == 0, trained.err.constData());
        m_out = m_folder.filePath(QStringLiteral("out"));
        QVERIFY(QDir().mkpath(m_out));
        give(m_folder.path(), 0x6644, 0x7755);
        give(m_out, 0x6666, 0x7777);
        give(m_kept, 0x4444, 0x5555);
    }

    void cleanupTestCase()
    {
        if (!m_kept.isEmpty())
            give(m_kept, 0x6644, 0x7755);
    }

    void aStoreThatMayNotBeWrittenIsRead_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QString>("made");
        const QStringList last { QStringLiteral("--run"), QStringLiteral("last"), QStringLiteral("--out") };
        QTest::newRow("runs") << QStringList { QStringLiteral("runs") } << QString();
        QTest::newRow("export") << QStringList { QStringLiteral("export") } + last
                                << QStringLiteral("run.csv");
        for (const char* file : { "weights.svg", "metric.pdf", "scatter.png" })
            QTest::newRow(file) << QStringList {
                QStringLiteral("figure"), QString::fromLatin1(file).section('.', 0, 0)
            } + last << QString::fromLatin1(file);
    }
    void aStoreThatMayNotBeWrittenIsRead()
    {
        QFETCH(QStringList, command);
        QFETCH(const QString, made);
        if (!made.isEmpty())
            command << m_out + QLatin1Char('/') + made;
        const auto before = contents(m_kept);
        const Called called = asAnother(command + QStringList { QStringLiteral("--store"), m_store });
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY(contents(m_kept) == before);
        if (made.isEmpty())
            QVERIFY(called.out.contains("finished"));
        else
            QVERIFY(QFileInfo(m_out + QLatin1Char('/') + made).size() > 0);
    }

    void whatATrainingCommittedIsReadWhileItGoesOn_data()
    {
        QTest::addColumn<bool>("index");
        QTest::newRow("its log's index may be read") << true;
        QTest::newRow("its log's index may not be read") << false;
    }
    void whatATrainingCommittedIsReadWhileItGoesOn()
    {
        QFETCH(const bool, index);
        give(m_kept, 0x6644, 0x7755);
        {
            QSqlDatabase training
                = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("training"));
            training.setDatabaseName(m_store);
            QVERIFY(training.open());
            QSqlQuery query(training);
            QVERIFY(query.exec(QStringLiteral("UPDATE runs SET name = 'committed'")));
            QVERIFY(query.exec(QStringLiteral("BEGIN IMMEDIATE")));
            QVERIFY(query.exec(QStringLiteral("UPDATE runs SET name = 'not yet'")));
            QVERIFY(QFile::setPermissions(
                m_store + QStringLiteral("-shm"), QFile::Permissions(index ? 0x6644 : 0x6600)));
            const Called called = asAnother({ QStringLiteral("runs"), QStringLiteral("--store"), m_store });
            QVERIFY2(called.status == 0, called.err.constData());
            QVERIFY2(
                called.out.contains("committed") && !called.out.contains("not yet"), called.out.constData());
        }
        QSqlDatabase::removeDatabase(QStringLiteral("training"));
        give(m_kept, 0x4444, 0x5555);
    }

    void aStoreThatIsNotThereIsNotMade()
    {
        const QString absent = m_out + QStringLiteral("/absent.sqlite");
        const Called called = asAnother({ QStringLiteral("runs"), QStringLiteral("--store"), absent });
        QCOMPARE(called.status, 2);
        QVERIFY2(called.err.contains("There is no store"), called.err.constData());
        QVERIFY(QDir(m_out).entryList({ QStringLiteral("absent*") }, QDir::AllEntries).isEmpty());
    }

private:
    Called asAnother(const QStringList& arguments)
    {
        QProcess process;
        dropPrivileges(process);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : { "HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR" })
            environment.insert(QLatin1String(name), m_out);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_out);
        process.start(QStringLiteral(BTW_PROGRAM), arguments);
        Called called;
        if (process.waitForFinished(240'000) && process.exitStatus() == QProcess::NormalExit) {
            called.status = process.exitCode();
            called.out = process.readAllStandardOutput();
            called.err = process.readAllStandardError();
        }
        return called;
    }

    QTemporaryDir m_folder;
    QString m_kept; ///< where the store lies
    QString m_store;
    QString m_out;
};

QTEST_GUILESS_MAIN(TestCliReading)
#include "tst_clireading.moc"
