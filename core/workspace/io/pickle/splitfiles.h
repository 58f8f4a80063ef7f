// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include "workspace/io/problems.h"

#include <QString>

#include <vector>

namespace btw::io::pickle {

/// One file of a cohort that is spread over one pickle a split.
struct SplitFile
{
    Split split = Split::Train;
    QString path;
};

/// `train.pkl`, `dev.pkl`, `test.pkl`, or `train_<task>_stays.pkl`, ...: the files in a folder, or beside a
/// file, that differ only in the split's name at the beginning, in the order of the splits. Empty where there
/// is no training file; a problem where a folder holds several such sets.
std::vector<SplitFile> splitFiles(const QString& path, Problems& problems);

} // namespace btw::io::pickle
