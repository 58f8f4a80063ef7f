// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every table, over generated ones: no column is a feature by mistake, and no row gets
// another's values.
#include "workspace/io/cohorthash.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/io/tables/cells/ids.h"
#include "workspace/io/tables/guess/columnnames.h"
#include "workspace/io/tables/guess/prefixes.h"

#include "tablemaker.h"

#include <algorithm>
#include <set>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

class TableRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void runningNumbersAreNoFeatures();
    void aColumnThatDoesNotCountIsAFeature();
    void damagedSplitsAreNoFeatures();
    void textsMayBecomeTokens();
    void foldsAreNoFeatures_data();
    void foldsAreNoFeatures();
    void tablesAreJoinedRightlyOrNotAtAll();
    void idsAreComparedInOneWay();
    void aWordForMissingIsNobody_data();
    void aWordForMissingIsNobody();
    void groupsSpeltInTwoWaysAreAskedAbout_data();
    void groupsSpeltInTwoWaysAreAskedAbout();
    void theArmsOfATrialAreNoGroups();
    void spellingsOfAClassAreOneClass();
    void aMissingLabelIsNoClass_data();
    void aMissingLabelIsNoClass();
    void wholeNumbersAreClasses_data();
    void wholeNumbersAreClasses();
    void prefixesPartColumns_data();
    void prefixesPartColumns();
    void numbersWithMarksAreClassesToo_data();
    void numbersWithMarksAreClassesToo();
    void laterRowsMayContradictTheTask_data();
    void laterRowsMayContradictTheTask();
    void whatMayStandForAMissingLabelIsAsked_data();
    void whatMayStandForAMissingLabelIsAsked();
    void aWordForNothingMayBeAClass();
    void namesTellRoles_data();
    void namesTellRoles();
    void remediesThatDoNothingAreSaid();

