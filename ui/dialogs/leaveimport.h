// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace btw::dialogs {

/// Asks whether what was chosen for a source that is not open yet may be forgotten. Enter and Escape keep it.
/// \param name of the source, for people
bool confirmLeavingImport(const QString& name, QWidget* parent);

} // namespace btw::dialogs
