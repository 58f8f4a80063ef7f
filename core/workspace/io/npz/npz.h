// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/recipe/readingplan.h"

#include <QString>

namespace btw::io {

/// Reads numpy's `.npz` (docs/formats): `y`, optional `id`, `split`, `group`; per modality `x_<name>`
/// `[N, D]` or `[N, T, D]`, optional `len_<name>` `[N]`, `time_<name>` `[N, T]`, `present_<name>` `[N]`;
/// `meta`, a JSON string; `about_<name>` `[N]`, columns that describe the instances. `[N, T, D]` becomes
/// ragged by `len_` while it streams in.
///
/// Of the remedies, those that need no table are carried out: instances left out by id, or all that have a
/// problem of their own; infinite numbers of an array (`column`) that count as missing; splits not read.
ReadResult readNpz(const QString& path, const ReadLimits& limits = {}, const ReadingPlan& plan = {});

enum class Compression : std::uint8_t { Stored, Deflated };

/// Writes what readNpz (and numpy.load) reads, atomically: a temporary name, synced, then renamed. The same
/// cohort gives the same bytes. Feature names and true strengths go into `meta`.
/// \throws btw::Error (Work) when the file cannot be written; a file that was there before stays as it was.
void writeNpz(
    const data::Cohort& cohort, const QString& path, Compression compression = Compression::Deflated);

} // namespace btw::io
