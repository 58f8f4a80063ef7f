// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/store/migrations.h"

#include "engine/error.h"

namespace btw::store {
namespace {

constexpr int kApplicationId = 0x42545753; // "BTWS"

// Version 1. Ids of runs are never given twice (AUTOINCREMENT): their folders bear them. Blobs come last in
// their tables, where reading the other columns does not touch their pages.
Migration firstSchema()
{
    return {
        QStringLiteral("PRAGMA application_id = %1").arg(kApplicationId),
        QStringLiteral(R"(CREATE TABLE cohorts(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
            task TEXT NOT NULL, classes TEXT NOT NULL, label_low REAL, label_high REAL,
            modalities TEXT NOT NULL, strengths TEXT NOT NULL,
            ids BLOB NOT NULL, y BLOB NOT NULL, splits BLOB NOT NULL, groups BLOB NOT NULL,
            present BLOB NOT NULL))"),
        QStringLiteral(R"(CREATE TABLE yardsticks(
            cohort_id INTEGER NOT NULL REFERENCES cohorts(id) ON DELETE CASCADE, position INTEGER NOT NULL,
            name TEXT NOT NULL, strength REAL, validation TEXT NOT NULL, test TEXT NOT NULL,
            width INTEGER NOT NULL, predictions BLOB NOT NULL, PRIMARY KEY(cohort_id, position)))"),
        QStringLiteral(R"(CREATE TABLE runs(
            id INTEGER PRIMARY KEY AUTOINCREMENT, cohort_id INTEGER NOT NULL REFERENCES cohorts(id),
            name TEXT NOT NULL, variant TEXT NOT NULL, modality TEXT NOT NULL, model TEXT NOT NULL,
            seed INTEGER NOT NULL, threads INTEGER NOT NULL, device TEXT NOT NULL, version TEXT NOT NULL,
            step TEXT NOT NULL, spec TEXT NOT NULL, step_key TEXT NOT NULL,
            status TEXT NOT NULL, message TEXT NOT NULL, created TEXT NOT NULL, finished TEXT,
            best_epoch INTEGER NOT NULL, validation TEXT NOT NULL, test TEXT NOT NULL,
            last_checkpoint TEXT NOT NULL, best_checkpoint TEXT NOT NULL,
            host TEXT, boot TEXT, pid INTEGER, process_started INTEGER,
            width INTEGER, predictions BLOB))"),
        QStringLiteral("CREATE INDEX runs_by_key ON runs(step_key)"),
        QStringLiteral("CREATE INDEX runs_by_cohort ON runs(cohort_id)"),
        QStringLiteral(R"(CREATE TABLE run_inputs(
            run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, position INTEGER NOT NULL,
            input_id INTEGER NOT NULL REFERENCES runs(id), role TEXT NOT NULL, modality TEXT NOT NULL,
            PRIMARY KEY(run_id, position)))"),
        QStringLiteral("CREATE INDEX run_inputs_by_input ON run_inputs(input_id)"),
        QStringLiteral(R"(CREATE TABLE epochs(
            run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, epoch INTEGER NOT NULL,
            train_loss REAL, balance_loss REAL, validation_loss REAL, validation TEXT NOT NULL,
            best INTEGER NOT NULL, learning_rate REAL, alpha REAL, seconds REAL, weight_summary TEXT NOT NULL,
            width INTEGER NOT NULL, weights BLOB, predictions BLOB, routing BLOB,
            PRIMARY KEY(run_id, epoch)))"),
    };
}

// Version 2. Columns that describe the instances stand with the cohort.
Migration descriptiveColumns() { return { QStringLiteral("ALTER TABLE cohorts ADD COLUMN about BLOB") }; }