private:
    ReadResult read(const QByteArray& text, const std::vector<Remedy>& remedies = {}) const
    {
        return readAsTable(*m_folder, text, remedies);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

/// Under any name, in any order, from 0 or 1: the cohort is that of the table without the column, and the
/// remedy that is offered makes a feature of it.
void TableRulesTest::runningNumbersAreNoFeatures()
{
    const std::vector<QByteArray> names = { "index", "Unnamed: 0", "row", "X", "no", "nr", "record", "",
        "foo", "lab_z", "age", "Unnamed: 0.1" };
    for (unsigned seed = 0; seed < 60; ++seed) {
        Random random(seed);
        Table table = cohort(random);
        const ReadResult plain = read(table.text(inOrder(kRows)));
        QVERIFY2(plain.cohort, lines(plain).constData());
        const std::vector<std::size_t> order = seed % 2 == 0 ? inOrder(kRows) : random.shuffled(kRows);
        const std::size_t first = random.below(2);
        Cells numbers;
        for (const std::size_t at : order)
            numbers.push_back(QByteArray::number(static_cast<int>(at + first)) + (seed % 5 == 0 ? ".0" : ""));
        const QByteArray name = random.oneOf(names);
        const auto at = static_cast<std::ptrdiff_t>(random.below(table.columns.size() + 1));
        table.columns.insert(table.columns.begin() + at, { name, numbers });
        const ReadResult numbered = read(table.text(inOrder(kRows)));
        QVERIFY2(numbered.cohort, lines(numbered).constData());
        QVERIFY2(cohortHash(*numbered.cohort) == cohortHash(*plain.cohort), name.constData());
        QVERIFY2(has(numbered, data::Severity::Warning, "running-number"), lines(numbered).constData());
        if (name.isEmpty())
            continue;
        const auto keeping = offered<KeepColumn>(numbered);
        QVERIFY(keeping);
        const ReadResult kept = read(table.text(inOrder(kRows)), { *keeping });
        QVERIFY2(kept.cohort, lines(kept).constData());
        QVERIFY(cohortHash(*kept.cohort) != cohortHash(*plain.cohort));
    }
}

void TableRulesTest::aColumnThatDoesNotCountIsAFeature()
{
    for (unsigned seed = 0; seed < 20; ++seed) {
        Random random(seed);
        Table table = cohort(random);
        Cells numbers;
        for (std::size_t i = 0; i < kRows; ++i)
            numbers.push_back(QByteArray::number(static_cast<int>(i + 1)));
        // One number twice, or one that is left out.
        numbers[random.below(kRows)] = seed % 2 == 0 ? "7" : "500";
        if (seed % 2 == 0)
            numbers[6] = numbers[7];
        table.columns.insert(table.columns.begin() + 2, { "X", numbers });
        const ReadResult result = read(table.text(random.shuffled(kRows)));
        QVERIFY2(result.cohort, lines(result).constData());
        QVERIFY(!has(result, data::Severity::Warning, "running-number"));
        QCOMPARE(result.cohort->modalityCount(), std::size_t(2));
    }
}

void TableRulesTest::damagedSplitsAreNoFeatures()
{
    const std::vector<QByteArray> names
        = { "split", "Split", "SET", "data_split", "subset", "Partition", "dataSplit" };
    const std::vector<QByteArray> wrong = { "tset", "", "NA", "unknown", "3", "trian", "evaluation" };
    for (unsigned seed = 0; seed < 40; ++seed) {
        Random random(seed);
        Table table = cohort(random);
        table.columns[1].first = random.oneOf(names);
        const ReadResult good = read(table.text(inOrder(kRows)));
        QVERIFY2(good.cohort, lines(good).constData());
        QVERIFY(good.cohort->splits[0] == Split::Train && good.cohort->splits[9] == Split::Test);
        const QByteArray word = random.oneOf(wrong);
        const std::size_t row = random.below(kRows);
        table.columns[1].second[row] = word;
        const ReadResult bad = read(table.text(inOrder(kRows)));
        QVERIFY(!bad.cohort);
        QVERIFY2(has(bad, data::Severity::Error, "split-unknown"), lines(bad).constData());
        QVERIFY2(
            contains(firstError(bad).what, QStringLiteral("row %1").arg(row + 2)), lines(bad).constData());
        // Without the row it is read with the splits that are given.
        const auto dropping = offered<DropRowsWith>(bad);
        QVERIFY(dropping);
        const ReadResult without = read(table.text(inOrder(kRows)), { *dropping });
        QVERIFY2(without.cohort, lines(without).constData());
        QCOMPARE(without.cohort->size(), kRows - 1);
        // Other splits are drawn, and the column is no feature.
        const ReadResult drawn = read(table.text(inOrder(kRows)), { DrawSplits {} });
        QVERIFY2(drawn.cohort, lines(drawn).constData());
        QCOMPARE(drawn.cohort->modalityCount(), std::size_t(1));
        QCOMPARE(drawn.cohort->modalities[0].dims, 2);
    }
}

/// Free text is left out, and said what it can become; names are not.
void TableRulesTest::textsMayBecomeTokens()
{
    Random random(1);
    for (const bool isText : { true, false }) {
        Table table = cohort(random);
        Cells cells;
        for (int i = 0; i < int(kRows); ++i)
            cells.push_back(
                (isText ? "no fever since yesterday and sleeps well " : "Anna B.") + QByteArray::number(i));
        table.columns.push_back({ "remarks", cells });
        const ReadResult result = read(table.text(inOrder(kRows)));
        QVERIFY2(result.cohort, lines(result).constData());
        QVERIFY2(has(result, data::Severity::Warning, "words-left-out"), lines(result).constData());
        QCOMPARE(lines(result).contains("btw tokens"), isText);
    }
}

void TableRulesTest::foldsAreNoFeatures_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("folds");
    QTest::addColumn<int>("first");
    for (const char* name : { "fold", "Fold", "cv_fold", "kfold", "fold_id", "outerFold" })
        for (const int folds : { 3, 5, 10 })
            for (const int first : { 0, 1 })
                QTest::addRow("%s %d from %d", name, folds, first) << QByteArray(name) << folds << first;
}

