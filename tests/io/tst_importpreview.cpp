// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/importpreview.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/problems.h"
#include "workspace/io/readcohort.h"

#include "engine/data/samples.h"

#include "fixtures.h"

#include <algorithm>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

/// The first of the gravest problems.
io::Problem gravest(const ImportPreview& preview)
{
    return *std::max_element(preview.problems.begin(), preview.problems.end(),
        [](const io::Problem& a, const io::Problem& b) { return a.severity < b.severity; });
}

/// What a person has to look at.
int graverThanNotes(const ImportPreview& preview)
{
    return static_cast<int>(std::count_if(preview.problems.begin(), preview.problems.end(),
        [](const io::Problem& problem) { return problem.severity != data::Severity::Note; }));
}

/// "labels.csv label=y id=id group=who; text: vector text.csv by id; audio: series audio.csv by id, time t"
QString describe(const Manifest& manifest)
{
    const auto text = [](const std::string& string) { return QString::fromStdString(string); };
    const auto files = [](const TableFiles& table) {
        QStringList names;
        for (const auto& entry : table.files)
            names << entry.second;
        return table.file.isEmpty() ? names.join(QLatin1Char('+')) : table.file;
    };
    const LabelsEntry& labels = manifest.labels;
    QString out = files(labels.table) + QStringLiteral(" label=") + text(labels.label);
    for (const auto& [key, value] :
        { std::pair { "id", &labels.id }, { "split", &labels.split }, { "group", &labels.group } })
        if (!value->empty())
            out += QStringLiteral(" %1=%2").arg(QLatin1String(key), text(*value));
    for (const ModalityEntry& entry : manifest.modalities) {
        static const char* const kinds[] = { "vector", "sequence", "series" };
        out += QStringLiteral("; %1: %2 %3")
                   .arg(text(entry.name), QLatin1String(entry.layout ? "long" : kinds[int(entry.kind)]),
                       files(entry.table));
        if (!entry.id.empty())
            out += QStringLiteral(" by ") + text(entry.id);
        if (!entry.time.empty())
            out += QStringLiteral(" at ") + text(entry.time);
        for (const std::string& column : entry.columns)
            out += QLatin1Char(' ') + text(column);
    }
    return out;
}

QByteArray numbered(const QByteArray& header, int n, const std::function<QByteArray(int)>& row)
{
    QByteArray text = header;
    for (int i = 0; i < n; ++i)
        text += row(i) + "\n";
    return text;
}

QByteArray num(int value) { return QByteArray::number(value); }

using Files = QMap<QString, QByteArray>;

} // namespace

Q_DECLARE_METATYPE(Files)

class ImportPreviewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void foldersOfTablesAreGuessed_data();
    void foldersOfTablesAreGuessed();
    void whatIsLeftOutIsSaid();
    void aTableOfOtherRowsIsLeftOut_data();
    void aTableOfOtherRowsIsLeftOut();
    void whatIsCalledLikeTheLabelIsNoFeature_data();
    void whatIsCalledLikeTheLabelIsNoFeature();
    void aFolderWithoutALabelOffersColumns();
    void outcomesAreLikelierLabelsThanSplits();
    void idsOfAnotherNameAreFoundByTheirValues();
    void idsOfOthersAreRefused();
    void aTextBesideTablesIsNoTable();
    void aFileForEachInstanceIsRefused();
    void onlyTheHeadOfALargeTableIsRead();
    void aWideTableHasFewRowsInItsSample();
    void numbersInTheFirstRecordAreARow_data();
    void numbersInTheFirstRecordAreARow();
    void aManifestIsTheGuess();
    void arraysAreListed();
    void arraysOfAPickleAreListed();
    void aRecipeLeadsToItsData();
    void tablesInSeveralFoldersOfAnArchiveAreToBePutInOne();
    void unreadableSourcesAreProblems_data();
    void unreadableSourcesAreProblems();
    void manifestsAreTheSameAfterWritingAndReading_data();
    void manifestsAreTheSameAfterWritingAndReading();
    void realCohortsNeedNoTyping_data();
    void realCohortsNeedNoTyping();
    void realTablesAreGuessedWithoutTheirManifest();
    void aRealTableOffersItsLabel();

