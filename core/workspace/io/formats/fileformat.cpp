// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/fileformat.h"

#include "workspace/io/formats/filesignatures.h"

#include <quazip/quazip.h>

#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <string_view>

namespace btw::io {

namespace {

constexpr qint64 kHead = 1 << 16;

/// By the names inside.
FileKind kindOfZip(const QStringList& names, const QByteArray& mimetype)
{
    const auto contains = [&names](const char* name) { return names.contains(QLatin1String(name)); };
    const auto any = [&names](const char* end) {
        return std::any_of(names.begin(), names.end(),
            [end](const QString& name) { return name.endsWith(QLatin1String(end)); });
    };
    if (contains("xl/workbook.xml"))
        return FileKind::Xlsx;
    if (contains("xl/workbook.bin"))
        return FileKind::Xlsb;
    if (contains("word/document.xml") || contains("ppt/presentation.xml"))
        return FileKind::OfficeText;
    if (mimetype.startsWith("application/vnd.oasis.opendocument.spreadsheet"))
        return FileKind::Ods;
    if (mimetype.startsWith("application/vnd.oasis.opendocument"))
        return FileKind::OfficeText;
    if (contains("content.xml") && contains("META-INF/manifest.xml"))
        return FileKind::Ods;
    if (contains("data.bin") && contains("metadata.json"))
        return FileKind::Jamovi;
    if ((contains("data.bin") || contains("internal.sqlite")) && contains("manifest.json"))
        return FileKind::Jasp;
    // Before an .npz: what torch.save writes beside tensors is one pickle.
    if (any("/data.pkl") || contains("data.pkl"))
        return FileKind::Torch;
    const bool arrays = !names.isEmpty() && std::all_of(names.begin(), names.end(), [](const QString& name) {
        return name.endsWith(QLatin1String(".npy"));
    });
    if (!arrays)
        return FileKind::Zip;
    const bool sparse = contains("data.npy") && contains("shape.npy")
        && (contains("indices.npy") || contains("coords.npy") || contains("row.npy")
            || contains("offsets.npy"));
    return sparse && !contains("y.npy") ? FileKind::SparseNpz : FileKind::Npz;
}

FileKind recogniseZip(const QString& path, std::string_view head, bool& hasArrays)
{
    QuaZip zip(path);
    if (zip.open(QuaZip::mdUnzip)) {
        // The type of an OpenDocument file is its first member, stored as it is.
        constexpr std::size_t kLocalHeader = 30;
        QByteArray mimetype;
        if (holdsAt(head, kLocalHeader, "mimetype"))
            mimetype = QByteArray(head.data() + kLocalHeader + 8,
                static_cast<qsizetype>(std::min<std::size_t>(head.size() - kLocalHeader - 8, 100)));
        const QStringList names = zip.getFileNameList();
        const FileKind kind = kindOfZip(names, mimetype);
        hasArrays = std::any_of(names.begin(), names.end(),
            [](const QString& name) { return name.endsWith(QLatin1String(".npy")); });
        zip.close();
        return kind;
    }
    hasArrays = true; // for all that is known: its reader says what is wrong
    // Its directory, at the end, is not there; the name of the first member tells the most.
    const std::string_view first = head.substr(std::min<std::size_t>(head.size(), 30), 60);
    if (first.starts_with("[Content_Types].xml") || first.starts_with("xl/")
        || first.starts_with("_rels/.rels"))
        return FileKind::Xlsx;
    if (first.starts_with("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"))
        return FileKind::Ods;
    return FileKind::Zip;
}

std::string_view view(const QByteArray& bytes)
{
    return { bytes.constData(), static_cast<std::size_t>(bytes.size()) };
}

/// Office files of before 2007, and later ones with a password, are containers whose directory names the
/// parts.
FileKind recogniseOle(const QString& path)
{
    QFile file(path);
    constexpr qint64 kMost = qint64(4) << 20;
    if (!file.open(QIODevice::ReadOnly))
        return FileKind::Xls;
    const QByteArray bytes = file.read(kMost);
    const auto holds = [&bytes](const char* name) {
        QByteArray wide;
        for (const char* c = name; *c != '\0'; ++c)
            wide.append(*c).append('\0');
        return bytes.contains(wide);
    };
    if (holds("EncryptedPackage") || holds("EncryptionInfo"))
        return FileKind::LockedOffice;
    const bool sheet = holds("Workbook") || holds("Book");
    return !sheet && (holds("WordDocument") || holds("PowerPoint Document")) ? FileKind::OfficeText
                                                                             : FileKind::Xls;
}

FileKind recogniseInside(const QString& path, Packing packing)
{
    constexpr std::uint64_t kMost = 1 << 20;
    UnpackedDevice device(path, packing, kMost);
    if (!device.open(QIODevice::ReadOnly))
        return FileKind::Unknown;
    QByteArray head(kHead, '\0');
    head.resize(std::max<qint64>(0, device.read(head.data(), head.size())));
    const FileKind kind = recogniseBytes(head);
    if (kind != FileKind::Zip)
        return kind;
    // A packed archive: its directory lies at its end, the name of its first member here.
    const std::string_view first = view(head).substr(std::min<std::size_t>(view(head).size(), 30), 260);
    const bool array = first.substr(0, 200).find(".npy") != std::string_view::npos;
    return array ? FileKind::Npz : kind;
}

} // namespace

FileKind recogniseBytes(const QByteArray& head) { return kindOfBytes(view(head)); }

FileFormat recogniseFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return { FileKind::Absent };
    const QByteArray head = file.read(kHead);
    file.close();
    FileFormat format { recogniseBytes(head) };
    const auto isCalled = [&path](const char* suffix) {
        return QFileInfo(path).suffix().compare(QLatin1String(suffix), Qt::CaseInsensitive) == 0;
    };
    if (format.kind == FileKind::Zip)
        format.kind = recogniseZip(path, view(head), format.hasArrays);
    else if (format.kind == FileKind::Xls)
        format.kind = recogniseOle(path);
    else if (format.kind == FileKind::Unknown && isCalled("mat") && isOldMatlab(view(head)))
        format.kind = FileKind::Matlab;
    else if (format.kind == FileKind::Unknown)
        format.isTableText = isTableText(view(head));
    else if (const auto packing = format.packing())
        format.inside = recogniseInside(path, *packing);
    return format;
}

