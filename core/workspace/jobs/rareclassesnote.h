// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/records.h"

#include <QStringList>

namespace btw::jobs {

/// Which classes have too few test rows (analysis::kFewRows) to say much about, and which have none, so that
/// macro-F1 leaves them out: a sentence each, or one for many. Folds of one question share their sentences.
QStringList rareClassNotes(const store::CohortRecord& cohort);

} // namespace btw::jobs
