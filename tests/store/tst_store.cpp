// SPDX-License-Identifier: GPL-3.0-or-later
#include "oldstore.h"

#include "workspace/store/migrations.h"
#include "workspace/store/specjson.h"
#include "workspace/store/stepkey.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <thread>

using namespace btw;
using fixture::errorOf;
using fixture::kindAndErrorOf;
using store::RunInput;
using store::RunStatus;
using store::Store;
using training::Step;

class StoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void createsFileAndFolder();
    void absentStoreIsNamed();
    void deletedOrReplacedFileKeepsNothingMore();
    void folderThatCannotBeMadeIsNamed();
    void fileThatIsNoDatabaseIsRefused();
    void databaseOfAnotherProgramIsLeftAlone();
    void newerSchemaIsRefused();
    void versionOneOpens();
    void runsOfAnOlderStoreAreFoundByTheirKeys();
    void versionTwoOpensWithTheTestFiguresOfTrainingsThatEnded();
    void migrationKeepsWhatIsThere();
    void failedMigrationChangesNothing();
    void openedByManyAtOnceIsMadeOnce();
    void writesAheadAndChecksKeys();

    void cohortReadsBack_data();
    void cohortReadsBack();
    void sameCohortIsKeptOnce();
    void unequalSizesAreRefused();
    void damagedCohortIsNamed();
    void referenceModelsReadBackAndAreReplaced();

    void runReadsBack();
    void inputsReadBackInOrder();
    void runWithoutItsInputIsNotRecorded();
    void finishedRunStandsInForItsKey();
    void runThatOthersNeedStays();
    void removedRunTakesItsFolderAlong();
    void idsAreNeverGivenTwice();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("runs.sqlite")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void StoreTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void StoreTest::createsFileAndFolder()
{
    const QString nested = m_folder->filePath(QStringLiteral("new/runs.sqlite"));
    const Store store(nested);
    QCOMPARE(store.path(), nested);
    QVERIFY(QFile::exists(nested));
    QVERIFY(QDir(nested + QStringLiteral(".d")).exists());
    QVERIFY(store.runs().empty());
}

void StoreTest::deletedOrReplacedFileKeepsNothingMore()
{
    Store store(path());
    const auto id = store.saveCohort(fixture::regression());
    QVERIFY(QFile::remove(path()));
    // SQLite itself would go on writing into the deleted file.
    QVERIFY(errorOf([&] {
        store.addRun(fixture::run(id, Step::Baseline), {});
    }).contains(QStringLiteral("the file was deleted, moved or replaced")));
    {
        Store other(path());
        QVERIFY(other.runs().empty());
        QVERIFY(kindAndErrorOf([&] {
            store.addRun(fixture::run(id, Step::Baseline), {});
        }).startsWith(QStringLiteral("Work: The store ")));
        QVERIFY(other.runs().empty());
        other.saveCohort(fixture::regression()); // the new one is whole
    }
}

void StoreTest::absentStoreIsNamed()
{
    QCOMPARE(kindAndErrorOf([this] { const Store store(path(), Store::Mode::Existing); }),
        QStringLiteral("Input: There is no store %1; check the path, or train something into it first.")
            .arg(path()));
    QVERIFY(!QFile::exists(path()));
    QVERIFY(!QDir(path() + QStringLiteral(".d")).exists());
    {
        const Store created(path());
    }
    QCOMPARE(errorOf([this] { const Store store(path(), Store::Mode::Existing); }), QString());
}

void StoreTest::folderThatCannotBeMadeIsNamed()
{
    QFile file(m_folder->filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QString below = file.fileName() + QStringLiteral("/runs.sqlite");
    const QString error = kindAndErrorOf([&below] { const Store store(below); });
    QVERIFY2(error.startsWith(QStringLiteral("Work: The folder %1.d could not be created").arg(below)),
        qPrintable(error));
}

void StoreTest::fileThatIsNoDatabaseIsRefused()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    QCOMPARE(kindAndErrorOf([this] { const Store store(path()); }),
        QStringLiteral(
            "Input: The store %1 could not be opened: file is not a database; give the file that btw train "
            "wrote, or a copy of it from before it was damaged.")
            .arg(path()));
}

