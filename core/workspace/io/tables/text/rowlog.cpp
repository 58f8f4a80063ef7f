// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/rowlog.h"

#include "workspace/io/problems.h"

#include <algorithm>

namespace btw::io {

const RowLog::Part& RowLog::partOf(std::size_t row) const
{
    std::size_t part = 0;
    while (part + 1 < m_parts.size() && m_parts[part + 1].firstRow <= row)
        ++part;
    return m_parts[part];
}

std::string RowLog::where(std::size_t row, const std::string& column) const
{
    return place(partOf(row).file, m_lines[row], column);
}

std::string RowLog::whereNext(std::int64_t line, const std::string& column) const
{
    return place(m_parts.back().file, line, column);
}

DropRow RowLog::dropping(std::size_t row) const { return { partOf(row).file, m_lines[row] }; }

void RowLog::keep(const std::vector<std::size_t>& rows)
{
    for (Part& part : m_parts)
        part.firstRow = static_cast<std::size_t>(
            std::lower_bound(rows.begin(), rows.end(), part.firstRow) - rows.begin());
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_lines[i] = m_lines[rows[i]];
    m_lines.resize(rows.size());
}

std::size_t RowLog::rowsOfPart(std::size_t part) const
{
    return (part + 1 < m_parts.size() ? m_parts[part + 1].firstRow : m_lines.size()) - m_parts[part].firstRow;
}

} // namespace btw::io
