// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include <QApplication>
#include <QCoreApplication>

#include <cstring>
#include <memory>

int main(int argc, char** argv)
{
    // Charts need fonts and so a GUI application, never a display.
    const bool draws = argc > 1 && std::strcmp(argv[1], "figure") == 0;
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