private:
    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    void put(const Files& files) const
    {
        for (auto file = files.begin(); file != files.end(); ++file)
            write(m_folder->filePath(file.key()), file.value());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void ImportPreviewTest::foldersOfTablesAreGuessed_data()
{
    QTest::addColumn<Files>("files");
    QTest::addColumn<QString>("guess");
    constexpr int n = 60;
    const auto labels = [](int i) { return "s" + num(i) + "," + num(i / 3) + "," + num(i % 7) + ".5"; };
    const auto vectors = [](int i) { return "s" + num(i) + "," + num(i % 5) + "," + num(i % 11); };
    QTest::newRow("one modality a file, by a common id")
        << Files { { "labels.csv", numbered("id,subject_id,y\n", n, labels) },
               { "text.csv", numbered("id,f1,f2\n", n, vectors) },
               { "vision.csv", numbered("id,v1,v2\n", n / 2, [vectors](int i) { return vectors(i * 2); }) } }
        << "labels.csv label=y id=id group=subject_id; text: vector text.csv by id; vision: vector "
           "vision.csv by "
           "id";
    QTest::newRow("the labels file is found by its columns")
        << Files { { "a.csv", numbered("stay_id,f1,f2\n", n, vectors) },
               { "b.csv", numbered("stay_id,subject_id,target\n", n, labels) } }
        << "b.csv label=target id=stay_id group=subject_id; a: vector a.csv by stay_id";
    QTest::newRow("a table called labels, its only other column") << Files {
        { "labels.csv",
            numbered("id,icu_days\n", n, [](int i) { return "s" + num(i) + "," + num(i % 9) + ".25"; }) },
        { "text.csv", numbered("id,f1,f2\n", n, vectors) }
    } << "labels.csv label=icu_days id=id; text: vector text.csv by id";
    QTest::newRow("rows that repeat are steps, with times or without")
        << Files { { "labels.csv", numbered("id,subject_id,y\n", n, labels) },
               { "audio.csv",
                   numbered("id,f1,f2\n", n * 2,
                       [](int i) { return "s" + num(i / 2) + "," + num(i % 7) + ",1.5"; }) },
               { "vitals.csv",
                   numbered("id,hour,hr\n", n * 2,
                       [](int i) { return "s" + num(i / 2) + "," + num(i % 2) + "," + num(i % 13); }) } }
        << "labels.csv label=y id=id group=subject_id; audio: sequence audio.csv by id; vitals: series "
           "vitals.csv "
           "by id at hour";
    QTest::newRow("a long table") << Files { { "labels.csv", numbered("id,subject_id,y\n", n, labels) },
        { "events.csv", numbered("id,minutes,variable,value\n", n * 2, [](int i) {
             return "s" + num(i / 2) + "," + num(i) + ",hr," + num(i % 13);
         }) } } << "labels.csv label=y id=id group=subject_id; events: long events.csv by id at minutes";
    QTest::newRow("without ids, by position")
        << Files { { "y.csv", numbered("", n, [](int i) { return num(i % 9) + ".5"; }) },
               { "x_text.csv", numbered("", n, [](int i) { return num(i % 5) + ",2.5"; }) } }
        << "y.csv label=1; x_text: vector x_text.csv";
    QTest::newRow("a file for each split") << Files {
        { "labels_train.csv", numbered("y\n", n, [](int i) { return num(i % 9) + ".5"; }) },
        { "labels_test.csv", numbered("y\n", 20, [](int i) { return num(i % 9) + ".5"; }) },
        { "text_train.csv", numbered("a,b\n", n, [](int i) { return num(i % 5) + "," + num(i % 3); }) },
        { "text_test.csv", numbered("a,b\n", 20, [](int i) { return num(i % 5) + "," + num(i % 3); }) }
    } << "labels_train.csv+labels_test.csv label=y; text: vector text_train.csv+text_test.csv";
    QTest::newRow("one wide table in a file for each split") << Files {
        { "train.csv",
            numbered("id,text_1,text_2,y\n", n,
                [](int i) {
                    return "a" + num(i) + "," + num(i % 5) + "," + num(i % 7) + "," + num(i % 9) + ".5";
                }) },
        { "dev.csv",
            numbered("id,text_1,text_2,y\n", 20,
                [](int i) {
                    return "b" + num(i) + "," + num(i % 5) + "," + num(i % 7) + "," + num(i % 9) + ".5";
                }) },
        { "test.csv",
            numbered("id,text_1,text_2,y\n", 20,
                [](int i) {
                    return "c" + num(i) + "," + num(i % 5) + "," + num(i % 7) + "," + num(i % 9) + ".5";
                }) }
    } << "train.csv+dev.csv+test.csv label=y id=id; text: vector train.csv+dev.csv+test.csv text_1 text_2";
    QTest::newRow("features beside the label") << Files {
        { "clinical.csv",
            numbered("id,age,y\n", n,
                [](int i) { return "s" + num(i) + "," + num(20 + i % 50) + "," + num(i % 9) + ".5"; }) },
        { "text.csv", numbered("id,f1,f2\n", n, vectors) }
    } << "clinical.csv label=y id=id; text: vector text.csv by id; clinical: vector clinical.csv age";
}

void ImportPreviewTest::foldersOfTablesAreGuessed()
{
    QFETCH(Files, files);
    QFETCH(QString, guess);
    put(files);
    const ImportPreview preview = previewImport(m_folder->path());
    QCOMPARE(preview.format, QStringLiteral("folder"));
    QCOMPARE(preview.tables.size(), std::size_t(files.size()));
    QVERIFY(preview.guess && preview.guessed);
    QCOMPARE(preview.missing, std::string());
    QCOMPARE(describe(*preview.guess), guess);
    QVERIFY(!preview.reasons.empty());
    qint64 bytes = 0;
    for (const QByteArray& text : files)
        bytes += text.size();
    QCOMPARE(preview.bytes, bytes);

    // What was guessed is what is read without a manifest, and with it.
    const ReadResult result = readCohort(m_folder->path());
    QVERIFY2(result.cohort, lines(result).constData());
    Recipe recipe;
    recipe.manifest = preview.guess;
    const ReadResult chosen = readCohort(m_folder->path(), recipe, ReadLimits());
    QVERIFY2(chosen.cohort, lines(chosen).constData());
    compareCohorts(*chosen.cohort, *result.cohort);
}

void ImportPreviewTest::whatIsLeftOutIsSaid()
{
    put({ { "labels.csv",
              numbered("id,y\n", 50, [](int i) { return "s" + num(i) + "," + num(i % 9) + ".5"; }) },
        { "text.csv",
            numbered("id,f,y,name\n", 50,
                [](int i) { return "s" + num(i) + "," + num(i % 9) + ",1.5,who" + num(i); }) },
        { "names.csv", numbered("feature\n", 3, [](int i) { return "f" + num(i); }) } });
    const ImportPreview preview = previewImport(m_folder->path());
    QCOMPARE(
        describe(*preview.guess), QStringLiteral("labels.csv label=y id=id; text: vector text.csv by id f"));
    QStringList left;
    for (const RoleGuess::Reason& reason : preview.reasons)
        if (reason.role == "left out")
            left << QString::fromStdString(reason.columns);
    left.sort();
    QCOMPARE(left,
        (QStringList { QStringLiteral("names.csv"), QStringLiteral("text.csv, 'name'"),
            QStringLiteral("text.csv, 'y'") }));
}

void ImportPreviewTest::aTableOfOtherRowsIsLeftOut_data()
{
    QTest::addColumn<int>("labels");
    QTest::addColumn<int>("rows");
    QTest::newRow("a data dictionary beside many labels") << 5000 << 12;
    QTest::newRow("as many as the sample of the labels has") << 5000 << 1000;
    QTest::newRow("many rows beside few labels") << 12 << 5000;
    QTest::newRow("both are known to their end") << 50 << 12;
}

void ImportPreviewTest::aTableOfOtherRowsIsLeftOut()
{
    QFETCH(int, labels);
    QFETCH(int, rows);
    put({ { "labels.csv", numbered("y,f\n", labels, [](int i) { return num(i % 9) + ".5," + num(i % 7); }) },
        { "dictionary.csv", numbered("number,low\n", rows, [](int i) { return num(i) + "," + num(i % 5); }) },
        { "text.csv", numbered("a,b\n", labels, [](int i) { return num(i % 11) + "," + num(i % 5); }) } });
    const ImportPreview preview = previewImport(m_folder->path());
    QVERIFY(preview.guess);
    QCOMPARE(describe(*preview.guess), QStringLiteral("labels.csv label=y; text: vector text.csv"));
    const auto left = std::find_if(preview.reasons.begin(), preview.reasons.end(),
        [](const RoleGuess::Reason& reason) { return reason.columns == "dictionary.csv"; });
    QVERIFY(left != preview.reasons.end());
    QCOMPARE(left->role, std::string("left out"));
    QVERIFY2(contains(left->why, QStringLiteral("rows do not match labels.csv")), left->why.c_str());
    const ReadResult result = readCohort(m_folder->path());
    QVERIFY2(result.cohort, lines(result).constData());
}

void ImportPreviewTest::whatIsCalledLikeTheLabelIsNoFeature_data()
{
    QTest::addColumn<Files>("files");
    QTest::addColumn<QString>("guess");
    constexpr int n = 50;
    // As the labels of CH-SIMS stand.
    const auto row = [](int i) {
        return "v" + num(i / 5) + "," + num(i) + "," + num(i % 11) + "," + num(i % 9 - 4) + ".5," + num(i % 7)
            + ".5,0.5,1.5," + (i % 9 < 4 ? "Negative" : "Positive");
    };
    const QByteArray header = "video_id,clip_id,length,label,label_T,Label_A,label_V,annotation\n";
    QTest::newRow("one table") << Files {
        { QStringLiteral("meta.csv"), numbered(header, n, row) }
    } << "meta.csv label=label id=clip_id group=video_id; tabular: vector meta.csv length";
    QTest::newRow("beside the label, and in another table") << Files {
        { QStringLiteral("clips.csv"),
            numbered("id,length,label,label_T,annotation\n", n,
                [](int i) {
                    return "v" + num(i) + "," + num(i % 11) + "," + num(i % 9 - 4) + ".5," + num(i % 7)
                        + ",yes";
                }) },
        { QStringLiteral("text.csv"),
            numbered("id,f,g,h,label_T,sentiment\n", n,
                [](int i) {
                    return "v" + num(i) + "," + num(i % 11) + ",1.5,2," + num(i % 7) + "," + num(i % 5);
                }) }
    } << "clips.csv label=label id=id; text: vector text.csv by id f g h; clips: vector clips.csv length";
}

void ImportPreviewTest::whatIsCalledLikeTheLabelIsNoFeature()
{
    QFETCH(Files, files);
    QFETCH(QString, guess);
    put(files);
    const QString source = files.size() == 1 ? m_folder->filePath(files.firstKey()) : m_folder->path();
    const ImportPreview preview = previewImport(source);
    QVERIFY(preview.guess);
    QCOMPARE(describe(*preview.guess), guess);
    const auto said
        = std::count_if(preview.reasons.begin(), preview.reasons.end(), [](const RoleGuess::Reason& reason) {
              return contains(reason.why, QStringLiteral("repeats the label"));
          });
    QCOMPARE(said, 4);
}

void ImportPreviewTest::aFolderWithoutALabelOffersColumns()
{
    put({ { "main.csv",
              numbered("id,age,days\n", 50,
                  [](int i) { return "s" + num(i) + "," + num(i % 40) + "," + num(i % 9) + ".5"; }) },
        { "text.csv", numbered("id,f,g,h\n", 50, [](int i) {
             return "s" + num(i) + "," + num(i % 9) + ",1.5," + num(i);
         }) } });
    const ImportPreview preview = previewImport(m_folder->path());
    QVERIFY(!preview.missing.empty());
    QVERIFY(preview.guess);
    QVERIFY(preview.guess->labels.label.empty());
    QCOMPARE(preview.problems.size(), std::size_t(1));
    const std::vector<io::Remedy>& remedies = preview.problems[0].remedies;
    QVERIFY(!remedies.empty());
    QCOMPARE(remedies[0], (Remedy { UseAsLabel { "main.csv", "days", btw::Task::Regression } }));
    Recipe recipe;
    recipe.remedies = { remedies[0] };
    const ReadResult result = openCohort(m_folder->path(), recipe, 0, ReadLimits());
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->y[3], 3.5);
    QCOMPARE(result.cohort->ids[3], std::string("s3"));
}