void TableRulesTest::foldsAreNoFeatures()
{
    QFETCH(QByteArray, name);
    QFETCH(int, folds);
    QFETCH(int, first);
    Random random(1);
    Table table = cohort(random);
    const ReadResult plain = read(table.text(inOrder(kRows)));
    Cells cells;
    for (int i = 0; i < int(kRows); ++i)
        cells.push_back(QByteArray::number(first + i % folds));
    table.columns.insert(table.columns.begin() + 2, { name, cells });
    const ReadResult result = read(table.text(inOrder(kRows)));
    QVERIFY2(result.cohort && plain.cohort, lines(result).constData());
    QCOMPARE(cohortHash(*result.cohort), cohortHash(*plain.cohort));
    QVERIFY(has(result, data::Severity::Warning, "folds-left-out"));
}

/// Two tables with ids under any names in any order: the joined cohort, or an error.
void TableRulesTest::tablesAreJoinedRightlyOrNotAtAll()
{
    const std::vector<QByteArray> names
        = { "id", "StudyID", "Patient Number", "pid", "patient", "foo", "Code", "SubjectNo", "MRN", "who" };
    int joined = 0;
    for (unsigned seed = 0; seed < 80; ++seed) {
        Random random(seed);
        // As text, as numbers that do not count, and as numbers that count the rows.
        const std::size_t form = random.below(3);
        Cells ids;
        for (std::size_t i = 0; i < kRows; ++i)
            ids.push_back(form == 0 ? "p" + QByteArray::number(int(100 + i))
                    : form == 1     ? QByteArray::number(int(5000 + i * 7))
                                    : QByteArray::number(int(i + 1)));
        Table left;
        left.columns
            = { { random.oneOf(names), ids }, { "label", labels(kRows) }, { "split", splits(kRows) } };
        Table right;
        Cells values;
        for (std::size_t i = 0; i < kRows; ++i)
            values.push_back(QByteArray::number(int(i)) + ".5");
        right.columns = { { random.oneOf(names), ids }, { "a", values } };
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("labels.csv")), left.text(inOrder(kRows)));
        write(folder.filePath(QStringLiteral("lab.csv")), right.text(random.shuffled(kRows)));
        const ReadResult result = openCohort(folder.path(), 0);
        if (!result.cohort) {
            QVERIFY(result.hasErrors());
            continue;
        }
        ++joined;
        QCOMPARE(result.cohort->modalityCount(), std::size_t(1));
        const data::Modality& modality = result.cohort->modalities[0];
        QCOMPARE(modality.dims, 1);
        for (std::size_t i = 0; i < kRows; ++i)
            QVERIFY2(modality.values[i] == static_cast<float>(i) + 0.5F, lines(result).constData());
    }
    QVERIFY(joined > 50); // most can be joined
}

/// Random padding changes nothing; random zeros and cases are refused with a remedy that joins.
void TableRulesTest::idsAreComparedInOneWay()
{
    for (unsigned seed = 0; seed < 40; ++seed) {
        Random random(seed);
        const std::size_t form = seed % 4;
        Cells ids;
        Cells others;
        for (std::size_t i = 0; i < kRows; ++i) {
            const QByteArray number = QByteArray::number(int(100 + i));
            // In 17 digits two numbers are one as floating-point numbers.
            const QByteArray digits = "900719925474099" + number.mid(1);
            ids.push_back(form == 2 ? digits : form == 3 ? "Mü" + number : "P" + number);
            const QByteArray spelt = form == 0 ? ids.back()
                : form == 1                    ? (random.below(2) == 0 ? "p" : "P") + number
                : form == 3 ? random.oneOf<QByteArray>({ "MÜ", "mu\xCC\x88", "Mu\xCC\x88" }) + number
                            : random.oneOf<QByteArray>({ "0" + digits, digits + ".0", "'" + digits });
            others.push_back(form == 0 ? "\"" + random.oneOf<QByteArray>({ "", " ", "\xC2\xA0" }) + spelt
                        + random.oneOf<QByteArray>({ "", "  ", "\xC2\xA0" }) + "\""
                                       : spelt);
        }
        Table left;
        left.columns = { { "id", ids }, { "label", labels(kRows) }, { "split", splits(kRows) } };
        Table right;
        Cells values;
        for (std::size_t i = 0; i < kRows; ++i)
            values.push_back(QByteArray::number(int(i)) + ".5");
        right.columns = { { "id", others }, { "a", values } };
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("labels.csv")), left.text(inOrder(kRows)));
        write(folder.filePath(QStringLiteral("lab.csv")), right.text(random.shuffled(kRows)));
        ReadResult result = openCohort(folder.path(), 0);
        if (form != 0) {
            QVERIFY(!result.cohort);
            const auto matching = offered<MatchIds>(result);
            QVERIFY2(matching, lines(result).constData());
            Recipe recipe;
            recipe.remedies = { *matching };
            result = openCohort(folder.path(), recipe, 0, ReadLimits());
        }
        QVERIFY2(result.cohort, lines(result).constData());
        for (std::size_t i = 0; i < kRows; ++i)
            QCOMPARE(result.cohort->modalities[0].values[i], static_cast<float>(i) + 0.5F);
    }
}

