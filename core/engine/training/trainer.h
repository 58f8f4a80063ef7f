// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/training/run.h"

#include <memory>
#include <optional>
#include <string>

namespace btw::model {
class FusionRegistry;
}

namespace btw::training {

class Ranks;

/// Trains models by gradient. Scales the cohort once, by its training rows. Same plan, seed and threads: the
/// same bits.
class Trainer : public Fitter
{
public:
    /// \param device as resolveDevice() gives it. \throws btw::Error for a cohort that cannot be trained on,
    /// and for a device that is not there.
    /// \param ranks null: this process alone. Rank 0 calls train(), all others follow().
    /// \param models by the name that the spec's `model` gives; null: those of this program
    explicit Trainer(const data::Cohort& cohort, const std::string& device = "cpu",
        std::shared_ptr<Ranks> ranks = nullptr,
        std::shared_ptr<const model::FusionRegistry> models = nullptr);
    ~Trainer() override;
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;

    RunResult train(const RunPlan& plan, RunControl& control, RunObserver& observer,
        const std::optional<std::string>& resumeFrom = std::nullopt) override;

    /// Shares in what rank 0 trains until that dismisses its followers, or a rank is asked to stop.
    /// \param spec rank 0's \throws btw::Error as train() does, and when rank 0 is lost
    Outcome follow(const ExperimentSpec& spec, RunControl& control);

private:
    RunResult trainPrepared(const RunPlan& plan, RunControl& control, RunObserver& observer,
        const std::optional<std::string>& resumeFrom);

    struct Prepared;
    std::unique_ptr<Prepared> m_prepared;
    std::shared_ptr<Ranks> m_ranks;
    std::shared_ptr<const model::FusionRegistry> m_models;
};

/// Rank 0 has no more work for the others. Does nothing where they have gone already.
void dismissFollowers(Ranks& ranks, Outcome outcome);

} // namespace btw::training
