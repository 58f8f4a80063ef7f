// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/read/outcome.h"
#include "workspace/io/tables/read/positioncheck.h"
#include "workspace/io/tables/text/csvtable.h"

#include <cstddef>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace btw::io {

/// Label, id, split and group of every row of the labels' file(s), in file order.
class LabelConsumer : public TableConsumer, public NumberKeeper
{
public:
    /// `numeric`: labels are numbers (`values`), else class names (`labels`). `readSplits`: false where new
    /// splits are drawn, so that the column is neither read nor a feature. `mayBeMissing`: a label that is
    /// not there, one by one or all of them, is NaN, or empty.
    LabelConsumer(const LabelsEntry& entry, bool numeric, bool readSplits = true, bool mayBeMissing = false)
        : m_entry(entry)
        , m_numeric(numeric)
        , m_readSplits(readSplits)
        , m_mayBeMissing(mayBeMissing)
    {
    }

    /// Tables of features say who there is, where no table of labels does: whoever has a row in any of them,
    /// or several. \param idColumns of each file
    void takePeopleFrom(std::map<std::string, std::string> idColumns, const IdKeys& keys)
    {
        m_idColumns = std::move(idColumns);
        m_keys = keys;
    }

    bool bind(const TableHeader& header, Problems& problems) override;
    void take(const CsvReader& record, Problems& problems) override;
    bool want(PlainColumns& wanted) override;
    void takePlain(const PlainRows& rows, std::size_t first, std::size_t last) override;
    void leaveOut(const CsvReader& record) override;
    /// Says what only the whole table tells.
    void report(Problems& problems) const;
    /// Of several tables of features: ids that one has alone, an error where it shares none with the others,
    /// whose people would be others.
    void reportStrangers(Problems& problems) const;
    void settle(std::size_t index, double value) override { values[index] = value; }
    std::size_t numbersOf(std::size_t column) const override;

    RowLog log;
    std::vector<std::size_t> leftOut; ///< rows that are there to be aligned to only
    std::vector<std::string> labels;
    std::vector<double> values;
    std::vector<std::string> ids;
    std::vector<std::string> groups;
    std::vector<Split> splits;
    /// How messages call the columns, as in the last file.
    std::string labelName;
    std::string idName;
    /// The label's and the id's column, as remedies name it.
    std::string labelColumn;
    std::string idColumn;
    IdCandidates candidates; ///< where there is no id and tables are aligned by position

private:
    bool find(const TableHeader& header, const std::string& name, const char* key, std::size_t& column,
        Problems& problems);
    bool bindLabel(const TableHeader& header, Problems& problems);
    void takeNoLabel();
    void takeLabel(const CsvReader& record, Problems& problems);
    bool takeOutcome(const CsvReader& record, Problems& problems);

    const LabelsEntry& m_entry;
    const bool m_numeric;
    const bool m_readSplits;
    const bool m_mayBeMissing;
    std::map<std::string, std::string> m_idColumns; ///< of tables of features; empty: of labels
    IdKeys m_keys { false };
    std::unordered_set<std::string> m_known; ///< keys of ids of tables of features
    std::map<std::string, std::unordered_set<std::string>> m_idsOf; ///< the same of each file
    std::string m_file; ///< the current one
    bool m_hasOutcome = false; ///< in the current file
    OutcomeReader m_outcome; ///< where the label is made of a time and an event
    NumberStyle* m_numbers = nullptr; ///< of the current file
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::size_t m_label = kNone;
    std::size_t m_id = kNone;
    std::size_t m_split = kNone;
    std::size_t m_group = kNone;
    std::string m_splitName;
    std::string m_groupName;
    /// Places in plain rows; that of the label among numbers or texts.
    std::size_t m_plainLabel = 0;
    std::size_t m_plainId = 0;
    std::size_t m_plainSplit = 0;
    std::size_t m_plainGroup = 0;
};

} // namespace btw::io