// Version 3. When the training that asked for a run has ended, and with it the run's test figures may be
// shown (null: not yet); SHA-256 of checkpoints and blobs (null: written by an older version). Of an older
// store's finished runs those are open that were the last of a training (no run was built from them, or the
// training had no weighted step), and what these were built from.
Migration sealsAndChecksums()
{
    const auto last = [](const char* run) {
        return QStringLiteral(
            "(%1.status = 'finished' AND (NOT EXISTS (SELECT 1 FROM run_inputs "
            "WHERE input_id = %1.id) OR (%1.step = 'baseline' AND %1.spec LIKE '%\"variant\":\"none\"%')))")
            .arg(QLatin1String(run));
    };
    return {
        QStringLiteral("ALTER TABLE runs ADD COLUMN test_opened TEXT"),
        QStringLiteral("ALTER TABLE runs ADD COLUMN last_sha256 TEXT"),
        QStringLiteral("ALTER TABLE runs ADD COLUMN best_sha256 TEXT"),
        QStringLiteral("ALTER TABLE runs ADD COLUMN checksum TEXT"),
        QStringLiteral("ALTER TABLE epochs ADD COLUMN checksum TEXT"),
        QStringLiteral("ALTER TABLE yardsticks ADD COLUMN checksum TEXT"),
        QStringLiteral("UPDATE runs SET test_opened = finished WHERE status = 'finished' AND (%1 OR EXISTS "
                       "(SELECT 1 FROM run_inputs JOIN runs AS user ON user.id = run_inputs.run_id "
                       "WHERE run_inputs.input_id = runs.id AND %2))")
            .arg(last("runs"), last("user")),
    };
}

// Version 4. What a fit chose and found beside its predictions (training::RunDetails, as JSON).
Migration runDetails() { return { QStringLiteral("ALTER TABLE runs ADD COLUMN details TEXT") }; }

