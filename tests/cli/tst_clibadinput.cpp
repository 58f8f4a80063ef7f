// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that is wrong with data in the ways that people meet: each ends with exit status 2, a line that
// names file, place and remedy, and nothing written.
#include "program.h"

#include <QtTest>

#include <linux/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <map>

namespace {

using Files = std::map<QString, QByteArray>; ///< by their names in a folder

QString golden(const QString& name) { return QStringLiteral(BTW_TEST_DATA "/") + name; }

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// Name, size and time of everything in a folder.
QStringList contents(const QString& folder)
{
    QStringList out;
    QDirIterator files(
        folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        const QFileInfo info = files.fileInfo();
        out.append(info.filePath() + QLatin1Char(' ') + QString::number(info.size()) + QLatin1Char(' ')
            + info.lastModified().toString(Qt::ISODateWithMs));
    }
    out.sort();
    return out;
}

constexpr int kRows = 60;

/// Row i of a sound table of a classification: two features, a person of three rows each, splits 40/10/10.
struct Row
{
    QByteArray id, who, part, x, z, y;
};

Row sound(int i)
{
    return { "s" + QByteArray::number(i), "p" + QByteArray::number(i < 40 ? i / 2 : i),
        i < 40       ? "train"
            : i < 50 ? "val"
                     : "test",
        QByteArray::number(i * 7 % 23), QByteArray::number(i * 5 % 17), i % 2 == 0 ? "no" : "yes" };
}

/// The table, its rows changed.
template <typename Change> QByteArray table(const Change& change)
{
    QByteArray text = "id,who,part,x,z,y\n";
    for (int i = 0; i < kRows; ++i) {
        Row row = sound(i);
        change(i, row);
        text += row.id + ',' + row.who + ',' + row.part + ',' + row.x + ',' + row.z + ',' + row.y + '\n';
    }
    return text;
}

const QByteArray kManifest = R"({"name": "t", "task": "classification", "classes": ["no", "yes"],
 "labels": {"file": "t.csv", "id": "id", "group": "who", "split": "part", "label": "y"},
 "modalities": [{"name": "m", "kind": "vector", "file": "t.csv", "columns": ["x", "z"]}]})";

Files folder(const QByteArray& t, const QByteArray& manifest = kManifest)
{
    return { { QStringLiteral("manifest.json"), manifest }, { QStringLiteral("t.csv"), t } };
}

/// Regression, its features in a file of their own.
QByteArray inTwoFiles(const QByteArray& modality = R"("kind": "vector")")
{
    return R"({"name": "t", "task": "regression", "labels": {"file": "t.csv", "id": "id", "label": "x"},
        "modalities": [{"name": "m", "file": "m.csv", "id": "id", )"
        + modality + "}]}";
}

Files twoFiles(const QByteArray& m, const QByteArray& manifest = inTwoFiles())
{
    return { { QStringLiteral("manifest.json"), manifest },
        { QStringLiteral("t.csv"), table([](int, Row&) {}) }, { QStringLiteral("m.csv"), m } };
}

QByteArray utf16(const QByteArray& text)
{
    QByteArray out("\xFF\xFE", 2);
    for (const char c : text)
        out += QByteArray(1, c) + QByteArray(1, '\0');
    return out;
}

} // namespace

Q_DECLARE_METATYPE(Files)

