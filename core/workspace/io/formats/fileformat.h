// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/formats/unpackeddevice.h"

#include <QByteArray>
#include <QFileInfo>
#include <QString>

#include <cstdint>
#include <optional>

namespace btw::io {

/// What a file is, as its first bytes tell, whatever it is called.
enum class FileKind : std::uint8_t {
    Unknown, ///< text of any kind, an old pickle, or anything else
    Empty,
    Absent, ///< it cannot be opened
    // Packed
    Gzip,
    Bzip2,
    Xz,
    Zstd,
    SevenZip,
    Rar,
    Tar,
    Zip,
    // Tables
    Xlsx,
    Ods,
    Spss, ///< .sav, .zsav
    SpssPortable, ///< .por
    Stata,
    Sas, ///< .sas7bdat
    SasTransport, ///< .xpt
    Matlab, ///< version 4 to 7
    Matlab73, ///< version 7.3, which is HDF5
    Hdf5,
    Xls,
    LockedOffice, ///< an office file with a password
    Xlsb,
    XmlSheet, ///< XML of Excel 2003, flat OpenDocument, any other XML
    OfficeText, ///< a document or slides in a zip, or of before 2007
    Parquet,
    Arrow,
    Orc,
    RData,
    Arff,
    Json,
    Sqlite,
    Jasp,
    Jamovi,
    // Arrays
    Npy,
    Npz,
    SparseNpz, ///< of scipy.sparse.save_npz
    Pickle,
    Torch,
    // Something else in place of data
    Html,
    Pdf,
    Rtf,
    Picture,
    LfsPointer,
};

struct FileFormat
{
    FileKind kind = FileKind::Unknown;
    FileKind inside = FileKind::Unknown; ///< of what is compressed: what it is once unpacked

    bool isTableText = false; ///< Unknown: text whose lines hold the same number of separators
    bool hasArrays = false; ///< Zip: members are arrays of NumPy, beside others

    /// Whether openTableSource() makes one or more plain tables of it.
    bool becomesTables() const;
    /// Whether those tables are made of it before they are read: sheets of a workbook.
    bool isConverted() const;
    /// Pictures, text documents and the like: beside tables they explain, and are no lost table.
    bool isDocument() const;
    std::optional<Packing> packing() const;
};

/// Looks at the first bytes, at the directory of a zip, and a little into what is compressed.
FileFormat recogniseFile(const QString& path);
/// The same for bytes that are at hand: the first of a file, some thousand. Zips are Zip.
FileKind recogniseBytes(const QByteArray& head);

/// Whether NumPy's reader is the one for this file: by its bytes, or, where they are damaged, by its name.
bool isNpz(const QFileInfo& file, const FileFormat& format);

} // namespace btw::io
