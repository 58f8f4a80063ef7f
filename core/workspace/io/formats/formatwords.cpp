// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/formats/formatwords.h"

namespace btw::io {

namespace {

constexpr const char* kFromPython = "write the table as text: df.to_csv('data.csv', index=False)";
constexpr const char* kUnpack = "unpack it, and open the files that were in it";
constexpr const char* kFetchAgain = "download the file again; where it asks you to sign in, do that first";

FormatWords wordsOfKind(FileKind kind)
{
    switch (kind) {
    case FileKind::Unknown:
        return { "of an unknown format", "save the table as CSV" };
    case FileKind::Empty:
        return { "empty", "copy or download the file again" };
    case FileKind::Absent:
        return { "unreadable", "check its name and permissions" };
    case FileKind::Gzip:
        return { "compressed with gzip", "unpack it (gunzip)" };
    case FileKind::Bzip2:
        return { "compressed with bzip2", "unpack it (bunzip2)" };
    case FileKind::Xz:
        return { "compressed with xz", "unpack it (unxz)" };
    case FileKind::Zstd:
        return { "compressed with Zstandard (.zst)", "unpack it (unzstd), or compress it with gzip" };
    case FileKind::SevenZip:
        return { "a 7-Zip archive", kUnpack };
    case FileKind::Rar:
        return { "a RAR archive", kUnpack };
    case FileKind::Tar:
        return { "a tar archive", kUnpack };
    case FileKind::Zip:
        return { "a zip archive", kUnpack };
    case FileKind::Xlsx:
        return { "a workbook of Excel (.xlsx)", "save its sheet as CSV" };
    case FileKind::Ods:
        return { "an OpenDocument spreadsheet (.ods)", "save its sheet as CSV" };
    case FileKind::Spss:
        return { "a data file of SPSS (.sav)", "save it as CSV in SPSS: Save as, Comma delimited" };
    case FileKind::SpssPortable:
        return { "a portable file of SPSS (.por)", "save it as .sav or CSV in SPSS or PSPP" };
    case FileKind::Stata:
        return { "a data file of Stata (.dta)", "write it as CSV in Stata: export delimited data.csv" };
    case FileKind::Sas:
        return { "a data file of SAS (.sas7bdat)", "write it as CSV in SAS: proc export with dbms=csv" };
    case FileKind::SasTransport:
        return { "a transport file of SAS (.xpt)", "write it as CSV in SAS: proc export with dbms=csv" };
    case FileKind::Matlab:
    case FileKind::Matlab73:
        return { "a data file of MATLAB (.mat)",
            "write each table as CSV in MATLAB: writetable(T, 'data.csv')" };
    case FileKind::Hdf5:
        return { "an HDF5 file (.h5)", kFromPython };
    case FileKind::Xls:
        return { "a workbook of Excel 97 to 2003 (.xls)", "save it as .xlsx or CSV in Excel or LibreOffice" };
    case FileKind::LockedOffice:
        return { "an office file that is protected by a password",
            "open it in Excel or LibreOffice, remove the password, and save it as .xlsx or CSV" };
    case FileKind::Xlsb:
        return { "a binary workbook of Excel (.xlsb)", "save it as .xlsx or CSV in Excel" };
    case FileKind::XmlSheet:
        return { "an XML file", "save the table as .xlsx or CSV" };
    case FileKind::OfficeText:
        return { "a text document or slides of an office program",
            "copy the table into a spreadsheet, and save that as CSV" };
    case FileKind::Parquet:
        return { "a Parquet file", kFromPython };
    case FileKind::Arrow:
        return { "an Arrow or Feather file", kFromPython };
    case FileKind::Orc:
        return { "an ORC file", kFromPython };
    case FileKind::RData:
        return { "data of R (saveRDS or save)",
            "write the table as text in R: write.csv(data, 'data.csv', row.names = FALSE)" };
    case FileKind::Arff:
        return { "a Weka table (ARFF)",
            "save it as CSV in Weka, or delete the lines that begin with @ and put "
            "the names of the columns into the first line" };
    case FileKind::Json:
        return { "JSON",
            "write the table as text: pandas.read_json('data.json').to_csv('data.csv', index=False)" };
    case FileKind::Sqlite:
        return { "an SQLite database",
            "write its table as CSV: sqlite3 -header -csv FILE 'select * from TABLE'" };
    case FileKind::Jasp:
        return { "a file of JASP", "export the data as CSV in JASP: Export Data" };
    case FileKind::Jamovi:
        return { "a file of jamovi (.omv)", "export the data as CSV in jamovi: Export" };
    case FileKind::Npy:
        return { "one array of numpy.save (.npy)",
            "save labels and features together: numpy.savez('data.npz', y=y, x_name=x, meta=meta)" };
    case FileKind::Npz:
        return { "an .npz file of NumPy", "rename it to .npz" };
    case FileKind::SparseNpz:
        return { "one sparse matrix (scipy.sparse.save_npz), without labels",
            "save it with the labels: numpy.savez('data.npz', y=y, x_name=matrix.toarray(), meta=meta), or "
            "name "
            "it as the file of a modality in a manifest.json" };
    case FileKind::Pickle:
        return { "a pickle of Python", "unpack it and open it under the name .pkl" };
    case FileKind::Torch:
        return {
            "a file of PyTorch (torch.save)",
            "save its tensors with NumPy: numpy.savez('data.npz', y=y.numpy(), x_name=x.numpy(), meta=meta)"
        };
    case FileKind::Html:
        return {
            "a web page (HTML), not the data: perhaps a page that asks you to sign in, or says that a quota "
            "is used up",
            kFetchAgain
        };
    case FileKind::Pdf:
        return { "a PDF document", "ask for the table itself, as CSV" };
    case FileKind::Rtf:
        return { "a formatted text (RTF)", "save it as plain text" };
    case FileKind::Picture:
        return { "a picture", "ask for the table itself, as CSV" };
    case FileKind::LfsPointer:
        return { "a pointer of Git LFS, a few lines that stand for the data",
            "fetch the data: git lfs pull" };
    }
    return {};
}

bool isUnread(const FileFormat& format)
{
    switch (format.kind) {
    case FileKind::Unknown:
    case FileKind::Empty:
    case FileKind::Absent:
    case FileKind::Zip:
    case FileKind::Npz:
    case FileKind::Pickle:
        return false;
    default:
        return !format.becomesTables();
    }
}

} // namespace

FormatWords formatWords(const FileFormat& format)
{
    FormatWords words = wordsOfKind(format.kind);
    if (!format.packing() || format.inside == FileKind::Unknown || format.inside == FileKind::Empty)
        return words;
    FormatWords inside = wordsOfKind(format.inside);
    const bool archive = format.inside == FileKind::Tar || format.inside == FileKind::Zip;
    if (format.inside == FileKind::RData)
        return inside;
    const bool read = !isUnread({ format.inside });
    if (format.inside == format.kind)
        return { "compressed twice", words.wayOut + " twice" };
    return { inside.what + ", " + words.what,
        archive || read ? (archive ? std::string(kUnpack) : words.wayOut + ", and open what comes out")
                        : inside.wayOut };
}

bool reportUnread(const FileFormat& format, const std::string& name, Problems& problems)
{
    if (!isUnread(format))
        return false;
    const FormatWords words = formatWords(format);
    problems.error("format-not-read", name, { "the file is {}", words.what }, words.wayOut);
    return true;
}

bool warnUnread(const FileFormat& format, const std::string& name, Problems& problems)
{
    // A name may say that it is a table, and the bytes that it is an archive or a pickle.
    if (!isUnread(format) && format.kind != FileKind::Zip && format.kind != FileKind::Npz
        && format.kind != FileKind::Pickle)
        return false;
    const FormatWords words = formatWords(format);
    problems.warning("format-not-read", name, { "this file of the folder is not read: it is {}", words.what },
        words.wayOut);
    return true;
}

} // namespace btw::io
