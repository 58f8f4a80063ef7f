// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "engine/error.h"
#include "engine/spec/encoderparameters.h"
#include "engine/training/checkpoint.h"
#include "engine/training/runtime.h"
#include "engine/training/trainer.h"
#include "runfixture.h"
#include "scriptedmodel.h"
#include "tunedencoder.h"

#include <torch/serialize/archive.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <functional>

using namespace btw;
using namespace btw::training;

class TestCheckpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setThreads(1); }

    void aResumedRunEndsAsAnUndisturbedOne_data()
    {
        QTest::addColumn<bool>("weighted");
        QTest::addColumn<QString>("system");
        QTest::newRow("baseline") << false << QStringLiteral("moe");
        QTest::newRow("weighted") << true << QStringLiteral("moe");
        QTest::newRow("a model that remembers earlier epochs") << false << QStringLiteral("qmf");
        QTest::newRow("a model that trains in two stages") << false << QStringLiteral("mmim");
        QTest::newRow("an encoder from a file that is fine-tuned") << false << QStringLiteral("early");
        QTest::newRow("a frozen encoder from a file") << false << QStringLiteral("attention");
        QTest::newRow("steps of a file that is fine-tuned") << false << QStringLiteral("mult");
        QTest::newRow("steps of a frozen file") << false << QStringLiteral("mult, frozen");
    }
    void aResumedRunEndsAsAnUndisturbedOne()
    {
        QFETCH(bool, weighted);
        QFETCH(QString, system);
        auto cohort = system == QLatin1String("qmf") ? data::makeLos(150) : data::makeSentiment(120);
        RunControl control;
        auto spec = tinySpec();
        const bool isMult = system.startsWith(QLatin1String("mult"));
        spec.model = isMult ? "mult" : system.toStdString();
        if (isMult || system == QLatin1String("early") || system == QLatin1String("attention"))
            tuneAnEncoder(cohort, spec, isMult ? "gru" : "steps");
        if (system == QLatin1String("attention") || system.endsWith(QLatin1String("frozen")))
            kEncoderParameters[4].setNumber(spec, 0.0);
        if (isMult)
            setSmallMult(spec);
        Trainer trainer(cohort);
        const auto plan
            = weighted ? weightedPlan(trainer, cohort, spec) : RunPlan { Step::Baseline, 0, spec, 1, {} };
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        Recorder undisturbed;
        undisturbed.atEpoch = [&](const EpochReport& report, const auto& write) {
            if (report.epoch == 2)
                write(path);
        };
        const auto expected = trainer.train(plan, control, undisturbed);
        Recorder resumed;
        Trainer later(cohort); // another process: nothing is known of what files have encoded
        const auto actual = later.train(plan, control, resumed, path);
        QCOMPARE(resumed.reports.front().epoch, 3);
        QCOMPARE(resumed.reports.back().validationLoss, undisturbed.reports.back().validationLoss);
        QVERIFY(resumed.reports.back().extraLosses == undisturbed.reports.back().extraLosses);
        if (system == QLatin1String("qmf")) // nothing to remember in the first
            QVERIFY(undisturbed.reports.front().extraLosses.at("ranking") == 0
                && undisturbed.reports.back().extraLosses.at("ranking") > 0);
        QCOMPARE(resumed.reports.back().weights, undisturbed.reports.back().weights);
        QCOMPARE(actual.predictions.values, expected.predictions.values);
        QCOMPARE(actual.weights, expected.weights);
        QCOMPARE(actual.bestEpoch, expected.bestEpoch);
        QVERIFY(actual.test == expected.test);
        QVERIFY(actual.validation == expected.validation);
    }

    void aDamagedCheckpointIsRefusedByName()
    {
        const auto cohort = data::makeSentiment(60);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("PK\x03\x04 not much of a checkpoint");
        file.close();
        try {
            trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, recorder, path.toStdString());
            QFAIL("no error");
        } catch (const Error& error) {
            QVERIFY(QString::fromUtf8(error.what()).contains(QLatin1String("last.pt")));
        }
    }

    // Whether the next epoch is an improvement hangs on it.
    void aCheckpointKeepsTheBestMetricOfItsWeights()
    {
        const auto cohort = data::makeSentiment(120);
        Trainer trainer(cohort);
        RunControl control;
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        Recorder recorder;
        recorder.atEpoch = [&](const EpochReport&, const auto& write) { write(path); };
        trainer.train(weightedPlan(trainer, cohort, tinySpec()), control, recorder);
        const auto kept = readCheckpoint(path).smoother;
        QVERIFY(kept.best.has_value());
        recorder.reports.pop_back(); // nothing follows the last epoch
        double least = recorder.reports.front().validation.at("mae");
        for (const auto& report : recorder.reports)
            least = std::min(least, report.validation.at("mae"));
        QCOMPARE(*kept.best, least);
        trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, recorder);
        QVERIFY(!readCheckpoint(path).smoother.best.has_value());
    }

    void aCheckpointThatCannotBeWrittenIsRefusedByName()
    {
        const auto cohort = data::makeSentiment(60);
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("full.pt"));
        recorder.atEpoch = [&](const EpochReport&, const std::function<void(const std::string&)>& write) {
            // As on a disk that is full: no file may grow beyond 1,000 bytes.
            rlimit before {};
            getrlimit(RLIMIT_FSIZE, &before);
            const auto handler = std::signal(SIGXFSZ, SIG_IGN);
            rlimit small = before;
            small.rlim_cur = 1000;
            setrlimit(RLIMIT_FSIZE, &small);
            QString sentence;
            try {
                write(path.toStdString());
            } catch (const Error& error) {
                sentence = QString::fromUtf8(error.what());
            }
            setrlimit(RLIMIT_FSIZE, &before);
            std::signal(SIGXFSZ, handler);
            QVERIFY2(sentence.contains(QLatin1String("full.pt")), qPrintable(sentence));
            control.requestStop();
        };
        trainer.train({ Step::Baseline, 0, tinySpec(), 1, {} }, control, recorder);
        QVERIFY(QDir(folder.path()).isEmpty()); // nothing half-written stays
    }

    void aCheckpointReadsBackAsItWasWritten()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        Checkpoint c;
        c.identity = "of this run";
        c.values = at::tensor(std::vector<float> { 1, 2, 3 });
        c.firstMoment = at::tensor(std::vector<float> { 4, 5, 6 });
        c.secondMoment = at::tensor(std::vector<float> { 7, 8, 9 });
        c.generator = at::arange(16, at::kByte);
        c.steps = 11;
        c.progress = { 5, 3, 0.25, 0.125 };
        c.smoother = { 0.45, 0.4, 0.375, { 0.5F, 0.0F, 0.75F, 1.0F } };
        c.best.epochs = 4;
        c.best.bestEpoch = 3;
        c.best.predictions = { 3, { 0.1F, 0.2F, 0.7F, 0.3F, 0.3F, 0.4F } };
        c.best.weights = { 0.25F, 0.5F };
        c.best.validation = { { "accuracy", 0.625 }, { "corr", std::nan("") }, { "loss", 1.5 } };
        c.history = at::tensor(std::vector<float> { 1, 2, 3, 4, 5, 6 }).view({ 3, 2 });
        c.bestValues = at::tensor(std::vector<float> { -1, -2, -3 });
        writeCheckpoint(c, path);
        auto again = readCheckpoint(path);
        QCOMPARE(again.identity, c.identity);
        QVERIFY(at::equal(again.values, c.values));
        QVERIFY(at::equal(again.firstMoment, c.firstMoment));
        QVERIFY(at::equal(again.secondMoment, c.secondMoment));
        QVERIFY(at::equal(again.generator, c.generator));
        QVERIFY(at::equal(again.history, c.history));
        QVERIFY(at::equal(again.bestValues, c.bestValues));
        QCOMPARE(again.steps, 11);
        QCOMPARE(again.progress.epoch, 5);
        QCOMPARE(again.progress.bestEpoch, 3);
        QCOMPARE(again.progress.best, 0.25);
        QCOMPARE(again.progress.learningRate, 0.125);
        QCOMPARE(again.smoother.alpha, 0.45);
        QCOMPARE(again.smoother.alphaUsed, 0.4);
        QCOMPARE(again.smoother.best.value_or(-1), 0.375);
        QCOMPARE(again.smoother.weights, c.smoother.weights);
        QCOMPARE(again.best.epochs, 4);
        QCOMPARE(again.best.bestEpoch, 3);
        QCOMPARE(again.best.predictions.width, std::size_t(3));
        QCOMPARE(again.best.predictions.values, c.best.predictions.values);
        QCOMPARE(again.best.weights, c.best.weights);
        QCOMPARE(again.best.validation.size(), std::size_t(3));
        QCOMPARE(again.best.validation.at("accuracy"), 0.625);
        QCOMPARE(again.best.validation.at("loss"), 1.5);
        QVERIFY(std::isnan(again.best.validation.at("corr")));
        // For its owner alone, and nothing else is left beside it.
        using std::filesystem::perms;
        QCOMPARE(std::filesystem::status(path).permissions(), perms::owner_read | perms::owner_write);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList { "last.pt" });

        // The best epoch is the last one; no weights, nothing remembered, nothing better before.
        Checkpoint plain;
        plain.values = at::tensor(std::vector<float> { 1, 2 });
        plain.firstMoment = plain.secondMoment = plain.generator = plain.values;
        plain.progress.epoch = plain.progress.bestEpoch = plain.best.bestEpoch = 2;
        plain.bestValues = plain.values;
        plain.best.validation["mae"] = 1.0;
        // What was left of a write that a power cut ended goes.
        QFile part(QString::fromStdString(path + ".part"));
        QVERIFY(part.open(QIODevice::WriteOnly));
        part.write(QByteArray(100'000, 'x'));
        part.close();
        writeCheckpoint(plain, path);
        QVERIFY(QFile(QString::fromStdString(path)).size() < 50'000);
        again = readCheckpoint(path);
        QVERIFY(again.identity.empty());
        QVERIFY(at::equal(again.bestValues, plain.values));
        again.values.zero_(); // the next epoch moves them
        QVERIFY(at::equal(again.bestValues, plain.values));
        QVERIFY(!again.history.defined());
        QVERIFY(!again.smoother.best.has_value());
        QVERIFY(again.smoother.weights.empty() && again.best.weights.empty());
        QVERIFY(again.best.predictions.values.empty());

        plain.best.bestEpoch = 1; // an older version kept no values of it
        plain.bestValues = at::Tensor();
        writeCheckpoint(plain, path);
        QVERIFY(!readCheckpoint(path).bestValues.defined());
    }

    void aCheckpointThatCannotBeUsedIsSaidSo()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        QCOMPARE(sentenceOf([&] { readCheckpoint(path); }),
            QString::fromStdString(path + ": this checkpoint is damaged or missing; train the run again."));
        torch::serialize::OutputArchive archive;
        archive.write("format", c10::IValue(std::int64_t { 2 }));
        archive.save_to(path);
        QCOMPARE(sentenceOf([&] { readCheckpoint(path); }),
            QString::fromStdString(
                path + ": this checkpoint is of another version of the program; train the run again."));

        Checkpoint some;
        some.values = some.firstMoment = some.secondMoment = some.generator = at::ones({ 2 });
        const auto nowhere = folder.filePath(QStringLiteral("no/last.pt")).toStdString();
        auto sentence = sentenceOf([&] { writeCheckpoint(some, nowhere); }, Error::Kind::Work);
        QVERIFY2(sentence.startsWith(QString::fromStdString(
                     nowhere + ".part: the checkpoint could not be written: " + std::strerror(ENOENT) + ".")),
            qPrintable(sentence));
        sentence = sentenceOf([&] { writeCheckpoint(some, folder.path().toStdString()); }, Error::Kind::Work);
        QVERIFY2(sentence.startsWith(folder.path() + ": the checkpoint could not be written: "),
            qPrintable(sentence));
        QFile::remove(folder.path() + ".part");
    }

    void aCheckpointOfAnotherRunIsRefused()
    {
        const auto cohort = scriptedCohort("tvtvx");
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        Script script;
        script.says
            = [](std::int64_t /*row*/, std::int64_t /*epoch*/) { return std::vector<float> { 0.5F }; };
        RunControl control;
        RunPlan plan { Step::Baseline, 0, stillSpec(), 1, {} };
        plan.identity = "of this run";
        Recorder writer;
        writer.atEpoch = [&](const EpochReport& report, const auto& write) {
            if (report.epoch == 1)
                write(path);
        };
        Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
        trainer.train(plan, control, writer);
        for (const char* identity : { "of this run", "" }) {
            plan.identity = identity;
            Recorder resumed;
            trainer.train(plan, control, resumed, path);
            QCOMPARE(resumed.reports.size(), std::size_t(1));
            QCOMPARE(resumed.reports.front().epoch, 2);
            QVERIFY(resumed.warnings.empty());
        }
        plan.identity = "of another";
        Recorder recorder;
        auto sentence = sentenceOf([&] { trainer.train(plan, control, recorder, path); });
        QVERIFY2(sentence.startsWith(
                     QString::fromStdString(path + ": this checkpoint belongs to another run; bring back")),
            qPrintable(sentence));

        plan.identity = "of this run";
        const auto wanted = QString::fromStdString(
            path + ": this checkpoint belongs to another model; train the run again.");
        script.isInStages = true; // one parameter more
        QCOMPARE(sentenceOf([&] { trainer.train(plan, control, recorder, path); }), wanted);
        script.isInStages = false;
        auto checkpoint = readCheckpoint(path);
        checkpoint.history = at::Tensor();
        writeCheckpoint(checkpoint, path);
        QCOMPARE(sentenceOf([&] { trainer.train(plan, control, recorder, path); }), wanted);
        // Older versions wrote no identity.
        checkpoint.history = at::zeros({ 5, 2 });
        checkpoint.identity.clear();
        writeCheckpoint(checkpoint, path);
        trainer.train(plan, control, recorder, path);
        QCOMPARE(recorder.reports.size(), std::size_t(1));
    }

    void aBestEpochWhoseModelWasNotKeptIsSaidSo()
    {
        const auto cohort = scriptedCohort("tvtvx");
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        bool laterIsBetter = false;
        Script script;
        script.says = [&](std::int64_t /*row*/,
                          std::int64_t epoch) { // validation labels are 0 and 1 standardised
            return std::vector<float> { epoch == 3 && laterIsBetter ? 0.5F
                                                                    : 1.5F + static_cast<float>(epoch) };
        };
        RunControl control;
        auto spec = stillSpec();
        spec.epochs = spec.patience = 3;
        const RunPlan plan { Step::Baseline, 0, spec, 1, {} };
        Recorder writer;
        writer.atEpoch = [&](const EpochReport& report, const auto& write) {
            if (report.epoch == 2)
                write(path);
        };
        Trainer trainer(cohort, "cpu", nullptr, scriptedModels(script));
        trainer.train(plan, control, writer);
        auto checkpoint = readCheckpoint(path);
        QCOMPARE(checkpoint.best.bestEpoch, 1);
        checkpoint.bestValues = at::Tensor();
        writeCheckpoint(checkpoint, path);
        for (const bool later : { false, true }) {
            laterIsBetter = later;
            Recorder recorder;
            const auto result = trainer.train(plan, control, recorder, path);
            QCOMPARE(recorder.warnings.size(), std::size_t(1));
            QVERIFY(QString::fromStdString(recorder.warnings.front())
                        .startsWith(QLatin1String("An older version of the program trained the best epoch")));
            QCOMPARE(result.bestEpoch, later ? 3 : 1);
            QCOMPARE(result.model.isEmpty(), !later);
            QVERIFY(!result.test.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
