// SPDX-License-Identifier: GPL-3.0-or-later
#include "stepcohorts.h"

#include "numbers.h"

#include "engine/data/random.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace btw::cli {

namespace {

constexpr std::int64_t kValidation = 4;
constexpr std::int64_t kClasses = 3;
constexpr std::int64_t kLacksOne = 8; ///< one row in so many
const SequenceShape kVectors { "vector", 1, 64 };
const SequenceShape kSequences { "sequence", 50, 32 };
const SequenceShape kSeries { "series", 100, 10 }; ///< sequenceLengths() begin at a fifth
constexpr double kHours = 48;
constexpr double kMeasured = 1.0 / 3;

data::Cohort labelled(std::int64_t batch)
{
    data::Cohort cohort;
    cohort.name = "bench";
    cohort.task = Task::Classification;
    const auto training = kStepBatches * batch;
    for (std::int64_t c = 0; c < kClasses; ++c)
        cohort.classes.push_back(std::to_string(c));
    for (std::int64_t i = 0; i < training + kValidation; ++i) {
        cohort.ids.push_back(std::to_string(i));
        cohort.y.push_back(static_cast<double>(i % kClasses));
        cohort.splits.push_back(i < training ? Split::Train : Split::Validation);
    }
    return cohort;
}

data::Modality named(const SequenceShape& shape, std::int64_t m, std::int64_t modalities, std::size_t rows)
{
    data::Modality modality;
    modality.name = shape.name + std::to_string(m);
    modality.dims = shape.dims;
    modality.present.assign(rows, 1);
    for (std::size_t i = 0; modalities > 1 && i < rows; ++i) {
        const auto row = static_cast<std::int64_t>(i);
        if (row % kLacksOne == 0 && row / kLacksOne % modalities == m)
            modality.present[i] = 0;
    }
    return modality;
}

/// Offsets of sequences whose lengths are a fifth to all of the shape's; none where the modality is absent.
void addSteps(data::Modality& modality, const SequenceShape& shape, std::size_t place)
{
    const auto lengths = sequenceLengths(shape, place, static_cast<std::int64_t>(modality.present.size()));
    modality.offsets.push_back(0);
    for (std::size_t i = 0; i < lengths.size(); ++i)
        modality.offsets.push_back(modality.offsets.back() + (modality.present[i] != 0 ? lengths[i] : 0));
}

std::vector<float> normalValues(std::int64_t count, data::Random& random)
{
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& value : values)
        value = static_cast<float>(random.normal());
    return values;
}

} // namespace

data::Cohort stepVectors(std::int64_t modalities, std::int64_t batch)
{
    auto cohort = labelled(batch);
    data::Random random(1);
    for (std::int64_t m = 0; m < modalities; ++m) {
        auto modality = named(kVectors, m, modalities, cohort.size());
        modality.values = normalValues(static_cast<std::int64_t>(cohort.size()) * modality.dims, random);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            if (modality.present[i] == 0)
                std::fill_n(modality.values.begin() + static_cast<std::ptrdiff_t>(i) * modality.dims,
                    modality.dims, 0.0F);
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

data::Cohort stepSequences(std::int64_t modalities, std::int64_t batch)
{
    auto cohort = labelled(batch);
    data::Random random(1);
    for (std::int64_t m = 0; m < modalities; ++m) {
        auto modality = named(kSequences, m, modalities, cohort.size());
        modality.kind = data::ModalityKind::Sequence;
        addSteps(modality, kSequences, cohort.modalities.size());
        modality.values = normalValues(modality.offsets.back() * modality.dims, random);
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

data::Cohort stepSeries(std::int64_t modalities, std::int64_t batch)
{
    auto cohort = labelled(batch);
    data::Random random(1);
    for (std::int64_t m = 0; m < modalities; ++m) {
        auto modality = named(kSeries, m, modalities, cohort.size());
        modality.kind = data::ModalityKind::Series;
        addSteps(modality, kSeries, cohort.modalities.size());
        modality.values = normalValues(modality.offsets.back() * modality.dims, random);
        for (float& value : modality.values)
            if (random.uniform() >= kMeasured)
                value = std::numeric_limits<float>::quiet_NaN();
        for (std::int64_t step = 0; step < modality.offsets.back(); ++step)
            modality.times.push_back(static_cast<float>(kHours * random.uniform()));
        for (std::size_t i = 0; i < cohort.size(); ++i)
            std::sort(modality.times.begin() + modality.offsets[i],
                modality.times.begin() + modality.offsets[i + 1]);
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

} // namespace btw::cli
