// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/pickle/array.h"
#include "workspace/io/pickle/loadpickle.h"

#include "fixtures.h"

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;
using namespace btw::io::pickle;

namespace {

constexpr std::uint64_t kPlenty = std::uint64_t(1) << 30;

QString pickles(const QString& name) { return QStringLiteral(BTW_TEST_DATA "/pickles/") + name; }

QString text(const std::string& string) { return QString::fromStdString(string); }

QJsonObject one(const char* key, const QJsonValue& value) { return { { QString::fromLatin1(key), value } }; }

QJsonValue ofFloat(double value)
{
    if (std::isnan(value))
        return one("float", QStringLiteral("nan"));
    const auto bits = std::bit_cast<quint64>(value);
    return one("float", QStringLiteral("%1").arg(bits, 16, 16, QLatin1Char('0')));
}

QJsonValue described(const Value& value);

QJsonArray listed(const Value& value)
{
    QJsonArray out;
    for (std::size_t i = 0; i < value.size(); ++i)
        out.append(described(value.item(i)));
    return out;
}

QJsonValue described(const Value& value, const pickle::Array& array)
{
    QJsonArray shape;
    for (const std::int64_t extent : array.shape)
        shape.append(static_cast<qint64>(extent));
    QJsonArray values;
    for (std::int64_t i = 0; i < array.count(); ++i) {
        switch (array.element.kind) {
        case ArrayType::Kind::Bool:
            values.append(one("bool", array.whole(i) != 0));
            break;
        case ArrayType::Kind::Int:
        case ArrayType::Kind::Unsigned:
            values.append(one("int", QString::number(array.whole(i).value_or(-99))));
            break;
        case ArrayType::Kind::Float:
            values.append(ofFloat(array.number(i).value_or(-99)));
            break;
        case ArrayType::Kind::Bytes:
        case ArrayType::Kind::Unicode:
            values.append(one("text", text(array.text(i))));
            break;
        case ArrayType::Kind::Object:
            values.append(described(value.objectAt(static_cast<std::size_t>(i))));
            break;
        }
    }
    constexpr std::array kKinds = { "b", "i", "u", "f", "S", "U", "O" };
    return QJsonObject { { QStringLiteral("array"), shape },
        { QStringLiteral("kind"), QLatin1String(kKinds.at(static_cast<std::size_t>(array.element.kind))) },
        { QStringLiteral("values"), values } };
}

/// The same as make_pickles.py writes of the Python values.
QJsonValue described(const Value& value)
{
    switch (value.kind()) {
    case Kind::Bool:
        return one("bool", value.whole() == 1);
    case Kind::Int:
        return one("int", QString::number(value.whole().value_or(-99)));
    case Kind::Float:
        return ofFloat(value.number().value_or(-99));
    case Kind::Text:
        return one("text", text(value.bytes()));
    case Kind::Bytes:
        return one("bytes", QString::fromLatin1(QByteArray::fromStdString(value.bytes()).toHex()));
    case Kind::List:
        return one("list", listed(value));
    case Kind::Tuple:
        return one("tuple", listed(value));
    case Kind::Set:
        return one("set", listed(value));
    case Kind::Dict: {
        QJsonArray pairs;
        for (std::size_t i = 0; i < value.size(); ++i)
            pairs.append(QJsonArray { described(value.key(i)), described(value.valueAt(i)) });
        return one("dict", pairs);
    }
    case Kind::Array:
        return described(value, *value.array());
    default:
        return {};
    }
}

/// Where two descriptions differ first; empty where they are equal.
QString difference(
    const QJsonValue& found, const QJsonValue& want, const QString& path = QStringLiteral("root"))
{
    if (found == want)
        return {};
    const auto whole = [&path](const QJsonValue& a, const QJsonValue& b) {
        return QStringLiteral("%1: %2 instead of %3")
            .arg(path, QString::fromUtf8(QJsonDocument(QJsonArray { a }).toJson(QJsonDocument::Compact)),
                QString::fromUtf8(QJsonDocument(QJsonArray { b }).toJson(QJsonDocument::Compact)));
    };
    if (found.isArray() && want.isArray() && found.toArray().size() == want.toArray().size()) {
        for (qsizetype i = 0; i < found.toArray().size(); ++i)
            if (QString text = difference(
                    found.toArray().at(i), want.toArray().at(i), path + QStringLiteral("[%1]").arg(i));
                !text.isEmpty())
                return text;
    }
    if (found.isObject() && want.isObject() && found.toObject().keys() == want.toObject().keys()) {
        for (const QString& key : found.toObject().keys())
            if (QString text
                = difference(found.toObject()[key], want.toObject()[key], path + QStringLiteral(".") + key);
                !text.isEmpty())
                return text;
    }
    return whole(found, want);
}

struct Loaded
{
    std::unique_ptr<Document> document;
    std::vector<io::Problem> problems;
};

Loaded load(const QString& path, std::uint64_t limit = kPlenty, const GoOn& goOn = {})
{
    Problems problems;
    MemoryBudget memory(limit);
    Loaded loaded { loadPickle(path, memory, goOn, problems), {} };
    loaded.problems = problems.take();
    return loaded;
}

QByteArray lineOf(const Loaded& loaded)
{
    if (loaded.problems.empty())
        return {};
    const io::Problem& first = loaded.problems.front();
    return QByteArray::fromStdString(first.where + ": " + first.what + " " + first.remedy);
}

} // namespace

class PickleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void whatPythonSavedIsReadExactly_data();
    void whatPythonSavedIsReadExactly();
    void python2sStringsAreBytes();
    void everyTruncationIsRefused_data();
    void everyTruncationIsRefused();
    void aChangedByteNeverCrashes();
    void aStringOfTenMegabytesIsRead();
    void memoryIsLimited_data();
    void memoryIsLimited();
    void sharedValuesAreStoredOnce();
    void whatFollowsThePickleIsAWarning();
    void aMissingFileIsAProblem();
    void readingCanBeStopped();
    void largeFilesAreMappedNotRead();

private:
    QString written(const QByteArray& bytes)
    {
        QString path = m_folder.filePath(QStringLiteral("made.pkl"));
        write(path, bytes);
        return path;
    }

    QTemporaryDir m_folder;
};

void PickleTest::whatPythonSavedIsReadExactly_data()
{
    QTest::addColumn<QString>("file");
    for (const int numpy : { 1, 2 })
        for (int protocol = 0; protocol <= 5; ++protocol) {
            const QString name = QStringLiteral("values_numpy%1_protocol%2.pkl").arg(numpy).arg(protocol);
            QTest::newRow(qPrintable(name)) << name;
        }
}

void PickleTest::whatPythonSavedIsReadExactly()
{
    QFETCH(QString, file);
    const Loaded loaded = load(pickles(file));
    QVERIFY2(loaded.document, lineOf(loaded).constData());
    QVERIFY2(loaded.problems.empty(), lineOf(loaded).constData());
    const QJsonObject want
        = QJsonDocument::fromJson(bytesOf(pickles(QStringLiteral("values.json")))).object();
    QVERIFY(want[QStringLiteral("dict")].toArray().size() > 15);
    QCOMPARE(difference(described(loaded.document->root()), want), QString());
}

