// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/problem.h"
#include "engine/training/events.h"
#include "workspace/jobs/digest.h"
#include "workspace/store/records.h"
#include "workspace/store/trainingrecord.h"

#include <memory>
#include <variant>
#include <vector>

namespace btw::jobs {

/// What a training says while it works. Values: cheap to move, safe to send across threads.

/// A run of this training starts, or a finished one stands in for it (`reused`).
struct RunStarted
{
    store::RunRecord run;
    store::TrainingRecord training; ///< that asked for it; id 0 where only a part of one is resumed
    Task task = Task::Regression;
    training::Step step = training::Step::Unimodal;
    int index = 0; ///< of this training's runs, from 0
    int count = 0;
    bool reused = false;
    bool resumed = false;
};

struct BatchDone
{
    std::int64_t runId = 0;
    training::BatchProgress progress;
    double secondsLeft = 0; ///< of the whole training, NaN while unknown
};

/// An epoch is committed to the store.
struct EpochDone
{
    std::int64_t runId = 0;
    training::Step step = training::Step::Unimodal;
    std::uint64_t seed = 0;
    std::shared_ptr<const training::EpochReport> report;
    std::vector<store::WeightSummary> weights; ///< M; empty unless weighted
    std::shared_ptr<const RunDigest>
        digest; ///< all that the charts need, up to this epoch; null unless asked for
};

struct RunDone
{
    store::RunRecord run; ///< status, final figures (those of the test split with a training's last run only)
    std::shared_ptr<const RunDigest> digest; ///< null unless asked for
    std::vector<store::ReferenceRecord>
        referenceModels; ///< of a training's last run, without predictions; else empty
};

/// All runs of one training (spec x seed) are done.
struct TrainingDone
{
    std::int64_t runId = 0; ///< the last run: baseline or weighted
    /// Its runs in order, their test figures open now; empty unless it ended well, and until the experiment
    /// that it belongs to has ended.
    std::vector<store::RunRecord> runs;
    std::vector<store::ReferenceRecord> referenceModels; ///< without predictions
    std::shared_ptr<const ResultCard> card; ///< null when stopped, or unless asked for
    bool stopped = false;
    std::int64_t experimentId = 0; ///< 0: it stands by itself
};

struct ProblemFound
{
    std::int64_t runId = 0; ///< 0: none
    data::Severity severity = data::Severity::Error;
    QString sentence;
};

using TrainingEvent = std::variant<RunStarted, BatchDone, EpochDone, RunDone, TrainingDone, ProblemFound>;

} // namespace btw::jobs
