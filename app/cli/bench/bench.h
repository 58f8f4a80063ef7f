// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace btw::cli {

/// What a bench may be asked for; each takes what concerns it.
struct BenchParameters
{
    std::optional<std::int64_t> n; ///< instances; every bench has a default of its own
    std::int64_t modalities = 3;
    std::int64_t batch = 32;
    int threads = 1; ///< already in force
    std::string device = "cpu"; ///< as training::resolveDevice() gives it; of steps, epochs and sequences

    std::string against; ///< of a bench with points: what this one varies, or which part is timed
    // What only `scale` varies.
    std::int64_t experts = 0;
    std::int64_t width = 0;
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
    std::optional<double> worstMs; ///< gui: the longest gap
    std::size_t repeats = 0;
    QString against; ///< what varies from point to point, or the part that was timed
    std::vector<std::pair<QString, double>> figures; ///< what else was found, by its key in JSON
    QString busiest; ///< gui: what kept the window at work for longest
};

struct Bench
{
    QString name;
    QString summary; ///< one line
    std::function<BenchResult(const BenchParameters&)> run;
    /// The points of a curve, each a run; without it there is one, as asked.
    std::function<std::vector<BenchParameters>(const BenchParameters&)> points {};
};

/// Does `work` once unmeasured, then at least 5 times and for half a second, at most 1,000 times.
void measure(BenchResult& result, const std::function<void()>& work);
/// Fills in median, least and number of these times (at least one).
void summarise(BenchResult& result, std::vector<double> times);

Bench stepBench();
Bench epochBench();
Bench weightsBench();
Bench mutualInformationBench();
Bench densityBench();
Bench storeBench();
Bench overheadBench();
Bench guiBench(); ///< needs a GUI application
Bench memoryBench(); ///< aligned words of CMU-MOSEI's size
Bench longMemoryBench(); ///< sequences of CMU-MOSEI's size, each at its own rate
Bench sequencesBench(); ///< every model's epoch, CMU-MOSI's size
Bench longSequencesBench(); ///< the same, CMU-MOSEI's
Bench lstmBench(); ///< the recurrent layer alone
Bench attentionBench(); ///< multi-head attention alone
Bench attentionMemoryBench(); ///< its memory instead of its time
Bench scaleBench();

/// Every bench: a new one is added here.
std::vector<Bench> benches();

} // namespace btw::cli
