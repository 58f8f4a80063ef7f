// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/cohorthash.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/summary.h"

#include "engine/data/samples.h"

#include "fixtures.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>
#include <functional>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

class ReadCohortTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlainTableIsReadUnderAnyName_data();
    void aPlainTableIsReadUnderAnyName();
    void anUnknownPathOrFormatIsRefused_data();
    void anUnknownPathOrFormatIsRefused();
    void openingDrawsTheSplitsAndChecks();
    void openingReportsWhatTheCheckFinds();
    void tooFewRowsForThreeSplitsIsAnError();
    void theHashIsThatOfTheCanonicalValues_data();
    void theHashIsThatOfTheCanonicalValues();
    void theHashChangesWithEverythingThatCounts_data();
    void theHashChangesWithEverythingThatCounts();
    void theHashIgnoresNamesPathsAndFormats();
    void theSummaryHasTheFixedKeys();
    void theSummaryOfARefusedFileHasProblemsOnly();
    void rosmapIsReadAsItsReadmeSays();
    void parkinsonsIsReadAsItsReadmeSays();
};

void ReadCohortTest::anUnknownPathOrFormatIsRefused_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("what");
    QTest::newRow("no such file") << golden(QStringLiteral("nothing.npz")) << "no such file";
    QTest::newRow("a folder without tables")
        << QStringLiteral(BTW_TEST_DATA) << "neither manifest.json nor a table";
    QTest::newRow("another format") << golden(QStringLiteral("regression.json")) << "The file is JSON";
}

void ReadCohortTest::anUnknownPathOrFormatIsRefused()
{
    QFETCH(QString, path);
    QFETCH(QString, what);
    const ReadResult result = readCohort(path);
    QVERIFY(!result.cohort);
    QCOMPARE(result.problems.size(), std::size_t(1));
    QVERIFY2(contains(result.problems[0].what, what), lines(result).constData());
    QVERIFY(!result.problems[0].where.empty());
    QVERIFY(!result.problems[0].remedy.empty());
}

void ReadCohortTest::openingDrawsTheSplitsAndChecks()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("los.npz"));
    data::Cohort cohort = data::makeLos(800, 1, true);
    cohort.splits.clear();
    writeNpz(cohort, path);
    QVERIFY(readCohort(path).cohort->splits.empty());
    const ReadResult first = openCohort(path, 7);
    const ReadResult again = openCohort(path, 7);
    const ReadResult other = openCohort(path, 8);
    QVERIFY2(first.cohort, lines(first).constData());
    QVERIFY2(again.cohort, lines(again).constData());
    QVERIFY2(other.cohort, lines(other).constData());
    QCOMPARE(first.cohort->splits.size(), std::size_t(800));
    QVERIFY(first.cohort->splits == again.cohort->splits);
    QVERIFY(first.cohort->splits != other.cohort->splits);
}

void ReadCohortTest::openingReportsWhatTheCheckFinds()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("los.npz"));
    data::Cohort cohort = data::makeLos(200, 1, true);
    cohort.groups.assign(200, "one person");
    writeNpz(cohort, path);
    QVERIFY(readCohort(path).cohort);
    const ReadResult result = openCohort(path, 0);
    QVERIFY(!result.cohort);
    QCOMPARE(firstError(result).where, std::string("groups"));
}

void ReadCohortTest::tooFewRowsForThreeSplitsIsAnError()
{
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("manifest.json")),
        R"({"name": "two", "task": "regression", "modalities": [{"name": "m", "kind": "vector", "file": "t.csv"}],
            "labels": {"file": "t.csv", "label": "y"}})");
    write(folder.filePath(QStringLiteral("t.csv")), "x,y\n1,2\n3,4\n");
    QVERIFY(readCohort(folder.path()).cohort);
    const ReadResult result = openCohort(folder.path(), 0);
    QVERIFY(!result.cohort);
    QCOMPARE(firstError(result).where, std::string("splits"));
}

void ReadCohortTest::theHashIsThatOfTheCanonicalValues_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("regression") << "regression";
    QTest::newRow("classification") << "classification";
    QTest::newRow("CSV") << "savetxt";
}

void ReadCohortTest::theHashIsThatOfTheCanonicalValues()
{
    QFETCH(QString, name);
    const QJsonObject object
        = QJsonDocument::fromJson(bytesOf(golden(name + QStringLiteral(".json")))).object();
    const QString path = name == QLatin1String("savetxt") ? name : name + QStringLiteral(".npz");
    const ReadResult result = readCohort(golden(path));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(cohortHash(*result.cohort), object[QStringLiteral("hash")].toString());
}

using Change = std::function<void(data::Cohort&)>;
Q_DECLARE_METATYPE(Change)

