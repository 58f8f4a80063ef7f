// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/experimentondata.h"
#include "workspace/experiments/forecast.h"
#include "workspace/io/problems.h"

#include <QString>

#include <cstddef>
#include <string>
#include <vector>

namespace btw::experiments {

/// What an experiment will be, before it is asked for.
struct Outlook
{
    Forecast forecast; ///< without trainings where problems has an error
    /// Large data: counted from the first fold. What of the others is in the store already is not known.
    bool isFromOneFold = false;
    std::size_t systems = 0; ///< different ones; with other weights it is another system, as the form has it
    std::size_t looks = 0; ///< at the rows that it will test, before (Store::looksAtData)
    /// Of the first fold and the first seed, were none of it in the store: seconds, and how many of its steps
    /// are like no run in the store. Another thoroughness takes as often as much as it has folds and seeds.
    double secondsOfOne = 0;
    std::size_t untimedOfOne = 0;
    std::vector<io::Problem> problems;
    std::vector<std::string> leftOut; ///< what of it is not trained, one sentence each

    /// Whether its end is a look: false where all that it asks for is trained, and its test figures are open.
    bool isLook() const { return isFromOneFold || forecast.hidden > 0; }
};

/// Nothing is trained, and nothing is written but how a sample or rows are read. \param folder of the store
/// \throws btw::Error for keys that do not suit the data
Outlook outlookOf(const store::Store& store, const ExperimentFile& file, const QString& folder,
    const systems::SystemRegistry& systems, const ReadCohort& read);

} // namespace btw::experiments
