// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/planting.h"

#include <algorithm>
#include <cmath>
#include <limits>
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

/// Hours of an instance's measurements, ascending by whole minutes; at least one.
std::vector<double> drawTimes(const PlantedTimes& plan, Random& random)
{
    constexpr double kMinutes = 60;
    const double mean = plan.shortestGap + (plan.longestGap - plan.shortestGap) * random.uniform();
    const double last = plan.hours * kMinutes;
    const auto gap = [&] { return 1 + std::floor(-(mean - 1) * std::log(1 - random.uniform())); };
    std::vector<double> hours;
    for (double minute = gap(); minute <= last || hours.empty(); minute += gap())
        hours.push_back(std::min(minute, last) / kMinutes);
    return hours;
}

/// Which features are measured at one time; at least one.
std::vector<std::uint8_t> drawMeasured(const PlantedTimes& plan, std::size_t dims, Random& random)
{
    std::vector<std::uint8_t> measured(dims, 0);
    bool any = false;
    for (std::size_t d = 0; d < dims; ++d) {
        const double place = dims == 1 ? 0.0 : static_cast<double>(d) / static_cast<double>(dims - 1);
        measured[d] = random.uniform() < plan.often - (plan.often - plan.seldom) * place ? 1 : 0;
        any = any || measured[d] != 0;
    }
    if (!any)
        measured[random.below(dims)] = 1;
    return measured;
}

/// One modality of one instance after the other.
class Planter
{
public:
    Planter(const PlantedModality& plan, std::vector<Signal> loadings, Random& random)
        : m_plan(plan)
        , m_loadings(std::move(loadings))
        , m_random(random)
    {
    }

    void addVector(Modality& modality, const Signal& hidden, bool isPresent)
    {
        for (std::size_t d = 0; d < m_plan.dims; ++d) {
            const float drawn = value(hidden, d, 1.0);
            modality.values.push_back(isPresent ? drawn : 0.0F);
        }
    }

    void addSequence(Modality& modality, const Signal& hidden, std::size_t steps)
    {
        for (std::size_t step = 0; step < steps; ++step)
            for (std::size_t d = 0; d < m_plan.dims; ++d)
                modality.values.push_back(value(hidden, d,
                    steps == 1 ? 1.0 : gain(static_cast<double>(step) / static_cast<double>(steps - 1))));
    }

    void addSeries(Modality& modality, const Signal& hidden)
    {
        for (const double hour : drawTimes(m_plan.times, m_random)) {
            const auto measured = drawMeasured(m_plan.times, m_plan.dims, m_random);
            for (std::size_t d = 0; d < m_plan.dims; ++d)
                modality.values.push_back(measured[d] != 0 ? value(hidden, d, gain(hour / m_plan.times.hours))
                                                           : std::numeric_limits<float>::quiet_NaN());
            modality.times.push_back(static_cast<float>(hour));
        }
    }

private:
    /// The signal grows along a sequence, from a half to one and a half of its mean.
    static double gain(double place) { return 0.5 + place; }

    float value(const Signal& hidden, std::size_t d, double gain)
    {
        double value = m_plan.noise * m_random.normal();
        for (std::size_t f = 0; f < hidden.size(); ++f)
            value += gain * m_loadings[d][f] * hidden[f];
        return static_cast<float>(value);
    }

    const PlantedModality& m_plan;
    std::vector<Signal> m_loadings;
    Random& m_random;
};

void plantOne(Cohort& cohort, const PlantedModality& plan, const std::vector<Signal>& truth,
    double unexplained, std::uint64_t seed)
{
    Random random(seed);
    const std::size_t n = truth.size();
    const std::size_t factors = truth.front().size();
    Planter planter(plan, makeLoadings(plan.dims, factors, random), random);

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
        const bool isPresent = modality.present[i] != 0;
        if (!modality.isRagged())
            planter.addVector(modality, hidden, isPresent);
        else if (isPresent && plan.kind == ModalityKind::Series)
            planter.addSeries(modality, hidden);
        else if (isPresent)
            planter.addSequence(modality, hidden, steps);
        if (modality.isRagged())
            modality.offsets.push_back(static_cast<std::int64_t>(modality.values.size() / plan.dims));
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
