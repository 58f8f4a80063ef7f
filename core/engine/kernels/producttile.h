// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Compiled once for each instruction set: everything here is in an unnamed namespace, and nothing of the
// standard library is included but <cstdint>, so that no other file can get a function with instructions that
// it must not have.

#include "engine/kernels/productshape.h"

namespace btw::kernels {
namespace {

// NOLINTBEGIN(modernize-avoid-c-arrays): see above, no <array>

constexpr std::int64_t kLanes = kVectorBytes / 4;
using Loose = float __attribute__((vector_size(kVectorBytes), aligned(4), may_alias));

inline Vector load(const float* from) { return *reinterpret_cast<const Loose*>(from); }
inline void store(float* to, const Vector& value) { *reinterpret_cast<Loose*>(to) = value; }

constexpr std::int64_t kAhead = 4 * kLanes; ///< floats of a row of A that are fetched before they are wanted
constexpr std::int64_t kInner = 128; ///< so many rows of a panel of B stay in the first cache

/// Sums of `Rows` rows and `Vectors` vectors of columns stay in registers from first to last.
template <int Rows, int Vectors> void tile(const Product& p, std::int64_t row, std::int64_t column)
{
    Vector sums[Rows][Vectors];
    for (int v = 0; v < Vectors; ++v) {
        const Vector start = p.bias != nullptr ? load(p.bias + column + v * kLanes) : Vector {};
        for (int r = 0; r < Rows; ++r)
            sums[r][v] = p.adds ? load(p.c + (row + r) * p.cRow + column + v * kLanes) : start;
    }
    const float* a = p.a + row * p.aRow;
    const float* b = p.b + column;
    float* c = p.c + row * p.cRow + column;
    if (p.wideResult) {
        // What the next rows will be written to: a line that is not in the cache is read before it is
        // written.
        for (int r = 0; r < Rows; ++r)
            for (int v = 0; v < Vectors; ++v)
                __builtin_prefetch(c + (Rows + r) * p.cRow + v * kLanes, 1);
    }
    for (std::int64_t i = 0; i < p.inner; ++i) {
        Vector across[Vectors];
        for (int v = 0; v < Vectors; ++v) {
            across[v] = load(b + v * kLanes);
            if (row == 0)
                __builtin_prefetch(b + (Vectors + v) * kLanes);
        }
        if (p.aColumn == 1 && i % kLanes == 0) {
            for (int r = 0; r < Rows; ++r)
                __builtin_prefetch(a + r * p.aRow + kAhead);
        }
        for (int r = 0; r < Rows; ++r) {
            const float factor = a[r * p.aRow];
            for (int v = 0; v < Vectors; ++v)
                sums[r][v] += factor * across[v];
        }
        a += p.aColumn;
        b += p.bRow;
    }
    for (int r = 0; r < Rows; ++r)
        for (int v = 0; v < Vectors; ++v)
            store(c + r * p.cRow + v * kLanes, sums[r][v]);
}

/// The last rows, fewer than a tile has.
template <int Rows, int Vectors>
void rest(const Product& p, std::int64_t row, std::int64_t column, std::int64_t rows)
{
    if constexpr (Rows > 0) {
        if (rows == Rows)
            tile<Rows, Vectors>(p, row, column);
        else
            rest<Rows - 1, Vectors>(p, row, column, rows);
    }
}

/// All rows of some columns, from the first row to the last.
template <int Vectors> void panel(const Product& p, std::int64_t column)
{
    constexpr int kRows = kSums / Vectors;
    std::int64_t row = 0;
    for (; row + kRows <= p.rows; row += kRows)
        tile<kRows, Vectors>(p, row, column);
    rest<kRows - 1, Vectors>(p, row, column, p.rows - row);
}

template <int Vectors> void lastPanel(const Product& p, std::int64_t column, std::int64_t vectors)
{
    if constexpr (Vectors > 0) {
        if (vectors == Vectors)
            panel<Vectors>(p, column);
        else
            lastPanel<Vectors - 1>(p, column, vectors);
    }
}

void multiply(const Product& p)
{
    constexpr std::int64_t kColumns = kAcross * kLanes;
    constexpr int kRows = kSums / kAcross;
    if (p.wideResult) {
        for (std::int64_t row = 0; row < p.rows; row += kRows) {
            std::int64_t column = 0;
            const auto rows = p.rows - row < kRows ? p.rows - row : kRows;
            for (; column + kColumns <= p.columns; column += kColumns)
                rest<kRows, kAcross>(p, row, column, rows);
            for (; column < p.columns; column += kLanes)
                rest<kRows, 1>(p, row, column, rows);
        }
        return;
    }
    Product part = p;
    for (std::int64_t begin = 0; begin == 0 || begin < p.inner; begin += kInner) {
        part.inner = p.inner - begin < kInner ? p.inner - begin : kInner;
        part.a = p.a + begin * p.aColumn;
        part.b = p.b + begin * p.bRow;
        std::int64_t column = 0;
        for (; column + kColumns <= p.columns; column += kColumns)
            panel<kAcross>(part, column);
        lastPanel<kAcross - 1>(part, column, (p.columns - column) / kLanes);
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
