// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "arguments.h"
#include "console.h"

#include <QString>

#include <functional>
#include <vector>

namespace btw::cli {

/// One command of the program: a name, what it takes, and what it does.
struct Command
{
    QString name;
    QString summary; ///< one line
    Syntax syntax;
    /// \return the exit status. \throws btw::Error, whose kind says the status.
    std::function<int(const Arguments&, Console&)> run;
    QString notes = {}; ///< lines for the end of its help, or empty
};

Command validateCommand();
Command sampleCommand();
Command trainCommand();
Command sweepCommand();
Command weightsCommand();
Command decomposeCommand();
Command runsCommand();
Command compareCommand();
Command resultsCommand();
Command analyseCommand();
Command resumeCommand();
Command removeCommand();
Command exportCommand();
Command predictCommand();
Command exportModelCommand();
Command figureCommand();
Command benchCommand();
Command parametersCommand();
Command systemsCommand();
/// \param run in btw-quick; where the command is only listed, none
Command tokensCommand(std::function<int(const Arguments&, Console&)> run = {});

/// Every command, in the order in which help lists them.
std::vector<Command> commands();

/// Runs one of them. \param words the command line without the program's name
int run(const std::vector<Command>& all, const QStringList& words, Console& console);

} // namespace btw::cli
