// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/runner.h"
#include "workspace/store/store.h"

#include <QObject>
#include <QString>

#include <exception>
#include <memory>
#include <utility>

namespace btw::jobs {

/// Lives in the training thread; opens its own connection to the store there.
class TrainingWorker : public QObject
{
public:
    explicit TrainingWorker(QString storePath)
        : m_path(std::move(storePath))
    {
    }

    store::Store& store()
    {
        if (!m_store)
            m_store = std::make_unique<store::Store>(m_path);
        return *m_store;
    }

    /// A training that could not be begun waits no longer.
    void giveUp(std::int64_t trainingId)
    {
        try {
            const auto training = store().training(trainingId);
            if (training && training->state == store::TrainingState::Queued && !training->isElsewhere)
                store().endTraining(trainingId, store::TrainingState::Failed);
        } catch (const std::exception&) { // why it could not be begun was told
            return;
        }
    }

    ReadCohort& cohort() { return m_cohort; } ///< of the last training of an experiment

private:
    QString m_path;
    std::unique_ptr<store::Store> m_store;
    ReadCohort m_cohort;
};

} // namespace btw::jobs
