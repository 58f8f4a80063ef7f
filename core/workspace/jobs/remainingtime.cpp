// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/remainingtime.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace btw::jobs {

RemainingTime::RemainingTime(const std::vector<PlannedRun>& plan)
{
    const auto modalities = static_cast<std::size_t>(std::count_if(plan.begin(), plan.end(),
        [](const PlannedRun& run) { return run.record.step == training::Step::Unimodal; }));
    for (const auto& planned : plan)
        m_runs.push_back(
            { cost(planned.record.step, modalities), static_cast<double>(planned.record.spec.epochs),
                planned.record.status == store::RunStatus::Finished });
}

double RemainingTime::cost(training::Step step, std::size_t modalities)
{
    // A multimodal epoch runs every encoder, and every modality's tokens through shared layers.
    return step == training::Step::Unimodal ? 1.0 : static_cast<double>(modalities);
}

void RemainingTime::runStarted(std::size_t index)
{
    m_current = index;
    m_epochs = 0;
}

void RemainingTime::epochDone(double seconds)
{
    ++m_epochs;
    // A run's first epoch may take much longer, since a frozen file encodes everybody in it: it counts only
    // until there is a second.
    if (m_epochs == 1)
        m_before = { m_secondsPerCost, m_measured };
    else if (m_epochs == 2)
        std::tie(m_secondsPerCost, m_measured) = m_before;
    ++m_measured;
    // A running mean that forgets slowly: the machine may get busier.
    const double weight = std::max(1.0 / m_measured, 0.1);
    m_secondsPerCost += weight * (seconds / m_runs[m_current].cost - m_secondsPerCost);
}

void RemainingTime::runDone()
{
    m_runs[m_current].done = true;
    m_finishedEpochs += m_epochs;
    ++m_finishedRuns;
}

double RemainingTime::seconds(double share) const
{
    if (m_measured == 0)
        return std::numeric_limits<double>::quiet_NaN();
    double total = 0;
    for (std::size_t i = m_current; i < m_runs.size(); ++i) {
        const auto& run = m_runs[i];
        if (run.done)
            continue;
        const double expected = m_finishedRuns > 0
            ? std::min(run.epochsAtMost, m_finishedEpochs / m_finishedRuns)
            : run.epochsAtMost;
        const double left = i == m_current ? std::max(expected - m_epochs - share, 1.0 - share) : expected;
        total += std::max(left, 0.0) * run.cost * m_secondsPerCost;
    }
    return total;
}

} // namespace btw::jobs
