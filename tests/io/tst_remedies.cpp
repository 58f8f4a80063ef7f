// SPDX-License-Identifier: GPL-3.0-or-later
// Bad data, the remedy that is offered for it, and what is read once it is applied.
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"

#include "engine/data/samples.h"
#include "workspace/io/npz/npz.h"

#include "fixtures.h"

#include <algorithm>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;
using io::Remedy;

namespace {

constexpr auto kSize = 40; ///< rows of the tables below

/// A wide table whose row on line 5 is another one.
QByteArray table(const QByteArray& fifth, const QByteArray& header = "id,a,b,y")
{
    QByteArray text = header + "\n";
    for (int i = 0; i < kSize; ++i)
        text += i == 3 ? fifth + "\n"
                       : "r" + QByteArray::number(i) + "," + QByteArray::number(i * 7 % 11) + ".5,"
                + QByteArray::number(i * 3 % 13) + "," + QByteArray::number(i * 5 % 17 - 8) + ".25\n";
    return text;
}

const io::Problem* withRemedy(const ReadResult& result, std::size_t kind)
{
    for (const io::Problem& problem : result.problems)
        for (const Remedy& remedy : problem.remedies)
            if (remedy.index() == kind)
                return &problem;
    return nullptr;
}

/// The first remedy of a kind that the problems offer.
std::optional<Remedy> offered(const ReadResult& result, std::size_t kind)
{
    const io::Problem* problem = withRemedy(result, kind);
    if (!problem)
        return std::nullopt;
    return *std::find_if(problem->remedies.begin(), problem->remedies.end(),
        [kind](const Remedy& remedy) { return remedy.index() == kind; });
}

ReadResult opened(const QString& path, const std::vector<Remedy>& remedies)
{
    Recipe recipe;
    recipe.remedies = remedies;
    return openCohort(path, recipe, 0, ReadLimits());
}

} // namespace

Q_DECLARE_METATYPE(btw::io::Remedy)

class RemediesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void aBadRowIsMended_data();
    void aBadRowIsMended();
    void aColumnOfWordsIsACategoryFirst();
    void aLabelOfWordsBecomesClasses();
    void aSentinelNumberIsMarkedMissing();
    void allBadRowsOfAFileGoAtOnce();
    void everyRowWithALabelOfThatWordGoes();
    void rowsAlignedByPositionGoTogether();
    void aLeftOutInstanceTakesItsFeaturesAlong();
    void anIdWithoutLabelRowIsLeftOut();
    void measurementsWithoutLabelRowAreLeftOut();
    void stepsOutOfOrderAreLeftOut_data();
    void stepsOutOfOrderAreLeftOut();
    void idsThatRepeatBecomeAGroup();
    void anotherColumnIsTheIdOrTheLabel();
    void anotherIdOfTheLabelsIsThatOfModalitiesBesideThem();
    void aTableWithoutLabelOffersItsColumns();
    void theChosenLabelIsNoFeatureOfAnyTable_data();
    void theChosenLabelIsNoFeatureOfAnyTable();
    void oneOfTwoColumnsOfOneNameIsLeftOut_data();
    void oneOfTwoColumnsOfOneNameIsLeftOut();
    void aFeatureThatIsTheLabelIsLeftOut_data();
    void aFeatureThatIsTheLabelIsLeftOut();
    void aColumnIsLeftOutWhateverTheManifestSays_data();
    void aColumnIsLeftOutWhateverTheManifestSays();
    void whatCannotBeLeftOutIsSaid_data();
    void whatCannotBeLeftOutIsSaid();
    void featuresAreLeftOutByTheirNumbers_data();
    void featuresAreLeftOutByTheirNumbers();
    void splitsAreDrawnAnew_data();
    void splitsAreDrawnAnew();
    void splitsThatWereDrawnAreNotOfferedAgain();
    void instancesOfAnArrayFileAreLeftOut();
    void badInstancesOfAnArrayFileAreMended_data();
    void badInstancesOfAnArrayFileAreMended();
    void aRowGivenTwiceInAModalityIsLeftOut();
    void theIdOfAModalityIsChosen();
    void aRecipeFileReadsTheSame();
    void aRemedyForNoColumnIsAnError();
    void remediesOfWhatIsNotThereAreErrors_data();
    void remediesOfWhatIsNotThereAreErrors();
    void remediesThatOthersMadeNeedlessDoNothing();
    void aRemedyForCellsOfAnArrayFileIsAnError();

private:
    QString put(const char* name, const QByteArray& text)
    {
        const QString path = m_folder->filePath(QLatin1String(name));
        write(path, text);
        return path;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void RemediesTest::aBadRowIsMended_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<std::size_t>("kind");
    QTest::addColumn<int>("size");
    const auto row = [](const char* name, const char* text, std::size_t kind, int size) {
        QTest::newRow(name) << QByteArray(text) << kind << size;
    };
    row("a word among numbers: drop", "r3,low,1,2", kindOf<DropRow>, kSize - 1);
    row("a word among numbers: missing", "r3,low,1,2", kindOf<MarkMissing>, kSize);
    row("an infinite feature: drop", "r3,inf,1,2", kindOf<DropRow>, kSize - 1);
    row("an infinite feature: missing", "r3,-inf,1,2", kindOf<MarkMissing>, kSize);
    row("a label that is missing", "r3,1,1,", kindOf<DropRow>, kSize - 1);
    row("a label that is NaN", "r3,1,1,nan", kindOf<DropRow>, kSize - 1);
    row("a label that is infinite", "r3,1,1,inf", kindOf<DropRow>, kSize - 1);
    row("a ragged row", "r3,1", kindOf<DropRow>, kSize - 1);
    row("a blank row", "", kindOf<DropRow>, kSize - 1);
    row("an id given twice", "r2,1,1,2", kindOf<DropRow>, kSize - 1);
    row("an empty id", ",1,1,2", kindOf<DropRow>, kSize - 1);
}

