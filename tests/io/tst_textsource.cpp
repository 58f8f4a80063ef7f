// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/tables/text/csv.h"
#include "workspace/io/tables/text/textsource.h"

#include <QBuffer>
#include <QStringEncoder>
#include <QTest>

using namespace btw::io;

namespace {

using Encoding = TextSource::Encoding;

/// The text that comes when the file is taken in pieces of `piece` bytes; empty at a fault.
struct Decoded
{
    QString text;
    Encoding encoding = Encoding::Utf8;
    std::optional<TextSource::Fault> fault;
};

Decoded decode(const QByteArray& bytes, std::size_t piece)
{
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    TextSource source(buffer, static_cast<std::uint64_t>(bytes.size()));
    std::string text;
    while (source.read(text, piece)) { }
    return { QString::fromStdString(text), source.encoding(), source.fault() };
}

QByteArray encoded(const QString& text, QStringConverter::Encoding encoding, bool mark)
{
    QStringEncoder encoder(
        encoding, mark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
    return encoder.encode(text);
}

} // namespace

class TextSourceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsDecodedWhateverThePieces_data();
    void textIsDecodedWhateverThePieces();
    void whatIsNoTextIsRefusedWithItsRow_data();
    void whatIsNoTextIsRefusedWithItsRow();
    void aFileThatIsCutShortMeanwhileIsAFault();
    void progressMayStopTheReading();
    void recordsAreTheSameInPiecesAndInMemory_data();
    void recordsAreTheSameInPiecesAndInMemory();
    void aQuoteThatIsNeverClosedIsFoundInPieces();
};

void TextSourceTest::textIsDecodedWhateverThePieces_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("encoding");
    const QString text = QStringLiteral("id,größe\nä1,2\n日本,3\n\U0001F600,4\n");
    const auto row = [](const char* name, const QByteArray& bytes, const QString& want, Encoding encoding) {
        QTest::newRow(name) << bytes << want << static_cast<int>(encoding);
    };
    const auto utf16 = [&](bool little, bool mark) {
        return encoded(text, little ? QStringConverter::Utf16LE : QStringConverter::Utf16BE, mark);
    };
    row("ASCII", "a,b\n1,2\n", QStringLiteral("a,b\n1,2\n"), Encoding::Utf8);
    row("nothing", {}, {}, Encoding::Utf8);
    row("UTF-8", text.toUtf8(), text, Encoding::Utf8);
    row("UTF-8 with a mark", QByteArray("\xEF\xBB\xBF") + text.toUtf8(), text, Encoding::Utf8);
    row("UTF-16, little-endian", utf16(true, true), text, Encoding::Utf16Little);
    row("UTF-16, big-endian", utf16(false, true), text, Encoding::Utf16Big);
    const QString plain = QStringLiteral("id,value\na,1\nb,2\n");
    row("UTF-16, little-endian, no mark", encoded(plain, QStringConverter::Utf16LE, false), plain,
        Encoding::Utf16Little);
    row("UTF-16, big-endian, no mark", encoded(plain, QStringConverter::Utf16BE, false), plain,
        Encoding::Utf16Big);
    row("Latin-1",
        QByteArray("id,gr\xF6\xDF"
                   "e\nM\xFCller,1\n"),
        QStringLiteral("id,größe\nMüller,1\n"), Encoding::Windows1252);
    row("Windows-1252", QByteArray("id,price\n\x93q\x94,5\x80\n"), QStringLiteral("id,price\n“q”,5€\n"),
        Encoding::Windows1252);
    for (const bool mark : { true, false }) {
        row(mark ? "UTF-32, little-endian" : "UTF-32, little-endian, no mark",
            encoded(text, QStringConverter::Utf32LE, mark), text, Encoding::Utf32Little);
        row(mark ? "UTF-32, big-endian" : "UTF-32, big-endian, no mark",
            encoded(text, QStringConverter::Utf32BE, mark), text, Encoding::Utf32Big);
    }
    row("letters of code page 850, of which Windows-1252 has none", QByteArray("M\x81ller\n"),
        QStringLiteral("M\u0081ller\n"), Encoding::Windows1252);
    row("zeros at the end", QByteArray("a,b\n1,2\n\0\0\0\0\0\0\0", 15), QStringLiteral("a,b\n1,2\n"),
        Encoding::Utf8);
    row("DOS's end-of-file mark", QByteArray("a,b\r\n1,2\r\n\x1A"), QStringLiteral("a,b\r\n1,2\r\n"),
        Encoding::Utf8);
    row("a letter of Latin-1 after much ASCII", QByteArray(100, 'x') + "\n\xE9\n",
        QString(100, u'x') + QStringLiteral("\né\n"), Encoding::Windows1252);
}

void TextSourceTest::textIsDecodedWhateverThePieces()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    QFETCH(int, encoding);
    for (const std::size_t piece : { 1U, 4U, 5U, 7U, 16U, 1000U }) {
        // Without a mark the encoding shows in the first piece, which readers make large.
        const bool marked = bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF")
            || bytes.startsWith(QByteArray("\0\0\xFE\xFF", 4));
        if (encoding != static_cast<int>(Encoding::Utf8) && !marked && piece < 16)
            continue;
        const Decoded got = decode(bytes, piece);
        QVERIFY2(!got.fault, got.fault ? got.fault->what.c_str() : "");
        QCOMPARE(got.text, text);
        QCOMPARE(static_cast<int>(got.encoding), encoding);
    }
}