void ReadCohortTest::theHashChangesWithEverythingThatCounts_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, const Change& change) { QTest::newRow(name) << change; };
    row("one value",
        [](data::Cohort& c) { c.modalities[0].values[0] = std::nextafter(c.modalities[0].values[0], 9.0F); });
    row("one value missing", [](data::Cohort& c) { c.modalities[0].values[0] = std::nanf(""); });
    row("one time stamp", [](data::Cohort& c) { c.modalities[2].times[3] += 1; });
    row("one presence", [](data::Cohort& c) { c.modalities[0].present[0] = 0; });
    row("one sequence's end", [](data::Cohort& c) { ++c.modalities[1].offsets[1]; });
    row("one label", [](data::Cohort& c) { c.y[4] += 1e-12; });
    row("one split", [](data::Cohort& c) { c.splits[0] = Split::Test; });
    row("one id", [](data::Cohort& c) { c.ids[11] += "x"; });
    row("a letter that moves to the next id", [](data::Cohort& c) {
        c.ids[1] = c.ids[0].back() + c.ids[1];
        c.ids[0].pop_back();
    });
    row("one group", [](data::Cohort& c) { c.groups[2] = "other"; });
    row("a modality's name", [](data::Cohort& c) { c.modalities[1].name = "voice"; });
    row("a modality's kind", [](data::Cohort& c) { c.modalities[2].kind = data::ModalityKind::Sequence; });
    row("the order of modalities", [](data::Cohort& c) { std::swap(c.modalities[0], c.modalities[1]); });
    row("the task", [](data::Cohort& c) { c.task = Task::Classification; });
    row("a class", [](data::Cohort& c) { c.classes = { "a" }; });
    row("the label range", [](data::Cohort& c) { c.labelRange->second = 4; });
    row("no label range", [](data::Cohort& c) { c.labelRange.reset(); });
}

void ReadCohortTest::theHashChangesWithEverythingThatCounts()
{
    QFETCH(Change, change);
    data::Cohort cohort = expected(QStringLiteral("regression.json"));
    const QString before = cohortHash(cohort);
    change(cohort);
    QVERIFY(cohortHash(cohort) != before);
    QCOMPARE(before.size(), 64);
}

void ReadCohortTest::theHashIgnoresNamesPathsAndFormats()
{
    data::Cohort cohort = expected(QStringLiteral("regression.json"));
    const QString hash = cohortHash(cohort);
    cohort.name = "another";
    cohort.modalities[0].columns = { "a", "b", "c" };
    cohort.strengths["labs"] = 1;
    QCOMPARE(cohortHash(cohort), hash);
    QTemporaryDir folder;
    for (const Compression compression : { Compression::Stored, Compression::Deflated }) {
        const QString path = folder.filePath(QStringLiteral("elsewhere.npz"));
        writeNpz(cohort, path, compression);
        QCOMPARE(cohortHash(*readCohort(path).cohort), hash);
    }
}

void ReadCohortTest::theSummaryHasTheFixedKeys()
{
    const ReadResult result = readCohort(golden(QStringLiteral("regression.npz")));
    const QJsonObject summary = summaryJson(result);
    const QJsonObject want = QJsonDocument::fromJson(R"({
        "name": "made", "task": "regression", "n": 12, "classes": [], "groups": 6, "splits": {"train": 7, "val": 2, "test": 3},
        "modalities": [{"name": "labs", "kind": "vector", "dims": 3, "present": 10},
                       {"name": "speech", "kind": "sequence", "dims": 2, "present": 11},
                       {"name": "waves", "kind": "series", "dims": 1, "present": 12}]})")
                                 .object();
    QCOMPARE(summary.keys().size(), want.keys().size() + 2);
    QCOMPARE(summary[QStringLiteral("hash")].toString(), cohortHash(*result.cohort));
    for (const QString& key : want.keys())
        QCOMPARE(summary[key], want[key]);
    const QJsonArray problems = summary[QStringLiteral("problems")].toArray();
    QCOMPARE(problems.size(), qsizetype(result.problems.size()));
    QVERIFY(!problems.isEmpty());
    for (const auto& problem : problems) {
        QCOMPARE(problem.toObject().keys(), QStringList({ "code", "remedy", "severity", "what", "where" }));
        QCOMPARE(problem.toObject()[QStringLiteral("severity")], QJsonValue("note"));
    }
}

void ReadCohortTest::theSummaryOfARefusedFileHasProblemsOnly()
{
    const ReadResult result = readCohort(golden(QStringLiteral("bad_object.npz")));
    const QJsonObject summary = summaryJson(result);
    QVERIFY(summary[QStringLiteral("name")].isNull());
    QVERIFY(summary[QStringLiteral("task")].isNull());
    QCOMPARE(summary[QStringLiteral("n")].toInt(-1), 0);
    QVERIFY(summary[QStringLiteral("modalities")].toArray().isEmpty());
    QCOMPARE(summary[QStringLiteral("problems")].toArray().at(0).toObject()[QStringLiteral("severity")],
        QJsonValue("error"));
    QVERIFY(
        problemLine(result.problems[0])
            .startsWith(QLatin1String("error: bad_object.npz, array id: The array holds Python objects")));
}

