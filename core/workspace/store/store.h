// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/annotations.h"
#include "workspace/store/experimentrecord.h"
#include "workspace/store/records.h"
#include "workspace/store/trainingrecord.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

class QTemporaryDir;

namespace btw::store {

struct Session;

/// One SQLite project file and the folder `<file>.d/` of checkpoints beside it. WAL, synchronous=NORMAL,
/// foreign keys on, numbered migrations (migrations.h). One object belongs to one thread; several objects
/// and processes may open the same file. Every method throws btw::Error (Kind::Work) with a sentence
/// that names the file when SQLite fails; nothing is half-written.
class Store
{
public:
    enum class Mode {
        Create, ///< open, creating file and folder when absent
        Existing, ///< absent is an error (Kind::Input)
        Reading ///< as Existing, and neither the file nor its folder is changed (reading.h): nothing can be
                ///< saved
    };

    explicit Store(const QString& path, Mode mode = Mode::Create);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    QString path() const;

    /// Does work that writes several times: all of it is kept, or, where it throws, nothing. Other programs
    /// wait meanwhile, so it has to be short. \param task completes "could not ..."
    void atomically(const QString& task, const std::function<void()>& work);

    // Cohorts
    /// Inserts the cohort and its split, each unless it is there (by content and hash), or updates name, path
    /// and what is known of the people. Splits without a content each have a cohort of their own. \returns
    /// the split's id
    std::int64_t saveCohort(const CohortRecord& cohort);
    CohortRecord cohort(std::int64_t splitId) const; ///< as that split has it
    void saveReferenceModels(std::int64_t splitId, const std::vector<ReferenceRecord>& models); ///< replaces
    /// The form of the rows that its models were trained on; none where an older version saved the split.
    std::optional<data::CohortShape> shape(std::int64_t splitId) const;
    std::vector<ReferenceRecord> referenceModels(std::int64_t splitId, bool withPredictions = false) const;

    // Runs
    /// Inserts as queued, with inputs, in one transaction; returns the id.
    std::int64_t addRun(const RunRecord& run, const std::vector<RunInput>& inputs);
    /// The id of findByKey's run, or of a new one: looked up and inserted in one transaction, since two
    /// threads or processes may plan the same training at once.
    std::int64_t findOrAddRun(const RunRecord& run, const std::vector<RunInput>& inputs);
    std::vector<RunRecord> runs() const; ///< oldest first
    std::optional<RunRecord> run(std::int64_t id) const;
    std::vector<RunInput> inputs(std::int64_t runId) const;
    /// A run with this key that can stand in for a new one: a finished one if there is, else the newest.
    /// `olderKey`: the one that an earlier version gave it, or empty.
    std::optional<RunRecord> findByKey(const QString& stepKey, const QString& olderKey = {}) const;
    /// Removes the run, its epochs, its checkpoint folder and the trainings that it belongs to, whose other
    /// runs stay; those of an experiment stay in it as Cancelled, so that it does not count as complete
    /// without them. \throws when it is running in a live process or another run was built from it (the
    /// sentence names that run).
    void removeRun(std::int64_t id);

    // Trainings
    /// The training that has these very runs, or one that was asked for with the same words and was
    /// cancelled, or a new one; queued from now on, as by queueTraining(). \param training its id, state and
    /// position do not matter
    std::int64_t findOrAddTraining(const TrainingRecord& training);
    /// It waits from now on, for this process, behind the others, unless it waits or runs already.
    void queueTraining(std::int64_t id);
    std::vector<TrainingRecord> trainings() const; ///< oldest first
    std::optional<TrainingRecord> training(std::int64_t id) const;
    /// Sets Running, for this process. \returns false, and changes nothing, where another live process has
    /// it.
    bool claimTraining(std::int64_t id);
    /// Ends what claimTraining() began. \param state Finished, Stopped or Failed
    void endTraining(std::int64_t id, TrainingState state);
    /// A training that waits or was stopped becomes Cancelled; its runs that were never begun, and that
    /// nothing else needs, are removed. \throws btw::Error (Kind::Input) where it runs in a live process.
    void cancelTraining(std::int64_t id);
    /// Those that wait, in their new order; others that wait come behind them.
    void orderTrainings(const std::vector<std::int64_t>& ids);

    // Experiments
    /// The experiment with this very definition, or a new one.
    std::int64_t findOrAddExperiment(const QString& name, const QJsonObject& definition);
    /// Says that a training answers a part of it; a second time changes nothing.
    void addToExperiment(std::int64_t id, const ExperimentPart& part);
    std::vector<ExperimentRecord> experiments() const; ///< oldest first, their parts as they were added
    ExperimentRecord experiment(std::int64_t id) const; ///< \throws btw::Error (Kind::Input) for no such one

