// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

namespace btw::data {

/// The column of a table of tokens: numbers of pieces of words (docs/handbook/encoders.md).
inline constexpr const char* kTokenColumn = "token";

/// Whether a modality is one of tokens, by the name of its only column. An array without names of columns is
/// not known to be one.
inline bool holdsTokens(const Modality& modality)
{
    return modality.isRagged() && modality.columns.size() == 1 && modality.columns.front() == kTokenColumn;
}

} // namespace btw::data
