// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparison.h"

#include <QJsonArray>
#include <QString>

#include <vector>

namespace btw::cli {

enum class TableFormat { Markdown, Csv, Latex, Json, Xlsx };
/// \throws btw::Error for a name that is none
TableFormat tableFormat(const QString& name);

/// "late of moe without tumour (width 64)": a row's model as tables name it.
QString nameOf(const experiments::Model& model);

/// A table a metric: best marked bold and second underlined (Markdown: italic); CSV: one table in full
/// digits.
QString comparisonText(const std::vector<experiments::ComparisonRow>& rows, TableFormat format);
/// As docs/architecture.md has it.
QJsonArray comparisonJson(const std::vector<experiments::ComparisonRow>& rows);

} // namespace btw::cli
