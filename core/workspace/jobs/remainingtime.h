// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/events.h"
#include "workspace/jobs/plan.h"

#include <utility>
#include <vector>

namespace btw::jobs {

/// How long a training still takes, from the epochs seen so far. Early stops make it an upper bound for the
/// run at work; runs to come are counted with as many epochs as the finished ones took on average.
class RemainingTime
{
public:
    explicit RemainingTime(const std::vector<PlannedRun>& plan);

    void runStarted(std::size_t index);
    void epochDone(double seconds);
    void runDone();
    /// Seconds, NaN while unknown. \param share of the current epoch that is done, 0 to 1
    double seconds(double share) const;

private:
    static double cost(training::Step step, std::size_t modalities);

    struct Run
    {
        double cost = 1; ///< of an epoch, relative to a unimodal one
        double epochsAtMost = 0;
        bool done = false;
    };
    std::vector<Run> m_runs;
    std::size_t m_current = 0;
    double m_epochs = 0; ///< of the current run
    double m_secondsPerCost = 0;
    double m_measured = 0; ///< epochs behind m_secondsPerCost
    std::pair<double, double> m_before { 0, 0 }; ///< the two above before the current run's first epoch
    double m_finishedEpochs = 0;
    double m_finishedRuns = 0;
};

} // namespace btw::jobs
