// SPDX-License-Identifier: GPL-3.0-or-later
// btw-quick: what app/launcher starts for the commands in quickcommands.h.
#include "../command.h"
#include "../program.h"
#include "app/privatefiles.h"
#include "cuttokens.h"

#include <QCoreApplication>

int main(int argc, char** argv)
{
    using namespace btw::cli;
    btw::app::keepFilesPrivate();
    const QCoreApplication application(argc, argv);
    nameProgram();
    Console console;
    return run({ validateCommand(), runsCommand(), compareCommand(), exportCommand(), removeCommand(),
                   sampleCommand(), exportModelCommand(), parametersCommand(), systemsCommand(),
                   tokensCommand(cutTokens) },
        QCoreApplication::arguments().sliced(1), console);
}
