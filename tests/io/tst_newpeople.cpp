// SPDX-License-Identifier: GPL-3.0-or-later
// Reading people whom a model is to predict, as the tables of its training were read.
#include "fixtures.h"

#include "workspace/io/newpeople.h"
#include "workspace/io/readcohort.h"
#include "workspace/io/recipe/recipe.h"

#include <QDir>

#include <algorithm>

using namespace btw;
using namespace btw::io;
using namespace btw::io::fixtures;

class NewPeopleTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const QString& name) const { return m_folder.filePath(name); }

    void table(const QString& name, const QByteArray& csv) const
    {
        QDir(m_folder.path()).mkpath(QFileInfo(path(name)).path());
        write(path(name), csv);
    }

    data::CohortShape shapeFrom(const QString& name, const Recipe& recipe = {}) const
    {
        auto read = readCohort(path(name), recipe, ReadLimits {});
        if (!read.cohort) {
            qWarning("%s", lines(read).constData());
            return {};
        }
        completeCohort(*read.cohort, 0);
        return data::shapeOf(*read.cohort);
    }

    static bool says(const ReadResult& result, const char* code)
    {
        return std::any_of(result.problems.begin(), result.problems.end(),
            [code](const Problem& problem) { return problem.code == code; });
    }

    /// A wide table as people have it, its roles guessed.
    static QByteArray wide(int rows, bool labels = true, const char* separator = ",")
    {
        QByteArray csv = QByteArray("patient") + separator + "age" + separator + "crp" + separator + "site"
            + (labels ? QByteArray(separator) + "outcome" : QByteArray()) + "\n";
        for (int i = 0; i < rows; ++i) {
            const QByteArrayList row { "p" + QByteArray::number(i), QByteArray::number(40 + i * 7 % 31),
                i % 9 == 4 ? QByteArray("NA") : QByteArray::number(0.5 + i * 5 % 17),
                i % 3 == 0 ? QByteArray("north") : QByteArray("south") };
            csv += row.join(separator)
                + (labels ? QByteArray(separator) + (i % 2 == 0 ? "yes" : "no") : QByteArray()) + "\n";
        }
        return csv;
    }

    /// Stays with measurements at times, a row each, and a table of their outcomes.
    void stays(const QString& folder, const QByteArray& time = "hours", bool withOutcome = true) const
    {
        QByteArray measured = "stay," + time + ",variable,value\n";
        QByteArray outcome = "stay,died\n";
        for (int i = 0; i < 40; ++i) {
            const QByteArray stay = "s" + QByteArray::number(i);
            outcome += stay + (i % 3 == 0 ? ",yes\n" : ",no\n");
            for (int k = 0; k < 4; ++k)
                measured += stay + "," + QByteArray::number(k * 1.5 + i * 0.01) + ","
                    + (k % 2 == 0 ? "pulse," : "lactate,") + QByteArray::number(70 + i * 7 % 31 + k) + "\n";
        }
        table(folder + QStringLiteral("/measurements.csv"), measured);
        if (withOutcome)
            table(folder + QStringLiteral("/outcome.csv"), outcome);
    }

