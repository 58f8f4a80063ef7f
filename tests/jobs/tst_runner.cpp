// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/analysis/metrics.h"
#include "engine/data/derivation.h"
#include "engine/data/features.h"
#include "engine/data/samples.h"
#include "engine/data/splits.h"
#include "engine/error.h"
#include "workspace/io/cohorthash.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/plan.h"
#include "workspace/jobs/runner.h"
#include "workspace/jobs/systemnames.h"
#include "workspace/store/exportcsv.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <thread>

using namespace btw;
using namespace btw::jobs;

namespace {

/// Events of one call, counted by kind.
struct Heard
{
    std::vector<TrainingEvent> events;

    Emit emit()
    {
        return [this](const TrainingEvent& event) { events.push_back(event); };
    }
    template <typename Event> std::vector<Event> all() const
    {
        std::vector<Event> found;
        for (const auto& event : events) {
            if (const auto* match = std::get_if<Event>(&event))
                found.push_back(*match);
        }
        return found;
    }
};

training::ExperimentSpec tinySpec(weighting::Variant variant)
{
    auto spec = training::presetSpec("demo", 100);
    spec.width = 8;
    spec.encoderHidden = 8;
    spec.expertHidden = 8;
    spec.epochs = 3;
    spec.variant = variant;
    return spec;
}

/// Leaves a sequence in the first `count` training rows only; the other splits keep theirs.
void thinTraining(data::Cohort& cohort, data::Modality& modality, int count)
{
    const auto dims = static_cast<std::ptrdiff_t>(modality.dims);
    std::vector<float> values;
    std::vector<std::int64_t> offsets { 0 };
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.splits[i] == Split::Train && modality.present[i] != 0 && count-- <= 0)
            modality.present[i] = 0;
        if (modality.present[i] != 0)
            values.insert(values.end(), modality.values.begin() + modality.offsets[i] * dims,
                modality.values.begin() + modality.offsets[i + 1] * dims);
        offsets.push_back(static_cast<std::int64_t>(values.size()) / dims);
    }
    modality.values = std::move(values);
    modality.offsets = std::move(offsets);
}

} // namespace

