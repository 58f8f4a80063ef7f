// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"
#include "workspace/io/recipe/readingplan.h"

#include <optional>

namespace btw::io {

class FileSource;
class Problems;
struct Manifest;

/// Reads the cohort that a manifest describes (docs/formats). Every CSV file is read once, however many
/// modalities it holds. Without ids a row is called `<split>:<row>`, or `all:<row>`, from 0. Of the plan,
/// what is about rows and cells is carried out; the roles of columns are the manifest's matter.
ReadResult readTables(const Manifest& manifest, FileSource& source, const ReadLimits& limits = {},
    const ReadingPlan& plan = {});

/// The manifest that the `manifest.json` of a folder or archive holds; nullopt, with a problem.
std::optional<Manifest> readManifest(FileSource& source, Problems& problems);

} // namespace btw::io
