// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

namespace btw::cli {

std::vector<Command> commands()
{
    return { validateCommand(), sampleCommand(), trainCommand(), sweepCommand(), weightsCommand(),
        decomposeCommand(), runsCommand(), compareCommand(), resultsCommand(), analyseCommand(),
        resumeCommand(), removeCommand(), exportCommand(), predictCommand(), exportModelCommand(),
        figureCommand(), parametersCommand(), systemsCommand(), tokensCommand(), benchCommand() };
}

} // namespace btw::cli
