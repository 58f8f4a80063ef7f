// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"

#include <cstdint>
#include <string>
#include <vector>

namespace btw::cli {

/// n standard normals of a numbered stream, from a counter: tests/bench/peers/common.py draws the same ones,
/// so that what two programs computed in the same bench can be compared.
std::vector<double> normals(std::uint64_t stream, std::int64_t n);

/// Labels (stream 0) plus the noise of another stream, as a model might predict them.
Predictions noisy(const std::vector<double>& y, std::uint64_t stream);

/// Seven rows in ten train, one validates, two test.
std::vector<Split> benchSplits(std::size_t n);

/// A regression cohort of n instances whose modalities, all present, are vectors of 64 features.
data::Cohort vectorCohort(std::int64_t n, std::int64_t modalities);

/// Text, audio and video of the sizes of CMU-MOSEI, aligned by words: 300, 74 and 35 features at 1 to 50
/// steps, 25 in the mean.
data::Cohort spokenCohort(std::int64_t n);

/// A modality of sequences.
struct SequenceShape
{
    std::string name;
    std::int64_t steps = 0; ///< of the longest
    std::int64_t dims = 0;
};

/// Text, audio and video of the sizes of CMU-MOSI, each at its own rate.
std::vector<SequenceShape> mosiShapes();
/// Those of CMU-MOSEI.
std::vector<SequenceShape> moseiShapes();

/// Steps of each instance's sequence of a shape: a fifth to all of the longest, the same as
/// tests/bench/peers/common.py draws. \param place of the shape among its cohort's
std::vector<std::int64_t> sequenceLengths(const SequenceShape& shape, std::size_t place, std::int64_t n);

/// A regression cohort of n instances with these sequences, all present.
data::Cohort sequenceCohort(std::int64_t n, const std::vector<SequenceShape>& shapes);

} // namespace btw::cli
