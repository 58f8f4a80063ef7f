// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/predictions.h"
#include "engine/spec/spec.h"
#include "engine/training/control.h"
#include "engine/training/events.h"
#include "engine/weighting/names.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace btw::training {

/// What a run of another training gives to one that is made of it, at its best epoch.
struct Given
{
    weighting::MadeOf as = weighting::MadeOf::Nothing;
    Predictions predictions; ///< every row
    std::vector<float> weights; ///< `[N, M]`; empty unless weighted
    std::vector<HeldOutWeight> believed; ///< late fusion: M
};

/// One model to train.
struct RunPlan
{
    Step step = Step::Baseline;
    std::size_t modality = 0; ///< Step::Unimodal: which
    ExperimentSpec spec;
    std::uint64_t seed = 1;
    /// Step::Weighted, and the model of all modalities of a system that reads them: best-epoch predictions,
    /// one a modality.
    std::vector<Predictions> unimodal;
    /// What the model is made of beside unimodal predictions (systems::System::needs), in that order.
    std::vector<Given> given {};
    std::string identity {}; ///< kept in checkpoints, and those of another are refused; empty: not asked
};

/// The modalities that the plan's model uses, as indices into the cohort's, ascending. \throws btw::Error for
/// a name of spec.modalities that the cohort does not have.
std::vector<std::size_t> usedModalities(const data::Cohort& cohort, const RunPlan& plan);

/// What the plan is given as that. \throws btw::Error where it is not.
const Given& givenAs(const RunPlan& plan, weighting::MadeOf as);

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
    /// `writeCheckpoint(path)`, where there is one, writes the state after this epoch: to a temporary name,
    /// synced, renamed.
    virtual void onEpoch(
        const EpochReport& report, const std::function<void(const std::string& path)>& writeCheckpoint)
        = 0;
};

/// Fits the models of one system on one cohort, one after the other: unimodal, baseline and, where the
/// system takes weights, weighted (docs/method, "The three steps").
class Fitter
{
public:
    virtual ~Fitter() = default;

    /// \param resumeFrom a checkpoint of the same plan, to go on after its epoch.
    /// \throws btw::Error (Kind::Work) where a loss is not finite, memory runs out or a device fails: what
    /// the observer was told before is whole, and its last checkpoint can be resumed from.
    virtual RunResult train(const RunPlan& plan, RunControl& control, RunObserver& observer,
        const std::optional<std::string>& resumeFrom = std::nullopt)
        = 0;
};

} // namespace btw::training
