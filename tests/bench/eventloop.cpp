// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window is away from its events while the demo trains: QT_QPA_PLATFORM=offscreen
// bench_eventloop Exits 1 where the median is not under 16 ms or the longest gap not under 50 ms.
#include "engine/data/samples.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/session.h"
#include "ui/widgets/gapmeter.h"
#include "ui/widgets/settings.h"
#include "workspace/io/npz.h"
#include "workspace/jobs/queue.h"

#include <QApplication>
#include <QTemporaryDir>

#include <cstdio>

namespace {

using namespace btw;

constexpr double kMedianMs = 16;
constexpr double kLongestMs = 50;

bool report(const widgets::GapMeter& meter)
{
    std::printf("event loop: median %.2f ms, longest %.1f ms, %zu gaps over 16 ms in %zu turns\n",
        meter.medianMs(), meter.longestMs(), meter.longerThan(kMedianMs), meter.turns());
    return meter.turns() > 0 && meter.medianMs() < kMedianMs && meter.longestMs() < kLongestMs;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QTemporaryDir folder;
    const QString cohort = folder.filePath(QStringLiteral("sentiment.npz"));
    io::writeNpz(data::makeSentiment(), cohort);
    widgets::Settings settings(folder.filePath(QStringLiteral("settings.ini")), nullptr);
    jobs::Queue queue(folder.filePath(QStringLiteral("project.sqlite")));
    pages::MachineInfo machine;
    machine.device = QStringLiteral("CPU");
    pages::MainWindow window(queue, settings, machine);
    window.resize(1280, 800);
    window.show();

    widgets::GapMeter meter;
    bool good = false;
    QObject::connect(&queue, &jobs::Queue::cohortOpened, &window, [&] {
        window.session().train(
            { weighting::Variant::Btw, weighting::Variance::Neighbours, QStringLiteral("demo"), 1 });
        meter.start();
    });
    QObject::connect(&queue, &jobs::Queue::reported, &window, [&](const jobs::TrainingEvent& event) {
        if (std::holds_alternative<jobs::TrainingDone>(event)) {
            meter.stop();
            good = report(meter);
            QApplication::quit();
        }
    });
    for (const auto failure : { &jobs::Queue::failed, &jobs::Queue::importFailed })
        QObject::connect(&queue, failure, &window, [](const QString& sentence) {
            std::fprintf(stderr, "%s\n", qUtf8Printable(sentence));
            QApplication::quit();
        });
    window.session().openPath(cohort);
    QApplication::exec();
    return good ? 0 : 1;
}
