// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <string>

namespace btw::model {

/// The operator of a script's forward that is told to train whatever the module's mode is ("aten::dropout"),
/// as in a trace that was made in training mode; empty: none. One that drops nothing does not count.
std::string alwaysTraining(const torch::jit::Module& module);

} // namespace btw::model
