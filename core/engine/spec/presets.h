// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace btw::training {

/// From this many training rows on, `auto` is the preset `paper`.
inline constexpr std::size_t kPaperInstances = 5000;

} // namespace btw::training