void RemediesTest::aBadRowIsMended()
{
    QFETCH(QByteArray, row);
    QFETCH(std::size_t, kind);
    QFETCH(int, size);
    const QString path = put("wide.csv", table(row));
    const ReadResult bad = openCohort(path, 0);
    QVERIFY(!bad.cohort);
    const auto remedy = offered(bad, kind);
    QVERIFY2(remedy, lines(bad).constData());
    QCOMPARE(fileOf(*remedy), std::string("wide.csv"));
    if (kind == kindOf<DropRow>)
        QCOMPARE(std::get<DropRow>(*remedy).row, 5);

    const ReadResult good = opened(path, { *remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(size));
    QCOMPARE(good.cohort->ids[3], std::string(kind == kindOf<DropRow> ? "r4" : "r3"));
    if (kind == kindOf<MarkMissing>)
        QVERIFY(std::isnan(good.cohort->modalities[0].values[3 * 2]));
    // What stays is what it was.
    QCOMPARE(good.cohort->y.back(), double((kSize - 1) * 5 % 17 - 8) + 0.25);
    QCOMPARE(good.cohort->modalities[0].values.back(), float((kSize - 1) * 3 % 13));
}

void RemediesTest::aColumnOfWordsIsACategoryFirst()
{
    QByteArray text = "id,x,dose,y\n";
    for (int i = 0; i < kSize; ++i)
        text += "r" + QByteArray::number(i) + "," + QByteArray::number(i % 7)
            + (i % 3 == 0 ? ",low," : ",high,") + QByteArray::number(i % 9) + ".5\n";
    put("t.csv", text);
    const QString path = put("manifest.json", R"({"name": "doses", "task": "regression",
        "modalities": [{"name": "m", "kind": "vector", "file": "t.csv", "columns": ["x", "dose"]}],
        "labels": {"file": "t.csv", "label": "y", "id": "id"}})");
    const ReadResult bad = openCohort(path, 0);
    QVERIFY(!bad.cohort);
    QCOMPARE(firstError(bad).remedies.front(), (Remedy { TreatAsCategory { "t.csv", "dose" } }));
    const ReadResult good = opened(path, { firstError(bad).remedies.front() });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->modalities[0].columns, (std::vector<std::string> { "x", "dose=high", "dose=low" }));
}

void RemediesTest::aLabelOfWordsBecomesClasses()
{
    QByteArray text = "x,y\n";
    for (int i = 0; i < kSize; ++i)
        text += QByteArray::number(i % 7) + (i % 2 == 0 ? ",home\n" : ",ward\n");
    put("t.csv", text);
    const QString path = put("manifest.json", R"({"name": "stays", "task": "regression",
        "modalities": [{"name": "m", "kind": "vector", "file": "t.csv"}], "labels": {"file": "t.csv", "label": "y"}})");
    const ReadResult bad = openCohort(path, 0);
    QVERIFY(!bad.cohort);
    QCOMPARE(firstError(bad).remedies.front(), (Remedy { TreatAsCategory { "t.csv", "y" } }));
    const ReadResult good = opened(path, { firstError(bad).remedies.front() });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->classes, (std::vector<std::string> { "home", "ward" }));
}

void RemediesTest::aSentinelNumberIsMarkedMissing()
{
    const QString path = put("wide.csv", table("r3,-999,1,2"));
    QCOMPARE(openCohort(path, 0).cohort->modalities[0].values[6], -999.0F);
    const ReadResult good = opened(path, { MarkMissing { "wide.csv", "a", "-999" } });
    QVERIFY2(good.cohort, lines(good).constData());
    QVERIFY(std::isnan(good.cohort->modalities[0].values[6]));
}

void RemediesTest::allBadRowsOfAFileGoAtOnce()
{
    QByteArray text = table("r2,1,1,2"); // an id given twice: found only once all rows are good
    for (int i = 0; i < 30; ++i)
        text += "s" + QByteArray::number(i) + ",1\n";
    const QString path = put("wide.csv", text);
    const ReadResult bad = openCohort(path, 0);
    QVERIFY(!bad.cohort);
    const io::Problem& last = bad.problems.back();
    QCOMPARE(last.where, std::string("and elsewhere"));
    QCOMPARE(last.remedies, (std::vector<Remedy> { DropBadRows { "wide.csv" } }));
    const ReadResult good = opened(path, last.remedies);
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(kSize - 1));
    QVERIFY(lines(good).contains("31 rows with problems of their own are left out"));
}

void RemediesTest::everyRowWithALabelOfThatWordGoes()
{
    QByteArray text = table("r3,1,1,unknown");
    text += "u1,1,1,unknown\nu2,1,1,unknown\n";
    const QString path = put("wide.csv", text);
    put("manifest.json", R"({"name": "w", "task": "regression",
        "modalities": [{"name": "m", "kind": "vector", "file": "wide.csv", "columns": ["a", "b"]}],
        "labels": {"file": "wide.csv", "label": "y", "id": "id"}})");
    const ReadResult bad = openCohort(m_folder->path(), 0);
    QVERIFY(!bad.cohort);
    const auto& remedies = firstError(bad).remedies;
    const Remedy all = DropRowsWith { "wide.csv", "y", "unknown" };
    QVERIFY2(std::find(remedies.begin(), remedies.end(), all) != remedies.end(), lines(bad).constData());
    const ReadResult good = opened(m_folder->path(), { all });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(kSize - 1));
}

