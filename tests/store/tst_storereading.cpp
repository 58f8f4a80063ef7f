// SPDX-License-Identifier: GPL-3.0-or-later
// A store that is only read: neither its file nor its folder changes, whoever owns them.
#include "storefixture.h"

#include "workspace/store/reading.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <tuple>

#include <unistd.h>

using namespace btw;
using fixture::kindAndErrorOf;
using store::Store;
using training::Step;

namespace {

constexpr uid_t kNobody = 65534;

/// Root may write everywhere: while this lives, the process is nobody.
class WithoutPrivileges
{
public:
    WithoutPrivileges()
    {
        if (m_root && setresuid(kNobody, kNobody, 0) != 0)
            qFatal("root could not become nobody");
    }
    ~WithoutPrivileges()
    {
        if (m_root && setresuid(0, 0, 0) != 0)
            qFatal("nobody could not become root again");
    }
    WithoutPrivileges(const WithoutPrivileges&) = delete;
    WithoutPrivileges& operator=(const WithoutPrivileges&) = delete;

private:
    bool m_root = geteuid() == 0;
};

/// Bytes and time of every file of a folder. The index is shared memory, which readers note themselves in.
std::map<QString, std::tuple<QByteArray, QDateTime>> contents(const QString& folder)
{
    std::map<QString, std::tuple<QByteArray, QDateTime>> all;
    for (const QFileInfo& info : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(info.filePath()));
        all[info.fileName()]
            = { info.fileName().endsWith(QLatin1String("-shm")) ? QByteArray() : file.readAll(),
                  info.fileName().endsWith(QLatin1String("-shm")) ? QDateTime() : info.lastModified() };
    }
    return all;
}

std::vector<store::Migration> withNotes()
{
    std::vector<store::Migration> steps = store::migrations();
    steps.push_back({ QStringLiteral("ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("UPDATE runs SET note = name") });
    return steps;
}

/// The notes of the runs of a store that is read with one more migration.
QStringList notesOf(const QString& path)
{
    const QString connection = QStringLiteral("notes");
    QStringList notes;
    {
        const auto copy = store::openForReading(connection, path, withNotes());
        {
            QSqlQuery query(
                QStringLiteral("SELECT note FROM runs ORDER BY id"), QSqlDatabase::database(connection));
            while (query.next())
                notes << query.value(0).toString();
        }
        QSqlDatabase::database(connection, false).close();
        QSqlDatabase::removeDatabase(connection);
    }
    return notes;
}

} // namespace

class StoreReadingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void leavesFileAndFolderAsTheyWere_data();
    void leavesFileAndFolderAsTheyWere();
    void readsWhatATrainingCommits_data();
    void readsWhatATrainingCommits();
    void readsTheLogOfAKilledProgram_data();
    void readsTheLogOfAKilledProgram();
    void olderSchemaIsMigratedInACopy_data();
    void olderSchemaIsMigratedInACopy();
    void followsALink();
    void namesWithMarksOfAnAddressAreRead();
    void savesNothing();
    void absentStoreIsNamedAndNotMade();
    void whatIsNoStoreIsRefused();
    void fileThatMayNotBeReadIsNamed();

private:
    enum Rights { Writable, FileOnly, ReadOnly };
    static void rightsColumn()
    {
        QTest::addColumn<int>("rights");
        QTest::newRow("in a folder of one's own") << static_cast<int>(Writable);
        QTest::newRow("a file that may not be written") << static_cast<int>(FileOnly);
        QTest::newRow("on a disk that may not be written") << static_cast<int>(ReadOnly);
    }
    void give(int rights)
    {
        const auto all = QFile::Permissions(0x7777);
        for (const QFileInfo& info : QDir(m_place).entryInfoList(QDir::Files | QDir::Hidden))
            QVERIFY(QFile::setPermissions(
                info.filePath(), rights == Writable ? all : QFile::Permissions(0x4444)));
        QVERIFY(QFile::setPermissions(m_place, rights == ReadOnly ? QFile::Permissions(0x5555) : all));
    }
    QString path() const { return m_place + QStringLiteral("/runs.sqlite"); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_place; ///< where the store lies
    QString m_temporary; ///< where copies are made
};

void StoreReadingTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_place = m_folder->filePath(QStringLiteral("kept"));
    m_temporary = m_folder->filePath(QStringLiteral("temporary"));
    for (const QString& folder : { m_folder->path(), m_place, m_temporary }) {
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::setPermissions(folder, QFile::Permissions(0x7777)));
    }
    qputenv("TMPDIR", m_temporary.toLocal8Bit());
}