    // What people wrote and named
    std::map<std::int64_t, RunNote> notes() const; ///< by run
    /// The same note for each of the runs (the last runs of a model's trainings); an empty one is removed.
    void saveNote(const std::vector<std::int64_t>& runIds, const RunNote& note);
    std::vector<SubgroupRecord> subgroups() const; ///< oldest first
    /// In place of the one of this name on this cohort, if there is one. \returns its id
    /// \throws btw::Error (Kind::Input) without a name, or without people
    std::int64_t saveSubgroup(const QString& name, std::int64_t cohortId, const std::vector<std::string>& ids,
        SelectedIn selectedIn = SelectedIn::Unknown);
    /// \throws btw::Error (Kind::Input) without a name, for one that another of this cohort has, and where it
    /// is gone
    void renameSubgroup(std::int64_t id, const QString& name);
    void removeSubgroup(std::int64_t id);
    /// Makes the subgroup with this id as it was, whether it was changed or removed; people, name, time and
    /// id. \throws btw::Error (Kind::Input) where another of its cohort has the name by now
    void restoreSubgroup(const SubgroupRecord& subgroup);

    /// Claims the run for this process (host, boot, process) and sets Running. \throws (Kind::Input) when
    /// a live process holds it (this one included), or it is finished.
    void claimRun(std::int64_t id);
    /// Running and Paused keep the claim and need one; every other status gives it up. Interrupted is never
    /// set: it is what a claim reads as once its process is gone.
    void setStatus(std::int64_t id, RunStatus status, const QString& message = {});
    /// Commits one epoch in one transaction. Blobs: weights, and predictions unless the run is unimodal.
    /// `lastCheckpoint` / `bestCheckpoint`: file names already on disk (empty: unchanged), whose checksums
    /// are kept. Once committed, every other file in runDirectory(runId) is removed.
    void appendEpoch(std::int64_t runId, const EpochRecord& epoch, const QString& lastCheckpoint,
        const QString& bestCheckpoint);
    /// Final figures and best-epoch predictions; status Finished, or Stopped where the outcome says so. The
    /// message stays.
    void finishRun(std::int64_t runId, const training::RunResult& result);
    /// The model of a finished run (RunResult::model); none where an older version trained it.
    std::optional<ModelState> model(std::int64_t runId) const;
    /// What a run's model says of each row (RunResult::ofRows). Values of test rows are there before they may
    /// be shown. None where the model says nothing of the kind, or an older version trained it.
    std::vector<training::RowDiagnostics> diagnosticsOfRows(std::int64_t runId) const;
    /// Takes over a finished run of another store, with its epochs, model and checkpoints, in place of this
    /// store's run with the same step key. Nothing is opened by it. A run that is finished here stays as it
    /// is. \throws (Kind::Input) where a live process holds the run here
    void adoptRun(std::int64_t id, const Store& other, std::int64_t otherId);
    /// A training has ended: the test figures of its finished runs may be shown from now on (testIsOpen).
    /// Where that opens any, it is kept among testReads(). \param command what asked for it, e.g. "training
    /// 3"
    void openTests(const std::vector<std::int64_t>& runIds, const QString& command);
    /// The runs' predictions were set beside the labels of other rows ("predict").
    void recordLook(const std::vector<std::int64_t>& runIds, std::int64_t rows, const QString& command);
    /// Every opening of test figures in this store, oldest first. The hashes are not checked (isUnbroken).
    std::vector<TestRead> testReads() const;
    /// Looks at the test rows of these splits: for each row the openings that showed it are counted, and the
    /// largest count is given. Rows are the same where data of the same name, or from the same file, has the
    /// same id. An opening whose rows are not known any more (its run was removed) counts for all rows.
    Looks looksAt(const std::vector<std::int64_t>& splitIds) const;
    /// The same for rows of data that need not be in the store yet.
    std::size_t looksAtData(
        const QString& name, const QString& path, const std::vector<std::string>& ids) const;
    /// Drops epochs after `epoch` (a resume from an older checkpoint).
    void truncateEpochs(std::int64_t runId, std::int64_t epoch);

    /// Seconds that the committed epochs of each run took, by the run's id.
    std::map<std::int64_t, double> secondsOfRuns() const;
    std::vector<EpochRecord> epochs(std::int64_t runId) const; ///< in order, without blobs
    /// One epoch with its blobs; predictions of a unimodal run exist only at its best epoch, once finished.
    std::optional<EpochRecord> epoch(std::int64_t runId, std::int64_t epoch) const;
    /// Best-epoch predictions (of a finished run: the stored result; else of its best committed epoch).
    Predictions bestPredictions(std::int64_t runId) const;

    /// The path of the checkpoint that the run goes on from. \throws btw::Error (Kind::Input) where it is
    /// gone, or has not the bytes that appendEpoch() saw.
    QString lastCheckpoint(std::int64_t runId) const;
    /// `<store>.d/<run>/`, created when absent.
    QString runDirectory(std::int64_t runId) const;

private:
    Session session() const;
    QString runFolder(std::int64_t runId) const; ///< its name only

    QString m_path;
    QString m_connection;
    std::uint64_t m_device = 0, m_inode = 0; ///< of the file that was opened (FileIdentity)
    std::unique_ptr<QTemporaryDir> m_copy; ///< what is read where the file itself cannot be
};

} // namespace btw::store
