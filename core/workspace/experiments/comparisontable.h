// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparison.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace btw::experiments {

/// How a figure stands among those of the same metric, as it is shown.
enum class Standing : std::uint8_t { None, Best, Second };

enum class TableFormat { Markdown, Csv, Tsv, Latex, Json, Xlsx };
/// \throws btw::Error for a name that is none
TableFormat tableFormat(const QString& name);

/// As Model::plainName().
QString nameOf(const PublishedRow& row);

/// A table a metric: best marked bold and second underlined (Markdown: italic); figures that were published
/// stand in a column of their own; the last line is looksSentence(). CSV and TSV: one table in full digits.
QString comparisonText(const std::vector<Comparison>& comparisons, TableFormat format);
/// Which of the rows [begin, end) of one metric are best, and which come second. Figures that read alike
/// stand alike; where several are best nobody comes second. A placebo is neither, and a description has none.
/// \param shown the figure of each of these rows, as the table shows it
std::vector<Standing> standingsOf(const std::vector<ComparisonRow>& rows, std::size_t begin, std::size_t end,
    const std::vector<QString>& shown);
/// "0.71 ± 0.01"; "0.71" without a standard deviation
QString figureText(double mean, double std);
/// "0.71 ± 0.01 (CMU-MOSI)": a figure as a paper gives it.
QString publishedText(const PublishedRow& row);
/// The same of all that are of a row's model and metric; empty: none is.
QString publishedText(const Comparison& comparison, const ComparisonRow& row);
/// Whether a published figure is of the model and metric of some row, or of a time.
bool hasCell(const Comparison& comparison, const PublishedRow& row);
/// The fewest folds of a row that is compared; 0: none is.
std::size_t foldsCompared(const Comparison& comparison);
/// "exploratory: subgroup young"; empty: everybody. Says whether the choosing makes part of a difference.
QString subgroupNote(const Comparison& comparison);
/// "Test figures of this store were opened 3 times (chain 0a1b2c3d4e5f)."; empty: of other programs
QString looksSentence(const Comparison& comparison);
/// What reads a figure: "lower is better", "1 is calibrated".
QString sense(const std::string& metric);
/// How many pairs of fold and seed only one of two compared systems has.
std::size_t leftOutPairs(const std::vector<Comparison>& comparisons);
QString leftOutSentence(std::size_t pairs);

} // namespace btw::experiments
