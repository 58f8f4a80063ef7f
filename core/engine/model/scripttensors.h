// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/module.h>

#include <map>
#include <string>

namespace btw::model {

/// What takes a tensor's place, by the tensor that it replaces.
using Replacements = std::map<const c10::TensorImpl*, at::Tensor>;

/// Puts tensors in place of others wherever a script holds those: under every name, and in lists, tuples and
/// dictionaries. A scripted torch.nn.GRU computes from such a list of its parameters. The replaced ones must
/// outlive the call.
void replaceTensors(const torch::jit::Module& module, const Replacements& replacements);

/// The name of a parameter or buffer of which the script also holds a part, or another view: replaceTensors()
/// would leave that as it is. Empty: there is none.
std::string partlyHeld(const torch::jit::Module& module);

/// Gives the script's floating-point parameters and buffers this device and type; whole numbers keep theirs.
void convert(const torch::jit::Module& module, const at::Device& device, at::ScalarType type);

} // namespace btw::model
