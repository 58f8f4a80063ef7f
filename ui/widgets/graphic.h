// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace btw::widgets {

/// Tells assistive technology that a widget is a picture with a name and a description, and nothing to step
/// into. Without it a widget that paints itself is "filler". Call it in the widget's constructor.
void markAsGraphic(QWidget* widget);

} // namespace btw::widgets