void TableRulesTest::aWordForMissingIsNobody_data()
{
    QTest::addColumn<QByteArray>("word");
    for (const char* word : { "NA", "n/a", "nan", "unknown", "?", "-", "None" })
        QTest::addRow("'%s'", word) << QByteArray(word);
}

/// Strangers without an id would become one person.
void TableRulesTest::aWordForMissingIsNobody()
{
    QFETCH(QByteArray, word);
    Random random(4);
    for (const bool group : { false, true }) {
        Table table = cohort(random);
        if (group) {
            Cells persons;
            for (std::size_t i = 0; i < kRows; ++i)
                persons.push_back("s" + QByteArray::number(int(100 + i / 2)));
            table.columns.insert(table.columns.begin(), { "subject", persons });
            table.columns.erase(table.columns.begin() + 2); // splits would part persons
        }
        table.columns[0].second[7] = word;
        table.columns[0].second[21] = word;
        const QByteArray text = table.text(inOrder(kRows));
        const ReadResult result = read(text);
        QVERIFY2(has(result, data::Severity::Error, group ? "group-empty" : "id-empty"),
            lines(result).constData());
        const auto dropping = offered<DropRowsWith>(result);
        QVERIFY(dropping);
        const ReadResult without = read(text, { *dropping });
        QVERIFY2(without.cohort, lines(without).constData());
        QCOMPARE(without.cohort->size(), kRows - 2);
    }
}

void TableRulesTest::groupsSpeltInTwoWaysAreAskedAbout_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::newRow("case") << QByteArray("s%") << QByteArray("S%");
    QTest::newRow("decimals") << QByteArray("%") << QByteArray("%.0");
    QTest::newRow("zeros") << QByteArray("%") << QByteArray("00%");
    QTest::newRow("a spreadsheet's text") << QByteArray("%") << QByteArray("=\"%\"");
    QTest::newRow("an apostrophe") << QByteArray("%") << QByteArray("'%");
    QTest::newRow("umlauts") << QByteArray("ä%") << QByteArray("Ä%");
    QTest::newRow("accents") << QByteArray("é%") << QByteArray("e\xCC\x81%");
}

void TableRulesTest::groupsSpeltInTwoWaysAreAskedAbout()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    Random random(5);
    Table table = cohort(random);
    Cells persons;
    for (std::size_t i = 0; i < kRows; ++i)
        persons.push_back(
            QByteArray(i % 2 == 0 ? first : second).replace("%", QByteArray::number(int(100 + i / 2))));
    table.columns[1] = { "patient_id", persons };
    const QByteArray text = table.text(inOrder(kRows));
    const ReadResult result = read(text);
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->groups.size(), kRows);
    QVERIFY2(has(result, data::Severity::Warning, "ids-alike"), lines(result).constData());
    const ReadResult matched = read(text, { *offered<MatchIds>(result) });
    QVERIFY2(matched.cohort, lines(matched).constData());
    QCOMPARE(std::set<std::string>(matched.cohort->groups.begin(), matched.cohort->groups.end()).size(),
        kRows / 2);
}

