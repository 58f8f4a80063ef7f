// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/late/pool.h"

#include "engine/analysis/quantile.h"
#include "engine/analysis/resampler.h"
#include "engine/data/splits.h"
#include "engine/parallelerror.h"
#include "engine/systems/late/calibration.h"
#include "engine/systems/late/evidence.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <thread>

namespace btw::systems {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::array kPenalties { 0.1, 1.0, 10.0 };
constexpr std::size_t kFolds = 5;
constexpr std::size_t kResamples = 2000;

std::vector<std::string> groupsOf(const data::Cohort& cohort, const std::vector<std::size_t>& rows)
{
    std::vector<std::string> groups;
    if (!cohort.groups.empty())
        for (const std::size_t i : rows)
            groups.push_back(cohort.groups[i]);
    return groups;
}

std::size_t peopleIn(const data::Cohort& cohort, const std::vector<std::size_t>& rows)
{
    const auto groups = groupsOf(cohort, rows);
    return groups.empty() ? rows.size() : std::set<std::string>(groups.begin(), groups.end()).size();
}

/// A cohort with what its unimodal models predict, and how that is read.
struct Pooling
{
    const data::Cohort& cohort;
    const std::vector<Predictions>& unimodal;
    const Evidence& evidence;

    PoolRows rows(const std::vector<std::size_t>& some) const
    {
        return evidence.rows(cohort, unimodal, some);
    }
};

PoolRows partOf(const Pooling& pooling, const std::vector<std::size_t>& rows,
    const std::vector<std::size_t>& folds, std::size_t fold, bool held)
{
    std::vector<std::size_t> some;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if ((folds[i] == fold) == held)
            some.push_back(rows[i]);
    return pooling.rows(some);
}

/// Lambda by cross-validated loss over the fitted rows; the larger of equals.
double choosePenalty(const Pooling& pooling, bool equal, std::uint64_t seed)
{
    const auto& rows = pooling.evidence.fitted();
    const std::size_t people = peopleIn(pooling.cohort, rows);
    const std::size_t count = std::min(kFolds, people);
    if (count < 2)
        return kPenalties.back();
    const auto folds = data::drawParts(
        pooling.cohort, rows, std::vector<double>(count, 1.0 / static_cast<double>(count)), seed);
    double best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (const double penalty : kPenalties) {
        double sum = 0;
        for (std::size_t f = 0; f < count; ++f) {
            const auto held = partOf(pooling, rows, folds, f, true);
            const auto rest = partOf(pooling, rows, folds, f, false);
            const auto fit = fitPool(rest, { penalty / static_cast<double>(people), equal });
            sum += poolLoss(held, fit) * static_cast<double>(held.size());
        }
        if (sum <= least) {
            least = sum;
            best = penalty;
        }
    }
    return best;
}

/// Percentiles of c over resamples of people, lambda and unimodal models fixed.
void addIntervals(std::vector<training::HeldOutWeight>& weights, const data::Cohort& cohort,
    const Evidence& evidence, const PoolRows& rows, const PoolOptions& options, const PoolFit& fit,
    std::uint64_t seed, const std::function<bool()>& stopped)
{
    const analysis::Resampler resampler(rows.size(), groupsOf(cohort, evidence.fitted()));
    PoolOptions quick = options;
    quick.tolerance = 1e-5;
    std::vector<VectorXd> drawn(kResamples);
    // The predicate belongs to the caller's thread, which takes resamples like the others.
    const auto caller = std::this_thread::get_id();
    std::atomic<bool> stop = false;
    ParallelError error;
#pragma omp parallel for schedule(dynamic, 16)
    for (std::size_t r = 0; r < kResamples; ++r) {
        error.guard(r, [&] {
            if (stopped && std::this_thread::get_id() == caller && stopped())
                stop = true;
            if (stop.load())
                return;
            analysis::Multiplicity counts(rows.size());
            resampler.resample(seed, r, counts);
            VectorXd times(rows.y.size());
            for (Index i = 0; i < times.size(); ++i)
                times(i) = counts[static_cast<std::size_t>(i)];
            drawn[r] = fitPool(rows, quick, times, &fit).c;
        });
    }
    error.rethrow();
    if (stop)
        return;
    for (std::size_t m = 0; m < weights.size(); ++m) {
        std::vector<double> values;
        values.reserve(kResamples);
        for (const auto& c : drawn)
            values.push_back(c(static_cast<Index>(m)));
        std::sort(values.begin(), values.end());
        weights[m].low = analysis::quantile(values, 0.025);
        weights[m].high = analysis::quantile(values, 0.975);
    }
}

/// \param calibrated N; rows whose scores are calibrated
Predictions predictions(const Pooling& pooling, const PoolFit& fit, double slope, double intercept,
    const std::vector<bool>& calibrated)
{
    std::vector<std::size_t> everyone(pooling.cohort.size());
    std::iota(everyone.begin(), everyone.end(), std::size_t { 0 });
    MatrixXd scores = poolScores(pooling.rows(everyone), fit);
    const Index last = scores.cols() - 1;
    Predictions result;
    result.width = pooling.cohort.predictionWidth();
    result.values.resize(pooling.cohort.size() * result.width);
    for (std::size_t i = 0; i < pooling.cohort.size(); ++i) {
        auto row = scores.row(static_cast<Index>(i));
        if (calibrated[i]) {
            row *= slope;
            row(last) += intercept;
        }
        float* out = result.row(i);
        if (pooling.cohort.task == Task::Regression) {
            out[0]
                = static_cast<float>(row(0) * pooling.evidence.labelScale() + pooling.evidence.labelMean());
            continue;
        }
        row = (row.array() - row.maxCoeff()).exp();
        row /= row.sum();
        for (Index k = 0; k <= last; ++k)
            out[k] = static_cast<float>(row(k));
    }
    return result;
}

ModelState stateOf(const Pool& pool, const Evidence& evidence, const PoolFit& fit)
{
    ModelState state = evidence.state();
    state.set("c", std::vector<double>(fit.c.begin(), fit.c.end()));
    state.set("b", std::vector<double>(fit.b.data(), fit.b.data() + fit.b.size()));
    state.set("calibration", std::vector<double> { pool.slope, pool.intercept });
    return state;
}

} // namespace