void ImportPreviewTest::outcomesAreLikelierLabelsThanSplits()
{
    put({ { "stays.csv", numbered("stay_id,age,died,set\n", 40, [](int i) {
               return "s" + num(i) + "," + num(40 + i % 9) + ".5," + num(i % 2) + ","
                   + (i % 3 == 0        ? "train"
                           : i % 3 == 1 ? "val"
                                        : "test");
           }) } });
    const ImportPreview preview = previewImport(m_folder->filePath(QStringLiteral("stays.csv")));
    QCOMPARE(graverThanNotes(preview), 1);
    std::vector<std::string> columns;
    for (const io::Remedy& remedy : gravest(preview).remedies)
        columns.push_back(columnOf(remedy));
    QCOMPARE(columns, (std::vector<std::string> { "died", "age" }));
}

void ImportPreviewTest::idsOfAnotherNameAreFoundByTheirValues()
{
    // The rows of vitals.csv stand the other way round.
    put({ { "labels.csv",
              numbered("patient,died\n", 40, [](int i) { return num(1000 + i) + "," + num(i % 2); }) },
        { "vitals.csv",
            numbered("stay_id,hr\n", 40, [](int i) { return num(1039 - i) + "," + num(39 - i) + ".5"; }) },
        { "long.csv", numbered("id,time,variable,value\n", 80, [](int i) {
             return num(1039 - i / 2) + "," + num(i % 2) + ",hb," + num(i) + ".25";
         }) } });
    const ImportPreview preview = previewImport(m_folder->path());
    QCOMPARE(graverThanNotes(preview), 0);
    QCOMPARE(describe(*preview.guess).section(QLatin1Char(';'), 0, 0),
        QStringLiteral("labels.csv label=died id=patient"));
    const ReadResult result = readCohort(m_folder->path());
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->modalityCount(), std::size_t(2));
    for (const data::Modality& modality : result.cohort->modalities) {
        if (modality.kind != data::ModalityKind::Vector)
            continue;
        QCOMPARE(modality.dims, 1);
        for (std::size_t i = 0; i < result.cohort->size(); ++i)
            QCOMPARE(modality.values[i], static_cast<float>(i) + 0.5F);
    }
}

