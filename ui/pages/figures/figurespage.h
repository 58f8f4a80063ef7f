// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

#include <utility>
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
class StudyChoice;

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
    StudyChoice& studies() const { return *m_source; }
    QString caption() const;
    QString message() const; ///< of the banner; empty: none
    FigureEditor& editor() const { return *m_editor; }
    SheetView* view() const { return m_view; }
    FigureCommands& commands() const { return *m_commands; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildLayout();
    QWidget* buildLeft();
    QWidget* buildMiddle();
    QWidget* buildRight();
    QPushButton* button(const QString& text, const QString& help);
    void showWords(); ///< caption, footer, what can be done
    QString whyNot(); ///< the page cannot be written; empty: it can
    void addPanel();
    void say(const QString& happened, const QString& next); ///< nothing: hides what was said

    FigureEditor* m_editor;
    FigureGallery* m_gallery;
    FigureFiles* m_files;
    SheetView* m_view;
    FigureCommands* m_commands;
    widgets::Banner* m_banner;
    StudyChoice* m_source;
    widgets::ChoiceBox* m_zoom;
    widgets::ElidedLabel* m_footer;
    CaptionCard* m_caption;
    QWidget* m_left = nullptr; ///< study, gallery, files
    QWidget* m_right = nullptr; ///< properties
    /// That can do something only with a figure on the page, and what they say that they do.
    std::vector<std::pair<QPushButton*, QString>> m_needFigure;
};

} // namespace btw::pages
