// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/events.h"
#include "workspace/store/records.h"
#include "workspace/store/trainingrecord.h"

#include <QAbstractListModel>

#include <map>
#include <optional>
#include <vector>

namespace btw::models {

/// The runs of a store as the sidebar lists them: what runs, what stopped, what is finished
/// (newest first), and last the models of one modality alone; each section under its heading.
/// Roles for names, dots and details are those of widgets::NavDelegate.
class RunsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        RunIdRole = Qt::UserRole, ///< qint64, 0 for a heading
        StatusRole, ///< int: store::RunStatus
    };

    explicit RunsModel(QObject* parent = nullptr);

    void setRuns(
        const std::vector<store::RunRecord>& runs, const std::vector<store::TrainingRecord>& trainings = {});
    /// Follows a training: statuses and epochs between two setRuns().
    void apply(const jobs::TrainingEvent& event);
    /// No training is under way any more, however it ended.
    void endTraining();
    /// No training that asked for the run has ended, or one that shares it goes on: its test figures are
    /// hidden.
    bool isTestHidden(const store::RunRecord& run) const;
    /// The plain regression's test metrics of a cohort, shown beside each of its runs.
    void setReference(std::int64_t splitId, const training::MetricSet& test);

    const store::RunRecord* run(qint64 runId) const;
    const store::RunRecord* runAt(const QModelIndex& index) const;
    QModelIndex indexOf(qint64 runId) const;
    /// The last run of the training that a person means who wants `run` to go on: of those that it belongs to
    /// and that have not ended, one that was begun, else the first. The run itself where there is none.
    const store::RunRecord& lastOfTraining(const store::RunRecord& run) const;
    /// Newest finished baseline or weighted run, 0 when there is none.
    qint64 newestFinished() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    /// "12 / 40", "not begun", or the test metric: "0.79"; "val 0.73" while isTestHidden().
    QString detail(const store::RunRecord& run) const;
    /// "plain regression 0.81", where it is known.
    QString referenceText(const store::RunRecord& run) const;

private:
    struct Row
    {
        qint64 runId = 0; ///< 0: a heading
        QString heading;

        bool operator==(const Row&) const = default;
    };

    QString spokenWords(const store::RunRecord& run) const;
    void leaveTraining(store::TrainingState state);
    void rebuild();
    void upsert(const store::RunRecord& run);
    /// A run of a training that waits or runs is not begun yet: the queue shows the training.
    bool isInQueue(const store::RunRecord& run) const;
    std::vector<Row> wantedRows() const;
    void touch(qint64 runId);
    void learnReference(std::int64_t splitId, const std::vector<store::ReferenceRecord>& models);

    std::map<qint64, store::RunRecord> m_runs;
    std::vector<store::TrainingRecord> m_trainings;
    std::optional<store::TrainingRecord> m_current; ///< the training under way, also between two of its runs
    std::map<std::int64_t, training::MetricSet> m_references;
    std::vector<Row> m_rows;
};

/// The metric by which a run is shown in lists, as on its result card; of an older run that lacks it, the one
/// that smoothing goes by. Empty where figures lack both.
std::string listMetric(const store::RunRecord& run, const training::MetricSet& metrics);

} // namespace btw::models
