// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/cohorthash.h"
#include "workspace/io/importpreview.h"
#include "workspace/io/npz/npz.h"
#include "workspace/io/problems.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"

#include "engine/data/samples.h"
#include "engine/error.h"

#include "fixtures.h"

#include <QDir>

#include <algorithm>
#include <limits>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

namespace {

QJsonObject json(const QByteArray& text) { return QJsonDocument::fromJson(text).object(); }

} // namespace

class RecipeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aRecipeIsTheSameAfterWritingAndReading_data();
    void aRecipeIsTheSameAfterWritingAndReading();
    void badRecipesAreRefusedWithTheirKey_data();
    void badRecipesAreRefusedWithTheirKey();
    void rowsAreFilteredBeforeSplitsAreDrawn();
    void thresholdsCutBeforeAndQuantilesAfterTheSplits();
    void aRecipeCountsInTheHashByItsResultOnly();
    void aRecipeThatDoesNotFitIsAnError_data();
    void aRecipeThatDoesNotFitIsAnError();
    void dataThatWasMovedIsSaid();
    void badRecipeFilesAreRefused_data();
    void badRecipeFilesAreRefused();

private:
    QString file(const QByteArray& recipe)
    {
        const QString path = m_folder->filePath(QStringLiteral("short.recipe.json"));
        write(path, R"({"data": "talk.npz", "recipe": )" + recipe + "}");
        return path;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void RecipeTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    data::Cohort cohort = data::makeSentiment(300, 5);
    cohort.splits.clear();
    writeNpz(cohort, m_folder->filePath(QStringLiteral("talk.npz")));
}

void RecipeTest::aRecipeIsTheSameAfterWritingAndReading_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray("{}");
    QTest::newRow("filters") << QByteArray(R"({"filter": {"complete": true, "keep": ["a", "b"], "drop": ["c"],
        "ranges": [{"label": true, "low": -1}, {"modality": "labs", "column": "age", "low": 18, "high": 65.5}]}})");
    QTest::newRow("thresholds") << QByteArray(
        R"({"label_cut": {"thresholds": [3, 7.5], "names": ["short", "medium", "long"]}})");
    QTest::newRow("quantiles") << QByteArray(R"({"label_cut": {"quantiles": 4}})");
}

void RecipeTest::aRecipeIsTheSameAfterWritingAndReading()
{
    QFETCH(QByteArray, text);
    Problems problems;
    const std::optional<Recipe> recipe = recipeFromJson(json(text), "r", problems);
    QVERIFY(recipe);
    QVERIFY(problems.take().empty());
    QCOMPARE(recipeToJson(*recipe), json(text));
    QCOMPARE(recipe->isEmpty(), text == "{}");
}

void RecipeTest::badRecipesAreRefusedWithTheirKey_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const char* text, const char* key, const char* what) {
        QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(key) << QString::fromUtf8(what);
    };
    row("an unknown key", R"({"filters": {}})", "filters", "not known");
    row("an unknown condition", R"({"filter": {"completed": true}})", "filter.completed", "not known");
    row("a task that is not known", R"({"remedies": [{"kind": "label", "file": "t.csv", "column": "y",
        "word": "regresion"}]})",
        "remedies[0].word", "task is not known");
    row("a number in place of a word", R"({"remedies": [{"kind": "mark-missing", "file": "t.csv",
        "column": "a", "word": -999}]})",
        "remedies[0].word", "must be text");
    row("two labels", R"({"remedies": [{"kind": "label", "file": "t.csv", "column": "a"},
        {"kind": "label", "file": "t.csv", "column": "b"}]})",
        "remedies[1]", "already");
    row("a condition that is a word", R"({"filter": {"complete": "yes"}})", "filter.complete",
        "true or false");
    row("ids that are no list", R"({"filter": {"keep": "a"}})", "filter.keep", "must be a list");
    row("ids that are numbers", R"({"filter": {"keep": [1]}})", "filter.keep", "hold texts");
    row("a bound that is a word", R"({"filter": {"ranges": [{"label": true, "low": "1"}]}})",
        "filter.ranges[0].low", "must be a number");
    row("a range of nothing", R"({"filter": {"ranges": [{"low": 1}]}})", "filter.ranges[0].modality",
        "of the label or of one column");
    row("a range of two things", R"({"filter": {"ranges": [{"label": true, "modality": "m"}]}})",
        "filter.ranges[0].label", "of the label or of one column");
    row("a cut without classes", R"({"label_cut": {}})", "label_cut", "thresholds or quantiles must be");
    row("a cut of both kinds", R"({"label_cut": {"thresholds": [1], "quantiles": 3}})", "label_cut",
        "thresholds or quantiles must be");
    row("one class", R"({"label_cut": {"quantiles": 1}})", "label_cut.quantiles", "from 2 to 100");
    row("no threshold", R"({"label_cut": {"thresholds": []}})", "label_cut.thresholds", "at least one");
    row("a threshold that is a word", R"({"label_cut": {"thresholds": ["3"]}})", "label_cut.thresholds",
        "numbers");
}

