// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/attend.h"

namespace btw::model {

/// Where the real steps of a padded batch are: what is computed step by step need not be computed for
/// padding.
struct RealRows
{
    at::Tensor rows; ///< int64 `[R]`: of the `B T` steps those that are real, in order
    PackedSteps steps; ///< whose they are
};

/// \param real `[B, T]` bool on the processor
RealRows realRows(const at::Tensor& real);

/// Of x `[N, d]` these rows, each once: `[R, d]`. On the processor.
at::Tensor picked(const at::Tensor& x, const at::Tensor& rows);
/// Back to `[count, d]`, zeros between them.
at::Tensor spread(const at::Tensor& x, const at::Tensor& rows, std::int64_t count);

} // namespace btw::model
