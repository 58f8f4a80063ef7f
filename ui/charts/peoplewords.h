// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"

#include <QString>

namespace btw::charts {

/// To follow a caption of what stays of everybody where other figures are of a subgroup: ", all validation
/// rows". Empty where all are.
QString allValidationRows(const jobs::RunDigest& digest);
QString allTrainingRows(const jobs::RunDigest& digest); ///< likewise
/// Why figures of a subgroup are not shown.
QString tooFewPeople(const jobs::RunDigest& digest);

} // namespace btw::charts
