// SPDX-License-Identifier: GPL-3.0-or-later
// Which importer reads a file: the program with one more importer, whose layout has names of its own.
#include "workspace/io/importpreview.h"
#include "workspace/io/readcohort.h"
#include "workspace/plugin/importer.h"

#include "fixtures.h"

#include <QObject>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

/// Says that it reads whatever has the word "own" in its first line.
class OwnLayoutImporter : public QObject, public btw::plugin::Importer
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID BTW_IMPORTER_INTERFACE FILE "ownlayout.json")
    Q_INTERFACES(btw::plugin::Importer)

public:
    bool canRead(const QString& path) const override
    {
        return bytesOf(path).split('\n').first().contains("own");
    }

    ReadResult read(
        const QString& /*path*/, const ReadLimits& /*limits*/, const ReadingPlan& /*plan*/) const override
    {
        data::Cohort cohort;
        cohort.name = "read by its own importer";
        return { std::move(cohort), {} };
    }
};

Q_IMPORT_PLUGIN(OwnLayoutImporter)

class ImporterChoiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsAskedFirstForNamesOfItsOwn_data();
    void itIsAskedFirstForNamesOfItsOwn();
    void itsContentsDecideToo();
    void itIsAskedLastForOtherNames();
};

void ImporterChoiceTest::itIsAskedFirstForNamesOfItsOwn_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << "a.own" << QByteArray("own 1\n1;2,3\n");
    QTest::newRow("capital letters in the name") << "a.OWN" << QByteArray("own 1\n1;2,3\n");
    QTest::newRow("what looks like a table") << "a.own" << QByteArray("own;a;b\n1;2;3\n4;5;6\n7;8;9\n");
    QTest::newRow("JSON, which is refused otherwise") << "a.own" << QByteArray("{\"own\": 1}\n");
    // d, a, t and a are instructions of a pickle.
    QTest::newRow("what looks like an old pickle") << "a.own" << QByteArray("data own 1\n1;2,3\n");
}

void ImporterChoiceTest::itIsAskedFirstForNamesOfItsOwn()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    const QTemporaryDir folder;
    const QString path = folder.filePath(file);
    write(path, bytes);
    const ReadResult result = readCohort(path);
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->name, std::string("read by its own importer"));
    const ImportPreview preview = previewImport(path);
    QCOMPARE(preview.format, QStringLiteral("own"));
    QCOMPARE(preview.formatName, QStringLiteral("The layout of this test"));
    QVERIFY(preview.problems.empty());
}

void ImporterChoiceTest::itsContentsDecideToo()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.own"));
    write(path, "{\"another\": 1}\n");
    QCOMPARE(firstError(readCohort(path)).code, std::string("format-not-read"));
    QVERIFY(previewImport(path).format.isEmpty());
}

void ImporterChoiceTest::itIsAskedLastForOtherNames()
{
    const QTemporaryDir folder;
    const QString table = folder.filePath(QStringLiteral("a.txt"));
    write(table, "own;a;b\n1;2;3\n4;5;6\n7;8;9\n");
    QCOMPARE(previewImport(table).format, QStringLiteral("table"));
    QVERIFY(previewImport(table).formatName.isEmpty());
    const QString other = folder.filePath(QStringLiteral("a.other"));
    write(other, "own 1\n1;2,3\n");
    QCOMPARE(previewImport(other).format, QStringLiteral("own"));
    QVERIFY(readCohort(other).cohort);
}

QTEST_GUILESS_MAIN(ImporterChoiceTest)
#include "tst_importerchoice.moc"
