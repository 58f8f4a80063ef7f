// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/privatefiles.h"
#include "command.h"
#include "engine/training/runtime.h"

#include <QApplication>
#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>

namespace {

/// Warnings of Qt itself are no messages of this program; what it has to say, it says through the console.
void handleQtMessage(QtMsgType type, const QMessageLogContext& /*context*/, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "%s\n", qUtf8Printable(message));
}

} // namespace

int main(int argc, char** argv)
{
    btw::app::keepFilesPrivate();
    // Where not app/launcher has started it. Starting twice takes time, which only those need who compute.
    if (argc < 2 || std::strcmp(argv[1], "validate") != 0)
        btw::training::restartTuned(argv);
    qInstallMessageHandler(handleQtMessage);
    // Charts and the window that `bench` measures need fonts and so a GUI application, never a display.
    constexpr std::array kDrawing { "figure", "analyse", "bench" };
    const bool draws = argc > 1 && std::any_of(kDrawing.begin(), kDrawing.end(), [&](const char* name) {
        return std::strcmp(argv[1], name) == 0;
    });
    std::unique_ptr<QCoreApplication> application;
    if (draws) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        application = std::make_unique<QApplication>(argc, argv);
    } else {
        application = std::make_unique<QCoreApplication>(argc, argv);
    }
    QCoreApplication::setApplicationName(QStringLiteral("btw"));
    QCoreApplication::setApplicationVersion(QStringLiteral(BTW_VERSION));

    btw::cli::Console console;
    return btw::cli::run(QCoreApplication::arguments().sliced(1), console);
}
