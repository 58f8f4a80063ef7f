// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"
#include "engine/training/control.h"
#include "engine/training/events.h"
#include "engine/training/spec.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace btw::training {

class Ranks;

/// \throws btw::Error for a model that this program does not have, listing those it has.
void requireModel(const std::string& name);

/// One model to train.
struct RunPlan
{
    Step step = Step::Baseline;
    std::size_t modality = 0; ///< Step::Unimodal: which
    ExperimentSpec spec;
    std::uint64_t seed = 1;
    std::vector<Predictions> unimodal; ///< Step::Weighted: best-epoch predictions, one a modality
    std::string identity {}; ///< kept in checkpoints, and those of another are refused; empty: not asked
};

/// Follows a run. Called on the training thread; an exception ends the run and is passed on.
class RunObserver
{
public:
    virtual ~RunObserver() = default;
    virtual void onBatch(const BatchProgress& progress) = 0;
    /// The run waits, or goes on.
    virtual void onPause(bool paused) = 0;
    /// Something about the run that its reader should know; before the first epoch. \param sentence one
    virtual void onWarning(const std::string& /*sentence*/) { }
    /// `writeCheckpoint(path)` writes the state after this epoch: to a temporary name, synced, renamed.
    virtual void onEpoch(
        const EpochReport& report, const std::function<void(const std::string& path)>& writeCheckpoint)
        = 0;
};

/// Trains the models of one cohort, one after the other: unimodal, baseline, weighted (docs/method, "The
/// three steps"). Scales the cohort once, by its training rows. Same plan, seed and threads: the same bits.
class Trainer
{
public:
    /// \param device as resolveDevice() gives it. \throws btw::Error for a cohort that cannot be trained on,
    /// and for a device that is not there.
    /// \param ranks null: this process alone. Rank 0 calls train(), all others follow().
    explicit Trainer(const data::Cohort& cohort, const std::string& device = "cpu",
        std::shared_ptr<Ranks> ranks = nullptr);
    ~Trainer();
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;

    /// \param resumeFrom a checkpoint of the same plan, to go on after its epoch.
    /// \throws btw::Error (Kind::Work) where a loss is not finite, memory runs out or a device fails: what
    /// the observer was told before is whole, and its last checkpoint can be resumed from.
    RunResult train(const RunPlan& plan, RunControl& control, RunObserver& observer,
        const std::optional<std::string>& resumeFrom = std::nullopt);

    /// Shares in what rank 0 trains until that dismisses its followers, or a rank is asked to stop.
    /// \param spec rank 0's \throws btw::Error as train() does, and when rank 0 is lost
    Outcome follow(const ExperimentSpec& spec, RunControl& control);

private:
    RunResult trainPrepared(const RunPlan& plan, RunControl& control, RunObserver& observer,
        const std::optional<std::string>& resumeFrom);

    struct Prepared;
    std::unique_ptr<Prepared> m_prepared;
    std::shared_ptr<Ranks> m_ranks;
};

/// Rank 0 has no more work for the others. Does nothing where they have gone already.
void dismissFollowers(Ranks& ranks, Outcome outcome);

} // namespace btw::training
