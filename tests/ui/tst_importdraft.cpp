// SPDX-License-Identifier: GPL-3.0-or-later
// What is chosen about a source, without a window: roles become a manifest, remedies a recipe, all undoable.
#include "importsource.h"
#include "ui/pages/import/importdraft.h"
#include "ui/pages/import/previewmodel.h"
#include "ui/pages/import/thresholds.h"
#include "workspace/io/readcohort.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace btw;
using pages::ColumnRole;
using pages::ImportDraft;

namespace {

/// A preview of a table, as guessing reads it.
std::shared_ptr<const io::ImportPreview> previewOf(const QString& path)
{
    return std::make_shared<const io::ImportPreview>(io::previewImport(path));
}

std::size_t columnCalled(const ImportDraft& draft, const std::string& name, std::size_t table = 0)
{
    const auto& header = draft.tables()[table].rows->header;
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

const pages::ColumnChoice& choice(const ImportDraft& draft, const std::string& name)
{
    return draft.column(0, columnCalled(draft, name));
}

} // namespace

class TestImportDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void guessStandsInTheColumns();
    void unchangedChoicesAreAnEmptyRecipe();
    void labelMovesFromColumnToColumn();
    void chosenRolesReadAsACohort();
    void leavingOutAndUndoing();
    void newModalityComesLast();
    void wordsBecomeCategories();
    void remediesOfColumnsChangeRoles();
    void remediesOfRowsStandInTheRecipe();
    void remediesComeBeforeGuesses();
    void rolesThatWereChosenStay();
    void remedyIsWithdrawnAlone();
    void recipeIsWhereChangingBegins();
    void recipesManifestIsKeptWordForWord();
    void describedTablesKeepTheirWords_data();
    void describedTablesKeepTheirWords();
    void otherColumnsOfADescribedTableAreKept();
    void arraysHaveNoColumnsToChoose();
    void everyRemedyHasWords_data();
    void everyRemedyHasWords();
    void thresholdsAreReadAsTyped_data();
    void thresholdsAreReadAsTyped();
    void previewIsAModel();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_visits;
};

void TestImportDraft::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_visits = test::written(m_folder->filePath(QStringLiteral("visits.csv")), test::visits(60));
}

void TestImportDraft::guessStandsInTheColumns()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    QCOMPARE(draft.tables().size(), std::size_t(1));
    QVERIFY(choice(draft, "patient").role == ColumnRole::Group);
    QVERIFY(choice(draft, "note_1").role == ColumnRole::Modality);
    QCOMPARE(choice(draft, "note_1").modality, std::string("note"));
    QCOMPARE(choice(draft, "lab_crp").modality, std::string("lab"));
    QVERIFY(choice(draft, "ward").isCategory);
    QVERIFY(draft.modalityIndex("note") >= 0);
    QCOMPARE(draft.modalityIndex("nothing"), -1);
    QVERIFY(!draft.missing().isEmpty()); // no column is called a label
}

void TestImportDraft::unchangedChoicesAreAnEmptyRecipe()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    QVERIFY(draft.plan().recipe.isEmpty());
    QCOMPARE(draft.plan().path, m_visits);
    draft.setRole(0, { columnCalled(draft, "stay") }, ColumnRole::Label);
    QVERIFY(draft.plan().recipe.manifest);
    draft.history().undo();
    QVERIFY(draft.plan().recipe.isEmpty());
}

void TestImportDraft::labelMovesFromColumnToColumn()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    draft.setRole(0, { columnCalled(draft, "stay") }, ColumnRole::Label);
    QVERIFY(draft.missing().isEmpty());
    draft.setRole(0, { columnCalled(draft, "lab_hb"), columnCalled(draft, "lab_crp") }, ColumnRole::Label);
    QVERIFY(choice(draft, "lab_hb").role == ColumnRole::Label); // one alone can be it
    QVERIFY(choice(draft, "lab_crp").role == ColumnRole::Modality);
    QVERIFY(choice(draft, "stay").role == ColumnRole::LeaveOut);
    QCOMPARE(draft.plan().recipe.manifest->labels.label, std::string("lab_hb"));
}

