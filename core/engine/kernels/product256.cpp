// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -mavx2 -mfma: 16 registers of 8 floats, of which 12 hold sums.
#include <cstdint>

namespace btw::kernels {
namespace {
constexpr int kVectorBytes = 32;
constexpr int kSums = 12;
constexpr int kAcross = 2;
} // namespace
} // namespace btw::kernels

#include "engine/kernels/producttile.h"

namespace btw::kernels {
ProductFunction product256() { return multiply; }
} // namespace btw::kernels
