// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixtures.h"

#include "workspace/io/formats/fileformat.h"
#include "workspace/io/formats/filenames.h"
#include "workspace/io/importpreview.h"
#include "workspace/io/readcohort.h"

#include <quazip/quazip.h>
#include <quazip/quazipfile.h>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

class FileFormatTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFormatIsKnownByItsFirstBytes_data();
    void aFormatIsKnownByItsFirstBytes();
    void whatAZipIsIsToldByWhatLiesInside_data();
    void whatAZipIsIsToldByWhatLiesInside();
    void whatIsNotReadIsRefusedWithTheWayOut_data();
    void whatIsNotReadIsRefusedWithTheWayOut();
    void theImportSaysTheSame();
    void aFolderWarnsOfATableThatItCannotRead();
    void aZipWarnsOfATableThatItCannotRead();
    void aFolderPassesOverWhatIsNoData();
    void aTableIsCalledAsItsFileOrSheet_data();
    void aTableIsCalledAsItsFileOrSheet();
};

namespace {

/// Labels and one modality of 30 instances.
void writeFolder(const QTemporaryDir& folder)
{
    QByteArray labels = "id,label\n";
    QByteArray lab = "id,a,b\n";
    for (int i = 0; i < 30; ++i) {
        const QByteArray id = "p" + QByteArray::number(100 + i);
        labels += id + "," + QByteArray::number(i % 2) + "\n";
        lab += id + "," + QByteArray::number(i * 0.37) + "," + QByteArray::number(40 - (i * 7) % 11) + ".5\n";
    }
    write(folder.filePath(QStringLiteral("labels.csv")), labels);
    write(folder.filePath(QStringLiteral("lab.csv")), lab);
}

void writeZip(const QString& path, const QStringList& names, const QByteArray& bytes = "x")
{
    QuaZip zip(path);
    QVERIFY(zip.open(QuaZip::mdCreate));
    for (const QString& name : names) {
        QuaZipFile file(&zip);
        // Method 0: the type of an OpenDocument file is stored as it is.
        QVERIFY(file.open(QIODevice::WriteOnly, QuaZipNewInfo(name), nullptr, 0, 0));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
    }
    zip.close();
}

QByteArray at(qsizetype place, const QByteArray& bytes) { return QByteArray(place, ' ') + bytes; }

} // namespace

void FileFormatTest::aFormatIsKnownByItsFirstBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<FileKind>("kind");
    const auto row = [](const char* name, const QByteArray& bytes, FileKind kind) {
        QTest::newRow(name) << bytes << kind;
    };
    row("nothing", "", FileKind::Empty);
    row("a table", "id,label\np1,0\n", FileKind::Unknown);
    row("gzip", QByteArray("\x1f\x8b\x08\0\0\0\0\0", 8), FileKind::Gzip);
    row("bzip2", "BZh91AY&SY", FileKind::Bzip2);
    row("a table that begins like bzip2", "BZh,label\n1,0\n", FileKind::Unknown);
    row("xz", QByteArray("\xfd\x37zXZ\0\0", 7), FileKind::Xz);
    row("zstd", "\x28\xb5\x2f\xfd...", FileKind::Zstd);
    row("tar", at(257, "ustar"), FileKind::Tar);
    row("xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind::Xls);
    row("sav", "$FL2@(#) SPSS DATA FILE", FileKind::Spss);
    row("zsav", "$FL3@(#) SPSS DATA FILE", FileKind::Spss);
    row("por", at(456, "SPSSPORT"), FileKind::SpssPortable);
    row("dta 118", "<stata_dta><header><release>118", FileKind::Stata);
    row("dta 115", QByteArray("\x73\x02\x01\0", 4) + QByteArray(200, '\0'), FileKind::Stata);
    row("a table that begins with s", "s\x02,label\n", FileKind::Unknown);
    row("xpt", "HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!", FileKind::SasTransport);
    row("mat", "MATLAB 5.0 MAT-file, Platform: GLNXA64", FileKind::Matlab);
    row("mat 7.3", "MATLAB 7.3 MAT-file, Platform: GLNXA64", FileKind::Matlab73);
    row("hdf5", "\x89HDF\r\n\x1a\n", FileKind::Hdf5);
    row("parquet", QByteArray("PAR1\x15\0", 6), FileKind::Parquet);
    row("a table of parts", "PARTY,label\n1,0\n", FileKind::Unknown);
    row("a table of genes", "PAR1,label\n1,0\n", FileKind::Unknown);
    row("arrow", QByteArray("ARROW1\0\0", 8), FileKind::Arrow);
    row("a table of orcs", "ORCHID,label\n1,0\n", FileKind::Unknown);
    row("rdata", "RDX3\nX\n", FileKind::RData);
    row("rds as text", "A\n3\n262657\n197888\n", FileKind::RData);
    row("a table with one column", "A\n3\n262657\n5\n", FileKind::Unknown);
    row("rds", QByteArray("X\n\0\0\0\x03", 6), FileKind::RData);
    row("arff", "% made by Weka\n\n% again\n@RELATION iris\n", FileKind::Arff);
    row("records", "[ {\"id\": 1}]", FileKind::Json);
    row("an object", "{\n \"id\": [1]}", FileKind::Json);
    row("a table with brackets", "[g/l],label\n1,0\n", FileKind::Unknown);
    row("html", "\xef\xbb\xbf\r\n <!DOCTYPE html><html>", FileKind::Html);
    row("xhtml", "<?xml version=\"1.0\"?><html xmlns=\"x\">", FileKind::Html);
    row("xml", "<?xml version=\"1.0\"?><Workbook>", FileKind::XmlSheet);
    row("pdf", "%PDF-1.7", FileKind::Pdf);
    row("lfs", "version https://git-lfs.github.com/spec/v1\noid", FileKind::LfsPointer);
    row("npy", "\x93NUMPY\x01", FileKind::Npy);
    row("pickle", QByteArray("\x80\x04\x95\x10\0", 5), FileKind::Pickle);
    row("sqlite", QByteArray("SQLite format 3\0", 16), FileKind::Sqlite);
    row("dicom", at(128, "DICM"), FileKind::Picture);
}

