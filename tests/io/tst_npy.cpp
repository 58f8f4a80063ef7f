// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/npz/npy.h"
#include "workspace/io/npz/npzarrays.h"

#include "fixtures.h"

#include <QBuffer>

using namespace btw::io;
using namespace btw::io::fixtures;

class NpyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyElementTypeIsReadInCOrder_data();
    void everyElementTypeIsReadInCOrder();
    void aCubeInColumnOrderIsReadInCOrder();
    void halfPrecisionKeepsSubnormalsZerosAndInfinities();
    void integersUpTo2To53AreExact();
    void wholeNumbersAreReadAsTheyAre();
    void anEmptyArrayHasNoValues();
    void textIsReadAsUtf8_data();
    void textIsReadAsUtf8();
    void everyPrefixOfAnArrayIsRefused();
    void headersThatLieAreRefused_data();
    void headersThatLieAreRefused();
    void ourHeaderIsWhatNumpyExpects();

private:
    std::vector<double> numbers(const std::string& name, std::vector<std::int64_t>* shape = nullptr);
};

std::vector<double> NpyTest::numbers(const std::string& name, std::vector<std::int64_t>* shape)
{
    Problems problems;
    NpzArrays arrays(problems);
    std::vector<double> out;
    if (!arrays.open(golden(QStringLiteral("types.npz")), {}))
        return out;
    if (shape)
        *shape = arrays.header(name)->shape;
    arrays.stream(name, [&out](std::int64_t first, std::span<const double> values) {
        out.resize(static_cast<std::size_t>(first));
        out.insert(out.end(), values.begin(), values.end());
        return true;
    });
    for (const btw::io::Problem& problem : problems.take())
        qWarning("%s: %s", problem.where.c_str(), problem.what.c_str());
    return out;
}

void NpyTest::everyElementTypeIsReadInCOrder_data()
{
    QTest::addColumn<QString>("array");
    for (const char* type : { "f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8" })
        for (const char* order : { "little", "big" })
            for (const char* layout : { "C", "F" }) {
                const QByteArray name = QByteArray(type) + '_' + order + '_' + layout;
                QTest::newRow(name.constData()) << QString::fromLatin1(name);
            }
    for (const char* name : { "b1_C", "b1_F", "version2", "version3" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

void NpyTest::everyElementTypeIsReadInCOrder()
{
    QFETCH(QString, array);
    std::vector<std::int64_t> shape;
    const std::vector<double> values = numbers(array.toStdString(), &shape);
    const bool isBool = array.startsWith(QLatin1String("b1"));
    QCOMPARE(values,
        isBool ? (std::vector<double> { 0, 0, 1, 1, 1, 1 }) : (std::vector<double> { 0, 1, 2, 3, 4, 100 }));
    QCOMPARE(shape, (std::vector<std::int64_t> { 2, 3 }));
}

void NpyTest::aCubeInColumnOrderIsReadInCOrder()
{
    std::vector<double> want(24);
    for (std::size_t i = 0; i < want.size(); ++i)
        want[i] = static_cast<double>(i);
    QCOMPARE(numbers("cube_F"), want);
}

void NpyTest::halfPrecisionKeepsSubnormalsZerosAndInfinities()
{
    const std::vector<double> values = numbers("halves");
    QCOMPARE(values.size(), std::size_t(8));
    QCOMPARE(values[0], 1.5);
    QCOMPARE(values[1], -2.25);
    QCOMPARE(values[2], 65504.0);
    QCOMPARE(values[3], std::ldexp(1.0, -24)); // 6e-8 rounds to the least subnormal
    QVERIFY(values[4] == 0 && std::signbit(values[4]));
    QCOMPARE(values[5], HUGE_VAL);
    QCOMPARE(values[6], -HUGE_VAL);
    QVERIFY(std::isnan(values[7]));
}

void NpyTest::integersUpTo2To53AreExact()
{
    QCOMPARE(numbers("exact_i8"), (std::vector<double> { 9007199254740992.0, -9007199254740992.0 }));
}

void NpyTest::anEmptyArrayHasNoValues()
{
    std::vector<std::int64_t> shape;
    QVERIFY(numbers("empty", &shape).empty());
    QCOMPARE(shape, (std::vector<std::int64_t> { 0, 5 }));
}

void NpyTest::textIsReadAsUtf8_data()
{
    QTest::addColumn<QString>("array");
    QTest::addColumn<QStringList>("texts");
    const QStringList words { QStringLiteral("a"), QStringLiteral("Grüße"), QStringLiteral("日本"),
        QString() };
    QTest::newRow("U, little-endian") << "text_U" << words;
    QTest::newRow("U, big-endian") << "text_U_big" << words;
    QTest::newRow("S") << "text_S"
                       << QStringList { QStringLiteral("a"), QStringLiteral("bcd"), QStringLiteral("é") };
}

void NpyTest::textIsReadAsUtf8()
{
    QFETCH(QString, array);
    QFETCH(QStringList, texts);
    Problems problems;
    NpzArrays arrays(problems);
    QVERIFY(arrays.open(golden(QStringLiteral("types.npz")), {}));
    const auto names = arrays.names(array.toStdString(), texts.size());
    QVERIFY(names.has_value());
    QStringList read;
    for (const std::string& name : *names)
        read << QString::fromStdString(name);
    QCOMPARE(read, texts);
}

void NpyTest::everyPrefixOfAnArrayIsRefused()
{
    const QByteArray whole = npyHeader("<f4", { 3, 2 }) + QByteArray(24, '\0');
    for (qsizetype length = 0; length <= whole.size(); ++length) {
        QByteArray bytes = whole.left(length);
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::ReadOnly));
        NpyReader reader(buffer, static_cast<std::uint64_t>(length));
        QCOMPARE(reader.open(), length == whole.size());
        QCOMPARE(reader.fault().what.empty(), length == whole.size());
    }
}

void NpyTest::headersThatLieAreRefused_data()
{
    QTest::addColumn<QByteArray>("dict");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const char* dict, const char* what) {
        QTest::newRow(name) << QByteArray(dict) << QString::fromLatin1(what);
    };
    row("product overflows to the right size",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4, 6), }", "bytes follow");
    row("one row too many", "{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }", "bytes follow");
    row("scalar", "{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "bytes follow");
    row("empty", "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 6), }", "bytes follow");
    row("extent too large to read",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "cannot be understood");
    row("a key twice", "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,), }",
        "cannot be understood");
    row("a key more", "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'x': 1}",
        "cannot be understood");
    row("a key less", "{'descr': '<f4', 'shape': (6,), }", "cannot be understood");
    row("text behind", "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), } + 1",
        "cannot be understood");
    row("nothing", "", "cannot be understood");
    row("objects", "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }", "Python objects");
    row("long double", "{'descr': '<f16', 'fortran_order': False, 'shape': (6,), }", "element type");
    row("no byte order", "{'descr': '|f4', 'fortran_order': False, 'shape': (6,), }", "element type");
    row("text of absurd width", "{'descr': '<U99999999999', 'fortran_order': False, 'shape': (1,), }",
        "element type");
    row("text of no width", "{'descr': '<U0', 'fortran_order': False, 'shape': (6,), }", "bytes follow");
}

