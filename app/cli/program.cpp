// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QCoreApplication>

#include <cstdio>

namespace btw::cli {

namespace {

/// Warnings of Qt itself are no messages of this program; what it has to say, it says through the console.
void handleQtMessage(QtMsgType type, const QMessageLogContext& /*context*/, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "%s\n", qUtf8Printable(message));
}

} // namespace

void nameProgram()
{
    qInstallMessageHandler(handleQtMessage);
    QCoreApplication::setApplicationName(QStringLiteral("btw"));
    QCoreApplication::setApplicationVersion(QStringLiteral(BTW_VERSION));
}

} // namespace btw::cli
