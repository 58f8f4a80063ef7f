// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/theme.h"

#include <QWidget>

namespace btw::pages {

/// A page of the window.
class Page : public QWidget
{
public:
    using QWidget::QWidget;

    /// For what the style sheet and the palette do not reach, such as charts.
    virtual void setTheme(const widgets::Theme& /*theme*/) { }
};

} // namespace btw::pages
