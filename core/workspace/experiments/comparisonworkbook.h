// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparison.h"
#include "workspace/store/trainingrecord.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace btw::experiments {

/// An .xlsx of comparisons: sheet "comparison" with a row a metric and model, then the published figures,
/// numbers as numbers with the digits that the other formats show, its header frozen; sheet "looks" with how
/// often test figures of the store were opened. \param looks none where the predictions are of other programs
/// \throws btw::Error (Kind::Work) where it cannot be made
QByteArray comparisonWorkbook(
    const std::vector<Comparison>& comparisons, const std::optional<std::vector<store::TestRead>>& looks);

} // namespace btw::experiments
