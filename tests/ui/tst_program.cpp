// SPDX-License-Identifier: GPL-3.0-or-later
// The window's own program, started as a person starts it.
#include "workspace/io/readcohort.h"
#include "workspace/jobs/runner.h"
#include "workspace/store/store.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <dlfcn.h>

using namespace btw;

namespace {

constexpr int kPatienceMs = 240'000;

struct Ended
{
    int code = -1;
    QString out, error;
};

Ended workbench(const QStringList& words, const QString& home, const QString& variable = {})
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), home);
    // The program names OpenBLAS's kernels (engine/training/tunedenvironment.h); others round differently.
    using CoreName = const char* (*)();
    if (const auto name = reinterpret_cast<CoreName>(dlsym(RTLD_DEFAULT, "openblas_get_corename")))
        environment.insert(QStringLiteral("OPENBLAS_CORETYPE"), QLatin1String(name()));
    if (!variable.isEmpty())
        environment.insert(variable, QStringLiteral("1"));
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(BTW_WORKBENCH), words);
    if (!program.waitForFinished(kPatienceMs))
        return { -1, {}, program.errorString() };
    return { program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
        QString::fromUtf8(program.readAllStandardError()) };
}

} // namespace

class TestProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsWithoutLibTorch();
    void saysWhenItIsShown();
    void trainsAsAProgramThatIsLinkedWithLibTorch();
};

void TestProgram::startsWithoutLibTorch()
{
#ifndef BTW_LATE_TORCH
    QSKIP("built with CUDA, where LibTorch is loaded with the program");
#else
    const QTemporaryDir folder;
    const auto libraries = workbench({}, folder.path(), QStringLiteral("LD_TRACE_LOADED_OBJECTS")).out;
    QVERIFY2(libraries.contains(QLatin1String("libQt6Widgets")), qPrintable(libraries));
    QVERIFY2(!libraries.contains(QLatin1String("libtorch")), qPrintable(libraries));
#endif
}

void TestProgram::saysWhenItIsShown()
{
    const QTemporaryDir folder;
    const auto ended = workbench({ QStringLiteral("--until-shown"), QStringLiteral("--store"),
                                     folder.filePath(QStringLiteral("runs.sqlite")) },
        folder.path());
    QVERIFY2(ended.code == 0, qPrintable(ended.error));
    QVERIFY2(ended.out.startsWith(QLatin1String("Shown after ")), qPrintable(ended.out));
}

void TestProgram::trainsAsAProgramThatIsLinkedWithLibTorch()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("runs.sqlite"));
    const auto ended
        = workbench({ QStringLiteral("--store"), path, QStringLiteral("--demo"), QStringLiteral("sentiment"),
                        QStringLiteral("--screenshot"), folder.filePath(QStringLiteral("end.png")) },
            folder.path());
    QVERIFY2(ended.code == 0, qPrintable(ended.error));
    const store::Store made(path);
    const auto trainings = made.trainings();
    QCOMPARE(trainings.size(), std::size_t(1));
    const auto& training = trainings.front();
    QVERIFY(training.state == store::TrainingState::Finished);

    const auto record = made.cohort(training.splitId);
    auto read = io::openCohort(record.path, training.spec.splitSeed, record.derivation);
    QVERIFY(read.cohort.has_value());
    jobs::TrainingRequest request;
    request.cohort = std::make_shared<const data::Cohort>(std::move(*read.cohort));
    request.cohortPath = record.path;
    request.spec = training.spec;
    request.seed = training.seed;
    request.threads = training.threads;
    request.device = training.device;
    store::Store again(folder.filePath(QStringLiteral("again.sqlite")));
    training::RunControl control;
    jobs::runTrainings(again, { request }, control, [](const jobs::TrainingEvent&) {});
    QCOMPARE(again.trainings().size(), std::size_t(1));
    const auto values = made.bestPredictions(training.lastRun()).values;
    QVERIFY(!values.empty());
    QCOMPARE(again.bestPredictions(again.trainings().front().lastRun()).values, values);
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