void RecipeTest::badRecipesAreRefusedWithTheirKey()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, key);
    QFETCH(QString, what);
    Problems problems;
    QVERIFY(!recipeFromJson(json(text), "r.json", problems));
    const ReadResult result { std::nullopt, problems.take() };
    QCOMPARE(QString::fromStdString(firstError(result).where), "r.json, key " + key);
    QVERIFY2(contains(firstError(result).what, what), lines(result).constData());
}

void RecipeTest::rowsAreFilteredBeforeSplitsAreDrawn()
{
    const ReadResult result = openCohort(file(R"({"filter": {"ranges": [{"label": true, "low": 0}]}})"), 0);
    QVERIFY2(result.cohort, lines(result).constData());
    const std::size_t n = result.cohort->size();
    QVERIFY(n > 50 && n < 250);
    QVERIFY(std::all_of(result.cohort->y.begin(), result.cohort->y.end(), [](double y) { return y >= 0; }));
    const auto train = static_cast<std::size_t>(
        std::count(result.cohort->splits.begin(), result.cohort->splits.end(), Split::Train));
    QVERIFY(train >= n * 7 / 10 && train <= n * 7 / 10 + 6); // 70% of what is left
    QVERIFY(contains(result.problems[0].what, QStringLiteral("left out: the label is below 0")));
}

void RecipeTest::thresholdsCutBeforeAndQuantilesAfterTheSplits()
{
    const ReadResult cut
        = readCohort(file(R"({"label_cut": {"thresholds": [0], "names": ["negative", "positive"]}})"));
    QVERIFY2(cut.cohort, lines(cut).constData());
    QCOMPARE(cut.cohort->task, Task::Classification);
    QCOMPARE(cut.cohort->classes, (std::vector<std::string> { "negative", "positive" }));

    const QString path = file(R"({"label_cut": {"quantiles": 3}})");
    QCOMPARE(readCohort(path).cohort->task, Task::Regression);
    const ReadResult opened = openCohort(path, 0);
    QVERIFY2(opened.cohort, lines(opened).constData());
    QCOMPARE(opened.cohort->task, Task::Classification);
    QCOMPARE(opened.cohort->classCount(), std::size_t(3));
    const ReadResult other = openCohort(path, 1);
    QVERIFY(other.cohort);
}

void RecipeTest::aRecipeCountsInTheHashByItsResultOnly()
{
    const QString plain = m_folder->filePath(QStringLiteral("talk.npz"));
    const QString hash = cohortHash(*openCohort(plain, 0).cohort);
    QCOMPARE(cohortHash(*openCohort(file("{}"), 0).cohort), hash);
    QCOMPARE(cohortHash(*openCohort(file(R"({"filter": {"complete": true}})"), 0).cohort), hash);
    QVERIFY(cohortHash(*openCohort(file(R"({"filter": {"ranges": [{"label": true, "low": 0}]}})"), 0).cohort)
        != hash);
}

