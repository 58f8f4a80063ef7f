// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/filechoices.h"

#include "ui/pages/actions.h"
#include "ui/pages/control/datacontroller.h"
#include "ui/widgets/settings.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace btw::pages {

FileChoices::FileChoices(
    const Actions& actions, DataController& data, widgets::Settings& settings, QWidget& window)
    : m_data(data)
    , m_settings(settings)
    , m_window(&window)
{
    connect(actions.openFile, &QAction::triggered, this, &FileChoices::chooseFile);
    connect(actions.openFolder, &QAction::triggered, this, &FileChoices::chooseFolder);
    connect(actions.openProject, &QAction::triggered, this, &FileChoices::chooseProject);
    connect(actions.exportData, &QAction::triggered, this, &FileChoices::chooseExport);
}

void FileChoices::findSource(const QString& path)
{
    const QString found = QFileDialog::getOpenFileName(m_window,
        tr("Where is %1 now?").arg(QFileInfo(path).fileName()), m_settings.lastFolder(), tr("All files (*)"));
    if (!found.isEmpty())
        m_data.findSource(path, found);
}

void FileChoices::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open data"), m_settings.lastFolder(),
        tr("Data (*.csv *.tsv *.txt *.data *.gz *.bz2 *.xz *.xlsx *.ods *.sav *.zsav *.por *.dta *.sas7bdat "
           "*.xpt *.mat *.h5ad *.h5mu *.npz *.pkl *.pickle *.zip "
           "*.json);;All files (*)"));
    if (path.isEmpty())
        return;
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    m_data.openPath(path);
}

void FileChoices::chooseFolder()
{
    const QString path = QFileDialog::getExistingDirectory(
        m_window, tr("Open a folder of CSV files"), m_settings.lastFolder());
    if (path.isEmpty())
        return;
    m_settings.setLastFolder(path);
    m_data.openPath(path);
}

void FileChoices::chooseProject()
{
    const QString path = QFileDialog::getOpenFileName(
        m_window, tr("Open a project"), m_settings.lastFolder(), tr("Projects (*.sqlite);;All files (*)"));
    if (!path.isEmpty())
        Q_EMIT projectChosen(path);
}

void FileChoices::chooseExport()
{
    const QString archive = tr("NumPy archive (*.npz)");
    const QString folder = tr("New folder of CSV files (*)");
    QString chosen;
    const QString name = QDir(m_settings.lastFolder()).filePath(m_data.exportName());
    QString path = QFileDialog::getSaveFileName(m_window, tr("Export data"), name,
        archive + QStringLiteral(";;") + folder, &chosen,
        QFileDialog::DontConfirmOverwrite); // an export replaces nothing
    if (path.isEmpty())
        return;
    if (chosen == archive || chosen == folder)
        path = DataController::exportTarget(path, chosen == archive);
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    m_data.exportData(path);
}

} // namespace btw::pages
