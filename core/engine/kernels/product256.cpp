// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -mavx2 -mfma: 16 registers of 8 floats, of which 12 hold sums.
#include "engine/kernels/productshape.h"

#include <immintrin.h>

namespace btw::kernels {
namespace {

constexpr int kVectorBytes = 32;
constexpr int kSums = 12;
constexpr int kAcross = 2;
using Vector = float __attribute__((vector_size(kVectorBytes)));

/// Past the caches, to the start of a vector's line.
inline void stream(float* to, const Vector& value) { _mm256_stream_ps(to, (__m256)value); }
/// Before other threads may read what was streamed.
inline void fence() { _mm_sfence(); }

/// a0 b0 a1 b1 ... of the lower and of the upper halves.
inline Vector lower(const Vector& a, const Vector& b)
{
    return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
inline Vector upper(const Vector& a, const Vector& b)
{
    return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

} // namespace
} // namespace btw::kernels

#include "engine/kernels/producttile.h"

namespace btw::kernels {
ProductKernels product256() { return { multiply, transpose }; }
} // namespace btw::kernels
