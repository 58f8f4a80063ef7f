// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <exception>
#include <string>

namespace btw::model {

/// Loads a TorchScript file to the processor, in evaluation mode. \throws btw::Error naming the file, and
/// where another PyTorch made it both versions: that of the file's format beside those that this LibTorch
/// reads, and its maker as far as the file tells
torch::jit::Module loadScript(const std::string& path);

/// The line of a LibTorch error that says what is wrong.
std::string reasonOf(const std::exception& error);

} // namespace btw::model