void StoreTest::databaseOfAnotherProgramIsLeftAlone()
{
    fixture::sql(path(), QStringLiteral("CREATE TABLE bookmarks(url TEXT)"));
    const auto bytes = [this] {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray before = bytes();
    QCOMPARE(kindAndErrorOf([this] { const Store store(path()); }),
        QStringLiteral(
            "Input: The file %1 is another program's database, not a store of runs; choose another file "
            "name.")
            .arg(path()));
    QCOMPARE(bytes(), before);
}

void StoreTest::newerSchemaIsRefused()
{
    {
        const Store created(path());
    }
    fixture::sql(path(), QStringLiteral("PRAGMA user_version = 99"));
    QCOMPARE(kindAndErrorOf([this] { const Store store(path()); }),
        QStringLiteral(
            "Input: The store %1 was written by a newer version of this program (schema 99; this version "
            "knows %2); update BTW Workbench to open it.")
            .arg(path())
            .arg(store::migrations().size()));
}

// data/version1.sqlite: written by data/makeversion1.py, without this program.
void StoreTest::versionOneOpens()
{
    QVERIFY(QFile::copy(QStringLiteral(BTW_STORE_DATA "/version1.sqlite"), path()));
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner));
    const Store store(path(), Store::Mode::Existing);
    QCOMPARE(fixture::sql(path(), QStringLiteral("PRAGMA user_version")).toInt(),
        static_cast<int>(store::migrations().size()));
    const store::CohortRecord cohort = store.cohort(1);
    QCOMPARE(cohort.name, QStringLiteral("old"));
    QCOMPARE(cohort.task, Task::Classification);
    QCOMPARE(cohort.classes, (std::vector<std::string> { "no", "yes" }));
    QCOMPARE(cohort.modalities, (std::vector<std::string> { "notes", "labs" }));
    QCOMPARE(cohort.ids, (std::vector<std::string> { "p1", "p2", "p3" }));
    QCOMPARE(cohort.y, (std::vector<double> { 0, 1, 1 }));
    QCOMPARE(cohort.splits, (std::vector<Split> { Split::Train, Split::Validation, Split::Test }));
    QVERIFY(cohort.groups.empty());
    QVERIFY(cohort.about.empty()); // older than descriptive columns
    QCOMPARE(cohort.present, (std::vector<std::uint8_t> { 1, 1, 1, 0, 1, 1 }));
    const auto runs = store.runs();
    QCOMPARE(runs.size(), 2U);
    QCOMPARE(runs[0].status, RunStatus::Finished);
    QCOMPARE(runs[0].modality, QStringLiteral("notes"));
    QCOMPARE(
        store.bestPredictions(1).values, (std::vector<float> { 0.5F, 0.5F, 0.25F, 0.75F, 0.125F, 0.875F }));
    QCOMPARE(runs[1].status, RunStatus::Interrupted); // its process was never
    QCOMPARE(runs[1].spec.epochs, 40);
    QCOMPARE(runs[1].validation.at("accuracy"), 0.5);
    QCOMPARE(runs[1].created, QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 678), Qt::UTC));
    QCOMPARE(store.inputs(2).size(), 1U);
    const auto epoch = store.epoch(2, 1);
    QVERIFY(epoch.has_value());
    QCOMPARE(epoch->report.weights, (std::vector<float> { 0.75F, 0.25F, 1.0F, 0.0F, 0.5F, 0.5F }));
    QCOMPARE(epoch->report.predictions.width, 2U);
    QVERIFY(std::isnan(epoch->report.alpha));
    QCOMPARE(epoch->weights.at(0).high, 0.75);
    QCOMPARE(store.referenceModels(1, true).at(0).predictions.values.size(), 6U);
}