std::optional<Packing> FileFormat::packing() const
{
    switch (kind) {
    case FileKind::Gzip:
        return Packing::Gzip;
    case FileKind::Bzip2:
        return Packing::Bzip2;
    case FileKind::Xz:
        return Packing::Xz;
    default:
        return std::nullopt;
    }
}

bool FileFormat::becomesTables() const
{
    return (isConverted() && kind != FileKind::SparseNpz)
        || (packing() && (inside == FileKind::Unknown || inside == FileKind::Empty));
}

bool FileFormat::isConverted() const
{
    switch (kind) {
    case FileKind::Xlsx:
    case FileKind::Ods:
    case FileKind::Spss:
    case FileKind::SpssPortable:
    case FileKind::Stata:
    case FileKind::Sas:
    case FileKind::SasTransport:
    case FileKind::Hdf5:
    case FileKind::Matlab:
    case FileKind::Matlab73:
    case FileKind::SparseNpz: // where a manifest names it
        return true;
    default:
        return false;
    }
}

bool FileFormat::isDocument() const
{
    switch (kind) {
    case FileKind::OfficeText:
    case FileKind::XmlSheet:
    case FileKind::Html:
    case FileKind::Pdf:
    case FileKind::Rtf:
    case FileKind::Picture:
        return true;
    default:
        return false;
    }
}

bool isNpz(const QFileInfo& file, const FileFormat& format)
{
    if (!file.isFile() || format.kind == FileKind::Npz)
        return file.isFile();
    // Damaged, or with something else beside the arrays: NumPy's reader says which.
    if (format.isTableText || (format.kind == FileKind::Zip && !format.hasArrays))
        return false;
    const bool open = format.kind == FileKind::Unknown || format.kind == FileKind::Empty
        || format.kind == FileKind::Absent || format.kind == FileKind::Zip;
    return open && file.suffix().compare(QLatin1String("npz"), Qt::CaseInsensitive) == 0;
}

} // namespace btw::io
