// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/spec.h"
#include "engine/training/events.h"

#include <QDateTime>
#include <QString>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace btw::store {

enum class TrainingState : std::uint8_t {
    Queued,
    Running,
    Finished,
    Stopped,
    Failed,
    Cancelled,
    Interrupted ///< derived: running, but its process is gone
};
QString stateName(TrainingState state); ///< "queued", "running", ... as `btw runs` prints it
std::optional<TrainingState> parseTrainingState(const QString& name);

/// One run of a training. Trainings may share runs.
struct TrainingRun
{
    std::int64_t runId = 0;
    /// Nothing: a run of another training's kind that this one's are made of (systems::System::needs).
    std::optional<training::Step> role = training::Step::Unimodal;

    bool operator==(const TrainingRun&) const = default;
};

/// One training: a system with one spec and one seed on one cohort, and the runs that it asked for.
struct TrainingRecord
{
    std::int64_t id = 0;
    std::int64_t experimentId = 0; ///< 0: of none
    std::int64_t splitId = 0;
    QString cohort; ///< its name; filled by the store
    QString system; ///< "moe"
    QString variant; ///< "btw", or "none" where it has no weighted run
    std::uint64_t seed = 0;
    int threads = 1;
    QString device; ///< as RunRecord::device
    training::ExperimentSpec spec; ///< resolved
    QDateTime created; ///< UTC
    TrainingState state = TrainingState::Queued;
    std::int64_t position = 0; ///< in the queue, ascending; 0 unless it waits
    bool isElsewhere = false; ///< waits or runs in another process that lives, or as a job of Slurm
    bool isAbandoned = false; ///< waits, but the process that asked for it is gone, and Slurm has it not
    std::vector<TrainingRun> runs; ///< in the order in which they are trained

    bool has(std::int64_t runId) const
    {
        return std::any_of(
            runs.begin(), runs.end(), [&](const TrainingRun& run) { return run.runId == runId; });
    }
    std::int64_t lastRun() const { return runs.empty() ? 0 : runs.back().runId; }
};

/// One opening of test figures. The hash covers all of the row and the hash of the row before, so that no row
/// can be changed, or left out before the last, without it showing (isUnbroken).
struct TestRead
{
    QDateTime at; ///< UTC
    QString command; ///< what asked for it: "training 3"; "before counting": by an older version
    std::vector<std::int64_t> runs; ///< whose test figures were opened
    std::int64_t rows = 0; ///< test rows of their cohorts
    QString previous; ///< hash of the row before, empty for the first
    QString hash; ///< SHA-256, hex

    /// The commands of a prediction with labels: of people none of whom is a test row of the model's data,
    /// and of people of whom that is not known, or not so. \param data the name of their data
    static QString predictedNewPeople(const QString& data) { return kNewPeople + data; }
    static QString predictedSomebody(const QString& data) { return kSomebody + data; }
    bool isOfNewPeople() const { return command.startsWith(kNewPeople); }
    /// Whether somebody may be among the test rows of the model's own data.
    bool isOfSomebody() const
    {
        return command.startsWith(kSomebody) || command == QLatin1String("predict"); // an older version's
    }
    /// Of either kind: the name of the data that was predicted.
    QString predictedData() const { return command.mid(command.indexOf(QLatin1String(": ")) + 2); }

private:
    static inline const QString kNewPeople = QStringLiteral("predict, new people: ");
    static inline const QString kSomebody = QStringLiteral("predict: ");
};

/// How often test figures of the same rows were opened in a store.
struct Looks
{
    std::size_t count = 0; ///< of the row that was opened most often
    QString head; ///< hash of the last opening of the store, which covers all before it
};

/// The hash that the row has to have.
QString hashOf(const TestRead& read);
/// Whether every row has its hash and names that of the row before.
bool isUnbroken(const std::vector<TestRead>& reads);

} // namespace btw::store