// Version 5. Splits, trainings and their queue, experiments, notes, and openings of test figures, as rows. Of
// an older store: a training is a last run (a weighted one; a baseline that no run was built from, or whose
// training had no weighted step) and what that was built from; how a split came about was not kept.
Migration trainingsAndTheirQueue()
{
    const QString lastRuns = QStringLiteral(
        "(SELECT *, row_number() OVER (ORDER BY id) AS training FROM runs WHERE step = 'weighted' "
        "OR (step = 'baseline' AND (NOT EXISTS (SELECT 1 FROM run_inputs WHERE input_id = runs.id) "
        "OR spec LIKE '%\"variant\":\"none\"%'))) AS last");
    // Whether one of the training's runs, the last one included, has such a status.
    const auto any = [](const char* condition) {
        return QStringLiteral(
            "EXISTS (SELECT 1 FROM runs AS part WHERE part.status %1 AND (part.id = last.id OR part.id IN "
            "(SELECT input_id FROM run_inputs WHERE run_id = last.id)))")
            .arg(QLatin1String(condition));
    };
    const QString isHeld = any("IN ('running', 'paused')");
    const auto owner = [](const char* column) {
        return QStringLiteral(
            "(SELECT part.%1 FROM runs AS part WHERE part.status IN ('running', 'paused') AND "
            "(part.id = last.id OR part.id IN (SELECT input_id FROM run_inputs "
            "WHERE run_id = last.id)) ORDER BY part.id DESC LIMIT 1)")
            .arg(QLatin1String(column));
    };
    const QString state = QStringLiteral(
        "CASE WHEN last.test_opened IS NOT NULL THEN 'finished' WHEN %1 THEN 'running' WHEN %2 THEN 'failed' "
        "WHEN last.status = 'finished' OR %3 THEN 'stopped' ELSE 'queued' END")
                              .arg(isHeld, any("= 'failed'"), any("= 'stopped'"));
    return {
        QStringLiteral(R"(CREATE TABLE splits(
            id INTEGER PRIMARY KEY, cohort_id INTEGER NOT NULL UNIQUE REFERENCES cohorts(id) ON DELETE CASCADE,
            how TEXT NOT NULL, seed INTEGER, hash TEXT NOT NULL))"),
        QStringLiteral(R"(CREATE TABLE experiments(
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, json TEXT NOT NULL, created TEXT NOT NULL))"),
        QStringLiteral(R"(CREATE TABLE trainings(
            id INTEGER PRIMARY KEY AUTOINCREMENT, experiment_id INTEGER REFERENCES experiments(id),
            split_id INTEGER NOT NULL REFERENCES splits(id), system TEXT NOT NULL, variant TEXT NOT NULL,
            seed INTEGER NOT NULL, threads INTEGER NOT NULL, device TEXT NOT NULL, spec TEXT NOT NULL,
            created TEXT NOT NULL, state TEXT NOT NULL, position INTEGER,
            host TEXT, boot TEXT, pid INTEGER, process_started INTEGER))"),
        QStringLiteral(R"(CREATE TABLE training_runs(
            training_id INTEGER NOT NULL REFERENCES trainings(id) ON DELETE CASCADE, position INTEGER NOT NULL,
            role TEXT NOT NULL, run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            PRIMARY KEY(training_id, position)))"),
        QStringLiteral("CREATE INDEX training_runs_by_run ON training_runs(run_id)"),
        QStringLiteral(R"(CREATE TABLE run_notes(
            run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
            tags TEXT NOT NULL, note TEXT NOT NULL, star INTEGER NOT NULL))"),
        QStringLiteral(R"(CREATE TABLE test_reads(
            id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, command TEXT NOT NULL, runs TEXT NOT NULL,
            rows INTEGER NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE))"),
        QStringLiteral(
            "INSERT INTO splits(cohort_id, how, hash) SELECT id, 'unknown', hash FROM cohorts ORDER BY id"),
        QStringLiteral(
            "INSERT INTO trainings(id, split_id, system, variant, seed, threads, device, spec, created, "
            "state, position, host, boot, pid, process_started) "
            "SELECT last.training, splits.id, last.model, iif(last.step = 'weighted', last.variant, "
            "'none'), last.seed, last.threads, last.device, last.spec, last.created, %2, NULL, %3, %4, "
            "%5, %6 FROM %1 JOIN splits ON splits.cohort_id = last.cohort_id ORDER BY last.id")
            .arg(lastRuns, state, owner("host"), owner("boot"), owner("pid"), owner("process_started")),
        QStringLiteral("UPDATE trainings SET position = id WHERE state = 'queued'"),
        QStringLiteral("UPDATE trainings SET host = NULL, boot = NULL, pid = NULL, process_started = NULL "
                       "WHERE state <> 'running'"),
        QStringLiteral(
            "INSERT INTO training_runs(training_id, position, role, run_id) "
            "SELECT last.training, run_inputs.position, part.step, part.id FROM %1 "
            "JOIN run_inputs ON run_inputs.run_id = last.id JOIN runs AS part ON part.id = input_id "
            "UNION ALL SELECT last.training, (SELECT count(*) FROM run_inputs WHERE run_id = last.id), "
            "last.step, last.id FROM %1")
            .arg(lastRuns),
    };
}

// Version 6. Folds and placebos of a cohort, and which trainings answer an experiment. A training may answer
// several: trainings.experiment_id, which version 5 had for that, stays empty.
Migration foldsAndExperiments()
{
    return {
        QStringLiteral("ALTER TABLE splits ADD COLUMN derived TEXT"),
        QStringLiteral(R"(CREATE TABLE experiment_trainings(
            experiment_id INTEGER NOT NULL REFERENCES experiments(id) ON DELETE CASCADE,
            training_id INTEGER NOT NULL REFERENCES trainings(id) ON DELETE CASCADE, part TEXT NOT NULL,
            UNIQUE(experiment_id, training_id, part)))"),
    };
}

