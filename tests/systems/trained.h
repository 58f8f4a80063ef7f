// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

#include <string>
#include <vector>

/// Hears everything and says nothing.
class Silent : public btw::training::RunObserver
{
public:
    void onBatch(const btw::training::BatchProgress& /*progress*/) override { }
    void onPause(bool /*paused*/) override { }
    void onWarning(const std::string& sentence) override { warnings.push_back(sentence); }
    void onEpoch(const btw::training::EpochReport& report,
        const std::function<void(const std::string& path)>& /*writeCheckpoint*/) override
    {
        reports.push_back(report);
    }
    std::vector<btw::training::EpochReport> reports;
    std::vector<std::string> warnings;
};

/// The runs of a training as the program trains them, without a store.
struct Trained
{
    std::vector<btw::training::RunResult> unimodal; ///< one a used modality
    std::vector<btw::training::RunPlan> unimodalPlans;
    btw::training::RunResult last;
    btw::training::RunPlan plan; ///< of the last
    Silent heard; ///< of the last
};

/// Unimodal runs, those of other systems that the last run is made of (System::needs), and the last run:
/// weighted, where the system takes weights and the spec's variant is not none.
Trained trainedBy(const btw::systems::SystemRegistry& systems, const btw::data::Cohort& cohort,
    const btw::training::ExperimentSpec& spec, std::uint64_t seed = 1);
