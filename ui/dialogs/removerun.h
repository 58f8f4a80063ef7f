// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/records.h"

#include <QString>

class QWidget;

namespace btw::dialogs {

/// What the confirmation says will be deleted, and what stays.
QString removalWords(const store::RunRecord& run);
/// Asks; the safe answer is the default.
bool confirmRemoval(const store::RunRecord& run, QWidget* parent);

} // namespace btw::dialogs