void ImportPreviewTest::idsOfOthersAreRefused()
{
    put({ { "labels.csv",
              numbered("patient,died\n", 40, [](int i) { return num(1000 + i) + "," + num(i % 2); }) },
        { "lab.csv",
            numbered("sample_id,na\n", 40, [](int i) { return num(9000 + i) + "," + num(i) + ".5"; }) } });
    const io::Problem error = firstError(readCohort(m_folder->path()));
    QCOMPARE(error.code, std::string("ids-do-not-match"));
    QVERIFY2(contains(error.what, QStringLiteral("'sample_id' (such as '9000'")), error.what.c_str());
    QVERIFY2(
        contains(error.what, QStringLiteral("'patient' in labels.csv (such as '1000'")), error.what.c_str());
}

void ImportPreviewTest::aTextBesideTablesIsNoTable()
{
    put({ { "wide.csv",
              numbered("id,a,y\n", 50,
                  [](int i) { return "s" + num(i) + "," + num(i % 7) + "," + num(i % 9) + ".5"; }) },
        { "README.txt", "What these are:\n\"x is x\n" } });
    const ImportPreview preview = previewImport(m_folder->path());
    QCOMPARE(graverThanNotes(preview), 0);
    QCOMPARE(describe(*preview.guess), QStringLiteral("wide.csv label=y id=id; tabular: vector wide.csv a"));
    QVERIFY(readCohort(m_folder->path()).cohort);
}

