// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/gradientengine.h"

namespace btw::systems {

/// Opinions that count as much as their modality is confident (docs/method, "QMF").
/// \param engine trains it; null: it can only be described
std::shared_ptr<const System> qmfSystem(const std::shared_ptr<const GradientEngine>& engine);

} // namespace btw::systems