/// Whole arms would go into one split each.
void TableRulesTest::theArmsOfATrialAreNoGroups()
{
    Random random(6);
    Table table = cohort(random);
    Cells arms;
    for (std::size_t i = 0; i < kRows; ++i)
        arms.push_back(i < kRows / 3 ? "placebo" : i < 2 * kRows / 3 ? "low" : "high");
    table.columns[1] = { "group", arms };
    const QByteArray text = table.text(inOrder(kRows));
    const ReadResult result = read(text);
    QVERIFY2(has(result, data::Severity::Error, "group-too-few"), lines(result).constData());
    const ReadResult kept = read(text, { *offered<KeepColumn>(result) });
    QVERIFY2(kept.cohort && kept.cohort->groups.empty(), lines(kept).constData());
    table.columns[1].first = "subject"; // persons stay together however few they are
    const ReadResult persons = read(table.text(inOrder(kRows)));
    QVERIFY2(persons.cohort && !persons.cohort->groups.empty(), lines(persons).constData());
}

void TableRulesTest::spellingsOfAClassAreOneClass()
{
    const std::vector<Cells> classes = { { "yes", "Yes", "YES", " yes" }, { "no", "No", "NO" },
        { "für alle", "FÜR alle", "Fu\xCC\x88r Alle" } };
    for (unsigned seed = 0; seed < 20; ++seed) {
        Random random(seed);
        Table table = cohort(random);
        for (std::size_t i = 0; i < kRows; ++i)
            table.columns[4].second[i] = random.oneOf(classes[i % 3]);
        const ReadResult result = read(table.text(inOrder(kRows)));
        QVERIFY2(result.cohort, lines(result).constData());
        QCOMPARE(result.cohort->classCount(), std::size_t(3));
        QVERIFY(has(result, data::Severity::Note, "classes-merged"));
        for (std::size_t i = 3; i < kRows; ++i)
            QCOMPARE(result.cohort->y[i], result.cohort->y[i % 3]);
    }
}

void TableRulesTest::aMissingLabelIsNoClass_data()
{
    QTest::addColumn<QByteArray>("word");
    for (const char* word : { "NA", "n/a", "", "nan", "NULL", "?", "-", "None", "\xC2\xA0" })
        QTest::addRow("'%s'", word) << QByteArray(word);
}

void TableRulesTest::aMissingLabelIsNoClass()
{
    QFETCH(QByteArray, word);
    for (const bool numbers : { true, false }) {
        Random random(3);
        Table table = cohort(random);
        for (std::size_t i = 0; i < kRows; ++i)
            table.columns[4].second[i] = numbers ? QByteArray::number(int(i % 2)) : "well";
        table.columns[4].second[7] = word;
        table.columns[4].second[21] = word;
        if (!numbers)
            for (std::size_t i = 0; i < 10; ++i)
                table.columns[4].second[6 * i] = numbers ? "1" : "well";
        const ReadResult result = read(table.text(inOrder(kRows)));
        QVERIFY2(!result.cohort, lines(result).constData());
        QVERIFY2(has(result, data::Severity::Error, "label-missing"), lines(result).constData());
        if (!numbers)
            continue;
        const auto dropping = offered<DropRowsWith>(result);
        QVERIFY(dropping);
        const ReadResult without = read(table.text(inOrder(kRows)), { *dropping });
        QVERIFY2(without.cohort, lines(without).constData());
        QCOMPARE(without.cohort->task, btw::Task::Classification);
        QCOMPARE(without.cohort->classCount(), std::size_t(2));
        QCOMPARE(without.cohort->size(), kRows - 2);
    }
}

void TableRulesTest::wholeNumbersAreClasses_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("classes");
    QTest::addColumn<bool>("warned");
    QTest::newRow("0 and 1") << 0 << 2 << true << false;
    QTest::newRow("2 and 3") << 2 << 2 << true << false;
    QTest::newRow("-1 and 0") << -1 << 2 << true << false;
    QTest::newRow("1 to 4") << 1 << 4 << true << false;
    QTest::newRow("1 to 5") << 1 << 5 << true << true;
    QTest::newRow("-3 to 3") << -3 << 7 << true << true;
    QTest::newRow("0 to 9") << 0 << 10 << true << true;
    QTest::newRow("0 to 10") << 0 << 11 << false << true;
    QTest::newRow("100 to 116") << 100 << 17 << false << true;
}

