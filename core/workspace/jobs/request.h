// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/training/spec.h"

#include <QString>

#include <memory>

namespace btw::jobs {

/// One training: a cohort, a resolved spec and a seed. All the runs that it needs follow from it.
struct TrainingRequest
{
    std::shared_ptr<const data::Cohort> cohort; ///< splits drawn
    QString cohortPath; ///< absolute; where it can be read again
    training::ExperimentSpec spec; ///< resolved
    std::uint64_t seed = 1;
    int threads = 1;
    QString device = QStringLiteral("cpu");
};

} // namespace btw::jobs
