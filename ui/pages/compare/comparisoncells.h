// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/intervalcolumn.h"
#include "workspace/experiments/comparison.h"
#include "workspace/store/annotations.h"

#include <QString>

#include <string>
#include <vector>

namespace btw::pages {

// What a ComparisonModel shows, as people read it. Columns are ComparisonModel's.

/// The numbers of a row, written with the decimals of their columns.
struct RowWords
{
    models::SpreadWords figure;
    models::IntervalWords difference;
};
std::vector<RowWords> rowWords(const experiments::Comparison& comparison); ///< one a row

QString cellOf(
    const experiments::ComparisonRow& row, const RowWords& words, const store::RunNote& note, int column);
/// For the tool tip: what the figure is of; empty where the cell says it all.
QString explanationOf(const experiments::ComparisonRow& row, int column);
/// \param comparison without rows where there is none yet
QString headOf(int column, const experiments::Comparison& comparison);
/// What the figures below a head are; empty where the head says it all.
QString headTipOf(int column, const experiments::Comparison& comparison);

} // namespace btw::pages