void RemediesTest::rowsAlignedByPositionGoTogether()
{
    QByteArray labels;
    QByteArray features;
    for (int i = 0; i < kSize; ++i) {
        labels += QByteArray::number(i) + ".5\n";
        features += i == 7 ? QByteArray("oops,1\n")
                           : QByteArray::number(i) + "," + QByteArray::number(i % 5) + "\n";
    }
    put("y.csv", labels);
    put("x.csv", features);
    put("manifest.json", R"({"name": "two", "task": "regression",
        "modalities": [{"name": "m", "kind": "vector", "file": "x.csv", "header": false}],
        "labels": {"file": "y.csv", "header": false}})");
    const ReadResult bad = openCohort(m_folder->path(), 0);
    QVERIFY(!bad.cohort);
    const auto remedy = offered(bad, kindOf<DropRow>);
    QVERIFY(remedy);
    QCOMPARE(*remedy, (Remedy { DropRow { "x.csv", 8 } }));
    const ReadResult good = opened(m_folder->path(), { *remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(kSize - 1));
    for (std::size_t i = 0; i < good.cohort->size(); ++i)
        QCOMPARE(double(good.cohort->modalities[0].values[i * 2]) + 0.5, good.cohort->y[i]);
    // Ids still count the rows of the file.
    QCOMPARE(good.cohort->ids[7], std::string("all:8"));
}

void RemediesTest::aLeftOutInstanceTakesItsFeaturesAlong()
{
    QByteArray labels = "id,y\n";
    QByteArray features = "id,f\n";
    for (int i = 0; i < kSize; ++i) {
        labels += "r" + QByteArray::number(i)
            + (i == 5 ? QByteArray(",nan\n") : "," + QByteArray::number(i) + ".5\n");
        features += "r" + QByteArray::number(i) + "," + QByteArray::number(i) + ".25\n";
    }
    put("labels.csv", labels);
    put("text.csv", features);
    const ReadResult bad = openCohort(m_folder->path(), 0);
    QVERIFY(!bad.cohort);
    const auto remedy = offered(bad, kindOf<DropRow>);
    QVERIFY2(remedy, lines(bad).constData());
    const ReadResult good = opened(m_folder->path(), { *remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(kSize - 1));
    QCOMPARE(good.cohort->modalities[0].values[5], 6.25F);
}

void RemediesTest::anIdWithoutLabelRowIsLeftOut()
{
    QByteArray labels = "id,y\n";
    QByteArray features = "id,f\nstranger,1\nstranger,2\n";
    for (int i = 0; i < kSize; ++i) {
        labels += "r" + QByteArray::number(i) + "," + QByteArray::number(i) + ".5\n";
        features += "r" + QByteArray::number(i) + "," + QByteArray::number(i) + ".25\n";
    }
    put("labels.csv", labels);
    put("text.csv", features);
    const ReadResult bad = openCohort(m_folder->path(), 0);
    QVERIFY(!bad.cohort);
    const auto remedy = offered(bad, kindOf<DropRowsWith>);
    QVERIFY2(remedy, lines(bad).constData());
    QCOMPARE(*remedy, (Remedy { DropRowsWith { "text.csv", "id", "stranger" } }));
    const ReadResult good = opened(m_folder->path(), { *remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(kSize));
}

void RemediesTest::measurementsWithoutLabelRowAreLeftOut()
{
    QByteArray labels = "id,y\n";
    QByteArray events = "id,time,variable,value\nstranger,1,hr,2\n";
    for (int i = 0; i < kSize; ++i) {
        labels += "r" + QByteArray::number(i) + ","
            + (i == 4 ? QByteArray("nan") : QByteArray::number(i) + ".5") + "\n";
        events += "r" + QByteArray::number(i) + ",0.5,hr," + QByteArray::number(i) + "\nr"
            + QByteArray::number(i) + ",1.5,bp,high\n";
    }
    put("labels.csv", labels);
    put("events.csv", events);
    std::vector<Remedy> remedies;
    // One after the other, as a person does: the value, the label, the stranger; then bins.
    ReadResult result = opened(m_folder->path(), remedies);
    for (int step = 0; step < 3; ++step) {
        QVERIFY(!result.cohort);
        QVERIFY2(!firstError(result).remedies.empty(), lines(result).constData());
        remedies.push_back(firstError(result).remedies.front());
        result = opened(m_folder->path(), remedies);
    }
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->size(), std::size_t(kSize - 1));
    QCOMPARE(result.cohort->modalities[0].kind, data::ModalityKind::Series);
    const auto bins = offered(result, kindOf<BinTimes>);
    QVERIFY2(bins, lines(result).constData());
    remedies.push_back(*bins);
    result = opened(m_folder->path(), remedies);
    QVERIFY2(result.cohort, lines(result).constData());
    QCOMPARE(result.cohort->modalities[0].kind, data::ModalityKind::Sequence);
}

void RemediesTest::stepsOutOfOrderAreLeftOut_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("rest");
    QTest::newRow("a series") << QByteArray("id,time,f\n") << QByteArray();
    QTest::newRow("a long table") << QByteArray("id,time,variable,value\n") << QByteArray("hr,");
}

void RemediesTest::stepsOutOfOrderAreLeftOut()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, rest);
    QByteArray labels = "id,y\n";
    QByteArray steps = header;
    for (int i = 0; i < kSize; ++i) {
        const QByteArray id = "r" + QByteArray::number(i);
        labels += id + "," + QByteArray::number(i) + ".5\n";
        steps += id + ",2," + rest + "1\n" + id + (i == 6 ? ",1," : ",3,") + rest + QByteArray::number(i)
            + "\n";
    }
    put("labels.csv", labels);
    put("steps.csv", steps);
    const ReadResult bad = openCohort(m_folder->path(), 0);
    QVERIFY(!bad.cohort);
    const auto remedy = offered(bad, kindOf<DropRow>);
    QVERIFY2(remedy, lines(bad).constData());
    QCOMPARE(*remedy, (Remedy { DropRow { "steps.csv", 15 } }));
    const ReadResult good = opened(m_folder->path(), { *remedy, BinTimes { {}, 1 } });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->modalities[0].steps(6), 1);
    QCOMPARE(good.cohort->modalities[0].steps(7), 2);
}