// Version 7. The models of finished runs, and the form of the rows that they were trained on: what predicts
// new people.
Migration modelsOfRuns()
{
    return {
        QStringLiteral("ALTER TABLE cohorts ADD COLUMN shape BLOB"),
        QStringLiteral(R"(CREATE TABLE run_models(
            run_id INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE, checksum TEXT NOT NULL,
            state BLOB NOT NULL))"),
    };
}

// Version 8. People of a cohort that somebody named. Notes of runs, which version 5 had a table for, are used
// from now on.
Migration namedSubgroups()
{
    return {
        QStringLiteral(R"(CREATE TABLE subgroups(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort_id INTEGER NOT NULL REFERENCES cohorts(id) ON DELETE CASCADE,
            name TEXT NOT NULL, created TEXT NOT NULL, ids BLOB NOT NULL, UNIQUE(cohort_id, name)))"),
    };
}

// Version 9. Where the people of a subgroup were selected: those that were chosen by a model's errors are
// said to be. Of those that are there already nobody knows.
Migration whereSubgroupsAreFrom()
{
    return { QStringLiteral("ALTER TABLE subgroups ADD COLUMN selected_in TEXT NOT NULL DEFAULT ''") };
}

// Version 10. What a model says of each row beside its prediction.
Migration diagnosticsOfRows()
{
    return { QStringLiteral(R"(CREATE TABLE row_diagnostics(
        run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, name TEXT NOT NULL, parts TEXT NOT NULL,
        checksum TEXT NOT NULL, numbers BLOB NOT NULL, PRIMARY KEY(run_id, name)))") };
}

/// The last number that one table has given is the last one of its replacement, so that none is given twice.
QString countedOnAs(const char* replacement, const char* table)
{
    return QStringLiteral("INSERT OR REPLACE INTO sqlite_sequence(rowid, name, seq) "
                          "SELECT (SELECT rowid FROM sqlite_sequence WHERE name = '%1'), '%1', seq "
                          "FROM sqlite_sequence WHERE name = '%2'")
        .arg(QLatin1String(replacement), QLatin1String(table));
}

