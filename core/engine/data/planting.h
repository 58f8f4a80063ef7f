// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/random.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace btw::data {

// What planted cohorts are made of (docs/method, "Planted cohorts").

using Signal = std::vector<double>; ///< one hidden value a factor

/// When the features of an irregular series are measured. Minutes between two times are drawn from an
/// exponential distribution, whose mean each instance has for itself; at each time every feature is measured
/// or not, the first ones often, the last ones seldom.
struct PlantedTimes
{
    double hours = 48; ///< from the beginning, which is 0
    double shortestGap = 40; ///< minutes, of the instance that is measured most often
    double longestGap = 100;
    double often = 0.9; ///< share of the times at which the first feature is measured
    double seldom = 0.1; ///< the last one; those between lie evenly between the two
};

/// How a modality shows its hidden signal.
struct PlantedModality
{
    std::string name;
    ModalityKind kind = ModalityKind::Vector;
    std::size_t dims = 0;
    double correlation = 0; ///< of the hidden signal with the label's
    double outliers = 0; ///< share of instances whose signal is of someone else
    double noise = 1; ///< standard deviation of a feature's noise (a step's, for sequences)
    std::size_t shortest = 1; ///< steps, of a sequence
    std::size_t longest = 1;
    double share = 1; ///< of instances that have it
    PlantedTimes times {}; ///< of a series
};

/// Adds the modalities of a plan to a cohort whose instances have the label signals `truth` (zero mean, unit
/// variance a factor), and their strengths. \param unexplained share of labels that do not follow the signal
void plant(Cohort& cohort, std::span<const PlantedModality> plan, const std::vector<Signal>& truth,
    double unexplained, Random& random);

/// Presence in exactly round(share * n) instances.
std::vector<std::uint8_t> drawPresence(std::size_t n, double share, Random& random);

/// "clip-00001", "clip-00002", ...
std::vector<std::string> numberedIds(const std::string& prefix, std::size_t n);

/// An empty cohort of `n` spoken sentences with sentiments of -3..3 in steps of 0.2. \returns the signal of
/// each, one factor
std::vector<Signal> plantSentiments(Cohort& cohort, std::size_t n, Random& random);

/// An empty cohort of `n` stays in hospital with a length of stay in four classes, 1465:2342:923:448.
/// \returns the signals of each, one factor a class; a share of kUnexplainedStays follows somebody else's
/// class
std::vector<Signal> plantStays(Cohort& cohort, std::size_t n, Random& random);

inline constexpr double kUnexplainedStays = 0.1;

} // namespace btw::data
