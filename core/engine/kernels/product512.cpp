// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -mavx512f: 32 registers of 16 floats, of which 24 hold sums.
#include <cstdint>

namespace btw::kernels {
namespace {
constexpr int kVectorBytes = 64;
constexpr int kSums = 24;
constexpr int kAcross = 4;
} // namespace
} // namespace btw::kernels

#include "engine/kernels/producttile.h"

namespace btw::kernels {
ProductFunction product512() { return multiply; }
} // namespace btw::kernels