Pool poolModalities(const data::Cohort& cohort, const std::vector<Predictions>& unimodal, bool equal,
    std::uint64_t seed, const std::function<bool()>& stopped)
{
    const Evidence evidence(cohort, unimodal);
    const Pooling pooling { cohort, unimodal, evidence };
    const PoolRows rows = pooling.rows(evidence.fitted());
    Pool pool;
    pool.penalty = choosePenalty(pooling, equal, seed);
    const auto people = static_cast<double>(peopleIn(cohort, evidence.fitted()));
    const PoolOptions options { pool.penalty / people, equal };
    const PoolFit fit = fitPool(rows, options);
    for (std::size_t m = 0; m < unimodal.size(); ++m)
        pool.weights.push_back({ cohort.modalities[m].name, fit.c(static_cast<Index>(m)), 0, 0 });
    addIntervals(pool.weights, cohort, evidence, rows, options, fit, seed, stopped);
    if (stopped && stopped())
        return pool;
    const auto validation = pooling.rows(data::rowsOf(cohort, Split::Validation));
    const auto calibration = calibrationOf(validation, poolScores(validation, fit));
    pool.slope = calibration.slope;
    pool.intercept = calibration.intercept;
    // Training rows were predicted by single models, on which the pool was fitted.
    std::vector<bool> calibrated;
    for (const Split split : cohort.splits)
        calibrated.push_back(split != Split::Train);
    pool.predictions = predictions(pooling, fit, pool.slope, pool.intercept, calibrated);
    pool.state = stateOf(pool, evidence, fit);
    return pool;
}

Predictions predictPool(
    const data::Cohort& people, const std::vector<Predictions>& unimodal, const ModelState& state)
{
    const std::size_t outputs = people.predictionWidth();
    const Evidence evidence(state, unimodal.size(), outputs);
    const std::size_t intercepts = evidence.rows(people, unimodal, {}).intercepts;
    const auto& c = state.numbers("c", unimodal.size());
    const auto& b = state.numbers("b", intercepts * outputs);
    const PoolFit fit { Eigen::Map<const VectorXd>(c.data(), static_cast<Index>(c.size())),
        Eigen::Map<const MatrixXd>(b.data(), static_cast<Index>(intercepts), static_cast<Index>(outputs)) };
    const auto& calibration = state.numbers("calibration", 2);
    return predictions({ people, unimodal, evidence }, fit, calibration[0], calibration[1],
        std::vector<bool>(people.size(), true));
}

} // namespace btw::systems
