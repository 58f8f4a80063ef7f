// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/csvtable.h"

#include <cstddef>
#include <string>
#include <vector>

namespace btw::io {

/// Columns that may hold the ids of a table for which a manifest names none, with their values row by row.
class IdCandidates
{
public:
    struct Column
    {
        std::string name;
        std::size_t at = 0; ///< in the current file
        std::vector<std::string> values;
    };

    /// Looks for columns that are called like ids, or as the labels' are.
    void seek(std::string labelId)
    {
        m_seeks = true;
        m_labelId = std::move(labelId);
    }
    void bind(const TableHeader& header);
    void take(const CsvReader& record);
    const std::vector<Column>& columns() const { return m_columns; }

private:
    bool m_seeks = false;
    bool m_bound = false;
    std::string m_labelId;
    std::vector<Column> m_columns;
};

/// A table whose rows go with those of the labels one by one.
struct ByPosition
{
    const std::string& key; ///< in the manifest
    const TableFiles& table;
    const IdCandidates& candidates;
};

/// The labels that it goes with.
struct LabelIds
{
    const LabelsEntry& entry;
    const std::vector<std::string>& ids; ///< of every row, where the manifest names their column
    const IdCandidates& candidates; ///< else
};

/// Checks tables that a manifest aligns by position: an error where a column tells that the rows stand in
/// another order, a warning where none tells anything and the labels have ids. A person who said that the
/// rows of a table stand in the same order (NumberRows) is not asked again.
void checkPosition(
    const ByPosition& rows, const LabelIds& labels, const ReadingPlan& plan, Problems& problems);

} // namespace btw::io
