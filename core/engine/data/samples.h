// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace btw::data {

/// Planted cohorts: made-up instances of which it is known how much each modality says about the label.
/// `strengths` holds, per modality, the squared correlation of its hidden signal with the label's (0: noise).
/// The same n and seed give the same cohort on every machine; splits are drawn 70/10/20 with the seed.

/// Sentiment of spoken sentences, regression on -3..3 in steps of 0.2, everything present. `text` (strong),
/// `audio` (weak) and `video` (noise) are sequences of 4 to 20 steps with 12, 8 and 10 features.
/// \throws btw::Error for n < 50.
Cohort makeSentiment(std::size_t n = 1200, std::uint64_t seed = 0);

/// Length of stay in four classes, 1465:2342:923:448. `ts` (a sequence of 8 to 24 steps, 10 features), `text`
/// (16), `cxr` (12) and `ecg` (8 features), in descending strength. Present in shares of 1, 1, 0.25 and 0.52,
/// or everywhere (`complete`). \throws btw::Error for n < 100.
Cohort makeLos(std::size_t n = 1600, std::uint64_t seed = 0, bool complete = false);

/// What a modality of a planted cohort stands for, in plain words: "X-rays" for `cxr` of `los`. Empty where
/// its name says it. Only for cohorts that the program has made itself: of others a name is never explained.
std::string_view sampleWord(std::string_view sample, std::string_view modality);

/// A planted cohort by its name.
struct SampleKind
{
    std::string_view name; ///< sentiment, los, and those of controlsamples.h
    std::size_t instances = 0; ///< its usual size
    std::size_t numbers = 0; ///< that an instance has, on average; 4 bytes each in memory
    Cohort (*make)(std::size_t n, std::uint64_t seed) = nullptr;
    int version = 1; ///< of what is planted: a kept file of an earlier one is another cohort
};
std::span<const SampleKind> sampleKinds();

/// \throws btw::Error for a name that is none of sampleKinds()
const SampleKind& sampleKind(const std::string& name);

/// The planted cohort of a name, of its usual size unless another is asked for. \throws btw::Error for a name
/// that is none of sampleKinds(), and for a size that is too small.
Cohort makeSample(const std::string& name, std::optional<std::size_t> n = {}, std::uint64_t seed = 0);

} // namespace btw::data
