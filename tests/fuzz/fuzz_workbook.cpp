// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/workbook.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>

#include <QFile>
#include <QTemporaryDir>

#include <cstdlib>

using namespace btw::io;

namespace {

/// A zip of these parts, stored as they are: what is searched is the XML inside.
void writeZip(const QString& path, const QList<std::pair<QString, QByteArray>>& parts)
{
    QuaZip zip(path);
    if (!zip.open(QuaZip::mdCreate))
        std::abort();
    for (const auto& [name, bytes] : parts) {
        QuaZipFile file(&zip);
        if (!file.open(QIODevice::WriteOnly, QuaZipNewInfo(name), nullptr, 0, 0)
            || file.write(bytes) != bytes.size())
            std::abort();
        file.close();
    }
    zip.close();
}

} // namespace

/// The input is the parts of a workbook, a line "=NAME" before each. Whatever they hold, each is read or
/// there is an error, and every line of a table that was made has as many cells as the others.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const QTemporaryDir folder;
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    QList<std::pair<QString, QByteArray>> parts;
    for (const QByteArray& line : bytes.split('\n')) {
        if (line.startsWith('=') && line.size() < 60)
            parts.append({ QString::fromUtf8(line.mid(1)), {} });
        else if (!parts.isEmpty())
            parts.last().second += line + '\n';
    }
    if (parts.isEmpty())
        return 0;
    const QString path = folder.filePath(QStringLiteral("it"));
    writeZip(path, parts);
    ReadLimits limits;
    limits.decompressedBytes = limits.memoryBytes = 1 << 20;
    for (const bool ods : { false, true }) {
        Problems problems;
        std::vector<PlainTableFile> tables;
        const bool good = (ods ? readOds : readXlsx)(path, folder.path(), "it", limits, tables, problems);
        if (good == problems.hasErrors())
            std::abort();
        for (const PlainTableFile& table : tables)
            if (good && !QFile::exists(table.path))
                std::abort();
    }
    return 0;
}
