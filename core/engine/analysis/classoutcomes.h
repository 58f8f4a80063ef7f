// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/metrics.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::analysis {

/// One class against the rest: who is of it, and how probable a model held that. Of n instances.
struct ClassOutcomes
{
    std::vector<std::uint8_t> happened; ///< n, 1 where the instance is of the class
    std::vector<double> p; ///< n probabilities of the class
    std::vector<std::string> groups; ///< n, or empty: instances are independent

    std::size_t size() const { return p.size(); }
};

/// Of the rows of `set` that the model predicts. \param target the class, 0..C-1
/// \throws Error as evaluate(), and for a regression
ClassOutcomes classOutcomes(const EvaluationSet& set, const Predictions& predictions, std::size_t target);

/// The classes whose probabilities are judged: of two classes the second, else every one.
std::vector<std::size_t> judgedClasses(std::size_t classCount);

/// A class of which there are too few rows to say much about it.
struct RareClass
{
    std::size_t index = 0;
    std::size_t rows = 0; ///< 0: macro-F1 leaves it out
};
/// Rows that a class needs not to be called rare.
constexpr std::size_t kFewRows = 10;
/// The classes with fewer than kFewRows among the rows of `set`, in order.
std::vector<RareClass> rareClasses(const EvaluationSet& set);

} // namespace btw::analysis
