// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/copytable.h"

class QStandardItemModel;

namespace btw::models {

/// Shows a table in place of what the rows held: names left, figures right, its caption as tool tip.
void fillTable(QStandardItemModel& rows, const CopyTable& table);

} // namespace btw::models
