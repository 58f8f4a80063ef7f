// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/readcohort.h"

#include "fixtures.h"

#include <QDir>
#include <QFileInfo>
#include <QMap>
#include <QStringEncoder>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

using Files = QMap<QString, QByteArray>;

namespace {

/// A manifest with one vector of two columns, labels in a file of their own, ids in both.
const QByteArray kManifest = R"({"name": "small", "task": "regression",
 "modalities": [{"name": "m", "kind": "vector", "file": "m.csv", "id": "id"}],
 "labels": {"file": "y.csv", "label": "y", "id": "id"}})";
const QByteArray kLabels = "id,y\na,1\nb,2\nc,3\n";
const QByteArray kFeatures = "id,u,v\na,1,2\nb,3,4\nc,5,6\n";

Files files(const QByteArray& manifest = kManifest, const QByteArray& labels = kLabels,
    const QByteArray& features = kFeatures)
{
    return { { QStringLiteral("manifest.json"), manifest }, { QStringLiteral("y.csv"), labels },
        { QStringLiteral("m.csv"), features } };
}

QByteArray manifest(
    const QByteArray& modality, const QByteArray& labels, const QByteArray& head = R"("task": "regression")")
{
    return R"({"name": "small", )" + head + R"(, "modalities": [)" + modality + R"(], "labels": )" + labels
        + "}";
}

QByteArray changed(QByteArray text, const QByteArray& from, const QByteArray& to)
{
    return text.replace(from, to);
}

std::vector<float> nanAt(std::vector<float> values, std::size_t i)
{
    values[i] = std::nanf("");
    return values;
}

} // namespace

class CsvFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatSavetxtWroteIsReadExactly_data();
    void whatSavetxtWroteIsReadExactly();
    void rowsAreAlignedById();
    void anIdThatNobodySeesIsEmpty();
    void idsAbsentFromAFileAreAbsent();
    void emptyCellsAreMissingAndEmptyRowsAbsent();
    void rowsWithoutIdAreAlignedByPosition();
    void featuresThatAreCalledLikeRolesAreSaid();
    void aDescriptionMayBeMissing();
    void oneFileMayHoldEverything();
    void ordinaryVarietyIsReadAlikeAndNoted_data();
    void ordinaryVarietyIsReadAlikeAndNoted();
    void namesInLatin1AreReadAndNoted();
    void lineBreaksInQuotesAreReadAndNoted();
    void wordsForMissingValuesAreCounted();
    void columnsOfWordsWaitForTheSplits();
    void labelsMayHaveDecimalCommas();
    void rowsOfOneIdAreTheStepsOfItsSequence();
    void aSeriesKeepsItsTimeStamps();
    void splitsAndGroupsComeFromTheirColumns();
    void classesMayBeListedOrFound();
    void columnsOfAFileWithoutHeaderHaveNumbers();
    void unknownKeysAreWarnings();
    void badInputIsRefusedWithItsPlace_data();
    void badInputIsRefusedWithItsPlace();
    void aMillionBadCellsGiveAShortList();
    void aCellOfTenMegabytesIsNamedInShort();
    void aZipOverTheLimitIsRefused();
    void theUserMayRaiseTheLimit();
    void moreColumnsThanTheLimitAreRefused();
    void aFolderThatDisappearsMeanwhileIsAnError();
    void aFileThatIsCutShortMeanwhileIsAnError();
    void whatCannotBeReadIsNamed();
    void unreadablePermissionsAreNamed();
    void hostileArchivesAreRefused_data();
    void hostileArchivesAreRefused();

private:
    ReadResult read(const Files& content);
};

ReadResult CsvFolderTest::read(const Files& content)
{
    QTemporaryDir folder;
    for (auto file = content.begin(); file != content.end(); ++file)
        write(folder.filePath(file.key()), file.value());
    return readCohort(folder.path());
}

void CsvFolderTest::whatSavetxtWroteIsReadExactly_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("the folder") << "savetxt";
    QTest::newRow("its manifest") << "savetxt/manifest.json";
    QTest::newRow("a zip of it") << "savetxt.zip";
}

void CsvFolderTest::whatSavetxtWroteIsReadExactly()
{
    QFETCH(QString, path);
    const ReadResult result = readCohort(golden(path));
    QVERIFY2(result.cohort, lines(result).constData());
    QVERIFY2(result.problems.empty(), lines(result).constData());
    compareCohorts(*result.cohort, expected(QStringLiteral("savetxt.json")));
}

