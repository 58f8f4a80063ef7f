// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/read/positioncheck.h"
#include "workspace/io/tables/text/csvtable.h"

#include "engine/data/cohort.h"

#include <string>
#include <vector>

namespace btw::io {

/// Columns of one table that describe the instances, as texts, row by row in file order.
class DescriptionConsumer : public TableConsumer
{
public:
    explicit DescriptionConsumer(const DescribeEntry& entry)
        : m_entry(entry)
    {
    }

    bool bind(const TableHeader& header, Problems& problems) override;
    void take(const CsvReader& record, Problems& problems) override;
    void leaveOut(const CsvReader& record) override;

    const DescribeEntry& entry() const { return m_entry; }
    RowLog log;
    IdCandidates candidates; ///< where the rows are aligned by position
    std::string idName; ///< as messages call the column
    std::vector<std::string> ids; ///< of every row; empty without an id column
    std::vector<std::vector<std::string>> values; ///< a list for each column of the entry

private:
    const DescribeEntry& m_entry;
    std::size_t m_id = 0;
    std::vector<std::size_t> m_columns;
};

} // namespace btw::io