// Version 11. Splits are of a cohort: what every split of the same data shares (its people, their groups,
// what is known of them, which modalities they have) stands once. What was a cohort becomes a split, with the
// id that its runs name it by; which of them are of the same data nobody wrote down (cohorts.content is
// null): saving one of them again tells. Tables that name trainings are written anew, since SQLite cannot
// change what a column refers to.
Migration splitsOfACohort()
{
    return {
        // Of the data.
        QStringLiteral("ALTER TABLE splits RENAME TO origins"),
        QStringLiteral("ALTER TABLE cohorts RENAME TO splits"),
        QStringLiteral(R"(CREATE TABLE cohorts(
            id INTEGER PRIMARY KEY, content TEXT UNIQUE, name TEXT NOT NULL, task TEXT NOT NULL,
            modalities TEXT NOT NULL, strengths TEXT NOT NULL,
            ids BLOB NOT NULL, groups BLOB NOT NULL, present BLOB NOT NULL, about BLOB))"),
        QStringLiteral(
            "INSERT INTO cohorts(id, name, task, modalities, strengths, ids, groups, present, about) "
            "SELECT id, name, task, modalities, strengths, ids, groups, present, about FROM splits"),
        // Of a split.
        QStringLiteral("ALTER TABLE splits ADD COLUMN cohort_id INTEGER REFERENCES cohorts(id)"),
        QStringLiteral("ALTER TABLE splits ADD COLUMN how TEXT NOT NULL DEFAULT 'unknown'"),
        QStringLiteral("ALTER TABLE splits ADD COLUMN seed INTEGER"),
        QStringLiteral("ALTER TABLE splits ADD COLUMN derived TEXT"),
        QStringLiteral("UPDATE splits SET cohort_id = id, (how, seed, derived) = "
                       "(SELECT how, seed, derived FROM origins WHERE origins.cohort_id = splits.id)"),
        QStringLiteral("ALTER TABLE splits RENAME COLUMN splits TO parts"),
        QStringLiteral("ALTER TABLE splits DROP COLUMN name"),
        QStringLiteral("ALTER TABLE splits DROP COLUMN task"),
        QStringLiteral("ALTER TABLE splits DROP COLUMN modalities"),
        QStringLiteral("ALTER TABLE splits DROP COLUMN strengths"),
        QStringLiteral("ALTER TABLE splits DROP COLUMN ids"),
        QStringLiteral("ALTER TABLE splits DROP COLUMN groups"),
        QStringLiteral("ALTER TABLE splits DROP COLUMN present"),
        QStringLiteral("ALTER TABLE splits DROP COLUMN about"),
        QStringLiteral("CREATE INDEX splits_by_cohort ON splits(cohort_id)"),
        // What is of a split.
        QStringLiteral("DROP INDEX runs_by_cohort"),
        QStringLiteral("ALTER TABLE runs RENAME COLUMN cohort_id TO split_id"),
        QStringLiteral("CREATE INDEX runs_by_split ON runs(split_id)"),
        QStringLiteral("ALTER TABLE yardsticks RENAME COLUMN cohort_id TO split_id"),
        // What is of a cohort.
        QStringLiteral(R"(CREATE TABLE new_subgroups(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort_id INTEGER NOT NULL REFERENCES cohorts(id) ON DELETE CASCADE,
            name TEXT NOT NULL, created TEXT NOT NULL, ids BLOB NOT NULL,
            selected_in TEXT NOT NULL DEFAULT '', UNIQUE(cohort_id, name)))"),
        QStringLiteral("INSERT INTO new_subgroups(id, cohort_id, name, created, ids, selected_in) "
                       "SELECT id, cohort_id, name, created, ids, selected_in FROM subgroups"),
        countedOnAs("new_subgroups", "subgroups"),
        QStringLiteral("DROP TABLE subgroups"),
        QStringLiteral("ALTER TABLE new_subgroups RENAME TO subgroups"),
        // Trainings, and what names them.
        QStringLiteral(R"(CREATE TABLE new_trainings(
            id INTEGER PRIMARY KEY AUTOINCREMENT, experiment_id INTEGER REFERENCES experiments(id),
            split_id INTEGER NOT NULL REFERENCES splits(id), system TEXT NOT NULL, variant TEXT NOT NULL,
            seed INTEGER NOT NULL, threads INTEGER NOT NULL, device TEXT NOT NULL, spec TEXT NOT NULL,
            created TEXT NOT NULL, state TEXT NOT NULL, position INTEGER,
            host TEXT, boot TEXT, pid INTEGER, process_started INTEGER))"),
        QStringLiteral("INSERT INTO new_trainings SELECT trainings.id, experiment_id, origins.cohort_id, "
                       "system, variant, "
                       "trainings.seed, threads, device, spec, created, state, position, host, boot, pid, "
                       "process_started FROM trainings JOIN origins ON origins.id = split_id"),
        countedOnAs("new_trainings", "trainings"),
        QStringLiteral(R"(CREATE TABLE new_training_runs(
            training_id INTEGER NOT NULL REFERENCES new_trainings(id) ON DELETE CASCADE,
            position INTEGER NOT NULL, role TEXT NOT NULL,
            run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE, PRIMARY KEY(training_id, position)))"),
        QStringLiteral("INSERT INTO new_training_runs(training_id, position, role, run_id) "
                       "SELECT training_id, position, role, run_id FROM training_runs"),
        QStringLiteral(R"(CREATE TABLE new_experiment_trainings(
            experiment_id INTEGER NOT NULL REFERENCES experiments(id) ON DELETE CASCADE,
            training_id INTEGER NOT NULL REFERENCES new_trainings(id) ON DELETE CASCADE, part TEXT NOT NULL,
            UNIQUE(experiment_id, training_id, part)))"),
        QStringLiteral("INSERT INTO new_experiment_trainings(experiment_id, training_id, part) "
                       "SELECT experiment_id, training_id, part FROM experiment_trainings"),
        QStringLiteral("DROP TABLE training_runs"),
        QStringLiteral("DROP TABLE experiment_trainings"),
        QStringLiteral("DROP TABLE trainings"),
        QStringLiteral("DROP TABLE origins"),
        QStringLiteral("ALTER TABLE new_trainings RENAME TO trainings"),
        QStringLiteral("ALTER TABLE new_training_runs RENAME TO training_runs"),
        QStringLiteral("ALTER TABLE new_experiment_trainings RENAME TO experiment_trainings"),
        QStringLiteral("CREATE INDEX training_runs_by_run ON training_runs(run_id)"),
    };
}

