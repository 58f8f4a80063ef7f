// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/readcohort.h"
#include "workspace/io/tables/guess/guessroles.h"
#include "workspace/io/tables/read/csvfolder.h"
#include "workspace/io/tables/source/filesource.h"

#include "engine/data/splits.h"

#include "fixtures.h"

#include <algorithm>
#include <memory>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

/// "text: text_1 text_2; tabular: age"
QString describe(const TableRoles& roles)
{
    QStringList parts;
    for (const TableRoles::ModalityRole& role : roles.modalities) {
        QString part = QString::fromStdString(role.name) + QLatin1Char(':');
        for (const std::string& column : role.columns)
            part += QLatin1Char(' ') + QString::fromStdString(column)
                + (role.categories.count(column) != 0 ? QStringLiteral("*") : QString());
        parts << part;
    }
    return parts.join(QStringLiteral("; "));
}

TablePreview preview(const QString& header, const QStringList& rows)
{
    const auto cells = [](const QString& line) {
        std::vector<std::string> out;
        for (const QString& cell : line.split(QLatin1Char(',')))
            out.push_back(cell.toStdString());
        return out;
    };
    TablePreview table;
    table.header = cells(header);
    for (const QString& row : rows)
        table.rows.push_back(cells(row));
    return table;
}

/// A wide table of n rows: two prefixes, a column of words, an id, a person and a label on a scale.
QByteArray wide(int n)
{
    QByteArray text = "id,subject,text_1,text_2,audio.f1,audio.f2,sex,y\n";
    for (int i = 0; i < n; ++i)
        text += "r" + QByteArray::number(i) + ",p" + QByteArray::number(i / 2) + ","
            + QByteArray::number(i * 7 % 11) + ".5," + QByteArray::number(i % 5) + ","
            + QByteArray::number(i * 3 % 13) + "," + QByteArray::number(i % 7) + ","
            + (i % 3 == 0 ? "f" : "m") + "," + QByteArray::number(i * 5 % 17 - 8) + ".25\n";
    return text;
}

} // namespace

class TableFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rolesAreGuessedFromNamesAndValues_data();
    void rolesAreGuessedFromNamesAndValues();
    void everyRoleHasAReason();
    void aTableWithoutLabelOrFeaturesIsNoCohort();
    void oneWideFileIsACohort();
    void aCopyInTheFolderIsLeftOut();
    void wordsBecomeColumnsWhenTheSplitsAreKnown();
    void tabsAndDecimalCommasAreRead();
    void rolesMayBeChosenByHand();
    void aPreviewReadsTheFirstRowsOnly();
    void unusableTablesAreRefused_data();
    void unusableTablesAreRefused();
};

void TableFileTest::rolesAreGuessedFromNamesAndValues_data()
{
    QTest::addColumn<QString>("header");
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QString>("roles"); // label id split group task
    QTest::addColumn<QString>("modalities");
    const auto row
        = [](const char* name, const char* header, const QStringList& rows, const char* roles,
              const char* modalities) { QTest::newRow(name) << header << rows << roles << modalities; };
    row("prefixes with underscores", "id,text_1,text_2,audio_1,label", { "a,1,2,3,0.5", "b,4,5,6,0.7" },
        "label id - - regression", "text: text_1 text_2; tabular: audio_1");
    row("prefixes with points", "text.f1,text.f2,y", { "1,2,0.5", "3,4,0.25" }, "y - - - regression",
        "text: text.f1 text.f2");
    row("prefixes with numbers that run", "x1,x2,x3,TP53,TP63,y", { "1,2,3,4,5,0.5", "3,4,5,6,7,0.25" },
        "y - - - regression", "x: x1 x2 x3; tabular: TP53 TP63");
    row("brackets", "Jitter(%),Jitter(Abs),Jitter:RAP,age,y", { "1,2,3,4,0.5", "3,4,5,6,0.25" },
        "y - - - regression", "Jitter: Jitter(%) Jitter(Abs) Jitter:RAP; tabular: age");
    row("a lone prefix with a word is no modality", "heart_rate,age,y", { "1,2,0.5", "3,4,0.25" },
        "y - - - regression", "tabular: heart_rate age");
    row("class numbers", "x,y", { "1,0", "2,1", "3,2", "4,1" }, "y - - - classification", "tabular: x");
    row("negative class numbers", "x,y", { "1,-1", "2,1", "3,1", "4,-1" }, "y - - - classification",
        "tabular: x");
    row("whole numbers with gaps", "x,y", { "1,0", "2,30", "3,2", "4,1" }, "y - - - classification",
        "tabular: x");
    row("class words", "x,Class", { "1,yes", "2,no", "3,yes" }, "Class - - - classification", "tabular: x");
    row("splits", "x,split,y", { "1,train,0.5", "2,dev,0.1", "3,test,0.7" }, "y - split - regression",
        "tabular: x");
    row("a fold that names no splits", "x,fold,y", { "1,5,0.5", "2,6,0.1", "3,7,0.7" }, "y - - - regression",
        "tabular: x");
    row("persons that repeat are groups", "subject#,x,y", { "1,1,0.5", "1,2,0.1", "2,3,0.7" },
        "y - - subject# regression", "tabular: x");
    row("persons that do not are ids", "patient_id,x,y", { "1,1,0.5", "2,2,0.1", "3,3,0.7" },
        "y patient_id - - regression", "tabular: x");
    row("an id that repeats is a group", "id,x,y", { "1,1,0.5", "1,2,0.1", "3,3,0.7" }, "y - - id regression",
        "tabular: x");
    row("words that repeat", "x,sex,y", { "1,f,0.5", "2,m,0.1", "3,f,0.7", "4,NA,0.2" }, "y - - - regression",
        "tabular: x sex*");
    row("words that do not", "x,note,y", { "1,fine,0.5", "2,well,0.1", "3,so so,0.7" }, "y - - - regression",
        "tabular: x");
    row("a column without a name", ",x,y", { "0,1,0.5", "1,2,0.1" }, "y - - - regression", "tabular: x");
    row("a reserved prefix", "all_1,all_2,y", { "0,1,0.5", "1,2,0.1" }, "y - - - regression",
        "all_data: all_1 all_2");
}

