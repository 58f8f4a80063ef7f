// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"
#include "workspace/io/problems.h"

#include <QString>

#include <cstddef>
#include <string>
#include <vector>

namespace btw::experiments {

/// What a model of any other program predicts for test rows.
struct OwnPredictions
{
    QString name; ///< the file's, without its ending
    Task task = Task::Regression;
    std::size_t classCount = 0;
    std::vector<std::string> ids; ///< n, of the test rows
    std::vector<double> y; ///< n
    std::vector<std::string> groups; ///< n, or empty
    Predictions predictions; ///< n rows
    std::size_t fitted = 0; ///< rows (groups) that stand in the train split
};

/// Reads `id,split,y,prediction` (regression, or the probability of class 1 where every y is 0 or 1 and every
/// prediction between 0 and 1) or `id,split,y,prob_0,prob_1,...`, with an optional column `group`; columns in
/// any order, others are named in a note. \param problems what is wrong; with an error the rest is not to be
/// used
OwnPredictions readOwnPredictions(const QString& path, std::vector<io::Problem>& problems);

/// The same rows of each, in the order of the first, which gets the groups of the first that has any. \throws
/// btw::Error where tasks, classes, labels or groups of the same id disagree. \param problems a warning where
/// some rows are not in every file
void align(std::vector<OwnPredictions>& all, std::vector<io::Problem>& problems);

} // namespace btw::experiments
