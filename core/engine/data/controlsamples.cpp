// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/controlsamples.h"

#include "engine/data/planting.h"
#include "engine/data/random.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace btw::data {

namespace {

constexpr std::array<const char*, 3> kNames { "first", "second", "third" };
constexpr std::array<double, 3> kCorrelations { 0.8, 0.65, 0.5 };
constexpr std::size_t kFeatures = 10;
constexpr double kScrambled = 0.3;
constexpr double kShared = 0.8; ///< correlation of a signal with what the label follows

/// One hidden value an instance.
Signal normals(std::size_t n, Random& random)
{
    Signal values(n);
    for (double& value : values)
        value = random.normal();
    return values;
}

/// A signal of this correlation with another one.
Signal correlated(const Signal& truth, double correlation, Random& random)
{
    Signal signal(truth.size());
    for (std::size_t i = 0; i < truth.size(); ++i)
        signal[i] = correlation * truth[i] + std::sqrt(1 - correlation * correlation) * random.normal();
    return signal;
}

/// Two classes, by which side of 0 the hidden value is on.
Cohort labelled(const std::string& name, const Signal& truth)
{
    if (truth.size() < 50)
        throw Error("A planted cohort needs at least 50 instances: ask for more (--n).");
    Cohort cohort;
    cohort.name = name;
    cohort.task = Task::Classification;
    cohort.classes = { "no", "yes" };
    cohort.ids = numberedIds("p-", truth.size());
    for (const double hidden : truth)
        cohort.y.push_back(hidden > 0 ? 1 : 0);
    return cohort;
}

/// Each feature shows the signal, with either sign, and as much noise. \param strength what is known of it
void addModality(Cohort& cohort, const std::string& name, std::size_t features, const Signal& signal,
    double strength, Random& random)
{
    Modality modality;
    modality.name = name;
    modality.dims = static_cast<std::int64_t>(features);
    modality.present.assign(signal.size(), 1);
    std::vector<double> signs(features);
    for (double& sign : signs)
        sign = random.below(2) == 0 ? 1.0 : -1.0;
    for (const double hidden : signal)
        for (const double sign : signs)
            modality.values.push_back(static_cast<float>(sign * hidden + random.normal()));
    cohort.strengths[name] = strength;
    cohort.modalities.push_back(std::move(modality));
}

/// Hands the values of a share of the instances round among them: nobody of them keeps their own.
void scramble(Modality& modality, double share, Random& random)
{
    std::vector<std::size_t> order(modality.present.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    random.shuffle(order);
    order.resize(static_cast<std::size_t>(std::floor(share * static_cast<double>(order.size()) + 0.5)));
    const auto width = static_cast<std::size_t>(modality.dims);
    const auto row = [&](std::vector<float>& values, std::size_t i) {
        return values.begin() + static_cast<std::ptrdiff_t>(i * width);
    };
    auto before = modality.values;
    for (std::size_t k = 0; k < order.size(); ++k)
        std::copy_n(row(before, order[(k + 1) % order.size()]), width, row(modality.values, order[k]));
}

/// Three modalities of descending strength. \param known how much of the strength is left
void addThree(Cohort& cohort, const Signal& truth, double known, Random& random)
{
    for (std::size_t m = 0; m < kNames.size(); ++m) {
        const double left = known * kCorrelations[m];
        addModality(
            cohort, kNames[m], kFeatures, correlated(truth, kCorrelations[m], random), left * left, random);
    }
}

/// Leaves the modality to exactly this share of the instances.
void leaveTo(Modality& modality, double share, Random& random)
{
    const auto n = modality.present.size();
    modality.present = drawPresence(n, share, random);
    const auto dims = modality.dims;
    for (std::size_t i = 0; i < n; ++i)
        if (modality.present[i] == 0)
            std::fill_n(modality.values.begin() + static_cast<std::ptrdiff_t>(i) * dims, dims, 0.0F);
}

} // namespace

Cohort makeMemoriser(std::size_t n, std::uint64_t seed)
{
    constexpr std::size_t kSignalFeatures = 5;
    constexpr std::size_t kNoiseFeatures = 200;
    Random random(seed);
    const Signal truth = normals(n, random);
    Cohort cohort = labelled("memoriser", truth);
    addModality(
        cohort, "signal", kSignalFeatures, correlated(truth, kShared, random), kShared * kShared, random);
    for (const char* name : { "noise_a", "noise_b" })
        addModality(cohort, name, kNoiseFeatures, Signal(n, 0.0), 0, random);
    drawSplits(cohort, seed);
    return cohort;
}

Cohort makeCorrupted(std::size_t n, std::uint64_t seed)
{
    Random random(seed);
    const Signal truth = normals(n, random);
    Cohort cohort = labelled("corrupted", truth);
    addThree(cohort, truth, 1 - kScrambled, random);
    for (Modality& modality : cohort.modalities)
        scramble(modality, kScrambled, random);
    drawSplits(cohort, seed);
    return cohort;
}

Cohort makeIndependent(std::size_t n, std::uint64_t seed)
{
    Random random(seed);
    Cohort cohort = labelled("independent", normals(n, random));
    addThree(cohort, normals(n, random), 0, random);
    drawSplits(cohort, seed);
    return cohort;
}

Cohort makeRedundant(std::size_t n, std::uint64_t seed)
{
    Random random(seed);
    const Signal truth = normals(n, random);
    Cohort cohort = labelled("redundant", truth);
    const Signal shown = correlated(truth, kShared, random);
    for (const char* name : kNames)
        addModality(cohort, name, kFeatures, shown, kShared * kShared, random);
    drawSplits(cohort, seed);
    return cohort;
}

Cohort makeEverywhere(std::size_t n, std::uint64_t seed)
{
    constexpr std::size_t kNoiseFeatures = 60;
    constexpr double kScanned = 0.4;
    Random random(seed);
    const Signal truth = normals(n, random);
    Cohort cohort = labelled("everywhere", truth);
    addModality(cohort, "monitor", kNoiseFeatures, Signal(n, 0.0), 0, random);
    addModality(cohort, "scan", kFeatures, correlated(truth, kShared, random), kShared * kShared, random);
    leaveTo(cohort.modalities.back(), kScanned, random);
    drawSplits(cohort, seed);
    return cohort;
}

} // namespace btw::data