void ImportPreviewTest::aFileForEachInstanceIsRefused()
{
    for (int i = 0; i < 150; ++i)
        write(m_folder->filePath(QStringLiteral("s%1.csv").arg(i)), "a,y\n1,2\n");
    const ImportPreview preview = previewImport(m_folder->path());
    QCOMPARE(preview.problems.size(), std::size_t(1));
    QVERIFY(contains(preview.problems[0].what, QStringLiteral("It holds 150 tables")));
    QVERIFY(!readCohort(m_folder->path()).cohort);
}

void ImportPreviewTest::onlyTheHeadOfALargeTableIsRead()
{
    // Behind its first megabytes the file has a hole of two gibibytes, which takes no room on the disk.
    write(path("large.csv"), numbered("id,a,b,y\n", 100000, [](int i) {
        return "s" + num(i) + ",1.5," + num(i % 7) + "," + num(i % 5) + ".5";
    }));
    QFile file(path("large.csv"));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(qint64(2) << 30));
    const ImportPreview preview = previewImport(path("large.csv"));
    QCOMPARE(preview.bytes, qint64(2) << 30);
    QCOMPARE(graverThanNotes(preview), 0);
    QCOMPARE(preview.tables.size(), std::size_t(1));
    QVERIFY(!preview.tables[0].rows.whole);
    QVERIFY(preview.tables[0].rows.rows.size() >= 100);
    QCOMPARE(
        describe(*preview.guess), QStringLiteral("large.csv label=y id=id; tabular: vector large.csv a b"));
}