void TableFileTest::rolesAreGuessedFromNamesAndValues()
{
    QFETCH(QString, header);
    QFETCH(QStringList, rows);
    QFETCH(QString, roles);
    QFETCH(QString, modalities);
    const RoleGuess guess = guessRoles(preview(header, rows));
    const auto name = [](const std::string& column) {
        return column.empty() ? QStringLiteral("-") : QString::fromStdString(column);
    };
    const TableRoles& got = guess.roles;
    QCOMPARE(QStringList({ name(got.label), name(got.id), name(got.split), name(got.group),
                             got.task == Task::Regression ? "regression" : "classification" })
                 .join(QLatin1Char(' ')),
        roles);
    QCOMPARE(describe(got), modalities);
    QVERIFY(guess.missing.empty());
}

void TableFileTest::everyRoleHasAReason()
{
    const RoleGuess guess = guessRoles(preview(
        "id,text_1,text_2,sex,note,y", { "a,1,2,f,long,0.5", "b,3,4,m,story,0.7", "c,3,4,f,here,0.1" }));
    QStringList reasons;
    for (const RoleGuess::Reason& reason : guess.reasons)
        reasons << QString::fromStdString(reason.columns + " is " + reason.role + ": " + reason.why);
    QCOMPARE(reasons,
        QStringList({ "'y' is label of a regression: its name says so, and its values are numbers on a scale",
            "'id' is id: its name says so, and no value repeats",
            "'sex' is categories, one yes/no column each: its values are words that repeat",
            "'text_1' to 'text_2' (2 columns) is modality text: their names begin alike",
            "'sex' is modality tabular: its name has no beginning in common with others",
            "'note' is left out: its values are free text or names that hardly repeat" }));
}

void TableFileTest::aTableWithoutLabelOrFeaturesIsNoCohort()
{
    QCOMPARE(guessRoles(preview("a,b", { "1,2" })).missing,
        std::string("no column is called label, y, target, class or outcome"));
    QCOMPARE(guessRoles(preview("id,y", { "1,2" })).missing, std::string("no column is left for features"));
}

void TableFileTest::oneWideFileIsACohort()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("wide.csv"));
    write(path, wide(40));
    const ReadResult result = readCohort(path);
    QVERIFY2(result.cohort, lines(result).constData());
    const data::Cohort& cohort = *result.cohort;
    QCOMPARE(cohort.name, std::string("wide"));
    QCOMPARE(cohort.size(), std::size_t(40));
    QCOMPARE(cohort.ids[39], std::string("r39"));
    QCOMPARE(cohort.groups[39], std::string("p19"));
    QCOMPARE(cohort.y[0], -8.25);
    QCOMPARE(cohort.modalityCount(), std::size_t(3));
    QCOMPARE(cohort.modalities[0].name, std::string("text"));
    QCOMPARE(cohort.modalities[0].columns, (std::vector<std::string> { "text_1", "text_2" }));
    QCOMPARE(cohort.modalities[0].values[2], 7.5F);
    QCOMPARE(cohort.modalities[1].columns, (std::vector<std::string> { "audio.f1", "audio.f2" }));
    QCOMPARE(cohort.categories.size(), std::size_t(1));
    for (const io::Problem& problem : result.problems)
        QCOMPARE(problem.severity, data::Severity::Note);
}

void TableFileTest::wordsBecomeColumnsWhenTheSplitsAreKnown()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("wide.csv"));
    write(path, wide(60));
    const ReadResult result = openCohort(path, 0);
    QVERIFY2(result.cohort, lines(result).constData());
    QVERIFY(result.cohort->categories.empty());
    const data::Modality& tabular = result.cohort->modalities[2];
    QCOMPARE(tabular.columns, (std::vector<std::string> { "sex=f", "sex=m" }));
    for (std::size_t i = 0; i < 60; ++i) {
        QCOMPARE(tabular.values[2 * i], i % 3 == 0 ? 1.0F : 0.0F);
        QCOMPARE(tabular.values[2 * i + 1], i % 3 == 0 ? 0.0F : 1.0F);
    }
}

