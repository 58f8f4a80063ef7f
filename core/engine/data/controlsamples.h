// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <cstdint>

namespace btw::data {

// Planted cohorts of two classes that show where a weighting goes wrong, or has nothing to find
// (docs/method, "Planted cohorts"). As those of samples.h: the same n and seed, the same cohort everywhere.
// Each is refused below 50 instances.

/// A model that learns training rows by heart has much to learn: `signal` (5 features), and `noise_a` and
/// `noise_b` (200 features each), which say nothing.
Cohort makeMemoriser(std::size_t n = 350, std::uint64_t seed = 0);

/// Three modalities of 10 features, in descending strength; of each, 30% of the instances have the values of
/// another instance, for every modality other ones.
Cohort makeCorrupted(std::size_t n = 600, std::uint64_t seed = 0);

/// The modalities of the one before, without the scrambling, and a label that has nothing to do with them.
Cohort makeIndependent(std::size_t n = 600, std::uint64_t seed = 0);

/// Three modalities of 10 features that all show the same: any one says nearly all that they say together.
Cohort makeRedundant(std::size_t n = 600, std::uint64_t seed = 0);

/// The paper's Appendix A: `monitor` (60 features), which everybody has, says nothing; `scan` (10 features)
/// says much, and 40% of the people have it.
Cohort makeEverywhere(std::size_t n = 1000, std::uint64_t seed = 0);

} // namespace btw::data