class TestCliBadInput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_data = std::make_unique<QTemporaryDir>();
        m_home = std::make_unique<QTemporaryDir>();
    }

    void theTableItselfIsSound()
    {
        put(folder(table([](int, Row&) {})));
        const Called called = validate(m_data->path());
        QVERIFY2(called.status == 0, called.err.constData());
        QVERIFY2(called.err.isEmpty(), called.err.constData());
    }

    void tables_data();
    void tables()
    {
        QFETCH(Files, files);
        QFETCH(QByteArray, line);
        put(files);
        isRefused(m_data->path(), line);
    }

    void arrays_data();
    void arrays()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, line);
        isRefused(golden(QStringLiteral("io/") + file), line);
    }

    void pickles_data();
    void pickles()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, line);
        isRefused(golden(QStringLiteral("pickles/") + file), line);
    }

    void truncated_data();
    void truncated()
    {
        QFETCH(QString, file);
        const QByteArray whole = bytesOf(golden(file));
        QVERIFY(whole.size() > 500);
        const QString path = m_data->filePath(QStringLiteral("cut.") + QFileInfo(file).suffix());
        write(path, whole.left(whole.size() * 2 / 3));
        isRefused(path, "error: cut.");
    }

    void unreadablePermissions()
    {
        put(folder(table([](int, Row&) {})));
        const QString path = m_data->filePath(QStringLiteral("t.csv"));
        QVERIFY(QFile::setPermissions(path, {}));
        QProcess process;
        // Root reads every file: the program then runs as root without that right. (As nobody it might not
        // reach its own file, in a clone in root's home.)
        process.setChildProcessModifier([] {
            if (geteuid() != 0)
                return;
            for (const unsigned long right : { CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH }) {
                if (prctl(PR_CAPBSET_DROP, right, 0, 0, 0) != 0)
                    _exit(1);
            }
        });
        process.start(QStringLiteral(BTW_PROGRAM), { QStringLiteral("validate"), m_data->path() });
        QVERIFY(process.waitForFinished(240'000));
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 2, said.constData());
        QVERIFY2(said.contains("error: t.csv: The file cannot be read"), said.constData());
        QVERIFY2(said.contains("permissions"), said.constData());
    }

    void aCohortPastTheLimit()
    {
        // 9,001 bins of an hour with 700 features, of 49 instances: past 1 GiB.
        QByteArray rows = "id,time,variable,value\n";
        for (int k = 0; k < 700; ++k)
            rows += "s0,0,v" + QByteArray::number(k) + ",1\n";
        for (int i = 1; i < 50; ++i)
            rows += "s" + QByteArray::number(i) + ",9000,v0,2\n";
        put(twoFiles(
            rows, inTwoFiles(R"("kind": "sequence", "layout": "long", "time": "time", "variable": "variable",
                "value": "value", "unit": "hours", "bin": 1)")));
        qputenv("BTW_UNPACK_GIB", "1");
        isRefused(m_data->path(), "the limit of 1,073,741,824 bytes");
        qunsetenv("BTW_UNPACK_GIB");
    }

private:
    void put(const Files& files)
    {
        for (const auto& [name, bytes] : files)
            write(m_data->filePath(name), bytes);
    }

    Called validate(const QString& path) { return btw({ QStringLiteral("validate"), path }, m_home->path()); }

    /// Some line of the standard error must hold `line`.
    void isRefused(const QString& path, const QByteArray& line)
    {
        const QStringList before = contents(m_data->path());
        const Called called = validate(path);
        QVERIFY2(called.status == 2, called.err.constData());
        QVERIFY(called.err.endsWith('\n'));
        const QList<QByteArray> lines = called.err.trimmed().split('\n');
        static const QRegularExpression form(
            QStringLiteral("^(error|warning|note): [^:]+: .+[.] [A-Z\"`'(].+[.]$"));
        for (const QByteArray& one : lines)
            QVERIFY2(form.match(QString::fromUtf8(one)).hasMatch(), one.constData());
        QVERIFY2(std::any_of(lines.begin(), lines.end(),
                     [&](const QByteArray& one) { return one.startsWith("error: ") && one.contains(line); }),
            called.err.constData());
        // Nobody wants a file's whole cell, or a million lines.
        QVERIFY(called.err.size() < 8000);
        QCOMPARE(contents(m_data->path()), before);
        QCOMPARE(contents(m_home->path()), QStringList());
    }

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<QTemporaryDir> m_home; ///< home and working folder of the program
};

void TestCliBadInput::tables_data()
{
    QTest::addColumn<Files>("files");
    QTest::addColumn<QByteArray>("line");
    const auto whole = [](const char* name, const QByteArray& text, const char* line) {
        QTest::newRow(name) << folder(text) << QByteArray(line);
    };
    const auto changed = [&whole](const char* name, const char* line, const auto& change) {
        whole(name, table(change), line);
    };
    const auto features = [](const char* name, const QByteArray& text, const char* line) {
        QTest::newRow(name) << twoFiles(text) << QByteArray(line);
    };
    const auto series = [](const char* name, const QByteArray& text, const char* line) {
        QTest::newRow(name) << twoFiles(text, inTwoFiles(R"("kind": "series", "time": "t")"))
                            << QByteArray(line);
    };
    const QByteArray plain = table([](int, Row&) {});

    whole("an empty file", "", "t.csv: The file is empty");
    whole("a header only", "id,who,part,x,z,y\n", "t.csv: The file has a header and no row");
    whole("a control character", QByteArray(plain).replace("s3,", "s\xFC\x01,"), "t.csv, row 5: ");
    whole("UTF-16 cut in a character", utf16(plain).chopped(1), "t.csv, row 61: ");
    whole("binary", QByteArray(plain).replace("s3,", QByteArray("s\0,", 3)), "t.csv, row 5: ");
    whole("an ambiguous decimal comma",
        QByteArray(plain).replace(',', ';').replace("s3;p1;train;21;", "s3;p1;train;1,234;"),
        "t.csv, row 5, column 'x': The comma in '1,234' is ambiguous");
    whole("a ragged row", QByteArray(plain).replace("s3,", "s3,,"),
        "t.csv, row 5: The row has 7 cells where the first row has 6");
    whole("a quote that is never closed", QByteArray(plain).replace("s3,", "\"s3,"), "t.csv, row 5: ");
    whole("a duplicate column", QByteArray(plain).replace("x,z", "x,x"),
        "t.csv, row 1, column 'x': Two columns have this name");
    whole("no label column", QByteArray(plain).replace(",y\n", ",w\n"),
        "manifest.json, key labels.label: There is no column 'y' in t.csv");
    whole("more columns than the limit", "id" + QByteArray(1'000'001, ',') + "\n",
        "t.csv, row 1: The row has 1,000,002 cells, over the limit of 1,000,000 columns");
    changed("a duplicate id", "t.csv, row 12, column 'id': The id 's3' was given already in t.csv, row 5",
        [](int i, Row& row) { row.id = i == 10 ? "s3" : row.id; });
    changed("infinity among features",
        "t.csv, row 5, column 'x': ", [](int i, Row& row) { row.x = i == 3 ? "inf" : row.x; });
    changed("a word among features", "t.csv, row 5, column 'x': 'high' is not a number",
        [](int i, Row& row) { row.x = i == 3 ? "high" : row.x; });
    changed("a cell of ten megabytes", "t.csv, row 5, column 'x': 'xxx",
        [](int i, Row& row) { row.x = i == 3 ? QByteArray(10'000'000, 'x') : row.x; });
    changed("a label that is missing", "t.csv, row 5, column 'y': The label is missing",
        [](int i, Row& row) { row.y = i == 3 ? "" : row.y; });
    changed("a label that is no class", "t.csv, row 5, column 'y': The label 'maybe' is neither",
        [](int i, Row& row) { row.y = i == 3 ? "maybe" : row.y; });
    changed("an unknown split", "t.csv, row 5, column 'part': The split 'later' is not known",
        [](int i, Row& row) { row.part = i == 3 ? "later" : row.part; });
    changed("a group in two splits", "groups: 1 group in more than one split: p1",
        [](int i, Row& row) { row.who = i == 55 ? "p1" : row.who; });
    changed("one class only in a split", "split test: Only one class is there",
        [](int i, Row& row) { row.y = i >= 50 ? "yes" : row.y; });
    changed("a class absent from training", "split train: Classes without a training row: yes",
        [](int i, Row& row) { row.y = i < 40 ? "no" : row.y; });
    changed("a split without rows", "split test: The split has no rows",
        [](int, Row& row) { row.part = row.part == "test" ? "val" : row.part; });
    changed("a modality never present in a split", "modality m: No instance of the test split has it",
        [](int, Row& row) {
            row.x = row.part == "test" ? "" : row.x;
            row.z = row.part == "test" ? "" : row.z;
        });
    for (const QByteArray bad : { "NaN", "inf", "-inf" })
        QTest::addRow("a label of %s", bad.constData())
            << Files { { QStringLiteral("manifest.json"), inTwoFiles() },
                   { QStringLiteral("t.csv"), table([&](int i, Row& row) { row.x = i == 3 ? bad : row.x; }) },
                   { QStringLiteral("m.csv"), plain } }
            << QByteArray("t.csv, row 5, column 'x': ");
    features("an id without a label row", "id,u\ns0,1\nstranger,2\n",
        "m.csv, row 3, column 'id': The id 'stranger' has no row among the labels");
    features("an id twice among features", "id,u\ns0,1\ns1,2\ns0,3\n",
        "m.csv, row 4, column 'id': The id 's0' was given already");
    features(
        "instances without any modality", "id,u\ns0,1\ns1,2\n", "ids: 58 instances without any modality");
    series("unsorted time stamps", "id,t,u\ns0,1,5\ns0,3,6\ns0,2,7\n",
        "m.csv, row 4, column 't': The time stamp is earlier than the one before it of id 's0'");
    series("a time stamp that is missing", "id,t,u\ns0,1,5\ns0,,6\n", "m.csv, row 3, column 't': ");
    QTest::newRow("a file that is not there")
        << Files { { QStringLiteral("manifest.json"), kManifest } }
        << QByteArray("manifest.json, key labels.file: The file 't.csv' is not there");
    QTest::newRow("a file outside the folder") << folder(plain,
        QByteArray(kManifest).replace(R"("vector", "file": "t.csv")", R"("vector", "file": "../t.csv")"))
                                               << QByteArray("manifest.json, key modalities[0].file: ");
    QTest::newRow("a manifest that is no JSON")
        << folder(plain, "{\n\"name\": \"t\"\n\"task\": 1}") << QByteArray("manifest.json, row 3: ");
    QTest::newRow("no table at all") << Files { { QStringLiteral("readme.md"), "words" } }
                                     << QByteArray("neither manifest.json nor a table");
}

void TestCliBadInput::arrays_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("line");
    const QJsonArray cases = QJsonDocument::fromJson(bytesOf(golden(QStringLiteral("io/bad.json")))).array();
    QVERIFY(cases.size() > 30);
    for (const auto& value : cases) {
        const QJsonObject entry = value.toObject();
        const QString file = entry[QStringLiteral("file")].toString();
        QTest::newRow(qPrintable(file))
            << file << "error: " + entry[QStringLiteral("where")].toString().toUtf8() + ": ";
    }
    const auto row = [](const char* file, const char* line) {
        QTest::newRow(file) << QString::fromLatin1(file) << QByteArray(line);
    };
    row("traversal.zip", "error: traversal.zip, member '../x_train.csv': ");
    row("absolute.zip", "error: absolute.zip, member '/tmp/x_train.csv': ");
    row("link.zip", "error: link.zip, member 'x_train.csv': ");
    row("nested.zip", "error: nested.zip, member 'data.zip': ");
    row("nested.npz", "error: nested.npz, member 'more.npz': ");
    row("bomb.zip", "error: bomb.zip, member 'x_train.csv': "); // declares little
    row("liar.npz", "2,147,483,647 bytes"); // declares much
    row("flipped.npz", "error: flipped.npz, member 'x_m.npy': ");
    row("nomanifest.zip", "cannot be guessed");
}

void TestCliBadInput::pickles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("line");
    const QJsonArray cases
        = QJsonDocument::fromJson(bytesOf(golden(QStringLiteral("pickles/bad.json")))).array();
    QVERIFY(cases.size() > 50);
    for (const auto& value : cases) {
        const QJsonObject entry = value.toObject();
        const QString file = entry[QStringLiteral("file")].toString();
        QTest::newRow(qPrintable(file)) << file << entry[QStringLiteral("line")].toString().toUtf8();
    }
}

void TestCliBadInput::truncated_data()
{
    QTest::addColumn<QString>("file");
    for (const char* file : { "io/regression.npz", "io/savetxt.zip", "pickles/mult.pkl", "pickles/mmsa.pkl",
             "pickles/misa/train.pkl" })
        QTest::newRow(file) << QString::fromLatin1(file);
}

QTEST_GUILESS_MAIN(TestCliBadInput)
#include "tst_clibadinput.moc"