void StoreReadingTest::cleanup()
{
    QVERIFY(QFile::setPermissions(m_place, QFile::Permissions(0x7777)));
    QVERIFY2(QDir(m_temporary).isEmpty(), "a copy was left behind");
    qunsetenv("TMPDIR");
}

void StoreReadingTest::leavesFileAndFolderAsTheyWere_data() { rightsColumn(); }

void StoreReadingTest::leavesFileAndFolderAsTheyWere()
{
    QFETCH(int, rights);
    std::int64_t run = 0;
    {
        Store made(path());
        const store::CohortRecord cohort = fixture::classification();
        run = made.addRun(fixture::run(made.saveCohort(cohort), Step::Weighted), {});
        made.claimRun(run);
        made.appendEpoch(run, fixture::epoch(cohort, 1, true), {}, {});
        made.finishRun(run, fixture::result(cohort, 1, 1));
    }
    QVERIFY(QDir(path() + QStringLiteral(".d")).removeRecursively());
    give(rights);
    const auto before = contents(m_place);
    {
        const WithoutPrivileges nobody;
        const Store read(path(), Store::Mode::Reading);
        QCOMPARE(read.runs().size(), 1U);
        QCOMPARE(read.bestPredictions(run).width, 2U);
        QCOMPARE(read.path(), path());
    }
    QVERIFY(contents(m_place) == before);
    QVERIFY(!QDir(path() + QStringLiteral(".d")).exists());
}

void StoreReadingTest::readsWhatATrainingCommits_data() { rightsColumn(); }

void StoreReadingTest::readsWhatATrainingCommits()
{
    QFETCH(int, rights);
    Store training(path());
    const std::int64_t cohort = training.saveCohort(fixture::classification());
    training.addRun(fixture::run(cohort, Step::Baseline), {});
    give(rights);
    {
        const WithoutPrivileges nobody;
        const Store read(path(), Store::Mode::Reading);
        QCOMPARE(read.runs().size(), 1U);
    }
    training.addRun(fixture::run(cohort, Step::Weighted), {});
    const WithoutPrivileges nobody;
    const Store read(path(), Store::Mode::Reading);
    QCOMPARE(read.runs().size(), 2U);
}

void StoreReadingTest::readsTheLogOfAKilledProgram_data() { rightsColumn(); }

void StoreReadingTest::readsTheLogOfAKilledProgram()
{
    QFETCH(int, rights);
    {
        const QTemporaryDir elsewhere;
        const QString live = elsewhere.filePath(QStringLiteral("live.sqlite"));
        Store training(live);
        training.addRun(fixture::run(training.saveCohort(fixture::classification()), Step::Baseline), {});
        // What a killed program leaves; without its index, as a copy to another disk has it.
        QVERIFY(QFileInfo(live + QStringLiteral("-wal")).size() > 0);
        QVERIFY(QFile::copy(live, path()));
        QVERIFY(QFile::copy(live + QStringLiteral("-wal"), path() + QStringLiteral("-wal")));
    }
    give(rights);
    const auto before = contents(m_place);
    const WithoutPrivileges nobody;
    {
        const Store read(path(), Store::Mode::Reading);
        QCOMPARE(read.runs().size(), 1U);
    }
    auto after = contents(m_place);
    if (rights == Writable)
        after.erase(QStringLiteral("runs.sqlite-shm"));
    QVERIFY(after == before);
}

void StoreReadingTest::olderSchemaIsMigratedInACopy_data() { rightsColumn(); }

