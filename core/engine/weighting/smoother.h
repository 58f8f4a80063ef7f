// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/weighting/options.h"
#include "engine/weighting/weigher.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace btw::weighting {

/// Everything that a Smoother remembers, for checkpoints.
struct SmootherState
{
    double alpha = 0.5;
    double alphaUsed = std::numeric_limits<double>::quiet_NaN();
    std::optional<double> best; ///< best validation metric so far; nothing before the first epoch
    std::vector<float> weights; ///< `[N, M]`
};

/// Carries the weights from one epoch to the next (docs/method, "Smoothing"):
/// w(t) = a w_new + (1 - a) w(t-1), then a <- min(a + step, 1) if the validation metric improved strictly on
/// its best so far (the first epoch did), else max(a - step, 0). With Update::OnImprovement weights change
/// after improved epochs only, while a adapts after each. Absent modalities stay at 0.
///
/// After each epoch: `if (smoother.needsUpdate(metric)) { auto w = weigher.compute(p);
/// smoother.update(metric, &w); } else smoother.update(metric, nullptr);`
class Smoother
{
public:
    /// \param task decides the metric: MAE, lower is better, or macro-F1, higher is better
    /// \param alpha a_0, in [0, 1]; \param step 0 keeps it fixed, in [0, 1]
    /// \param present `[N, M]`
    /// \throws btw::Error for a value out of range or a wrong size
    Smoother(Task task, double alpha, double step, Update update, std::size_t instances,
        std::size_t modalities, std::vector<std::uint8_t> present);

    /// `[N, M]` in force: 1 where present before the first update, 0 where absent.
    const std::vector<float>& weights() const { return m_state.weights; }
    /// a of the next update.
    double alpha() const { return m_state.alpha; }
    /// The a that made the weights in force; NaN before the first update.
    double alphaUsed() const { return m_state.alphaUsed; }

    /// Puts weights in force that stand from the first epoch on, in place of 1: update() is not called then.
    /// \param weights `[N, M]`; not read where absent \throws btw::Error for a wrong size
    void hold(const std::vector<double>& weights);

    /// True if this metric is strictly better than the best so far, or the first.
    bool improves(double metric) const;
    /// True if update() with this metric wants new weights.
    bool needsUpdate(double metric) const { return m_update == Update::EveryEpoch || improves(metric); }

    /// Ends an epoch. \param fresh new weights; may be null (and is not read) where needsUpdate(metric) is
    /// false. \throws btw::Error for a metric that is not finite, or where new weights are missing or of the
    /// wrong size;
    ///         nothing has changed then.
    void update(double metric, const Weights* fresh);

    const SmootherState& state() const { return m_state; }
    /// \throws btw::Error where the weights' size differs.
    void restore(SmootherState state);

private:
    Task m_task;
    double m_step;
    Update m_update;
    std::vector<std::uint8_t> m_present;
    SmootherState m_state;
};

} // namespace btw::weighting