void NpyTest::headersThatLieAreRefused()
{
    QFETCH(QByteArray, dict);
    QFETCH(QString, what);
    QByteArray bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(dict.size());
    bytes += '\0';
    bytes += dict + QByteArray(24, '\0');
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    NpyReader reader(buffer, static_cast<std::uint64_t>(bytes.size()));
    QVERIFY(!reader.open());
    QVERIFY2(contains(reader.fault().what, what), reader.fault().what.c_str());
    QVERIFY(!reader.fault().remedy.empty());
}

void NpyTest::wholeNumbersAreReadAsTheyAre()
{
    const std::vector<qint64> want = { 1614574800000000001, 1614574800000000003, -5 };
    QByteArray bytes = npyHeader("<i8", { 3 });
    bytes.append(reinterpret_cast<const char*>(want.data()), 24);
    const auto read = [&](const QByteArray& all, std::vector<qint64>& to) {
        QByteArray copy = all;
        QBuffer buffer(&copy);
        return buffer.open(QIODevice::ReadOnly) && [&] {
            NpyReader reader(buffer, static_cast<std::uint64_t>(copy.size()));
            return reader.open() && reader.readWhole([&](std::int64_t, std::span<const std::int64_t> values) {
                to.insert(to.end(), values.begin(), values.end());
                return true;
            });
        }();
    };
    std::vector<qint64> got;
    QVERIFY(read(bytes, got));
    QVERIFY(got == want);
    QVERIFY(!read(npyHeader("<f8", { 3 }) + bytes.last(24), got));
}

void NpyTest::ourHeaderIsWhatNumpyExpects()
{
    const QByteArray header = npyHeader("<f4", { 7 });
    QVERIFY(header.startsWith(QByteArray("\x93NUMPY\x01\x00", 8)));
    QCOMPARE(header.size() % 64, 0);
    QVERIFY(header.endsWith('\n'));
    QVERIFY(header.contains("{'descr': '<f4', 'fortran_order': False, 'shape': (7,), }"));
}

QTEST_GUILESS_MAIN(NpyTest)
#include "tst_npy.moc"