void TableFileTest::tabsAndDecimalCommasAreRead()
{
    QTemporaryDir folder;
    const QString plain = folder.filePath(QStringLiteral("wide.csv"));
    const QString varied = folder.filePath(QStringLiteral("wide.tsv"));
    write(plain, wide(40));
    write(varied, wide(40).replace(',', '\t').replace(".5", ",5").replace(".25", ",25"));
    const ReadResult a = readCohort(plain);
    const ReadResult b = readCohort(varied);
    QVERIFY2(a.cohort && b.cohort, lines(b).constData());
    compareCohorts(*b.cohort, *a.cohort);
}

void TableFileTest::rolesMayBeChosenByHand()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.csv"));
    write(path, "who,a,b*,stage,out\nx,1,2,high,5\ny,3,4,low,6\nz,5,6,middle,7\n");
    TableRoles roles;
    roles.label = "out";
    roles.id = "who";
    roles.modalities.push_back({ "m", { "b*", "stage" },
        { { "stage", { data::Encoding::Ordinal, { "low", "middle", "high" } } } } });
    const std::unique_ptr<FileSource> source = openFolder(folder.path(), {});
    const auto read
        = [&] { return readTables(manifestOf(roles, QStringLiteral("t.csv"), "t"), *source, ReadLimits()); };
    ReadResult result = read();
    QVERIFY2(result.cohort, lines(result).constData());
    QVERIFY2(result.problems.empty(), lines(result).constData());
    result.cohort->splits = { Split::Train, Split::Validation, Split::Test };
    data::drawSplits(*result.cohort, 0);
    QCOMPARE(result.cohort->modalities[0].columns, (std::vector<std::string> { "b*", "stage" }));
    QCOMPARE(result.cohort->modalities[0].values, (std::vector<float> { 2, 2, 4, 0, 6, 1 }));

    roles.modalities[0].columns.push_back("c");
    result = read();
    QVERIFY(!result.cohort);
    QVERIFY(contains(firstError(result).what, QStringLiteral("no column 'c' in t.csv")));
}

void TableFileTest::aPreviewReadsTheFirstRowsOnly()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.csv"));
    // The damage after a few megabytes is not met.
    write(path, wide(100000) + "\"never closed");
    const TablePreview first = previewOf(path, 10);
    QVERIFY(first.problems.empty());
    QCOMPARE(first.rows.size(), std::size_t(10));
    QCOMPARE(first.header.size(), std::size_t(8));
    QCOMPARE(first.rows[9][0], std::string("r9"));
    QVERIFY(!readCohort(path).cohort);
}

void TableFileTest::unusableTablesAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const QByteArray& text, const char* where, const char* what) {
        QTest::newRow(name) << text << QString::fromUtf8(where) << QString::fromUtf8(what);
    };
    row("empty", {}, "t.csv", "empty");
    row("a header alone", "x,y\n", "t.csv", "no row");
    row("binary", QByteArray("x,y\n1\0,2\n", 9), "t.csv, row 2", "binary");
    row("no label", "a,b\n1,2\n3,4\n", "t.csv", "no column is called label");
    row("a column twice", "x,x,y\n1,2,3\n4,5,6\n", "t.csv, row 1, column 'x'", "Two columns have this name");
    row("a word after a thousand numbers", "x,y\n" + QByteArray("1,0.5\n2,3\n").repeated(600) + "bad,2\n",
        "t.csv, row 1202, column 'x'", "'bad' is not a number");
    row("a missing label", "x,y\n1,2.5\n2,\n", "t.csv, row 3, column 'y'", "missing");
}

void TableFileTest::unusableTablesAreRefused()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, where);
    QFETCH(QString, what);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("t.csv"));
    write(path, text);
    const ReadResult result = readCohort(path);
    QVERIFY(!result.cohort);
    const io::Problem error = firstError(result);
    QCOMPARE(QString::fromStdString(error.where), where);
    QVERIFY2(contains(error.what, what), lines(result).constData());
    QVERIFY(!error.remedy.empty());
}

void TableFileTest::aCopyInTheFolderIsLeftOut()
{
    QByteArray labels = "id,label\n";
    QByteArray lab = "id,a\n";
    for (int i = 0; i < 30; ++i) {
        const QByteArray id = "p" + QByteArray::number(100 + i);
        labels += id + "," + QByteArray::number(i % 2) + "\n";
        lab += id + "," + QByteArray::number(i * 0.37) + "\n";
    }
    QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("labels.csv")), labels);
    write(folder.filePath(QStringLiteral("lab.csv")), lab);
    write(folder.filePath(QStringLiteral("lab (1).csv")), lab);
    const ReadResult result = readCohort(folder.path());
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->modalities.size(), std::size_t(1));
    QVERIFY(std::any_of(result.problems.begin(), result.problems.end(),
        [](const io::Problem& problem) { return problem.code == "copy-left-out"; }));
}

QTEST_GUILESS_MAIN(TableFileTest)
#include "tst_tablefile.moc"
