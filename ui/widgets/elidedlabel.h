// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace btw::widgets {

/// A label of one line that never asks for more width than it is given: what does not fit ends in an
/// ellipsis and stands in the tool tip. Figures are tabular, so that counting text does not tremble.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setText(const QString& text);
    /// What the tool tip says beside it, or beside the text that is cut.
    void setDetails(const QString& details);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateToolTip();

    QString m_details;
};

} // namespace btw::widgets
