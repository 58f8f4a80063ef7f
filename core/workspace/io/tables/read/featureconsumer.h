// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/cells/timecolumn.h"
#include "workspace/io/tables/read/featurecolumns.h"
#include "workspace/io/tables/read/positioncheck.h"

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace btw::io {

/// The numbers of one modality, row by row in file order, with ids and time stamps where it has them.
class FeatureConsumer : public TableConsumer, public NumberKeeper
{
public:
    /// As FeatureColumns.
    FeatureConsumer(const ModalityEntry& entry, const LabelsEntry* labels, std::string chosenLabel = {},
        std::set<std::string> described = {})
        : m_entry(entry)
        , m_choice(entry, labels, std::move(chosenLabel), std::move(described))
    {
    }

    bool bind(const TableHeader& header, Problems& problems) override;
    void take(const CsvReader& record, Problems& problems) override;
    bool want(PlainColumns& wanted) override;
    void takePlain(const PlainRows& rows, std::size_t first, std::size_t last) override;
    void expect(std::size_t rows) override;
    void leaveOut(const CsvReader& record) override;
    void settle(std::size_t index, double value) override;
    std::size_t numbersOf(std::size_t column) const override;
    /// The time stamps in hours, where `instanceOf` tells whose each row is. An error where one is earlier
    /// than the one before it of the same instance.
    std::vector<float> hours(const std::vector<std::size_t>& instanceOf, Problems& problems);
    /// Keeps these rows, ascending.
    void keep(const std::vector<std::size_t>& rows);

    RowLog log;
    std::vector<std::size_t> leftOut; ///< rows that are there to be aligned by position only
    std::vector<std::string> columns; ///< D names; "1", "2", ... without a header
    bool named = true;
    std::vector<float> values; ///< [rows, D]
    std::vector<double> times; ///< as TimeColumn gives them
    std::vector<std::string> ids;
    std::string idName;
    std::string idColumn; ///< as remedies name it
    std::string timeName;
    IdCandidates candidates; ///< where the rows are aligned by position

    /// The columns of words, sorted or in their declared order; their codes in `values` are changed to match.
    std::vector<data::CategoryColumn> takeCategories();

private:
    /// A feature column of words, as they come.
    struct Words
    {
        const CategoryEntry* entry = nullptr; ///< null where the column holds numbers
        std::unordered_map<std::string, std::size_t> codes;
        bool none = false; ///< "none" was found
    };
    using Marks = std::set<std::string, std::less<>>;
    /// What can be done about a cell that is no number, the likeliest first.
    std::vector<Remedy> remediesOf(std::size_t feature, std::string_view cell, bool text) const;
    void takeTime(const CsvReader& record, Problems& problems);
    float word(std::size_t feature, std::string_view cell, std::size_t row, Problems& problems);

    const ModalityEntry& m_entry;
    const FeatureColumns m_choice;
    NumberStyle* m_numbers = nullptr; ///< of the current file
    TimeColumn m_timeColumn;
    std::vector<std::size_t> m_features;
    std::vector<std::string> m_labelsOfFeatures;
    std::vector<Words> m_words; ///< a feature each
    std::vector<const Marks*> m_marks; ///< a feature each, cells that count as empty; empty without any
    std::size_t m_id = 0;
    std::size_t m_time = 0;
    std::vector<std::size_t> m_plainFeatures; ///< place of each in plain rows
    bool m_plainInOrder = false; ///< side by side
    std::size_t m_plainId = 0;
    std::size_t m_plainTime = 0;
};

} // namespace btw::io
