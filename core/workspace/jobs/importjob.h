// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/recipe/recipe.h"
#include "workspace/jobs/cohortsummary.h"

#include "engine/data/cohort.h"

#include <QString>

#include <memory>
#include <vector>

namespace btw::jobs {

/// What to read, and how.
struct ImportPlan
{
    QString path; ///< of the source, as io::readCohort takes it
    io::Recipe recipe;
};

/// What reading a plan gave.
struct ImportReport
{
    std::shared_ptr<const data::Cohort> cohort; ///< splits drawn; null where an error remains
    std::vector<io::Problem> problems; ///< errors first
    std::shared_ptr<const CohortSummary> summary; ///< of the cohort; null with it
};

} // namespace btw::jobs
