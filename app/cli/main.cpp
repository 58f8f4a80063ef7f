// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/privatefiles.h"
#include "bench/watchedapplication.h"
#include "command.h"
#include "engine/training/runtime.h"
#include "program.h"

#include <QApplication>
#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace {

void printVersion(btw::cli::Console& console)
{
    using namespace btw;
    training::setThreads(training::physicalCores()); // as a training without --threads does
    const training::RuntimeInfo runtime = training::runtimeInfo();
    console.result(QStringLiteral("btw %1").arg(QCoreApplication::applicationVersion()));
    console.result(QStringLiteral("LibTorch %1").arg(QString::fromStdString(runtime.libtorchVersion)));
    console.result(QStringLiteral("BLAS %1").arg(QString::fromStdString(runtime.blas)));
    console.result(QStringLiteral("threads %1").arg(runtime.threads));
    console.result(QStringLiteral("device %1").arg(QString::fromStdString(runtime.device)));
}

} // namespace

int main(int argc, char** argv)
{
    btw::app::keepFilesPrivate();
    btw::training::restartTuned(argv); // where not app/launcher has started it
    // Charts and the window that `bench` measures need fonts and so a GUI application, never a display.
    constexpr std::array kDrawing { "figure", "analyse", "results", "bench" };
    const bool draws = argc > 1 && std::any_of(kDrawing.begin(), kDrawing.end(), [&](const char* name) {
        return std::strcmp(argv[1], name) == 0;
    });
    std::unique_ptr<QCoreApplication> application;
    if (draws) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        if (std::strcmp(argv[1], "bench") == 0)
            application = std::make_unique<btw::cli::WatchedApplication>(argc, argv);
        else
            application = std::make_unique<QApplication>(argc, argv);
    } else {
        application = std::make_unique<QCoreApplication>(argc, argv);
    }
    btw::cli::nameProgram();
    btw::cli::Console console;
    const QStringList words = QCoreApplication::arguments().sliced(1);
    if (words.value(0) == QLatin1String("--version")) {
        printVersion(console);
        return 0;
    }
    return btw::cli::run(btw::cli::commands(), words, console);
}