void CsvFolderTest::rowsAreAlignedById()
{
    const ReadResult result = read(files(kManifest, kLabels, "id,u,v\nc,5,6\na,1,2\nb,3,4\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->ids, (std::vector<std::string> { "a", "b", "c" }));
    QCOMPARE(result.cohort->modalities[0].values, (std::vector<float> { 1, 2, 3, 4, 5, 6 }));
    QCOMPARE(result.cohort->modalities[0].columns, (std::vector<std::string> { "u", "v" }));
}

void CsvFolderTest::anIdThatNobodySeesIsEmpty()
{
    for (const QByteArray& id :
        { QByteArray("\" \""), QByteArray("\xC2\xA0"), QByteArray("\"\xE2\x80\x8B\"") }) {
        const io::Problem label = firstError(read(files(kManifest, changed(kLabels, "b,", id + ","))));
        QCOMPARE(label.code, std::string("id-empty"));
        QVERIFY(contains(label.where, QStringLiteral("y.csv, row 3")));
        const io::Problem feature
            = firstError(read(files(kManifest, kLabels, changed(kFeatures, "b,", id + ","))));
        QCOMPARE(feature.code, std::string("id-empty"));
        QVERIFY(contains(feature.where, QStringLiteral("m.csv, row 3")));
    }
}

void CsvFolderTest::idsAbsentFromAFileAreAbsent()
{
    const ReadResult result = read(files(kManifest, kLabels, "id,u,v\nc,5,6\na,1,2\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->modalities[0].present, (std::vector<std::uint8_t> { 1, 0, 1 }));
    QCOMPARE(result.cohort->modalities[0].values, (std::vector<float> { 1, 2, 0, 0, 5, 6 }));
}

void CsvFolderTest::emptyCellsAreMissingAndEmptyRowsAbsent()
{
    const ReadResult result = read(files(kManifest, kLabels, "id,u,v\na,1,\nb,,NaN\nc,5,6\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    const data::Modality& modality = result.cohort->modalities[0];
    QCOMPARE(modality.present, (std::vector<std::uint8_t> { 1, 0, 1 }));
    QVERIFY(same(modality.values, nanAt({ 1, 0, 0, 0, 5, 6 }, 1)));
    QCOMPARE(result.problems.size(), std::size_t(1));
    QCOMPARE(result.problems[0].severity, data::Severity::Note);
    QVERIFY(contains(result.problems[0].what, QStringLiteral("b")));
}

void CsvFolderTest::rowsWithoutIdAreAlignedByPosition()
{
    const QByteArray text = manifest(
        R"({"name": "m", "kind": "vector", "file": "m.csv"})", R"({"file": "y.csv", "label": "y"})");
    const ReadResult result = read(files(text, "y\n7\n8\n", "u\n1\n2\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->ids, (std::vector<std::string> { "all:0", "all:1" }));
    QCOMPARE(result.cohort->y, (std::vector<double> { 7, 8 }));
    QCOMPARE(result.cohort->modalities[0].values, (std::vector<float> { 1, 2 }));
    QVERIFY(result.cohort->splits.empty());

    // Where the labels have ids, their order is said, unless the other table has the same ones.
    const QByteArray byId = manifest(R"({"name": "m", "kind": "vector", "file": "m.csv", "columns": ["u"]})",
        R"({"file": "y.csv", "label": "y", "id": "id"})");
    const auto warns = [this, &byId](const QByteArray& table) {
        const ReadResult other = read(files(byId, kLabels, table));
        return other.cohort
            && std::any_of(other.problems.begin(), other.problems.end(),
                [](const io::Problem& problem) { return problem.code == "by-position"; });
    };
    QVERIFY(warns("u\n1\n2\n3\n"));
    QVERIFY(!warns(changed(kFeatures, ",v", ",w")));
}

void CsvFolderTest::featuresThatAreCalledLikeRolesAreSaid()
{
    const auto codes = [this](const QByteArray& text) {
        std::vector<std::string> out;
        for (const io::Problem& problem : read(files(kManifest, kLabels, text)).problems)
            out.push_back(problem.code);
        return out;
    };
    using Codes = std::vector<std::string>;
    QCOMPARE(codes("id,u,fold\na,1,1\nb,3,2\nc,5,3\n"), (Codes { "split-among-features" }));
    QCOMPARE(codes("id,u,mrn\na,1,17\nb,3,27\nc,5,34\n"), (Codes { "id-among-features" }));
    QCOMPARE(codes(kFeatures), Codes());
}

void CsvFolderTest::aDescriptionMayBeMissing()
{
    Files content = files(changed(kManifest, R"("labels")",
        R"("describe": [{"file": "w.csv", "columns": ["ward"], "id": "id"}], "labels")"));
    content[QStringLiteral("w.csv")] = "id,ward\nb,x\nsomebody,y\n";
    const ReadResult result = read(content);
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->about.front().values, (std::vector<std::string> { "", "x", "" }));
    QCOMPARE(result.problems.size(), std::size_t(1));
    QVERIFY2(contains(result.problems.front().what, QStringLiteral("2 of 3 instances")),
        lines(result).constData());
}

void CsvFolderTest::oneFileMayHoldEverything()
{
    // Without a list of columns, what has another role is no feature: neither label nor id, group, split.
    const QByteArray text
        = manifest(R"({"name": "ab", "kind": "vector", "file": "m.csv", "columns": ["b", "a*"]},
                      {"name": "rest", "kind": "vector", "file": "m.csv"})",
            R"({"file": "m.csv", "label": "y", "group": "who", "id": "key", "split": "part"})");
    const ReadResult result
        = read(files(text, {}, "key,a1,y,a2,b,who,part\nk,1,2,3,4,p,train\nl,5,6,7,8,q,test\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    const data::Cohort& cohort = *result.cohort;
    QCOMPARE(cohort.modalities[0].columns, (std::vector<std::string> { "b", "a1", "a2" }));
    QCOMPARE(cohort.modalities[0].values, (std::vector<float> { 4, 1, 3, 8, 5, 7 }));
    QCOMPARE(cohort.modalities[1].columns, (std::vector<std::string> { "a1", "a2", "b" }));
    QCOMPARE(cohort.y, (std::vector<double> { 2, 6 }));
    QCOMPARE(cohort.ids, (std::vector<std::string> { "k", "l" }));
    QCOMPARE(cohort.groups, (std::vector<std::string> { "p", "q" }));
    QVERIFY(cohort.splits == (std::vector<Split> { Split::Train, Split::Test }));
}

void CsvFolderTest::ordinaryVarietyIsReadAlikeAndNoted_data()
{
    QTest::addColumn<QByteArray>("features");
    QTest::addColumn<QStringList>("notes");
    const auto row = [](const char* name, const QByteArray& features, const QStringList& notes = {}) {
        QTest::newRow(name) << features << notes;
    };
    const auto utf16 = [](QStringConverter::Encoding encoding) {
        QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
        return QByteArray(encoder.encode(QString::fromUtf8(kFeatures)));
    };
    row("CRLF", changed(kFeatures, "\n", "\r\n"));
    row("byte-order mark", QByteArray("\xEF\xBB\xBF") + kFeatures, { "UTF-8 with a byte-order mark." });
    row("UTF-16, little-endian", utf16(QStringConverter::Utf16LE), { "UTF-16 (little-endian)." });
    row("UTF-16, big-endian", utf16(QStringConverter::Utf16BE), { "UTF-16 (big-endian)." });
    row("semicolons", changed(kFeatures, ",", ";"), { "semicolons between cells." });
    row("tabs and CRLF", changed(changed(kFeatures, ",", "\t"), "\n", "\r\n"), { "tabs between cells." });
    row("quotes everywhere",
        QByteArray("\"id\",\"u\",\"v\"\n\"a\",\"1\",\"2\"\n\"b\",\"3\",\"4\"\n\"c\",\"5\",\"6\""));
    row("blanks around cells", "id , u, v\na , 1, 2\nb,3 ,4\nc,5, 6 \n");
    row("other ways to write numbers", "id,u,v\na,1.0,+2\nb,30e-1,4.\nc,0.5e1,6\n");
    row("decimal commas", "id;u;v\na;1,0;2\nb;3;4,00\nc;+5,0;60,0e-1\n",
        { "4 numbers have a decimal comma, as in '1,0'.", "semicolons between cells." });
    row("decimal commas in quotes", "id,u,v\na,\"1,0\",2\nb,3,4\nc,5,6\n",
        { "1 number has a decimal comma, as in '1,0'." });
    // "1,000" alone would be ambiguous: the other cell decides.
    row("one clear decimal comma decides", "id;u;v\na;1,000;2\nb;3,0;4\nc;5;6\n",
        { "2 numbers have a decimal comma, as in '3,0'.", "semicolons between cells." });
}

void CsvFolderTest::ordinaryVarietyIsReadAlikeAndNoted()
{
    QFETCH(QByteArray, features);
    QFETCH(QStringList, notes);
    const ReadResult plain = read(files());
    const ReadResult varied = read(files(kManifest, kLabels, features));
    QVERIFY2(plain.cohort && varied.cohort, lines(varied).constData());
    compareCohorts(*varied.cohort, *plain.cohort);
    QVERIFY2(plain.problems.empty(), lines(plain).constData());
    QCOMPARE(varied.problems.size(), static_cast<std::size_t>(notes.size()));
    for (qsizetype i = 0; i < notes.size(); ++i) {
        const io::Problem& note = varied.problems[static_cast<std::size_t>(i)];
        QCOMPARE(note.severity, data::Severity::Note);
        QCOMPARE(note.where, std::string("m.csv"));
        QVERIFY2(QString::fromStdString(note.what).endsWith(notes[i]), note.what.c_str());
    }
}

void CsvFolderTest::namesInLatin1AreReadAndNoted()
{
    const ReadResult result = read(files(kManifest, "id,y\nM\xFCller,1\nb,2\nc,3\n",
        "id,gr\xF6\xDF"
        "e\nM\xC3\xBCller,1\nb,2\n"));
    // The features' file is no UTF-8 in its first row: all of it is Windows-1252, and the ids do not agree.
    QVERIFY(!result.cohort);
    const ReadResult alike = read(files(kManifest, "id,y\nM\xFCller,1\nb,2\nc,3\n",
        "id,gr\xF6\xDF"
        "e\nM\xFCller,1\nb,2\nc,3\n"));
    QVERIFY2(alike.cohort, lines(alike).constData());
    QCOMPARE(alike.cohort->ids[0], std::string("Müller"));
    QCOMPARE(alike.cohort->modalities[0].columns, (std::vector<std::string> { "größe" }));
    QCOMPARE(alike.problems.size(), std::size_t(2));
    for (const io::Problem& note : alike.problems)
        QVERIFY(contains(note.what, QStringLiteral("Windows-1252 (Latin-1)")));
}

void CsvFolderTest::lineBreaksInQuotesAreReadAndNoted()
{
    const ReadResult result = read(files(kManifest, "id,y\n\"a\nb\",1\nc,2\n", "id,u\n\"a\nb\",1\nc,2\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->ids[0], std::string("a\nb"));
    QCOMPARE(result.problems.size(), std::size_t(2));
    QVERIFY(contains(result.problems[0].what, QStringLiteral("line breaks in quotes")));
}

void CsvFolderTest::wordsForMissingValuesAreCounted()
{
    const ReadResult result = read(files(kManifest, kLabels, "id,u,v\na,1,NA\nb,?,n/a\nc,null,-\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QVERIFY(same(result.cohort->modalities[0].values, nanAt({ 1, 0, 0, 0, 0, 0 }, 1)));
    QCOMPARE(result.cohort->modalities[0].present, (std::vector<std::uint8_t> { 1, 0, 0 }));
    QCOMPARE(result.problems[0].severity, data::Severity::Note);
    QCOMPARE(result.problems[0].where, std::string("m.csv"));
    QCOMPARE(result.problems[0].what,
        std::string("5 cells hold a word for a missing value, as 'NA', '?', 'n/a' and 'null'."));
}

void CsvFolderTest::columnsOfWordsWaitForTheSplits()
{
    const QByteArray text
        = changed(kManifest, R"("file": "m.csv")", R"("file": "m.csv", "categories": {"u": "ordinal"})");
    const ReadResult result = read(files(text, kLabels, "id,u,v\nc,10,1\na,9.0,2\nb,NA,3\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->categories.size(), std::size_t(1));
    const data::CategoryColumn& category = result.cohort->categories[0];
    QCOMPARE(category.column, std::size_t(0));
    QCOMPARE(category.words, (std::vector<std::string> { "9", "10" }));
    QVERIFY(!category.declared);
    QVERIFY(same(result.cohort->modalities[0].values, nanAt({ 0, 2, 0, 3, 1, 1 }, 2)));
}

void CsvFolderTest::labelsMayHaveDecimalCommas()
{
    const ReadResult result = read(files(kManifest, "id;y\na;1,5\nb;-2\nc;,25\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->y, (std::vector<double> { 1.5, -2, 0.25 }));
}

void CsvFolderTest::rowsOfOneIdAreTheStepsOfItsSequence()
{
    const QByteArray text = changed(kManifest, R"("vector")", R"("sequence")");
    const QByteArray scattered = "id,u,v\nc,1,2\na,3,4\nc,5,6\na,7,8\na,9,\n";
    const ReadResult result = read(files(text, kLabels, scattered));
    QVERIFY2(result.cohort, lines(result).constData());
    const data::Modality& modality = result.cohort->modalities[0];
    QCOMPARE(modality.kind, data::ModalityKind::Sequence);
    QCOMPARE(modality.offsets, (std::vector<std::int64_t> { 0, 3, 3, 5 }));
    QCOMPARE(modality.present, (std::vector<std::uint8_t> { 1, 0, 1 }));
    QVERIFY(same(modality.values, nanAt({ 3, 4, 7, 8, 9, 0, 1, 2, 5, 6 }, 5)));
    QVERIFY(modality.times.empty());
}

void CsvFolderTest::aSeriesKeepsItsTimeStamps()
{
    const QByteArray text = changed(kManifest, R"("vector")", R"("series", "time": "hour")");
    const ReadResult result
        = read(files(text, kLabels, "id,hour,u\nb,0.5,1\nb,1.5,2\na,0,3\nc,9,4\na,2,5\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    const data::Modality& modality = result.cohort->modalities[0];
    QCOMPARE(modality.columns, (std::vector<std::string> { "u" }));
    QCOMPARE(modality.offsets, (std::vector<std::int64_t> { 0, 2, 4, 5 }));
    QCOMPARE(modality.values, (std::vector<float> { 3, 5, 1, 2, 4 }));
    QCOMPARE(modality.times, (std::vector<float> { 0, 2, 0.5F, 1.5F, 9 }));
}

void CsvFolderTest::splitsAndGroupsComeFromTheirColumns()
{
    const QByteArray text
        = changed(kManifest, R"("label": "y")", R"("label": "y", "split": "s", "group": "g")");
    const ReadResult result = read(files(text, "id,y,s,g\na,1,Train,p\nb,2,2.0,q\nc,3,dev,p\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QVERIFY(result.cohort->splits == (std::vector<Split> { Split::Train, Split::Test, Split::Validation }));
    QCOMPARE(result.cohort->groups, (std::vector<std::string> { "p", "q", "p" }));
}

void CsvFolderTest::classesMayBeListedOrFound()
{
    const QByteArray found = changed(kManifest, "regression", "classification");
    const ReadResult sorted = read(files(found, "id,y\na,no\nb,yes\nc,no\n"));
    QVERIFY2(sorted.cohort, lines(sorted).constData());
    QCOMPARE(sorted.cohort->classes, (std::vector<std::string> { "no", "yes" }));
    QCOMPARE(sorted.cohort->y, (std::vector<double> { 0, 1, 0 }));

    const QByteArray listed = changed(found, R"("modalities")", R"("classes": ["yes", "no"], "modalities")");
    const ReadResult result = read(files(listed, "id,y\na,no\nb,yes\nc,1.0\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->classes, (std::vector<std::string> { "yes", "no" }));
    QCOMPARE(result.cohort->y, (std::vector<double> { 1, 0, 1 }));
}

void CsvFolderTest::columnsOfAFileWithoutHeaderHaveNumbers()
{
    const QByteArray text = manifest(
        R"({"name": "m", "kind": "vector", "file": "m.csv", "header": false, "id": 1, "columns": ["3", 2]})",
        R"({"file": "y.csv", "header": false, "id": "1", "label": 2})");
    const ReadResult result = read(files(text, "a,1\nb,2\n", "b,3,4\na,5,6\n"));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->modalities[0].values, (std::vector<float> { 6, 5, 4, 3 }));
    QVERIFY(result.cohort->modalities[0].columns.empty());
}

void CsvFolderTest::unknownKeysAreWarnings()
{
    const QByteArray text = changed(
        changed(kManifest, R"("kind")", R"("colour": 1, "kind")"), R"("task")", R"("tsak": 1, "task")");
    const ReadResult result = read(files(text));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.problems.size(), std::size_t(2));
    QCOMPARE(result.problems[0].severity, data::Severity::Warning);
    QCOMPARE(result.problems[0].where, std::string("manifest.json, key tsak"));
    QCOMPARE(result.problems[1].where, std::string("manifest.json, key modalities[0].colour"));
}

void CsvFolderTest::badInputIsRefusedWithItsPlace_data()
{
    QTest::addColumn<Files>("content");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const Files& content, const char* where, const char* what) {
        QTest::newRow(name) << content << QString::fromUtf8(where) << QString::fromUtf8(what);
    };
    const auto features = [&](const char* name, const QByteArray& text, const char* where, const char* what) {
        row(name, files(kManifest, kLabels, text), where, what);
    };
    const auto labels = [&](const char* name, const QByteArray& text, const char* where, const char* what) {
        row(name, files(kManifest, text), where, what);
    };
    const auto key = [&](const char* name, const QByteArray& from, const QByteArray& to, const char* where,
                         const char* what) {
        QVERIFY2(kManifest.contains(from), name);
        row(name, files(changed(kManifest, from, to)), where, what);
    };

    features("a word among numbers", "id,u,v\na,1,2\nb,3,high\nc,5,6\n", "m.csv, row 3, column 'v'",
        "'high' is not a number");
    features("row numbers count quoted line breaks", "id,u,v\n\"a\n\",1,2\nb,x,4\n",
        "m.csv, row 4, column 'u'", "not a number");
    features("infinity", "id,u,v\na,1,-inf\n", "m.csv, row 2, column 'v'", "infinite");
    features("beyond single precision", "id,u,v\na,1e39,2\n", "m.csv, row 2, column 'u'", "too large");
    features("a cell too few", "id,u,v\na,1,2\nb,3\n", "m.csv, row 3", "2 cells where the first row has 3");
    features("a cell too many", "id,u,v\na,1,2,3\n", "m.csv, row 2", "4 cells where the first row has 3");
    features("a blank row", "id,u,v\na,1,2\n\nb,3,4\n", "m.csv, row 3", "blank");
    features("an id twice", "id,u,v\na,1,2\nb,3,4\na,5,6\n", "m.csv, row 4, column 'id'",
        "already in m.csv, row 2");
    features("an id without label", "id,u,v\na,1,2\nz,3,4\n", "m.csv, row 3, column 'id'",
        "'z' has no row among the labels");
    features("an id that is empty", "id,u,v\na,1,2\n,3,4\n", "m.csv, row 3, column 'id'", "empty");
    features("a word in place of an id", "id,u,v\na,1,2\nNA,3,4\n", "m.csv, row 3, column 'id'",
        "'NA', which says that it is missing");
    const auto position
        = [&](const char* name, const QByteArray& labelId, const QByteArray& text, const char* what) {
              row(name,
                  files(manifest(R"({"name": "m", "kind": "vector", "file": "m.csv", "columns": ["u", "v"]})",
                            R"({"file": "y.csv", "label": "y")" + labelId + "}"),
                      kLabels, text),
                  "manifest.json, key modalities[0]", what);
          };
    position("ids that the manifest does not name", R"(, "id": "id")", "id,u,v\nb,1,2\na,3,4\nc,5,6\n",
        "column 'id' of");
    position(
        "ids under another name", R"(, "id": "id")", "pid,u,v\nb,1,2\na,3,4\nc,5,6\n", "column 'pid' of");
    position("ids that are named nowhere", "", "id,u,v\nb,1,2\na,3,4\nc,5,6\n", "column 'id' of");
    const auto described = [&](const char* name, const QByteArray& id, const QByteArray& text,
                               const char* where, const char* what) {
        Files content = files(changed(kManifest, R"("labels")",
            R"("describe": [{"file": "w.csv", "columns": ["ward"])" + id + R"(}], "labels")"));
        content[QStringLiteral("w.csv")] = text;
        row(name, content, where, what);
    };
    described("a description without its ids", "", "id,ward\nb,x\na,y\nc,z\n",
        "manifest.json, key describe[0]", "column 'id' of");
    described("a description of nobody", R"(, "id": "pat")", "pat,ward\nA,x\nB,y\n", "w.csv, column 'pat'",
        "of its ids (such as 'A')");
    described("two descriptions of one id", R"(, "id": "pat")", "pat,ward\na,x\nb,y\nc,z\na,z\n",
        "w.csv, row 5, column 'pat'", "with another description");
    features("a column twice", "id,u,u\na,1,2\n", "m.csv, row 1, column 'u'", "Two columns");
    features(
        "no id column", "ID,u,v\na,1,2\n", "manifest.json, key modalities[0].id", "no column 'id' in m.csv");
    features("No column of m.csv is left", "id\na\nb\nc\n", "manifest.json, key modalities[0]",
        "No column of m.csv is left");
    features("an open quote", "id,u,v\na,1,2\nb,\"3,4\n", "m.csv, row 3", "never closed");
    features("an empty file", "", "m.csv", "empty");
    features("a header alone", "id,u,v\n", "m.csv", "no row");
    features("UTF-8 and then other bytes", "id,u,v\nä,1,2\nM\xFCller,3,4\n", "m.csv, row 3", "UTF-8");
    features("a control character", "id,u,v\na,1,2\nM\xFC\x01ller,3,4\n", "m.csv, row 3", "binary data");
    features("a comma that may stand between thousands", "id;u;v\na;1,234;2\nb;3;4\n",
        "m.csv, row 2, column 'u'",
        "'1,234' is ambiguous: it may be a decimal mark or a thousands separator");
    features("decimal commas among decimal points", "id;u;v\na;1.5;2\nb;3;4,5\n", "m.csv, row 3, column 'v'",
        "'4,5' is ambiguous: other numbers of the file have a decimal point");
    features("binary", QByteArray("id,u,v\na,1,2\nb,\0,4\n", 20), "m.csv, row 3", "binary");

    labels("a label that is empty", "id,y\na,1\nb,\nc,3\n", "y.csv, row 3, column 'y'", "missing");
    labels("a label that is NA", "id,y\na,1\nb,NA\nc,3\n", "y.csv, row 3, column 'y'", "missing");
    labels("a label that is NaN", "id,y\na,1\nb,NaN\nc,3\n", "y.csv, row 3, column 'y'", "missing");
    labels("a label that is infinite", "id,y\na,inf\nb,2\nc,3\n", "y.csv, row 2, column 'y'",
        "not a finite number");
    labels("a label that is text", "id,y\na,1\nb,2\nc,bad\n", "y.csv, row 4, column 'y'",
        "'bad' is not a finite number");
    labels("a label's id twice", "id,y\na,1\nb,2\nc,3\na,4\n", "y.csv, row 5, column 'id'",
        "already in y.csv, row 2");
    labels("no label column", "id,z\na,1\nb,2\nc,3\n", "manifest.json, key labels.label",
        "no column 'y' in y.csv");

    row("a class that is unknown",
        files(changed(kManifest, R"("regression")", R"("classification", "classes": ["no", "yes"])"),
            "id,y\na,no\nb,maybe\nc,yes\n"),
        "y.csv, row 3, column 'y'", "'maybe' is neither");
    row("a class that is empty",
        files(changed(kManifest, "regression", "classification"), "id,y\na,no\nb,\nc,yes\n"),
        "y.csv, row 3, column 'y'", "missing");
    row("a split that is unknown",
        files(changed(kManifest, R"("label": "y")", R"("label": "y", "split": "s")"),
            "id,y,s\na,1,train\nb,2,dove\nc,3,test\n"),
        "y.csv, row 3, column 's'", "'dove' is not known");
    row("a group that is empty",
        files(changed(kManifest, R"("label": "y")", R"("label": "y", "group": "g")"),
            "id,y,g\na,1,p\nb,2,\nc,3,p\n"),
        "y.csv, row 3, column 'g'", "group is empty");

    key("no name", R"("name": "small", )", "", "manifest.json, key name", "missing");
    key("no task", R"("task": "regression",)", "", "manifest.json, key task", "missing");
    key("an unknown task", "regression", "ranking", "manifest.json, key task", "'ranking' is not known");
    key("no labels", R"("labels")", R"("label")", "manifest.json, key labels", "missing");
    key("no modalities", R"("modalities")", R"("modality")", "manifest.json, key modalities", "missing");
    key("no modality's name", R"("name": "m", )", "", "manifest.json, key modalities[0].name", "missing");
    key("a reserved name", R"("name": "m")", R"("name": "all")", "manifest.json, key modalities[0].name",
        "cannot be called 'all'");
    key("no kind", R"("kind": "vector", )", "", "manifest.json, key modalities[0].kind", "missing");
    key("an unknown kind", R"("vector")", R"("matrix")", "manifest.json, key modalities[0].kind",
        "'matrix' is not known");
    key("no file", R"("file": "m.csv", )", "", "manifest.json, key modalities[0].file",
        "Neither file nor files");
    key("file and files", R"("file": "m.csv")", R"("file": "m.csv", "files": {"train": "m.csv"})",
        "manifest.json, key modalities[0].file", "Both file and files");
    key("an unknown split's file", R"("file": "y.csv")", R"("files": {"later": "y.csv"})",
        "manifest.json, key labels.files.later", "not known");
    key("a file that is not there", "m.csv", "n.csv", "manifest.json, key modalities[0].file",
        "'n.csv' is not there");
    key("a file outside", "m.csv", "../m.csv", "manifest.json, key modalities[0].file", "outside");
    key("an absolute file", "m.csv", "/etc/passwd", "manifest.json, key modalities[0].file", "outside");
    key("a header that is a word", R"("file": "m.csv")", R"("file": "m.csv", "header": "no")",
        "manifest.json, key modalities[0].header", "true or false");
    key("a column that is not there", R"("file": "m.csv")", R"("file": "m.csv", "columns": ["w*"])",
        "manifest.json, key modalities[0].columns", "no column 'w*'");
    key("columns that are no list", R"("file": "m.csv")", R"("file": "m.csv", "columns": "u")",
        "manifest.json, key modalities[0].columns", "list");
    key("categories that are no object", R"("file": "m.csv")", R"("file": "m.csv", "categories": ["u"])",
        "manifest.json, key modalities[0].categories", "must be an object");
    key("an unknown encoding", R"("file": "m.csv")", R"("file": "m.csv", "categories": {"u": "hashed"})",
        "manifest.json, key modalities[0].categories.u", "neither one-hot nor ordinal");
    key("a category that is not there", R"("file": "m.csv")",
        R"("file": "m.csv", "categories": {"w": "ordinal"})", "manifest.json, key modalities[0].categories",
        "no column 'w'");
    row("a word that is not listed",
        files(changed(kManifest, R"("file": "m.csv")",
                  R"("file": "m.csv", "categories": {"u": ["low", "high"]})"),
            kLabels, "id,u,v\na,low,2\nb,middle,4\n"),
        "m.csv, row 3, column 'u'", "'middle' is not one of the words");
    QByteArray many = "id,u,v\n";
    for (int i = 0; i < 1001; ++i)
        many += "a,w" + QByteArray::number(i) + ",1\n";
    row("more words than columns can be made of",
        files(changed(kManifest, R"("file": "m.csv")", R"("file": "m.csv", "categories": {"u": "one-hot"})"),
            kLabels, many),
        "m.csv, row 1002, column 'u'", "more than 1,000 different words");
    key("a sequence without id", R"("vector", "file": "m.csv", "id": "id")", R"("sequence", "file": "m.csv")",
        "manifest.json, key modalities[0].id", "missing");
    key("a series without time", R"("vector")", R"("series")", "manifest.json, key modalities[0].time",
        "missing");
    key("a vector with time", R"("file": "m.csv")", R"("file": "m.csv", "time": "u")",
        "manifest.json, key modalities[0].time", "no time stamps");
    row("time stamps that go back",
        files(changed(kManifest, R"("vector")", R"("series", "time": "u")"), kLabels,
            "id,u,v\na,1,2\nb,9,1\na,3,4\na,2,5\n"),
        "m.csv, row 5, column 'u'", "earlier than the one before it of id 'a'");
    key("an id in the modality alone", R"("label": "y", "id": "id")", R"("label": "y")",
        "manifest.json, key labels.id", "missing");
    key("a range the wrong way", R"("modalities")", R"("label_range": [3, -3], "modalities")",
        "manifest.json, key label_range", "two numbers");
    key("a class twice", R"("modalities")", R"("classes": ["a", "a"], "modalities")",
        "manifest.json, key classes", "appears twice");
    key("no JSON", R"("labels":)", R"(labels:)", "manifest.json, row 3", "not valid JSON");
    row("a list", files("[1, 2]"), "manifest.json, row 1", "one JSON object");

    const QByteArray shared
        = manifest(R"({"name": "m", "kind": "vector", "file": "y.csv", "columns": ["u", "y"]})",
            R"({"file": "y.csv", "label": "y"})");
    row("the label as a feature", files(shared, "u,y\n1,2\n"), "manifest.json, key modalities[0].columns",
        "label's column 'y'");

    const QByteArray byPosition = manifest(
        R"({"name": "m", "kind": "vector", "file": "m.csv"})", R"({"file": "y.csv", "label": "y"})");
    row("rows by position that do not agree", files(byPosition, "y\n1\n2\n", "u\n1\n2\n3\n"), "m.csv",
        "3 rows where y.csv has 2");
    row("one file against one a split",
        files(manifest(R"({"name": "m", "kind": "vector", "file": "m.csv"})",
            R"({"files": {"train": "y.csv"}, "label": "y"})")),
        "manifest.json, key modalities[0].files", "aligned by position");
    row("files of other splits",
        files(manifest(R"({"name": "m", "kind": "vector", "files": {"test": "m.csv"}})",
                  R"({"files": {"train": "y.csv"}, "label": "y"})"),
            kLabels, "u\n1\n"),
        "manifest.json, key modalities[0].files", "same splits");
    Files differing
        = files(manifest(R"({"name": "m", "kind": "vector", "files": {"train": "m.csv", "test": "n.csv"}})",
                    R"({"files": {"train": "y.csv", "test": "z.csv"}})"),
            "y\n1\n2\n", "u,v\n1,2\n3,4\n");
    differing[QStringLiteral("z.csv")] = "y\n1\n2\n";
    differing[QStringLiteral("n.csv")] = "u,w\n1,2\n3,4\n";
    row("other columns in another split", differing, "n.csv, row 1", "other names");
    row("a label file of two columns without label",
        files(manifest(R"({"name": "m", "kind": "vector", "file": "m.csv"})", R"({"file": "y.csv"})")),
        "manifest.json, key labels.label", "more than one column");
}

void CsvFolderTest::badInputIsRefusedWithItsPlace()
{
    QFETCH(Files, content);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const ReadResult result = read(content);
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QVERIFY2(QString::fromStdString(error.where) == where, lines(result).constData());
    QVERIFY2(contains(error.what, what), lines(result).constData());
    QVERIFY(!error.remedy.empty());
}

void CsvFolderTest::aMillionBadCellsGiveAShortList()
{
    QByteArray features = "id,u,v\n";
    for (int i = 0; i < 1000; ++i)
        features += "a,x,y\n";
    const ReadResult result = read(files(kManifest, kLabels, features));
    QVERIFY(!result.cohort);
    QCOMPARE(result.problems.size(), std::size_t(21));
    QCOMPARE(result.problems.back().where, std::string("and elsewhere"));
    QCOMPARE(result.problems.back().what, std::string("1,980 more problems of the same kind."));
}

void CsvFolderTest::aCellOfTenMegabytesIsNamedInShort()
{
    const ReadResult result
        = read(files(kManifest, kLabels, "id,u,v\na,1,2\nb,3," + QByteArray(10000000, 'x') + "\nc,5,6\n"));
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QCOMPARE(error.where, std::string("m.csv, row 3, column 'v'"));
    QVERIFY2(error.what.size() < 100 && contains(error.what, QStringLiteral("xxx...' is not a number")),
        error.what.c_str());
    // As a number it is read: digits beyond a double's do no harm.
    QVERIFY(
        read(files(kManifest, kLabels, "id,u,v\na,1,2\nb,3,4." + QByteArray(10000000, '0') + "\n")).cohort);
}

void CsvFolderTest::aZipOverTheLimitIsRefused()
{
    ReadLimits limits;
    limits.decompressedBytes = 300;
    const ReadResult result = readCohort(golden(QStringLiteral("savetxt.zip")), limits);
    QVERIFY(!result.cohort);
    QVERIFY(contains(firstError(result).what, QStringLiteral("over the limit of 300")));
    QVERIFY(contains(firstError(result).remedy, QStringLiteral("BTW_UNPACK_GIB")));
}

void CsvFolderTest::theUserMayRaiseTheLimit()
{
    QCOMPARE(ReadLimits::ofEnvironment().decompressedBytes, std::uint64_t(16) << 30);
    qputenv("BTW_UNPACK_GIB", "64");
    QCOMPARE(ReadLimits::ofEnvironment().decompressedBytes, std::uint64_t(64) << 30);
    qputenv("BTW_UNPACK_GIB", "much");
    QCOMPARE(ReadLimits::ofEnvironment().decompressedBytes, std::uint64_t(16) << 30);
    qunsetenv("BTW_UNPACK_GIB");
}

void CsvFolderTest::moreColumnsThanTheLimitAreRefused()
{
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("manifest.json")), kManifest);
    write(folder.filePath(QStringLiteral("y.csv")), kLabels);
    write(folder.filePath(QStringLiteral("m.csv")), "id" + QByteArray(2000000, ',') + "\n");
    const ReadResult result = readCohort(folder.path());
    QVERIFY(!result.cohort);
    QCOMPARE(firstError(result).where, std::string("m.csv, row 1"));
    QVERIFY(
        contains(firstError(result).what, QStringLiteral("2,000,001 cells, over the limit of 1,000,000")));
}

void CsvFolderTest::aFolderThatDisappearsMeanwhileIsAnError()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("data"));
    QVERIFY(QDir().mkpath(path));
    const Files content = files();
    for (auto file = content.begin(); file != content.end(); ++file)
        write(path + QLatin1Char('/') + file.key(), file.value());
    ReadLimits limits;
    limits.progress = [&path](double) { return QDir(path).removeRecursively(); };
    const ReadResult result = readCohort(path, limits);
    QVERIFY(!result.cohort);
    QCOMPARE(firstError(result).where, std::string("manifest.json, key modalities[0].file"));
    QVERIFY(contains(firstError(result).what, QStringLiteral("'m.csv' is not there")));
}

void CsvFolderTest::aFileThatIsCutShortMeanwhileIsAnError()
{
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("manifest.json")), kManifest);
    write(folder.filePath(QStringLiteral("y.csv")), kLabels);
    write(folder.filePath(QStringLiteral("m.csv")), "id,u,v\n" + QByteArray("a,1,2\n").repeated(400000));
    ReadLimits limits;
    // The labels are the first thousandth of all; the features come in several pieces.
    limits.progress = [&folder](double share) {
        return share < 0.001 || QFile::resize(folder.filePath(QStringLiteral("m.csv")), 100);
    };
    const ReadResult result = readCohort(folder.path(), limits);
    QVERIFY(!result.cohort);
    const io::Problem last = result.problems.back();
    QCOMPARE(last.where, std::string("m.csv"));
    QVERIFY2(contains(last.what, QStringLiteral("cut short in the meantime")), lines(result).constData());
}

void CsvFolderTest::whatCannotBeReadIsNamed()
{
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("manifest.json")), kManifest);
    write(folder.filePath(QStringLiteral("y.csv")), kLabels);
    // A folder in a file's place: no user, not even root, can read it.
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("m.csv")));
    const ReadResult result = readCohort(folder.path());
    QVERIFY(!result.cohort);
    QCOMPARE(firstError(result).where, std::string("manifest.json, key modalities[0].file"));
    QVERIFY(contains(firstError(result).what, QStringLiteral("'m.csv' is a folder")));
}

void CsvFolderTest::unreadablePermissionsAreNamed()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("m.csv"));
    write(folder.filePath(QStringLiteral("manifest.json")), kManifest);
    write(folder.filePath(QStringLiteral("y.csv")), kLabels);
    write(path, kFeatures);
    QVERIFY(QFile::setPermissions(path, {}));
    if (QFile file(path); file.open(QIODevice::ReadOnly))
        QSKIP("this user reads every file (root)");
    const ReadResult result = readCohort(folder.path());
    QVERIFY(!result.cohort);
    QCOMPARE(firstError(result).where, std::string("m.csv"));
    QVERIFY(contains(firstError(result).what, QStringLiteral("cannot be read")));
    QVERIFY(contains(firstError(result).remedy, QStringLiteral("permissions")));
}

void CsvFolderTest::hostileArchivesAreRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    QTest::newRow("traversal") << "traversal.zip"
                               << "traversal.zip, member '../x_train.csv'"
                               << "outside the archive";
    QTest::newRow("absolute") << "absolute.zip"
                              << "absolute.zip, member '/tmp/x_train.csv'"
                              << "outside the archive";
    QTest::newRow("link") << "link.zip"
                          << "link.zip, member 'x_train.csv'"
                          << "symbolic link";
    QTest::newRow("an archive inside") << "nested.zip"
                                       << "nested.zip, member 'data.zip'"
                                       << "an archive itself";
    QTest::newRow("an archive inside an npz") << "nested.npz"
                                              << "nested.npz, member 'more.npz'"
                                              << "an archive itself";
    QTest::newRow("a bomb that declares little") << "bomb.zip"
                                                 << "bomb.zip, member 'x_train.csv'"
                                                 << "damaged";
    QTest::newRow("no manifest") << "nomanifest.zip"
                                 << "nomanifest.zip"
                                 << "cannot be guessed";
}

void CsvFolderTest::hostileArchivesAreRefused()
{
    QFETCH(QString, file);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const ReadResult result = readCohort(golden(file));
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QCOMPARE(QString::fromStdString(error.where), where);
    QVERIFY2(contains(error.what, what), lines(result).constData());
}

QTEST_GUILESS_MAIN(CsvFolderTest)
#include "tst_csvfolder.moc"