void ReadCohortTest::rosmapIsReadAsItsReadmeSays()
{
    const QString path = QStringLiteral(BTW_SHARED_DATA "/rosmap");
    if (!QFileInfo::exists(path))
        QSKIP("the ROSMAP cohort is not here (../shared/data/rosmap)");
    const ReadResult read = readCohort(path);
    QVERIFY2(read.cohort, lines(read).constData());
    QCOMPARE(read.cohort->size(), std::size_t(351));
    QCOMPARE(read.cohort->classes, (std::vector<std::string> { "control", "alzheimer" }));
    QCOMPARE(read.cohort->ids.front(), std::string("train:0"));
    QCOMPARE(read.cohort->ids.back(), std::string("test:105"));
    QCOMPARE(std::count(read.cohort->splits.begin(), read.cohort->splits.end(), Split::Train), 245);
    QCOMPARE(std::count(read.cohort->splits.begin(), read.cohort->splits.end(), Split::Test), 106);
    QCOMPARE(read.cohort->modalityCount(), std::size_t(3));
    for (const data::Modality& modality : read.cohort->modalities) {
        QCOMPARE(modality.dims, 200);
        QVERIFY(std::all_of(
            modality.values.begin(), modality.values.end(), [](float v) { return v >= 0 && v <= 1; }));
    }
    // First numbers of 1_te.csv and labels_te.csv.
    QCOMPARE(read.cohort->modalities[0].values[245 * 200], 6.999883177967922143e-02F);
    QCOMPARE(read.cohort->y[245], 1.0);
    QCOMPARE(read.cohort->y[247], 0.0);

    const ReadResult opened = openCohort(path, 0);
    QVERIFY2(opened.cohort, lines(opened).constData());
    QCOMPARE(std::count(opened.cohort->splits.begin(), opened.cohort->splits.end(), Split::Validation), 49);
    QCOMPARE(std::count(opened.cohort->splits.begin(), opened.cohort->splits.end(), Split::Test), 106);
}

void ReadCohortTest::parkinsonsIsReadAsItsReadmeSays()
{
    const QString path = QStringLiteral(BTW_SHARED_DATA "/parkinsons");
    if (!QFileInfo::exists(path))
        QSKIP("the Parkinson's cohort is not here (../shared/data/parkinsons)");
    const ReadResult result = openCohort(path + QStringLiteral("/manifest.json"), 0);
    QVERIFY2(result.cohort, lines(result).constData());
    const data::Cohort& cohort = *result.cohort;
    QCOMPARE(cohort.size(), std::size_t(5875));
    std::vector<std::int64_t> dims;
    for (const data::Modality& modality : cohort.modalities) {
        dims.push_back(modality.dims);
        for (const std::string& column : modality.columns)
            QVERIFY(!column.ends_with("UPDRS"));
    }
    QCOMPARE(dims, (std::vector<std::int64_t> { 5, 6, 5, 3 }));
    QCOMPARE(cohort.y[0], 34.398);
    QCOMPARE(cohort.modalities[0].values[1], 3.38e-5F);
    QCOMPARE(cohort.modalities[3].values[0], 72.0F);
    QSet<QString> people;
    std::array<QSet<QString>, 3> bySplit;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        people.insert(QString::fromStdString(cohort.groups[i]));
        bySplit[static_cast<std::size_t>(cohort.splits[i])].insert(QString::fromStdString(cohort.groups[i]));
    }
    QCOMPARE(people.size(), 42);
    QCOMPARE(bySplit[0].size() + bySplit[1].size() + bySplit[2].size(), 42); // nobody in two splits
}

void ReadCohortTest::aPlainTableIsReadUnderAnyName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("warned");
    for (const char* name : { "t.xlsx", "t.sav", "t.npz", "t.pkl", "t.csv.gz", "t.mat", "t.zip" })
        QTest::newRow(name) << QString::fromLatin1(name) << true;
    for (const char* name : { "t", "t.dat", "t.asc" })
        QTest::newRow(name) << QString::fromLatin1(name) << false;
}

void ReadCohortTest::aPlainTableIsReadUnderAnyName()
{
    QFETCH(const QString, name);
    QFETCH(const bool, warned);
    QByteArray text = "id,a,b,label\n";
    for (int i = 0; i < 30; ++i)
        text += "p" + QByteArray::number(i) + "," + QByteArray::number(i * 0.25 + 0.5) + ","
            + QByteArray::number(i * i % 7 + 0.25) + "," + QByteArray::number(i % 2) + "\n";
    const QTemporaryDir folder;
    QFile file(folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    const ReadResult result = readCohort(file.fileName());
    QVERIFY(result.cohort);
    QCOMPARE(result.cohort->size(), std::size_t(30));
    const auto told = std::find_if(result.problems.begin(), result.problems.end(),
        [](const Problem& problem) { return problem.code == "name-of-other-format"; });
    QVERIFY(told != result.problems.end());
    QCOMPARE(told->severity == data::Severity::Warning, warned);
}

QTEST_GUILESS_MAIN(ReadCohortTest)
#include "tst_readcohort.moc"
