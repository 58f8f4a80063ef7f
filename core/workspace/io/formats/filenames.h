// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileInfo>
#include <QString>

#include <array>

namespace btw::io {

/// What stands between the name of a file and that of one of its tables where a table is called.
inline constexpr const char* kSheetMark = ", sheet "; ///< of a workbook
inline constexpr const char* kPartMark = ", part "; ///< of another file
inline constexpr std::array kPartMarks = { kSheetMark, kPartMark };

/// The manifest.json of a folder.
bool isManifest(const QFileInfo& file);

/// Whether a file of a folder is none of its data, whatever it holds: hidden files, locks of office programs
/// (~$labels.xlsx), read-me files and licences.
bool isNoData(const QString& fileName);

/// What a modality or cohort made of this table is called: "lab" of lab.csv.gz, "Labs" of "data.xlsx, sheet
/// Labs".
QString tableStem(const QString& name);

} // namespace btw::io
