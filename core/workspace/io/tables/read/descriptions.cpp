// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/descriptions.h"

#include "workspace/io/tables/cells/numberstyle.h"
#include "workspace/io/text.h"

namespace btw::io {

bool DescriptionConsumer::bind(const TableHeader& header, Problems& problems)
{
    bool good = true;
    log.beginFile(header.file);
    const auto find = [&](const std::string& name) -> std::size_t {
        const auto found = header.require(name, m_entry.key, problems);
        good = good && found;
        return found.value_or(0);
    };
    m_columns.clear();
    if (!m_entry.id.empty()) {
        m_id = find(m_entry.id);
        idName = good ? header.label(m_id) : std::string();
    }
    candidates.bind(header);
    for (const std::string& column : m_entry.columns)
        m_columns.push_back(find(column));
    values.resize(m_columns.size());
    return good;
}

void DescriptionConsumer::take(const CsvReader& record, Problems& /*problems*/)
{
    log.add(record.line());
    candidates.take(record);
    if (!m_entry.id.empty())
        ids.emplace_back(trimmed(record.cells()[m_id]));
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        const std::string_view cell = trimmed(record.cells()[m_columns[c]]);
        values[c].emplace_back(isMissingWord(cell) ? std::string_view() : cell);
    }
}

void DescriptionConsumer::leaveOut(const CsvReader& record)
{
    // By id nobody misses the row; by position the rows after it must keep their places.
    if (!m_entry.id.empty())
        return;
    log.add(record.line());
    candidates.take(record);
    for (std::vector<std::string>& column : values)
        column.emplace_back();
}

} // namespace btw::io