void RemediesTest::idsThatRepeatBecomeAGroup()
{
    QByteArray text = "who,a,y\n";
    for (int i = 0; i < kSize; ++i)
        text += "p" + QByteArray::number(i / 2) + "," + QByteArray::number(i % 11) + ","
            + QByteArray::number(i % 9) + ".5\n";
    put("t.csv", text);
    put("manifest.json", R"({"name": "visits", "task": "regression",
        "modalities": [{"name": "m", "kind": "vector", "file": "t.csv"}],
        "labels": {"file": "t.csv", "label": "y", "id": "who"}})");
    const ReadResult bad = openCohort(m_folder->path(), 0);
    QVERIFY(!bad.cohort);
    const auto remedy = offered(bad, kindOf<NumberRows>);
    QVERIFY2(remedy, lines(bad).constData());
    const ReadResult good = opened(m_folder->path(), { *remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->groups[5], std::string("p2"));
    QCOMPARE(good.cohort->ids[5], std::string("all:5"));
    QCOMPARE(good.cohort->modalities[0].columns, (std::vector<std::string> { "a" }));
}

void RemediesTest::anotherColumnIsTheIdOrTheLabel()
{
    put("t.csv", table("r3,1,1,2"));
    put("manifest.json", R"({"name": "t", "task": "regression",
        "modalities": [{"name": "m", "kind": "vector", "file": "t.csv"}],
        "labels": {"file": "t.csv", "label": "score", "id": "stay"}})");
    const ReadResult bad = openCohort(m_folder->path(), 0);
    QVERIFY(!bad.cohort);
    const auto label = offered(bad, kindOf<UseAsLabel>);
    const auto id = offered(bad, kindOf<UseAsId>);
    QVERIFY2(label && id, lines(bad).constData());
    QCOMPARE(columnOf(*label), std::string("y"));
    QCOMPARE(columnOf(*id), std::string("id"));
    const ReadResult good = opened(m_folder->path(), { *label, *id });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->ids[7], std::string("r7"));
    QCOMPARE(good.cohort->modalities[0].columns, (std::vector<std::string> { "a", "b" }));
}

void RemediesTest::anotherIdOfTheLabelsIsThatOfModalitiesBesideThem()
{
    put("t.csv", table("r3,1,1,2"));
    put("manifest.json", R"({"name": "t", "task": "regression",
        "modalities": [{"name": "m", "kind": "vector", "file": "t.csv", "id": "stay", "columns": ["a", "b"]}],
        "labels": {"file": "t.csv", "label": "y", "id": "stay"}})");
    QVERIFY(!openCohort(m_folder->path(), 0).cohort);
    const ReadResult good = opened(m_folder->path(), { UseAsId { "t.csv", "id" } });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->ids[7], std::string("r7"));
    QCOMPARE(good.cohort->modalities[0].values[7 * 2], float(7 * 7 % 11) + 0.5F);
}

void RemediesTest::aTableWithoutLabelOffersItsColumns()
{
    const QString path = put("wide.csv", table("r3,1,1,2", "id,a,b,severity"));
    const ReadResult bad = openCohort(path, 0);
    QVERIFY(!bad.cohort);
    const auto remedy = offered(bad, kindOf<UseAsLabel>);
    QVERIFY2(remedy, lines(bad).constData());
    QCOMPARE(*remedy, (Remedy { UseAsLabel { "wide.csv", "severity", btw::Task::Regression } }));
    const ReadResult good = opened(path, { *remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->y[0], -8.25);
    for (const data::Modality& modality : good.cohort->modalities)
        QVERIFY(std::find(modality.columns.begin(), modality.columns.end(), "severity")
            == modality.columns.end());
}

void RemediesTest::theChosenLabelIsNoFeatureOfAnyTable_data()
{
    QTest::addColumn<QByteArray>("columns");
    QTest::newRow("guessed") << QByteArray();
    QTest::newRow("all columns") << QByteArray(" ");
    QTest::newRow("listed") << QByteArray(R"(, "columns": ["lab", "died"])");
    QTest::newRow("by a pattern") << QByteArray(R"(, "columns": ["oth*", "died", "lab"])");
    QTest::newRow("by a pattern that is the label's, too") << QByteArray(R"(, "columns": ["*"])");
}

void RemediesTest::theChosenLabelIsNoFeatureOfAnyTable()
{
    QFETCH(QByteArray, columns);
    QByteArray stays = "stay_id,age,died\n";
    QByteArray labs = "stay_id,lab,died,other\n";
    for (int i = 0; i < kSize; ++i) {
        const QByteArray died = QByteArray::number(i % 3 == 0);
        const QByteArray id = "s" + QByteArray::number(i);
        stays += id + "," + QByteArray::number(40 + i * 7 % 31) + "," + died + "\n";
        labs += id + "," + QByteArray::number(i * 5 % 13) + ".5," + died + ","
            + QByteArray::number(i * 3 % 11) + "\n";
    }
    put("stays.csv", stays);
    put("labs.csv", labs);
    if (!columns.isEmpty())
        put("manifest.json",
            R"({"name": "t", "task": "classification", "labels": {"file": "stays.csv", "label": "gone", "id": "stay_id"},
                "modalities": [{"name": "labs", "kind": "vector", "file": "labs.csv", "id": "stay_id")"
                + columns + "}]}");
    const ReadResult good
        = opened(m_folder->path(), { UseAsLabel { "stays.csv", "died", btw::Task::Classification } });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->classCount(), std::size_t(2));
    bool labsThere = false;
    for (const data::Modality& modality : good.cohort->modalities) {
        QCOMPARE(std::count(modality.columns.begin(), modality.columns.end(), "died"), 0);
        labsThere = labsThere || std::count(modality.columns.begin(), modality.columns.end(), "lab") == 1;
    }
    QVERIFY(labsThere);
}

void RemediesTest::oneOfTwoColumnsOfOneNameIsLeftOut_data()
{
    QTest::addColumn<std::size_t>("choice");
    QTest::addColumn<float>("value");
    QTest::newRow("the second") << std::size_t(0) << 7.0F / 2;
    QTest::newRow("the first") << std::size_t(1) << 3.0F;
}

void RemediesTest::oneOfTwoColumnsOfOneNameIsLeftOut()
{
    QFETCH(std::size_t, choice);
    QFETCH(float, value);
    const QString path = put("wide.csv", table("r3,3.5,9,-1.25", "id,a,a,y"));
    const ReadResult bad = openCohort(path, 0);
    QVERIFY(!bad.cohort);
    QCOMPARE(firstError(bad).where, std::string("wide.csv, row 1, column 'a'"));
    QCOMPARE(firstError(bad).remedies,
        (std::vector<Remedy> { DropColumn { "wide.csv", "a", 3 }, DropColumn { "wide.csv", "a", 2 } }));
    const ReadResult good = opened(path, { firstError(bad).remedies[choice] });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->modalities.size(), std::size_t(1));
    QCOMPARE(good.cohort->modalities[0].columns, (std::vector<std::string> { "a" }));
    QCOMPARE(good.cohort->modalities[0].values[choice == 0 ? 3 : 1], value);
}

