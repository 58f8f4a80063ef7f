// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/csvtable.h"

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace btw::io {

/// Counts the cells of one file that remedies by word concern: a remedy that finds none changes nothing, and
/// whoever chose it believes otherwise.
class RemedyUse : public TableConsumer
{
public:
    explicit RemedyUse(const FileRemedies& remedies)
        : m_remedies(remedies)
    {
    }

    /// Whether there is anything to count.
    static bool counts(const FileRemedies& remedies)
    {
        return !remedies.dropWords.empty() || !remedies.missingWords.empty();
    }

    bool bind(const TableHeader& header, Problems& problems) override;
    void take(const CsvReader& record, Problems& problems) override;
    void leaveOut(const CsvReader& record) override;

    /// A warning for each word that no cell of the file has.
    void report(Problems& problems) const;

private:
    struct Word
    {
        std::string column;
        std::set<std::string, std::less<>> word; ///< alone
        bool drops; ///< its row; else it counts as empty
        std::size_t place;
        bool found = false;
    };
    void look(const CsvReader& record);

    const FileRemedies& m_remedies;
    std::string m_file;
    std::vector<Word> m_words;
};

} // namespace btw::io
