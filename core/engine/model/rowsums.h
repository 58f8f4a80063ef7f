// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

namespace btw::model {

// Losses of a model's own as sums over rows (ExtraLoss), so that processes which share a batch can add them
// up before anything is divided.

/// `[2]`: per-row values, each as often as it counts, and how much counts.
at::Tensor sumsOver(const at::Tensor& perRow, const at::Tensor& counted);
/// Of sumsOver(): the mean over the rows that count; 0 where none does.
at::Tensor meanOfRows(const at::Tensor& sums);
/// Of several sumsOver(), `[K, 2]`: the sum of their means.
at::Tensor sumOfMeans(const at::Tensor& sums);

/// `[B]`: the task's loss of each row, as training has it: cross-entropy of logits and classes, or the
/// absolute error of standardised labels. \param target Supervision::target
at::Tensor taskLosses(const at::Tensor& output, const at::Tensor& target);

/// For logarithms and divisions that a shorter type would lose: float32 of shorter ones.
at::Tensor exact(const at::Tensor& x);

} // namespace btw::model
