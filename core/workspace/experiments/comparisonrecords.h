// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparison.h"

#include <QChar>
#include <QJsonArray>
#include <QString>

#include <vector>

namespace btw::experiments {

/// A comparison in full digits, a row a model and metric.

/// A comma: RFC 4180; a tab: for pasting into a workbook. Without the last line's end.
QString separatedValues(const std::vector<Comparison>& comparisons, QChar separator);
/// As docs/architecture.md has it.
QJsonArray comparisonJson(const std::vector<Comparison>& comparisons);

} // namespace btw::experiments