class TestRunner : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_cohortPath;
    std::shared_ptr<const data::Cohort> m_cohort;

    QString storePath(const QString& name = QStringLiteral("runs.sqlite")) const
    {
        return m_folder->filePath(name);
    }
    TrainingRequest request(weighting::Variant variant = weighting::Variant::Btw) const
    {
        TrainingRequest request;
        request.cohort = m_cohort;
        request.cohortPath = m_cohortPath;
        request.spec = tinySpec(variant);
        request.seed = 1;
        return request;
    }
    /// Trains until the first epoch of the first run is kept.
    static void stopIn(store::Store& store, const TrainingRequest& request)
    {
        training::RunControl control;
        runTrainings(store, { request }, control, [&](const TrainingEvent& event) {
            if (std::holds_alternative<EpochDone>(event))
                control.requestStop();
        });
    }
    static QByteArray bytesOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void put(const QString& path, const QByteArray& bytes)
    {
        QFile::remove(path); // the best checkpoint may be the same file under another name
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    void forgetChecksums() const
    {
        const QString name = QStringLiteral("forget");
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
            database.setDatabaseName(storePath());
            QVERIFY(database.open());
            QSqlQuery query(database);
            QVERIFY(query.exec(
                QStringLiteral("UPDATE runs SET last_sha256 = NULL, best_sha256 = NULL, checksum = NULL")));
        }
        QSqlDatabase::removeDatabase(name);
    }
    void useCohort(data::Cohort cohort)
    {
        io::writeNpz(cohort, m_cohortPath);
        m_cohort = std::make_shared<const data::Cohort>(std::move(cohort));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_cohortPath = m_folder->filePath(QStringLiteral("cohort.npz"));
        useCohort(data::makeSentiment(120));
    }

    void aTrainingRecordsItsThreeSteps()
    {
        store::Store store(storePath());
        training::RunControl control;
        Heard heard;
        QCOMPARE(runTrainings(store, { request() }, control, heard.emit()), TrainingOutcome::Finished);

        const auto runs = store.runs();
        QCOMPARE(runs.size(), 5U); // three modalities, baseline, weighted
        for (const auto& run : runs) {
            QCOMPARE(run.status, store::RunStatus::Finished);
            QVERIFY(run.test.count("mae") == 1);
            QVERIFY(run.bestEpoch >= 1 && run.bestEpoch <= run.epochs);
            const QDir checkpoints(store.runDirectory(run.id));
            QCOMPARE(checkpoints.entryList(QDir::Files).size(), 2);
        }
        QCOMPARE(runs[0].modality, QStringLiteral("text"));
        QCOMPARE(runs[3].variant, QStringLiteral("none"));
        QCOMPARE(runs[4].variant, QStringLiteral("btw"));
        QCOMPARE(heard.all<RunStarted>().size(), 5U);
        QCOMPARE(heard.all<RunDone>().size(), 5U);
        // all, constant and three modalities; trees on three modalities and on all
        QCOMPARE(heard.all<RunDone>().back().referenceModels.size(), 9U);
        QCOMPARE(heard.all<TrainingDone>().size(), 1U);
    }

    void aTrainingIsKeptWithItsRuns()
    {
        store::Store store(storePath());
        training::RunControl control;
        Heard heard;
        auto none = request(weighting::Variant::None);
        runTrainings(
            store, { request(), request(weighting::Variant::MiGlobal), none }, control, heard.emit());
        const auto trainings = store.trainings();
        QCOMPARE(trainings.size(), 3U);
        const auto ids = [](const store::TrainingRecord& training) {
            std::vector<std::int64_t> found;
            for (const auto& run : training.runs)
                found.push_back(run.runId);
            return found;
        };
        // What they share is trained once.
        QCOMPARE(ids(trainings[0]), (std::vector<std::int64_t> { 1, 2, 3, 4, 5 }));
        QCOMPARE(ids(trainings[1]), (std::vector<std::int64_t> { 1, 2, 3, 4, 6 }));
        QCOMPARE(ids(trainings[2]), (std::vector<std::int64_t> { 1, 2, 3, 4 }));
        QCOMPARE(store.runs().size(), 6U);
        const QStringList variants { QStringLiteral("btw"), QStringLiteral("mi-global"),
            QStringLiteral("none") };
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(trainings[i].variant, variants[static_cast<qsizetype>(i)]);
            QCOMPARE(trainings[i].system, QStringLiteral("moe"));
            QCOMPARE(trainings[i].seed, 1U);
            QCOMPARE(trainings[i].state, store::TrainingState::Finished);
            QCOMPARE(
                *trainings[i].runs.back().role, i == 2 ? training::Step::Baseline : training::Step::Weighted);
        }
        for (const auto& started : heard.all<RunStarted>())
            QVERIFY(started.training.id != 0 && started.training.has(started.run.id));
        // Each opening is counted once: the third training opened nothing that was not open.
        const auto reads = store.testReads();
        QCOMPARE(reads.size(), 2U);
        QCOMPARE(reads[0].command, QStringLiteral("training 1"));
        QCOMPARE(reads[1].runs, (std::vector<std::int64_t> { 6 }));
        QVERIFY(store::isUnbroken(reads));
        // The same once more is the same training.
        runTrainings(store, { request() }, control, heard.emit());
        QCOMPARE(store.trainings().size(), 3U);
        QCOMPARE(store.trainings()[0].state, store::TrainingState::Finished);
    }

    void aStoppedTrainingIsResumedAsTheSame()
    {
        store::Store store(storePath());
        training::RunControl control;
        store::TrainingState meanwhile = store::TrainingState::Failed;
        auto other = request();
        other.seed = 2;
        runTrainings(store, { request(), other }, control, [&](const TrainingEvent& event) {
            if (std::holds_alternative<EpochDone>(event)) {
                meanwhile = store.training(1)->state;
                control.requestStop();
            }
        });
        QCOMPARE(meanwhile, store::TrainingState::Running);
        QCOMPARE(store.training(1)->state, store::TrainingState::Stopped);
        QCOMPARE(store.training(2)->state, store::TrainingState::Queued);
        training::RunControl again;
        QCOMPARE(resumeRun(store, 5, again, [](const TrainingEvent&) {}), TrainingOutcome::Finished);
        QCOMPARE(store.training(1)->state, store::TrainingState::Finished);
        QCOMPARE(resumeTraining(store, 2, again, [](const TrainingEvent&) {}), TrainingOutcome::Finished);
        QCOMPARE(store.trainings().size(), 2U);
        QCOMPARE(store.training(2)->state, store::TrainingState::Finished);
        QVERIFY(store::testIsOpen(*store.run(store.training(2)->lastRun())));
        QVERIFY_EXCEPTION_THROWN(resumeTraining(store, 3, again, [](const TrainingEvent&) {}), Error);
    }

    void aTrainingThatFailsSaysSo()
    {
        store::Store store(storePath());
        QVERIFY(QDir().mkpath(storePath() + QStringLiteral(".d")));
        QFile inTheWay(storePath() + QStringLiteral(".d/4")); // where the baseline's checkpoints would go
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        training::RunControl control;
        QCOMPARE(runTrainings(store, { request() }, control, [](const TrainingEvent&) {}),
            TrainingOutcome::Failed);
        QCOMPARE(store.training(1)->state, store::TrainingState::Failed);
    }

    void aDrawnSplitIsDrawnAgainForResuming()
    {
        auto cohort = data::makeSentiment(120);
        cohort.splits.clear();
        cohort.splitSeed.reset();
        io::writeNpz(cohort, m_cohortPath);
        data::assignSplits(cohort, 5); // as an import may, whatever the spec says
        m_cohort = std::make_shared<const data::Cohort>(std::move(cohort));
        store::Store store(storePath());
        stopIn(store, request());
        QCOMPARE(store.cohort(1).splitOrigin, store::SplitOrigin::Drawn);
        QCOMPARE(store.cohort(1).splitSeed, 5U);
        training::RunControl again;
        QCOMPARE(resumeTraining(store, 1, again, [](const TrainingEvent&) {}), TrainingOutcome::Finished);
    }

    void aCohortIsHashedOnce()
    {
        auto cohort = std::make_shared<data::Cohort>(data::makeSentiment(120));
        const auto identity = std::make_shared<const CohortIdentity>(cohort);
        const QString hash = io::cohortHash(*cohort);
        QCOMPARE(identity->hash(), hash);
        // Whoever hashed it again would see another one.
        cohort->y[3] += 0.5;
        QVERIFY(io::cohortHash(*cohort) != hash);
        QCOMPARE(identity->hash(), hash);
        auto one = request(weighting::Variant::None);
        one.cohort = cohort;
        one.identity = identity;
        store::Store store(storePath());
        training::RunControl control;
        runTrainings(store, { one }, control, [](const TrainingEvent&) {});
        QCOMPARE(store.cohort(1).hash, hash);
    }

    void testFiguresStayClosedUntilTheTrainingHasEnded()
    {
        store::Store store(storePath());
        training::RunControl control;
        Heard heard;
        int hidden = 0;
        runTrainings(
            store, { request() }, control,
            [&](const TrainingEvent& event) {
                heard.emit()(event);
                if (!std::holds_alternative<RunStarted>(event) && !std::holds_alternative<EpochDone>(event))
                    return;
                ++hidden; // what others see of the store meanwhile
                for (const auto& run : store::Store(storePath(), store::Store::Mode::Reading).runs()) {
                    QVERIFY(!store::testIsOpen(run));
                    QVERIFY(run.test.empty());
                }
            },
            Detail::Digests);
        QVERIFY(hidden > 5);
        const auto done = heard.all<RunDone>();
        for (std::size_t i = 0; i + 1 < done.size(); ++i) {
            QVERIFY(done[i].run.test.empty());
            QCOMPARE(done[i].digest->errorSplit, Split::Validation);
        }
        QVERIFY(!done.back().run.test.empty());
        QCOMPARE(done.back().digest->errorSplit, Split::Test);
        const auto ended = heard.all<TrainingDone>().front();
        QCOMPARE(ended.runs.size(), 5U);
        for (const auto& run : ended.runs)
            QVERIFY(store::testIsOpen(run) && run.test.count("mae") == 1);
    }

    void stoppingOrRemovingOpensNothing()
    {
        store::Store store(storePath());
        training::RunControl control;
        Heard heard;
        runTrainings(store, { request() }, control, [&](const TrainingEvent& event) {
            heard.emit()(event);
            const auto* done = std::get_if<EpochDone>(&event);
            if (done != nullptr && done->step == training::Step::Weighted)
                control.requestStop();
        });
        QVERIFY(heard.all<TrainingDone>().front().runs.empty());
        const auto allHidden = [&] {
            const auto runs = store.runs();
            return std::none_of(runs.begin(), runs.end(),
                [](const auto& run) { return store::testIsOpen(run) || !run.test.empty(); });
        };
        QCOMPARE(store.run(4)->status, store::RunStatus::Finished);
        QVERIFY(allHidden());
        const auto exported = store::exportCsv(store, 4);
        for (const auto& line : exported.split('\n'))
            QVERIFY(!line.contains(",test,") || line.endsWith(",,,,,,,"));
        QCOMPARE(loadDigest(store, 4).errorSplit, Split::Validation);
        QVERIFY_EXCEPTION_THROWN(loadResultCard(store, 4), Error);
        // A step alone is not the training; nor is the training over when its last run is gone.
        training::RunControl again;
        QCOMPARE(resumeRun(store, 4, again, [](const TrainingEvent&) {}), TrainingOutcome::Finished);
        QVERIFY(allHidden());
        store.removeRun(5);
        QVERIFY(allHidden());
        // The baseline is the end of a training of its own.
        Heard none;
        runTrainings(store, { request(weighting::Variant::None) }, again, none.emit());
        const auto runs = store.runs();
        QCOMPARE(runs.size(), 4U);
        for (const auto& run : runs)
            QVERIFY(store::testIsOpen(run) && run.test.count("mae") == 1);
        QCOMPARE(loadDigest(store, 4).errorSplit, Split::Test);
    }

    void aTrainingWhoseEndWasCutOffIsEndedByResuming()
    {
        store::Store store(storePath());
        training::RunControl control;
        const auto one = request(weighting::Variant::None);
        // Cut off after the last run was kept, before the plain regression was.
        runTrainings(store, { one }, control, [&](const TrainingEvent& event) {
            const auto* done = std::get_if<EpochDone>(&event);
            if (done != nullptr && done->step == training::Step::Baseline)
                control.requestStop();
        });
        store.finishRun(4, [&] {
            training::RunResult result;
            result.epochs = result.bestEpoch = 1;
            result.test = { { "mae", 1.0 } };
            result.predictions = store.bestPredictions(4);
            return result;
        }());
        QVERIFY(!store::testIsOpen(*store.run(4)));
        training::RunControl again;
        Heard heard;
        QCOMPARE(resumeRun(store, 4, again, heard.emit()), TrainingOutcome::Finished);
        QVERIFY(store::testIsOpen(*store.run(4)));
        QCOMPARE(heard.all<TrainingDone>().front().runs.size(), 4U);
    }

    void twoThreadsThatPlanTheSameTrainingRecordItOnce()
    {
        const auto add = [this] {
            store::Store store(storePath());
            store::CohortRecord cohort = cohortRecord(CohortIdentity(m_cohort), m_cohortPath);
            const auto id = store.saveCohort(cohort);
            for (int i = 0; i < 20; ++i) {
                auto one = request();
                one.seed = static_cast<std::uint64_t>(i);
                auto plan = planTraining(one, systems::builtinSystems(), id, cohort.hash);
                recordPlan(store, plan);
            }
        };
        {
            const store::Store made(storePath());
        }
        std::thread other(add);
        add();
        other.join();
        QCOMPARE(store::Store(storePath()).runs().size(), 100U);
    }

    void everyRunIsQueuedBeforeTheFirstStarts()
    {
        store::Store store(storePath());
        training::RunControl control;
        std::size_t recorded = 0;
        runTrainings(store, { request() }, control, [&](const TrainingEvent& event) {
            if (recorded == 0 && std::holds_alternative<RunStarted>(event))
                recorded = store.runs().size();
        });
        QCOMPARE(recorded, 5U);
    }

    void anEpochIsInTheStoreWhenItIsTold()
    {
        store::Store store(storePath());
        store::Store other(storePath()); // as another process would see it
        training::RunControl control;
        int told = 0;
        runTrainings(store, { request() }, control, [&](const TrainingEvent& event) {
            if (const auto* done = std::get_if<EpochDone>(&event)) {
                ++told;
                const auto epoch = other.epoch(done->runId, done->report->epoch);
                QVERIFY(epoch.has_value());
                QCOMPARE(epoch->report.validationLoss, done->report->validationLoss);
                QCOMPARE(epoch->report.weights, done->report->weights);
            }
        });
        QVERIFY(told >= 5);
    }

    void aSecondVariantReusesUnimodalRunsAndBaseline()
    {
        store::Store store(storePath());
        training::RunControl control;
        Heard first, second;
        runTrainings(store, { request() }, control, first.emit());
        runTrainings(store, { request(weighting::Variant::MiGlobal) }, control, second.emit());
        QCOMPARE(store.runs().size(), 6U);
        const auto started = second.all<RunStarted>();
        QCOMPARE(started.size(), 5U);
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY(started[i].reused);
        QVERIFY(!started[4].reused);
    }

    void runsThatAnEarlierVersionNamedAreReused()
    {
        useCohort(data::withModalities(data::makeLos(240), { 1, 2, 3 })); // vectors
        store::Store store(storePath());
        training::RunControl control;
        runTrainings(store, { request() }, control, Heard().emit());
        const auto before = store.runs();
        const auto systems = systems::builtinSystems();
        const auto plan = planTraining(
            request(), systems, before.front().splitId, store.cohort(before.front().splitId).hash);
        const QString name = QStringLiteral("rename");
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
            database.setDatabaseName(storePath());
            QVERIFY(database.open());
            for (const auto& planned : plan) {
                QVERIFY(!planned.record.olderKey.isEmpty());
                QSqlQuery query(database);
                query.prepare(QStringLiteral("UPDATE runs SET step_key = ? WHERE step_key = ?"));
                query.addBindValue(planned.record.olderKey);
                query.addBindValue(planned.record.stepKey);
                QVERIFY(query.exec() && query.numRowsAffected() == 1);
            }
        }
        QSqlDatabase::removeDatabase(name);
        Heard again;
        runTrainings(store, { request() }, control, again.emit());
        for (const auto& started : again.all<RunStarted>())
            QVERIFY2(started.reused, qPrintable(started.run.name));
        QCOMPARE(store.runs().size(), before.size());
    }

    // Sequences have other bits since they have kernels of their own.
    void sequencesOfAnEarlierVersionAreTrainedAnew()
    {
        const auto systems = systems::builtinSystems();
        for (const auto& planned : planTraining(request(), systems, 1, QStringLiteral("hash")))
            QVERIFY2(planned.record.olderKey.isEmpty(), qPrintable(planned.record.name));
    }

    void anExperimentOpensItsTestFiguresTogether()
    {
        store::Store store(storePath());
        const auto experiment = store.findOrAddExperiment(QStringLiteral("both"), { { "name", "both" } });
        QCOMPARE(store.findOrAddExperiment(QStringLiteral("both"), { { "name", "both" } }), experiment);
        auto whole = request();
        whole.spec.model = "regression";
        whole.experimentId = experiment;
        auto without = whole;
        without.part.without = { m_cohort->modalities[0].name };
        without.spec.modalities = { m_cohort->modalities[1].name, m_cohort->modalities[2].name };

        // Stopped once the first training has ended: its figures stay hidden, and a resume keeps them so.
        training::RunControl control;
        Heard stopped;
        QCOMPARE(runTrainings(store, { whole, without }, control,
                     [&](const TrainingEvent& event) {
                         stopped.emit()(event);
                         const auto* done = std::get_if<RunDone>(&event);
                         if (done != nullptr && done->run.step == training::Step::Baseline)
                             control.requestStop();
                     }),
            TrainingOutcome::Stopped);
        const auto parts = store.experiment(experiment).parts;
        QCOMPARE(parts.size(), 2U);
        QCOMPARE(parts[1].without, without.part.without);
        const auto isOpen = [&](std::size_t part) {
            return store::testIsOpen(*store.run(store.training(parts[part].trainingId)->lastRun()));
        };
        QVERIFY(!isOpen(0));
        QVERIFY(store.testReads().empty());
        training::RunControl goesOn;
        Heard resumed;
        resumeTraining(store, parts[0].trainingId, goesOn, resumed.emit());
        QVERIFY(!isOpen(0));
        for (const auto& done : resumed.all<TrainingDone>())
            QVERIFY(done.runs.empty() && !done.card);

        Heard ended;
        QCOMPARE(resumeTraining(store, parts[1].trainingId, goesOn, ended.emit()), TrainingOutcome::Finished);
        QVERIFY(isOpen(0) && isOpen(1));
        QCOMPARE(store.testReads().size(), 1U);
        QCOMPARE(store.testReads().front().command, QStringLiteral("experiment %1").arg(experiment));
    }

    void onlySystemsThatArePassedInAreTrained()
    {
        store::Store store(storePath());
        training::RunControl control;
        systems::SystemRegistry none;
        QVERIFY_EXCEPTION_THROWN(
            runTrainings(store, { request() }, control, Heard().emit(), Detail::Figures, none), Error);
        QVERIFY(store.runs().empty());
    }

    void lateFusionSharesItsUnimodalRunsWithItsControl()
    {
        store::Store store(storePath());
        training::RunControl control;
        auto late = request();
        late.spec.model = "late";
        late.spec.unimodal = "regression";
        QCOMPARE(runTrainings(store, { late }, control, Heard().emit()), TrainingOutcome::Finished);
        auto equal = late;
        equal.spec.model = "late-equal";
        equal.spec.gate = training::Gate::Softmax; // nobody here reads it
        Heard heard;
        QCOMPARE(runTrainings(store, { equal }, control, heard.emit()), TrainingOutcome::Finished);
        const auto started = heard.all<RunStarted>();
        QCOMPARE(started.size(), 4U); // no weighted step
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(started[i].reused);
        QVERIFY(!started[3].reused);
        const auto run = store.run(started[3].run.id);
        QCOMPARE(run->details.heldOut.size(), 3U);
        for (const auto& weight : run->details.heldOut)
            QCOMPARE(weight.c, run->details.heldOut.front().c);
        const auto folds = store.run(started[0].run.id)->details.folds;
        QCOMPARE(folds.size(), m_cohort->size());
        for (std::size_t i = 0; i < folds.size(); ++i)
            QCOMPARE(folds[i] >= 0, m_cohort->splits[i] == Split::Train);
    }

    /// As a sweep does that trains several runs beside each other.
    void whatAnotherIsMadeOfIsTrainedByItself()
    {
        store::Store store(storePath());
        training::RunControl control;
        const auto asked = request(weighting::Variant::BtwOof);
        const CohortIdentity identity(m_cohort);
        auto plan = planTraining(asked, systems::builtinSystems(),
            store.saveCohort(cohortRecord(identity, m_cohortPath)), identity.hash());
        recordPlan(store, plan);
        const auto training = recordTraining(store, asked, systems::builtinSystems(), plan);
        const auto mean = std::find_if(plan.begin(), plan.end(),
            [](const PlannedRun& one) { return one.record.model == QLatin1String("none-k"); });
        QVERIFY(mean != plan.end());
        Heard heard;
        QCOMPARE(trainRun(store, mean->record.id, control, heard.emit()), TrainingOutcome::Finished);
        QCOMPARE(store.runs().size(), plan.size()); // nothing else was asked for
        QCOMPARE(store.trainings().size(), std::size_t(1));
        // Resumed by itself it opens nothing either: it belongs to the training that it is for.
        QCOMPARE(resumeRun(store, mean->record.id, control, heard.emit()), TrainingOutcome::Finished);
        QVERIFY(!store::testIsOpen(*store.run(mean->record.id)));
        QCOMPARE(store.trainings().size(), std::size_t(1));
        QCOMPARE(store.trainings().front().id, training.id);
    }

    /// Late fusion with a modality shuffled needs a new model of that modality alone; those of the others are
    /// the ones that the fusion without a placebo has, bit for bit.
    void modelsOfOneModalityAreSharedWithAPlacebo()
    {
        auto plain = request(weighting::Variant::None);
        plain.spec.model = "late";
        plain.spec.unimodal = "regression";
        plain.identity = std::make_shared<const CohortIdentity>(plain.cohort);
        auto placebo = plain;
        placebo.derivation.placebo = m_cohort->modalities.front().name;
        auto shuffled = std::make_shared<data::Cohort>(*m_cohort);
        data::shuffleModality(*shuffled, placebo.derivation.placebo, 0);
        placebo.cohort = shuffled;
        placebo.identity = std::make_shared<const CohortIdentity>(placebo.cohort);
        const auto modalities = m_cohort->modalityCount();
        const auto trained = [&](const QString& path, const std::vector<TrainingRequest>& requests) {
            store::Store store(storePath(path));
            training::RunControl control;
            Heard heard;
            return runTrainings(store, requests, control, heard.emit()) == TrainingOutcome::Finished
                ? store.runs()
                : std::vector<store::RunRecord>();
        };
        const auto apart = trained(QStringLiteral("apart.sqlite"), { plain, placebo });
        QCOMPARE(apart.size(), 2 * (modalities + 1));
        placebo.unshuffled = std::make_shared<const TrainingRequest>(plain);
        for (const bool isFirst : { false, true }) { // whichever is trained first
            const QString path = isFirst ? QStringLiteral("first.sqlite") : QStringLiteral("shared.sqlite");
            const auto shared
                = isFirst ? trained(path, { placebo, plain }) : trained(path, { plain, placebo });
            QCOMPARE(shared.size(), modalities + 3);
            const store::Store one(storePath(QStringLiteral("apart.sqlite")), store::Store::Mode::Reading);
            const store::Store two(storePath(path), store::Store::Mode::Reading);
            int compared = 0;
            for (const auto& run : shared) {
                const bool isOfPlacebo = !two.cohort(run.splitId).derivation.placebo.empty();
                QCOMPARE(run.name.contains(QStringLiteral("shuffled")), isOfPlacebo);
                // A shared one has the same predictions as each of the two that are not.
                for (const auto& other : apart)
                    if (other.modality == run.modality
                        && (!one.cohort(other.splitId).derivation.placebo.empty() == isOfPlacebo
                            || (!isOfPlacebo && !run.modality.isEmpty()
                                && run.modality.toStdString() != placebo.derivation.placebo))) {
                        QCOMPARE(two.bestPredictions(run.id).values, one.bestPredictions(other.id).values);
                        ++compared;
                    }
            }
            QCOMPARE(compared, 2 * static_cast<int>(modalities + 1));
        }
        // Resumed by itself, the placebo knows whose models it shares.
        store::Store store(storePath(QStringLiteral("shared.sqlite")));
        training::RunControl control;
        Heard heard;
        const auto before = store.runs().size();
        for (const auto& training : store.trainings())
            QCOMPARE(resumeTraining(store, training.id, control, heard.emit()), TrainingOutcome::Finished);
        QCOMPARE(store.runs().size(), before);
        QCOMPARE(store.trainings().size(), std::size_t(2));
    }

    /// A placebo that was recorded when models were not shared yet goes on with its own.
    void aPlaceboOfBeforeKeepsItsModels()
    {
        auto placebo = request(weighting::Variant::None);
        placebo.spec.model = "late";
        placebo.spec.unimodal = "regression";
        placebo.identity = std::make_shared<const CohortIdentity>(placebo.cohort);
        const auto plain = placebo;
        placebo.derivation.placebo = m_cohort->modalities.front().name;
        auto shuffled = std::make_shared<data::Cohort>(*m_cohort);
        data::shuffleModality(*shuffled, placebo.derivation.placebo, 0);
        placebo.cohort = shuffled;
        placebo.identity = std::make_shared<const CohortIdentity>(placebo.cohort);
        store::Store store(storePath());
        (void)recordTrainings(store, { placebo });
        const auto runs = store.runs().size();
        placebo.unshuffled = std::make_shared<const TrainingRequest>(plain);
        training::RunControl control;
        Heard heard;
        QCOMPARE(runTrainings(store, { placebo }, control, heard.emit()), TrainingOutcome::Finished);
        QCOMPARE(store.runs().size(), runs);
        QCOMPARE(store.trainings().size(), std::size_t(1));
        ReadCohort kept;
        QCOMPARE(resumeTraining(store, store.trainings().front().id, control, heard.emit(), Detail::Figures,
                     systems::builtinSystems(), &kept),
            TrainingOutcome::Finished);
        QVERIFY(kept.unshuffled && kept.unshuffled->cohort && kept.unshuffled->derivation.placebo.empty());
        QCOMPARE(store.runs().size(), runs);
        QCOMPARE(store.trainings().size(), std::size_t(1));
    }

    /// A sweep trains once what several weightings and systems are made of.
    void whatWeightingsAreMadeOfIsTrainedOnce()
    {
        store::Store store(storePath());
        training::RunControl control;
        const auto begun = [&](const TrainingRequest& asked) {
            Heard heard;
            if (runTrainings(store, { asked }, control, heard.emit()) != TrainingOutcome::Finished)
                return QStringList { QStringLiteral("failed") };
            QStringList names;
            for (const auto& one : heard.all<RunStarted>())
                if (!one.reused)
                    names << (one.run.model + QLatin1Char(' ')
                        + (one.run.modality.isEmpty() ? one.run.variant : one.run.modality));
            return names;
        };
        const auto of = [&](const char* model, weighting::Variant variant) {
            auto asked = request(variant);
            asked.spec.model = model;
            return asked;
        };
        using weighting::Variant;
        const auto names = [this](const char* model, const QStringList& last) {
            QStringList all;
            for (const auto& modality : m_cohort->modalities)
                all << QString::fromLatin1(model) + QLatin1Char(' ') + QString::fromStdString(modality.name);
            return all + last;
        };
        QCOMPARE(
            begun(of("moe", Variant::HeldOut)), names("late", { "moe none", "late none", "moe held-out" }));
        // Nobody asked for late fusion itself: its test figures are not open before somebody does.
        const auto late = [&] {
            for (const auto& run : store.runs())
                if (run.model == QLatin1String("late") && run.step == training::Step::Baseline)
                    return run;
            return store::RunRecord {};
        };
        QCOMPARE(late().status, store::RunStatus::Finished);
        QVERIFY(!store::testIsOpen(late()));
        QCOMPARE(begun(of("late", Variant::None)), QStringList());
        QVERIFY(store::testIsOpen(late()));
        QCOMPARE(begun(of("moe", Variant::BtwOof)), QStringList({ "none-k none", "moe btw-oof" }));
        QCOMPARE(begun(of("moe", Variant::Shuffled)), names("moe", { "moe btw", "moe shuffled" }));
        QCOMPARE(begun(of("moe", Variant::Btw)), QStringList());
        // Trained for btw-oof's sake, it had nothing to be compared with: asked for itself, it has.
        const auto mean = [&] {
            for (const auto& run : store.runs())
                if (run.model == QLatin1String("none-k"))
                    return store.inputs(run.id).size();
            return std::size_t { 99 };
        };
        QCOMPARE(mean(), std::size_t(0));
        QCOMPARE(begun(of("none-k", Variant::None)), QStringList());
        QCOMPARE(mean(), m_cohort->modalityCount());
        QCOMPARE(begun(of("skip", Variant::None)), QStringList({ "skip none" }));
        for (const auto& run : store.runs()) // what its two models count, and of no other
            QCOMPARE(store::testIsOpen(run) && run.step != training::Step::Unimodal
                    && loadResultCard(store, run.id).skip.has_value(),
                run.model == QLatin1String("skip"));
        for (const auto& run : store.runs()) { // a system is called on its card as it is in its title
            if (!store::testIsOpen(run) || run.model != QLatin1String("skip"))
                continue;
            const auto card = loadResultCard(store, run.id);
            const auto& line = card.lines[card.reference];
            QCOMPARE(QString::fromStdString(line.label), systemTitle(systemOf(run.spec)));
        }
        QCOMPARE(
            begun(of("skip-equal", Variant::None)), QStringList({ "late-equal none", "skip-equal none" }));

        // What another training's run is there for is said by its role, in the run and in the training.
        const auto heldOut = store.trainings().front();
        const auto inputs = store.inputs(heldOut.lastRun());
        QCOMPARE(inputs.back().role, store::RunInput::Role::Pool);
        QCOMPARE(store.run(inputs.back().runId)->model, QStringLiteral("late"));
        int own = 0;
        for (const auto& run : heldOut.runs)
            own += run.role ? 1 : 0;
        QCOMPARE(own, 5);
        QCOMPARE(heldOut.runs.size(), 6U);
        QVERIFY_EXCEPTION_THROWN(store.removeRun(inputs.back().runId), Error); // others are built from it
    }

    void treesJoinTheRegressionsOfAnOlderStore()
    {
        store::Store store(storePath());
        training::RunControl control;
        Heard first;
        runTrainings(store, { request(weighting::Variant::None) }, control, first.emit());
        const auto whole = store.referenceModels(1, true);
        auto older = whole;
        older.resize(5);
        store.saveReferenceModels(1, older);
        Heard again; // every run is reused
        runTrainings(store, { request(weighting::Variant::None) }, control, again.emit());
        const auto joined = store.referenceModels(1, true);
        QCOMPARE(joined.size(), whole.size());
        for (std::size_t i = 0; i < whole.size(); ++i) {
            QCOMPARE(joined[i].name, whole[i].name);
            QCOMPARE(joined[i].test.at("mae"), whole[i].test.at("mae"));
        }
        QCOMPARE(again.all<RunDone>().back().referenceModels.size(), whole.size());
    }

    void theVariantNoneEndsWithTheBaseline()
    {
        store::Store store(storePath());
        training::RunControl control;
        Heard heard;
        runTrainings(store, { request(weighting::Variant::None) }, control, heard.emit());
        QCOMPARE(store.runs().size(), 4U);
        QCOMPARE(store.runs().back().variant, QStringLiteral("none"));
        QVERIFY(!heard.all<RunDone>().back().referenceModels.empty());
    }

    void aStoppedTrainingResumesToTheSameNumbers()
    {
        const auto numbers = [this](const QString& path, bool disturb) {
            store::Store store(path);
            training::RunControl control;
            runTrainings(store, { request() }, control, [&](const TrainingEvent& event) {
                const auto* done = std::get_if<EpochDone>(&event);
                if (disturb && done != nullptr && done->step == training::Step::Weighted
                    && done->report->epoch == 2)
                    control.requestStop();
            });
            const auto last = store.runs().back();
            if (disturb) {
                [&] { QCOMPARE(last.status, store::RunStatus::Stopped); }();
                training::RunControl again;
                const auto outcome = resumeRun(store, last.id, again, [](const TrainingEvent&) {});
                [&] { QCOMPARE(outcome, TrainingOutcome::Finished); }();
            }
            const auto run = *store.run(last.id);
            return std::make_pair(run.test, store.bestPredictions(last.id).values);
        };
        const auto undisturbed = numbers(storePath(), false);
        const auto disturbed = numbers(storePath(QStringLiteral("other.sqlite")), true);
        QVERIFY(!undisturbed.first.empty());
        QVERIFY(disturbed.first == undisturbed.first);
        QCOMPARE(disturbed.second, undisturbed.second);
    }

    void resumeFinishesWhatTheRunDependsOn()
    {
        store::Store store(storePath());
        training::RunControl control;
        runTrainings(store, { request() }, control, [&](const TrainingEvent& event) {
            if (std::holds_alternative<EpochDone>(event))
                control.requestStop(); // in the first unimodal run
        });
        const auto last = store.runs().back();
        QCOMPARE(last.status, store::RunStatus::Queued);
        training::RunControl again;
        QCOMPARE(resumeRun(store, last.id, again, [](const TrainingEvent&) {}), TrainingOutcome::Finished);
        for (const auto& run : store.runs())
            QCOMPARE(run.status, store::RunStatus::Finished);
    }

    void resumingAFinishedRunSaysSo()
    {
        store::Store store(storePath());
        training::RunControl control;
        runTrainings(store, { request(weighting::Variant::None) }, control, [](const TrainingEvent&) {});
        Heard heard;
        QCOMPARE(resumeRun(store, store.runs().back().id, control, heard.emit()), TrainingOutcome::Finished);
        QCOMPARE(heard.events.size(), 1U);
        QVERIFY(heard.all<ProblemFound>().front().sentence.contains(QLatin1String("finished")));
    }

    void anInformationOfTooFewRowsIsSaid_data()
    {
        QTest::addColumn<weighting::Variant>("variant");
        QTest::addColumn<bool>("isRead");
        QTest::newRow("btw") << weighting::Variant::Btw << true;
        QTest::newRow("kl-local") << weighting::Variant::KlLocal << false;
    }
    void anInformationOfTooFewRowsIsSaid()
    {
        QFETCH(const weighting::Variant, variant);
        QFETCH(const bool, isRead);
        auto cohort = data::makeSentiment(120);
        QVERIFY(cohort.modalities[0].isRagged());
        thinTraining(cohort, cohort.modalities[0], 3);
        useCohort(std::move(cohort));

        store::Store store(storePath());
        training::RunControl control;
        Heard heard;
        QCOMPARE(runTrainings(store, { request(variant) }, control, heard.emit()), TrainingOutcome::Finished);
        const auto run = store.runs().back();
        const auto problems = heard.all<ProblemFound>();
        QCOMPARE(problems.size(), isRead ? 1U : 0U);
        QCOMPARE(run.status, store::RunStatus::Finished);
        QCOMPARE(run.message.contains(QStringLiteral("3 training row(s) have modality 'text'")), isRead);
        if (isRead) {
            QCOMPARE(problems[0].runId, run.id);
            QCOMPARE(problems[0].severity, data::Severity::Warning);
            QVERIFY(problems[0].sentence.endsWith(run.message));
        }
    }

    void aChangedCohortIsNotResumed()
    {
        store::Store store(storePath());
        training::RunControl control;
        runTrainings(store, { request() }, control, [&](const TrainingEvent& event) {
            if (std::holds_alternative<EpochDone>(event))
                control.requestStop();
        });
        auto changed = data::makeSentiment(120);
        changed.y[3] += 0.5;
        useCohort(std::move(changed));
        training::RunControl again;
        QVERIFY_EXCEPTION_THROWN(
            resumeRun(store, store.runs().back().id, again, [](const TrainingEvent&) {}), Error);
    }

    void aRunThatCannotBeWrittenFailsAndKeepsTheOthers()
    {
        store::Store store(storePath());
        QVERIFY(QDir().mkpath(storePath() + QStringLiteral(".d")));
        QFile inTheWay(storePath() + QStringLiteral(".d/4")); // where the baseline's checkpoints would go
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        auto other = request();
        other.seed = 2;
        training::RunControl control;
        Heard heard;
        QCOMPARE(runTrainings(store, { request(), other }, control, heard.emit()), TrainingOutcome::Failed);
        const auto problems = heard.all<ProblemFound>();
        QCOMPARE(problems.size(), 1U);
        QCOMPARE(problems[0].runId, 4);
        const auto runs = store.runs();
        QCOMPARE(runs.size(), 10U);
        for (const auto& run : runs) {
            QCOMPARE(run.status,
                run.id == 4 || run.id == 5 ? store::RunStatus::Failed : store::RunStatus::Finished);
        }
        QVERIFY(!store.run(4)->message.isEmpty());
        // The weighted model, which needs the baseline, says so.
        QVERIFY2(
            store.run(5)->message.endsWith(QStringLiteral("(run 4), which failed: ") + store.run(4)->message),
            qPrintable(store.run(5)->message));
    }

    void aFailedRunGoesOnFromItsLastGoodEpoch()
    {
        store::Store store(storePath());
        training::RunControl control;
        runTrainings(store, { request() }, control, [&](const TrainingEvent& event) {
            const auto* done = std::get_if<EpochDone>(&event);
            if (done != nullptr && done->step == training::Step::Baseline && done->report->epoch == 2)
                control.requestStop();
        });
        store.setStatus(4, store::RunStatus::Failed, QStringLiteral("The disk was full."));
        std::int64_t first = 0;
        training::RunControl again;
        const auto outcome = resumeRun(store, 4, again, [&](const TrainingEvent& event) {
            const auto* done = std::get_if<EpochDone>(&event);
            if (done != nullptr && first == 0)
                first = done->report->epoch;
        });
        QCOMPARE(outcome, TrainingOutcome::Finished);
        QCOMPARE(first, 3);
    }

    void aLostCheckpointIsSaidAndNothingIsThrownAway()
    {
        store::Store store(storePath());
        training::RunControl control;
        runTrainings(store, { request() }, control, [&](const TrainingEvent& event) {
            if (std::holds_alternative<EpochDone>(event))
                control.requestStop();
        });
        QVERIFY(QFile::remove(store.runDirectory(1) + QLatin1Char('/') + store.run(1)->lastCheckpoint));
        training::RunControl again;
        QVERIFY_EXCEPTION_THROWN(resumeRun(store, 1, again, [](const TrainingEvent&) {}), Error);
        QCOMPARE(store.run(1)->epochs, 1);
    }

    void aDamagedCheckpointIsRefused()
    {
        store::Store store(storePath());
        stopIn(store, request());
        const QString path = store.lastCheckpoint(1);
        const QByteArray sound = bytesOf(path);
        for (int i = 0; i < 25; ++i) {
            QByteArray damaged = sound;
            if (i % 5 == 4)
                damaged.chop(1 + i);
            else
                damaged[sound.size() / 25 * i + i] = static_cast<char>(~damaged[sound.size() / 25 * i + i]);
            put(path, damaged);
            training::RunControl again;
            QVERIFY_EXCEPTION_THROWN(resumeRun(store, 1, again, [](const TrainingEvent&) {}), Error);
            QCOMPARE(store.run(1)->status, store::RunStatus::Stopped);
        }
        put(path, sound);
        training::RunControl again;
        QCOMPARE(resumeRun(store, 1, again, [](const TrainingEvent&) {}), TrainingOutcome::Finished);
    }

    void anotherRunsCheckpointIsRefused()
    {
        store::Store store(storePath());
        stopIn(store, request());
        auto other = request();
        other.seed = 2;
        stopIn(store, other);
        put(store.lastCheckpoint(1), bytesOf(store.lastCheckpoint(6)));
        training::RunControl again;
        QVERIFY_EXCEPTION_THROWN(resumeRun(store, 1, again, [](const TrainingEvent&) {}), Error);
        forgetChecksums(); // as a store of an older version: then what the file says of itself counts
        QCOMPARE(resumeRun(store, 1, again, [](const TrainingEvent&) {}), TrainingOutcome::Failed);
        QVERIFY2(
            store.run(1)->message.contains(QStringLiteral("another run")), qPrintable(store.run(1)->message));
        QCOMPARE(resumeRun(store, 6, again, [](const TrainingEvent&) {}), TrainingOutcome::Finished);
    }

    void anUnknownModelIsRefusedBeforeAnythingIsRecorded()
    {
        store::Store store(storePath());
        training::RunControl control;
        auto bad = request();
        bad.spec.model = "foo";
        QVERIFY_EXCEPTION_THROWN(runTrainings(store, { bad }, control, [](const TrainingEvent&) {}), Error);
        QVERIFY(store.runs().empty());
    }

    void evaluationLabelsAreInTheNameOfTheRun()
    {
        store::Store store(storePath());
        training::RunControl control;
        auto leaky = request();
        leaky.spec.variance = weighting::Variance::ResidualLabels;
        leaky.spec.epochs = 1;
        runTrainings(store, { leaky }, control, [](const TrainingEvent&) {});
        QVERIFY(store.runs().back().name.contains(QLatin1String("uses evaluation labels")));
        QVERIFY(!store.runs().front().name.contains(QLatin1String("uses evaluation labels")));
    }

    void aLiveDigestIsTheReopenedOne()
    {
        store::Store store(storePath());
        training::RunControl control;
        std::shared_ptr<const RunDigest> live;
        Heard heard;
        runTrainings(
            store, { request() }, control,
            [&](const TrainingEvent& event) {
                heard.emit()(event);
                const auto* done = std::get_if<EpochDone>(&event);
                if (done != nullptr && done->step == training::Step::Weighted && done->report->epoch == 2) {
                    live = done->digest;
                    control.requestStop();
                }
            },
            Detail::Digests);
        QVERIFY(live);
        const auto reopened = loadDigest(store, live->run.id);
        QCOMPARE(reopened.validationMetric, live->validationMetric);
        QCOMPARE(reopened.baselineMetric, live->baselineMetric);
        QCOMPARE(reopened.errors->delta, live->errors->delta);
        QCOMPARE(reopened.errors->all.density, live->errors->all.density);
        QCOMPARE(reopened.errorSplit, Split::Validation); // the test split stays hidden
        QCOMPARE(reopened.weights.size(), 3U);
        QCOMPARE(reopened.weights[0].size(), 2U);
        QCOMPARE(reopened.weights[0][0].mean, 1.0);
        QCOMPARE(reopened.weights[1][1].high, live->weights[1][1].high);
    }

    void theResultCardComparesOnTheTestSplit()
    {
        store::Store store(storePath());
        training::RunControl control;
        Heard heard;
        runTrainings(store, { request() }, control, heard.emit(), Detail::Digests);
        const auto card = heard.all<TrainingDone>().front().card;
        QVERIFY(card);
        QCOMPARE(card->metric, std::string("mae"));
        // 3 modalities, baseline, weighted, two plain regressions, boosted trees, constant
        QCOMPARE(card->lines.size(), 9U);
        QCOMPARE(card->lines[7].kind, ResultLine::Kind::Trees);
        QCOMPARE(card->lines[7].n, card->n);
        QCOMPARE(card->treesRounds, card->treesAtMost);
        QCOMPARE(card->lines[card->reference].kind, ResultLine::Kind::Weighted);
        const auto run = store.runs().back();
        QVERIFY(std::abs(card->lines[card->reference].value - run.test.at("mae")) < 1e-9);
        for (std::size_t i = 0; i < card->lines.size(); ++i) {
            const auto& line = card->lines[i];
            QVERIFY(line.low <= line.value && line.value <= line.high);
            if (i != card->reference)
                QVERIFY(std::abs(line.difference - (line.value - run.test.at("mae"))) < 1e-9);
        }
        QCOMPARE(card->byPattern.size(), 1U);
        QCOMPARE(card->byPattern[0].n, card->n);
    }

    void anExportLeavesAbsentModalitiesEmpty()
    {
        useCohort(data::makeLos(240));
        store::Store store(storePath());
        training::RunControl control;
        auto one = request();
        one.spec.epochs = 1;
        runTrainings(store, { one }, control, [](const TrainingEvent&) {});
        const auto lines = store::exportCsv(store, store.runs().back().id).split('\n');
        const auto column = lines[0].split(',').indexOf("prob_cxr_0");
        QVERIFY(column > 0);
        int absent = 0;
        for (std::size_t i = 0; i < m_cohort->size(); ++i) {
            const bool present = m_cohort->modalities[2].present[i] != 0;
            absent += present ? 0 : 1;
            const auto cells = lines[static_cast<qsizetype>(i) + 1].split(',');
            QCOMPARE(cells[column].isEmpty(), !present);
        }
        QVERIFY(absent > 0);
    }

    void theCardCountsOnlyRowsThatHaveAModality()
    {
        useCohort(data::makeLos(240));
        store::Store store(storePath());
        training::RunControl control;
        Heard heard;
        runTrainings(store, { request() }, control, heard.emit(), Detail::Digests);
        const auto card = heard.all<TrainingDone>().front().card;
        std::int64_t withCxr = 0;
        for (std::size_t i = 0; i < m_cohort->size(); ++i)
            withCxr += m_cohort->splits[i] == Split::Test && m_cohort->modalities[2].present[i] != 0 ? 1 : 0;
        QCOMPARE(card->lines[2].label, std::string("cxr"));
        QCOMPARE(card->lines[2].n, withCxr);
        QCOMPARE(card->lines[0].n, card->n);
        QCOMPARE(card->byClass.size(), 4U);
        for (const auto& line : card->byPattern)
            QCOMPARE(line.hidden, line.n < 10);
    }
};

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_runner.moc"
