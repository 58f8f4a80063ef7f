// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"

#include <QJsonObject>
#include <QString>

namespace btw::io {

/// The document of `btw validate --json`: `name`, `task`, `n`, `classes`, `groups` (how many), `hash` (null
/// where there are errors), `splits` (name: count), `modalities` (each `name`, `kind`, `dims`, `present` =
/// instances that have it) and `problems` (each `code`, `severity`, `where`, `what`, `remedy`). Without a
/// cohort `name`, `task`, `classes` and `hash` are null, the counts are 0 and the other lists are empty.
QJsonObject summaryJson(const ReadResult& result);

/// One line for a terminal: `error: 1_tr.csv, row 3, column 2: 'abc' is not a number; write ...`
QString problemLine(const Problem& problem);

} // namespace btw::io
