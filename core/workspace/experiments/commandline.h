// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studies.h"

#include <QString>

#include <string>

namespace btw::experiments {

/// A word of a command line, quoted where a shell asks for it.
QString shellWord(const QString& word);

/// What `btw compare` is asked; what is empty is left to it.
struct CompareCommand
{
    QString storePath;
    Study::Id study;
    QString baseline {};
    std::string metric {};
    Spread spread = Spread::Seeds;
    QString subgroup {};
};

/// "btw compare --store S --experiment 3 --metric auroc"
QString commandLine(const CompareCommand& command);

} // namespace btw::experiments
