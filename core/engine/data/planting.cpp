// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/planting.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::data {

namespace {

/// A share o drawn afresh leaves variances as they are and takes covariance to 1 - o of itself; so does the
/// share of labels that do not follow the signal.
double plantedStrength(const PlantedModality& plan, double unexplained)
{
    const double r = plan.correlation * (1 - plan.outliers) * (1 - unexplained);
    return r * r;
}

/// Loadings of `dims` features on the hidden values: each feature shows one of them, with either sign, and a
/// little of the others. Every third feature shows none, as real ones do.
std::vector<Signal> makeLoadings(std::size_t dims, std::size_t factors, Random& random)
{
    std::vector<Signal> loadings(dims, Signal(factors, 0.0));
    std::size_t shown = 0;
    for (std::size_t d = 0; d < dims; ++d) {
        if (d % 3 == 2)
            continue;
        for (double& loading : loadings[d])
            loading = 0.2 * random.normal();
        loadings[d][shown++ % factors] = random.below(2) == 0 ? 1.0 : -1.0;
    }
    return loadings;
}

/// Exact shares of n, the largest remainders rounded up.
std::vector<std::size_t> apportioned(std::size_t n, const std::vector<double>& weights)
{
    double total = 0;
    for (const double weight : weights)
        total += weight;
    std::vector<std::size_t> counts;
    std::vector<std::pair<double, std::size_t>> remainders;
    std::size_t dealt = 0;
    for (std::size_t c = 0; c < weights.size(); ++c) {
        const double exact = static_cast<double>(n) * weights[c] / total;
        counts.push_back(static_cast<std::size_t>(exact));
        remainders.emplace_back(exact - std::floor(exact), c);
        dealt += counts.back();
    }
    std::sort(remainders.rbegin(), remainders.rend());
    for (std::size_t k = 0; dealt < n; ++k, ++dealt)
        ++counts[remainders[k].second];
    return counts;
}

void plantOne(Cohort& cohort, const PlantedModality& plan, const std::vector<Signal>& truth,
    double unexplained, std::uint64_t seed)
{
    Random random(seed);
    const std::size_t n = truth.size();
    const std::size_t factors = truth.front().size();
    const std::vector<Signal> loadings = makeLoadings(plan.dims, factors, random);

    Modality modality;
    modality.name = plan.name;
    modality.kind = plan.kind;
    modality.dims = static_cast<std::int64_t>(plan.dims);
    modality.present = drawPresence(n, plan.share, random);
    if (modality.isRagged())
        modality.offsets.push_back(0);

    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t of = random.uniform() < plan.outliers ? random.below(n) : i;
        Signal hidden(factors);
        const double rest = std::sqrt(1 - plan.correlation * plan.correlation);
        for (std::size_t f = 0; f < factors; ++f)
            hidden[f] = plan.correlation * truth[of][f] + rest * random.normal();
        const std::size_t steps = plan.shortest + random.below(plan.longest - plan.shortest + 1);
        const bool present = modality.present[i] != 0;
        for (std::size_t step = 0; step < (present || !modality.isRagged() ? steps : 0); ++step) {
            // The signal grows along a sequence, from a half to one and a half of its mean.
            const double gain
                = steps == 1 ? 1.0 : 0.5 + static_cast<double>(step) / static_cast<double>(steps - 1);
            for (std::size_t d = 0; d < plan.dims; ++d) {
                double value = plan.noise * random.normal();
                for (std::size_t f = 0; f < factors; ++f)
                    value += gain * loadings[d][f] * hidden[f];
                modality.values.push_back(present ? static_cast<float>(value) : 0.0F);
            }
        }
        if (modality.isRagged())
            modality.offsets.push_back(
                modality.offsets.back() + (present ? static_cast<std::int64_t>(steps) : 0));
    }
    cohort.strengths[plan.name] = plantedStrength(plan, unexplained);
    cohort.modalities.push_back(std::move(modality));
}

} // namespace

std::vector<std::uint8_t> drawPresence(std::size_t n, double share, Random& random)
{
    std::vector<std::uint8_t> present(n, 0);
    const auto withIt = static_cast<std::size_t>(std::floor(share * static_cast<double>(n) + 0.5));
    std::fill_n(present.begin(), withIt, std::uint8_t { 1 });
    if (withIt < n)
        random.shuffle(present);
    return present;
}

void plant(Cohort& cohort, std::span<const PlantedModality> plan, const std::vector<Signal>& truth,
    double unexplained, Random& random)
{
    for (const auto& modality : plan)
        plantOne(cohort, modality, truth, unexplained, random.next());
}

std::vector<std::string> numberedIds(const std::string& prefix, std::size_t n)
{
    std::vector<std::string> ids;
    ids.reserve(n);
    for (std::size_t i = 1; i <= n; ++i) {
        const std::string digits = std::to_string(i);
        ids.push_back(prefix + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits);
    }
    return ids;
}

std::vector<Signal> plantSentiments(Cohort& cohort, std::size_t n, Random& random)
{
    cohort.task = Task::Regression;
    cohort.labelRange = { -3.0, 3.0 };
    cohort.ids = numberedIds("clip-", n);
    std::vector<Signal> truth;
    truth.reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
        // Steps of 0.2: the mean of five raters' whole numbers, as in CMU-MOSI.
        const double feeling = random.normal();
        const double fifths = std::floor(5 * std::clamp(1.4 * feeling + 0.1, -3.0, 3.0) + 0.5);
        cohort.y.push_back(fifths / 5);
        truth.push_back({ feeling });
    }
    return truth;
}

std::vector<Signal> plantStays(Cohort& cohort, std::size_t n, Random& random)
{
    cohort.task = Task::Classification;
    cohort.classes = { "under-3-days", "3-to-7-days", "7-to-14-days", "over-14-days" };
    cohort.ids = numberedIds("stay-", n);
    const std::vector<double> weights { 1465, 2342, 923, 448 };
    const std::vector<std::size_t> counts = apportioned(n, weights);
    for (std::size_t c = 0; c < counts.size(); ++c)
        cohort.y.insert(cohort.y.end(), counts[c], static_cast<double>(c));
    random.shuffle(cohort.y);

    // Each class has its own hidden factor, standardised by the classes' shares, so that each modality tells
    // all four apart and not only the long stays from the short.
    std::vector<Signal> truth;
    truth.reserve(n);
    for (const double y : cohort.y) {
        // Some stays are long or short for reasons that no modality shows: together they do not tell
        // everything.
        const double shown = random.uniform() < kUnexplainedStays ? cohort.y[random.below(n)] : y;
        Signal signal;
        for (std::size_t c = 0; c < weights.size(); ++c) {
            const double share = weights[c] / (1465 + 2342 + 923 + 448);
            const double own = shown == static_cast<double>(c) ? 1.0 : 0.0;
            signal.push_back((own - share) / std::sqrt(share * (1 - share)));
        }
        truth.push_back(std::move(signal));
    }
    return truth;
}

} // namespace btw::data
