// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/figureregistry.h"
#include "ui/models/runsmodel.h"
#include "ui/pages/actions.h"
#include "ui/pages/control/datacontroller.h"
#include "ui/pages/control/experimentcontroller.h"
#include "ui/pages/control/projectwatch.h"
#include "ui/pages/control/queuehistory.h"
#include "ui/pages/control/runcontroller.h"
#include "ui/pages/control/selectioncontroller.h"
#include "ui/pages/control/sessionkeeper.h"
#include "ui/pages/control/studiescontroller.h"
#include "ui/pages/control/trainingscontroller.h"
#include "ui/pages/filechoices.h"
#include "ui/pages/headline.h"
#include "ui/pages/notifier.h"
#include "ui/pages/pageregistry.h"
#include "ui/pages/statusline.h"
#include "ui/widgets/theme.h"

#include <QMainWindow>
#include <QPalette>
#include <QUndoGroup>
#include <QUndoStack>

#include <vector>

class QStackedWidget;

namespace btw::widgets {
class Banner;
}

namespace btw::jobs {
class Queue;
}

namespace btw::help {
class HelpWindow;
}

namespace btw::pages {

class HiddenTestBanner;
class HeaderBar;
class InstancePanel;
class ResultNews;
class Sidebar;

/// The frame: header, sidebar, pages, status. It places them, keeps the look, and knows nothing of training.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(jobs::Queue& queue, widgets::Settings& settings, const MachineInfo& machine,
        PageRegistry pages = builtinPages(), charts::FigureRegistry figures = charts::builtinFigures(),
        QWidget* parent = nullptr);
    ~MainWindow() override;

    /// \throws btw::Error for an unknown page.
    void showPage(const QString& id);
    QString shownPage() const; ///< its id
    const PageRegistry& pages() const { return m_registry; }
    /// The page of this class.
    template <typename T> T& page() const { return *findChild<T*>(); }
    const Actions& actions() const { return *m_actions; }
    DataController& data() { return m_data; }
    TrainingsController& trainings() { return m_trainings; }
    RunController& run() { return m_run; }
    StudiesController& studies() { return m_studies; }
    experiments::StoreLookup& lookup() { return m_lookup; }
    SelectionController& selection() { return m_selection; }
    models::RunsModel& runs() { return m_runs; }
    const models::RunsModel& runs() const { return m_runs; }
    StatusLine& statusLine() { return *m_status; }
    Sidebar& sidebar() { return *m_sidebar; }
    HeaderBar& header() { return *m_header; }
    HiddenTestBanner& hiddenTest() { return *m_hidden; }
    QUndoStack& undo() { return m_undo; }
    const SessionKeeper& session() const { return m_session; }
    Notifier& notifier() { return m_notifier; }
    help::HelpWindow* help() const { return m_help; } ///< null before it was asked for
    void applyScheme(widgets::Scheme scheme);
    /// What is known of the machine now; the threads are those that it was made with.
    void setMachine(const MachineInfo& machine);

Q_SIGNALS:
    void projectChosen(const QString& path); ///< another project's file is to be opened

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildLayout();
    void makePages();
    void wire();
    void wireStudies();
    void wireUndo();
    void wireWatch();
    void findCommand();
    void showHelp();
    void fitToScreen();
    void showAbout();

    jobs::Queue& m_queue;
    widgets::Settings& m_settings;
    MachineInfo m_machine;
    PageRegistry m_registry;
    charts::FigureRegistry m_figures;
    QPalette m_desktop; ///< as the desktop gave it, before a theme was applied
    widgets::Theme m_theme;
    models::RunsModel m_runs;
    Actions* m_actions;
    DataController m_data;
    TrainingsController m_trainings;
    RunController m_run;
    experiments::StoreLookup m_lookup;
    StudiesController m_studies;
    ExperimentController m_experiments;
    SelectionController m_selection;
    QString m_storePath;
    QUndoStack m_undo; ///< before the pages, which keep what they do in it
    QUndoGroup m_undoGroup; ///< with the import's
    HeaderBar* m_header;
    Sidebar* m_sidebar;
    QStackedWidget* m_stack;
    widgets::Banner* m_lost; ///< while the project's file is gone
    HiddenTestBanner* m_hidden;
    std::vector<Page*> m_pages; ///< in the registry's order; owned by the stack
    StatusLine* m_status;
    ResultNews* m_news = nullptr; ///< once all is wired
    InstancePanel* m_instance = nullptr; ///< over the right of the pages while a person is looked at
    Headline m_headline;
    FileChoices m_files;
    QueueHistory m_queueHistory;
    ProjectWatch m_watch;
    SessionKeeper m_session;
    Notifier m_notifier;
    help::HelpWindow* m_help = nullptr; ///< a window of its own, owned by this one
};

/// `wanted`, or as much of it as a screen has room for. An empty screen has room for everything.
QSize fittedSize(const QSize& wanted, const QSize& screen);

} // namespace btw::pages
