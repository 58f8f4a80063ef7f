// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/tableroles.h"

#include <string>

namespace btw::io {

/// What is missing where a table has a label and nothing else.
inline constexpr const char* kNoFeatures = "no column is left for features";

/// Roles by names and first values: label, id, split and group by what such columns are called, modalities by
/// prefix (`text_1`, `text.f1`, `text1`), everything else as modality `tabular`; words that repeat are
/// categories (one-hot), words that do not are left out, as are numbers of rows. A column with the name of a
/// role that it cannot have is an error, never a feature. `file`: as remedies name it. `splitsKnown`: other
/// than by a column.
RoleGuess guessRoles(const TablePreview& preview, const std::string& file = {}, bool splitsKnown = false);

} // namespace btw::io
