// SPDX-License-Identifier: GPL-3.0-or-later
#include "numbers.h"

#include "engine/data/random.h"

#include <cmath>
#include <numbers>
#include <string>
#include <utility>

namespace btw::cli {

namespace {

constexpr std::int64_t kFeatures = 64;
constexpr std::uint64_t kMostSteps = 49; ///< beyond the first
constexpr std::uint64_t kLengthStreams = 1000; ///< the first stream that draws lengths

/// SplitMix64 (Steele et al. 2014) of a counter, in (0, 1).
double uniformAt(std::uint64_t stream, std::uint64_t i)
{
    auto z = stream * 0xD1342543DE82EF95ULL + (i + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    z = z ^ (z >> 31U);
    return (static_cast<double>(z >> 11U) + 0.5) * 0x1p-53;
}

data::Cohort labelled(std::int64_t n)
{
    data::Cohort cohort;
    cohort.name = "bench";
    cohort.y = normals(0, n);
    cohort.ids.reserve(cohort.y.size());
    for (std::size_t i = 0; i < cohort.y.size(); ++i)
        cohort.ids.push_back(std::to_string(i));
    cohort.splits = benchSplits(cohort.y.size());
    return cohort;
}

/// Values between -1 and 1: a big cohort is to be made fast. No spare capacity, which would count as memory.
std::vector<float> values(std::size_t count, data::Random& random)
{
    std::vector<float> result(count);
    for (float& value : result)
        value = static_cast<float>(2 * random.uniform() - 1);
    return result;
}

} // namespace

std::vector<double> normals(std::uint64_t stream, std::int64_t n)
{
    std::vector<double> result(static_cast<std::size_t>(n));
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double radius = std::sqrt(-2 * std::log(uniformAt(stream, 2 * i)));
        result[i] = radius * std::cos(2 * std::numbers::pi * uniformAt(stream, 2 * i + 1));
    }
    return result;
}

Predictions noisy(const std::vector<double>& y, std::uint64_t stream)
{
    const std::vector<double> noise = normals(stream, static_cast<std::int64_t>(y.size()));
    Predictions result { 1, {} };
    result.values.reserve(y.size());
    for (std::size_t i = 0; i < y.size(); ++i)
        result.values.push_back(static_cast<float>(y[i] + noise[i]));
    return result;
}

std::vector<Split> benchSplits(std::size_t n)
{
    std::vector<Split> splits(n);
    for (std::size_t i = 0; i < n; ++i)
        splits[i] = i % 10 < 7 ? Split::Train : i % 10 < 8 ? Split::Validation : Split::Test;
    return splits;
}

data::Cohort vectorCohort(std::int64_t n, std::int64_t modalities)
{
    data::Cohort cohort = labelled(n);
    data::Random random(1);
    for (std::int64_t m = 0; m < modalities; ++m) {
        data::Modality modality;
        modality.name = std::string("m").append(std::to_string(m));
        modality.dims = kFeatures;
        modality.present.assign(cohort.size(), 1);
        modality.values = values(cohort.size() * static_cast<std::size_t>(kFeatures), random);
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

data::Cohort spokenCohort(std::int64_t n)
{
    data::Cohort cohort = labelled(n);
    data::Random random(1);
    std::vector<std::int64_t> offsets { 0 };
    offsets.reserve(cohort.size() + 1);
    for (std::size_t i = 0; i < cohort.size(); ++i)
        offsets.push_back(offsets.back() + 1 + static_cast<std::int64_t>(random.below(kMostSteps)));
    const std::vector<std::pair<std::string, std::int64_t>> kinds
        = { { "text", 300 }, { "audio", 74 }, { "video", 35 } };
    for (const auto& [name, dims] : kinds) {
        data::Modality modality;
        modality.name = name;
        modality.kind = data::ModalityKind::Sequence;
        modality.dims = dims;
        modality.offsets = offsets;
        modality.present.assign(cohort.size(), 1);
        modality.values = values(static_cast<std::size_t>(offsets.back() * dims), random);
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

std::vector<SequenceShape> mosiShapes()
{
    return { { "text", 50, 768 }, { "audio", 375, 5 }, { "video", 500, 20 } };
}

std::vector<SequenceShape> moseiShapes()
{
    return { { "text", 50, 768 }, { "audio", 500, 74 }, { "video", 500, 35 } };
}

std::vector<std::int64_t> sequenceLengths(const SequenceShape& shape, std::size_t place, std::int64_t n)
{
    constexpr double kLeast = 0.2;
    std::vector<std::int64_t> lengths(static_cast<std::size_t>(n));
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const double share = kLeast + (1 - kLeast) * uniformAt(kLengthStreams + place, i);
        lengths[i] = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(shape.steps)));
    }
    return lengths;
}

data::Cohort sequenceCohort(std::int64_t n, const std::vector<SequenceShape>& shapes)
{
    data::Cohort cohort = labelled(n);
    data::Random random(1);
    for (const SequenceShape& shape : shapes) {
        data::Modality modality;
        modality.name = shape.name;
        modality.kind = data::ModalityKind::Sequence;
        modality.dims = shape.dims;
        modality.offsets.reserve(cohort.size() + 1);
        modality.offsets.push_back(0);
        for (const std::int64_t length : sequenceLengths(shape, cohort.modalities.size(), n))
            modality.offsets.push_back(modality.offsets.back() + length);
        modality.present.assign(cohort.size(), 1);
        modality.values = values(static_cast<std::size_t>(modality.offsets.back() * shape.dims), random);
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

} // namespace btw::cli