private Q_SLOTS:
    void aGuessedTableIsReadAlike()
    {
        table(QStringLiteral("wide.csv"), wide(60));
        const auto shape = shapeFrom(QStringLiteral("wide.csv"));
        QVERIFY(!shape.reading.empty());
        // Another name, no label, one person: nothing of this could be guessed.
        table(QStringLiteral("one.csv"), "crp,site,patient,age\n1.5,north,9,63\n");
        const auto one = readNewPeople(path(QStringLiteral("one.csv")), shape);
        QVERIFY2(one.cohort, lines(one).constData());
        QCOMPARE(one.cohort->size(), std::size_t { 1 });
        QCOMPARE(one.cohort->ids, (std::vector<std::string> { "9" }));
        QVERIFY(std::isnan(one.cohort->y[0]));
        QCOMPARE(one.cohort->modalities.size(), shape.modalities.size());
        // The very rows of the training give its very values.
        auto training = readCohort(path(QStringLiteral("wide.csv")));
        completeCohort(*training.cohort, 0);
        const auto again = readNewPeople(path(QStringLiteral("wide.csv")), shape);
        QVERIFY2(again.cohort, lines(again).constData());
        QCOMPARE(again.cohort->y, training.cohort->y);
        for (std::size_t m = 0; m < shape.modalities.size(); ++m)
            QVERIFY(same(again.cohort->modalities[m].values, training.cohort->modalities[m].values));
    }

    void columnsThatCountByOneStay()
    {
        table(QStringLiteral("wide.csv"), wide(60));
        const auto shape = shapeFrom(QStringLiteral("wide.csv"));
        table(QStringLiteral("few.csv"), "patient,age,crp,site\na,1,3,north\nb,2,4,north\nc,3,5,north\n");
        const auto few = readNewPeople(path(QStringLiteral("few.csv")), shape);
        QVERIFY2(few.cohort, lines(few).constData());
        QVERIFY(!says(few, "column-missing"));
    }

    void labelsMayBeMissingInPart()
    {
        table(QStringLiteral("wide.csv"), wide(60));
        const auto shape = shapeFrom(QStringLiteral("wide.csv"));
        table(QStringLiteral("part.csv"),
            "patient,age,crp,site,outcome\na,50,1,north,yes\nb,60,2,south,\nc,70,3,south,no\n");
        const auto part = readNewPeople(path(QStringLiteral("part.csv")), shape);
        QVERIFY2(part.cohort, lines(part).constData());
        QCOMPARE(part.cohort->classes, shape.classes);
        QCOMPARE(part.cohort->classes[static_cast<std::size_t>(part.cohort->y[0])], std::string("yes"));
        QVERIFY(std::isnan(part.cohort->y[1]));
        QCOMPARE(part.cohort->classes[static_cast<std::size_t>(part.cohort->y[2])], std::string("no"));
        table(QStringLiteral("wrong.csv"), "patient,age,crp,site,outcome\na,50,1,north,maybe\n");
        const auto wrong = readNewPeople(path(QStringLiteral("wrong.csv")), shape);
        QVERIFY(!wrong.cohort && says(wrong, "label-no-class"));
    }

    void numbersMayBeMissingToo()
    {
        QByteArray csv = "id,a,b,y\n";
        for (int i = 0; i < 60; ++i)
            csv += QByteArray::number(1000 + i) + "," + QByteArray::number(i * 3 % 17 + 0.5) + ","
                + QByteArray::number(i * 7 % 23 + 0.25) + "," + QByteArray::number(i * 0.37 + 0.1) + "\n";
        table(QStringLiteral("numbers.csv"), csv);
        const auto shape = shapeFrom(QStringLiteral("numbers.csv"));
        QVERIFY(shape.task == Task::Regression);
        table(QStringLiteral("next.csv"), "id,b,a,y\nx,1.5,2.5,\nz,3.5,4.5,7.25\n");
        const auto next = readNewPeople(path(QStringLiteral("next.csv")), shape);
        QVERIFY2(next.cohort, lines(next).constData());
        QVERIFY(std::isnan(next.cohort->y[0]));
        QCOMPARE(next.cohort->y[1], 7.25);
    }

    void whatIsNotKnownIsNamed()
    {
        table(QStringLiteral("wide.csv"), wide(60));
        const auto shape = shapeFrom(QStringLiteral("wide.csv"));
        table(QStringLiteral("renamed.csv"), "patient,alter,crp,site,smoker\na,50,1,north,1\n");
        const auto renamed = readNewPeople(path(QStringLiteral("renamed.csv")), shape);
        QVERIFY2(renamed.cohort, lines(renamed).constData());
        QVERIFY(says(renamed, "column-unknown"));
        QVERIFY(says(renamed, "column-missing"));
        QVERIFY(lines(renamed).contains("'alter', 'smoker'"));
        table(QStringLiteral("nothing.csv"), "patient,alter,smoker\na,50,1\n");
        const auto nothing = readNewPeople(path(QStringLiteral("nothing.csv")), shape);
        QVERIFY(!nothing.cohort && says(nothing, "no-features"));
        const auto gone = readNewPeople(path(QStringLiteral("gone.csv")), shape);
        QVERIFY(!gone.cohort && gone.hasErrors());
    }

    /// Tables of several files keep their names; labels may be left at home.
    void foldersComeWithoutLabels()
    {
        const QByteArray manifest = R"({"name": "study", "task": "classification",
            "labels": {"file": "outcome.csv", "label": "outcome", "id": "id"},
            "modalities": [
              {"name": "labs", "kind": "vector", "file": "labs.csv", "id": "id"},
              {"name": "genes", "kind": "vector", "file": "genes.csv", "id": "id", "layout": "list",
               "variable": "gene", "count": "present", "others": "zero"}]})";
        QByteArray outcome = "id,outcome\n";
        QByteArray labs = "id,na,k\n";
        QByteArray genes = "id,gene\n";
        for (int i = 0; i < 60; ++i) {
            const QByteArray id = "p" + QByteArray::number(i);
            outcome += id + (i % 2 == 0 ? ",yes\n" : ",no\n");
            labs += id + "," + QByteArray::number(130 + i * 3 % 17) + "," + QByteArray::number(3 + i * 5 % 7)
                + "\n";
            if (i % 3 != 0)
                genes += id + (i % 2 == 0 ? ",TP53\n" : ",BRCA1\n");
        }
        table(QStringLiteral("study/manifest.json"), manifest);
        table(QStringLiteral("study/outcome.csv"), outcome);
        table(QStringLiteral("study/labs.csv"), labs);
        table(QStringLiteral("study/genes.csv"), genes);
        const auto shape = shapeFrom(QStringLiteral("study"));
        QCOMPARE(shape.modalities.size(), std::size_t { 2 });
        // No outcome table; of the genes only one occurs among the new people, and the other is none of
        // theirs.
        table(QStringLiteral("next/labs.csv"), "id,na,k\nx,140,4\ny,135,5\n");
        table(QStringLiteral("next/genes.csv"), "id,gene\nx,TP53\n");
        const auto next = readNewPeople(path(QStringLiteral("next")), shape);
        QVERIFY2(next.cohort, lines(next).constData());
        QCOMPARE(next.cohort->ids, (std::vector<std::string> { "x", "y" }));
        const auto& found = next.cohort->modalities[1];
        QCOMPARE(found.columns, shape.modalities[1].columns);
        const auto tp53
            = std::find(found.columns.begin(), found.columns.end(), "TP53") - found.columns.begin();
        QCOMPARE(found.values[static_cast<std::size_t>(tp53)], 1.0F);
        QCOMPARE(found.values[static_cast<std::size_t>(1 - tp53)], 0.0F);
        QCOMPARE(found.values[2], 0.0F);
        QVERIFY(!says(next, "column-missing"));
        // Labels in part: an empty cell; and the ids under the name that they had.
        table(QStringLiteral("renamed/labs.csv"), "person,na,k\nx,140,4\n");
        table(QStringLiteral("renamed/genes.csv"), "person,gene\nx,TP53\n");
        table(QStringLiteral("renamed/outcome.csv"), "person,outcome\nx,yes\n");
        const auto renamed = readNewPeople(path(QStringLiteral("renamed")), shape);
        QVERIFY(!renamed.cohort && says(renamed, "id-missing"));
        // Without the genes the modality is absent, and said.
        table(QStringLiteral("less/labs.csv"), "id,na,k\nx,140,4\n");
        table(QStringLiteral("less/readme.txt"), "nothing,here\n1,2\n");
        const auto less = readNewPeople(path(QStringLiteral("less")), shape);
        QVERIFY2(less.cohort, lines(less).constData());
        QVERIFY(says(less, "modality-missing"));
        QCOMPARE(less.cohort->modalities[1].present, (std::vector<std::uint8_t> { 0 }));
    }

    /// Columns of a study's tables may come side by side in one table, with ids or without.
    void oneTableStandsForSeveral()
    {
        QByteArray outcome = "id,outcome\n";
        QByteArray labs = "id,na,k\n";
        QByteArray scan = "id,size\n";
        for (int i = 0; i < 60; ++i) {
            const QByteArray id = "p" + QByteArray::number(i);
            outcome += id + (i % 2 == 0 ? ",yes\n" : ",no\n");
            labs += id + "," + QByteArray::number(130 + i * 3 % 17) + "," + QByteArray::number(3 + i * 5 % 7)
                + "\n";
            scan += id + "," + QByteArray::number(i * 11 % 13) + "\n";
        }
        table(QStringLiteral("several/outcome.csv"), outcome);
        table(QStringLiteral("several/labs.csv"), labs);
        table(QStringLiteral("several/scan.csv"), scan);
        table(QStringLiteral("several/manifest.json"), R"({"name": "several", "task": "classification",
            "labels": {"file": "outcome.csv", "label": "outcome", "id": "id"},
            "modalities": [{"name": "labs", "kind": "vector", "file": "labs.csv", "id": "id"},
                           {"name": "scan", "kind": "vector", "file": "scan.csv", "id": "id"}]})");
        const auto shape = shapeFrom(QStringLiteral("several"));
        for (const char* id : { "id", "patient" }) {
            table(QStringLiteral("side.csv"),
                QByteArray("size,k,") + id + ",na,outcome\n5,4,x,140,yes\n6,3,y,150,no\n");
            const auto side = readNewPeople(path(QStringLiteral("side.csv")), shape);
            QVERIFY2(side.cohort, lines(side).constData());
            QCOMPARE(side.cohort->modalities[0].values, (std::vector<float> { 140, 4, 150, 3 }));
            QCOMPARE(side.cohort->modalities[1].values, (std::vector<float> { 5, 6 }));
            QVERIFY(side.cohort->y[0] != side.cohort->y[1]);
        }
    }

    /// What one table cannot tell is not guessed: a column that two tables had, and columns without names.
    void oneTableThatCouldBeTwoIsRefused()
    {
        QByteArray outcome = "id,outcome\n";
        QByteArray numbers = "id,mean,sd\n";
        QByteArray bare;
        for (int i = 0; i < 60; ++i) {
            const QByteArray id = "p" + QByteArray::number(i);
            outcome += id + (i % 2 == 0 ? ",yes\n" : ",no\n");
            const QByteArray two = QByteArray::number(i * 3 % 17) + "," + QByteArray::number(i * 5 % 7 + 0.5);
            numbers += id + "," + two + "\n";
            bare += two + "\n";
        }
        for (const char* name : { "ecg", "labs" }) {
            table(QStringLiteral("alike/%1.csv").arg(QLatin1String(name)), numbers);
            table(QStringLiteral("bare/%1.csv").arg(QLatin1String(name)), bare);
        }
        table(QStringLiteral("alike/outcome.csv"), outcome);
        table(QStringLiteral("bare/outcome.csv"), outcome);
        const QByteArray manifest = R"({"name": "alike", "task": "classification",
            "labels": {"file": "outcome.csv", "label": "outcome", "id": "id"},
            "modalities": [{"name": "ecg", "kind": "vector", "file": "ecg.csv"ID},
                           {"name": "labs", "kind": "vector", "file": "labs.csv"ID}]})";
        table(QStringLiteral("alike/manifest.json"), QByteArray(manifest).replace("ID", R"(, "id": "id")"));
        const auto alike = shapeFrom(QStringLiteral("alike"));
        QCOMPARE(alike.modalities.size(), std::size_t { 2 });
        table(QStringLiteral("which.csv"), "id,mean,sd\nx,1,2\n");
        const auto which = readNewPeople(path(QStringLiteral("which.csv")), alike);
        QVERIFY(!which.cohort && says(which, "column-ambiguous"));
        // Under the name of one of them it is that one.
        table(QStringLiteral("onlylabs/labs.csv"), "id,mean,sd\nx,1,2\n");
        const auto labs = readNewPeople(path(QStringLiteral("onlylabs")), alike);
        QVERIFY2(labs.cohort, lines(labs).constData());
        QCOMPARE(labs.cohort->modalities[0].present, (std::vector<std::uint8_t> { 0 }));
        QCOMPARE(labs.cohort->modalities[1].present, (std::vector<std::uint8_t> { 1 }));

        table(
            QStringLiteral("bare/manifest.json"), QByteArray(manifest).replace("ID", R"(, "header": false)"));
        const auto unnamed = shapeFrom(QStringLiteral("bare"));
        QCOMPARE(unnamed.modalities.size(), std::size_t { 2 });
        table(QStringLiteral("rows.csv"), "1,2\n3,4\n");
        const auto rows = readNewPeople(path(QStringLiteral("rows.csv")), unnamed);
        QVERIFY2(!rows.cohort && says(rows, "no-features"), lines(rows).constData());
    }

    /// A file for each split is read as far as it is there; one file of another name takes their place.
    void filesOfSplitsAreAllRead()
    {
        QDir(m_folder.path()).mkpath(QStringLiteral("split"));
        for (const char* name : { "train", "val", "test" })
            table(QStringLiteral("split/%1.csv").arg(QLatin1String(name)),
                wide(60).replace("\np", QByteArray("\n") + name));
        const auto shape = shapeFrom(QStringLiteral("split"));
        QVERIFY(!shape.modalities.empty());
        const auto again = readNewPeople(path(QStringLiteral("split")), shape);
        QVERIFY2(again.cohort, lines(again).constData());
        QCOMPARE(again.cohort->size(), std::size_t { 180 });
        table(QStringLiteral("alone.csv"), wide(7, false));
        const auto alone = readNewPeople(path(QStringLiteral("alone.csv")), shape);
        QVERIFY2(alone.cohort, lines(alone).constData());
        QCOMPARE(alone.cohort->size(), std::size_t { 7 });
    }

    /// A column of times under another name: what to rename, and no file that nobody has.
    void aTimeUnderAnotherNameIsSaidWithItsName()
    {
        stays(QStringLiteral("stays"));
        const auto shape = shapeFrom(QStringLiteral("stays"));
        QCOMPARE(shape.modalities.size(), std::size_t { 1 });
        QVERIFY(shape.modalities[0].kind == data::ModalityKind::Series);
        stays(QStringLiteral("renamed"), "minutes_in");
        const auto renamed = readNewPeople(path(QStringLiteral("renamed")), shape);
        QVERIFY(!renamed.cohort);
        QVERIFY2(!lines(renamed).contains("manifest.json"), lines(renamed).constData());
        QVERIFY2(lines(renamed).contains(
                     "measurements.csv: It has no column 'hours', which in the training data said when it "
                     "was (in hours); its columns are 'stay', 'minutes_in', 'variable', 'value'. Rename its "
                     "column 'minutes_in' to 'hours', if that says when it was (in hours)."),
            lines(renamed).constData());
    }

    /// Whoever has a row among the measurements is to be predicted, where no table says who is.
    void measurementsSayWhoIsThere()
    {
        stays(QStringLiteral("stays"));
        const auto shape = shapeFrom(QStringLiteral("stays"));
        stays(QStringLiteral("alone"), "hours", false);
        const auto alone = readNewPeople(path(QStringLiteral("alone")), shape);
        QVERIFY2(alone.cohort, lines(alone).constData());
        const auto whole = readNewPeople(path(QStringLiteral("stays")), shape);
        QVERIFY2(whole.cohort, lines(whole).constData());
        QCOMPARE(alone.cohort->ids, whole.cohort->ids);
        QVERIFY(same(alone.cohort->modalities[0].values, whole.cohort->modalities[0].values));
        QCOMPARE(alone.cohort->modalities[0].offsets, whole.cohort->modalities[0].offsets);
        QVERIFY(std::isnan(alone.cohort->y[0]));
    }

    /// Of several tables without labels, whoever has a row in any of them is there, as often as it stands in
    /// them.
    void anyTableSaysWhoIsThere()
    {
        QByteArray labs = "id,crp,na\n", scores = "person,gcs,sofa\n", outcome = "id,died\n";
        for (int i = 0; i < 40; ++i) {
            const QByteArray id = "p" + QByteArray::number(i);
            labs += id + "," + QByteArray::number(0.5 + i * 5 % 17) + "," + QByteArray::number(130 + i % 9)
                + "\n";
            scores
                += id + "," + QByteArray::number(3.5 + i % 11) + "," + QByteArray::number(i % 7 * 1.5) + "\n";
            outcome += id + (i % 3 == 0 ? ",yes\n" : ",no\n");
        }
        table(QStringLiteral("two/labs.csv"), labs);
        table(QStringLiteral("two/scores.csv"), scores);
        table(QStringLiteral("two/outcome.csv"), outcome);
        const auto shape = shapeFrom(QStringLiteral("two"));
        QCOMPARE(shape.modalities.size(), std::size_t { 2 });
        table(QStringLiteral("either/labs.csv"), "id,crp,na\na,1,140\nb,2,141\n");
        table(QStringLiteral("either/scores.csv"), "person,gcs,sofa\nb,5,1\nc,6,2\n");
        const auto either = readNewPeople(path(QStringLiteral("either")), shape);
        QVERIFY2(either.cohort, lines(either).constData());
        QCOMPARE(either.cohort->ids, (std::vector<std::string> { "a", "b", "c" }));
        const bool isLabsFirst = either.cohort->modalities[0].columns.front() == "crp";
        const auto& labsHere = either.cohort->modalities[isLabsFirst ? 0 : 1].present;
        const auto& scoresHere = either.cohort->modalities[isLabsFirst ? 1 : 0].present;
        QVERIFY2(says(either, "ids-not-shared"), lines(either).constData()); // a and c
        QCOMPARE(labsHere, (std::vector<std::uint8_t> { 1, 1, 0 }));
        QCOMPARE(scoresHere, (std::vector<std::uint8_t> { 0, 1, 1 }));
        // Ids of which none is shared are of other things, patients and stays say.
        table(QStringLiteral("other/labs.csv"), "id,crp,na\na,1,140\nb,2,141\n");
        table(QStringLiteral("other/scores.csv"), "person,gcs,sofa\n17,5,1\n18,6,2\n");
        const auto other = readNewPeople(path(QStringLiteral("other")), shape);
        QVERIFY2(!other.cohort && says(other, "ids-not-shared"), lines(other).constData());
        // A second row of somebody is still an error of its own.
        table(QStringLiteral("either/labs.csv"), "id,crp,na\na,1,140\na,2,141\nb,2,141\n");
        const auto twice = readNewPeople(path(QStringLiteral("either")), shape);
        QVERIFY2(!twice.cohort && says(twice, "id-repeated"), lines(twice).constData());
    }

    /// What a person chose about cells holds for new people, too; what names rows goes with the training.
    void choicesAboutCellsAreKept()
    {
        table(QStringLiteral("marks.csv"), wide(60).replace("NA", "-999"));
        Recipe recipe;
        recipe.remedies = { MarkMissing { "marks.csv", "crp", "-999" }, DropInstance { "p3" } };
        recipe.filter.dropIds = { "p4" };
        const auto shape = shapeFrom(QStringLiteral("marks.csv"), recipe);
        QVERIFY(shape.reading.find("p3") == std::string::npos);
        QVERIFY(shape.reading.find("p4") == std::string::npos);
        table(QStringLiteral("next.csv"), "patient,age,crp,site\np3,50,-999,north\n");
        const auto next = readNewPeople(path(QStringLiteral("next.csv")), shape);
        QVERIFY2(next.cohort, lines(next).constData());
        bool isMissing = false;
        for (std::size_t m = 0; m < shape.modalities.size(); ++m) {
            const auto& columns = shape.modalities[m].columns;
            const auto at = std::find(columns.begin(), columns.end(), "crp");
            if (at != columns.end())
                isMissing = std::isnan(
                    next.cohort->modalities[m].values[static_cast<std::size_t>(at - columns.begin())]);
        }
        QVERIFY(isMissing);
    }

    void aFilterOfTheTrainingIsSaid()
    {
        table(QStringLiteral("wide.csv"), wide(60));
        Recipe recipe;
        recipe.filter.completeOnly = true;
        const auto shape = shapeFrom(QStringLiteral("wide.csv"), recipe);
        const auto again = readNewPeople(path(QStringLiteral("wide.csv")), shape);
        QVERIFY2(again.cohort, lines(again).constData());
        QCOMPARE(again.cohort->size(), std::size_t { 60 });
        QVERIFY(says(again, "filter-of-training"));
    }
};

QTEST_GUILESS_MAIN(NewPeopleTest)
#include "tst_newpeople.moc"