void RemediesTest::aFeatureThatIsTheLabelIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<QString>("feature");
    const auto row
        = [](const char* name, const QByteArray& task, const QByteArray& features, const char* feature) {
              QTest::newRow(name) << R"({"name": "t", "task": ")" + task
                      + R"(", "labels": {"file": "t.csv", "label": )"
                      + (task == "regression" ? R"("y")" : R"("word")") + R"(}, "modalities": [)" + features
                      + "]}" << QString::fromLatin1(feature);
          };
    row("of a vector of several", "regression",
        R"({"name": "m", "kind": "vector", "file": "t.csv", "columns": ["a", "z", "b"]})", "z");
    row("a modality of its own", "regression",
        R"({"name": "n", "kind": "vector", "file": "t.csv", "columns": ["z"]},
           {"name": "m", "kind": "vector", "file": "t.csv", "columns": ["a", "b", "sex"],
            "categories": {"sex": "one-hot"}})",
        "z");
    row("made of words", "classification",
        R"({"name": "m", "kind": "vector", "file": "t.csv", "columns": ["a", "copy", "b", "sex"],
            "categories": {"copy": "one-hot", "sex": "one-hot"}})",
        "copy=no");
}

void RemediesTest::aFeatureThatIsTheLabelIsLeftOut()
{
    QFETCH(QByteArray, manifest);
    QFETCH(QString, feature);
    QByteArray text = "a,z,b,sex,copy,word,y\n";
    for (int i = 0; i < 60; ++i) {
        const QByteArray y = QByteArray::number(i * 5 % 17);
        const QByteArray word = i % 3 == 0 ? "no" : "yes";
        text += QByteArray::number(i * 7 % 23) + "," + y + "," + QByteArray::number(i * 11 % 29) + ","
            + (i % 5 < 2 ? "f" : "m") + "," + word + "," + word + "," + y + "\n";
    }
    put("t.csv", text);
    put("manifest.json", manifest);
    const ReadResult leaking = openCohort(m_folder->path(), 0);
    QVERIFY2(leaking.cohort, lines(leaking).constData());
    const io::Problem* problem = withRemedy(leaking, kindOf<DropFeature>);
    QVERIFY2(problem, lines(leaking).constData());
    QVERIFY(contains(problem->what, QStringLiteral("equal the label")));
    QCOMPARE(std::get<DropFeature>(problem->remedies.front()).feature, feature.toStdString());
    const ReadResult good = opened(m_folder->path(), { problem->remedies.front() });
    QVERIFY2(good.cohort, lines(good).constData());
    QVERIFY2(!withRemedy(good, kindOf<DropFeature>), lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(60));
    const data::Modality& last = good.cohort->modalities.back();
    QCOMPARE(last.name, std::string("m"));
    QCOMPARE(good.cohort->modalities.size(), std::size_t(1));
    const auto width = static_cast<std::size_t>(last.dims);
    QCOMPARE(last.columns.size(), width);
    QCOMPARE(last.values.size(), width * 60);
    for (std::size_t i = 0; i < 60; ++i) {
        QCOMPARE(last.values[i * width], static_cast<float>(i * 7 % 23));
        QCOMPARE(last.values[i * width + 1], static_cast<float>(i * 11 % 29));
        if (width == 4)
            QCOMPARE(last.values[i * width + 2], i % 5 < 2 ? 1.0F : 0.0F); // sex=f
    }
}

void RemediesTest::aColumnIsLeftOutWhateverTheManifestSays_data()
{
    QTest::addColumn<QByteArray>("columns");
    QTest::newRow("listed") << QByteArray(R"(, "columns": ["a", "b"])");
    QTest::newRow("by a pattern") << QByteArray(R"(, "columns": ["?"])");
    QTest::newRow("all") << QByteArray();
    QTest::newRow("of words") << QByteArray(R"(, "categories": {"b": "ordinal"})");
}

void RemediesTest::aColumnIsLeftOutWhateverTheManifestSays()
{
    QFETCH(QByteArray, columns);
    put("t.csv", table("r3,3.5,9,-1.25"));
    put("manifest.json",
        R"({"name": "t", "task": "regression", "labels": {"file": "t.csv", "label": "y", "id": "id"},
            "modalities": [{"name": "m", "kind": "vector", "file": "t.csv")"
            + columns + "}]}");
    const ReadResult good = opened(m_folder->path(), { DropColumn { "t.csv", "b" } });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->modalities[0].columns, (std::vector<std::string> { "a" }));
    for (const io::Problem& problem : good.problems)
        QVERIFY2(!contains(problem.what, QStringLiteral("without a name")), problem.what.c_str());
}

void RemediesTest::whatCannotBeLeftOutIsSaid_data()
{
    QTest::addColumn<Remedy>("remedy");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    const auto drop = [](const char* file, const char* column, const char* word) {
        const std::string number(word);
        return *file == 0 ? Remedy { DropFeature { word, column } }
                          : Remedy { DropColumn { file, column, number.empty() ? 0 : std::stoul(number) } };
    };
    QTest::newRow("no such column") << drop("t.csv", "c", "") << "t.csv"
                                    << "leaves out the column 'c', which is not there";
    QTest::newRow("another number") << drop("t.csv", "a", "4") << "t.csv"
                                    << "leaves out the column 'a', which is not there";
    QTest::newRow("the label") << drop("t.csv", "y", "") << "manifest.json, key labels.label"
                               << "no column 'y'";
    QTest::newRow("no such modality") << drop("", "a", "n") << "recipe"
                                      << "modality n, which the cohort does not have";
    QTest::newRow("no such feature") << drop("", "c", "m") << "recipe"
                                     << "feature c of m, which is not there";
    QTest::newRow("the only feature") << drop("", "a", "m") << "recipe"
                                      << "the only feature there is";
}

