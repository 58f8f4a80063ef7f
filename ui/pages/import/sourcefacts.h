// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/importpreview.h"

#include <QStringList>

#include <cstdint>

namespace btw::pages {

class ImportDraft;

/// What is known of a source at a look: its format, size, tables or columns, and instances.
/// \param instances of the cohort that was read; less than 0: none was, and those of the preview count
QStringList sourceFacts(const io::ImportPreview& preview, const ImportDraft& draft, std::int64_t instances);

} // namespace btw::pages
