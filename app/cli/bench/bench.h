// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace btw::cli {

/// What a bench may be asked for; each takes what concerns it.
struct BenchParameters
{
    std::optional<std::int64_t> n; ///< instances; every bench has a default of its own
    std::int64_t modalities = 3;
    std::int64_t batch = 32;
    int threads = 1; ///< already in force
};

/// Times of one thing done again and again. Parameters that do not concern it are absent.
struct BenchResult
{
    std::optional<std::int64_t> n;
    std::optional<std::int64_t> modalities;
    std::optional<std::int64_t> batch;
    std::optional<std::int64_t> params; ///< of the model that was timed
    double medianMs = 0;
    double minMs = 0;
    std::size_t repeats = 0;
};

struct Bench
{
    QString name;
    QString summary; ///< one line
    std::function<BenchResult(const BenchParameters&)> run;
};

/// Does `work` once unmeasured, then at least 5 times and for half a second, at most 1,000 times.
void measure(BenchResult& result, const std::function<void()>& work);

Bench stepBench();
Bench weightsBench();
Bench mutualInformationBench();
Bench densityBench();
Bench storeBench();

/// Every bench: a new one is added here.
std::vector<Bench> benches();

} // namespace btw::cli
