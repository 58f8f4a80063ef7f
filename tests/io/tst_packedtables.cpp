// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversion.h"

#include "workspace/io/formats/unpackeddevice.h"

#include <zlib.h>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

/// Tables that Python compressed (tests/golden/make_formats.py).
class PackedTablesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatPythonPackedIsUnpacked_data();
    void whatPythonPackedIsUnpacked();
    void theCohortIsThatOfThePlainTable_data() { whatPythonPackedIsUnpacked_data(); }
    void theCohortIsThatOfThePlainTable();
    void thePackedTableMayBeCalledAnything();
    void aFolderReadsItsPackedTables();
    void aFileThatIsCutOffIsAnError_data() { whatPythonPackedIsUnpacked_data(); }
    void aFileThatIsCutOffIsAnError();
    void aFlippedBitIsReadOrRefused_data() { whatPythonPackedIsUnpacked_data(); }
    void aFlippedBitIsReadOrRefused();
    void aBombIsRefused();
    void readingTellsItsProgress();
};

namespace {

Packing packingOf(const QString& name)
{
    return name.endsWith(QLatin1String("gz")) ? Packing::Gzip
        : name.endsWith(QLatin1String("xz"))  ? Packing::Xz
                                              : Packing::Bzip2;
}

QByteArray gzipped(const QByteArray& bytes)
{
    z_stream stream = {};
    deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.chop(static_cast<qsizetype>(stream.avail_out));
    deflateEnd(&stream);
    return packed;
}

} // namespace

void PackedTablesTest::whatPythonPackedIsUnpacked_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("gzip") << "table.csv.gz";
    QTest::newRow("two members of gzip") << "two.csv.gz";
    QTest::newRow("bzip2") << "table.csv.bz2";
    QTest::newRow("xz") << "table.csv.xz";
}

void PackedTablesTest::whatPythonPackedIsUnpacked()
{
    QFETCH(const QString, name);
    const QByteArray plain = bytesOf(format(QStringLiteral("table.csv")));
    for (const qint64 piece : { 1, 7, 100000 }) {
        UnpackedDevice device(format(name), packingOf(name), 1 << 20);
        QVERIFY(device.open(QIODevice::ReadOnly));
        QByteArray bytes;
        for (QByteArray part = device.read(piece); !part.isEmpty(); part = device.read(piece))
            bytes += part;
        QCOMPARE(bytes, plain);
    }
}

void PackedTablesTest::theCohortIsThatOfThePlainTable()
{
    QFETCH(const QString, name);
    QCOMPARE(hashOf(format(name)), hashOf(format(QStringLiteral("table.csv"))));
}

void PackedTablesTest::thePackedTableMayBeCalledAnything()
{
    const QTemporaryDir folder;
    for (const char* name : { "table.csv", "table", "table.npz" }) {
        const QString path = folder.filePath(QLatin1String(name));
        write(path, bytesOf(format(QStringLiteral("table.csv.gz"))));
        QCOMPARE(hashOf(path), hashOf(format(QStringLiteral("table.csv"))));
    }
}

void PackedTablesTest::aFolderReadsItsPackedTables()
{
    QByteArray labels = "id,label\n";
    QByteArray lab = "id,a\n";
    for (int i = 0; i < 30; ++i) {
        const QByteArray id = "p" + QByteArray::number(100 + i);
        labels += id + "," + QByteArray::number(i % 2) + "\n";
        lab += id + "," + QByteArray::number(i * 0.37) + "\n";
    }
    const QTemporaryDir plain;
    write(plain.filePath(QStringLiteral("labels.csv")), labels);
    write(plain.filePath(QStringLiteral("lab.csv")), lab);
    const QTemporaryDir packed;
    write(packed.filePath(QStringLiteral("labels.csv")), labels);
    write(packed.filePath(QStringLiteral("lab.csv.gz")), gzipped(lab));
    QCOMPARE(hashOf(packed.path()), hashOf(plain.path()));
}

void PackedTablesTest::aFileThatIsCutOffIsAnError()
{
    QFETCH(const QString, name);
    const QByteArray whole = bytesOf(format(name));
    const QTemporaryDir folder;
    for (qsizetype size = 12; size < whole.size(); size += 23) {
        const QString path = folder.filePath(name);
        write(path, whole.first(size));
        const ReadResult result = readCohort(path);
        QVERIFY2(result.hasErrors(), qPrintable(QString::number(size)));
    }
}

void PackedTablesTest::aFlippedBitIsReadOrRefused()
{
    QFETCH(const QString, name);
    const QByteArray whole = bytesOf(format(name));
    const QTemporaryDir folder;
    int refused = 0;
    for (qsizetype place = 0; place < whole.size(); place += 5) {
        QByteArray bytes = whole;
        bytes[place] = static_cast<char>(bytes.at(place) ^ (1 << (place % 8)));
        const QString path = folder.filePath(name);
        write(path, bytes);
        const ReadResult result = readCohort(path);
        QCOMPARE(result.hasErrors(), !result.cohort.has_value());
        refused += result.hasErrors() ? 1 : 0;
    }
    // A checksum covers the bytes of the table; some of the header mean nothing.
    QVERIFY(refused > whole.size() / 5 * 9 / 10);
}

void PackedTablesTest::aBombIsRefused()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bomb.csv.gz"));
    write(path, gzipped("id,label\n" + QByteArray(64 << 20, '1')));
    ReadLimits limits;
    limits.decompressedBytes = 1 << 20;
    const ReadResult result = readCohort(path, limits);
    QVERIFY(result.hasErrors());
    QVERIFY2(lines(result).contains("BTW_UNPACK_GIB"), lines(result).constData());
}

void PackedTablesTest::readingTellsItsProgress()
{
    QByteArray table = "id,a,label\n";
    for (int i = 0; i < 200'000; ++i)
        table += "p" + QByteArray::number(i) + "," + QByteArray::number(i * 7919 % 100'003) + ","
            + QByteArray::number(i % 2) + "\n";
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("long.csv.gz"));
    write(path, gzipped(table));
    std::vector<double> shares;
    ReadLimits limits;
    limits.progress = [&shares](double share) {
        shares.push_back(share);
        return true;
    };
    const ReadResult result = readCohort(path, limits);
    QVERIFY2(result.cohort, lines(result).constData());
    QVERIFY(
        std::any_of(shares.begin(), shares.end(), [](double share) { return share > 0.05 && share < 0.95; }));
    QVERIFY(std::all_of(shares.begin(), shares.end(), [](double share) { return share >= 0 && share <= 1; }));
}

QTEST_GUILESS_MAIN(PackedTablesTest)
#include "tst_packedtables.moc"
