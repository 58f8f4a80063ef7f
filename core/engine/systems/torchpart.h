// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"
#include "engine/training/runtime.h"

#include <memory>
#include <string>

namespace btw::systems {

/// All that the rest of the program asks of the code on LibTorch, as functions: what a program that loads
/// LibTorch late (latetorch.cpp) finds in libbtw-torch.so.
struct TorchPart
{
    std::shared_ptr<const GradientEngine> (*engine)();
    training::RuntimeInfo (*runtimeInfo)();
    void (*setThreads)(int threads);
    std::string (*blasWarning)();
    std::string (*resolveDevice)(const std::string& asked, const std::string& amp);
};

/// The name of the one that libbtw-torch.so has.
inline constexpr const char* kTorchPart = "kBtwTorchPart";

} // namespace btw::systems
