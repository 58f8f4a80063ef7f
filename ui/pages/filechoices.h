// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QWidget;

namespace btw::widgets {
class Settings;
}

namespace btw::pages {

class Actions;
class DataController;

/// Asks which file or folder is meant: data to open, a project, where an export goes. Begins where the last
/// one was.
class FileChoices : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. \param window parent of the dialogs
    FileChoices(const Actions& actions, DataController& data, widgets::Settings& settings, QWidget& window);

    void findSource(const QString& path); ///< of data that are not where they were

Q_SIGNALS:
    void projectChosen(const QString& path);

private:
    void chooseFile();
    void chooseFolder();
    void chooseProject();
    void chooseExport();

    DataController& m_data;
    widgets::Settings& m_settings;
    QWidget* m_window;
};

} // namespace btw::pages
