// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts.h"

#include <map>
#include <numeric>

namespace btw::cli::slurm {

std::vector<std::vector<std::size_t>> partsOf(const std::vector<std::vector<jobs::PlannedRun>>& plans)
{
    // Each training points at an earlier one that it shares a step with, at last at the first of its part.
    std::vector<std::size_t> first(plans.size());
    std::iota(first.begin(), first.end(), std::size_t { 0 });
    const auto rootOf = [&](std::size_t i) {
        while (first[i] != i)
            i = first[i];
        return i;
    };
    std::map<QString, std::size_t> ofStep;
    for (std::size_t i = 0; i < plans.size(); ++i) {
        for (const auto& planned : plans[i]) {
            const auto known = ofStep.emplace(planned.record.stepKey, i).first->second;
            const auto a = rootOf(known), b = rootOf(i);
            first[std::max(a, b)] = std::min(a, b);
        }
    }
    std::vector<std::vector<std::size_t>> parts;
    std::map<std::size_t, std::size_t> places; ///< of a part, by its first training
    for (std::size_t i = 0; i < plans.size(); ++i) {
        const auto place = places.emplace(rootOf(i), parts.size());
        if (place.second)
            parts.emplace_back();
        parts[place.first->second].push_back(i);
    }
    return parts;
}

} // namespace btw::cli::slurm
