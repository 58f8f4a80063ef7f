// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"
#include "workspace/experiments/studies.h"

#include <vector>

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

class CaptionCard;
class FigureCommands;
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
    /// Is on show elsewhere, too: another one, or the same with more trainings ended.
    void openStudy(const experiments::Study& study);
    void preferRun(qint64 run); ///< was opened elsewhere
    QString caption() const;
    QString message() const; ///< of the banner; empty: none
    FigureEditor& editor() const { return *m_editor; }
    SheetView* view() const { return m_view; }
    FigureCommands& commands() const { return *m_commands; }

protected:
    void showEvent(QShowEvent* event) override;

private:
    void setStudy(const experiments::Study& study);
    void buildLayout();
    QWidget* buildLeft();
    QWidget* buildMiddle();
    QWidget* buildRight();
    QPushButton* button(const QString& text, const QString& help);
    void showStudies();
    void chooseStudy(); ///< in the box
    void takeStudy(const experiments::Study& study);
    void showWords(); ///< caption, footer, what can be done
    void addPanel();
    void say(const QString& happened, const QString& next); ///< nothing: hides what was said

    FigureEditor* m_editor;
    FigureGallery* m_gallery;
    FigureFiles* m_files;
    SheetView* m_view;
    FigureCommands* m_commands;
    widgets::Banner* m_banner;
    widgets::ChoiceBox* m_source;
    widgets::ChoiceBox* m_zoom;
    widgets::ElidedLabel* m_footer;
    CaptionCard* m_caption;
    std::vector<QPushButton*> m_needFigure; ///< that can do something only with a figure on the page
    std::vector<experiments::Study> m_studies;
    std::size_t m_ended = 0; ///< trainings of all studies
    experiments::Study::Id m_elsewhere; ///< what is on show on the other pages
    bool m_hasChosen = false; ///< the study, here or elsewhere
};

} // namespace btw::pages