void ImportPreviewTest::aWideTableHasFewRowsInItsSample()
{
    constexpr int kColumns = 20000;
    QByteArray header = "y";
    QByteArray row = "1.5";
    for (int c = 0; c < kColumns; ++c) {
        header += ",g" + num(c);
        row += ",2";
    }
    write(path("wide.csv"), header + "\n" + (row + "\n").repeated(200));
    const ImportPreview preview = previewImport(path("wide.csv"));
    QVERIFY(preview.tables[0].rows.rows.size() >= 20);
    QVERIFY(preview.tables[0].rows.rows.size() <= 50);
    QCOMPARE(preview.guess->modalities.size(), std::size_t(1));
    QCOMPARE(preview.guess->modalities[0].columns.size(), std::size_t(kColumns));
}

void ImportPreviewTest::numbersInTheFirstRecordAreARow_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<bool>("named");
    QTest::newRow("names") << QByteArray("a,b,c") << true;
    QTest::newRow("numbers") << QByteArray("1.5,2,-3") << false;
    QTest::newRow("a counter from 0, as programs write it") << QByteArray("0,1,2") << true;
    QTest::newRow("a counter from 1") << QByteArray("1,2,3") << true;
    QTest::newRow("an empty cell") << QByteArray(",1,2") << true;
}

void ImportPreviewTest::numbersInTheFirstRecordAreARow()
{
    QFETCH(QByteArray, first);
    QFETCH(bool, named);
    write(path("t.csv"), first + "\n4,5,6\n");
    const TablePreview preview = previewOf(path("t.csv"));
    QCOMPARE(preview.named, named);
    QCOMPARE(preview.rows.size(), std::size_t(named ? 1 : 2));
    QVERIFY(preview.whole);
    if (!named)
        QCOMPARE(preview.header, (std::vector<std::string> { "1", "2", "3" }));
}

void ImportPreviewTest::aManifestIsTheGuess()
{
    const ImportPreview preview = previewImport(golden(QStringLiteral("savetxt")));
    QCOMPARE(preview.format, QStringLiteral("folder"));
    QVERIFY(preview.guess);
    QVERIFY(!preview.guessed);
    QVERIFY(preview.reasons.empty());
    QVERIFY(!preview.tables.empty());
}

void ImportPreviewTest::arraysAreListed()
{
    data::Cohort cohort = data::makeSentiment(60, 1);
    writeNpz(cohort, path("s.npz"));
    const ImportPreview preview = previewImport(path("s.npz"));
    QCOMPARE(preview.format, QStringLiteral("npz"));
    QCOMPARE(graverThanNotes(preview), 0);
    QVERIFY(!preview.guess);
    QCOMPARE(preview.rows, 60);
    QCOMPARE(preview.tables.size(), std::size_t(1));
    const auto& rows = preview.tables[0].rows.rows;
    QVERIFY(std::find(rows.begin(), rows.end(), (std::vector<std::string> { "y", "60", "float64" }))
        != rows.end());
}

void ImportPreviewTest::arraysOfAPickleAreListed()
{
    const ImportPreview preview = previewImport(QStringLiteral(BTW_TEST_DATA "/pickles/mult.pkl"));
    QCOMPARE(preview.format, QStringLiteral("mult"));
    QCOMPARE(graverThanNotes(preview), 0);
    QCOMPARE(preview.tables.size(), std::size_t(1));
    QStringList names;
    for (const auto& row : preview.tables[0].rows.rows)
        names << QString::fromStdString(row[0]);
    QVERIFY2(names.contains(QStringLiteral("train/vision")), qPrintable(names.join(QLatin1Char(' '))));
}

void ImportPreviewTest::aRecipeLeadsToItsData()
{
    write(path("t.csv"), numbered("id,a,y\n", 50, [](int i) {
        return "s" + num(i) + "," + num(i % 7) + "," + num(i % 5) + ".5";
    }));
    Recipe recipe;
    recipe.filter.completeOnly = true;
    writeRecipeFile(path("t.recipe.json"), QStringLiteral("t.csv"), recipe);
    const ImportPreview preview = previewImport(path("t.recipe.json"));
    QCOMPARE(preview.format, QStringLiteral("recipe"));
    QCOMPARE(preview.path, QFileInfo(path("t.csv")).absoluteFilePath());
    QVERIFY(preview.recipe.filter.completeOnly);
    QVERIFY(preview.guess);
}

