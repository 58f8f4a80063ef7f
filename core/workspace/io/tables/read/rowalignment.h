// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/read/featureconsumer.h"

#include "engine/data/cohort.h"

#include <cstddef>
#include <vector>

namespace btw::io {

/// The rows of the labels, to which those of the modalities come.
struct LabelRows
{
    const LabelsEntry& entry;
    const RowLog& log;
    Instances known;
    std::size_t count; ///< of instances
    const std::vector<std::size_t>& rowsOfPart; ///< of each file, left out ones included
    bool leavesOut; ///< some rows are left out
    const std::vector<std::size_t>& kept; ///< the others, where some are
};

/// Gives the rows that were read of a modality to its instances, by id or by position. Rows that have none,
/// or share one, are problems, with remedies; then the modality is not whole.
void alignRows(const ModalityEntry& entry, const LabelRows& labels, FeatureConsumer& rows,
    data::Modality& modality, Problems& problems);

} // namespace btw::io
