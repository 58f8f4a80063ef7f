// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/csvtable.h"

#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace btw::io {

class TextSource;

/// Gives the rows of one file to its consumers, in order: plain ones from blocks that several threads read at
/// once, all others one by one as records.
class TableRows
{
public:
    using TakeRecord = std::function<void(const CsvReader& record)>;

    /// `takeRecord` gives a record to the consumers. Without `plain` it gets all rows.
    TableRows(const TableHeader& header, const std::vector<TableConsumer*>& consumers, TakeRecord takeRecord,
        bool plain);

    /// As PlainColumns::setSuspiciousFirstCells.
    void setSuspiciousFirstCells(std::vector<std::string> firstCells)
    {
        m_columns.setSuspiciousFirstCells(std::move(firstCells));
    }

    /// Called before plain rows are given to the consumers: what was held back has to come first.
    void beforePlainRows(std::function<void()> call) { m_beforePlain = std::move(call); }

    /// From the record on which the reader stands to the end, or to a fault of its source of `size` bytes.
    void read(CsvReader& reader, const TextSource& source, std::uint64_t size);

private:
    void start(CsvLines lines, char separator);
    void finishOne();
    void finishAll();
    void take(const PlainRows& rows);
    void expect(const PlainRows& rows);

    const TableHeader& m_header;
    const std::vector<TableConsumer*>& m_consumers;
    TakeRecord m_takeRecord;
    std::function<void()> m_beforePlain;
    PlainColumns m_columns;
    bool m_plain; ///< whether rows may come in blocks
    bool m_expected = false;
    char m_separator = ',';
    std::uint64_t m_bytes = 0;
    std::deque<std::future<std::unique_ptr<const PlainRows>>> m_blocks; ///< in the order of the file
};

} // namespace btw::io
