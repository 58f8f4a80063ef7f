// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/convertedtables.h"
#include "workspace/io/formats/filenames.h"
#include "workspace/io/formats/formatwords.h"
#include "workspace/io/tables/source/filesource.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace btw::io {

namespace {

class Folder : public FileSource
{
public:
    Folder(const QString& path, ReadLimits limits)
        : m_folder(path)
        , m_limits(std::move(limits))
    {
    }

    bool contains(const QString& name) const override
    {
        return QFileInfo(pathOf(name)).isFile() || tableOf(name) != nullptr;
    }

    std::uint64_t size(const QString& name) const override
    {
        const ConvertedTables::Table* const table = tableOf(name);
        const QFileInfo info(table ? table->path : pathOf(name));
        return info.isFile() ? static_cast<std::uint64_t>(info.size()) : 0;
    }

    QStringList names() const override { return m_folder.entryList(QDir::Files, QDir::Name); }

    /// Those one level down, where people put a modality of many files.
    QStringList namesBelow() const override
    {
        constexpr qsizetype kMost = 1000;
        QStringList out;
        for (const QString& below : m_folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
            for (const QString& name : QDir(pathOf(below)).entryList(QDir::Files, QDir::Name))
                if (out.size() < kMost)
                    out.append(below + u'/' + name);
        return out;
    }

    QStringList tablesOf(const QString& name, bool asked, Problems& problems) override
    {
        const FileFormat& format = formatOf(name);
        if (!asked && !isTableName(name) && format.isDocument())
            return {};
        if (asked ? reportUnread(format, name.toStdString(), problems)
                  : warnUnread(format, name.toStdString(), problems))
            return {};
        if (!format.isConverted())
            return format.becomesTables() || isTableName(name) || (asked && format.isTableText)
                ? QStringList { name }
                : QStringList();
        ConvertedTables& converted = convertedOf(name);
        problems.append(converted.takeProblems());
        QStringList tables;
        for (const ConvertedTables::Table& table : converted.tables())
            tables.append(table.name);
        return tables;
    }

    bool open(const QString& name, const std::string& askedBy, Problems& problems, const Use& use) override
    {
        if (const QString file = fileOf(name); !file.isEmpty())
            return openConverted(name, file, askedBy, problems, use);
        if (!contains(name)) {
            if (QFileInfo(pathOf(name)).isDir())
                problems.error("not-a-file", "manifest.json, key " + askedBy,
                    { "{} is a folder", inQuotes(name.toStdString()) }, "name a file in it");
            else
                reportAbsent(name, askedBy, problems);
            return false;
        }
        const FileFormat& format = formatOf(name);
        if (reportUnread(format, name.toStdString(), problems))
            return false;
        if (const auto packing = format.packing()) {
            UnpackedDevice device(pathOf(name), *packing, m_limits.decompressedBytes);
            return opened(device, QIODevice::ReadOnly, name, problems) && (use(device, kUnknownSize), true);
        }
        // Unbuffered: the readers fetch large pieces.
        QFile file(pathOf(name));
        return opened(file, QIODevice::ReadOnly | QIODevice::Unbuffered, name, problems)
            && (use(file, static_cast<std::uint64_t>(file.size())), true);
    }

private:
    QString pathOf(const QString& name) const { return m_folder.filePath(name); }

    const FileFormat& formatOf(const QString& name) const
    {
        auto found = m_formats.find(name);
        if (found == m_formats.end())
            found = m_formats
                        .emplace(
                            name, isManifest(QFileInfo(name)) ? FileFormat {} : recogniseFile(pathOf(name)))
                        .first;
        return found->second;
    }

    ConvertedTables& convertedOf(const QString& file) const
    {
        std::unique_ptr<ConvertedTables>& converted = m_converted[file];
        if (!converted)
            converted = std::make_unique<ConvertedTables>(pathOf(file), formatOf(file), m_limits);
        return *converted;
    }

    /// The file that the table is made of: itself, or the workbook of a sheet. Empty where it is a plain
    /// file.
    QString fileOf(const QString& table) const
    {
        if (QFileInfo(pathOf(table)).isFile())
            return formatOf(table).isConverted() ? table : QString();
        for (const char* mark : kPartMarks)
            for (qsizetype at = table.indexOf(QLatin1String(mark)); at > 0;
                 at = table.indexOf(QLatin1String(mark), at + 1)) {
                QString file = table.left(at);
                if (QFileInfo(pathOf(file)).isFile() && formatOf(file).isConverted())
                    return file;
            }
        return {};
    }

    const ConvertedTables::Table* tableOf(const QString& name) const
    {
        const QString file = fileOf(name);
        if (file.isEmpty())
            return nullptr;
        const auto& tables = convertedOf(file).tables();
        const auto found = std::find_if(tables.begin(), tables.end(),
            [&name](const ConvertedTables::Table& table) { return table.name == name; });
        return found == tables.end() ? nullptr : &*found;
    }

    bool openConverted(const QString& name, const QString& file, const std::string& askedBy,
        Problems& problems, const Use& use)
    {
        ConvertedTables& converted = convertedOf(file);
        problems.append(converted.takeProblems());
        if (problems.hasErrors())
            return false;
        if (const ConvertedTables::Table* const table = tableOf(name)) {
            QFile plain(table->path);
            return opened(plain, QIODevice::ReadOnly | QIODevice::Unbuffered, name, problems)
                && (use(plain, static_cast<std::uint64_t>(plain.size())), true);
        }
        std::string there;
        for (const ConvertedTables::Table& table : converted.tables())
            there += (there.empty() ? "" : ", ") + inQuotes(table.name.toStdString());
        problems.error("table-not-found", "manifest.json, key " + askedBy,
            { name == file ? "{} has several tables" : "{} is not there", inQuotes(name.toStdString()) },
            "name one of these: " + there);
        return false;
    }

    static bool opened(QIODevice& device, QIODevice::OpenMode mode, const QString& name, Problems& problems)
    {
        if (device.open(mode))
            return true;
        problems.error("file-unreadable", name.toStdString(),
            { "the file cannot be read: {}", device.errorString().toStdString() }, "check its permissions");
        return false;
    }

    QDir m_folder;
    ReadLimits m_limits;
    mutable std::map<QString, FileFormat> m_formats; ///< as far as they were asked for
    mutable std::map<QString, std::unique_ptr<ConvertedTables>> m_converted; ///< by file
};

} // namespace

std::unique_ptr<FileSource> openFolder(const QString& path, const ReadLimits& limits)
{
    return std::make_unique<Folder>(path, limits);
}

} // namespace btw::io