void StoreReadingTest::olderSchemaIsMigratedInACopy()
{
    QFETCH(int, rights);
    Store training(path()); // alive: what it committed is in the log only
    training.addRun(fixture::run(training.saveCohort(fixture::classification()), Step::Baseline), {});
    QVERIFY(QFileInfo(path() + QStringLiteral("-wal")).size() > 0);
    give(rights);
    const auto before = contents(m_place);
    {
        const WithoutPrivileges nobody;
        QCOMPARE(notesOf(path()), QStringList { QStringLiteral("none · seed 2") });
    }
    QVERIFY(contents(m_place) == before);
    QCOMPARE(fixture::sql(path(), QStringLiteral("PRAGMA user_version")).toInt(),
        static_cast<int>(store::migrations().size()));
}

void StoreReadingTest::followsALink()
{
    {
        Store made(path());
        made.addRun(fixture::run(made.saveCohort(fixture::classification()), Step::Baseline), {});
    }
    give(ReadOnly);
    const QString link = m_folder->filePath(QStringLiteral("link.sqlite"));
    QVERIFY(QFile::link(path(), link));
    const WithoutPrivileges nobody;
    const Store read(link, Store::Mode::Reading);
    QCOMPARE(read.runs().size(), 1U);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList { QStringLiteral("link.sqlite") });
}

void StoreReadingTest::namesWithMarksOfAnAddressAreRead()
{
    const QString odd = m_place + QStringLiteral("/50% of #1? & more.sqlite");
    {
        Store made(odd);
        made.addRun(fixture::run(made.saveCohort(fixture::classification()), Step::Baseline), {});
    }
    for (const Rights rights : { Writable, ReadOnly }) {
        give(rights);
        const WithoutPrivileges nobody;
        QCOMPARE(Store(odd, Store::Mode::Reading).runs().size(), 1U);
    }
}

void StoreReadingTest::savesNothing()
{
    {
        const Store made(path());
    }
    Store read(path(), Store::Mode::Reading);
    const QString error = kindAndErrorOf([&read] { read.saveCohort(fixture::regression()); });
    QVERIFY2(error.contains(QLatin1String("attempt to write a readonly database")), qPrintable(error));
    QVERIFY(read.runs().empty());
}

void StoreReadingTest::absentStoreIsNamedAndNotMade()
{
    QCOMPARE(kindAndErrorOf([this] { const Store store(path(), Store::Mode::Reading); }),
        QStringLiteral("Input: There is no store %1; check the path, or train something into it first.")
            .arg(path()));
    QVERIFY(QDir(m_place).isEmpty());
}

void StoreReadingTest::whatIsNoStoreIsRefused()
{
    const auto refused = [this](Rights rights) {
        give(rights);
        const auto before = contents(m_place);
        const WithoutPrivileges nobody;
        const QString error = kindAndErrorOf([this] { const Store store(path(), Store::Mode::Reading); });
        return contents(m_place) == before ? error : QStringLiteral("changed");
    };
    fixture::sql(path(), QStringLiteral("CREATE TABLE bookmarks(url TEXT)"));
    for (const Rights rights : { Writable, ReadOnly })
        QVERIFY(
            refused(rights).contains(QLatin1String("is another program's database, not a store of runs")));
    give(Writable);
    QVERIFY(QFile::remove(path()));
    {
        const Store made(path());
    }
    fixture::sql(path(), QStringLiteral("PRAGMA user_version = 99"));
    for (const Rights rights : { Writable, ReadOnly })
        QVERIFY(refused(rights).contains(QLatin1String("was written by a newer version of this program")));
    give(Writable);
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    for (const Rights rights : { Writable, ReadOnly })
        QVERIFY(refused(rights).contains(QLatin1String("file is not a database")));
}

void StoreReadingTest::fileThatMayNotBeReadIsNamed()
{
    {
        const Store made(path());
    }
    QVERIFY(QFile::setPermissions(path(), {}));
    const WithoutPrivileges nobody;
    const QString error = kindAndErrorOf([this] { const Store store(path(), Store::Mode::Reading); });
    QCOMPARE(error,
        QStringLiteral(
            "Work: The store %1 could not be read: this user has no permission to read the file %1; ask "
            "its owner for it.")
            .arg(path()));
    QCOMPARE(kindAndErrorOf([this] { const Store store(m_place, Store::Mode::Reading); }),
        QStringLiteral("Input: The store %1 is not a file; choose the store's SQLite file.").arg(m_place));
}

QTEST_GUILESS_MAIN(StoreReadingTest)
#include "tst_storereading.moc"