void ImportPreviewTest::tablesInSeveralFoldersOfAnArchiveAreToBePutInOne()
{
    // a/labels.csv and b/text.csv, as Python's zipfile packs them
    const QByteArray zip = QByteArray::fromBase64(
        "UEsDBBQAAAAAAAAAIVB/B41YCQAAAAkAAAAMAAAAYS9sYWJlbHMuY3N2aWQseQoxLDIKUEsDBBQAAAAAAAAAIVAx"
        "tw2qCQAAAAkAAAAKAAAAYi90ZXh0LmNzdmlkLGYKMSwyClBLAQIUAxQAAAAAAAAAIVB/B41YCQAAAAkAAAAMAAAA"
        "AAAAAAAAAACAAQAAAABhL2xhYmVscy5jc3ZQSwECFAMUAAAAAAAAACFQMbcNqgkAAAAJAAAACgAAAAAAAAAAAAAA"
        "gAEzAAAAYi90ZXh0LmNzdlBLBQYAAAAAAgACAHIAAABkAAAAAAA=");
    const QString path = m_folder->filePath(QStringLiteral("two.zip"));
    write(path, zip);
    for (const auto& problems : { previewImport(path).problems, readCohort(path).problems }) {
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY2(contains(problems[0].what, QStringLiteral("'a/labels.csv'")), problems[0].what.c_str());
        QVERIFY(contains(problems[0].remedy, QStringLiteral("Put them in one folder")));
    }
}

void ImportPreviewTest::unreadableSourcesAreProblems_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing there") << "none.csv" << QByteArray();
    QTest::newRow("an empty table") << "empty.csv" << QByteArray("");
    QTest::newRow("a header only") << "header.csv" << QByteArray("a,b\n");
    QTest::newRow("no npz") << "no.npz" << QByteArray("no zip");
    QTest::newRow("no zip") << "no.zip" << QByteArray("no zip");
    QTest::newRow("another format") << "image.png" << QByteArray("PNG");
}

void ImportPreviewTest::unreadableSourcesAreProblems()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    if (!bytes.isNull())
        write(m_folder->filePath(name), bytes);
    const ImportPreview preview = previewImport(m_folder->filePath(name));
    QVERIFY(!preview.problems.empty());
    QCOMPARE(preview.problems[0].severity, data::Severity::Error);
    QVERIFY(!preview.problems[0].remedy.empty());
}

void ImportPreviewTest::manifestsAreTheSameAfterWritingAndReading_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("one file") << QByteArray(R"({"name": "a", "task": "regression", "label_range": [-3, 3],
        "labels": {"file": "t.csv", "label": "y", "id": "id", "split": "part", "group": "who"},
        "modalities": [{"name": "m", "kind": "vector", "file": "t.csv", "columns": ["a*", "b"], "exact": true,
            "names": ["x", "y"],
            "categories": {"a": "one-hot", "b": "ordinal", "c": ["low", "high"]}}], "strengths": {"m": 0.5}})");
    QTest::newRow("files by split") << QByteArray(
        R"({"name": "a", "task": "classification", "classes": ["n", "y"],
        "labels": {"files": {"train": "l.csv", "val": "m.csv", "test": "n.csv"}, "header": false},
        "modalities": [{"name": "m", "kind": "vector", "header": false,
            "files": {"train": "x.csv", "val": "y.csv", "test": "z.csv"}}]})");
    QTest::newRow("ragged") << QByteArray(R"({"name": "a", "task": "regression",
        "labels": {"file": "l.csv", "label": "y", "id": "id"},
        "modalities": [{"name": "s", "kind": "sequence", "file": "s.csv", "id": "id"},
            {"name": "t", "kind": "series", "file": "t.csv", "id": "id", "time": "hour"},
            {"name": "e", "kind": "series", "file": "e.csv", "id": "id", "time": "t", "layout": "long",
             "variable": "what", "value": "v", "unit": "minutes", "bin": 30, "first": 2880}]})");
}