void TableRulesTest::wholeNumbersAreClasses()
{
    QFETCH(int, first);
    QFETCH(int, count);
    QFETCH(bool, classes);
    QFETCH(bool, warned);
    Random random(5);
    Table table = cohort(random);
    table.columns.erase(table.columns.begin() + 1); // splits that every class is in
    for (std::size_t i = 0; i < kRows; ++i)
        table.columns[3].second[i] = QByteArray::number(first + int(i) % count);
    const ReadResult result = read(table.text(inOrder(kRows)));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->task, classes ? btw::Task::Classification : btw::Task::Regression);
    QCOMPARE(has(result, data::Severity::Warning, "label-task"), warned);
    if (!warned)
        return;
    const auto other = offered<UseAsLabel>(result);
    QVERIFY(other);
    const ReadResult chosen = read(table.text(inOrder(kRows)), { *other });
    QVERIFY2(chosen.cohort, lines(chosen).constData());
    QCOMPARE(chosen.cohort->task, classes ? btw::Task::Regression : btw::Task::Classification);
    QVERIFY(!has(chosen, data::Severity::Warning, "label-task"));
}

void TableRulesTest::prefixesPartColumns_data()
{
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QStringList>("modalities");
    const auto row = [](const char* name, const char* columns, const char* modalities) {
        QTest::newRow(name) << QString::fromLatin1(columns).split(QLatin1Char(' '))
                            << QString::fromLatin1(modalities).split(QLatin1Char(' '));
    };
    row("separators", "lab_a lab_b vital.x vital.y age", "lab lab vital vital tabular");
    row("genes", "TP53 TP63 BRCA1 BRCA2 MYC", "tabular tabular tabular tabular tabular");
    row("numbers that run", "text1 text2 text3 audio0 audio1 audio2 age",
        "text text text audio audio audio tabular");
    row("numbers with a gap", "q1 q2 q4", "tabular tabular tabular");
    row("a prefix alone", "heart_rate age", "tabular tabular");
    row("a prefix itself", "Shimmer Shimmer:APQ3 Shimmer:DDA age age_group",
        "Shimmer Shimmer Shimmer tabular tabular");
    row("nine prefixes", "a_1 a_2 b_1 b_2 c_1 c_2 d_1 d_2 e_1 e_2 f_1 f_2 g_1 g_2 h_1 h_2 i_1 i_2",
        "tabular tabular tabular tabular tabular tabular tabular tabular tabular tabular tabular tabular "
        "tabular tabular tabular tabular tabular tabular");
}

void TableRulesTest::prefixesPartColumns()
{
    QFETCH(QStringList, columns);
    QFETCH(QStringList, modalities);
    std::vector<std::string> names;
    for (const QString& column : columns)
        names.push_back(column.toStdString());
    const Grouping grouping = groupByPrefix(names);
    QStringList got;
    for (const std::string& modality : grouping.modalities)
        got << QString::fromStdString(modality);
    QCOMPARE(got, modalities);
    if (columns.size() == 18) { // nine prefixes, asked for
        names = groupByPrefix(names, true).modalities;
        QCOMPARE(std::set<std::string>(names.begin(), names.end()).size(), std::size_t(9));
        QCOMPARE(names.front(), std::string("a"));
    }
}

void TableRulesTest::namesTellRoles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("roles"); // of split fold id group row, in small letters where perhaps
    const auto row = [](const char* name, const char* roles) {
        QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(roles);
    };
    row("split", "S");
    row("data_split", "S");
    row("TrainTest", "S");
    row("Subset", "S");
    row("problem_set", "s");
    row("fold", "F");
    row("cvFold", "F");
    row("skin_fold", "f");
    row("fold_change", "f");
    row("Patient ID", "IG");
    row("patientId", "IG");
    row("SubjectNo", "IG");
    row("PATIENT_ID", "IG");
    row("subjectid", "IG");
    row("id", "I");
    row("Sample ID", "I");
    row("StudyID", "I");
    row("index", "R");
    row("Unnamed: 0", "iR");
    row("X", "R");
    row("No.", "R");
    row("", "R");
    row("site", "");
    row("zip_code", "");
    row("sex", "");
    row("age", "");
    row("lab_sodium", "");
    row("note", "");
}

