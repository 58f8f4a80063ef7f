// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/cohortsummary.h"

#include <QString>

#include <cstddef>

namespace btw::pages {

/// A combination of modalities and who has it: "ts, text and ecg: 612 rows (38%), 428 train, ..."
QString patternWords(const jobs::CohortSummary& summary, std::size_t pattern);

} // namespace btw::pages
