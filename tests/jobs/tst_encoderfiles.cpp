// SPDX-License-Identifier: GPL-3.0-or-later
// What a store keeps of encoders from files (docs/handbook/encoders.md): which file, and where it lies, of
// trainings, runs and experiments.
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"
#include "engine/systems/system.h"
#include "workspace/experiments/experiment.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/numerics.h"
#include "workspace/jobs/plan.h"
#include "workspace/jobs/runner.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace btw;
using namespace btw::jobs;

namespace {

void listen(const TrainingEvent& /*event*/) { }

/// Sentiment whose text and sound have the two features that the files take.
data::Cohort narrowSentiment()
{
    auto cohort = data::makeSentiment(60);
    for (auto& modality : cohort.modalities) {
        std::vector<float> some;
        for (std::size_t i = 0; i < modality.values.size(); ++i)
            if (i % static_cast<std::size_t>(modality.dims) < 2)
                some.push_back(modality.values[i]);
        modality.values = std::move(some);
        modality.dims = 2;
        modality.columns.clear();
    }
    return cohort;
}

} // namespace

class TestEncoderFiles : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Store> m_store;
    std::shared_ptr<const data::Cohort> m_cohort;

    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }

    /// A file of tests/golden under another name, in place of what is there.
    void bring(const char* file, const char* to) const
    {
        QFile::remove(path(to));
        QVERIFY(QFile::copy(QStringLiteral(BTW_TEST_DATA "/torchscript/") + QLatin1String(file), path(to)));
        QFile(path(to)).setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    TrainingRequest request(const char* model, const std::string& files, std::uint64_t seed = 1) const
    {
        TrainingRequest request;
        request.cohort = m_cohort;
        request.cohortPath = path("data.npz");
        request.spec = training::presetSpec("demo", 100);
        request.spec.model = model;
        request.spec.variant = weighting::Variant::None;
        request.spec.width = request.spec.encoderHidden = 8;
        request.spec.epochs = 2;
        training::kEncoderParameters[3].setText(request.spec, files);
        request.seed = seed;
        return request;
    }

    TrainingOutcome train(const TrainingRequest& request) const
    {
        training::RunControl control;
        return runTrainings(*m_store, { request }, control, listen);
    }

    /// Trains until an epoch of a run is kept.
    void stopIn(const TrainingRequest& request) const
    {
        training::RunControl control;
        runTrainings(*m_store, { request }, control, [&](const TrainingEvent& event) {
            if (std::holds_alternative<EpochDone>(event))
                control.requestStop();
        });
    }

    std::string textPath() const { return path("text.pt").toStdString(); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<store::Store>(path("runs.sqlite"));
        m_cohort = std::make_shared<const data::Cohort>(narrowSentiment());
        io::writeNpz(*m_cohort, path("data.npz"));
        bring("steps.pt", "text.pt");
        bring("gru.pt", "audio.pt");
    }
    void cleanup()
    {
        m_store.reset();
        QVERIFY(QDir::setCurrent(QDir::rootPath()));
    }

    /// A file that was named from its own folder is found from every other one.
    void aTrainingGoesOnFromAnotherFolder()
    {
        QVERIFY(QDir::setCurrent(m_folder->path()));
        recordTrainings(*m_store, { request("early", "text=text.pt") });
        QVERIFY(QDir::setCurrent(QDir::rootPath()));
        const auto training = m_store->trainings().front();
        const auto files = training::encoderFiles(training.spec);
        QCOMPARE(files.front().path, textPath());
        QCOMPARE(files.front().hash.size(), std::size_t(64));
        training::RunControl control;
        QCOMPARE(resumeTraining(*m_store, training.id, control, listen), TrainingOutcome::Finished);
    }

    /// Their models are others since a frozen file gets each row by itself; no other model is.
    void onlyModelsOfAFrozenFileAreOtherSteps_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<double>("rate");
        QTest::addColumn<qint64>("alone"); // the modality of a model of one; negative: of all
        QTest::addColumn<QStringList>("used"); // empty: all
        QTest::addColumn<bool>("isOther");
        const auto row = [](const char* name, const char* model, double rate, qint64 alone,
                             const QStringList& used, bool isOther) {
            QTest::newRow(name) << QString::fromLatin1(model) << rate << alone << used << isOther;
        };
        const QStringList others { QStringLiteral("audio"), QStringLiteral("video") };
        row("the modality alone", "early", 0, 0, {}, true);
        row("all together", "early", 0, -1, {}, true);
        row("another modality alone", "early", 0, 1, {}, false);
        row("without the modality", "early", 0, -1, others, false);
        row("fine-tuned", "early", 1e-5, -1, {}, false);
        row("a network that reads what the file gives of each step", "mult", 0, -1, {}, true);
        row("no network", "regression", 0, -1, {}, false);
    }
    void onlyModelsOfAFrozenFileAreOtherSteps()
    {
        QFETCH(QString, model);
        QFETCH(double, rate);
        QFETCH(qint64, alone);
        QFETCH(QStringList, used);
        QFETCH(bool, isOther);
        QCOMPARE(m_cohort->modalities[0].name, std::string("text"));
        auto spec = request(model.toUtf8().constData(), "text=" + textPath()).spec;
        training::kEncoderParameters[4].setNumber(spec, rate);
        for (const auto& name : used)
            spec.modalities.push_back(name.toStdString());
        const training::RunPlan step { alone < 0 ? training::Step::Baseline : training::Step::Unimodal,
            static_cast<std::size_t>(std::max<qint64>(alone, 0)), spec, 1, {} };
        const auto systems = systems::builtinSystems();
        const auto read = systems.get(spec.model).parametersRead(spec);
        QCOMPARE(numericsOf(step, *m_cohort, read).contains(QStringLiteral("encoder files 2")), isOther);
    }

    void aTrainingThatWaitsRefusesAChangedFile()
    {
        recordTrainings(*m_store, { request("early", "text=" + textPath()) });
        const auto training = m_store->trainings().front();
        const auto runs = m_store->runs().size();
        bring("gru.pt", "text.pt");
        training::RunControl control;
        try {
            resumeTraining(*m_store, training.id, control, listen);
            QFAIL("it was trained with another file");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains("SHA-256"), error.what());
        }
        QCOMPARE(m_store->runs().size(), runs);
    }

    void anExperimentWithAChangedFileIsAnotherOne()
    {
        experiments::Experiment experiment;
        experiment.arms = { { request("early", "text=" + textPath()).spec, {} } };
        const auto before = experiments::definitionOf(experiment);
        QCOMPARE(experiments::definitionOf(experiment), before);
        bring("gru.pt", "text.pt");
        QVERIFY(experiments::definitionOf(experiment) != before);
    }

    void aSystemThatReadsNoFileNeedsNone_data()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("regression") << QStringLiteral("regression");
        QTest::newRow("haim") << QStringLiteral("haim");
    }
    void aSystemThatReadsNoFileNeedsNone()
    {
        QFETCH(QString, model);
        auto asked = request(model.toUtf8().constData(), "text=" + textPath());
        training::kEncoderParameters[4].setNumber(asked.spec, 1e-3);
        recordTrainings(*m_store, { asked });
        QVERIFY(QFile::remove(path("text.pt")));
        QCOMPARE(train(asked), TrainingOutcome::Finished);
        for (const auto& run : m_store->runs()) {
            QCOMPARE(run.status, store::RunStatus::Finished);
            QVERIFY(training::encoderFiles(run.spec).empty());
            QCOMPARE(training::encoderRate(run.spec), 0.0);
        }
    }

    /// What it cannot take is refused by name, and what keeps a file out keeps it out of mult.
    void multRefusesWhatItCannotTake_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("words");
        QTest::newRow("for a vector") << QStringLiteral("vector.pt") << QStringLiteral("takes 1 argument");
        QTest::newRow("several tensors") << QStringLiteral("tuple.pt") << QStringLiteral("gives a Tuple");
        QTest::newRow("not there") << QStringLiteral("nowhere.pt") << QStringLiteral("there is no such file");
        QTest::newRow("fits") << QStringLiteral("gru.pt") << QString();
    }
    void multRefusesWhatItCannotTake()
    {
        QFETCH(const QString, file);
        QFETCH(const QString, words);
        const auto full = QStringLiteral(BTW_TEST_DATA "/torchscript/") + file;
        const auto spec = request("mult", "text=" + full.toStdString()).spec;
        const auto problems = systems::cannotFit(systems::builtinSystems(), *m_cohort, spec);
        QCOMPARE(problems.empty(), words.isEmpty());
        if (!problems.empty()) {
            const auto what = QString::fromStdString(problems.front().what);
            QVERIFY2(what.contains(full) && what.contains(words), qPrintable(what));
            QCOMPARE(problems.front().code, std::string("encoder-does-not-fit"));
        }
    }

    /// ithp encodes one modality; the file of one that is left out is nobody's business.
    void ithpLooksAtTheModalitiesThatAreUsed()
    {
        auto asked = request("ithp", "text=" + textPath() + ";video=" + path("audio.pt").toStdString());
        const auto systems = systems::builtinSystems();
        asked.spec.own["ithp_prime"] = std::string("text");
        QVERIFY(!systems::cannotFit(systems, *m_cohort, asked.spec).empty());
        asked.spec.modalities = { "text", "audio" };
        const auto problems = systems::cannotFit(systems, *m_cohort, asked.spec);
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().what.c_str());
    }

    /// What was begun goes on with a file that has moved, and knows where it is from then on.
    void aFileMayMove()
    {
        stopIn(request("early", "text=" + textPath()));
        const auto runs = m_store->runs().size();
        QVERIFY(QFile::rename(path("text.pt"), path("moved.pt")));
        const auto moved = "text=" + path("moved.pt").toStdString();
        QCOMPARE(train(request("early", moved)), TrainingOutcome::Finished);
        QCOMPARE(m_store->runs().size(), runs);
        QCOMPARE(m_store->trainings().size(), std::size_t(1));
        QCOMPARE(training::encoderFiles(m_store->trainings().front().spec).front().path,
            path("moved.pt").toStdString());
        for (const auto& run : m_store->runs())
            for (const auto& file : training::encoderFiles(run.spec))
                QCOMPARE(file.path, path("moved.pt").toStdString());
    }

    /// The run of one modality has its own file alone: those of the others are not planned from its spec.
    void aRunOfOneModalityIsResumedAlone()
    {
        recordTrainings(*m_store,
            { request("early", "text=" + textPath() + ";audio=" + path("audio.pt").toStdString()) });
        const auto before = m_store->runs();
        for (const auto& run : before) {
            if (run.step != training::Step::Unimodal)
                continue;
            training::RunControl control;
            QCOMPARE(resumeRun(*m_store, run.id, control, listen), TrainingOutcome::Finished);
        }
        QCOMPARE(m_store->runs().size(), before.size());
        QCOMPARE(
            std::count_if(before.begin(), before.end(),
                [&](const auto& run) { return m_store->run(run.id)->status == store::RunStatus::Finished; }),
            std::ptrdiff_t(3));
    }
};

QTEST_GUILESS_MAIN(TestEncoderFiles)
#include "tst_encoderfiles.moc"