void TableRulesTest::namesTellRoles()
{
    QFETCH(QString, name);
    QFETCH(QString, roles);
    const std::string text = name.toStdString();
    QString got;
    const auto add = [&got](Naming naming, char letter) {
        if (naming != Naming::No)
            got += QLatin1Char(naming == Naming::Surely ? letter : static_cast<char>(letter - 'A' + 'a'));
    };
    add(namesSplits(text), 'S');
    add(namesFolds(text), 'F');
    add(namesIds(text), 'I');
    got += namesGroups(text) ? QStringLiteral("G") : QString();
    got += namesRows(text) ? QStringLiteral("R") : QString();
    QCOMPARE(got, roles);
}

void TableRulesTest::remediesThatDoNothingAreSaid()
{
    Random random(9);
    const QByteArray text = cohort(random).text(inOrder(kRows));
    const std::vector<Remedy> idle
        = { MarkMissing { "t.csv", "lab_a", "<0.01" }, DropRowsWith { "t.csv", "lab_b", "x" },
              KeepColumn { "t.csv", "lab_a" }, DropBadRows { "t.csv" }, DropBadInstances {},
              ReadLimitsAs { "t.csv", "lab_a", LimitReading::Half }, DecimalMark { "t.csv", '.' },
              HeaderLine { "t.csv", 1 }, TreatAsCategory { "t.csv", "label" }, UseAsId { "t.csv", "id" },
              UseAsLabel { "t.csv", "label", btw::Task::Classification }, MatchIds { IdMatching::Numbers },
              CountWords { "t.csv", "lab_a" }, DescribeWith { "t.csv", "label" } };
    for (const Remedy& remedy : idle) {
        const ReadResult result = read(text, { remedy });
        QVERIFY2(result.cohort, lines(result).constData());
        QVERIFY2(has(result, data::Severity::Warning, "remedy-idle"), lines(result).constData());
    }
    QVERIFY(!has(read(text), data::Severity::Warning, "remedy-idle"));
    const std::vector<Remedy> absent = { KeepColumn { "t.csv", "zzz" }, ReadLimitsAs { "t.csv", "zzz" } };
    for (const Remedy& remedy : absent)
        QVERIFY(has(read(text, { remedy }), data::Severity::Error, "remedy-idle"));
    // What has a use is not complained of.
    const ReadResult drawn = read(text, { DrawSplits {} });
    QVERIFY2(!has(drawn, data::Severity::Warning, "remedy-idle"), lines(drawn).constData());
}

void TableRulesTest::numbersWithMarksAreClassesToo_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("behind");
    QTest::newRow("a blank that does not break") << QByteArray() << QByteArray("\xC2\xA0");
    QTest::newRow("an apostrophe") << QByteArray("'") << QByteArray();
    QTest::newRow("a formula") << QByteArray("=\"\"") << QByteArray("\"\"");
    QTest::newRow("percent") << QByteArray() << QByteArray("%");
    QTest::newRow("decimals") << QByteArray() << QByteArray(".0");
    QTest::newRow("zeros") << QByteArray("00") << QByteArray();
}

void TableRulesTest::numbersWithMarksAreClassesToo()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, behind);
    for (const bool all : { true, false }) {
        Random random(11);
        Table table = cohort(random);
        const auto marked = [&](const QByteArray& number) {
            const QByteArray cell = before + number + behind;
            return cell.contains('"') ? '"' + cell + '"' : cell;
        };
        for (std::size_t i = 0; i < kRows; ++i) {
            const QByteArray number = QByteArray::number(int(i % 3 == 0));
            table.columns[4].second[i] = all || i % 4 == 0 ? marked(number) : number;
        }
        const ReadResult result = read(table.text(inOrder(kRows)));
        QVERIFY2(result.cohort, lines(result).constData());
        QCOMPARE(result.cohort->task, btw::Task::Classification);
        QCOMPARE(result.cohort->classes, (std::vector<std::string> { "0", "1" }));
        // Blanks are told of no more than others are.
        QCOMPARE(has(result, data::Severity::Note, "classes-merged"), !all && !behind.startsWith('\xC2'));
        for (std::size_t i = 0; i < kRows; ++i)
            QCOMPARE(result.cohort->y[i], i % 3 == 0 ? 1.0 : 0.0);
    }
}

void TableRulesTest::laterRowsMayContradictTheTask_data()
{
    QTest::addColumn<bool>("decimals");
    QTest::newRow("many whole numbers") << false;
    QTest::newRow("decimals") << true;
}