void RemediesTest::whatCannotBeLeftOutIsSaid()
{
    QFETCH(Remedy, remedy);
    QFETCH(QString, where);
    QFETCH(QString, what);
    put("t.csv", table("r3,3.5,9,-1.25"));
    put("manifest.json",
        R"({"name": "t", "task": "regression", "labels": {"file": "t.csv", "label": "y", "id": "id"},
            "modalities": [{"name": "m", "kind": "vector", "file": "t.csv", "columns": ["a"]}]})");
    const ReadResult result = opened(m_folder->path(), { remedy });
    QVERIFY(!result.cohort);
    QCOMPARE(QString::fromStdString(firstError(result).where), where);
    QVERIFY2(contains(firstError(result).what, what), lines(result).constData());
    QVERIFY(!firstError(result).remedy.empty());
}

void RemediesTest::featuresAreLeftOutByTheirNumbers_data()
{
    QTest::addColumn<bool>("named");
    QTest::addColumn<QStringList>("numbers");
    const auto numbers = [](const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
    QTest::newRow("ascending") << false << numbers("3 7");
    QTest::newRow("descending") << false << numbers("7 3");
    QTest::newRow("one of them twice") << false << numbers("3 7 3");
    QTest::newRow("beside names, ascending") << true << numbers("3 7");
    QTest::newRow("beside names, descending") << true << numbers("7 3");
    QTest::newRow("a number and a name") << true << numbers("f3 7");
}

void RemediesTest::featuresAreLeftOutByTheirNumbers()
{
    QFETCH(bool, named);
    QFETCH(QStringList, numbers);
    constexpr int kWidth = 8;
    constexpr int kMany = 60;
    data::Cohort cohort;
    cohort.name = "s";
    data::Modality modality;
    modality.name = "m";
    modality.dims = kWidth;
    for (int i = 0; i < kMany; ++i) {
        cohort.ids.push_back("r" + std::to_string(i));
        cohort.y.push_back(i % 7);
        for (int d = 1; d <= kWidth; ++d)
            modality.values.push_back(float(100 * d + i));
        modality.present.push_back(1);
    }
    for (int d = 1; d <= kWidth && named; ++d)
        modality.columns.push_back("f" + std::to_string(d));
    cohort.modalities.push_back(modality);
    const QString path = m_folder->filePath(QStringLiteral("s.npz"));
    writeNpz(cohort, path);

    Recipe recipe;
    for (const QString& number : numbers)
        recipe.remedies.push_back(DropFeature { "m", number.toStdString() });
    // What stays keeps its number.
    const double low = 802;
    recipe.filter.ranges.push_back({ "m", named ? "f8" : "8", low });
    const ReadResult good = readCohort(path, recipe, ReadLimits());
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(kMany - 2));
    const data::Modality& left = good.cohort->modalities[0];
    QCOMPARE(left.dims, std::int64_t(kWidth - 2));
    const std::vector<float> first(left.values.begin(), left.values.begin() + kWidth - 2);
    QCOMPARE(first, (std::vector<float> { 102, 202, 402, 502, 602, 802 }));

    recipe.filter = {};
    recipe.filter.ranges.push_back({ "m", named ? "f3" : "3" });
    QVERIFY(!readCohort(path, recipe, ReadLimits()).cohort);
}

void RemediesTest::splitsAreDrawnAnew_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("an unknown split") << "unknown";
    QTest::newRow("a group in two splits") << "torn";
    QTest::newRow("one class only in a split") << "one class";
    QTest::newRow("a class absent from training") << "absent";
    QTest::newRow("a split without rows") << "empty";
    QTest::newRow("a split column that is not there") << "no column";
}

void RemediesTest::splitsAreDrawnAnew()
{
    QFETCH(QString, what);
    QByteArray text = "person,part,a,y\n";
    constexpr int kMany = 120;
    for (int i = 0; i < kMany; ++i) {
        const int third = i * 10 / kMany;
        QByteArray split = third < 7 ? "train" : third < 8 ? "val" : "test";
        int y = i % 2;
        int person = i / 4;
        if (what == QLatin1String("unknown") && i == 3)
            split = "holdout";
        if (what == QLatin1String("torn") && i == 3)
            split = "test";
        if (what == QLatin1String("one class") && split == "test")
            y = 1;
        if (what == QLatin1String("absent"))
            y = split == "train" ? 0 : i % 2;
        if (what == QLatin1String("empty") && split == "test")
            split = "train";
        text += "p" + QByteArray::number(person) + "," + split + "," + QByteArray::number(i * 7 % 23) + ","
            + QByteArray::number(y) + "\n";
    }
    put("t.csv", text);
    put("manifest.json",
        QByteArray(R"({"name": "t", "task": "classification", "classes": ["no", "yes"],
        "modalities": [{"name": "m", "kind": "vector", "file": "t.csv", "columns": ["a"]}],
        "labels": {"file": "t.csv", "label": "y", "group": "person", "split": ")")
            + (what == QLatin1String("no column") ? "fold" : "part") + "\"}}");
    const ReadResult bad = openCohort(m_folder->path(), 0);
    const auto remedy = offered(bad, kindOf<DrawSplits>);
    QVERIFY2(remedy, lines(bad).constData());
    const ReadResult good = opened(m_folder->path(), { *remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(kMany));
    QVERIFY2(!withRemedy(good, kindOf<DrawSplits>), lines(good).constData());
    std::map<std::string, Split> splitOf;
    for (std::size_t i = 0; i < good.cohort->size(); ++i)
        QCOMPARE(splitOf.emplace(good.cohort->groups[i], good.cohort->splits[i]).first->second,
            good.cohort->splits[i]);
}

void RemediesTest::splitsThatWereDrawnAreNotOfferedAgain()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("los.npz"));
    data::Cohort cohort = data::makeLos(120, 1, true);
    cohort.groups.assign(120, "one person");
    writeNpz(cohort, path);
    const ReadResult torn = openCohort(path, 0);
    QVERIFY(!torn.cohort);
    QVERIFY(withRemedy(torn, kindOf<DrawSplits>));
    const ReadResult drawn = opened(path, { DrawSplits {} });
    QVERIFY(!drawn.cohort); // one group cannot be in three splits
    QVERIFY2(!withRemedy(drawn, kindOf<DrawSplits>), lines(drawn).constData());
}

