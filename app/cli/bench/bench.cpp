// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace btw::cli {

namespace {

constexpr std::size_t kLeastRepeats = 5;
constexpr std::size_t kMostRepeats = 1000;
constexpr double kLeastMs = 500;

} // namespace

void measure(BenchResult& result, const std::function<void()>& work)
{
    work();
    std::vector<double> times;
    double total = 0;
    while (times.size() < kLeastRepeats || (total < kLeastMs && times.size() < kMostRepeats)) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
        times.push_back(taken.count());
        total += taken.count();
    }
    summarise(result, std::move(times));
}

void summarise(BenchResult& result, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const std::size_t middle = times.size() / 2;
    result.medianMs = times.size() % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
    result.minMs = times.front();
    result.repeats = times.size();
}

std::vector<Bench> benches()
{
    // The memory of attention is the last: from then on no freed memory is kept, which is slower.
    return { stepBench(), epochBench(), weightsBench(), mutualInformationBench(), densityBench(),
        storeBench(), overheadBench(), guiBench(), memoryBench(), longMemoryBench(), scaleBench(),
        sequencesBench(), longSequencesBench(), lstmBench(), attentionBench(), attentionMemoryBench() };
}

} // namespace btw::cli
