// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Compiled once for each instruction set: everything here is in an unnamed namespace, and nothing of the
// standard library is included but <cstdint> and what the intrinsics bring, so that no other file can get a
// function with instructions that it must not have.

#include "engine/kernels/productshape.h"

// Only loops that are unrolled before anything else keep sums in registers: up to kSums turns.
#if defined(__clang__)
#define BTW_UNROLLED _Pragma("unroll")
#else
#define BTW_UNROLLED _Pragma("GCC unroll 24")
#endif

namespace btw::kernels {
namespace {

// NOLINTBEGIN(modernize-avoid-c-arrays): see above, no <array>

constexpr std::int64_t kLanes = kVectorBytes / 4;
using Loose = float __attribute__((vector_size(kVectorBytes), aligned(4), may_alias));

inline Vector load(const float* from) { return *reinterpret_cast<const Loose*>(from); }
inline void store(float* to, const Vector& value) { *reinterpret_cast<Loose*>(to) = value; }

constexpr std::int64_t kAhead = 4 * kLanes; ///< floats of a row of A that are fetched before they are wanted
constexpr std::int64_t kPackedFrom = 24; ///< rows of A for which it pays to gather a panel of B
constexpr std::int64_t kPanelsFrom = 24; ///< inner size from which a large C is written panel by panel
constexpr std::int64_t kInner = 128; ///< so many rows of a panel of B stay in the first cache

/// What a tile does beside its sums.
enum class Also {
    Nothing,
    Squares, ///< adds up squares of what it writes
    Streams ///< the same, and writes past the caches
};

/// Sums of `Rows` rows and `Vectors` vectors of columns stay in registers from first to last.
/// \param packed gets the columns of B, one row after the other  \param squares is added to
template <Also kAlso, int Rows, int Vectors, bool kPacks = false>
void tile(const Product& p, std::int64_t row, std::int64_t column, float* packed, Vector* squares)
{
    Vector sums[Rows][Vectors];
    BTW_UNROLLED
    for (int v = 0; v < Vectors; ++v) {
        const Vector start = p.bias != nullptr ? load(p.bias + column + v * kLanes) : Vector {};
        BTW_UNROLLED
        for (int r = 0; r < Rows; ++r)
            sums[r][v] = p.adds ? load(p.c + (row + r) * p.cRow + column + v * kLanes) : start;
    }
    const float* a = p.a + row * p.aRow;
    const float* b = p.b + column;
    float* c = p.c + row * p.cRow + column;
    if constexpr (kAlso != Also::Streams) {
        // What the next rows will be written to: a line that is not in the cache is read before it is
        // written.
        BTW_UNROLLED
        for (int r = 0; r < Rows; ++r) {
            BTW_UNROLLED
            for (int v = 0; v < Vectors; ++v)
                __builtin_prefetch(c + (Rows + r) * p.cRow + v * kLanes, 1);
        }
    }
    for (std::int64_t i = 0; i < p.inner; ++i) {
        Vector across[Vectors];
        BTW_UNROLLED
        for (int v = 0; v < Vectors; ++v) {
            across[v] = load(b + v * kLanes);
            if constexpr (kPacks)
                store(packed + v * kLanes, across[v]);
            else if (row == 0)
                __builtin_prefetch(b + (Vectors + v) * kLanes);
        }
        if (p.aColumn == 1 && i % kLanes == 0) {
            BTW_UNROLLED
            for (int r = 0; r < Rows; ++r)
                __builtin_prefetch(a + r * p.aRow + kAhead);
        }
        BTW_UNROLLED
        for (int r = 0; r < Rows; ++r) {
            const float factor = a[r * p.aRow];
            BTW_UNROLLED
            for (int v = 0; v < Vectors; ++v)
                sums[r][v] += factor * across[v];
        }
        a += p.aColumn;
        b += p.bRow;
        if constexpr (kPacks)
            packed += Vectors * kLanes;
    }
    constexpr bool kSquares = kAlso != Also::Nothing;
    Vector square = kSquares ? *squares : Vector {};
    BTW_UNROLLED
    for (int r = 0; r < Rows; ++r) {
        BTW_UNROLLED
        for (int v = 0; v < Vectors; ++v) {
            if constexpr (kAlso == Also::Streams)
                stream(c + r * p.cRow + v * kLanes, sums[r][v]);
            else
                store(c + r * p.cRow + v * kLanes, sums[r][v]);
            if constexpr (kSquares)
                square += sums[r][v] * sums[r][v];
        }
    }
    if constexpr (kSquares)
        *squares = square;
}

/// The last rows, fewer than a tile has.
template <Also kAlso, int Rows, int Vectors>
void rest(const Product& p, std::int64_t row, std::int64_t column, std::int64_t rows, Vector* squares)
{
    if constexpr (Rows > 0) {
        if (rows == Rows)
            tile<kAlso, Rows, Vectors>(p, row, column, nullptr, squares);
        else
            rest<kAlso, Rows - 1, Vectors>(p, row, column, rows, squares);
    }
}

/// All rows of some columns, from the first row to the last.
template <Also kAlso, int Vectors> void panel(const Product& p, std::int64_t column, Vector* squares)
{
    constexpr int kRows = kSums / Vectors;
    alignas(64) float packed[kInner * Vectors * kLanes];
    Product part = p;
    std::int64_t row = 0;
    if (p.rows >= kPackedFrom && p.inner <= kInner && p.bRow > Vectors * kLanes) {
        // Rows of B some kilobytes apart share few places in the first cache: they are gathered.
        tile<kAlso, kRows, Vectors, true>(p, 0, column, packed, squares);
        row = kRows;
        part.b = packed;
        part.bRow = Vectors * kLanes;
        part.c += column;
        part.bias = p.bias != nullptr ? p.bias + column : nullptr;
        column = 0;
    }
    for (; row + kRows <= p.rows; row += kRows)
        tile<kAlso, kRows, Vectors>(part, row, column, nullptr, squares);
    rest<kAlso, kRows - 1, Vectors>(part, row, column, p.rows - row, squares);
}

template <Also kAlso, int Vectors>
void lastPanel(const Product& p, std::int64_t column, std::int64_t vectors, Vector* squares)
{
    if constexpr (Vectors > 0) {
        if (vectors == Vectors)
            panel<kAlso, Vectors>(p, column, squares);
        else
            lastPanel<kAlso, Vectors - 1>(p, column, vectors, squares);
    }
}

template <Also kAlso> void panels(const Product& p, Vector* squares)
{
    constexpr std::int64_t kColumns = kAcross * kLanes;
    std::int64_t column = 0;
    for (; column + kColumns <= p.columns; column += kColumns)
        panel<kAlso, kAcross>(p, column, squares);
    lastPanel<kAlso, kAcross - 1>(p, column, (p.columns - column) / kLanes, squares);
}

/// Few sums of products: row by row, as memory likes to be written.
template <Also kAlso> void rows(const Product& p, Vector* squares)
{
    constexpr std::int64_t kColumns = kAcross * kLanes;
    constexpr int kRows = kSums / kAcross;
    for (std::int64_t row = 0; row < p.rows; row += kRows) {
        std::int64_t column = 0;
        const auto count = p.rows - row < kRows ? p.rows - row : kRows;
        for (; column + kColumns <= p.columns; column += kColumns)
            rest<kAlso, kRows, kAcross>(p, row, column, count, squares);
        for (; column < p.columns; column += kLanes)
            rest<kAlso, kRows, 1>(p, row, column, count, squares);
    }
}

template <Also kAlso> void multiplyWide(const Product& p)
{
    Vector squares {};
    if (p.inner < kPanelsFrom)
        rows<kAlso>(p, &squares);
    else
        panels<kAlso>(p, &squares);
    for (int lane = 0; lane < kLanes; ++lane)
        *p.squares += squares[lane];
}

void multiply(const Product& p)
{
    if (p.squares != nullptr) {
        const auto misaligned = reinterpret_cast<std::uintptr_t>(p.c) % kVectorBytes + p.cRow % kLanes;
        if (p.pastCaches && misaligned == 0) {
            multiplyWide<Also::Streams>(p);
            fence();
        } else {
            multiplyWide<Also::Squares>(p);
        }
        return;
    }
    Product part = p;
    for (std::int64_t begin = 0; begin == 0 || begin < p.inner; begin += kInner) {
        part.inner = p.inner - begin < kInner ? p.inner - begin : kInner;
        part.a = p.a + begin * p.aColumn;
        part.b = p.b + begin * p.bRow;
        panels<Also::Nothing>(part, nullptr);
        part.adds = true;
    }
}

/// Halves of row i and of row i + L / 2 interleaved, log2(L) times over, are the columns.
void transpose(const float* from, std::int64_t fromRow, std::int64_t rows, std::int64_t columns, float* to,
    std::int64_t toRow)
{
    for (std::int64_t row = 0; row < rows; row += kLanes) {
        for (std::int64_t column = 0; column < columns; column += kLanes) {
            Vector block[kLanes], mixed[kLanes];
            for (int i = 0; i < kLanes; ++i)
                block[i] = load(from + (row + i) * fromRow + column);
            for (std::int64_t stage = 1; stage < kLanes; stage *= 2) {
                for (int i = 0; i < kLanes / 2; ++i) {
                    mixed[2 * i] = lower(block[i], block[i + kLanes / 2]);
                    mixed[2 * i + 1] = upper(block[i], block[i + kLanes / 2]);
                }
                for (int i = 0; i < kLanes; ++i)
                    block[i] = mixed[i];
            }
            for (int i = 0; i < kLanes; ++i)
                store(to + (column + i) * toRow + row, block[i]);
        }
    }
}

// NOLINTEND(modernize-avoid-c-arrays)

} // namespace
} // namespace btw::kernels
