// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparison.h"

#include <QJsonArray>
#include <QString>

#include <cstddef>
#include <vector>

namespace btw::cli {

enum class TableFormat { Markdown, Csv, Latex, Json, Xlsx };
/// \throws btw::Error for a name that is none
TableFormat tableFormat(const QString& name);

/// "late of moe without tumour (width 64)": a row's model as tables name it.
QString nameOf(const experiments::Model& model);

/// "late of moe without tumour (width 64)": a row's model as tables name it.
QString nameOf(const experiments::Model& model);
QString nameOf(const experiments::PublishedRow& row);

/// A table a metric: best marked bold and second underlined (Markdown: italic); figures that were published
/// stand in a column of their own. CSV: one table in full digits.
QString comparisonText(const std::vector<experiments::Comparison>& comparisons, TableFormat format);
/// As docs/architecture.md has it.
QJsonArray comparisonJson(const std::vector<experiments::Comparison>& comparisons);
/// How many pairs of fold and seed only one of two compared systems has.
std::size_t leftOutPairs(const std::vector<experiments::Comparison>& comparisons);
QString leftOutSentence(std::size_t pairs);

} // namespace btw::cli
