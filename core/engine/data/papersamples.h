// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <cstdint>

namespace btw::data {

// Planted cohorts of the shape of the paper's data: sizes, lengths, presence and class shares, with labels
// and signals that are made up as those of samples.h. What is found on them is nothing about the data they
// are shaped after.

inline constexpr std::size_t kMosi = 2199;
inline constexpr std::size_t kMosei = 22856;
inline constexpr std::size_t kMimic = 5178;

/// As CMU-MOSI: 2,199 clips, sentiment in steps of 0.2. `text` (50 steps of 768), `audio` (375 of 5) and
/// `vision` (500 of 20), a fifth of the steps up to all of them real. Of its usual size the splits are 1284,
/// 229 and 686 clips, as published; else drawn. \throws btw::Error for n < 50.
Cohort makeMosi(std::size_t n = kMosi, std::uint64_t seed = 0);

/// As CMU-MOSEI: 22,856 clips (16326, 1871, 4659), `text` 50 of 768, `audio` 500 of 74, `vision` 500 of 35.
/// Some 5 GB. \throws btw::Error for n < 50.
Cohort makeMosei(std::size_t n = kMosei, std::uint64_t seed = 0);

/// As the stays of MIMIC-IV that FuseMoE reads: 5,178 stays, length of stay in the classes of makeLos(), `ts`
/// (30 measurements at uneven times of 48 hours, an irregular series of some 44 times a stay), `text` (768
/// features), `cxr` (1024) and `ecg` (256), present in shares of 1, 1, 0.25 and 0.52. \throws btw::Error for
/// n < 100.
Cohort makeMimic(std::size_t n = kMimic, std::uint64_t seed = 0);

} // namespace btw::data
