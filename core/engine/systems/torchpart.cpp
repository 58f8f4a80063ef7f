// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/systems/torchpart.h"

// Named as kTorchPart says. Its like in the program itself is known by that name only.
extern "C" {
extern const btw::systems::TorchPart kBtwTorchPart;
const btw::systems::TorchPart kBtwTorchPart { btw::systems::torchEngine, btw::training::runtimeInfo,
    btw::training::setThreads, btw::training::blasWarning, btw::training::resolveDevice };
}
