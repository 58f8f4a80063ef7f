// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::analysis {

/// A density curve, already scaled by its share of all instances.
struct DensityCurve
{
    std::vector<double> x; ///< 200 points
    std::vector<double> density;
    std::int64_t n = 0; ///< instances behind it
};

/// Counts per class (classification), or per reading of the label.
struct ClassBar
{
    std::int64_t all = 0;
    std::int64_t corrections = 0; ///< baseline wrong, weighted right
    std::int64_t mistakes = 0; ///< baseline right, weighted wrong
};

/// Changes of one reading of a sentiment label: wrong -> right is a correction, right -> wrong a mistake.
struct LabelReading
{
    std::string metric; ///< `acc7`, `acc5`, `acc2_nonneg` or `acc2_pos`, as analysis::metricNames names them
    ClassBar counts; ///< `all`: instances that the reading covers (`acc2_pos` leaves y = 0 out)
};

/// Baseline against weighted predictions on the same instances (docs/method, "Error analysis").
/// Regression: delta_i = |y_i - base_i| - |y_i - weighted_i|; > 0 is a correction, < 0 a mistake.
struct ErrorAnalysis
{
    std::vector<std::size_t> rows; ///< the analysed instances: those of the given rows that both predict
    std::vector<double> y; ///< their labels
    /// By how much the error of each became smaller; of classification that is one less the probability of
    /// the true class.
    std::vector<double> delta;
    std::vector<std::int8_t> change; ///< of each: 1 for a correction, -1 for a mistake, else 0
    std::int64_t n = 0;
    std::int64_t corrections = 0;
    std::int64_t mistakes = 0;
    /// Classification: the probability that the baseline gives the true class of each.
    std::vector<double> sure;
    /// Regression: over the label, of all, corrections and mistakes. Classification: over `sure`, of all and
    /// of those to whose true class the weighted model gives more, or less, whichever class it names.
    DensityCurve all, corrected, mistaken;
    std::vector<ClassBar> classes; ///< classification, one a class
    std::vector<LabelReading> readings; ///< regression with a sentiment label; else empty
};

/// \param y labels of all N instances. \param rows instance indices to analyse (one split).
/// \param sentimentRange the label's range is declared as -3..3 (analysis::isSentimentRange).
/// \throws Error when predictions do not fit the rows, or a label is not finite or no class index.
ErrorAnalysis analyseErrors(Task task, std::size_t classCount, const std::vector<double>& y,
    const Predictions& baseline, const Predictions& weighted, const std::vector<std::size_t>& rows,
    bool sentimentRange = false);

/// The same of some of its instances; readings of the label are left out.
/// \param places in `analysis.rows`, ascending
ErrorAnalysis amongRows(const ErrorAnalysis& analysis, Task task, const std::vector<std::size_t>& places);

} // namespace btw::analysis