void FileFormatTest::aFormatIsKnownByItsFirstBytes()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const FileKind, kind);
    QCOMPARE(recogniseBytes(bytes), kind);
}

void FileFormatTest::whatAZipIsIsToldByWhatLiesInside_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<FileKind>("kind");
    const auto row = [](const char* name, const QStringList& names, FileKind kind,
                         const QByteArray& bytes = "x") { QTest::newRow(name) << names << bytes << kind; };
    row("tables", { "labels.csv", "lab.csv" }, FileKind::Zip);
    row("xlsx", { "[Content_Types].xml", "xl/workbook.xml" }, FileKind::Xlsx);
    row("xlsb", { "[Content_Types].xml", "xl/workbook.bin" }, FileKind::Xlsb);
    row("docx", { "[Content_Types].xml", "word/document.xml" }, FileKind::OfficeText);
    row("ods", { "mimetype", "content.xml" }, FileKind::Ods,
        "application/vnd.oasis.opendocument.spreadsheet");
    row("odt", { "mimetype", "content.xml" }, FileKind::OfficeText,
        "application/vnd.oasis.opendocument.text");
    row("npz", { "y.npy", "x_a.npy" }, FileKind::Npz);
    row("scipy", { "data.npy", "shape.npy", "indices.npy", "indptr.npy", "format.npy" }, FileKind::SparseNpz);
    row("torch", { "archive/data.pkl", "archive/version" }, FileKind::Torch);
    row("jasp", { "manifest.json", "data.bin" }, FileKind::Jasp);
    row("jamovi", { "metadata.json", "data.bin" }, FileKind::Jamovi);
}

void FileFormatTest::whatAZipIsIsToldByWhatLiesInside()
{
    QFETCH(const QStringList, names);
    QFETCH(const QByteArray, bytes);
    QFETCH(const FileKind, kind);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("it.csv"));
    writeZip(path, names, bytes);
    QCOMPARE(recogniseFile(path).kind, kind);
}

void FileFormatTest::whatIsNotReadIsRefusedWithTheWayOut_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("xls") << "old.xls" << QByteArray("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
                         << QByteArray("Excel 97");
    QTest::newRow("xls called csv") << "old.csv" << QByteArray("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
                                    << QByteArray("Save it as .xlsx or CSV");
    QTest::newRow("parquet") << "data.parquet" << QByteArray("PAR1\x15\x04") << QByteArray("df.to_csv");
    QTest::newRow("rds") << "data.rds" << QByteArray("X\n\0\0\0\x03", 6) << QByteArray("write.csv");
    QTest::newRow("web page called csv")
        << "data.csv" << QByteArray("<!DOCTYPE html><html>") << QByteArray("sign in");
    QTest::newRow("lfs called npz") << "data.npz"
                                    << QByteArray("version https://git-lfs.github.com/spec/v1\n")
                                    << QByteArray("git lfs pull");
    QTest::newRow("npy called npz") << "data.npz" << QByteArray("\x93NUMPY\x01") << QByteArray("numpy.savez");
}

void FileFormatTest::whatIsNotReadIsRefusedWithTheWayOut()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, says);
    const QTemporaryDir folder;
    write(folder.filePath(name), bytes);
    const ReadResult result = readCohort(folder.filePath(name));
    QVERIFY(result.hasErrors());
    QVERIFY2(lines(result).contains(says), lines(result).constData());
    QVERIFY2(lines(result).startsWith(name.toUtf8()), lines(result).constData());
}

