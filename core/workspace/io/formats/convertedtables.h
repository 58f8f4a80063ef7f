// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/fileformat.h"
#include "workspace/io/readresult.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace btw::io {

/// The plain tables that were made of one file of another format, in a temporary folder of its own that
/// nobody else can read and that goes with this.
class ConvertedTables
{
public:
    struct Table
    {
        QString name; ///< "data.xlsx" or "data.xlsx, sheet Labs"
        QString path; ///< of the plain table
    };

    /// Without tables, and with a problem, where the file cannot be read.
    ConvertedTables(const QString& path, const FileFormat& format, const ReadLimits& limits);

    const std::vector<Table>& tables() const { return m_tables; }
    /// What was found while they were made. Empties it.
    std::vector<Problem> takeProblems() { return std::exchange(m_problems, {}); }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<Table> m_tables;
    std::vector<Problem> m_problems;
};

} // namespace btw::io