void TextSourceTest::whatIsNoTextIsRefusedWithItsRow_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("what");
    QTest::newRow("a zero") << QByteArray("a\nb\nc\0d\n", 8) << 3 << "binary data";
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) << 2 << "binary data";
    QTest::newRow("a packed file") << QByteArray("\x1F\x8B\x08\x00\x01", 5) << 1 << "binary data";
    QTest::newRow("UTF-8, then something else") << QByteArray("gr\xC3\xB6\xC3\x9F"
                                                              "e\n1\n\xFF\n")
                                                << 3 << "not UTF-8 text, as earlier rows are";
    QTest::newRow("UTF-8 that is cut off") << QByteArray("\xEF\xBB\xBFok\n\xC3") << 2 << "not UTF-8 text";
    QTest::newRow("a control character among letters of a code page")
        << QByteArray("a\n\xFC\x01\n") << 2 << "binary data";
    QTest::newRow("zeros alone") << QByteArray(100, '\0') << 1 << "binary data";
    QTest::newRow("zeros, and text again") << QByteArray("a\nb\n\0\0\0\0c\n", 10) << 3 << "binary data";
    QTest::newRow("UTF-32, then something else")
        << QByteArray("\xFF\xFE\0\0a\0\0\0\n\0\0\0\xFF\xFF\xFF\xFF", 16) << 2 << "as UTF-32";
    QTest::newRow("half a character of UTF-16") << QByteArray("\xFF\xFE"
                                                              "a\0b",
        5) << 1 << "as UTF-16";
    QTest::newRow("half a pair of UTF-16") << QByteArray("\xFF\xFE\x00\xD8"
                                                         "a\0",
        6) << 1 << "as UTF-16";
}

void TextSourceTest::whatIsNoTextIsRefusedWithItsRow()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, row);
    QFETCH(QString, what);
    const Decoded got = decode(bytes, 1000);
    QVERIFY(got.fault);
    QVERIFY2(QString::fromStdString(got.fault->what).contains(what), got.fault->what.c_str());
    QCOMPARE(got.fault->row, row);
    QVERIFY(!got.fault->remedy.empty());
}

void TextSourceTest::aFileThatIsCutShortMeanwhileIsAFault()
{
    QBuffer buffer;
    buffer.setData("a,b\n1,2\n");
    buffer.open(QIODevice::ReadOnly);
    TextSource source(buffer, 100);
    std::string text;
    while (source.read(text, 1000)) { }
    QVERIFY(source.fault());
    QCOMPARE(source.fault()->what,
        std::string("the file ends after 8 of 100 bytes: it was cut short in the meantime"));
}

void TextSourceTest::progressMayStopTheReading()
{
    QBuffer buffer;
    buffer.setData(QByteArray(1000, 'x'));
    buffer.open(QIODevice::ReadOnly);
    std::vector<double> shares;
    ReadLimits limits;
    limits.progress = [&shares](double share) {
        shares.push_back(share);
        return shares.size() < 3;
    };
    TextSource source(buffer, 1000, limits);
    std::string text;
    while (source.read(text, 100)) { }
    QCOMPARE(shares, (std::vector<double> { 0.1, 0.2, 0.3 }));
    QVERIFY(source.fault());
    QCOMPARE(source.fault()->what, std::string("reading was stopped"));
}

void TextSourceTest::recordsAreTheSameInPiecesAndInMemory_data()
{
    QTest::addColumn<QByteArray>("unit");
    QTest::newRow("CRLF") << QByteArray("abc,1.5\r\n");
    QTest::newRow("CR") << QByteArray("abc,15\r");
    QTest::newRow("quotes") << QByteArray("\"a\"\"b\",\"c,\r\nd\"\r\n");
    QTest::newRow("blank lines") << QByteArray("\r\n\r\nxy,\r\n");
    QTest::newRow("letters of several bytes") << QByteArray("日本,größe\n");
}

void TextSourceTest::recordsAreTheSameInPiecesAndInMemory()
{
    QFETCH(QByteArray, unit);
    // Long enough for several pieces, and of lengths that put their borders everywhere in a record.
    for (qsizetype shift = 0; shift < unit.size(); ++shift) {
        QByteArray text = QByteArray(shift, 'x') + ",h\n";
        while (text.size() < (qsizetype(2) << 20) + 100)
            text += unit;
        text += "\n\r\n\n";
        QBuffer buffer(&text);
        buffer.open(QIODevice::ReadOnly);
        TextSource source(buffer, static_cast<std::uint64_t>(text.size()));
        CsvReader pieces(source);
        CsvReader whole(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
        while (whole.next()) {
            QVERIFY(pieces.next());
            QVERIFY(pieces.cells() == whole.cells());
            QCOMPARE(pieces.line(), whole.line());
        }
        QVERIFY(!pieces.next());
        QVERIFY(pieces.damage().empty() && !source.fault());
        QCOMPARE(pieces.hasCarriageReturns(), whole.hasCarriageReturns());
    }
}

void TextSourceTest::aQuoteThatIsNeverClosedIsFoundInPieces()
{
    QByteArray text = "a,b\n1,\"";
    text += QByteArray(qsizetype(5) << 20, 'x');
    QBuffer buffer(&text);
    buffer.open(QIODevice::ReadOnly);
    TextSource source(buffer, static_cast<std::uint64_t>(text.size()));
    CsvReader reader(source);
    QVERIFY(reader.next());
    QVERIFY(!reader.next());
    QCOMPARE(reader.damage(), std::string("a quote is opened and never closed"));
    QCOMPARE(reader.line(), 2);
}

QTEST_GUILESS_MAIN(TextSourceTest)
#include "tst_textsource.moc"
