// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/tablerows.h"

#include "workspace/io/tables/source/filesource.h"
#include "workspace/io/tables/text/textsource.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace btw::io {

namespace {

constexpr std::size_t kBlock = std::size_t(1) << 20; ///< bytes of text: stays in the second-level cache
constexpr std::size_t kLastRows = 2; ///< at the end of a file there may be sums: those are records
constexpr unsigned kMostThreads = 8;

} // namespace

TableRows::TableRows(const TableHeader& header, const std::vector<TableConsumer*>& consumers,
    TakeRecord takeRecord, bool plain)
    : m_header(header)
    , m_consumers(consumers)
    , m_takeRecord(std::move(takeRecord))
    , m_columns(header.names.size())
    , m_plain(plain)
{
    for (TableConsumer* consumer : consumers)
        m_plain = m_plain && consumer->want(m_columns);
    m_plain = m_plain && m_columns.isPossible();
}

void TableRows::read(CsvReader& reader, const TextSource& source, std::uint64_t size)
{
    m_bytes = size;
    m_expected = size == FileSource::kUnknownSize; // no guess of how many rows there are
    m_takeRecord(reader);
    while (true) {
        auto lines = m_plain ? reader.takeLines(kBlock, kLastRows) : std::nullopt;
        if (source.fault())
            break;
        if (lines) {
            start(std::move(*lines), reader.separator());
            continue;
        }
        finishAll();
        if (!reader.next() || source.fault())
            break;
        m_takeRecord(reader);
    }
    finishAll();
}

void TableRows::start(CsvLines lines, char separator)
{
    m_separator = separator;
    const bool doubt = m_header.numbers->doubtsPoints();
    m_blocks.push_back(
        std::async(std::launch::async, [this, separator, doubt, text = std::move(lines)]() mutable {
            return std::make_unique<const PlainRows>(std::move(text), m_columns, separator, doubt);
        }));
    while (m_blocks.size() > std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads))
        finishOne();
}

void TableRows::finishOne()
{
    const std::unique_ptr<const PlainRows> rows = m_blocks.front().get();
    m_blocks.pop_front();
    take(*rows);
}

void TableRows::finishAll()
{
    while (!m_blocks.empty())
        finishOne();
}

void TableRows::take(const PlainRows& rows)
{
    m_header.numbers->sawPoints(rows.points());
    if (!m_expected)
        expect(rows);
    const auto takePlain = [&](std::size_t first, std::size_t last) {
        if (first == last)
            return;
        if (m_beforePlain)
            m_beforePlain();
        for (TableConsumer* consumer : m_consumers)
            consumer->takePlain(rows, first, last);
    };
    std::size_t first = 0;
    for (const PlainRows::Odd& odd : rows.odd()) {
        takePlain(first, odd.before);
        first = odd.before;
        CsvReader record(odd.text, m_separator, odd.line);
        record.next();
        m_takeRecord(record);
    }
    takePlain(first, rows.size());
    // Reading rows twice is slower than reading them as records.
    m_plain = m_plain && rows.odd().size() <= rows.size();
}

/// Lets the consumers make room for the whole file: growing step by step would need twice the memory.
void TableRows::expect(const PlainRows& rows)
{
    m_expected = true;
    constexpr double kMargin = 1.05;
    const double share = static_cast<double>(m_bytes) / static_cast<double>(rows.bytes());
    const auto count = static_cast<std::size_t>(static_cast<double>(rows.size()) * share * kMargin);
    for (TableConsumer* consumer : m_consumers)
        consumer->expect(count);
}

} // namespace btw::io
