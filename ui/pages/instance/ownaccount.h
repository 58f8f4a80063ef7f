// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/instance.h"

#include <QString>

namespace btw::pages {

/// What a model says of one person beside its prediction and beside what stands in the table of modalities:
/// "Its experts count: what text alone says 0.31, …"; empty where it says nothing.
QString ownAccount(const experiments::InstanceFacts& facts);

} // namespace btw::pages
