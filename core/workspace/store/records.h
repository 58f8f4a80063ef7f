// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/derivation.h"
#include "engine/data/shape.h"
#include "engine/predictions.h"
#include "engine/spec/spec.h"
#include "engine/training/events.h"
#include "engine/weighting/names.h"

#include <QDateTime>
#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace btw::store {

/// Where the split of a cohort comes from.
enum class SplitOrigin : std::uint8_t {
    Unknown, ///< of an older version
    Given, ///< by the data
    Drawn ///< by a seed, wholly or in part
};

/// What the store keeps of a cohort and one of its splits: enough to redraw every chart without the file.
/// What is fitted to the training rows (labels that are cut into classes) is the split's.
struct CohortRecord
{
    std::int64_t cohortId = 0; ///< all its splits have it
    std::int64_t splitId = 0; ///< by which runs and trainings name it
    QString content; ///< of the cohort without a split (io::contentHash), hex; empty when unknown
    QString name;
    QString path; ///< where this split was read from: absolute path; empty when unknown
    QString hash; ///< of the split: of canonical values and splits (io::cohortHash), hex
    Task task = Task::Regression;
    std::vector<std::string> classes;
    std::optional<std::pair<double, double>> labelRange;
    std::vector<std::string> modalities;
    std::vector<std::string> ids;
    std::vector<double> y;
    std::vector<Split> splits;
    SplitOrigin splitOrigin = SplitOrigin::Unknown;
    std::uint64_t splitSeed = 0; ///< SplitOrigin::Drawn
    data::Derivation derivation; ///< what was made of the data as it was read
    std::vector<std::string> groups; ///< N or empty
    std::vector<std::uint8_t> present; ///< `[N, M]`
    std::map<std::string, double> strengths;
    std::vector<data::DescriptiveColumn> about; ///< N values each
    std::optional<data::CohortShape> shape = {}; ///< to be saved; read by Store::shape()

    std::size_t size() const { return y.size(); }
    std::size_t predictionWidth() const { return task == Task::Classification ? classes.size() : 1; }
};

enum class RunStatus : std::uint8_t { Queued, Running, Paused, Stopped, Interrupted, Failed, Finished };
QString statusName(RunStatus status); ///< "queued", "running", ... as `btw runs` prints it
std::optional<RunStatus> parseStatus(const QString& name);

/// One trained (or to be trained) model.
struct RunRecord
{
    std::int64_t id = 0;
    std::int64_t splitId = 0;
    QString name; ///< for people, e.g. "btw · seed 2", "text alone · seed 2"
    QString variant; ///< "unimodal", "none" (the baseline) or a weighted variant's name
    QString modality; ///< unimodal only
    QString model; ///< "moe"
    std::size_t classCount = 0; ///< of its cohort, 0 for a regression; filled by the store
    std::uint64_t seed = 0;
    int threads = 1;
    QString device; ///< "cpu", "cuda"
    QString version; ///< the program's version
    training::Step step = training::Step::Unimodal;
    training::ExperimentSpec spec; ///< resolved
    QString stepKey; ///< what must agree for the run to be reused (store::stepKey)
    QString olderKey; ///< the same as earlier versions wrote it (olderStepKey); not stored
    RunStatus status = RunStatus::Queued; ///< Interrupted is derived when the running process is gone
    QString message; ///< why it failed or stopped; while it runs and once finished, its warnings
    QDateTime created; ///< UTC
    QDateTime finished; ///< UTC, null until then
    std::int64_t epochs = 0; ///< epochs committed
    std::int64_t bestEpoch = 0;
    training::MetricSet validation; ///< at the best epoch; also holds "loss"
    training::MetricSet test; ///< at the best epoch, once testIsOpen()
    QDateTime testOpened; ///< UTC: when a training that asked for the run had ended; null until then
    training::RunDetails details; ///< what its fit chose and found; empty where there is nothing
    QString lastCheckpoint; ///< file name inside runDirectory(id), or empty
    QString bestCheckpoint;
};

/// How many groups the rows belong to; 0 where the cohort has none.
std::size_t distinctGroups(const CohortRecord& cohort, const std::vector<std::size_t>& rows);
/// The same, or the rows themselves without groups: who is drawn and counted.
std::size_t peopleOf(const CohortRecord& cohort, const std::vector<std::size_t>& rows);

/// Whether the run's figures on test rows, and its predictions beside their labels, may be shown: once a
/// training that asked for it has ended (Store::openTests). A training that was stopped, failed or removed
/// opens nothing. Until then `test` is empty; whoever shows predictions (Store::bestPredictions,
/// Store::epoch) has to ask.
inline bool testIsOpen(const RunRecord& run)
{
    return run.status == RunStatus::Finished && run.testOpened.isValid();
}

/// Whether the run's weights were made with labels of validation and test rows (variance=residual-labels, and
/// a variant that reads the variance). Everything made with such a run must say so.
inline bool usesEvaluationLabels(Task task, const RunRecord& run)
{
    return task == Task::Regression && run.step == training::Step::Weighted
        && run.spec.variance == weighting::Variance::ResidualLabels
        && weighting::factsOf(training::weightsFrom(run.spec)).divergence;
}

/// What a run was built from: the unimodal runs of its weights, the baseline it is compared with, and runs of
/// other trainings that its weights or its model are made of (systems::System::needs).
struct RunInput
{
    enum class Role : std::uint8_t { Unimodal, Baseline, Pool, CrossFit, Weights };
    std::int64_t runId = 0; ///< the input run
    Role role = Role::Unimodal;
    QString modality; ///< Role::Unimodal
};

QString roleName(RunInput::Role role); ///< "unimodal", "baseline", "pool", "cross-fit", "weights"
std::optional<RunInput::Role> parseRole(const QString& name);

/// Per-modality summary of the weights in force during one epoch, over training rows that have it.
struct WeightSummary
{
    double mean = 0;
    double low = 0; ///< 10th percentile (linear interpolation)
    double high = 0; ///< 90th percentile
};

/// One committed epoch. `report` without its blobs unless they were asked for.
struct EpochRecord
{
    training::EpochReport report;
    std::vector<WeightSummary> weights; ///< M; empty unless weighted
};

/// One reference model of a cohort (docs/method, "Reference models").
struct ReferenceRecord
{
    /// A modality, "all" or "constant"; boosted trees: treesName() of a modality or of "all".
    QString name;
    /// scikit-learn's C, or 1/alpha for ridge; 0 for the constant. Trees: their rounds, 0 where time was over
    /// before the first, -1 where the table was too large (trees::ReferenceTrees).
    double strength = 0;
    training::MetricSet validation;
    training::MetricSet test;
    Predictions predictions; ///< every split

    bool isTrees() const { return name.startsWith(QLatin1String("trees/")); }
    /// What it was fitted on, or "constant".
    QString part() const { return isTrees() ? name.mid(6) : name; }
    /// No modality's name has a slash, so none is taken for trees.
    static QString treesName(const QString& part) { return QLatin1String("trees/") + part; }
};

} // namespace btw::store