void RemediesTest::instancesOfAnArrayFileAreLeftOut()
{
    const QString path = m_folder->filePath(QStringLiteral("s.npz"));
    data::Cohort cohort = data::makeSentiment(200, 3);
    for (data::Modality& modality : cohort.modalities)
        for (auto& value : modality.values)
            value = value == 0.0F ? 0.5F : value;
    writeNpz(cohort, path);
    const std::string id = cohort.ids[4];
    const ReadResult good = opened(path, { DropInstance { id } });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), cohort.size() - 1);
    QVERIFY(std::find(good.cohort->ids.begin(), good.cohort->ids.end(), id) == good.cohort->ids.end());
}

void RemediesTest::badInstancesOfAnArrayFileAreMended_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<Remedy>("remedy");
    QTest::addColumn<int>("left");
    const Remedy fourth = DropInstance { "all:4" };
    const Remedy all = DropBadInstances {};
    QTest::newRow("a label that is NaN") << "nan" << fourth << 119;
    QTest::newRow("a label that is infinite, all bad ones") << "inf" << all << 119;
    QTest::newRow("an infinite feature: drop") << "feature" << fourth << 119;
    QTest::newRow("an infinite feature: missing")
        << "feature" << Remedy { MarkMissing { "s.npz", "x_m", "inf" } } << 120;
    QTest::newRow("an id given twice") << "id" << all << 119;
}

void RemediesTest::badInstancesOfAnArrayFileAreMended()
{
    QFETCH(QString, what);
    QFETCH(Remedy, remedy);
    QFETCH(int, left);
    data::Cohort cohort;
    cohort.name = "s";
    data::Modality modality;
    modality.name = "m";
    modality.dims = 2;
    constexpr int kMany = 120;
    for (int i = 0; i < kMany; ++i) {
        cohort.ids.push_back("all:" + std::to_string(i));
        cohort.y.push_back(i % 7);
        modality.values.insert(modality.values.end(), { float(i % 5), float(i * 3 % 11) });
        modality.present.push_back(1);
    }
    if (what == QLatin1String("nan"))
        cohort.y[4] = std::numeric_limits<double>::quiet_NaN();
    if (what == QLatin1String("inf"))
        cohort.y[4] = std::numeric_limits<double>::infinity();
    if (what == QLatin1String("feature"))
        modality.values[8] = std::numeric_limits<float>::infinity();
    if (what == QLatin1String("id"))
        cohort.ids[4] = "all:2";
    cohort.modalities.push_back(modality);
    const QString path = m_folder->filePath(QStringLiteral("s.npz"));
    writeNpz(cohort, path);
    const ReadResult bad = openCohort(path, 0);
    QVERIFY(!bad.cohort);
    const auto& remedies = firstError(bad).remedies;
    if (remedy != Remedy { DropBadInstances {} } || what == QLatin1String("id"))
        QVERIFY2(
            std::find(remedies.begin(), remedies.end(), remedy) != remedies.end(), lines(bad).constData());
    const ReadResult good = opened(path, { remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(left));
    QCOMPARE(good.cohort->ids.back(), std::string("all:119"));
    if (left == kMany)
        QVERIFY(std::isnan(good.cohort->modalities[0].values[8]));
    else
        QCOMPARE(good.cohort->ids[4], std::string("all:5"));
}

void RemediesTest::aRowGivenTwiceInAModalityIsLeftOut()
{
    QByteArray labels = "id,y\n";
    QByteArray features = "id,f\n";
    for (int i = 0; i < kSize; ++i) {
        labels += "r" + QByteArray::number(i) + "," + QByteArray::number(i) + ".5\n";
        features += "r" + QByteArray::number(i) + "," + QByteArray::number(i) + "\n";
    }
    put("labels.csv", labels);
    put("text.csv", features + "r3,99\n");
    put("manifest.json", R"({"name": "t", "task": "regression",
        "modalities": [{"name": "m", "kind": "vector", "file": "text.csv", "id": "id"}],
        "labels": {"file": "labels.csv", "label": "y", "id": "id"}})");
    const ReadResult bad = openCohort(m_folder->path(), 0);
    QVERIFY(!bad.cohort);
    const auto remedy = offered(bad, kindOf<DropRow>);
    QVERIFY2(remedy, lines(bad).constData());
    QCOMPARE(*remedy, (Remedy { DropRow { "text.csv", kSize + 2 } }));
    const ReadResult good = opened(m_folder->path(), { *remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->modalities[0].values[3], 3.0F);
}

void RemediesTest::theIdOfAModalityIsChosen()
{
    QByteArray labels = "id,y\n";
    QByteArray features = "stay_id,f\n";
    for (int i = 0; i < kSize; ++i) {
        labels += "r" + QByteArray::number(i) + "," + QByteArray::number(i) + ".5\n";
        features += "r" + QByteArray::number(kSize - 1 - i) + "," + QByteArray::number(i) + "\n";
    }
    put("labels.csv", labels);
    put("text.csv", features);
    put("manifest.json", R"({"name": "t", "task": "regression",
        "modalities": [{"name": "m", "kind": "vector", "file": "text.csv", "id": "id"}],
        "labels": {"file": "labels.csv", "label": "y", "id": "id"}})");
    const ReadResult bad = openCohort(m_folder->path(), 0);
    QVERIFY(!bad.cohort);
    const auto remedy = offered(bad, kindOf<UseAsId>);
    QVERIFY2(remedy, lines(bad).constData());
    QCOMPARE(*remedy, (Remedy { UseAsId { "text.csv", "stay_id" } }));
    const ReadResult good = opened(m_folder->path(), { *remedy });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->modalities[0].values[0], float(kSize - 1));
}