void RecipeTest::aRecipeThatDoesNotFitIsAnError_data()
{
    QTest::addColumn<QByteArray>("recipe");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    QTest::newRow("an unknown modality")
        << QByteArray(R"({"filter": {"ranges": [{"modality": "labs", "column": "a"}]}})") << "filter"
        << "the modality labs";
    QTest::newRow("nothing left") << QByteArray(R"({"filter": {"ranges": [{"label": true, "low": 99}]}})")
                                  << "filter"
                                  << "leaves no instance";
    QTest::newRow("thresholds that do not ascend")
        << QByteArray(R"({"label_cut": {"thresholds": [2, 1]}})") << "label cut"
        << "do not ascend";
    QTest::newRow("quantiles that are equal")
        << QByteArray(R"({"label_cut": {"quantiles": 100}})") << "label cut"
        << "Too many training labels are equal";
    QTest::newRow("names too few") << QByteArray(R"({"label_cut": {"quantiles": 3, "names": ["a"]}})")
                                   << "label cut"
                                   << "makes 3 classes and has 1 names";
}

void RecipeTest::aRecipeThatDoesNotFitIsAnError()
{
    QFETCH(QByteArray, recipe);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const ReadResult result = openCohort(file(recipe), 0);
    QVERIFY(!result.cohort);
    QCOMPARE(QString::fromStdString(firstError(result).where), where);
    QVERIFY2(contains(firstError(result).what, what), lines(result).constData());
}

void RecipeTest::dataThatWasMovedIsSaid()
{
    const QString path = file("{}");
    QVERIFY(readCohort(path).cohort);
    QVERIFY(QDir(m_folder->path()).rename(QStringLiteral("talk.npz"), QStringLiteral("speech.npz")));
    for (const std::vector<io::Problem>& problems :
        { readCohort(path).problems, previewImport(path).problems }) {
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems[0].where, std::string("short.recipe.json, key data"));
        QVERIFY(contains(problems[0].what, m_folder->filePath(QStringLiteral("talk.npz"))));
        QVERIFY(contains(problems[0].what, QStringLiteral("moved")));
        QVERIFY(contains(problems[0].remedy, path));
    }
}

void RecipeTest::badRecipeFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("where");
    QTest::newRow("no JSON") << QByteArray("{\n\"data\":") << "short.recipe.json, row 2";
    QTest::newRow("no data") << QByteArray("{}") << "short.recipe.json, key data";
    QTest::newRow("itself") << QByteArray(R"({"data": "short.recipe.json"})")
                            << "short.recipe.json, key data";
    QTest::newRow("no recipe") << QByteArray(R"({"data": "talk.npz"})") << "short.recipe.json, key recipe";
    QTest::newRow("a recipe that is a list")
        << QByteArray(R"({"data": "talk.npz", "recipe": []})") << "short.recipe.json, key recipe";
    QTest::newRow("a part of the recipe beside it")
        << QByteArray(R"({"data": "talk.npz", "recipe": {}, "filter": {"complete": true}})")
        << "short.recipe.json, key filter";
    QTest::newRow("a wrong recipe") << QByteArray(R"({"data": "talk.npz", "recipe": {"cut": 1}})")
                                    << "short.recipe.json, key cut";
}

void RecipeTest::badRecipeFilesAreRefused()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, where);
    const QString path = m_folder->filePath(QStringLiteral("short.recipe.json"));
    write(path, text);
    const ReadResult result = readCohort(path);
    QVERIFY(!result.cohort);
    QCOMPARE(QString::fromStdString(firstError(result).where), where);

    Recipe recipe;
    recipe.filter.completeOnly = true;
    writeRecipeFile(path, QStringLiteral("talk.npz"), recipe);
    QVERIFY(readCohort(path).cohort);
}

QTEST_GUILESS_MAIN(RecipeTest)
#include "tst_recipe.moc"
