// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>

namespace btw::analysis {

/// 97.5% of the standard normal distribution lie below it.
constexpr double kNormal975 = 1.959963984540054;

/// Wilson's 95% interval of a share (Wilson 1927): of `count` among `n` independent rows. NaN for n = 0.
std::pair<double, double> wilsonInterval(std::size_t count, std::size_t n);

} // namespace btw::analysis