void TestImportDraft::chosenRolesReadAsACohort()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    draft.setRole(0, { columnCalled(draft, "stay") }, ColumnRole::Label);
    draft.setRole(0, { columnCalled(draft, "age") }, ColumnRole::Modality, "lab");
    draft.apply({ io::MarkMissing { "visits.csv", "age", "unclear" } });
    const auto plan = draft.plan();
    const auto read = io::readCohort(plan.path, plan.recipe, io::ReadLimits::ofEnvironment());
    QVERIFY2(read.cohort, read.problems.empty() ? "" : read.problems.front().what.c_str());
    QCOMPARE(read.cohort->size(), std::size_t(60));
    const auto& names = draft.modalities();
    QCOMPARE(read.cohort->modalityCount(), names.size());
    for (std::size_t m = 0; m < names.size(); ++m)
        QCOMPARE(read.cohort->modalities[m].name, names[m]); // and so their colours
    const auto lab = static_cast<std::size_t>(draft.modalityIndex("lab"));
    QCOMPARE(read.cohort->modalities[lab].dims, std::int64_t(3));
}

void TestImportDraft::leavingOutAndUndoing()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    const QSignalSpy changes(&draft, &ImportDraft::changed);
    const auto notes = std::vector { columnCalled(draft, "note_1"), columnCalled(draft, "note_2") };
    draft.setRole(0, notes, ColumnRole::LeaveOut);
    QCOMPARE(draft.modalityIndex("note"), -1);
    QCOMPARE(draft.history().undoText(), QStringLiteral("Role of 2 columns"));
    draft.history().undo();
    QVERIFY(draft.modalityIndex("note") >= 0);
    draft.history().redo();
    QVERIFY(choice(draft, "note_2").role == ColumnRole::LeaveOut);
    QCOMPARE(changes.count(), 3);
}

void TestImportDraft::newModalityComesLast()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    const auto before = draft.modalities();
    draft.setRole(0, { columnCalled(draft, "lab_crp") }, ColumnRole::Modality, "inflammation");
    QCOMPARE(draft.modalities().size(), before.size() + 1);
    QCOMPARE(draft.modalities().back(), std::string("inflammation"));
    QCOMPARE(choice(draft, "lab_hb").modality, std::string("lab"));
}

void TestImportDraft::wordsBecomeCategories()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    const auto ward = columnCalled(draft, "ward");
    draft.setCategory(0, { ward }, true, data::Encoding::Ordinal);
    const auto manifest = draft.plan().recipe.manifest;
    QVERIFY(manifest);
    bool found = false;
    for (const auto& entry : manifest->modalities)
        if (const auto at = entry.categories.find("ward"); at != entry.categories.end())
            found = at->second.encoding == data::Encoding::Ordinal;
    QVERIFY(found);
    draft.setRole(0, { ward }, ColumnRole::Group);
    QVERIFY(!choice(draft, "ward").isCategory);
}

void TestImportDraft::remediesOfColumnsChangeRoles()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    draft.apply({ io::UseAsLabel { "visits.csv", "ward", btw::Task::Classification } });
    QVERIFY(choice(draft, "ward").role == ColumnRole::Label);
    QVERIFY(draft.choices().task == Task::Classification);
    draft.apply({ io::UseAsId { "visits.csv", "patient" } });
    QVERIFY(choice(draft, "patient").role == ColumnRole::Id);
    draft.apply({ io::NumberRows { "visits.csv" } });
    QVERIFY(choice(draft, "patient").role == ColumnRole::Group); // whose row it is, and no name any more
    draft.apply({ io::TreatAsCategory { "visits.csv", "age" } });
    QVERIFY(choice(draft, "age").isCategory);
    QVERIFY(draft.choices().remedies.empty());
    draft.apply({ io::DrawSplits {} });
    QCOMPARE(draft.plan().recipe.remedies.back(), io::Remedy { io::DrawSplits {} });
    for (int i = 0; i < 5; ++i)
        draft.history().undo();
    QVERIFY(draft.plan().recipe.isEmpty());
}

void TestImportDraft::remediesOfRowsStandInTheRecipe()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    const io::Remedy drop = io::DropRow { "visits.csv", 5 };
    draft.apply({ drop, drop, io::MarkMissing { "visits.csv", "age", "unclear" } });
    QCOMPARE(draft.plan().recipe.remedies.size(), std::size_t(2));
    QVERIFY(draft.plan().recipe.remedies.front() == drop);
    draft.history().undo(); // chosen together, undone together
    QVERIFY(draft.plan().recipe.remedies.empty());
}

