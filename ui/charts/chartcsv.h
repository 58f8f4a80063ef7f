// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/digest.h"

#include <QString>

namespace btw::charts {

/// The data behind a figure as CSV with a header line; numbers keep 17 digits, missing ones are empty. A
/// digest without data gives the header alone, an unknown kind an empty text.
///   weights    epoch, and per modality mean, low (10th percentile), high (90th)
///   metric     epoch, this run, its baseline
///   density    curve, label, density
///   scatter    label, error change
///   classes    class, all, corrections, mistakes
///   confusion  true class, predicted class, count
/// With `residual-labels` a last line, starting with #, says "uses evaluation labels".
QString figureCsv(const QString& kind, const jobs::RunDigest& digest);

} // namespace btw::charts
