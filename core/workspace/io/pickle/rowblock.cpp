// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/rowblock.h"

#include "workspace/io/pickle/array.h"

#include <algorithm>

namespace btw::io::pickle {

namespace {

constexpr std::int64_t kMostRows = std::int64_t(1) << 40;

} // namespace

RowBlock::RowBlock(const Array& array, std::int64_t first, std::int64_t rows, std::int64_t dims)
{
    addPiece({ &array, first, rows }, dims);
}

std::optional<RowBlock> RowBlock::of(Value value, MemoryBudget& memory)
{
    RowBlock block;
    const bool good = value.array() != nullptr || value.isSequence();
    if (!good || !block.add(value, 0, memory))
        return std::nullopt;
    return block;
}

bool RowBlock::addPiece(const Piece& piece, std::int64_t dims)
{
    if (piece.rows == 0)
        return true;
    if (dims == 0 || (m_rows > 0 && dims != m_dims) || m_rows > kMostRows - piece.rows)
        return false;
    m_pieces.push_back(piece);
    m_rows += piece.rows;
    m_dims = dims;
    return true;
}

bool RowBlock::addArray(const Array& array)
{
    if (array.count() == 0)
        return true;
    if (!array.element.isNumber())
        return false;
    // Single rows are also saved as (1, 1, D).
    std::size_t first = 0;
    while (array.shape.size() - first > 2 && array.shape[first] == 1)
        ++first;
    const std::size_t rank = array.shape.size() - first;
    if (rank != 1 && rank != 2)
        return false;
    return addPiece({ &array, 0, rank == 1 ? 1 : array.shape[first] }, array.shape.back());
}

bool RowBlock::add(Value value, int depth, MemoryBudget& memory)
{
    if (const Array* array = value.array()) {
        memory.need(1, sizeof(Piece));
        return addArray(*array);
    }
    if (value.size() == 0)
        return true;
    if (value.item(0).array() == nullptr && value.item(0).number()) {
        memory.need(value.size(), sizeof(float));
        const Piece piece { nullptr, static_cast<std::int64_t>(m_numbers.size()), 1 };
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto number = value.item(i).number();
            if (!number)
                return false;
            m_numbers.push_back(toFloat(*number));
        }
        return addPiece(piece, static_cast<std::int64_t>(value.size()));
    }
    // A list of rows, perhaps in a list once more; deeper, shared lists could multiply without end.
    if (depth == 2)
        return false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const Value item = value.item(i);
        if ((item.array() == nullptr && !item.isSequence()) || !add(item, depth + 1, memory))
            return false;
    }
    return true;
}

bool RowBlock::readPiece(const Piece& piece, std::int64_t row, std::int64_t n, float* to) const
{
    const std::int64_t first = piece.first + row * m_dims;
    if (piece.array != nullptr)
        return piece.array->floats(first, n * m_dims, to);
    std::copy_n(m_numbers.begin() + first, n * m_dims, to);
    return true;
}

bool RowBlock::isZero(std::int64_t row) const
{
    for (const Piece& piece : m_pieces) {
        if (row < piece.rows) {
            if (piece.array != nullptr)
                return piece.array->isZero(piece.first + row * m_dims, m_dims);
            const auto from = m_numbers.begin() + piece.first + row * m_dims;
            return std::all_of(from, from + m_dims, [](float value) { return value == 0; });
        }
        row -= piece.rows;
    }
    return true;
}

bool RowBlock::read(std::int64_t first, std::int64_t n, float* to) const
{
    bool exact = true;
    for (const Piece& piece : m_pieces) {
        const std::int64_t count = std::min(n, piece.rows - first);
        if (count > 0) {
            exact = readPiece(piece, first, count, to) && exact;
            to += count * m_dims;
            n -= count;
            first = 0;
        } else {
            first -= piece.rows;
        }
    }
    return exact;
}

void RowBlock::prefetch() const
{
    for (const Piece& piece : m_pieces)
        if (piece.array != nullptr)
            piece.array->prefetch(piece.first, piece.rows * m_dims);
}

void RowBlock::discard() const
{
    for (const Piece& piece : m_pieces)
        if (piece.array != nullptr)
            piece.array->discard(piece.first, piece.rows * m_dims);
}

} // namespace btw::io::pickle
