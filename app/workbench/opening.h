// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "options.h"

#include <QObject>

namespace btw::jobs {
class Queue;
}

namespace btw::pages {
class MainWindow;
}

namespace btw::app {

/// Opens in the window what the command line names, one after the other: data or a demo, a run, a study, and
/// last the page that is to be on show.
class Opening : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    Opening(const Options& options, pages::MainWindow& window, jobs::Queue& queue, QObject* parent = nullptr);

    /// \throws btw::Error (Kind::Input) for a page that does not exist
    void begin();
    /// Opens what was on show when the project was closed last. What is not there any more is left out.
    void resume(const widgets::ProjectSession& session);

Q_SIGNALS:
    void done(); ///< all of it is open; pages may still be reading what they show
    void failed(const QString& sentence); ///< and nothing further is opened

private:
    enum class Step : std::uint8_t { Data, Run, Study, Page };
    void start(Step step);
    void openData();
    void openRun();
    void openStudy();
    void awaitData(); ///< goes on when it is open, refused, or asks for a person
    /// Goes on once the event under way is over: whoever asked for a page because of it has been heard.
    void goOn(Step next);

    Options m_options;
    bool m_resumes = false;
    pages::MainWindow& m_window;
    jobs::Queue& m_queue;
    Step m_step = Step::Data;
    bool m_hasFailed = false;
};

} // namespace btw::app