// Version 12. What data was called is of a split: the same cohort may be opened under several names, and the
// looks at its rows are counted under all of them.
Migration namesOfSplits()
{
    return {
        QStringLiteral("ALTER TABLE splits ADD COLUMN name TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("UPDATE splits SET name = (SELECT name FROM cohorts WHERE cohorts.id = cohort_id)"),
        QStringLiteral("ALTER TABLE cohorts DROP COLUMN name"),
    };
}

/// What the head of a database says of it.
struct Identity
{
    qint64 application = 0;
    qint64 version = 0;
    bool empty = true;
};

/// Read by one statement, so from one moment: another program may be making the tables just now.
Identity identityOf(const Session& session)
{
    Statement statement(session, QStringLiteral("be opened"),
        QStringLiteral(
            "SELECT (SELECT application_id FROM pragma_application_id), "
            "(SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)"));
    statement.run();
    if (!statement.next())
        throwDamaged(session.path, QStringLiteral("be opened"));
    return { statement.value(0).toLongLong(), statement.value(1).toLongLong(),
        statement.value(2).toInt() == 0 };
}

/// The version that the file has. \throws where it is not for us.
qint64 checkedVersion(const Session& session, std::size_t known)
{
    const Identity found = identityOf(session);
    if (found.application != kApplicationId && !found.empty) {
        throw Error(QStringLiteral("The file %1 is another program's database, not a store of runs; choose "
                                   "another file name.")
                        .arg(session.path)
                        .toStdString());
    }
    if (found.version > static_cast<qint64>(known)) {
        throw Error(QStringLiteral("The store %1 was written by a newer version of this program (schema %2; "
                                   "this version knows %3); update BTW Workbench to open it.")
                        .arg(session.path)
                        .arg(found.version)
                        .arg(known)
                        .toStdString());
    }
    return found.version;
}

} // namespace

std::vector<Migration> migrations()
{
    return { firstSchema(), descriptiveColumns(), sealsAndChecksums(), runDetails(), trainingsAndTheirQueue(),
        foldsAndExperiments(), modelsOfRuns(), namedSubgroups(), whereSubgroupsAreFrom(), diagnosticsOfRows(),
        splitsOfACohort(), namesOfSplits() };
}

bool isUpToDate(const Session& session, const std::vector<Migration>& steps)
{
    return checkedVersion(session, steps.size()) == static_cast<qint64>(steps.size());
}

void migrate(const Session& session, const std::vector<Migration>& steps)
{
    if (isUpToDate(session, steps))
        return;
    const auto newest = static_cast<qint64>(steps.size());
    const QString task = QStringLiteral("be brought to the newest schema");
    Transaction transaction(session, task);
    // Again, under the lock: another program may have done it in the meantime.
    for (qint64 version = checkedVersion(session, steps.size()); version < newest; ++version) {
        for (const QString& sql : steps[static_cast<std::size_t>(version)])
            Statement(session, task, sql).run();
        Statement(session, task, QStringLiteral("PRAGMA user_version = %1").arg(version + 1)).run();
    }
    transaction.commit();
}

} // namespace btw::store
