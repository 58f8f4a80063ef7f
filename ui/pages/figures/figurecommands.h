// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/sheetpicture.h"

#include <QObject>
#include <QString>

#include <vector>

class QWidget;

namespace btw::widgets {
class Settings;
}

namespace btw::pages {

class FigureEditor;
class FigureFiles;
class SheetView;

/// What is done with the page of figures as a whole: export, save, open, copy.
class FigureCommands : public QObject
{
    Q_OBJECT

public:
    /// All outlive it. \param window parent of the dialogs, and its own
    FigureCommands(FigureEditor& editor, SheetView& view, FigureFiles& files, widgets::Settings& settings,
        QWidget* window);

    void chooseExport();
    void exportTo(const QString& path); ///< once its numbers are read again; the name says the format
    void chooseSave();
    void saveTo(const QString& path); ///< as .btwfig
    void chooseOpen();
    void openFile(const QString& path); ///< .btwfig
    void copyData();

Q_SIGNALS:
    /// What became of it, and what to do next. An empty one takes back what was said before.
    void said(const QString& happened, const QString& next = {});
    void done(const QString& happened, const QString& next); ///< the same, of what went well

private:
    void write(const charts::Sheet& sheet, const std::vector<charts::SheetPicture::Panel>& panels,
        const QString& path, int dpi);

    FigureEditor& m_editor;
    SheetView& m_view;
    FigureFiles& m_files;
    widgets::Settings& m_settings;
    QWidget* m_window;
    int m_dpi = 300; ///< of a PNG
};

} // namespace btw::pages