void RemediesTest::aRecipeFileReadsTheSame()
{
    const QString path = put("wide.csv", table("r3,low,1,2"));
    Recipe recipe;
    recipe.remedies = { *offered(openCohort(path, 0), kindOf<MarkMissing>) };
    recipe.remedies.emplace_back(io::DrawSplits {});
    const QString file = m_folder->filePath(QStringLiteral("mended.recipe.json"));
    writeRecipeFile(file, QStringLiteral("wide.csv"), recipe);
    const ReadResult direct = openCohort(path, recipe, 0, ReadLimits());
    const ReadResult fromFile = openCohort(file, 0);
    QVERIFY2(direct.cohort && fromFile.cohort, lines(fromFile).constData());
    compareCohorts(*fromFile.cohort, *direct.cohort);
}

void RemediesTest::aRemedyForNoColumnIsAnError()
{
    const QString path = put("wide.csv", table("r3,low,1,2"));
    const ReadResult result = opened(path, { MarkMissing { "wide.csv", "c", "low" } });
    QVERIFY(!result.cohort);
    QVERIFY2(
        contains(firstError(result).what, QStringLiteral("which is not there")), lines(result).constData());
}

void RemediesTest::remediesOfWhatIsNotThereAreErrors_data()
{
    QTest::addColumn<bool>("arrays");
    QTest::addColumn<Remedy>("remedy");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, bool arrays, const Remedy& remedy, const char* what) {
        QTest::newRow(name) << arrays << remedy << QString::fromLatin1(what);
    };
    for (const auto& [name, remedy] : std::vector<std::pair<const char*, Remedy>> {
             std::pair<const char*, Remedy> { "row of a file", DropRow { "wyde.csv", 3 } },
             std::pair<const char*, Remedy> { "column of a file", DropColumn { "wyde.csv", "a" } },
             std::pair<const char*, Remedy> { "word of a file", MarkMissing { "wyde.csv", "a", "-9" } },
             std::pair<const char*, Remedy> { "category of a file", TreatAsCategory { "wyde.csv", "a" } },
             std::pair<const char*, Remedy> { "id of a file", UseAsId { "wyde.csv", "a" } },
         })
        row(name, false, remedy, "the file 'wyde.csv', which is not there");
    row("a row past the end", false, DropRow { "wide.csv", kSize + 2 }, "but there is no such row");
    row("the header", false, DropRow { "wide.csv", 1 }, "but there is no such row");
    row("a category", false, TreatAsCategory { "wide.csv", "c" }, "which is not there");
    row("an id", false, DropInstance { "r400" }, "the instance 'r400', which is not there");
    row("a mark in the label", false, MarkMissing { "wide.csv", "y", "1" }, "but the label");
    row("a mark in the id", false, MarkMissing { "wide.csv", "id", "r1" }, "but the id");
    row("an id of arrays", true, DropInstance { "r400" }, "the instance 'r400', which is");
    row("an array", true, MarkMissing { "s.npz", "x_texd", "inf" }, "not an array of features");
    row("an array without features", true, MarkMissing { "s.npz", "y", "inf" }, "not an array of");
    row("another file", true, MarkMissing { "t.npz", "x_text", "inf" }, "of features of s.npz");
    row("a word in an array", true, MarkMissing { "s.npz", "x_text", "-9" }, "only infinite");
}

void RemediesTest::remediesOfWhatIsNotThereAreErrors()
{
    QFETCH(bool, arrays);
    QFETCH(Remedy, remedy);
    QFETCH(QString, what);
    const QString path
        = arrays ? m_folder->filePath(QStringLiteral("s.npz")) : put("wide.csv", table("r3,3.5,9,-1.25"));
    if (arrays)
        writeNpz(data::makeSentiment(60, 3), path);
    QVERIFY(opened(path, {}).cohort);
    const ReadResult result = opened(path, { remedy });
    QVERIFY(!result.cohort);
    QVERIFY2(contains(firstError(result).what, what), lines(result).constData());
    QVERIFY(!firstError(result).remedy.empty());
}

void RemediesTest::remediesThatOthersMadeNeedlessDoNothing()
{
    const QString path = put("wide.csv", table("r3,low,9,-1.25"));
    const Remedy all = DropBadRows { "wide.csv" };
    const Remedy fifth = DropRow { "wide.csv", 5 };
    const ReadResult good = opened(path,
        { fifth, all, fifth, MarkMissing { "wide.csv", "a", "low" }, DropInstance { "r3" },
            DropColumn { "wide.csv", "b" }, DropColumn { "wide.csv", "b" },
            MarkMissing { "wide.csv", "b", "?" }, DropRowsWith { "wide.csv", "b", "9" } });
    QVERIFY2(good.cohort, lines(good).constData());
    QCOMPARE(good.cohort->size(), std::size_t(kSize - 1));
    QCOMPARE(good.cohort->modalities[0].columns, (std::vector<std::string> { "a" }));
}

void RemediesTest::aRemedyForCellsOfAnArrayFileIsAnError()
{
    const QString path = m_folder->filePath(QStringLiteral("s.npz"));
    writeNpz(data::makeSentiment(60, 3), path);
    const ReadResult result = opened(path, { DropRow { "s.npz", 3 } });
    QVERIFY(!result.cohort);
    QVERIFY2(contains(firstError(result).what, QStringLiteral("this source is not a table")),
        lines(result).constData());
}

QTEST_GUILESS_MAIN(RemediesTest)
#include "tst_remedies.moc"
