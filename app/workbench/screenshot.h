// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "options.h"
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
    /// \param trains a training is about to begin: its start, not the window's, is what `start` means
    Screenshot(const QString& file, const ScreenshotMoment& moment, bool trains, QWidget& window,
        jobs::Queue& queue, QObject* parent = nullptr);

private:
    void handle(const jobs::TrainingEvent& event);
    void takeSoon(); ///< after the coalesced redraws
    void take();

    QString m_file;
    ScreenshotMoment m_moment;
    QWidget& m_window;
    jobs::Queue& m_queue;
    bool m_lastRun = false; ///< the last step's model is training
    bool m_taken = false;
};

} // namespace btw::app
