// SPDX-License-Identifier: GPL-3.0-or-later
// Trainings, their queue, splits and openings of test figures, as rows of the store.
#include "storefixture.h"

#include "workspace/store/specjson.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <utility>

using namespace btw;
using fixture::errorOf;
using store::Store;
using store::TrainingRecord;
using store::TrainingState;
using training::Step;

namespace {

std::vector<std::int64_t> runsOf(const TrainingRecord& training)
{
    std::vector<std::int64_t> ids;
    for (const auto& run : training.runs)
        ids.push_back(run.runId);
    return ids;
}

std::vector<std::int64_t> waiting(const Store& store)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> byPosition;
    for (const auto& training : store.trainings())
        if (training.state == TrainingState::Queued)
            byPosition.emplace_back(training.position, training.id);
    std::sort(byPosition.begin(), byPosition.end());
    std::vector<std::int64_t> ids;
    for (const auto& [position, id] : byPosition)
        ids.push_back(id);
    return ids;
}

} // namespace

class StoreTrainingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void oldStoresTrainingsAreWhatTheirLastRunsWereBuiltFrom();
    void trainingsThatShareRunsAreToldApartByTheirInputs();
    void aTrainingThatWaitedInAnOldStoreWaits();
    void versionOneHasItsInterruptedTraining();
    void theSameRunsAreTheSameTraining();
    void anExperimentOfAnOlderVersionIsFoundAgain();
    void aTrainingReadsBack();
    void theQueueKeepsItsOrderOverARestart();
    void cancellingRemovesOnlyWhatNothingElseNeeds();
    void whatRunsIsNotCancelled();
    void anotherProcessKeepsItsTraining();
    void aTrainingWhoseProcessIsGoneIsInterrupted();
    void removingARunRemovesItsTrainings();
    void theSplitSaysWhereItComesFrom();
    void openingsOfTestFiguresAreChained();
    void looksAreCountedByRow();
    void whatAnOlderVersionOpenedIsTheFirstRow();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("runs.sqlite")); }
    void copyOld(const char* name) const
    {
        QVERIFY(QFile::copy(QStringLiteral(BTW_STORE_DATA "/") + QLatin1String(name), path()));
        QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner));
    }
    /// Two unimodal runs and a baseline, kept; then one training for each weighted run.
    struct Made
    {
        std::int64_t text = 0, audio = 0, baseline = 0;
        std::int64_t cohort = 0;
    };
    static Made makeParts(Store& store)
    {
        Made made;
        made.cohort = store.saveCohort(fixture::classification());
        made.text = store.addRun(fixture::run(made.cohort, Step::Unimodal, QStringLiteral("t")), {});
        made.audio = store.addRun(fixture::run(made.cohort, Step::Unimodal, QStringLiteral("a")), {});
        made.baseline = store.addRun(fixture::run(made.cohort, Step::Baseline, QStringLiteral("b")), {});
        return made;
    }
    static TrainingRecord weighted(Store& store, const Made& made, const QString& key)
    {
        TrainingRecord training;
        training.splitId = made.cohort;
        training.system = QStringLiteral("moe");
        training.variant = QStringLiteral("btw");
        training.seed = 2;
        training.threads = 2;
        training.device = QStringLiteral("cpu");
        training.spec = training::presetSpec("demo", 10);
        const auto last = store.addRun(fixture::run(made.cohort, Step::Weighted, key),
            { { made.text, store::RunInput::Role::Unimodal, QStringLiteral("text") } });
        training.runs = { { made.text, Step::Unimodal }, { made.audio, Step::Unimodal },
            { made.baseline, Step::Baseline }, { last, Step::Weighted } };
        training.id = store.findOrAddTraining(training);
        return training;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

// data/version2.sqlite: seed 1 a training that ended, seed 2 one without a weighted step, seed 3 one that was
// stopped in its weighted step.
void StoreTrainingsTest::oldStoresTrainingsAreWhatTheirLastRunsWereBuiltFrom()
{
    copyOld("version2.sqlite");
    const Store store(path(), Store::Mode::Existing);
    const auto trainings = store.trainings();
    QCOMPARE(trainings.size(), 3U);
    QCOMPARE(runsOf(trainings[0]), (std::vector<std::int64_t> { 1, 2, 3, 4, 5 }));
    QCOMPARE(runsOf(trainings[1]), (std::vector<std::int64_t> { 6, 7, 8, 9 }));
    QCOMPARE(runsOf(trainings[2]), (std::vector<std::int64_t> { 10, 11, 12, 13, 14 }));
    QCOMPARE(trainings[0].state, TrainingState::Finished);
    QCOMPARE(trainings[1].state, TrainingState::Finished);
    QCOMPARE(trainings[2].state, TrainingState::Stopped);
    QCOMPARE(trainings[0].variant, QStringLiteral("btw"));
    QCOMPARE(trainings[1].variant, QStringLiteral("none"));
    const std::vector<std::optional<Step>> roles { Step::Unimodal, Step::Unimodal, Step::Unimodal,
        Step::Baseline, Step::Weighted };
    for (std::size_t i = 0; i < roles.size(); ++i)
        QVERIFY(trainings[0].runs[i].role == roles[i]);
    for (std::size_t i = 0; i < trainings.size(); ++i) {
        QCOMPARE(trainings[i].seed, i + 1);
        QCOMPARE(trainings[i].system, QStringLiteral("moe"));
        QCOMPARE(trainings[i].cohort, store.cohort(1).name);
        QCOMPARE(trainings[i].spec, store.run(trainings[i].lastRun())->spec);
        QCOMPARE(trainings[i].created, store.run(trainings[i].lastRun())->created);
    }
    QCOMPARE(store.cohort(1).splitOrigin, store::SplitOrigin::Unknown);
}

void StoreTrainingsTest::trainingsThatShareRunsAreToldApartByTheirInputs()
{
    copyOld("version2.sqlite");
    // Another weighted run of seed 1, made last: its neighbours are those of seed 3.
    fixture::sql(path(),
        QStringLiteral(
            "INSERT INTO runs(cohort_id, name, variant, modality, model, seed, threads, device, version, "
            "step, spec, step_key, status, message, created, best_epoch, validation, test, "
            "last_checkpoint, best_checkpoint) SELECT cohort_id, 'mi-global', 'mi-global', modality, "
            "model, seed, threads, device, version, step, spec, 'other', 'failed', '', created, "
            "best_epoch, validation, test, '', '' FROM runs WHERE id = 5"));
    fixture::sql(path(),
        QStringLiteral("INSERT INTO run_inputs SELECT 15, position, input_id, role, modality FROM run_inputs "
                       "WHERE run_id = 5"));
    const Store store(path(), Store::Mode::Existing);
    const auto trainings = store.trainings();
    QCOMPARE(trainings.size(), 4U);
    QCOMPARE(runsOf(trainings[3]), (std::vector<std::int64_t> { 1, 2, 3, 4, 15 }));
    QCOMPARE(trainings[3].variant, QStringLiteral("mi-global"));
    QCOMPARE(trainings[3].state, TrainingState::Failed);
    QCOMPARE(runsOf(trainings[0]), (std::vector<std::int64_t> { 1, 2, 3, 4, 5 }));
    QCOMPARE(trainings[0].state, TrainingState::Finished);
}

void StoreTrainingsTest::aTrainingThatWaitedInAnOldStoreWaits()
{
    copyOld("version2.sqlite");
    fixture::sql(path(), QStringLiteral("UPDATE runs SET status = 'queued', finished = NULL WHERE id >= 10"));
    const Store store(path(), Store::Mode::Existing);
    QCOMPARE(waiting(store), (std::vector<std::int64_t> { 3 }));
    QVERIFY(!store.training(3)->isElsewhere);
}

void StoreTrainingsTest::versionOneHasItsInterruptedTraining()
{
    copyOld("version1.sqlite");
    const Store store(path(), Store::Mode::Existing);
    const auto trainings = store.trainings();
    QCOMPARE(trainings.size(), 1U);
    QCOMPARE(runsOf(trainings[0]), (std::vector<std::int64_t> { 1, 2 }));
    QCOMPARE(trainings[0].state, TrainingState::Interrupted); // its process was never
}

// It was recorded with the keys that there were: another value of a key that it lacks is another experiment.
void StoreTrainingsTest::anExperimentOfAnOlderVersionIsFoundAgain()
{
    Store store(m_folder->filePath(QStringLiteral("runs.sqlite")));
    const auto defined = [](QJsonObject spec) {
        return QJsonObject { { QStringLiteral("name"), QStringLiteral("asked") },
            { QStringLiteral("arms"),
                QJsonArray { QJsonObject {
                    { QStringLiteral("spec"), spec }, { QStringLiteral("without"), QJsonArray() } } } } };
    };
    auto spec = store::specToJson(training::ExperimentSpec {});
    auto older = spec;
    QVERIFY(older.contains(QStringLiteral("time_points")));
    older.remove(QStringLiteral("time_points"));
    const auto name = QStringLiteral("asked");
    const auto first = store.findOrAddExperiment(name, defined(older));
    QCOMPARE(store.findOrAddExperiment(name, defined(spec)), first);
    spec[QStringLiteral("time_points")] = 20;
    const auto other = store.findOrAddExperiment(name, defined(spec));
    QVERIFY(other != first);
    // What has the very same keys comes before what only says the same.
    older[QStringLiteral("time_points")] = 20;
    older.remove(QStringLiteral("width"));
    QCOMPARE(store.findOrAddExperiment(name, defined(spec)), other);
    QCOMPARE(store.findOrAddExperiment(name, defined(older)), other);
    older[QStringLiteral("no_such_key_of_an_older_version")] = QJsonArray();
    QVERIFY(store.findOrAddExperiment(name, defined(older)) > other);
}

void StoreTrainingsTest::theSameRunsAreTheSameTraining()
{
    Store store(path());
    const Made made = makeParts(store);
    const TrainingRecord first = weighted(store, made, QStringLiteral("w1"));
    QCOMPARE(store.findOrAddTraining(first), first.id);
    const TrainingRecord second = weighted(store, made, QStringLiteral("w2"));
    QVERIFY(second.id != first.id);
    TrainingRecord baseline = first; // a training of its own, though all its runs are the first one's, too
    baseline.runs.pop_back();
    QVERIFY(store.findOrAddTraining(baseline) != first.id);
    QCOMPARE(store.trainings().size(), 3U);
}

void StoreTrainingsTest::aTrainingReadsBack()
{
    Store store(path());
    const TrainingRecord made = weighted(store, makeParts(store), QStringLiteral("w"));
    const auto read = store.training(made.id);
    QVERIFY(read.has_value());
    QCOMPARE(read->runs, made.runs);
    QCOMPARE(read->system, made.system);
    QCOMPARE(read->variant, made.variant);
    QCOMPARE(read->seed, made.seed);
    QCOMPARE(read->threads, 2);
    QCOMPARE(read->device, made.device);
    QCOMPARE(read->spec, made.spec);
    QCOMPARE(read->cohort, QStringLiteral("stays"));
    QCOMPARE(read->state, TrainingState::Queued);
    QVERIFY(read->created.isValid());
    QVERIFY(!store.training(99));
    QVERIFY(store.claimTraining(made.id));
    QCOMPARE(store.training(made.id)->state, TrainingState::Running);
    QVERIFY(!store.training(made.id)->isElsewhere);
    store.endTraining(made.id, TrainingState::Failed);
    QCOMPARE(store.training(made.id)->state, TrainingState::Failed);
    // Asked for again, it waits again.
    QCOMPARE(store.findOrAddTraining(made), made.id);
    QCOMPARE(store.training(made.id)->state, TrainingState::Queued);
}

void StoreTrainingsTest::theQueueKeepsItsOrderOverARestart()
{
    std::vector<std::int64_t> ids;
    {
        Store store(path());
        const Made made = makeParts(store);
        for (const char* key : { "w1", "w2", "w3", "w4" })
            ids.push_back(weighted(store, made, QLatin1String(key)).id);
        QCOMPARE(waiting(store), ids);
        store.orderTrainings({ ids[2], ids[0] });
    }
    const std::vector<std::int64_t> order { ids[2], ids[0], ids[1], ids[3] };
    Store again(path());
    QCOMPARE(waiting(again), order);
    again.claimTraining(ids[2]);
    QCOMPARE(waiting(again), (std::vector<std::int64_t> { ids[0], ids[1], ids[3] }));
}

void StoreTrainingsTest::cancellingRemovesOnlyWhatNothingElseNeeds()
{
    Store store(path());
    const Made made = makeParts(store);
    const TrainingRecord first = weighted(store, made, QStringLiteral("w1"));
    const TrainingRecord second = weighted(store, made, QStringLiteral("w2"));
    store.cancelTraining(second.id);
    QCOMPARE(store.training(second.id)->state, TrainingState::Cancelled);
    QVERIFY(!store.run(second.lastRun()));
    QVERIFY(store.run(first.lastRun()));
    QCOMPARE(store.runs().size(), 4U);
    // A run that has begun stays.
    store.claimRun(made.text);
    store.setStatus(made.text, store::RunStatus::Stopped);
    store.cancelTraining(first.id);
    QCOMPARE(store.runs().size(), 1U);
    QCOMPARE(store.runs().front().id, made.text);
    QVERIFY(waiting(store).empty());
}

void StoreTrainingsTest::whatRunsIsNotCancelled()
{
    Store store(path());
    const TrainingRecord made = weighted(store, makeParts(store), QStringLiteral("w"));
    store.claimTraining(made.id);
    const QString error = errorOf([&] { store.cancelTraining(made.id); });
    QVERIFY2(error.contains(
                 QStringLiteral("is in the hands of process %1").arg(QCoreApplication::applicationPid())),
        qPrintable(error));
    QCOMPARE(store.training(made.id)->state, TrainingState::Running);
    QCOMPARE(store.runs().size(), 4U);
    // What is finished cannot be cancelled either: nothing happens to it.
    store.endTraining(made.id, TrainingState::Finished);
    store.cancelTraining(made.id);
    QCOMPARE(store.training(made.id)->state, TrainingState::Finished);
}

void StoreTrainingsTest::anotherProcessKeepsItsTraining()
{
    Store store(path());
    const TrainingRecord made = weighted(store, makeParts(store), QStringLiteral("w"));
    // Of another host nothing is known: it may live.
    fixture::sql(path(), QStringLiteral("UPDATE trainings SET host = 'elsewhere'"));
    QVERIFY(store.training(made.id)->isElsewhere);
    QVERIFY(!store.claimTraining(made.id));
    QVERIFY(!errorOf([&] { store.cancelTraining(made.id); }).isEmpty());
    store.findOrAddTraining(made);
    QVERIFY(store.training(made.id)->isElsewhere);
    QCOMPARE(store.training(made.id)->state, TrainingState::Queued);
}

void StoreTrainingsTest::aTrainingWhoseProcessIsGoneIsInterrupted()
{
    Store store(path());
    const TrainingRecord made = weighted(store, makeParts(store), QStringLiteral("w"));
    store.claimTraining(made.id);
    fixture::sql(path(), QStringLiteral("UPDATE trainings SET process_started = 1"));
    QCOMPARE(store.training(made.id)->state, TrainingState::Interrupted);
    QVERIFY(store.claimTraining(made.id)); // and can go on
    QCOMPARE(store.training(made.id)->state, TrainingState::Running);
}

void StoreTrainingsTest::removingARunRemovesItsTrainings()
{
    Store store(path());
    const Made made = makeParts(store);
    const TrainingRecord first = weighted(store, made, QStringLiteral("w1"));
    const TrainingRecord second = weighted(store, made, QStringLiteral("w2"));
    store.removeRun(first.lastRun());
    const auto left = store.trainings();
    QCOMPARE(left.size(), 1U);
    QCOMPARE(left.front().id, second.id);
    QCOMPARE(left.front().runs, second.runs);
}

void StoreTrainingsTest::theSplitSaysWhereItComesFrom()
{
    Store store(path());
    store::CohortRecord cohort = fixture::classification();
    const std::int64_t id = store.saveCohort(cohort);
    QCOMPARE(store.cohort(id).splitOrigin, store::SplitOrigin::Unknown);
    cohort.splitOrigin = store::SplitOrigin::Drawn;
    cohort.splitSeed = 7;
    QCOMPARE(store.saveCohort(cohort), id);
    cohort.splitOrigin = store::SplitOrigin::Unknown;
    store.saveCohort(cohort); // forgets nothing
    QCOMPARE(store.cohort(id).splitOrigin, store::SplitOrigin::Drawn);
    QCOMPARE(store.cohort(id).splitSeed, 7U);
    QCOMPARE(fixture::sql(path(), QStringLiteral("SELECT hash FROM splits")).toString(), cohort.hash);
    QCOMPARE(fixture::sql(path(), QStringLiteral("SELECT count(*) FROM splits")).toInt(), 1);
}

void StoreTrainingsTest::openingsOfTestFiguresAreChained()
{
    Store store(path());
    const store::CohortRecord cohort = fixture::classification();
    const std::int64_t id = store.saveCohort(cohort);
    std::vector<std::int64_t> runs;
    for (int i = 0; i < 3; ++i) {
        runs.push_back(store.addRun(fixture::run(id, Step::Baseline, QString::number(i)), {}));
        if (i == 2)
            continue;
        store.claimRun(runs.back());
        store.appendEpoch(runs.back(), fixture::epoch(cohort, 1, true), {}, {});
        store.finishRun(runs.back(), fixture::result(cohort, 1, 1));
    }
    QVERIFY(store.testReads().empty()); // finished, not opened
    store.openTests({ runs[0] }, QStringLiteral("training 1"));
    store.openTests({ runs[0] }, QStringLiteral("training 1")); // it is open: no other look
    store.openTests(runs, QStringLiteral("training 2"));
    const auto reads = store.testReads();
    QCOMPARE(reads.size(), 2U);
    QCOMPARE(reads[0].command, QStringLiteral("training 1"));
    QCOMPARE(reads[0].runs, (std::vector<std::int64_t> { runs[0] }));
    QCOMPARE(reads[1].runs, (std::vector<std::int64_t> { runs[1] })); // run 2 is not finished
    QCOMPARE(reads[0].rows, 2); // test rows of the fixture's cohort
    QCOMPARE(reads[0].previous, QString());
    QCOMPARE(reads[1].previous, reads[0].hash);
    QVERIFY(store::isUnbroken(reads));
    fixture::sql(path(), QStringLiteral("UPDATE test_reads SET rows = 1 WHERE id = 1"));
    QVERIFY(!store::isUnbroken(store.testReads()));
    fixture::sql(path(), QStringLiteral("UPDATE test_reads SET rows = 2 WHERE id = 1"));
    QVERIFY(store::isUnbroken(store.testReads()));
    fixture::sql(path(), QStringLiteral("DELETE FROM test_reads WHERE id = 1"));
    QVERIFY(!store::isUnbroken(store.testReads()));
}

namespace {

/// A finished run on the cohort, whose test figures are not open yet.
std::int64_t finishedOn(Store& store, const store::CohortRecord& cohort, std::int64_t splitId, int number)
{
    const auto run = store.addRun(fixture::run(splitId, Step::Baseline, QString::number(number)), {});
    store.claimRun(run);
    store.appendEpoch(run, fixture::epoch(cohort, 1, true), {}, {});
    store.finishRun(run, fixture::result(cohort, 1, 1));
    return run;
}

} // namespace

void StoreTrainingsTest::looksAreCountedByRow()
{
    Store store(path());
    // Two folds of one file, which test other rows; all of its rows under another hash; and other data.
    store::CohortRecord first = fixture::classification();
    first.path = QStringLiteral("/data/study.csv");
    auto second = first;
    second.hash = QStringLiteral("second fold");
    for (std::size_t row = 0; row < first.size(); ++row)
        second.splits[row] = first.splits[row] == Split::Test ? Split::Train : Split::Test;
    auto other = first;
    other.name = QStringLiteral("other");
    other.path = QStringLiteral("/data/other.csv");
    other.hash = QStringLiteral("other data");
    std::vector<std::int64_t> ids;
    for (const auto& cohort : { first, second, other })
        ids.push_back(store.saveCohort(cohort));
    QCOMPARE(store.looksAt(ids).count, 0U);

    // Both folds in one opening, as an experiment opens them: every row was shown once.
    const auto one = finishedOn(store, first, ids[0], 1);
    const auto two = finishedOn(store, second, ids[1], 2);
    store.openTests({ one, two }, QStringLiteral("experiment 1"));
    QCOMPARE(store.looksAt({ ids[0], ids[1] }).count, 1U);
    QCOMPARE(store.looksAt({ ids[2] }).count, 0U);
    QCOMPARE(store.looksAt({ ids[2] }).head, store.testReads().back().hash);

    // The first fold's rows once more: of pooled folds the largest count a row.
    store.openTests({ finishedOn(store, first, ids[0], 3) }, QStringLiteral("training 3"));
    QCOMPARE(store.looksAt({ ids[0] }).count, 2U);
    QCOMPARE(store.looksAt({ ids[1] }).count, 1U);
    QCOMPARE(store.looksAt({ ids[0], ids[1] }).count, 2U);
    QCOMPARE(store.looksAtData(QString(), first.path, first.ids), 2U); // moved or renamed: one is enough
    QCOMPARE(store.looksAtData(first.name, QString(), first.ids), 2U);
    std::vector<std::string> tested;
    for (std::size_t row = 0; row < second.size(); ++row)
        if (second.splits[row] == Split::Test)
            tested.push_back(second.ids[row]);
    QCOMPARE(store.looksAtData(first.name, first.path, tested), 1U);
    QCOMPARE(store.looksAtData(first.name, first.path, { "somebody else" }), 0U);

    // Labels of new people say nothing of these rows; of people who may be among them, they count.
    store.recordLook({ one }, 50, store::TestRead::predictedNewPeople(QStringLiteral("next year")));
    QCOMPARE(store.looksAt({ ids[0] }).count, 2U);
    store.recordLook({ one }, 50, store::TestRead::predictedSomebody(QStringLiteral("again")));
    QCOMPARE(store.looksAt({ ids[0] }).count, 3U);
    QCOMPARE(store.looksAt({ ids[2] }).count, 0U);
    // The other data's labels, beside predictions of the first data's model.
    store.recordLook({ one }, 50, store::TestRead::predictedNewPeople(other.name));
    QCOMPARE(store.looksAt({ ids[0] }).count, 3U);
    QCOMPARE(store.looksAt({ ids[2] }).count, 1U);
    // Nobody knows whose rows a removed run showed: too many are counted rather than too few.
    const auto gone = finishedOn(store, other, ids[2], 4);
    store.openTests({ gone }, QStringLiteral("training 4"));
    QCOMPARE(store.looksAt({ ids[0] }).count, 3U);
    store.removeRun(gone);
    QCOMPARE(store.looksAt({ ids[0] }).count, 4U);
}

void StoreTrainingsTest::whatAnOlderVersionOpenedIsTheFirstRow()
{
    copyOld("version2.sqlite");
    Store store(path(), Store::Mode::Existing);
    QVERIFY(store.testReads().empty());
    store.openTests({ 10, 11, 12, 13 }, QStringLiteral("training 3"));
    const auto reads = store.testReads();
    QCOMPARE(reads.size(), 2U);
    QCOMPARE(reads[0].command, QStringLiteral("before counting"));
    QCOMPARE(reads[0].runs, (std::vector<std::int64_t> { 1, 2, 3, 4, 5, 6, 7, 8, 9 }));
    QCOMPARE(reads[1].runs, (std::vector<std::int64_t> { 10, 11, 12, 13 }));
    QVERIFY(store::isUnbroken(reads));
}

QTEST_GUILESS_MAIN(StoreTrainingsTest)
#include "tst_storetrainings.moc"
