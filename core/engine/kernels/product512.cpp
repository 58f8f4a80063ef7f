// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -mavx512f: 32 registers of 16 floats, of which 24 hold sums.
#include "engine/kernels/productshape.h"

#include <immintrin.h>

namespace btw::kernels {
namespace {

constexpr int kVectorBytes = 64;
constexpr int kSums = 24;
constexpr int kAcross = 4;
using Vector = float __attribute__((vector_size(kVectorBytes)));

/// Past the caches, to the start of a vector's line.
inline void stream(float* to, const Vector& value) { _mm512_stream_ps(to, (__m512)value); }
/// Before other threads may read what was streamed.
inline void fence() { _mm_sfence(); }

/// a0 b0 a1 b1 ... of the lower and of the upper halves.
inline Vector lower(const Vector& a, const Vector& b)
{
    return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
inline Vector upper(const Vector& a, const Vector& b)
{
    return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

} // namespace
} // namespace btw::kernels

#include "engine/kernels/producttile.h"

namespace btw::kernels {
ProductKernels product512() { return { multiply, transpose }; }
} // namespace btw::kernels
