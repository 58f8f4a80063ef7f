// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "engine/error.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/gathering.h"
#include "workspace/jobs/runner.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <stdexcept>

using namespace btw;
using namespace btw::jobs;

/// What one store trained becomes another's, and single runs are trained by themselves.
class TestGathering : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    TrainingRequest m_request;
    training::RunControl m_control;
    const Emit m_silent = [](const TrainingEvent&) {};

    QString file(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    static training::ExperimentSpec spec()
    {
        auto spec = training::presetSpec("demo", 100);
        spec.model = "attention"; // which says something of each row, too
        spec.width = 8;
        spec.encoderHidden = 8;
        spec.expertHidden = 8;
        spec.epochs = 2;
        return spec;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        auto cohort = std::make_shared<data::Cohort>(data::makeSentiment(80));
        m_request.cohortPath = file("cohort.npz");
        io::writeNpz(*cohort, m_request.cohortPath);
        m_request.cohort = std::move(cohort);
        m_request.spec = spec();
    }

    void whatAnotherStoreFinishedIsTakenWithItsCheckpointsAndStaysHidden()
    {
        store::Store part(file("part.sqlite"));
        QCOMPARE(runTrainings(part, { m_request }, m_control, m_silent), TrainingOutcome::Finished);
        store::Store whole(file("whole.sqlite"));
        auto other = m_request; // another training first: numbers of runs differ
        other.seed = 2;
        recordTrainings(whole, { other });
        const auto plans = recordTrainings(whole, { m_request });
        QCOMPARE(gather(whole, part), std::size_t(5));
        QCOMPARE(gather(whole, part), std::size_t(0));

        for (const auto& planned : plans.front()) {
            const auto run = *whole.run(planned.record.id);
            const auto theirs = *part.findByKey(run.stepKey);
            QVERIFY(run.id != theirs.id);
            QCOMPARE(run.status, store::RunStatus::Finished);
            QVERIFY(!store::testIsOpen(run));
            QVERIFY(run.test.empty());
            QVERIFY(store::testIsOpen(theirs));
            QVERIFY(run.validation == theirs.validation);
            QCOMPARE(run.epochs, theirs.epochs);
            QCOMPARE(whole.epochs(run.id).size(), std::size_t(theirs.epochs));
            QCOMPARE(whole.bestPredictions(run.id).values, part.bestPredictions(theirs.id).values);
            QVERIFY(
                whole.model(run.id) && whole.model(run.id)->toBytes() == part.model(theirs.id)->toBytes());
            QVERIFY(QFile::exists(whole.lastCheckpoint(run.id))); // has its checksum, too
            QVERIFY(whole.diagnosticsOfRows(run.id) == part.diagnosticsOfRows(theirs.id));
            QCOMPARE(whole.diagnosticsOfRows(run.id).size(),
                std::size_t(run.step == training::Step::Unimodal ? 0 : 1)); // attention
        }
        QCOMPARE(whole.testReads().size(), std::size_t(0));
        const auto cohort = plans.front().front().record.splitId;
        QVERIFY(!whole.referenceModels(cohort).empty());

        // The training that was recorded here ends without training anything.
        std::size_t trained = 0;
        QCOMPARE(runTrainings(whole, { m_request }, m_control,
                     [&](const TrainingEvent& event) {
                         const auto* started = std::get_if<RunStarted>(&event);
                         trained += started != nullptr && !started->reused ? 1 : 0;
                     }),
            TrainingOutcome::Finished);
        QCOMPARE(trained, std::size_t(0));
        QCOMPARE(whole.testReads().size(), std::size_t(1));
        const auto last = plans.front().back().record;
        QVERIFY(whole.run(last.id)->test == part.run(part.findByKey(last.stepKey)->id)->test);
    }

    void onlyTheSameStepThatIsFinishedCanBeTaken()
    {
        const store::Store part(file("part.sqlite"), store::Store::Mode::Existing);
        store::Store fresh(file("fresh.sqlite"));
        const auto plans = recordTrainings(fresh, { m_request });
        const auto& runs = plans.front();
        const auto theirs = *part.findByKey(runs[0].record.stepKey);
        QVERIFY_EXCEPTION_THROWN(fresh.adoptRun(runs[1].record.id, part, theirs.id), std::logic_error);
        fresh.claimRun(runs[0].record.id); // live here
        QVERIFY_EXCEPTION_THROWN(fresh.adoptRun(runs[0].record.id, part, theirs.id), Error);
        fresh.setStatus(runs[0].record.id, store::RunStatus::Stopped);
        fresh.adoptRun(runs[0].record.id, part, theirs.id);
        QCOMPARE(fresh.run(runs[0].record.id)->status, store::RunStatus::Finished);
    }

    void aRunIsTrainedByItselfOnceItsInputsAreFinished()
    {
        store::Store store(file("single.sqlite"));
        const auto plans = recordTrainings(store, { m_request });
        const auto& runs = plans.front();
        const auto weighted = runs.back().record.id;
        QVERIFY_EXCEPTION_THROWN(trainRun(store, weighted, m_control, m_silent), Error);
        QCOMPARE(store.run(weighted)->status, store::RunStatus::Queued);
        for (const auto& planned : runs)
            QCOMPARE(trainRun(store, planned.record.id, m_control, m_silent), TrainingOutcome::Finished);
        const store::Store part(file("part.sqlite"), store::Store::Mode::Existing);
        for (const auto& planned : runs) {
            const auto run = *store.run(planned.record.id);
            QCOMPARE(run.status, store::RunStatus::Finished);
            QVERIFY(!store::testIsOpen(run)); // its training has not ended
            QCOMPARE(store.bestPredictions(run.id).values,
                part.bestPredictions(part.findByKey(run.stepKey)->id).values);
        }
        QCOMPARE(store.testReads().size(), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestGathering)
#include "tst_gathering.moc"
