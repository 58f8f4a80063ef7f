// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/convertedtables.h"

#include "workspace/io/formats/filenames.h"
#include "workspace/io/formats/readerprocess.h"
#include "workspace/io/formats/sparsearray.h"
#include "workspace/io/formats/workbook.h"

#include <QDir>
#include <QFileInfo>

namespace btw::io {

ConvertedTables::ConvertedTables(const QString& path, const FileFormat& format, const ReadLimits& limits)
    : m_folder(std::make_unique<QTemporaryDir>(QDir::tempPath() + QStringLiteral("/btw-tables-XXXXXX")))
{
    Problems problems;
    const QString file = QFileInfo(path).fileName();
    const std::string name = file.toStdString();
    std::vector<PlainTableFile> made;
    bool good = m_folder->isValid();
    if (!good)
        problems.error("no-room", name,
            { "no temporary folder can be made for its tables: {}", m_folder->errorString().toStdString() },
            "make room in the folder of temporary files, or set TMPDIR to another one");
    else if (format.kind == FileKind::Xlsx)
        good = readXlsx(path, m_folder->path(), name, limits, made, problems);
    else if (format.kind == FileKind::Ods)
        good = readOds(path, m_folder->path(), name, limits, made, problems);
    else if (format.kind == FileKind::SparseNpz)
        good = readSparseArray(path, m_folder->path(), name, limits, made, problems);
    else
        good = runReader(path, format, m_folder->path(), name, limits, made, problems);
    const bool workbook = format.kind == FileKind::Xlsx || format.kind == FileKind::Ods;
    const QLatin1String mark(workbook ? kSheetMark : kPartMark);
    for (const PlainTableFile& table : made)
        if (good)
            m_tables.push_back({ table.sheet.isEmpty() ? file : file + mark + table.sheet, table.path });
    m_problems = problems.take();
}

} // namespace btw::io