void TableRulesTest::laterRowsMayContradictTheTask()
{
    QFETCH(bool, decimals);
    QByteArray text = "id,lab_a,label\n";
    for (int i = 0; i < 1600; ++i) {
        const int late = std::max(0, i - 1099);
        text += "p" + QByteArray::number(i) + "," + QByteArray::number(i % 97) + ".5,"
            + (decimals ? QByteArray::number(late % 9) + (late % 9 > 1 ? ".5" : "")
                        : QByteArray::number(late % 30))
            + "\n";
    }
    const ReadResult result = read(text);
    QVERIFY(!result.cohort);
    QVERIFY2(has(result, data::Severity::Error, "label-task"), lines(result).constData());
    QVERIFY(!has(result, data::Severity::Warning, "class-rare"));
    const ReadResult numbers = read(text, { UseAsLabel { "t.csv", "label", btw::Task::Regression } });
    QVERIFY2(numbers.cohort, lines(numbers).constData());
    QCOMPARE(numbers.cohort->task, btw::Task::Regression);
    const ReadResult classes = read(text, { UseAsLabel { "t.csv", "label", btw::Task::Classification } });
    QVERIFY2(classes.cohort, lines(classes).constData());
    QVERIFY2(!has(classes, data::Severity::Warning, "remedy-idle"), lines(classes).constData());
}

void TableRulesTest::whatMayStandForAMissingLabelIsAsked_data()
{
    QTest::addColumn<QByteArray>("others");
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<bool>("asked");
    const auto row = [](const char* others, const char* word, bool asked) {
        QTest::addRow("%s beside %s", word, others) << QByteArray(others) << QByteArray(word) << asked;
    };
    row("0 1", "999", true);
    row("0 1", "-9", true);
    row("1 2", "9", true);
    row("benign malignant", "ND", true);
    row("benign malignant", "not done", true);
    row("benign malignant", "9999", true);
    row("0 1", "2", false);
    row("7 8", "9", false);
    row("98 100", "99", false);
    row("benign malignant", "unsure", false);
}

void TableRulesTest::whatMayStandForAMissingLabelIsAsked()
{
    QFETCH(QByteArray, others);
    QFETCH(QByteArray, word);
    QFETCH(bool, asked);
    Random random(12);
    Table table = cohort(random);
    for (std::size_t i = 0; i < kRows; ++i)
        table.columns[4].second[i] = i % 7 == 0 ? word : others.split(' ')[static_cast<qsizetype>(i % 2)];
    const ReadResult result = read(table.text(inOrder(kRows)));
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(has(result, data::Severity::Warning, "label-maybe-missing"), asked);
    if (!asked)
        return;
    const ReadResult without = read(table.text(inOrder(kRows)), { *offered<DropRowsWith>(result) });
    QVERIFY2(without.cohort, lines(without).constData());
    QCOMPARE(without.cohort->classCount(), std::size_t(2));
    const ReadResult with = read(table.text(inOrder(kRows)), { *offered<TreatAsCategory>(result) });
    QVERIFY2(with.cohort, lines(with).constData());
    QVERIFY(!has(with, data::Severity::Warning, "label-maybe-missing"));
    QVERIFY(!has(with, data::Severity::Warning, "remedy-idle"));
}

void TableRulesTest::aWordForNothingMayBeAClass()
{
    for (const char* word : { "None", "-" }) {
        Random random(13);
        Table table = cohort(random);
        for (std::size_t i = 0; i < kRows; ++i)
            table.columns[4].second[i] = i % 3 == 0 ? word : "Some";
        const ReadResult result = read(table.text(inOrder(kRows)));
        QVERIFY2(!result.cohort, lines(result).constData());
        const auto remedy = offered<TreatAsCategory>(result);
        QVERIFY(remedy);
        const ReadResult with = read(table.text(inOrder(kRows)), { *remedy });
        QVERIFY2(with.cohort, lines(with).constData());
        QCOMPARE(with.cohort->classCount(), std::size_t(2));
        QVERIFY(!has(with, data::Severity::Warning, "remedy-idle"));
    }
}

QTEST_GUILESS_MAIN(TableRulesTest)
#include "tst_tablerules.moc"
