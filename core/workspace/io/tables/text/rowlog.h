// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/recipe/remedy.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace btw::io {

/// Where each row that a consumer took came from.
class RowLog
{
public:
    struct Part
    {
        std::string file;
        std::size_t firstRow;
    };

    void beginFile(std::string file) { m_parts.push_back({ std::move(file), m_lines.size() }); }
    void add(std::int64_t line) { m_lines.push_back(line); }
    void reserve(std::size_t rows) { m_lines.reserve(m_lines.size() + rows); }
    std::size_t size() const { return m_lines.size(); }
    std::string where(std::size_t row, const std::string& column = {}) const;
    const std::vector<Part>& parts() const { return m_parts; }
    std::size_t rowsOfPart(std::size_t part) const;
    /// Of a row of the current file that may still be added.
    std::string whereNext(std::int64_t line, const std::string& column) const;
    DropRow droppingNext(std::int64_t line) const { return { m_parts.back().file, line }; }
    /// The remedy that leaves out one row.
    DropRow dropping(std::size_t row) const;
    /// Keeps these rows, ascending.
    void keep(const std::vector<std::size_t>& rows);

private:
    const Part& partOf(std::size_t row) const;

    std::vector<Part> m_parts;
    std::vector<std::int64_t> m_lines;
};

} // namespace btw::io
