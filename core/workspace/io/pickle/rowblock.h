// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/pickle/memorybudget.h"
#include "workspace/io/pickle/value.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace btw::io::pickle {

/// Features of one instance, T rows of D, in whatever form Python has them; large ones stay in the file.
class RowBlock
{
public:
    RowBlock() = default;
    /// `rows` rows of an array from element `first` on.
    RowBlock(const Array& array, std::int64_t first, std::int64_t rows, std::int64_t dims);

    /// An array (T, D), one of one row (D), a list of numbers, or a list of these; empty lists have no rows.
    /// Nothing where the value is something else, or its rows differ in length. \throws OverLimit
    static std::optional<RowBlock> of(Value value, MemoryBudget& memory);

    std::int64_t rows() const { return m_rows; }
    std::int64_t dims() const { return m_dims; } ///< 0 without rows

    bool isZero(std::int64_t row) const;
    /// Rows [first, first + n) as float32; false where a whole number is beyond 2^53.
    bool read(std::int64_t first, std::int64_t n, float* to) const;
    /// The rows will be read soon.
    void prefetch() const;
    /// The rows will not be read again.
    void discard() const;

private:
    struct Piece
    {
        const Array* array = nullptr; ///< or null: numbers of a list
        std::int64_t first = 0; ///< element of the array, or of m_numbers
        std::int64_t rows = 0;
    };

    bool add(Value value, int depth, MemoryBudget& memory);
    bool addArray(const Array& array);
    bool addPiece(const Piece& piece, std::int64_t dims);
    bool readPiece(const Piece& piece, std::int64_t row, std::int64_t n, float* to) const;

    std::vector<Piece> m_pieces;
    std::vector<float> m_numbers;
    std::int64_t m_rows = 0;
    std::int64_t m_dims = 0;
};

} // namespace btw::io::pickle
