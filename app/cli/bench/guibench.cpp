// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "engine/data/samples.h"
#include "engine/error.h"
#include "ui/pages/mainwindow.h"
#include "ui/widgets/gapmeter.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz.h"
#include "workspace/jobs/queue.h"

#include <QEventLoop>
#include <QTemporaryDir>

namespace btw::cli {

namespace {

constexpr std::int64_t kDefaultInstances = 1200;

/// Runs the event loop until the window has seen a whole training end.
void waitForTraining(jobs::Queue& queue)
{
    QEventLoop loop;
    QString problem;
    QObject::connect(&queue, &jobs::Queue::reported, &loop, [&loop](const jobs::TrainingEvent& event) {
        if (std::holds_alternative<jobs::TrainingDone>(event))
            loop.quit();
    });
    QObject::connect(&queue, &jobs::Queue::failed, &loop, [&](const QString& sentence) {
        problem = sentence;
        loop.quit();
    });
    loop.exec();
    if (!problem.isEmpty())
        throw Error(problem.toStdString(), Error::Kind::Work);
}

} // namespace

Bench guiBench()
{
    return { QStringLiteral("gui"), QStringLiteral("gaps of the window's event loop while a demo trains"),
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
            window.session().openPath(path);
            opened.exec();

            widgets::GapMeter meter;
            meter.start();
            pages::TrainingChoice choice;
            choice.preset = QStringLiteral("demo");
            window.session().train(choice);
            waitForTraining(queue);
            meter.stop();
            result.medianMs = meter.medianMs();
            result.worstMs = meter.longestMs();
            result.repeats = meter.turns();
            return result;
        } };
}

} // namespace btw::cli
