// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/systems/system.h"

/// The program's systems, and one more that nothing in the program knows of: somebody belongs to the class
/// whose mean is nearest. It takes vectors, and is fitted at once.
btw::systems::SystemRegistry systemsWithAnother();
