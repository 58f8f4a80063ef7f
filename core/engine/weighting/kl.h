// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace btw::weighting {

/// Smallest probability that enters a KL divergence.
inline constexpr double kProbabilityFloor = 1e-10;
/// A probability vector whose sum is further than this from 1 is rejected.
inline constexpr double kProbabilitySumTolerance = 1e-3;
/// Smallest KL, mutual information or correlation that enters a normalisation.
inline constexpr double kScoreFloor = 1e-5;

/// Clips `width` probabilities to at least kProbabilityFloor and renormalises them into `out` (resized).
/// \param model name of the modality, or "multimodal"; only for the message
/// \throws btw::Error naming `model` and `id` for a non-finite or negative probability, or a sum that is off
/// 1
///         by more than kProbabilitySumTolerance.
void normaliseProbabilities(const float* probabilities, std::size_t width, const std::string& model,
    const std::string& id, std::vector<double>& out);

/// KL(p || q) = sum_c p(c) ln(p(c) / q(c)) in nats, for clipped and renormalised vectors; never negative.
double klClassification(const std::vector<double>& p, const std::vector<double>& q);

/// KL(N(meanP, varianceP) || N(meanQ, varianceQ)) in nats, never negative:
/// 0.5 ln(varianceQ / varianceP) + (varianceP + (meanP - meanQ)^2) / (2 varianceQ) - 0.5.
/// P is the unimodal, Q the multimodal prediction. Both variances must be positive.
double klRegression(double meanP, double varianceP, double meanQ, double varianceQ);

} // namespace btw::weighting
