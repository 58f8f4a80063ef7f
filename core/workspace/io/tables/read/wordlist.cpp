// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/read/wordlist.h"

#include "workspace/io/classlabels.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/guess/guesscolumns.h"
#include "workspace/io/tables/guess/tableroles.h"
#include "workspace/io/tables/read/consumercells.h"
#include "workspace/io/text.h"

#include <algorithm>

namespace btw::io {

bool WordListConsumer::bind(const TableHeader& header, Problems& problems)
{
    m_log.beginFile(header.file);
    const auto id = header.require(m_entry.id, m_entry.key + ".id", problems);
    const auto word = header.require(m_entry.layout->variable, m_entry.key + ".variable", problems);
    if (!id || !word)
        return false;
    m_id = *id;
    m_word = *word;
    m_idName = header.label(m_id);
    return true;
}

void WordListConsumer::take(const CsvReader& record, Problems& problems)
{
    m_log.add(record.line());
    std::string id(trimmed(record.cells()[m_id]));
    if (isNobody(id)) {
        problems.error("id-empty", m_log.where(m_log.size() - 1, m_idName), namesNobody("id", id),
            "say whose row it is", remediesOfNobody(m_log, m_log.size() - 1, m_entry.id, id));
        return;
    }
    const std::string_view cell = trimmed(record.cells()[m_word]);
    if (isMissingWord(cell) || cell.empty())
        return;
    const auto [found, isNew]
        = m_places.try_emplace(canonicalName(cell), static_cast<std::uint32_t>(m_words.size()));
    if (isNew)
        m_words.push_back(found->first);
    m_rows.push_back({ std::move(id), found->second });
}

data::Modality WordListConsumer::modality(
    const Instances& known, std::size_t n, const ReadLimits& limits, Problems& problems)
{
    data::Modality out;
    out.name = m_entry.name;
    out.columns = sortedNames(m_words);
    out.dims = static_cast<std::int64_t>(out.columns.size());
    const std::string file = m_log.parts().empty() ? std::string() : m_log.parts().front().file;
    constexpr std::size_t kMostWords = 10'000;
    if (out.columns.empty() || out.columns.size() > kMostWords
        || n * out.columns.size() * sizeof(float) > limits.memoryBytes) {
        problems.error("word-list-size", file,
            { "the list has {}",
                counted(static_cast<std::int64_t>(out.columns.size()), "different word", "different words") },
            "choose a column with some words that repeat, at most 10,000", { DropTable { file } });
        return out;
    }
    std::vector<std::size_t> place(m_words.size());
    for (std::size_t d = 0; d < out.columns.size(); ++d)
        place[m_places[out.columns[d]]] = d;
    const auto width = out.columns.size();
    const bool zero = m_entry.layout->othersAreZero;
    out.values.assign(n * width, 0.0F);
    out.present.assign(n, zero ? 1 : 0);
    std::int64_t strangers = 0;
    std::string stranger;
    for (const Row& row : m_rows) {
        const std::string id = known.keys.of(row.id);
        const auto found = known.rowOfId.find(id);
        if (found == known.rowOfId.end()) {
            if (!known.leftOut.contains(id) && strangers++ == 0)
                stranger = row.id;
            continue;
        }
        float& value = out.values[found->second * width + place[row.word]];
        value = m_entry.layout->count == WordCount::Number ? value + 1 : 1;
        out.present[found->second] = 1;
    }
    if (strangers > 0)
        problems.warning("id-without-label", file,
            { "{} no row among the labels, such as {}",
                counted(strangers, "row is of an id that has", "rows are of ids that have"),
                inQuotes(stranger) },
            "they are left out; check that ids are spelt alike in both files");
    m_rows = {};
    return out;
}

std::vector<Remedy> listChoices(const TablePreview& head, const std::string& file, const std::string& id)
{
    std::vector<std::pair<std::size_t, std::string>> columns; ///< by how many different words they have
    for (std::size_t c = 0; c < head.header.size(); ++c) {
        if (head.header[c] == id || head.header[c].empty())
            continue;
        const ColumnLook look = lookAt(head, c);
        if (look.numeric && look.values > 0)
            return {};
        if (look.values > 0)
            columns.emplace_back(look.distinct.size(), head.header[c]);
    }
    std::sort(columns.begin(), columns.end());
    std::vector<Remedy> out;
    // Columns of words that hardly repeat come last; a person looks at few.
    constexpr std::size_t kMost = 2;
    for (std::size_t k = 0; k < std::min(kMost, columns.size()); ++k)
        for (const bool zero : { false, true })
            out.emplace_back(CountWords { file, columns[k].second, false, zero });
    if (!columns.empty())
        out.emplace_back(CountWords { file, columns.front().second, true, true });
    if (!out.empty())
        out.emplace_back(DropTable { file });
    return out;
}

} // namespace btw::io
