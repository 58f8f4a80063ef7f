// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace btw::training {

/// So many training rows make `auto` the preset `paper`.
inline constexpr std::size_t kPaperInstances = 5000;

} // namespace btw::training