void TestImportDraft::remediesComeBeforeGuesses()
{
    // All but the first row are numbered from 1.
    QByteArray text = "x,k,label\n";
    for (int i = 0; i < 30; ++i)
        text += QByteArray::number(i * 7 % 11) + ',' + QByteArray::number(i == 0 ? 99 : i) + ','
            + (i % 2 == 0 ? "yes" : "no") + '\n';
    const QString path = test::written(m_folder->filePath(QStringLiteral("visits30.csv")), text);
    ImportDraft draft;
    draft.setPreview(previewOf(path));
    QVERIFY(choice(draft, "k").role == ColumnRole::Modality);
    QVERIFY(!draft.isGuessOutdated());
    const QSignalSpy tables(&draft, &ImportDraft::tablesChanged);
    const std::vector<io::Remedy> dropped { io::DropRow { "visits30.csv", 2 } };
    draft.apply(dropped);
    QVERIFY(draft.isGuessOutdated());
    draft.setGuess(previewOf(path)); // of no remedy: not what was asked for
    QVERIFY(draft.isGuessOutdated());
    draft.setGuess(
        std::make_shared<const io::ImportPreview>(io::previewImport(path, io::ReadLimits(), dropped)));
    QVERIFY(!draft.isGuessOutdated());
    QCOMPARE(tables.count(), 1);
    QVERIFY(choice(draft, "k").role == ColumnRole::LeaveOut);
    QVERIFY(!draft.plan().recipe.manifest);
    QCOMPARE(draft.plan().recipe.remedies, dropped);
    draft.history().undo();
    QVERIFY(choice(draft, "k").role == ColumnRole::Modality);
    QVERIFY(!draft.isGuessOutdated());
}

void TestImportDraft::rolesThatWereChosenStay()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    draft.setRole(0, { columnCalled(draft, "stay") }, ColumnRole::Label);
    const std::vector<io::Remedy> dropped { io::DropRow { "visits.csv", 5 } };
    draft.apply(dropped);
    QVERIFY(!draft.isGuessOutdated());
    draft.setGuess(
        std::make_shared<const io::ImportPreview>(io::previewImport(m_visits, io::ReadLimits(), dropped)));
    QVERIFY(choice(draft, "stay").role == ColumnRole::Label);
}

void TestImportDraft::remedyIsWithdrawnAlone()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    draft.apply({ io::DropRow { "visits.csv", 5 } });
    draft.apply({ io::DropRow { "visits.csv", 9 } });
    draft.withdraw(0);
    QCOMPARE(draft.choices().remedies.size(), std::size_t(1));
    QCOMPARE(std::get<io::DropRow>(draft.choices().remedies.front()).row, std::int64_t(9));
    draft.history().undo();
    QCOMPARE(draft.choices().remedies.size(), std::size_t(2));
}

void TestImportDraft::recipeIsWhereChangingBegins()
{
    ImportDraft draft;
    draft.setPreview(previewOf(m_visits));
    draft.setRole(0, { columnCalled(draft, "stay") }, ColumnRole::Label);
    draft.apply({ io::DropRow { "visits.csv", 5 } });
    data::LabelCut cut;
    cut.quantiles = 3;
    draft.setCut(cut);
    const auto kept = draft.plan().recipe;

    ImportDraft again;
    again.setPreview(previewOf(m_visits));
    again.startFrom(kept);
    QVERIFY(choice(again, "stay").role == ColumnRole::Label);
    QCOMPARE(again.choices().cut->quantiles, std::size_t(3));
    QVERIFY(!again.history().canUndo());
    const auto plan = again.plan();
    QVERIFY(io::recipeToJson(plan.recipe) == io::recipeToJson(kept));
}

