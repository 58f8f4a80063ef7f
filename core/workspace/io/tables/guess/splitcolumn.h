// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/guess/guesscolumns.h"

#include <cstddef>
#include <string>

namespace btw::io {

/// What a column is that is called like splits or folds.
struct SplitColumn
{
    enum class Use : std::uint8_t {
        Feature, ///< its values have nothing to do with splits
        Split,
        LeftOut, ///< folds of a cross-validation
        Wrong ///< it is meant for splits, and not usable
    };
    Use use = Use::Feature;
    RoleGuess::Reason reason; ///< but for features
};

/// Looks at a column by its name and its values. A column of words for splits with some other word, or with
/// gaps, is a damaged one: an error with its rows, and never a feature.
SplitColumn lookAtSplits(
    const TablePreview& preview, std::size_t column, const ColumnLook& look, const std::string& file);

} // namespace btw::io
