// SPDX-License-Identifier: GPL-3.0-or-later
// What a store's trainings are looked at together, and reading them away from the GUI thread.
#include "engine/data/samples.h"
#include "engine/error.h"
#include "workspace/experiments/storelookup.h"
#include "workspace/experiments/studies.h"
#include "workspace/experiments/studyresult.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/experimentprogress.h"
#include "workspace/jobs/opening.h"
#include "workspace/jobs/queue.h"
#include "workspace/store/store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>
#include <QtTest>

#include <cmath>
#include <map>

using namespace btw;
using experiments::StoreLookup;
using experiments::Study;

class TestStudies : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path() const { return m_folder.filePath(QStringLiteral("runs.sqlite")); }

private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<jobs::TrainingEvent>("btw::jobs::TrainingEvent");
        jobs::TrainingRequest request;
        request.cohort = std::make_shared<const data::Cohort>(data::makeSentiment(120));
        request.cohortPath = m_folder.filePath(QStringLiteral("cohort.npz"));
        request.spec = training::presetSpec("demo", 84);
        request.spec.model = "regression";
        request.spec.variant = weighting::Variant::None;
        io::writeNpz(*request.cohort, request.cohortPath);
        jobs::Queue queue(path());
        QSignalSpy busy(&queue, &jobs::Queue::busyChanged);
        for (const std::uint64_t seed : { 1, 2 }) {
            request.seed = seed;
            queue.enqueue(request);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!busy.isEmpty() && !busy.last().at(0).toBool(), 60000);
    }

    void trainingsOfNoExperimentAreOneStudyACohort()
    {
        const store::Store store(path());
        const auto studies = experiments::studiesOf(store);
        QCOMPARE(studies.size(), 1U);
        QCOMPARE(studies[0].id, (Study::Id { 0, store.runs().front().splitId }));
        QCOMPARE(studies[0].trainings.size(), 2U);
        QCOMPARE(studies[0].ended, 2U);
        QVERIFY(studies[0].isOpen());
        QVERIFY(!studies[0].data.isEmpty());
        const auto compared = experiments::compareStudy(store, studies[0]);
        QCOMPARE(compared.size(), 1U);
        const auto& row = compared[0].rows.front();
        QCOMPARE(row.model.system, QStringLiteral("regression"));
        QCOMPARE(row.seeds, 2U);
        QCOMPARE(row.metric, std::string("mae"));
    }

    void splitsAndExperimentsOfOneNameAreToldApart()
    {
        const QString copy = m_folder.filePath(QStringLiteral("splits.sqlite"));
        QVERIFY(QFile::copy(path(), copy));
        store::Store store(copy);
        const auto alone = experiments::studiesOf(store).front();
        QCOMPARE(experiments::toldApart(alone.data, alone), alone.data);

        auto cohort = store.cohort(alone.id.split);
        cohort.splitOrigin = store::SplitOrigin::Given;
        QCOMPARE(store.saveCohort(cohort), alone.id.split);
        const auto trainOn = [&](const QString& hash) {
            cohort.hash = hash;
            auto training = store.trainings().front();
            training.splitId = store.saveCohort(cohort);
            auto run = *store.run(training.lastRun());
            run.splitId = training.splitId;
            run.stepKey += hash;
            run.status = store::RunStatus::Queued;
            training.runs = { { store.addRun(run, {}), training::Step::Baseline } };
            store.findOrAddTraining(training);
            return training.splitId;
        };
        cohort.splitOrigin = store::SplitOrigin::Drawn;
        cohort.splitSeed = 9;
        const auto drawn = trainOn(QStringLiteral("drawn"));
        cohort.derivation = { 5, 1, 2, "site", {} };
        const auto fold = trainOn(QStringLiteral("fold"));
        const std::map<std::int64_t, QString> expected {
            { alone.id.split, QStringLiteral("%1 (split %2: its own splits)") },
            { drawn, QStringLiteral("%1 (split %2: drawn, seed 9)") },
            { fold, QStringLiteral("%1 (split %2: fold 2 of 5 by site, repeat 3)") },
        };
        const auto studies = experiments::studiesOf(store);
        QCOMPARE(studies.size(), 3U);
        for (const auto& study : studies)
            QCOMPARE(experiments::toldApart(study.data, study),
                expected.at(study.id.split).arg(study.data, QString::number(study.id.split)));

        const auto first = store.trainings().front().id;
        std::vector<std::int64_t> asked;
        for (const char* metric : { "mae", "corr" }) {
            asked.push_back(store.findOrAddExperiment(
                QStringLiteral("Asked"), { { QStringLiteral("metric"), QLatin1String(metric) } }));
            store.addToExperiment(asked.back(), { first, 0, {}, {} });
            const auto study = experiments::studyOf(store, { asked.back(), 0 });
            QCOMPARE(experiments::toldApart(study.name, study),
                asked.size() == 1 ? QStringLiteral("Asked")
                                  : QStringLiteral("Asked (experiment %1)").arg(asked.back()));
        }
    }

    void theSystemNamedFirstIsThatOfTheFigure()
    {
        const QString copy = m_folder.filePath(QStringLiteral("systems.sqlite"));
        QVERIFY(QFile::copy(path(), copy));
        jobs::TrainingRequest request;
        request.cohort = std::make_shared<const data::Cohort>(data::makeSentiment(120));
        request.cohortPath = m_folder.filePath(QStringLiteral("cohort.npz"));
        request.spec = training::presetSpec("demo", 84);
        request.spec.model = "haim";
        request.spec.variant = weighting::Variant::None;
        {
            jobs::Queue queue(copy);
            QSignalSpy busy(&queue, &jobs::Queue::busyChanged);
            queue.enqueue(request);
            QTRY_VERIFY_WITH_TIMEOUT(!busy.isEmpty() && !busy.last().at(0).toBool(), 60000);
        }
        const store::Store store(copy);
        const auto study = experiments::studiesOf(store).front();
        QCOMPARE(study.trainings.size(), 3U);
        // Asked for last, it leads the result, too.
        QCOMPARE(study.systems,
            (std::vector<QString> { QStringLiteral("Boosted trees"), QStringLiteral("Plain regression") }));
        const auto result = experiments::resultOf(store, study);
        QCOMPARE(result.leading().model.system, QStringLiteral("haim"));
        QVERIFY(std::abs(study.figure - result.leading().figure.estimate) < 1e-6);
    }

    void anExperimentStaysHiddenUntilAllItsTrainingsHaveEnded()
    {
        const QString copy = m_folder.filePath(QStringLiteral("closed.sqlite"));
        QVERIFY(QFile::copy(path(), copy));
        store::Store store(copy);
        const auto trainings = store.trainings();
        const auto id = store.findOrAddExperiment(
            QStringLiteral("Two seeds"), { { QStringLiteral("metric"), QStringLiteral("mae") } });
        store.addToExperiment(id, { trainings[0].id, 0, {}, {} });
        auto waiting = trainings[1];
        waiting.seed = 3;
        auto run = *store.run(waiting.lastRun());
        run.stepKey += QStringLiteral("x");
        run.status = store::RunStatus::Queued;
        waiting.runs = { { store.addRun(run, {}), training::Step::Baseline } };
        store.addToExperiment(id, { store.findOrAddTraining(waiting), 0, {}, {} });

        const auto study = experiments::studyOf(store, { id, 0 });
        QCOMPARE(study.name, QStringLiteral("Two seeds"));
        QCOMPARE(study.trainings.size(), 2U);
        QCOMPARE(study.ended, 1U);
        QCOMPARE(study.opened, 1U);
        QVERIFY(!study.isOpen());
        QVERIFY_EXCEPTION_THROWN(experiments::modelsOf(store, study), Error);
        // The other training is of no experiment.
        const auto all = experiments::studiesOf(store);
        QCOMPARE(all.size(), 2U);
        QVERIFY_EXCEPTION_THROWN(experiments::studyOf(store, { id + 1, 0 }), Error);
    }

    // A later version that trains a model otherwise asks the same again: the earlier model is no longer a
    // part of the answer, whatever became of the later one.
    void whatWasAskedAgainIsAnsweredByTheLastAlone()
    {
        const QString copy = m_folder.filePath(QStringLiteral("again.sqlite"));
        QVERIFY(QFile::copy(path(), copy));
        store::Store store(copy);
        const auto trainings = store.trainings();
        const auto id = store.findOrAddExperiment(
            QStringLiteral("Asked twice"), { { QStringLiteral("metric"), QStringLiteral("mae") } });
        for (std::size_t i = 0; i < 2; ++i)
            store.addToExperiment(id, { trainings[i].id, 0, {}, {} });
        auto compared = experiments::compareExperiment(store, store.experiment(id));
        QCOMPARE(compared[0].rows.front().seeds, 2U);
        auto again = trainings[1];
        auto run = *store.run(again.lastRun());
        run.stepKey += QStringLiteral("x");
        run.status = store::RunStatus::Queued;
        again.state = store::TrainingState::Queued;
        again.runs = { { store.addRun(run, {}), training::Step::Baseline } };
        const auto later = store.findOrAddTraining(again);
        store.addToExperiment(id, { later, 0, {}, {} });
        store.cancelTraining(later);
        compared = experiments::compareExperiment(store, store.experiment(id));
        QCOMPARE(compared[0].rows.front().seeds, 1U);
        QVERIFY2(compared[0].leftOut.contains(QStringLiteral("1 of 2 trainings")),
            qPrintable(compared[0].leftOut));
    }

    // What an earlier version left waiting, and the later one has trained, holds nothing back.
    void nothingWaitsForWhatWasAskedAgain()
    {
        const QString copy = m_folder.filePath(QStringLiteral("waits.sqlite"));
        QVERIFY(QFile::copy(path(), copy));
        store::Store store(copy);
        const auto trained = store.trainings()[1];
        const auto id = store.findOrAddExperiment(
            QStringLiteral("Waited"), { { QStringLiteral("metric"), QStringLiteral("mae") } });
        const auto add = [&](const QString& key, store::RunStatus status) {
            auto training = trained;
            auto run = *store.run(trained.lastRun());
            training.seed = run.seed = 9;
            run.stepKey = key;
            run.status = store::RunStatus::Queued;
            training.state = store::TrainingState::Queued;
            training.runs = { { store.addRun(run, {}), training::Step::Baseline } };
            store.setStatus(training.runs.front().runId, status);
            const auto added = store.findOrAddTraining(training);
            store.addToExperiment(id, { added, 0, {}, {} });
            return added;
        };
        const auto progress = [&] {
            return jobs::progressOf(store.experiment(id), jobs::trainingsById(store), jobs::runsById(store));
        };
        const auto earlier = add(QStringLiteral("earlier"), store::RunStatus::Queued);
        QVERIFY(!progress().isOver());
        const auto later = add(QStringLiteral("later"), store::RunStatus::Finished);
        QCOMPARE(progress().trainings, 1U);
        QVERIFY(progress().isOver());
        const auto counted = jobs::partsThatCount(store.experiment(id), jobs::trainingsById(store));
        QCOMPARE(counted.size(), 1U);
        QCOMPARE(counted.front().trainingId, later);
        for (const auto& one : jobs::queueAgain(store, id).trainings)
            QVERIFY(one.id != earlier);
    }

    void peopleWhoseTrainingsWereCancelledAreSaidToBe()
    {
        const QString copy = m_folder.filePath(QStringLiteral("cancelled.sqlite"));
        QVERIFY(QFile::copy(path(), copy));
        store::Store store(copy);
        const auto trainings = store.trainings();
        auto waiting = trainings[1];
        waiting.seed = 3;
        auto run = *store.run(waiting.lastRun());
        run.stepKey += QStringLiteral("x");
        run.status = store::RunStatus::Queued;
        waiting.state = store::TrainingState::Queued;
        waiting.runs = { { store.addRun(run, {}), training::Step::Baseline } };
        const auto cancelled = store.findOrAddTraining(waiting);
        const QJsonObject young { { QStringLiteral("name"), QStringLiteral("young") },
            { QStringLiteral("drop"), QJsonArray { QStringLiteral("c") } } };
        const auto id = store.findOrAddExperiment(QStringLiteral("Two groups"),
            { { QStringLiteral("metric"), QStringLiteral("mae") },
                { QStringLiteral("data"), QStringLiteral("/home/a/people.npz") },
                { QStringLiteral("grid"),
                    QJsonObject {
                        { QStringLiteral("rows"), QJsonArray { QStringLiteral("complete"), young } } } } });
        store.addToExperiment(id, { cancelled, 0, {}, {}, "old" });
        store.addToExperiment(id, { trainings[0].id, 0, {}, {}, "young" });
        store.cancelTraining(cancelled);

        const auto experiment = store.experiment(id);
        QCOMPARE(experiments::trainedPopulations(store, experiment), std::vector<std::string> { "young" });
        const auto compared = experiments::compareExperiment(store, experiment);
        QCOMPARE(compared.size(), 1U);
        QCOMPARE(compared[0].people, std::string("young"));
        QVERIFY(!compared[0].rows.empty());
        QVERIFY2(compared[0].leftOut.contains(
                     QStringLiteral("Nothing was trained on these people, who are left out: old.")),
            qPrintable(compared[0].leftOut));
        // The result is of those who are left, whoever was asked for first.
        const auto result = experiments::resultOf(store, experiments::studyOf(store, { id, 0 }));
        QCOMPARE(result.choice.rows, std::string("young"));
        // To be asked anew of them: their filter, and the data that it was laid on.
        QCOMPARE(result.rowsAsked.toObject(), young);
        QCOMPARE(result.data, QStringLiteral("/home/a/people.npz"));

        const auto all = store.findOrAddExperiment(QStringLiteral("Nothing left"),
            { { QStringLiteral("metric"), QStringLiteral("mae") }, { QStringLiteral("margin"), 0.1 } });
        store.addToExperiment(all, { cancelled, 0, {}, {} });
        try {
            experiments::compareExperiment(store, store.experiment(all));
            QFAIL("nothing is left to compare");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(QStringLiteral("was cancelled or failed")),
                error.what());
        }
    }

    void aResultIsOfASubgroupWhereOneIsChosen()
    {
        const QString copy = m_folder.filePath(QStringLiteral("subgroup.sqlite"));
        QVERIFY(QFile::copy(path(), copy));
        store::Store store(copy);
        const auto study = experiments::studiesOf(store).front();
        const auto everybody = experiments::resultOf(store, study);
        const auto cohort = store.cohort(study.id.split);
        std::vector<std::string> ids;
        double sum = 0;
        const auto run = study.trainings.back().lastRun();
        const auto other = study.trainings.front().lastRun();
        const auto predictions = store.bestPredictions(run);
        const auto others = store.bestPredictions(other);
        for (std::size_t row = 0; row < cohort.size() && ids.size() < 11; ++row)
            if (cohort.splits[row] == Split::Test) {
                ids.push_back(cohort.ids[row]);
                sum += std::abs(cohort.y[row] - static_cast<double>(predictions.row(row)[0])) / 2
                    + std::abs(cohort.y[row] - static_cast<double>(others.row(row)[0])) / 2;
            }
        QCOMPARE(ids.size(), 11U);
        experiments::ResultChoice choice;
        choice.subgroup
            = store.saveSubgroup(QStringLiteral("Eleven"), cohort.cohortId, ids, store::SelectedIn::Errors);
        const auto result = experiments::resultOf(store, study, choice);
        QCOMPARE(result.subgroup, QStringLiteral("Eleven"));
        QCOMPARE(result.chosenBy, experiments::ChosenBy::Errors);
        QCOMPARE(result.rows, 11U);
        QVERIFY(std::abs(result.leading().figure.estimate - sum / 11) < 1e-6);
        QVERIFY(result.leading().figure.estimate != everybody.leading().figure.estimate);
        choice.subgroup
            = store.saveSubgroup(QStringLiteral("Nine"), cohort.cohortId, { ids.begin(), ids.begin() + 9 });
        QVERIFY_EXCEPTION_THROWN(experiments::resultOf(store, study, choice), Error);
    }

    void aLookupReadsOnItsOwnThreadAndOnlyTheNewestIsDelivered()
    {
        StoreLookup lookup(path());
        const auto subject = StoreLookup::subject();
        QObject receiver;
        QStringList delivered;
        QThread* readOn = nullptr;
        for (const QString& name : { QStringLiteral("first"), QStringLiteral("second") })
            lookup.ask<QString>(
                &receiver, subject,
                [&readOn, name](store::Store& store) {
                    readOn = QThread::currentThread();
                    return name + QString::number(store.trainings().size());
                },
                [&](const std::shared_ptr<QString>& text) { delivered << *text; },
                [&](const QString& sentence) { delivered << sentence; });
        QTRY_COMPARE(delivered, QStringList { QStringLiteral("second2") });
        QVERIFY(readOn != nullptr && readOn != QThread::currentThread());
    }

    void anErrorIsDeliveredAndAReceiverThatIsGoneHearsNothing()
    {
        StoreLookup lookup(path());
        QString said;
        const auto fails = [](store::Store&) -> int { throw Error("That cannot be read."); };
        const auto done = [](const std::shared_ptr<int>&) { QFAIL("nothing was read"); };
        auto gone = std::make_unique<QObject>();
        lookup.ask<int>(
            gone.get(), StoreLookup::subject(), fails, done, [](const QString&) { QFAIL("it is gone"); });
        gone.reset();
        QObject receiver;
        lookup.ask<int>(&receiver, StoreLookup::subject(), fails, done,
            [&](const QString& sentence) { said = sentence; });
        QTRY_COMPARE(said, QStringLiteral("That cannot be read."));
    }

    void whatIsToBeWrittenIsWrittenEvenWhileClosing()
    {
        QStringList did;
        QObject receiver;
        {
            StoreLookup lookup(path());
            const auto heard = [](const std::shared_ptr<int>&) {};
            const auto failed = [](const QString&) {};
            for (const QString& name : { QStringLiteral("first"), QStringLiteral("second") })
                lookup.write<int>(
                    &receiver,
                    [&did, name](store::Store&) {
                        did << name;
                        return 0;
                    },
                    heard, failed);
        }
        QCOMPARE(did, (QStringList { QStringLiteral("first"), QStringLiteral("second") })); // in their order
    }
};

QTEST_GUILESS_MAIN(TestStudies)
#include "tst_studies.moc"
