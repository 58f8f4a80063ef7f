// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QWidget>

#include <vector>

namespace btw::widgets {

/// A progress bar in segments, one a step of the training, each filled by its own share.
class StepBar : public QWidget
{
    Q_OBJECT

public:
    explicit StepBar(QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setSegments(const std::vector<double>& shares); ///< each 0..1
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme m_theme;
    std::vector<double> m_shares { 0, 0, 0 };
};

} // namespace btw::widgets
