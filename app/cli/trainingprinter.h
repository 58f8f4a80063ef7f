// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include "workspace/jobs/events.h"

#include <QJsonObject>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::cli {

/// Says what a training does: figures (JSON lines, or words) on standard output, progress on standard error.
///
/// JSON: one object a line with `event`, `run`, `seed`. `step`: a run begins (`step` 1..3, `name`, `variant`,
/// `modality`, `index` of `count`, `reused`, `resumed`). `epoch`: an epoch is in the store (`epoch`, `step`,
/// `train_loss`, `validation`, `weights`, `alpha`). `final`: once the training has ended, each of its runs
/// (`validation`, `test`, `best_epoch`, `epochs`, of classes what store::probabilityJson() has, and with the
/// last one `reference`, `yardstick` and, where boosted trees were bounded, `trees_note`; `test` is empty
/// where only one run of a training was resumed). `problem`: `severity` and `sentence`.
class TrainingPrinter
{
public:
    /// \param goesOn what makes a stopped run go on, a clause; %1 stands for its number
    TrainingPrinter(const store::Store& store, Console& console, bool json, QString goesOn);

    void operator()(const jobs::TrainingEvent& event);
    void problem(data::Severity severity, const QString& sentence, std::int64_t run = 0);
    /// The last run of each training that has ended with its test figures open, in their order.
    const std::vector<std::int64_t>& ended() const { return m_trained; }

private:
    void on(const jobs::RunStarted& started);
    void on(const jobs::BatchDone& batch);
    void on(const jobs::EpochDone& epoch);
    void on(const jobs::RunDone& done);
    void on(const jobs::TrainingDone& done);
    void on(const jobs::ProblemFound& found);

    QJsonObject line(const QString& event, const store::RunRecord& run) const;
    const store::CohortRecord& cohortOf(const store::RunRecord& run);
    QJsonObject weights(const jobs::EpochDone& epoch);
    void printFinal(const store::RunRecord& run, const std::vector<store::ReferenceRecord>& models);
    void warnOfRareClasses(const store::RunRecord& run);
    void printReference(const std::vector<store::ReferenceRecord>& models, const std::string& metric);

    const store::Store& m_store;
    Console& m_console;
    bool m_json;
    QString m_goesOn;
    store::RunRecord m_run; ///< the one under way
    int m_index = 0;
    int m_count = 0;
    std::map<std::int64_t, store::CohortRecord> m_cohorts; ///< that were read, by id
    std::set<QString> m_warned; ///< sentences of classes, which seeds and folds share
    std::set<std::int64_t> m_ended; ///< runs whose end was printed: trainings share them
    std::vector<std::int64_t> m_trained;
    std::set<std::int64_t> m_told; ///< runs of an experiment whose figures were printed
};

} // namespace btw::cli
