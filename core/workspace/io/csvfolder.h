// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/readresult.h"

namespace btw::io {

class FileSource;
struct Manifest;

/// Reads the cohort that `manifest.json` of a folder or archive describes (docs/formats). Every CSV file is
/// read once, however many modalities it holds. Without ids a row is called `<split>:<row>`, or `all:<row>`,
/// from 0.
ReadResult readCsvFolder(FileSource& source, const ReadLimits& limits = {});

/// The same for a manifest that is at hand.
ReadResult readTables(const Manifest& manifest, FileSource& source, const ReadLimits& limits = {});

} // namespace btw::io
