// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/plaintable.h"
#include "workspace/io/formats/sheetreport.h"
#include "workspace/io/formats/ziparchive.h"

#include <QString>
#include <QXmlStreamReader>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace btw::io {

/// A table that was made of a file of another format: a sheet, a part of an HDF5 file.
struct PlainTableFile
{
    QString sheet; ///< what it is called inside the file; or empty
    QString path; ///< the plain table
};

/// Makes a plain table of each visible sheet that holds anything, in `folder`. False, with a problem, where
/// the workbook is damaged. Problems stand at `name`, or at "NAME, sheet SHEET" where there are several.
bool readXlsx(const QString& path, const QString& folder, const std::string& name, const ReadLimits& limits,
    std::vector<PlainTableFile>& tables, Problems& problems);
bool readOds(const QString& path, const QString& folder, const std::string& name, const ReadLimits& limits,
    std::vector<PlainTableFile>& tables, Problems& problems);

/// One sheet while it is read: cells in order, by row and column from 1.
class SheetWriter
{
public:
    SheetWriter(const QString& path, std::uint64_t most)
        : m_table(path, most)
    {
    }

    bool open() { return m_table.open(); }
    /// False where the row does not come after those before, or lies beyond the last one of a sheet.
    bool beginRow(std::int64_t row);
    /// False in the same way.
    bool cell(std::int64_t column, std::string_view text);
    void endRow();
    PlainTable& table() { return m_table; }
    std::int64_t row() const { return m_row; }
    SheetReport& report() { return m_report; }

private:
    PlainTable m_table;
    SheetReport m_report;
    std::int64_t m_row = 0;
    std::int64_t m_column = 0;
    std::int64_t m_filled = 0; ///< cells of the row
};

/// The number that a cell's text is, from its first to its last character; nothing where it is none.
std::optional<double> numberIn(const std::string& text);

/// What the readers of both kinds of workbook share.
class WorkbookReader
{
public:
    WorkbookReader(QString path, QString folder, std::string name, const ReadLimits& limits,
        std::vector<PlainTableFile>& tables, Problems& problems);

protected:
    struct Sheet
    {
        QString name;
        std::unique_ptr<SheetWriter> writer;
        QString path;
    };

    bool openArchive();
    /// Reads a member as XML; `use` is called once, and says whether to go on to the end. False, with a
    /// problem, where the member is not there, damaged, or no XML.
    bool readXml(const QString& member, const std::function<bool(QXmlStreamReader&)>& use);
    bool damaged(const QString& member, const std::string& what);
    /// To be called for each row or text; tells now and then how far the reading is. False, with a problem of
    /// readXml(), where it is to stop.
    bool goOn(QXmlStreamReader& xml);
    bool hasEnough(const SheetWriter& writer) const;

    Sheet* beginSheet(const QString& name);
    /// Names the tables of all sheets, and tells what is unusual about them.
    bool finish();

    ZipArchive m_archive;
    const QString m_path;
    const QString m_folder;
    const std::string m_name;
    const ReadLimits& m_limits;
    std::vector<PlainTableFile>& m_tables;
    Problems& m_problems;
    std::vector<Sheet> m_sheets;
    std::vector<std::string> m_hiddenSheets;
    std::uint64_t m_most; ///< bytes that a table may have
    bool m_stopped = false;
    std::int64_t m_steps = 0; ///< calls of goOn()
    qint64 m_memberSize = 0;
};

} // namespace btw::io
