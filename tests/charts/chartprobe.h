// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "byname.h"

#include <QString>

#include <memory>

namespace btw::charts::sample {

/// Pixels of about this colour.
int pixelsOf(const QImage& picture, const QColor& colour);
/// A digest with data for this figure, after 12 of 40 epochs.
jobs::RunDigest digestFor(const QString& kind, store::RunStatus status = store::RunStatus::Running);
/// The chart of this figure, drawn on the screen.
std::unique_ptr<Chart> shown(
    const QString& kind, const widgets::Theme& theme = widgets::Theme::light(), QSize size = { 560, 250 });
/// Saves the widget's picture where BTW_TEST_PICTURES names a folder, to be looked at.
void keep(QWidget& widget, const QString& name);

} // namespace btw::charts::sample