// The keys that stand in data/version2.sqlite are those by which its runs are found today: what it has
// trained is not trained again.
void StoreTest::runsOfAnOlderStoreAreFoundByTheirKeys()
{
    fixture::copyOldStore(path());
    const Store store(path(), Store::Mode::Existing);
    const auto runs = store.runs();
    QCOMPARE(runs.size(), 14U);
    const auto hash = store.cohort(runs.front().splitId).hash;
    for (const store::RunRecord& run : runs) {
        QStringList inputs;
        for (const store::RunRecord& other : runs)
            if (run.step == training::Step::Weighted && other.step == training::Step::Unimodal
                && other.seed == run.seed)
                inputs << other.stepKey;
        QCOMPARE(store::olderStepKey({ run.step, run.modality, run.spec, hash, run.seed, run.threads,
                     run.device, QStringLiteral("1.13.0"), inputs }),
            run.stepKey);
    }
}

// data/version2.sqlite: written by this program before test figures were sealed. Seed 1: a training that
// ended; seed 2: one without a weighted step; seed 3: one that was stopped in its weighted step.
void StoreTest::versionTwoOpensWithTheTestFiguresOfTrainingsThatEnded()
{
    fixture::copyOldStore(path());
    QCOMPARE(fixture::sql(path(), QStringLiteral("PRAGMA user_version")).toInt(), 2);
    const Store store(path(), Store::Mode::Existing);
    const auto runs = store.runs();
    QCOMPARE(runs.size(), 14U);
    for (const store::RunRecord& run : runs) {
        QCOMPARE(run.status, run.id == 14 ? RunStatus::Stopped : RunStatus::Finished);
        QCOMPARE(store::testIsOpen(run), run.seed != 3);
        QCOMPARE(run.test.count("mae"), run.seed != 3 ? 1U : 0U);
        QVERIFY(run.validation.count("mae") == 1);
        QCOMPARE(store.bestPredictions(run.id).rows(), 100U); // older than checksums
        QVERIFY(store.epoch(run.id, run.bestEpoch).has_value());
    }
    QCOMPARE(store.referenceModels(runs[0].splitId, true).size(), 5U);
}