void TestImportDraft::recipesManifestIsKeptWordForWord()
{
    // Guessing takes the times of a long table for hours; the recipe says minutes, steps and an end.
    const QString path = m_folder->filePath(QStringLiteral("stays"));
    QDir().mkpath(path);
    QByteArray labels = "id,label\n";
    QByteArray vitals = "id,time,variable,value\n";
    for (int i = 0; i < 30; ++i) {
        const QByteArray id = 's' + QByteArray::number(i);
        labels += id + ',' + QByteArray::number(i % 7) + ".5\n";
        for (int minute = 0; minute < 96; minute += 12)
            vitals += id + ',' + QByteArray::number(minute) + (minute % 24 == 0 ? ",hr," : ",bp,")
                + QByteArray::number(60 + i + minute) + '\n';
    }
    test::written(path + QStringLiteral("/labels.csv"), labels);
    test::written(path + QStringLiteral("/vitals.csv"), vitals);
    const auto preview = previewOf(path);
    QVERIFY(preview->guess);
    io::Recipe recipe;
    recipe.manifest = preview->guess;
    QCOMPARE(recipe.manifest->modalities.size(), std::size_t(1));
    auto& entry = recipe.manifest->modalities.front();
    QVERIFY(entry.layout);
    entry.layout->unitSeconds = 60;
    entry.layout->bin = 12;
    entry.layout->first = 48;
    recipe.manifest->labelRange = { 0, 10 };

    ImportDraft draft;
    draft.setPreview(preview);
    draft.startFrom(recipe);
    QVERIFY(io::recipeToJson(draft.plan().recipe) == io::recipeToJson(recipe));
    draft.setDrawSplits(true); // other choices leave it alone
    auto drawn = recipe;
    drawn.remedies.emplace_back(io::DrawSplits {});
    QVERIFY(io::recipeToJson(draft.plan().recipe) == io::recipeToJson(drawn));
    const auto plan = draft.plan();
    const auto read = io::readCohort(plan.path, plan.recipe, io::ReadLimits::ofEnvironment());
    QVERIFY2(read.cohort, read.problems.empty() ? "" : read.problems.front().what.c_str());
    QCOMPARE(read.cohort->modalities.front().name, entry.name);
    QVERIFY(read.cohort->labelRange.has_value());
    // A source looked at through its recipe file begins the same way.
    ImportDraft again;
    again.setPreview(preview);
    again.startFrom(plan.recipe);
    QVERIFY(io::recipeToJson(again.plan().recipe) == io::recipeToJson(plan.recipe));
}

void TestImportDraft::describedTablesKeepTheirWords_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("tables");
    QTest::newRow("rosmap: files by split, no header") << QStringLiteral("rosmap") << 4;
    QTest::newRow("parkinsons: patterns of columns") << QStringLiteral("parkinsons") << 1;
}

void TestImportDraft::describedTablesKeepTheirWords()
{
    QFETCH(const QString, name);
    QFETCH(const int, tables);
    const QString path = QStringLiteral(BTW_SHARED_DATA "/") + name;
    if (!QFileInfo::exists(path))
        QSKIP("the real cohorts are not here");
    ImportDraft draft;
    const auto preview = previewOf(path);
    draft.setPreview(preview);
    std::size_t used = 0;
    for (std::size_t t = 0; t < draft.tables().size(); ++t) {
        const auto& columns = draft.choices().columns[t];
        used += std::any_of(columns.begin(), columns.end(),
            [](const auto& column) { return column.role != ColumnRole::LeaveOut; });
    }
    QCOMPARE(used, static_cast<std::size_t>(tables));
    QVERIFY(draft.missing().isEmpty());
    QCOMPARE(draft.namesSplits(), name == QLatin1String("rosmap"));
    QVERIFY(draft.plan().recipe.isEmpty());
    QCOMPARE(draft.modalities().size(), preview->guess->modalities.size());
}

void TestImportDraft::otherColumnsOfADescribedTableAreKept()
{
    const QString path = QStringLiteral(BTW_SHARED_DATA "/parkinsons");
    if (!QFileInfo::exists(path))
        QSKIP("the real cohorts are not here");
    ImportDraft draft;
    draft.setPreview(previewOf(path));
    QVERIFY(choice(draft, "motor_UPDRS").role == ColumnRole::LeaveOut);
    QVERIFY(choice(draft, "subject#").role == ColumnRole::Group);
    draft.setRole(0, { columnCalled(draft, "sex") }, ColumnRole::LeaveOut);
    const auto plan = draft.plan();
    const auto& entries = plan.recipe.manifest->modalities;
    QCOMPARE(entries.size(), std::size_t(4));
    const std::vector<std::string> left { "age", "test_time" };
    QCOMPARE(entries[3].columns, left);
    QCOMPARE(entries[0].columns.size(), std::size_t(5)); // Jitter*
    const auto read = io::openCohort(plan.path, plan.recipe, 0, io::ReadLimits::ofEnvironment());
    QVERIFY(read.cohort);
    QCOMPARE(read.cohort->modalities[3].dims, std::int64_t(2));
}