void FileFormatTest::theImportSaysTheSame()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("data.csv"));
    write(path, "PAR1\x15\x04");
    const ImportPreview preview = previewImport(path);
    QCOMPARE(preview.problems.size(), std::size_t(1));
    QCOMPARE(preview.problems.front().what, std::string("The file is a Parquet file."));
}

void FileFormatTest::aFolderWarnsOfATableThatItCannotRead()
{
    const QTemporaryDir folder;
    writeFolder(folder);
    write(folder.filePath(QStringLiteral("imaging.parquet")), "PAR1\x15\x04");
    const ReadResult result = readCohort(folder.path());
    QVERIFY2(result.cohort, lines(result).constData());
    const auto warning = std::find_if(result.problems.begin(), result.problems.end(),
        [](const data::Problem& problem) { return problem.where == "imaging.parquet"; });
    QVERIFY(warning != result.problems.end());
    QCOMPARE(warning->severity, data::Severity::Warning);
}

void FileFormatTest::aZipWarnsOfATableThatItCannotRead()
{
    const QTemporaryDir folder;
    writeFolder(folder);
    const QString path = folder.filePath(QStringLiteral("all.zip"));
    QuaZip zip(path);
    QVERIFY(zip.open(QuaZip::mdCreate));
    const auto add = [&zip](const QString& name, const QByteArray& bytes) {
        QuaZipFile file(&zip);
        QVERIFY(file.open(QIODevice::WriteOnly, QuaZipNewInfo(name)));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
    };
    for (const char* name : { "labels.csv", "lab.csv" })
        add(QLatin1String(name), bytesOf(folder.filePath(QLatin1String(name))));
    add(QStringLiteral("imaging.xlsx"), QByteArray("PK\x03\x04 and more"));
    add(QStringLiteral("README.pdf"), "%PDF-1.7");
    zip.close();
    const ReadResult result = readCohort(path);
    QVERIFY2(result.cohort, lines(result).constData());
    QVERIFY2(lines(result).contains("imaging.xlsx: This file of the archive is not read"),
        lines(result).constData());
    QVERIFY2(!lines(result).contains("README.pdf"), lines(result).constData());
}

void FileFormatTest::aFolderPassesOverWhatIsNoData()
{
    const QTemporaryDir folder;
    writeFolder(folder);
    const ReadResult alone = readCohort(folder.path());
    write(folder.filePath(QStringLiteral("README.txt")), "These come from ward B.\nAsk the data steward.\n");
    write(folder.filePath(QStringLiteral("~$labels.xlsx")), QByteArray(100, ' '));
    write(folder.filePath(QStringLiteral(".~lock.labels.csv#")), "me");
    write(folder.filePath(QStringLiteral("scan.png")), "\x89PNG\r\n");
    write(folder.filePath(QStringLiteral("protocol.pdf")), "%PDF-1.7");
    const ReadResult result = readCohort(folder.path());
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(lines(result), lines(alone));
}

void FileFormatTest::aTableIsCalledAsItsFileOrSheet_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("stem");
    QTest::newRow("csv") << "lab.csv"
                         << "lab";
    QTest::newRow("gz") << "lab.csv.gz"
                        << "lab";
    QTest::newRow("a point inside") << "lab.v2.csv"
                                    << "lab.v2";
    QTest::newRow("a sheet") << "data.xlsx, sheet Labs 2.0"
                             << "Labs 2.0";
}

void FileFormatTest::aTableIsCalledAsItsFileOrSheet()
{
    QFETCH(const QString, name);
    QFETCH(const QString, stem);
    QCOMPARE(tableStem(name), stem);
}

QTEST_GUILESS_MAIN(FileFormatTest)
#include "tst_fileformat.moc"
