// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/reader/sparserows.h"

#include "workspace/io/formats/roworder.h"

#include <algorithm>

namespace btw::io::reader {

namespace {

double& at(std::vector<double>& row, std::int64_t column)
{
    if (column < 0 || static_cast<std::size_t>(column) >= row.size())
        throw Hdf5Fault { "X is a sparse matrix with a value outside of it" };
    return row[static_cast<std::size_t>(column)];
}

} // namespace

void putNumber(PlainTable& table, double value, bool single)
{
    if (single)
        table.number(static_cast<float>(value));
    else
        table.number(value);
}

void SparseRows::writeRow(std::size_t i, std::vector<double>& row, PlainTable& table) const
{
    const bool single = m_data.isSingle();
    table.cell(m_ids[i]);
    for (const double value : row)
        putNumber(table, value, single);
    table.endRow();
    std::fill(row.begin(), row.end(), 0.0);
}

void SparseRows::write(std::size_t rows, PlainTable& table, const Progress& progress) const
{
    constexpr std::int64_t kValues = 1 << 20;
    std::vector<double> row(m_columns);
    for (std::size_t first = 0; first < rows && table.isGood();) {
        std::size_t last = first + 1;
        while (last < rows && m_ends[last + 1] - m_ends[first] <= kValues)
            ++last;
        const auto from = static_cast<hsize_t>(m_ends[first]);
        const auto count = static_cast<hsize_t>(m_ends[last] - m_ends[first]);
        const std::vector<double> values = m_data.numbers(from, count);
        const std::vector<std::int64_t> columns = m_indices.integers(from, count);
        std::size_t k = 0;
        for (std::size_t i = first; i < last; ++i) {
            for (std::int64_t n = m_ends[i]; n < m_ends[i + 1]; ++n, ++k)
                at(row, columns[k]) += values[k];
            writeRow(i, row, table);
        }
        first = last;
        progress(static_cast<double>(first) / static_cast<double>(rows));
    }
}

void SparseRows::writeFromColumns(std::size_t rows, PlainTable& table, const Progress& progress) const
{
    const std::vector<double> values = m_data.numbers(0, static_cast<hsize_t>(m_ends.back()));
    const std::vector<std::int64_t> rowOf = m_indices.integers(0, static_cast<hsize_t>(m_ends.back()));
    for (const std::int64_t row : rowOf)
        if (row < 0 || static_cast<std::size_t>(row) >= m_ids.size())
            throw Hdf5Fault { "X is a sparse matrix with a value outside of it" };
    const auto [starts, order] = orderByRow(rowOf, m_ids.size());
    std::vector<std::uint32_t> columnOf(values.size());
    for (std::size_t column = 0; column < m_columns; ++column)
        std::fill(columnOf.begin() + m_ends[column], columnOf.begin() + m_ends[column + 1],
            static_cast<std::uint32_t>(column));
    std::vector<double> row(m_columns);
    for (std::size_t i = 0; i < rows && table.isGood(); ++i) {
        for (std::size_t k = starts[i]; k < starts[i + 1]; ++k)
            row[columnOf[order[k]]] += values[order[k]];
        writeRow(i, row, table);
        progress(static_cast<double>(i + 1) / static_cast<double>(rows));
    }
}

} // namespace btw::io::reader