void PickleTest::python2sStringsAreBytes()
{
    const Loaded binary = load(pickles(QStringLiteral("python2_protocol2.pkl")));
    QVERIFY2(binary.document, lineOf(binary).constData());
    const pickle::Array* array = binary.document->root().find("array").array();
    QVERIFY(array != nullptr);
    QCOMPARE(array->shape, (std::vector<std::int64_t> { 2, 2 }));
    std::vector<float> values(4);
    QVERIFY(array->floats(0, 4, values.data()));
    QCOMPARE(values, (std::vector<float> { 1.5F, -2, 3, 4 }));
    for (const char* name :
        { "python2_protocol2.pkl", "python2_protocol0.pkl", "python2_protocol0_crlf.pkl" }) {
        const Loaded loaded = load(pickles(QString::fromLatin1(name)));
        QVERIFY2(loaded.document, lineOf(loaded).constData());
        const Value names = loaded.document->root().find("names");
        QCOMPARE(names.kind(), Kind::List);
        QCOMPARE(names.item(0).text(), std::optional<std::string>("a"));
        QCOMPARE(names.item(1).text(), std::optional<std::string>("\xc3\xa9"));
    }
    const Loaded old = load(pickles(QStringLiteral("python2_protocol0.pkl")));
    QCOMPARE(old.document->root().find("number").whole(), std::optional<std::int64_t>(12));
    QCOMPARE(old.document->root().find("truth").kind(), Kind::Bool);
    QCOMPARE(old.document->root().find("half").number(), std::optional<double>(0.5));
}

void PickleTest::everyTruncationIsRefused_data()
{
    QTest::addColumn<QString>("file");
    for (const int protocol : { 0, 2, 4, 5 }) {
        const QString name = QStringLiteral("values_numpy2_protocol%1.pkl").arg(protocol);
        QTest::newRow(qPrintable(name)) << name;
    }
}

void PickleTest::everyTruncationIsRefused()
{
    QFETCH(QString, file);
    const QByteArray whole = bytesOf(pickles(file));
    QVERIFY(whole.size() > 5000);
    for (qsizetype length = 0; length < whole.size(); length += length < 300 ? 1 : 23) {
        const Loaded loaded = load(written(whole.left(length)));
        QVERIFY2(!loaded.document, qPrintable(QString::number(length)));
        QCOMPARE(loaded.problems.size(), std::size_t(1));
        QCOMPARE(loaded.problems[0].severity, data::Severity::Error);
        QVERIFY(loaded.problems[0].where.starts_with("made.pkl"));
        QVERIFY(!loaded.problems[0].remedy.empty());
    }
}

void PickleTest::aChangedByteNeverCrashes()
{
    const QByteArray whole = bytesOf(pickles(QStringLiteral("values_numpy2_protocol4.pkl")));
    int refused = 0;
    for (qsizetype at = 0; at < whole.size(); at += 11) {
        QByteArray changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x1F);
        const Loaded loaded = load(written(changed));
        if (loaded.document)
            described(loaded.document->root());
        refused += loaded.document ? 0 : 1;
    }
    QVERIFY(refused > 50);
}

void PickleTest::aStringOfTenMegabytesIsRead()
{
    const quint32 size = 10'000'000;
    QByteArray bytes("\x80\x03X", 3);
    bytes.append(reinterpret_cast<const char*>(&size), 4); // the file's order is this machine's
    bytes += QByteArray(size, 'a') + '.';
    const Loaded loaded = load(written(bytes), 1000);
    QVERIFY2(loaded.document, lineOf(loaded).constData());
    QCOMPARE(loaded.document->root().kind(), Kind::Text);
    QCOMPARE(loaded.document->root().bytes().size(), std::size_t(size));
}

