// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "engine/data/samples.h"
#include "engine/error.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/gapmeter.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/queue.h"

#include <QEventLoop>
#include <QTemporaryDir>

namespace btw::cli {

namespace {

constexpr std::int64_t kDefaultInstances = 1200;
constexpr std::size_t kEpochs = 100; ///< at least
constexpr int kSeeds = 10; ///< enough for that: each of a training's five models has patience for 5 epochs

/// Runs the event loop until the window has seen `least` epochs, to the end of that training.
/// \returns how many it has seen
std::size_t waitForEpochs(jobs::Queue& queue, std::size_t least)
{
    QEventLoop loop;
    QString problem;
    std::size_t epochs = 0;
    QObject::connect(&queue, &jobs::Queue::reported, &loop, [&](const jobs::TrainingEvent& event) {
        if (std::holds_alternative<jobs::EpochDone>(event))
            ++epochs;
        if (std::holds_alternative<jobs::TrainingDone>(event) && epochs >= least)
            loop.quit();
    });
    QObject::connect(&queue, &jobs::Queue::failed, &loop, [&](const QString& sentence) {
        problem = sentence;
        loop.quit();
    });
    loop.exec();
    if (!problem.isEmpty())
        throw Error(problem.toStdString(), Error::Kind::Work);
    return epochs;
}

} // namespace

Bench guiBench()
{
    return { QStringLiteral("gui"),
        QStringLiteral("gaps of the window's event loop while demos train for 100 epochs"),
        [](const BenchParameters& parameters) {
            BenchResult result;
            result.n = parameters.n.value_or(kDefaultInstances);
            const QTemporaryDir folder;
            const QString path = folder.filePath(QStringLiteral("cohort.npz"));
            io::writeNpz(
                data::makeSentiment(static_cast<std::size_t>(*result.n)), path, io::Compression::Stored);
            widgets::Settings settings(folder.filePath(QStringLiteral("settings.ini")), nullptr);
            jobs::Queue queue(folder.filePath(QStringLiteral("runs.sqlite")));
            pages::MachineInfo machine;
            machine.threads = parameters.threads;
            pages::MainWindow window(queue, settings, machine);
            window.resize(1440, 900);
            window.show();

            QEventLoop opened;
            QObject::connect(&queue, &jobs::Queue::cohortOpened, &opened, &QEventLoop::quit);
            window.data().openPath(path);
            opened.exec();

            widgets::GapMeter meter;
            meter.start();
            pages::TrainingChoice choice;
            choice.preset = QStringLiteral("demo");
            choice.seeds = kSeeds;
            window.trainings().train(choice);
            const auto epochs = waitForEpochs(queue, kEpochs);
            meter.stop();
            result.medianMs = meter.medianMs();
            result.worstMs = meter.longestMs();
            result.repeats = meter.turns();
            result.figures = { { QStringLiteral("epochs"), static_cast<double>(epochs) } };
            return result;
        } };
}

} // namespace btw::cli
