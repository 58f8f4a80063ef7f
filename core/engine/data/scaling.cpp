// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/scaling.h"

#include "engine/error.h"
#include "engine/vectorised.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace btw::data {

namespace {

struct StepRange
{
    std::size_t first = 0;
    std::size_t last = 0; ///< one past
};

/// Rows of `values` that belong to instance i; none where it lacks the modality.
StepRange stepsOf(const Modality& modality, std::size_t i)
{
    if (!modality.present[i])
        return {};
    if (!modality.isRagged())
        return { i, i + 1 };
    return { static_cast<std::size_t>(modality.offsets[i]),
        static_cast<std::size_t>(modality.offsets[i + 1]) };
}

void fitTimes(const Cohort& cohort, const Modality& modality, FeatureScale& scale)
{
    if (modality.times.empty())
        return;
    double first = std::numeric_limits<double>::infinity();
    double last = -first;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.splits[i] != Split::Train)
            continue;
        const StepRange steps = stepsOf(modality, i);
        for (std::size_t step = steps.first; step < steps.last; ++step) {
            first = std::min(first, static_cast<double>(modality.times[step]));
            last = std::max(last, static_cast<double>(modality.times[step]));
        }
    }
    if (first <= last) {
        scale.firstTime = first;
        scale.lastTime = last;
    }
}

/// Two passes: the squares of values far from zero would lose the variance.
FeatureScale fitFeatures(const Cohort& cohort, const Modality& modality)
{
    const auto dims = static_cast<std::size_t>(modality.dims);
    FeatureScale scale { std::vector<double>(dims, 0.0), std::vector<double>(dims, 0.0) };
    std::vector<double> counts(dims, 0.0);
    const auto visit = [&](auto&& use) {
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.splits[i] != Split::Train)
                continue;
            const StepRange steps = stepsOf(modality, i);
            for (std::size_t step = steps.first; step < steps.last; ++step) {
                const float* row = modality.values.data() + step * dims;
                for (std::size_t d = 0; d < dims; ++d) {
                    if (!std::isnan(row[d]))
                        use(d, static_cast<double>(row[d]));
                }
            }
        }
    };
    fitTimes(cohort, modality, scale);
    visit([&](std::size_t d, double value) {
        scale.mean[d] += value;
        counts[d] += 1;
    });
    for (std::size_t d = 0; d < dims; ++d)
        scale.mean[d] = counts[d] > 0 ? scale.mean[d] / counts[d] : 0.0;
    visit([&](std::size_t d, double value) {
        const double deviation = value - scale.mean[d];
        scale.std[d] += deviation * deviation;
    });
    for (std::size_t d = 0; d < dims; ++d) {
        const double std = counts[d] > 0 ? std::sqrt(scale.std[d] / counts[d]) : 0.0;
        // A constant's mean is off by rounding: what is left is no spread.
        scale.std[d] = std > 1e-10 * std::abs(scale.mean[d]) ? std : 1.0;
    }
    return scale;
}

/// A row at a time on its way into a batch: no copy of the cohort is kept for it.
BTW_VECTORISED void standardise(
    const float* from, const double* mean, const double* std, std::size_t dims, float* to)
{
    for (std::size_t d = 0; d < dims; ++d) {
        const auto value = static_cast<double>(from[d]);
        const auto scaled = static_cast<float>((value - mean[d]) / std[d]);
        to[d] = std::isnan(value) ? 0.0F : scaled;
    }
}

} // namespace

Scaler Scaler::fit(const Cohort& cohort)
{
    double count = 0;
    double sum = 0;
    for (std::size_t i = 0; i < cohort.splits.size(); ++i) {
        if (cohort.splits[i] == Split::Train) {
            count += 1;
            sum += cohort.y[i];
        }
    }
    if (count == 0)
        throw Error(
            "The cohort has no training rows to standardise by: draw the splits, or mark rows as train.");

    Scaler scaler;
    scaler.modalities.reserve(cohort.modalityCount());
    for (const Modality& modality : cohort.modalities)
        scaler.modalities.push_back(fitFeatures(cohort, modality));
    if (cohort.task == Task::Regression) {
        scaler.labelMean = sum / count;
        double squares = 0;
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.splits[i] == Split::Train)
                squares += (cohort.y[i] - scaler.labelMean) * (cohort.y[i] - scaler.labelMean);
        }
        const double std = std::sqrt(squares / count);
        scaler.labelStd = std > 1e-10 * std::abs(scaler.labelMean) ? std : 1.0;
    }
    return scaler;
}

ModelState Scaler::state() const
{
    ModelState state;
    for (std::size_t m = 0; m < modalities.size(); ++m) {
        state.set("mean" + std::to_string(m), modalities[m].mean);
        state.set("std" + std::to_string(m), modalities[m].std);
        if (modalities[m].firstTime != 0 || modalities[m].lastTime != 0)
            state.set("times" + std::to_string(m),
                std::vector<double> { modalities[m].firstTime, modalities[m].lastTime });
    }
    state.set("label", std::vector<double> { labelMean, labelStd });
    return state;
}

Scaler Scaler::fromState(const ModelState& state, const std::vector<std::int64_t>& dims)
{
    Scaler scaler;
    for (std::size_t m = 0; m < dims.size(); ++m) {
        const auto number = std::to_string(m);
        const auto size = static_cast<std::size_t>(dims[m]);
        FeatureScale scale { state.numbers("mean" + number, size), state.numbers("std" + number, size) };
        if (state.has("times" + number)) {
            const auto& times = state.numbers("times" + number, 2);
            scale.firstTime = times[0];
            scale.lastTime = times[1];
        }
        scaler.modalities.push_back(std::move(scale));
    }
    const auto& label = state.numbers("label", 2);
    scaler.labelMean = label[0];
    scaler.labelStd = label[1];
    return scaler;
}

void Scaler::apply(std::size_t m, const float* from, std::size_t rows, float* to) const
{
    const FeatureScale& scale = modalities.at(m);
    const std::size_t dims = scale.mean.size();
    for (std::size_t row = 0; row < rows; ++row)
        standardise(from + row * dims, scale.mean.data(), scale.std.data(), dims, to + row * dims);
}

} // namespace btw::data