void PickleTest::memoryIsLimited_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray head("\x80\x02", 2);
    QTest::newRow("many values") << head + "(" + QByteArray(100'000, ']') + "l.";
    QTest::newRow("many references") << head + "]q" + QByteArray(1, '\0') + "("
            + QByteArray("h\0", 2).repeated(100'000) + "e.";
    QTest::newRow("many marks") << head + QByteArray(300'000, '(') + ".";
    QTest::newRow("decoded text") << head + "V" + QByteArray(1'000'000, 'a') + "\n.";
}

void PickleTest::memoryIsLimited()
{
    QFETCH(QByteArray, bytes);
    const Loaded loaded = load(written(bytes), 300'000);
    QVERIFY(!loaded.document);
    QCOMPARE(text(loaded.problems[0].what),
        QStringLiteral("The pickle would need more than the limit of 300,000 bytes of memory."));
    QCOMPARE(text(loaded.problems[0].remedy),
        QStringLiteral("If you trust the file, set BTW_UNPACK_GIB to the GiB it may take."));
}

void PickleTest::sharedValuesAreStoredOnce()
{
    // 60 lists, each twice the one before: 2^60 values if they were copied.
    QByteArray bytes("\x80\x02]q\0", 5);
    for (char k = 0; k < 60; ++k)
        bytes += QByteArray("](h\0h\0eq\0", 9)
                     .replace(3, 1, QByteArray(1, k))
                     .replace(5, 1, QByteArray(1, k))
                     .replace(8, 1, QByteArray(1, static_cast<char>(k + 1)));
    const Loaded loaded = load(written(bytes + "."), 100'000);
    QVERIFY2(loaded.document, lineOf(loaded).constData());
    QCOMPARE(loaded.document->root().size(), std::size_t(2));
    QCOMPARE(loaded.document->root().item(0).id(), loaded.document->root().item(1).id());
}

void PickleTest::whatFollowsThePickleIsAWarning()
{
    const Loaded loaded = load(written(QByteArray("\x80\x02N.N.", 6)));
    QVERIFY(loaded.document);
    QCOMPARE(loaded.problems[0].severity, data::Severity::Warning);
    QCOMPARE(lineOf(loaded),
        QByteArray(
            "made.pkl: 2 bytes follow the first pickle in the file and are ignored. Save everything with "
            "one pickle.dump, as one dict or list."));
}

void PickleTest::aMissingFileIsAProblem()
{
    const Loaded loaded = load(m_folder.filePath(QStringLiteral("absent.pkl")));
    QVERIFY(!loaded.document);
    QCOMPARE(loaded.problems[0].where, std::string("absent.pkl"));
    QVERIFY(contains(loaded.problems[0].what, QStringLiteral("cannot be read")));
}

void PickleTest::readingCanBeStopped()
{
    const QString path = written("\x80\x02(" + QByteArray(100'000, ']') + "l.");
    int asked = 0;
    const Loaded stopped = load(path, kPlenty, [&asked](double share) { return ++asked < 3 && share < 1; });
    QVERIFY(!stopped.document);
    QCOMPARE(asked, 3);
    QCOMPARE(
        lineOf(stopped), QByteArray("made.pkl: The reading was stopped. Open the file again to read it."));
    QVERIFY(load(path, kPlenty, [](double) { return true; }).document);
}

void PickleTest::largeFilesAreMappedNotRead()
{
    // An array of 100 MB that is a hole in the file, read with a limit of 10 kB.
    const qint64 count = 25'000'000;
    const quint64 size = quint64(count) * 4;
    QByteArray head = bytesOf(pickles(QStringLiteral("large_head.bin")));
    const QByteArray tail = bytesOf(pickles(QStringLiteral("large_tail.bin")));
    QVERIFY(!head.isEmpty());
    QFile file(m_folder.filePath(QStringLiteral("large.pkl")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(head);
    QVERIFY(file.resize(head.size() + static_cast<qint64>(size)));
    QVERIFY(file.seek(file.size()));
    file.write(tail);
    file.close();
    const Loaded loaded = load(file.fileName(), 10000);
    QVERIFY2(loaded.document, lineOf(loaded).constData());
    const pickle::Array* array = loaded.document->root().array();
    QVERIFY(array != nullptr);
    QCOMPARE(array->shape, (std::vector<std::int64_t> { count }));
    QVERIFY(array->mapped);
    QVERIFY(array->isZero(0, count));
    array->discard(0, count);
    QCOMPARE(array->number(count - 1), std::optional<double>(0.0));
}

QTEST_GUILESS_MAIN(PickleTest)
#include "tst_pickle.moc"
