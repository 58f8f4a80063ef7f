// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/outlook.h"
#include "workspace/experiments/recordexperiment.h"
#include "workspace/experiments/storelookup.h"
#include "workspace/experiments/systemchoices.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace btw::experiments {
class CohortCache;
}

namespace btw::jobs {
class Queue;
}

namespace btw::pages {

class DataController;

/// What an experiment would take, and asking for it. Data files are read, and folds drawn, away from the GUI
/// thread; every call returns at once.
class ExperimentController : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    ExperimentController(jobs::Queue& queue, const DataController& data);
    ~ExperimentController() override;

    jobs::Queue& queue() { return m_queue; }
    const DataController& data() const { return m_data; }

    /// Answers with foreseen or unforeseeable, a moment after the last of several calls.
    void foresee(const QJsonObject& experiment);
    bool isForeseeing() const { return m_isForeseeing; }
    /// Records all its trainings, then puts them into the queue; answers with added or refused.
    void add(const QJsonObject& experiment);
    /// Fills in the form with an experiment, to be looked at before it is added; its data is what is open.
    void propose(const QJsonObject& experiment) { Q_EMIT proposed(experiment); }
    /// Puts what of it was stopped, cancelled or failed at the end of the queue.
    void resume(qint64 experimentId);
    /// Gives that up, and opens the test figures of the rest (jobs::openWithout).
    void openWithout(qint64 experimentId);

Q_SIGNALS:
    void foreseen(const std::shared_ptr<btw::experiments::Outlook>& outlook);
    void unforeseeable(const QString& sentence);
    void added(const std::shared_ptr<btw::experiments::RecordedExperiment>& recorded);
    void refused(const QString& sentence);
    void proposed(const QJsonObject& experiment);
    /// Of all that is trained and waits here; renewed as it goes on. Without steps: nothing does.
    void leftForeseen(const btw::experiments::Forecast& forecast);
    /// The systems, of the cohort that is open, and who has every modality.
    void choicesKnown(const std::vector<btw::experiments::SystemChoice>& choices, qint64 completeCases);

private:
    void askOutlook();
    void askChoices();
    void askLeft();
    QString folder() const; ///< of the store

    jobs::Queue& m_queue;
    const DataController& m_data;
    QJsonObject m_asked;
    bool m_isForeseeing = false;
    QTimer m_pause; ///< while a person types
    std::shared_ptr<experiments::CohortCache> m_cohorts; ///< of the lookup's thread
    experiments::StoreLookup::Subject m_outlook = experiments::StoreLookup::subject();
    experiments::StoreLookup::Subject m_left = experiments::StoreLookup::subject();
    QTimer m_leftPause; ///< until what is left is looked at again
    experiments::StoreLookup::Subject m_choices = experiments::StoreLookup::subject();
    experiments::StoreLookup m_leftLookup; ///< likewise: it does not wait for the form's outlook
    experiments::StoreLookup m_lookup; ///< its own: what it reads may take a while
};

} // namespace btw::pages
