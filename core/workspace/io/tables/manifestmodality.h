// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/manifestkeys.h"

namespace btw::io {

/// Reads one modality's entry of a manifest; its `key` is set already. `labels`: those of the same manifest.
void parseModality(
    const ManifestKeys& keys, const QJsonObject& object, const LabelsEntry& labels, ModalityEntry& out);

} // namespace btw::io
