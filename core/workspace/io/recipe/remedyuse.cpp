// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/recipe/remedyuse.h"

#include "workspace/io/recipe/idleremedy.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/cells/missingwords.h"
#include "workspace/io/tables/cells/number.h"
#include "workspace/io/tables/cells/sameword.h"
#include "workspace/io/text.h"

#include <algorithm>

namespace btw::io {

bool RemedyUse::bind(const TableHeader& header, Problems& /*problems*/)
{
    m_file = header.file;
    m_words.clear();
    const auto add = [&](const FileRemedies::Words& words, bool drops) {
        for (const auto& [column, cells] : words) {
            const auto at = std::find(header.given.begin(), header.given.end(), column);
            if (at != header.given.end())
                for (const std::string& word : cells)
                    m_words.push_back(
                        { column, { word }, drops, static_cast<std::size_t>(at - header.given.begin()) });
        }
    };
    add(m_remedies.dropWords, true);
    add(m_remedies.missingWords, false);
    return true;
}

void RemedyUse::look(const CsvReader& record)
{
    for (Word& word : m_words) {
        if (word.found || word.place >= record.cells().size())
            continue;
        const std::string_view cell = record.cells()[word.place];
        word.found = word.drops ? isOneOfWords(cell, word.word) : word.word.contains(trimmed(cell));
    }
}

void RemedyUse::take(const CsvReader& record, Problems& /*problems*/) { look(record); }

void RemedyUse::leaveOut(const CsvReader& record) { look(record); }

void RemedyUse::report(Problems& problems) const
{
    for (const Word& word : m_words) {
        double value = 0;
        const std::string& text = *word.word.begin();
        const bool anyway = isMissingWord(text) || parseNumber(text, value) == NumberKind::Missing;
        if (!word.drops && word.found && anyway)
            warnOfIdle(problems, m_file + ", " + inQuotes(word.column),
                { "the recipe takes {} as missing, which changes nothing: such cells are missing anyway",
                    inQuotes(text) });
        if (!word.found)
            warnOfIdle(problems, m_file + ", " + inQuotes(word.column),
                { word.drops ? "the recipe leaves out rows with {}, and no cell of the column holds that"
                             : "the recipe takes {} as missing, and no cell of the column holds that",
                    inQuotes(text) },
                "correct its word");
    }
}

} // namespace btw::io
