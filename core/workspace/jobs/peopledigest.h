// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"

#include <QString>

#include <string>
#include <unordered_set>

namespace btw::jobs {

/// A digest whose errors and confusion are of some people only; its curves over epochs stay those of
/// everybody. Of fewer than kSmallestSubgroup people (groups, or rows) nothing is shown, as elsewhere.
/// \param name of these people  \param cohort whose rows they are
RunDigest onlyOf(const RunDigest& digest, const std::unordered_set<std::string>& ids, const QString& name,
    const store::CohortRecord& cohort);

} // namespace btw::jobs