void StoreTest::migrationKeepsWhatIsThere()
{
    std::int64_t run = 0;
    {
        Store store(path());
        run = store.addRun(fixture::run(store.saveCohort(fixture::regression()), Step::Baseline), {});
    }
    std::vector<store::Migration> steps = store::migrations();
    steps.push_back({ QStringLiteral("ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("UPDATE runs SET note = name") });
    fixture::migrateFile(path(), steps);
    QCOMPARE(
        fixture::sql(path(), QStringLiteral("PRAGMA user_version")).toInt(), static_cast<int>(steps.size()));
    QCOMPARE(fixture::sql(path(), QStringLiteral("SELECT note FROM runs WHERE id = %1").arg(run)).toString(),
        QStringLiteral("none · seed 2"));
    fixture::migrateFile(path(), steps); // up to date: ALTER would fail a second time
}

void StoreTest::failedMigrationChangesNothing()
{
    {
        const Store created(path());
    }
    std::vector<store::Migration> steps = store::migrations();
    const int version = static_cast<int>(steps.size());
    steps.push_back(
        { QStringLiteral("CREATE TABLE extra(x)"), QStringLiteral("INSERT INTO nowhere VALUES (1)") });
    const QString error = kindAndErrorOf([&] { fixture::migrateFile(path(), steps); });
    QVERIFY2(error.startsWith(
                 QStringLiteral("Work: The store %1 could not be brought to the newest schema: no such "
                                "table: nowhere")
                     .arg(path())),
        qPrintable(error));
    QCOMPARE(fixture::sql(path(), QStringLiteral("PRAGMA user_version")).toInt(), version);
    QCOMPARE(fixture::sql(path(), QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"))
                 .toInt(),
        0);
}

void StoreTest::openedByManyAtOnceIsMadeOnce()
{
    constexpr int kThreads = 6;
    constexpr int kFiles = 20; // the moment in which another may look is short
    for (int file = 0; file < kFiles; ++file) {
        const QString shared = path() + QString::number(file);
        std::vector<std::thread> threads;
        std::vector<QString> errors(kThreads);
        for (int i = 0; i < kThreads; ++i) {
            threads.emplace_back([&shared, i, &errors] {
                errors[static_cast<std::size_t>(i)] = errorOf([&shared] {
                    Store store(shared);
                    store.saveCohort(fixture::regression());
                });
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        for (const QString& error : errors)
            QCOMPARE(error, QString());
        QCOMPARE(fixture::sql(shared, QStringLiteral("SELECT count(*) FROM cohorts")).toInt(), 1);
    }
}

void StoreTest::writesAheadAndChecksKeys()
{
    Store store(path());
    QCOMPARE(fixture::sql(path(), QStringLiteral("PRAGMA journal_mode")).toString(), QStringLiteral("wal"));
    const QString error = kindAndErrorOf([&store] { store.addRun(fixture::run(7, Step::Baseline), {}); });
    QVERIFY2(error.startsWith(
                 QStringLiteral("Work: The store %1 could not record the run 'none · seed 2': FOREIGN KEY "
                                "constraint failed")
                     .arg(path())),
        qPrintable(error));
}

void StoreTest::cohortReadsBack_data()
{
    QTest::addColumn<bool>("classes");
    QTest::newRow("regression with groups and a range") << false;
    QTest::newRow("classification with an unknown label and strengths") << true;
}

void StoreTest::cohortReadsBack()
{
    QFETCH(bool, classes);
    const store::CohortRecord written = classes ? fixture::classification() : fixture::regression();
    std::int64_t id = 0;
    {
        Store store(path());
        id = store.saveCohort(written);
    }
    const Store store(path(), Store::Mode::Existing);
    const store::CohortRecord read = store.cohort(id);
    QCOMPARE(read.splitId, id);
    QCOMPARE(read.name, written.name);
    QCOMPARE(read.path, written.path);
    QCOMPARE(read.hash, written.hash);
    QCOMPARE(read.task, written.task);
    QCOMPARE(read.classes, written.classes);
    QCOMPARE(read.labelRange, written.labelRange);
    QCOMPARE(read.modalities, written.modalities);
    QCOMPARE(read.ids, written.ids);
    QCOMPARE(read.splits, written.splits);
    QCOMPARE(read.groups, written.groups);
    QCOMPARE(read.present, written.present);
    QCOMPARE(read.strengths, written.strengths);
    QCOMPARE(read.about, written.about);
    QCOMPARE(read.y.size(), written.y.size());
    for (std::size_t i = 0; i < read.y.size(); ++i)
        QVERIFY(read.y[i] == written.y[i] || (std::isnan(read.y[i]) && std::isnan(written.y[i])));
}

void StoreTest::sameCohortIsKeptOnce()
{
    Store store(path());
    store::CohortRecord cohort = fixture::classification();
    const std::int64_t id = store.saveCohort(cohort);
    cohort.name = QStringLiteral("stays, renamed");
    cohort.path = QStringLiteral("/elsewhere/stays.npz");
    QCOMPARE(store.saveCohort(cohort), id);
    QCOMPARE(store.cohort(id).name, fixture::classification().name); // what it was called first
    QCOMPARE(store.cohort(id).path, cohort.path);
    cohort.path.clear(); // an unknown path does not displace a known one
    QCOMPARE(store.saveCohort(cohort), id);
    QCOMPARE(store.cohort(id).path, QStringLiteral("/elsewhere/stays.npz"));
    QVERIFY(store.saveCohort(fixture::regression()) != id);
}

void StoreTest::unequalSizesAreRefused()
{
    Store store(path());
    store::CohortRecord cohort = fixture::classification();
    cohort.splits.clear();
    const QString error = kindAndErrorOf([&] { store.saveCohort(cohort); });
    QVERIFY2(
        error.startsWith(QStringLiteral("Work: The store %1 could not save the cohort 'stays'").arg(path())),
        qPrintable(error));
}

void StoreTest::damagedCohortIsNamed()
{
    Store store(path());
    const std::int64_t id = store.saveCohort(fixture::classification());
    fixture::sql(path(), QStringLiteral("UPDATE splits SET y = x'0000000801020304'"));
    QCOMPARE(kindAndErrorOf([&] { store.cohort(id); }),
        QStringLiteral("Work: The store %1 could not read the cohort of split %2: what it holds there is "
                       "damaged; take a copy from "
                       "before the damage, or train again.")
            .arg(path())
            .arg(id));
    QVERIFY(errorOf([&] { store.cohort(id + 1); }).contains(QStringLiteral("has no split")));
}

void StoreTest::referenceModelsReadBackAndAreReplaced()
{
    Store store(path());
    const std::int64_t id = store.saveCohort(fixture::classification());
    store::ReferenceRecord text { QStringLiteral("text"), 0.1, { { "accuracy", 0.5 } },
        { { "accuracy", 0.25 }, { "auroc", std::nan("") } }, { 2, std::vector<float>(12, 0.5F) } };
    store::ReferenceRecord constant { QStringLiteral("constant"), 0, {}, {}, {} };
    store.saveReferenceModels(id, { constant, text, constant });
    store.saveReferenceModels(id, { text, constant });
    const auto read = store.referenceModels(id, true);
    QCOMPARE(read.size(), 2U);
    QCOMPARE(read[0].name, text.name);
    QCOMPARE(read[0].strength, 0.1);
    QCOMPARE(read[0].validation, text.validation);
    QCOMPARE(read[0].test.at("accuracy"), 0.25);
    QVERIFY(std::isnan(read[0].test.at("auroc")));
    QCOMPARE(read[0].predictions.width, 2U);
    QCOMPARE(read[0].predictions.values, text.predictions.values);
    QCOMPARE(read[1].name, constant.name);
    QVERIFY(store.referenceModels(id).at(0).predictions.values.empty());
}

void StoreTest::runReadsBack()
{
    Store store(path());
    store::RunRecord written = fixture::run(store.saveCohort(fixture::regression()), Step::Unimodal);
    written.seed = 0xFFFFFFFFFFFFFFFEULL;
    written.name = QStringLiteral("it's; DROP TABLE runs; -- · 种子");
    const std::int64_t id = store.addRun(written, {});
    const store::RunRecord read = store.run(id).value();
    QCOMPARE(read.splitId, id);
    QCOMPARE(read.splitId, written.splitId);
    QCOMPARE(read.name, written.name);
    QCOMPARE(read.variant, written.variant);
    QCOMPARE(read.modality, written.modality);
    QCOMPARE(read.model, written.model);
    QCOMPARE(read.seed, written.seed);
    QCOMPARE(read.threads, written.threads);
    QCOMPARE(read.device, written.device);
    QCOMPARE(read.version, written.version);
    QCOMPARE(read.step, written.step);
    QCOMPARE(read.spec, written.spec);
    QCOMPARE(read.stepKey, written.stepKey);
    QCOMPARE(read.status, RunStatus::Queued);
    QVERIFY(qAbs(read.created.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    QCOMPARE(read.created.timeSpec(), Qt::UTC);
    QVERIFY(read.finished.isNull());
    QCOMPARE(read.epochs, 0);
    QVERIFY(!store.run(id + 1).has_value());
    QCOMPARE(store.runs().size(), 1U);
}

void StoreTest::inputsReadBackInOrder()
{
    Store store(path());
    const std::int64_t cohort = store.saveCohort(fixture::regression());
    const std::int64_t text = store.addRun(fixture::run(cohort, Step::Unimodal), {});
    const std::int64_t audio = store.addRun(fixture::run(cohort, Step::Unimodal), {});
    const std::int64_t baseline = store.addRun(fixture::run(cohort, Step::Baseline), {});
    const std::int64_t weighted = store.addRun(fixture::run(cohort, Step::Weighted),
        { { audio, RunInput::Role::Unimodal, QStringLiteral("audio") },
            { text, RunInput::Role::Unimodal, QStringLiteral("text") },
            { baseline, RunInput::Role::Baseline, {} } });
    const auto inputs = store.inputs(weighted);
    QCOMPARE(inputs.size(), 3U);
    QCOMPARE(inputs[0].runId, audio);
    QCOMPARE(inputs[0].modality, QStringLiteral("audio"));
    QCOMPARE(inputs[1].runId, text);
    QCOMPARE(inputs[1].role, RunInput::Role::Unimodal);
    QCOMPARE(inputs[2].runId, baseline);
    QCOMPARE(inputs[2].role, RunInput::Role::Baseline);
    QVERIFY(store.inputs(baseline).empty());
}

void StoreTest::runWithoutItsInputIsNotRecorded()
{
    Store store(path());
    const std::int64_t cohort = store.saveCohort(fixture::regression());
    QVERIFY(!errorOf([&] {
        store.addRun(fixture::run(cohort, Step::Weighted), { { 99, RunInput::Role::Baseline, {} } });
    }).isEmpty());
    QVERIFY(store.runs().empty());
}

void StoreTest::finishedRunStandsInForItsKey()
{
    Store store(path());
    const std::int64_t cohort = store.saveCohort(fixture::regression());
    QVERIFY(!store.findByKey(QStringLiteral("key")).has_value());
    const std::int64_t first = store.addRun(fixture::run(cohort, Step::Baseline), {});
    const std::int64_t second = store.addRun(fixture::run(cohort, Step::Baseline), {});
    store.addRun(fixture::run(cohort, Step::Baseline, QStringLiteral("other")), {});
    QCOMPARE(store.findByKey(QStringLiteral("key"))->id, second);
    store.appendEpoch(first, fixture::epoch(fixture::regression(), 1, true), {}, {});
    store.finishRun(first, fixture::result(fixture::regression(), 1, 1));
    QCOMPARE(store.findByKey(QStringLiteral("key"))->id, first);
}

void StoreTest::runThatOthersNeedStays()
{
    Store store(path());
    const std::int64_t cohort = store.saveCohort(fixture::regression());
    const std::int64_t text = store.addRun(fixture::run(cohort, Step::Unimodal), {});
    const std::int64_t weighted = store.addRun(
        fixture::run(cohort, Step::Weighted), { { text, RunInput::Role::Unimodal, QStringLiteral("text") } });
    QCOMPARE(kindAndErrorOf([&] { store.removeRun(text); }),
        QStringLiteral(
            "Input: Run %1 of the store %2 cannot be removed, because run %3 (btw · seed 2) was built from "
            "it; remove that one first.")
            .arg(text)
            .arg(path())
            .arg(weighted));
    QVERIFY(store.run(text).has_value());
    store.removeRun(weighted);
    store.removeRun(text);
    QVERIFY(store.runs().empty());
    QVERIFY(kindAndErrorOf([&] { store.removeRun(text); }).startsWith(QStringLiteral("Input: ")));
}

void StoreTest::removedRunTakesItsFolderAlong()
{
    Store store(path());
    const std::int64_t cohort = store.saveCohort(fixture::regression());
    const std::int64_t run = store.addRun(fixture::run(cohort, Step::Baseline), {});
    store.appendEpoch(run, fixture::epoch(fixture::regression(), 1, true), {}, {});
    const QString folder = store.runDirectory(run);
    QCOMPARE(folder, path() + QStringLiteral(".d/%1").arg(run));
    QFile checkpoint(folder + QStringLiteral("/last.pt"));
    QVERIFY(checkpoint.open(QIODevice::WriteOnly));
    checkpoint.close();
    store.removeRun(run);
    QVERIFY(!QDir(folder).exists());
    QVERIFY(store.epochs(run).empty());
    QCOMPARE(fixture::sql(path(), QStringLiteral("SELECT count(*) FROM epochs")).toInt(), 0);
}

void StoreTest::idsAreNeverGivenTwice()
{
    Store store(path());
    const std::int64_t cohort = store.saveCohort(fixture::regression());
    const std::int64_t first = store.addRun(fixture::run(cohort, Step::Baseline), {});
    store.removeRun(first);
    QVERIFY(store.addRun(fixture::run(cohort, Step::Baseline), {}) > first);
}

QTEST_GUILESS_MAIN(StoreTest)
#include "tst_store.moc"
