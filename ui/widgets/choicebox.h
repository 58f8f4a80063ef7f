// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace btw::widgets {

/// A combo box with a chevron (a style sheet takes the style's own arrow away), whose value the wheel does
/// not change by accident while a page is scrolled.
class ChoiceBox : public QComboBox
{
    Q_OBJECT

public:
    explicit ChoiceBox(QWidget* parent = nullptr);

    void showPopup() override; ///< with room for all of its last row

protected:
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
};

} // namespace btw::widgets
