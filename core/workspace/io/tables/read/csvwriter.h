// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <QString>

namespace btw::io {

/// Writes a cohort as a folder of CSV files with manifest.json, which readCohort reads back value by value:
/// `labels.csv` and one file a modality, with numbers in the fewest digits that give them again. Atomically:
/// a folder of a temporary name is filled, synced and renamed. \throws btw::Error (Input) where the folder is
/// there already and not empty, or for what CSV cannot hold (an empty id, a modality that no instance has,
/// words that are not encoded yet); (Work) when it cannot be written.
void writeCsvFolder(const data::Cohort& cohort, const QString& folder);

} // namespace btw::io
