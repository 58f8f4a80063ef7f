// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/bootstrap.h"
#include "engine/analysis/resampler.h"
#include "engine/parallelerror.h"

#include <cstdint>
#include <vector>

namespace btw::analysis {

/// What a function of a draw gives on every resample, on OpenMP's threads; the same whatever their number.
/// \param function of a Multiplicity; called from several threads at once
template <typename Result, typename Function>
std::vector<Result> replicates(
    const Function& function, const Resampler& resampler, const BootstrapOptions& options)
{
    const auto count = static_cast<std::int64_t>(options.resamples);
    std::vector<Result> results(options.resamples);
    ParallelError error;
#pragma omp parallel default(none) shared(function, resampler, options, results, count, error)
    {
        Multiplicity drawn;
#pragma omp for schedule(static)
        for (std::int64_t b = 0; b < count; ++b) {
            const auto item = static_cast<std::size_t>(b);
            error.guard(item, [&] {
                resampler.resample(options.seed, item, drawn);
                results[item] = function(drawn);
            });
        }
    }
    error.rethrow();
    return results;
}

} // namespace btw::analysis
