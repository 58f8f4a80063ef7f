// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/plaintable.h"
#include "workspace/io/reader/hdf5file.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace btw::io::reader {

/// A number as a cell, in the digits of its type.
void putNumber(PlainTable& table, double value, bool single);

/// A compressed sparse matrix of a file as rows of a table, each with its id. Throws Hdf5Fault.
class SparseRows
{
public:
    /// `ends`: where each line ends in `data` and `indices`, after 0; they agree.
    SparseRows(const Hdf5Array& data, const Hdf5Array& indices, const std::vector<std::int64_t>& ends,
        const std::vector<std::string>& ids, std::size_t columns)
        : m_data(data)
        , m_indices(indices)
        , m_ends(ends)
        , m_ids(ids)
        , m_columns(columns)
    {
    }

    using Progress = std::function<void(double)>;
    /// The first `rows` rows of a matrix whose lines are rows.
    void write(std::size_t rows, PlainTable& table, const Progress& progress) const;
    /// Of one whose lines are columns: its values are first put in the order of rows.
    void writeFromColumns(std::size_t rows, PlainTable& table, const Progress& progress) const;

private:
    void writeRow(std::size_t i, std::vector<double>& row, PlainTable& table) const;

    const Hdf5Array& m_data;
    const Hdf5Array& m_indices;
    const std::vector<std::int64_t>& m_ends;
    const std::vector<std::string>& m_ids;
    const std::size_t m_columns;
};

} // namespace btw::io::reader
