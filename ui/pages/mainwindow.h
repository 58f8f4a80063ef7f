// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/runsmodel.h"
#include "ui/pages/actions.h"
#include "ui/pages/session.h"
#include "ui/pages/statusline.h"
#include "ui/widgets/theme.h"

#include <QMainWindow>
#include <QPalette>

#include <memory>

class QStackedWidget;

namespace btw::pages {

/// The frame: header, sidebar, pages, status. It places them, keeps the look, and knows nothing of training.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(jobs::Queue& queue, widgets::Settings& settings, const MachineInfo& machine,
        QWidget* parent = nullptr);
    ~MainWindow() override;

    void showPage(Page page);
    Page page() const;
    const Actions& actions() const { return *m_actions; }
    Session& session() { return *m_session; }
    DataPage& dataPage() { return *m_data; }
    StartPage& startPage() { return *m_start; }
    TrainPage& trainPage() { return *m_train; }
    models::RunsModel& runs() { return m_runs; }
    const models::RunsModel& runs() const { return m_runs; }
    StatusLine& statusLine() { return *m_status; }
    void applyScheme(widgets::Scheme scheme);

Q_SIGNALS:
    void projectChosen(const QString& path); ///< another project's file is to be opened

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildLayout();
    void wire();
    void chooseFile();
    void chooseFolder();
    void chooseProject();
    void chooseExport();
    void findCommand();
    void showAbout();

    widgets::Settings& m_settings;
    MachineInfo m_machine;
    QPalette m_desktop; ///< as the desktop gave it, before a theme was applied
    widgets::Theme m_theme;
    models::RunsModel m_runs;
    Actions* m_actions;
    HeaderBar* m_header;
    Sidebar* m_sidebar;
    QStackedWidget* m_pages;
    StartPage* m_start;
    DataPage* m_data;
    TrainPage* m_train;
    StatusLine* m_status;
    std::unique_ptr<Session> m_session;
};

} // namespace btw::pages
