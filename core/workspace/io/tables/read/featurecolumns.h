// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/text/csvtable.h"

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace btw::io {

/// Which columns of a table are the features of a modality: those that the manifest names, or all without
/// another role.
class FeatureColumns
{
public:
    /// `labels`: the labels' entry when they stand in the same file, whose columns are then no features.
    /// `chosenLabel`: the name of a column that a person chose as the label, which is no feature in any file.
    FeatureColumns(const ModalityEntry& entry, const LabelsEntry* labels, std::string chosenLabel,
        std::set<std::string> described)
        : m_entry(entry)
        , m_labels(labels)
        , m_chosenLabel(std::move(chosenLabel))
        , m_described(std::move(described))
    {
    }

    /// In the order of their names in the manifest; none, with a problem, where they do not fit the table.
    std::vector<std::size_t> select(const TableHeader& header, Problems& problems) const;

private:
    bool isRole(const std::string& name) const;

    const ModalityEntry& m_entry;
    const LabelsEntry* m_labels;
    const std::string m_chosenLabel;
    const std::set<std::string> m_described; ///< columns of this table that describe the instances
};

} // namespace btw::io
