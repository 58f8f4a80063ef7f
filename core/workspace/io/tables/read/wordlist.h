// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/read/longtable.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace btw::io {

/// A list of words, a row each, as a vector: one feature for each word, 1 where the instance has it, or how
/// often.
class WordListConsumer : public MeasurementConsumer
{
public:
    explicit WordListConsumer(const ModalityEntry& entry)
        : m_entry(entry)
    {
    }

    bool bind(const TableHeader& header, Problems& problems) override;
    void take(const CsvReader& record, Problems& problems) override;

    data::Modality modality(
        const Instances& known, std::size_t n, const ReadLimits& limits, Problems& problems) override;

private:
    struct Row
    {
        std::string id;
        std::uint32_t word;
    };

    const ModalityEntry& m_entry;
    RowLog m_log;
    std::size_t m_id = 0;
    std::size_t m_word = 0;
    std::string m_idName;
    std::vector<std::string> m_words;
    std::unordered_map<std::string, std::uint32_t> m_places; ///< of words
    std::vector<Row> m_rows;
};

struct TablePreview;

/// How a table could be counted whose rows are words of ids that repeat, without numbers or times; empty
/// where it is no such table. `id`: the column that holds the ids.
std::vector<Remedy> listChoices(const TablePreview& head, const std::string& file, const std::string& id);

} // namespace btw::io
