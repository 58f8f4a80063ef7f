// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace btw::widgets {

/// A combo box with a chevron (a style sheet takes the style's own arrow away), whose value the wheel does
/// not change by accident while a page is scrolled. What is too long for it ends in an ellipsis, and is whole
/// in its list and its tool tip.
class ChoiceBox : public QComboBox
{
    Q_OBJECT

public:
    explicit ChoiceBox(QWidget* parent = nullptr);

    void showPopup() override; ///< with room for all of its longest and its last row
    QString shownText() const; ///< the current one, as much of it as there is room for

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QRect placed(QRect popup) const; ///< within the screen
};

} // namespace btw::widgets
