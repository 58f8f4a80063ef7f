// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/source/filesource.h"

#include "workspace/io/formats/fileformat.h"
#include "workspace/io/formats/formatwords.h"
#include "workspace/io/formats/ziparchive.h"

#include <QFileInfo>

#include <algorithm>
#include <array>
#include <utility>

namespace btw::io {

namespace {

constexpr const char* kManifest = "manifest.json";
constexpr std::array<const char*, 5> kSuffixes = { "csv", "tsv", "tab", "txt", "data" };

class Zip : public FileSource
{
public:
    bool open(const QString& path, const ReadLimits& limits, Problems& problems)
    {
        if (!m_archive.open(path, limits, problems))
            return false;
        // People pack the folder as often as its files.
        const QString suffix = QStringLiteral("/") + QLatin1String(kManifest);
        bool found = m_archive.find(QLatin1String(kManifest)) != nullptr;
        if (!found) {
            for (const ZipArchive::Member& member : m_archive.members()) {
                if (!member.name.endsWith(suffix) || member.name.startsWith(QLatin1String("__MACOSX/")))
                    continue;
                if (found) {
                    problems.error("several-manifests", QFileInfo(path).fileName().toStdString(),
                        "the archive holds several manifest.json", "pack one cohort per archive");
                    return false;
                }
                found = true;
                m_prefix = member.name.chopped(suffix.size() - 1);
            }
        }
        if (!found)
            findCommonFolder();
        return true;
    }

    bool contains(const QString& name) const override { return m_archive.find(m_prefix + name) != nullptr; }

    std::uint64_t size(const QString& name) const override
    {
        const ZipArchive::Member* member = m_archive.find(m_prefix + name);
        return member ? member->size : 0;
    }

    QStringList names() const override { return listed(false); }

    QStringList namesBelow() const override { return listed(true); }

    QStringList tablesOf(const QString& name, bool asked, Problems& problems) override
    {
        FileFormat format;
        Problems ignored; // reading says what is wrong
        open(name, "none", ignored, [&format](QIODevice& device, std::uint64_t) {
            constexpr qint64 kHead = 4096;
            format.kind = recogniseBytes(device.read(kHead));
        });
        if (format.kind == FileKind::Zip)
            format.kind
                = name.endsWith(QLatin1String(".ods"), Qt::CaseInsensitive) ? FileKind::Ods : FileKind::Xlsx;
        if (format.kind == FileKind::Unknown || format.kind == FileKind::Empty)
            return FileSource::tablesOf(name, asked, problems);
        if (isTableName(name) || !format.isDocument()) {
            const FormatWords words = formatWords(format);
            problems.warning("format-not-read", name.toStdString(),
                { "this file of the archive is not read: it is {}", words.what },
                format.becomesTables() ? "unpack the archive, and open the folder" : words.wayOut);
        }
        return {};
    }

    bool open(const QString& name, const std::string& askedBy, Problems& problems, const Use& use) override
    {
        const ZipArchive::Member* member = m_archive.find(m_prefix + name);
        if (!member) {
            reportAbsent(name, askedBy, problems);
            return false;
        }
        std::unique_ptr<QIODevice> device = m_archive.openMember(*member, problems);
        if (!device)
            return false;
        use(*device, member->size);
        // The checksum covers all of the member: there is none for what was not read to its end.
        return !device->atEnd() || m_archive.finish(std::move(device), *member, problems);
    }

private:
    QStringList listed(bool below) const
    {
        QStringList out;
        for (const ZipArchive::Member& member : m_archive.members()) {
            const QString rest
                = member.name.startsWith(m_prefix) ? member.name.mid(m_prefix.size()) : QString();
            if (!rest.isEmpty() && !rest.endsWith(u'/') && rest.contains(u'/') == below
                && !member.name.startsWith(QLatin1String("__MACOSX/")))
                out.append(rest);
        }
        out.sort();
        return out;
    }

    void findCommonFolder()
    {
        bool first = true;
        for (const ZipArchive::Member& member : m_archive.members()) {
            if (member.name.endsWith(u'/') || member.name.startsWith(QLatin1String("__MACOSX/")))
                continue;
            const QString folder = member.name.left(member.name.lastIndexOf(u'/') + 1);
            if (first)
                m_prefix = folder;
            while (!folder.startsWith(m_prefix))
                m_prefix = m_prefix.left(m_prefix.chopped(1).lastIndexOf(u'/') + 1);
            first = false;
        }
    }

    ZipArchive m_archive;
    QString m_prefix; ///< folder of the files inside the archive, with its slash; or empty
};

} // namespace

void reportAbsent(const QString& name, const std::string& askedBy, Problems& problems)
{
    problems.error("not-there", kManifest + (", key " + askedBy),
        { "the file {} is not there", inQuotes(name.toStdString()) },
        "correct the name, or put the file beside manifest.json");
}

bool isTableName(const QString& name)
{
    const QString suffix = QFileInfo(name).suffix().toLower();
    return std::any_of(kSuffixes.begin(), kSuffixes.end(),
        [&suffix](const char* known) { return suffix == QLatin1String(known); });
}

QStringList FileSource::tablesOf(const QString& name, bool /*asked*/, Problems& /*problems*/)
{
    return isTableName(name) ? QStringList { name } : QStringList();
}

std::unique_ptr<FileSource> openZip(const QString& path, const ReadLimits& limits, Problems& problems)
{
    auto zip = std::make_unique<Zip>();
    if (!zip->open(path, limits, problems))
        return nullptr;
    return zip;
}

} // namespace btw::io
