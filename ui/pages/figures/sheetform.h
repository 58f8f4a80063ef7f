// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QDoubleSpinBox;

namespace btw::widgets {
class ChoiceBox;
}

namespace btw::pages {

class FigureEditor;

/// What is chosen of the whole page: width, height, style, colours, text, background.
class SheetForm : public QFrame
{
    Q_OBJECT

public:
    explicit SheetForm(FigureEditor& editor, QWidget* parent = nullptr);

private:
    void showSheet();
    void take(); ///< what the person chose

    FigureEditor& m_editor;
    bool m_isShowing = false; ///< the boxes follow the page, not the page the boxes
    widgets::ChoiceBox* m_width;
    QDoubleSpinBox* m_free;
    QDoubleSpinBox* m_height;
    widgets::ChoiceBox* m_columns;
    widgets::ChoiceBox* m_style;
    widgets::ChoiceBox* m_colours;
    widgets::ChoiceBox* m_text;
    widgets::ChoiceBox* m_ground;
};

} // namespace btw::pages