void ImportPreviewTest::manifestsAreTheSameAfterWritingAndReading()
{
    QFETCH(QByteArray, text);
    Problems problems;
    const auto manifest = parseManifest(text.toStdString(), problems);
    QVERIFY(manifest);
    const QJsonObject json = manifestToJson(*manifest);
    QCOMPARE(json, QJsonDocument::fromJson(text).object());
    const auto again = manifestFromJson(json, "key ", problems);
    QVERIFY(again);
    QVERIFY(problems.take().empty());
    QCOMPARE(manifestToJson(*again), json);

    Recipe recipe;
    recipe.manifest = manifest;
    recipe.remedies.emplace_back(io::DrawSplits {});
    recipe.remedies
        = { DropRow { "t.csv", 3 }, MarkMissing { "t.csv", "a", "?" }, TreatAsCategory { "t.csv", "a" },
              NumberRows { "t.csv" }, UseAsLabel { "t.csv", "b", btw::Task::Regression }, DrawSplits {} };
    const auto back = recipeFromJson(recipeToJson(recipe), "r", problems);
    QVERIFY(back);
    QVERIFY(back->remedies == recipe.remedies);
    QCOMPARE(back->remedies.back(), Remedy { DrawSplits {} });
    QCOMPARE(manifestToJson(*back->manifest), json);
}

void ImportPreviewTest::realCohortsNeedNoTyping_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("tables");
    QTest::newRow("rosmap") << "rosmap" << 11;
    QTest::newRow("parkinsons") << "parkinsons" << 1;
}

void ImportPreviewTest::realCohortsNeedNoTyping()
{
    QFETCH(QString, name);
    QFETCH(int, tables);
    const QString folder = QStringLiteral(BTW_SHARED_DATA "/") + name;
    if (!QFileInfo::exists(folder))
        QSKIP("the real cohorts are not here");
    const ImportPreview preview = previewImport(folder);
    QCOMPARE(graverThanNotes(preview), 0);
    QVERIFY(preview.guess);
    QCOMPARE(int(preview.tables.size()), tables);
    Recipe recipe;
    recipe.manifest = preview.guess;
    const ReadResult chosen = openCohort(folder, recipe, 0, ReadLimits());
    const ReadResult plain = openCohort(folder, 0);
    QVERIFY2(chosen.cohort && plain.cohort, lines(chosen).constData());
    compareCohorts(*chosen.cohort, *plain.cohort);
}

void ImportPreviewTest::realTablesAreGuessedWithoutTheirManifest()
{
    const QDir rosmap(QStringLiteral(BTW_SHARED_DATA "/rosmap"));
    if (!rosmap.exists())
        QSKIP("the ROSMAP cohort is not here (../shared/data/rosmap)");
    for (const QString& file : rosmap.entryList({ QStringLiteral("*.csv") }))
        QVERIFY(QFile::copy(rosmap.filePath(file), m_folder->filePath(file)));
    const ReadResult guessed = openCohort(m_folder->path(), 0);
    const ReadResult described = openCohort(rosmap.path(), 0);
    QVERIFY2(guessed.cohort && described.cohort, lines(guessed).constData());
    QCOMPARE(guessed.cohort->y, described.cohort->y);
    QVERIFY(guessed.cohort->splits == described.cohort->splits);
    QCOMPARE(guessed.cohort->modalities.size(), std::size_t(3));
    for (std::size_t m = 0; m < 3; ++m)
        QVERIFY(same(guessed.cohort->modalities[m].values, described.cohort->modalities[m].values));
}

void ImportPreviewTest::aRealTableOffersItsLabel()
{
    const QString table = QStringLiteral(BTW_SHARED_DATA "/parkinsons/parkinsons_updrs.data");
    if (!QFileInfo::exists(table))
        QSKIP("the Parkinson's cohort is not here (../shared/data/parkinsons)");
    const ImportPreview preview = previewImport(table);
    QCOMPARE(gravest(preview).severity, data::Severity::Error);
    QCOMPARE(columnOf(gravest(preview).remedies[0]), std::string("total_UPDRS"));
    Recipe recipe;
    recipe.remedies = { gravest(preview).remedies[0] };
    const ReadResult read = openCohort(table, recipe, 0, ReadLimits());
    QVERIFY2(read.cohort, lines(read).constData());
    QCOMPARE(read.cohort->size(), std::size_t(5875));
    QCOMPARE(read.cohort->groups.size(), std::size_t(5875));
}

QTEST_GUILESS_MAIN(ImportPreviewTest)
#include "tst_importpreview.moc"
