// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/workbook.h"

#include "workspace/io/formats/filenames.h"

#include <QFileInfo>

#include <algorithm>
#include <charconv>
#include <utility>

namespace btw::io {

namespace {

constexpr const char* kSaveAgain
    = "copy or download the file again, or open it in Excel or LibreOffice and save it there, also as CSV";

} // namespace

bool SheetWriter::beginRow(std::int64_t row)
{
    if (row <= m_row || row > kMostSheetRows)
        return false;
    m_row = row;
    m_column = 0;
    m_filled = 0;
    return true;
}

bool SheetWriter::cell(std::int64_t column, std::string_view text)
{
    if (column <= m_column || column > kMostSheetColumns)
        return false;
    if (text.empty())
        return true;
    while (++m_column < column)
        m_table.cell({});
    m_table.cell(text);
    ++m_filled;
    return true;
}

void SheetWriter::endRow()
{
    if (m_filled > 0)
        m_report.rowEnds(m_row, m_filled);
    m_table.endRow(m_row);
}

WorkbookReader::WorkbookReader(QString path, QString folder, std::string name, const ReadLimits& limits,
    std::vector<PlainTableFile>& tables, Problems& problems)
    : m_path(std::move(path))
    , m_folder(std::move(folder))
    , m_name(std::move(name))
    , m_limits(limits)
    , m_tables(tables)
    , m_problems(problems)
{
    // Strings and rows may be repeated by a few bytes each: a small file does not become a huge table.
    constexpr std::uint64_t kAlways = std::uint64_t(256) << 20;
    constexpr std::uint64_t kGrowth = 200;
    const auto size = static_cast<std::uint64_t>(QFileInfo(m_path).size());
    m_most = std::min(limits.decompressedBytes, std::max(kAlways, size * kGrowth));
}

std::optional<double> numberIn(const std::string& text)
{
    double number = 0;
    const char* const last = text.data() + text.size();
    const auto end = std::from_chars(text.data(), last, number);
    return end.ec == std::errc() && end.ptr == last ? std::optional(number) : std::nullopt;
}

bool WorkbookReader::openArchive() { return m_archive.open(m_path, m_limits, m_problems); }

bool WorkbookReader::damaged(const QString& member, const std::string& what)
{
    m_problems.error("workbook-damaged", m_name,
        { "the workbook is damaged, in its part {}: {}", member.toStdString(), what }, kSaveAgain);
    return false;
}

bool WorkbookReader::goOn(QXmlStreamReader& xml)
{
    constexpr std::int64_t kNowAndThen = 512;
    if (++m_steps % kNowAndThen != 0)
        return true;
    const auto left = static_cast<double>(xml.device()->bytesAvailable());
    const double share = m_memberSize > 0 ? 1.0 - left / static_cast<double>(m_memberSize) : 1.0;
    m_stopped = m_stopped || (m_limits.progress && !m_limits.progress(std::clamp(share, 0.0, 1.0)));
    return !m_stopped;
}

bool WorkbookReader::hasEnough(const SheetWriter& writer) const
{
    return m_limits.headRows > 0 && writer.row() >= m_limits.headRows;
}

bool WorkbookReader::readXml(const QString& member, const std::function<bool(QXmlStreamReader&)>& use)
{
    const ZipArchive::Member* found = m_archive.find(member);
    if (!found)
        return damaged(member, "it is not there");
    std::unique_ptr<QIODevice> device = m_archive.openMember(*found, m_problems);
    if (!device)
        return false;
    m_memberSize = static_cast<qint64>(found->size);
    QXmlStreamReader xml(device.get());
    const bool whole = use(xml);
    if (m_stopped) {
        m_problems.error("stopped", m_name, "the reading was stopped", "open the file again to read it");
        return false;
    }
    while (whole && !xml.atEnd())
        xml.readNext();
    if (xml.hasError())
        return damaged(
            member, "line " + std::to_string(xml.lineNumber()) + ": " + xml.errorString().toStdString());
    if (!whole)
        return true;
    QByteArray rest(1 << 16, '\0');
    while (device->read(rest.data(), rest.size()) > 0) { }
    return m_archive.finish(std::move(device), *found, m_problems);
}

WorkbookReader::Sheet* WorkbookReader::beginSheet(const QString& name)
{
    Sheet sheet { name, nullptr, m_folder + QStringLiteral("/sheet%1.csv").arg(m_sheets.size() + 1) };
    sheet.writer = std::make_unique<SheetWriter>(sheet.path, m_most);
    if (!sheet.writer->open()) {
        m_problems.error("no-room", m_name,
            "there is no room for its tables in the folder of temporary files",
            "make room there, or set TMPDIR to a folder with more");
        return nullptr;
    }
    m_sheets.push_back(std::move(sheet));
    return &m_sheets.back();
}

bool WorkbookReader::finish()
{
    std::erase_if(m_sheets,
        [](const Sheet& sheet) { return sheet.writer->table().isEmpty() && sheet.writer->table().finish(); });
    for (Sheet& sheet : m_sheets) {
        const bool one = m_sheets.size() == 1;
        const std::string table = one ? m_name : m_name + kSheetMark + sheet.name.toStdString();
        sheet.writer->report().tell(table, m_problems);
        if (!sheet.writer->table().finish()) {
            m_problems.error("over-limit", table,
                sheet.writer->table().isOverLimit()
                    ? data::Sentence("the sheet grows to over {} bytes as text, which is the limit", m_most)
                    : data::Sentence("there is no room for its table in the folder of temporary files"),
                "save the sheet as CSV");
            return false;
        }
        m_tables.push_back({ one ? QString() : sheet.name, sheet.path });
    }
    for (const std::string& hidden : m_hiddenSheets)
        m_problems.warning("sheet-hidden", m_name,
            { "the sheet {} is hidden, and is not read", inQuotes(hidden) },
            "show the sheet in the workbook if it should be read");
    if (m_sheets.empty())
        m_problems.error("no-table", m_name, "no sheet of the workbook holds anything",
            "put the table into a sheet that is shown");
    return !m_problems.hasErrors();
}

} // namespace btw::io
