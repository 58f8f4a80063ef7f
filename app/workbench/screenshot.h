// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "options.h"
#include "workspace/experiments/storelookup.h"
#include "workspace/jobs/events.h"

#include <QObject>

class QWidget;

namespace btw::jobs {
class Queue;
}

namespace btw::app {

/// Writes one picture of the window when the asked-for moment comes, then ends the program: 0 when the file
/// was written, 1 when not or when the training failed before.
class Screenshot : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. \param trains a training is about to begin: its start, not the window's, is what
    /// `start` means \param lookup by which pages read what they show
    Screenshot(const QString& file, const ScreenshotMoment& moment, bool trains, QWidget& window,
        jobs::Queue& queue, experiments::StoreLookup& lookup, QObject* parent = nullptr);

    void opened(); ///< what the command line names is open
    void fail(const QString& sentence); ///< it cannot be opened: the program ends

private:
    void handle(const jobs::TrainingEvent& event);
    void takeSoon();
    void settle(); ///< until pages have read what they show, and redraws have been made
    void take();

    QString m_file;
    ScreenshotMoment m_moment;
    bool m_trains;
    QWidget& m_window;
    jobs::Queue& m_queue;
    experiments::StoreLookup& m_lookup;
    experiments::StoreLookup::Subject m_subject = experiments::StoreLookup::subject();
    bool m_lastRun = false; ///< the last step's model is training
    bool m_taken = false;
    int m_quick = 0; ///< quick answers so far
};

} // namespace btw::app