void TestImportDraft::arraysHaveNoColumnsToChoose()
{
    io::ImportPreview preview;
    preview.format = QStringLiteral("npz");
    for (const char* name : { "y", "x_text" }) {
        io::TableSample array { name, {} };
        array.rows.header = { "name", "shape", "type" };
        array.rows.rows = { { name, "(20, 3)", "float32" } };
        preview.tables.push_back(array);
    }
    ImportDraft draft;
    pages::PreviewModel model(draft);
    draft.setPreview(std::make_shared<const io::ImportPreview>(preview));
    model.reload();
    QVERIFY(draft.tables().empty());
    QVERIFY(draft.missing().isEmpty());
    QVERIFY(!model.hasRoles());
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("(20, 3)"));
}

void TestImportDraft::everyRemedyHasWords_data()
{
    QTest::addColumn<io::Remedy>("remedy");
    QTest::addColumn<QString>("button");
    QTest::newRow("row") << io::Remedy { io::DropRow { "a.csv", 1234 } } << "Drop row 1,234";
    QTest::newRow("rows with a word")
        << io::Remedy { io::DropRowsWith { "a.csv", "age", "x" } } << "Drop rows with 'x'";
    QTest::newRow("rows without a value")
        << io::Remedy { io::DropRowsWith { "a.csv", "age", {} } } << "Drop rows with nothing there";
    QTest::newRow("all rows") << io::Remedy { io::DropBadRows { "a.csv" } }
                              << "Drop every row with a problem";
    QTest::newRow("instance") << io::Remedy { io::DropInstance { "p7" } } << "Drop 'p7'";
    QTest::newRow("all instances") << io::Remedy { io::DropBadInstances {} }
                                   << "Drop every instance with a problem";
    QTest::newRow("column") << io::Remedy { io::DropColumn { "a.csv", "age" } } << "Leave out age";
    QTest::newRow("one of two columns")
        << io::Remedy { io::DropColumn { "a.csv", "age", 3 } } << "Leave out age (column 3)";
    QTest::newRow("feature") << io::Remedy { io::DropFeature { "labs", "age" } } << "Leave out age";
    QTest::newRow("missing") << io::Remedy { io::MarkMissing { "a.csv", "age", "n/a" } }
                             << "Count 'n/a' as empty";
    QTest::newRow("category") << io::Remedy { io::TreatAsCategory { "a.csv", "sex" } } << "Treat as category";
    QTest::newRow("id") << io::Remedy { io::UseAsId { "a.csv", "pid" } } << "Use pid as id";
    QTest::newRow("no id") << io::Remedy { io::NumberRows { "a.csv" } }
                           << "Number the rows; keep ids together";
    QTest::newRow("label") << io::Remedy { io::UseAsLabel { "a.csv", "los" } } << "Predict los";
    QTest::newRow("a number") << io::Remedy { io::UseAsLabel { "a.csv", "los", Task::Regression } }
                              << "Predict los as a number";
    QTest::newRow("classes") << io::Remedy { io::UseAsLabel { "a.csv", "los", Task::Classification } }
                             << "Predict los as classes";
    QTest::newRow("splits") << io::Remedy { io::DrawSplits {} } << "Draw splits";
    QTest::newRow("a column that is kept")
        << io::Remedy { io::KeepColumn { "a.csv", "no" } } << "Use no as it is";
    QTest::newRow("limits") << io::Remedy { io::ReadLimitsAs { "a.csv", "crea", io::LimitReading::Half } }
                            << "Count as half of the limit";
    QTest::newRow("decimals") << io::Remedy { io::DecimalMark { "a.csv", ',' } }
                              << "The comma is a decimal mark";
    QTest::newRow("header") << io::Remedy { io::HeaderLine { "a.csv", 3 } } << "The header is on line 3";
    QTest::newRow("ids") << io::Remedy { io::MatchIds { io::IdMatching::Numbers } }
                         << "Compare ids as numbers";
    QTest::newRow("outcome") << io::Remedy { io::PredictWithin { "a.csv", "status", "died", "days", 365 } }
                             << "Predict 'died' within 365 (days)";
    QTest::newRow("outcome, other events")
        << io::Remedy { io::PredictWithin { "a.csv", "status", "died", "days", 365, true } }
        << "Predict 'died' within 365 (days); other events count as no";
    QTest::newRow("a list") << io::Remedy { io::CountWords { "a.csv", "gene", false, true } }
                            << "Yes/no for each gene; without a row: no";
    QTest::newRow("a list of some") << io::Remedy { io::CountWords { "a.csv", "gene", false, false } }
                                    << "Yes/no for each gene; without a row: not examined";
    QTest::newRow("a counted list") << io::Remedy { io::CountWords { "a.csv", "gene", true, true } }
                                    << "Count each gene; without a row: 0";
    QTest::newRow("a counted list of some") << io::Remedy { io::CountWords { "a.csv", "gene", true, false } }
                                            << "Count each gene; without a row: not examined";
    QTest::newRow("description") << io::Remedy { io::DescribeWith { "a.csv", "ward" } }
                                 << "Describe with ward";
    QTest::newRow("bins") << io::Remedy { io::BinTimes { {}, 2 } } << "Use intervals of 2 h";
}

