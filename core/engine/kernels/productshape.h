// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace btw::kernels {

/// C `[rows, columns]` = A `[rows, inner]` B `[inner, columns]` (+ bias `[columns]`), in float32. A may be
/// read across or along its memory; rows of B and C are contiguous. `columns` is a multiple of
/// kProductColumns.
struct Product
{
    std::int64_t rows = 0, inner = 0, columns = 0;
    const float* a = nullptr;
    std::int64_t aRow = 0, aColumn = 0; ///< floats from one row or column of A to the next
    const float* b = nullptr;
    std::int64_t bRow = 0;
    float* c = nullptr;
    std::int64_t cRow = 0;
    const float* bias = nullptr; ///< or none
    bool adds = false; ///< to what C holds; then without bias
    /// Where given, C is the large one, and the sum of its squares, taken on the way, is added here. Else B
    /// (or A) is the large one.
    double* squares = nullptr;
    bool pastCaches = false; ///< C is larger than they are and read much later; with `squares`
};

inline constexpr std::int64_t kProductColumns = 16;

/// On one thread.
struct ProductKernels
{
    /// For few rows and a large matrix that is read once: nothing is packed or zeroed first, which a BLAS
    /// does and which takes more than half of its time at ten rows an expert.
    void (*multiply)(const Product&) = nullptr;
    /// `[rows, columns]` with rows `fromRow` floats apart to `[columns, rows]` with rows `toRow` floats
    /// apart; both are multiples of kProductColumns.
    void (*transpose)(const float* from, std::int64_t fromRow, std::int64_t rows, std::int64_t columns,
        float* to, std::int64_t toRow)
        = nullptr;
};

} // namespace btw::kernels
