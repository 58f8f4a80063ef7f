// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "workspace/experiments/studies.h"

#include <vector>

class QLabel;
class QPushButton;

namespace btw::charts {
class FigureRegistry;
}

namespace btw::experiments {
class StoreLookup;
}

namespace btw::widgets {
class Banner;
class ChoiceBox;
class ElidedLabel;
class Settings;
}

namespace btw::pages {

class FigureEditor;
class FigureFiles;
class FigureGallery;
class SheetView;

/// Figures as they will be printed: chosen from a gallery, composed on a page, written to files with a
/// caption.
class FiguresPage : public Page
{
    Q_OBJECT

public:
    /// All but the parent outlive it.
    FiguresPage(const charts::FigureRegistry& figures, experiments::StoreLookup& lookup,
        widgets::Settings& settings, QWidget* parent = nullptr);

    void setTheme(const widgets::Theme& theme) override;
    void setStudies(const std::vector<experiments::Study>& studies); ///< newest first
    void openStudy(const experiments::Study& study); ///< is on show elsewhere, too
    void preferRun(qint64 run); ///< was opened elsewhere
    /// Writes the page; its name says the format. A banner says what became of it.
    void exportTo(const QString& path);
    void saveTo(const QString& path); ///< as .btwfig
    void openFile(const QString& path); ///< .btwfig
    QString caption() const;
    QString message() const; ///< of the banner; empty: none
    FigureEditor& editor() const { return *m_editor; }
    SheetView* view() const { return m_view; }

private:
    void buildLayout();
    QWidget* buildLeft();
    QWidget* buildMiddle();
    QWidget* buildRight();
    QPushButton* button(const QString& text, const QString& help, void (FiguresPage::*slot)());
    void showStudies();
    void chooseStudy(); ///< in the box
    void showWords(); ///< caption, footer, what can be done
    void addPanel();
    void chooseExport();
    void chooseSave();
    void chooseOpen();
    void copyData();
    void copyCaption();
    void say(const QString& happened, const QString& next = {});

    widgets::Settings& m_settings;
    FigureEditor* m_editor;
    FigureGallery* m_gallery;
    FigureFiles* m_files;
    SheetView* m_view;
    widgets::Banner* m_banner;
    widgets::ChoiceBox* m_source;
    widgets::ChoiceBox* m_zoom;
    widgets::ElidedLabel* m_footer;
    QLabel* m_caption;
    std::vector<QPushButton*> m_needFigure; ///< that can do something only with a figure on the page
    std::vector<experiments::Study> m_studies;
    int m_dpi = 300; ///< of a PNG
    bool m_hasChosen = false; ///< the study, here or elsewhere
};

} // namespace btw::pages