void TestImportDraft::everyRemedyHasWords()
{
    QFETCH(const io::Remedy, remedy);
    QFETCH(const QString, button);
    QCOMPARE(pages::buttonWords(remedy), button);
    QVERIFY(pages::doneWords(remedy).endsWith(QLatin1Char('.')));
}

void TestImportDraft::thresholdsAreReadAsTyped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<double>>("numbers");
    QTest::newRow("semicolons") << "3; 7; 14" << QList<double> { 3, 7, 14 };
    QTest::newRow("commas") << "3,7,14" << QList<double> { 3, 7, 14 };
    QTest::newRow("commas and blanks") << "3, 7, 14" << QList<double> { 3, 7, 14 };
    QTest::newRow("decimal commas") << "3,5; 7" << QList<double> { 3.5, 7 };
    QTest::newRow("one decimal comma") << "3,5;" << QList<double> { 3.5 };
    QTest::newRow("decimal points") << "3.5,7" << QList<double> { 3.5, 7 };
    QTest::newRow("one comma: 3.5, or 3 and 5") << "3,5" << QList<double> {};
    QTest::newRow("commas within and between") << "3,5, 7,5" << QList<double> {};
    QTest::newRow("commas within, blanks between") << "3,5 7,5" << QList<double> {};
    QTest::newRow("two numbers between semicolons") << "3 5; 7" << QList<double> {};
    QTest::newRow("blanks, a fraction") << " -0.5  2 " << QList<double> { -0.5, 2 };
    QTest::newRow("not ascending") << "7; 3" << QList<double> {};
    QTest::newRow("twice the same") << "3; 3" << QList<double> {};
    QTest::newRow("a word") << "3; many" << QList<double> {};
    QTest::newRow("nothing") << " ; " << QList<double> {};
}

void TestImportDraft::thresholdsAreReadAsTyped()
{
    QFETCH(const QString, text);
    QFETCH(const QList<double>, numbers);
    const auto read = pages::thresholdsIn(text);
    QCOMPARE(pages::isCommaUnclear(text), text.startsWith(QStringLiteral("3,5")) && !text.contains(u';'));
    QCOMPARE(read.has_value(), !numbers.isEmpty());
    if (read)
        QCOMPARE(QList<double>(read->begin(), read->end()), numbers);
}

void TestImportDraft::previewIsAModel()
{
    ImportDraft draft;
    pages::PreviewModel model(draft);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    draft.setPreview(previewOf(m_visits));
    model.reload();
    QCOMPARE(model.columnCount(), 8);
    QCOMPARE(model.index(3, 6).data().toString(), QStringLiteral("unclear"));
    const auto word = [&](const std::string& name) {
        return model
            .headerData(static_cast<int>(columnCalled(draft, name)), Qt::Horizontal,
                pages::PreviewModel::RoleWordRole)
            .toString();
    };
    QCOMPARE(word("patient"), QStringLiteral("group"));
    QCOMPARE(word("note_1"), QStringLiteral("note"));
    draft.setRole(0, { columnCalled(draft, "stay") }, ColumnRole::Label);
    QCOMPARE(word("stay"), QStringLiteral("label"));
    draft.setRole(0, { columnCalled(draft, "stay") }, ColumnRole::LeaveOut);
    QCOMPARE(word("stay"), QStringLiteral("left out"));
}

QTEST_MAIN(TestImportDraft)
#include "tst_importdraft.moc"
