// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/cohortcheck.h"

#include "soundcohort.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <limits>

using btw::Split;
using btw::data::checkCohort;
using btw::data::Cohort;
using btw::data::Modality;
using btw::data::Problem;
using namespace btw::data::fixtures;

class TestProblemWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void problemsAreToldInFull_data();
    void problemsAreToldInFull();
};

void TestProblemWords::problemsAreToldInFull_data()
{
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<QString>("found"); // all problems; what follows is of the first
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("remedy");
    QTest::addColumn<QString>("concern");
    const auto row = [](const char* name, const char* found, const char* where, const char* what,
                         const char* remedy, const char* concern, const Damage& damage) {
        QTest::newRow(name) << damage << QString::fromLatin1(found) << QString::fromLatin1(where)
                            << QString::fromLatin1(what) << QString::fromLatin1(remedy)
                            << QString::fromLatin1(concern);
    };

    row("nothing at all", "no-instances no-modalities", "labels", "The cohort has no instances.",
        "Check that the label file or array is not empty.", "", [](Cohort& c) { c = {}; });
    row("no modalities", "no-modalities", "modalities", "The cohort has no modalities.", "Name at least one.",
        "", [](Cohort& c) { c.modalities.clear(); });
    row("an id too few", "length", "ids", "It has 59 ids where 60 are expected.",
        "Give one id for each instance, feature or step that it describes.", "",
        [](Cohort& c) { c.ids.pop_back(); });
    row("a split too few", "length", "splits", "It has 59 splits where 60 are expected.",
        "Give one split for each instance, feature or step that it describes.", "",
        [](Cohort& c) { c.splits.pop_back(); });
    row("a group too many", "length", "groups", "It has 61 groups where 60 are expected.",
        "Give one group for each instance, feature or step that it describes.", "",
        [](Cohort& c) { c.groups.emplace_back("g30"); });
    row("a presence flag too many", "length", "modality s, presence",
        "It has 61 flags where 60 are expected.",
        "Give one flag for each instance, feature or step that it describes.", "",
        [](Cohort& c) { c.modalities[1].present.push_back(1); });
    row("a column name too many", "length", "modality v, column names",
        "It has 4 names where 3 are expected.",
        "Give one name for each instance, feature or step that it describes.", "",
        [](Cohort& c) { c.modalities[0].columns.emplace_back("height"); });
    row("a value of a sequence too many", "length", "modality s, values",
        "It has 301 values where 300 are expected.",
        "Give one value for each instance, feature or step that it describes.", "",
        [](Cohort& c) { c.modalities[1].values.push_back(1); });
    row("a time stamp too many", "length", "modality t, time stamps",
        "It has 151 time stamps where 150 are expected.",
        "Give one time stamp for each instance, feature or step that it describes.", "",
        [](Cohort& c) { c.modalities[2].times.push_back(1); });
    row("no features", "no-features", "modality v", "It has no features.",
        "Give it at least one column, or leave the modality out.", "",
        [](Cohort& c) { c.modalities[0].dims = 0; });
    row("no lengths", "sequence-lengths", "modality s", "Its sequence lengths do not describe the instances.",
        "Give one length of 0 or more for each instance.", "",
        [](Cohort& c) { c.modalities[1].offsets.clear(); });
    row("lengths that begin at 1", "sequence-lengths", "modality s",
        "Its sequence lengths do not describe the instances.",
        "Give one length of 0 or more for each instance.", "",
        [](Cohort& c) { c.modalities[1].offsets.front() = 1; });
    row("times of a sequence", "times-without-series", "modality s",
        "It has time stamps but is not a series.", "Declare its kind as series.", "",
        [](Cohort& c) { c.modalities[1].times = { 1 }; });

    row("a name with a blank", "modality-name", "modality a b", "A modality cannot be called \"a b\".",
        "Use a name without blanks, commas, slashes and quotes other than all, constant, multi and trees.",
        "", [](Cohort& c) { c.modalities[0].name = "a b"; });
    row("a name twice", "modality-name-twice", "modality s", "Two modalities have this name.",
        "Rename one of them.", "", [](Cohort& c) { c.modalities[0].name = "s"; });
    row("an id three times", "ids-not-unique", "ids", "These ids are not unique: id3, id3.",
        "Give every instance its own id; use the group column for rows of one person.", "",
        [](Cohort& c) { c.ids[9] = c.ids[20] = c.ids[3]; });
    row("one class", "too-few-classes", "classes", "A classification needs two classes and the cohort has 1.",
        "Check the label column, or declare the task as regression.", "", [](Cohort& c) {
            c.classes.resize(1);
            std::fill(c.y.begin(), c.y.end(), 0);
        });
    row("a class name twice", "class-name-twice", "classes", "Two classes have the same name.",
        "Give every class its own name.", "", [](Cohort& c) { c.classes[2] = "low"; });

    row("missing and infinite labels", "label-missing", "labels", "2 labels missing or infinite: id7, id8.",
        "Fill in the label, or leave these instances out.", "id7 id8", [](Cohort& c) {
            c.y[7] = kMissing;
            c.y[8] = -std::numeric_limits<double>::infinity();
        });
    row("no label at all", "label-missing", "labels",
        "60 labels missing or infinite: id0, id1, id2 and 57 more.",
        "Fill in the label, or leave these instances out.", "", [](Cohort& c) {
            makeRegression(c);
            std::fill(c.y.begin(), c.y.end(), kMissing);
        });
    row("no label in test", "label-missing class-without-row", "labels",
        "10 labels missing or infinite: id50, id51, id52 and 7 more.",
        "Fill in the label, or leave these instances out.",
        "id50 id51 id52 id53 id54 id55 id56 id57 id58 id59",
        [](Cohort& c) { std::fill(c.y.begin() + 50, c.y.end(), kMissing); });
    row("labels beyond float32", "label-too-large", "labels",
        "2 labels beyond 3.4e38, the largest number that a model can predict: id4, id9.",
        "Bring the labels to another unit, or leave these instances out.", "id4 id9", [](Cohort& c) {
            makeRegression(c);
            c.y[4] = -1.5e300;
            c.y[5] = static_cast<double>(std::numeric_limits<float>::max()); // can be predicted
            c.y[9] = 1e39;
        });
    row("labels that are no class", "label-no-class", "labels",
        "3 labels not among the classes: id4, id6, id9.",
        "Use a class index from 0 or a name listed in classes.", "", [](Cohort& c) {
            c.y[4] = 3;
            c.y[6] = -1;
            c.y[9] = 0.5;
        });
    row("labels beyond their range", "label-outside-range", "labels",
        "2 labels outside the declared range of -3 to 3: id4, id5.", "Correct label_range or the labels.", "",
        [](Cohort& c) {
            makeRegression(c);
            c.labelRange = { -3.0, 3.0 };
            c.y[4] = 3.5;
            c.y[5] = -3.25;
            c.y[6] = 3;
            c.y[7] = -3;
        });
    row("a constant label", "label-constant", "labels",
        "Every training label is 2.5, so there is nothing to learn.",
        "Check that the label column is the one you mean.", "", [](Cohort& c) {
            makeRegression(c);
            std::fill(c.y.begin(), c.y.begin() + 40, 2.5);
        });
    row("a constant label without splits", "label-constant", "labels",
        "Every training label is 2.5, so there is nothing to learn.",
        "Check that the label column is the one you mean.", "", [](Cohort& c) {
            makeRegression(c);
            c.splits.clear();
            std::fill(c.y.begin(), c.y.end(), 2.5);
        });
    row("instances without anything", "instance-without-modality", "ids",
        "2 instances without any modality: id6, id7.",
        "Leave these instances out, or check that ids are spelt alike in all files.", "id6 id7",
        [](Cohort& c) {
            c.modalities.resize(1);
            setRange(c, 0, 6, 8, 0);
        });

    row("no test rows", "split-empty", "split test", "The split has no rows.",
        "Mark rows as test, or leave the split column out to have 70/10/20 drawn.", "splits",
        [](Cohort& c) { std::replace(c.splits.begin(), c.splits.end(), Split::Test, Split::Validation); });
    row("training rows only", "split-empty split-empty", "split val", "The split has no rows.",
        "Mark rows as val, or leave the split column out to have 70/10/20 drawn.", "splits",
        [](Cohort& c) { std::fill(c.splits.begin(), c.splits.end(), Split::Train); });
    row("a class that training lacks", "class-without-training-row", "split train",
        "Classes without a training row: high.",
        "Move rows of them into training, merge them with another class, or leave them out.", "splits",
        [](Cohort& c) {
            for (std::size_t i = 2; i < 40; i += 3)
                c.y[i] = 0;
        });
    row("a class that test lacks", "class-without-row", "split test", "Classes without a row: middle.",
        "Metrics of these classes say nothing here; draw other splits if they matter.", "", [](Cohort& c) {
            for (std::size_t i = 50; i < 60; ++i)
                c.y[i] = i % 2 == 0 ? 0 : 2;
        });
    row("one class in test", "split-one-class", "split test",
        "Only one class is there, so AUROC and AUPRC cannot be computed.",
        "Draw other splits (split_seed), or bring more instances.", "splits",
        [](Cohort& c) { std::fill(c.y.begin() + 50, c.y.end(), 1); });
    row("groups in two splits", "group-in-two-splits", "groups", "2 groups in more than one split: g1, g3.",
        "Keep each group in one split, or leave the split column out to have whole groups drawn.", "splits",
        [](Cohort& c) {
            c.groups[59] = "g3";
            c.groups[57] = "g1";
        });

    row("present without a step", "present-without-steps", "modality s",
        "1 instance present without a single step: id59.", "Mark the modality as absent there.", "",
        [](Cohort& c) {
            Modality& s = c.modalities[1];
            s.offsets[60] = s.offsets[59];
            s.values.resize(static_cast<std::size_t>(s.offsets[60]) * 2);
        });
    row("absent with steps", "steps-of-absent", "modality s",
        "2 instances with steps but marked as absent: id4, id7.",
        "Mark the modality as present there, or remove the steps.", "", [](Cohort& c) {
            c.modalities[1].present[4] = 0; // of one step
            c.modalities[1].present[7] = 0;
        });
    row("times that go back or do not end", "times-disordered", "modality t",
        "2 instances with time stamps that are missing or go back: id2, id3.",
        "Sort the steps by time and give each a time stamp.", "", [](Cohort& c) {
            c.modalities[2].times[5] = std::numeric_limits<float>::infinity(); // the last of id2
            std::swap(c.modalities[2].times[6], c.modalities[2].times[7]);
        });
    row("a modality that nobody has", "modality-absent constant-features", "modality v",
        "No instance has it.", "Leave the modality out.", "", [](Cohort& c) {
            c.splits.clear();
            setRange(c, 0, 0, 60, 0);
        });
    row("a modality that test lacks", "modality-absent-in-split", "modality v",
        "No instance of the test split has it.", "Draw other splits (split_seed), or leave the modality out.",
        "splits", [](Cohort& c) { setRange(c, 0, 50, 60, 0); });
    row("a modality that validation has once", "modality-absent-in-split", "modality v",
        "Only one instance of the val split has it.",
        "Draw other splits (split_seed), or leave the modality out.", "splits",
        [](Cohort& c) { setRange(c, 0, 40, 49, 0); });

    row("infinite features", "infinite-values", "modality v",
        "2 values infinite, first at instance id2, weight.",
        "Leave the cell empty if it is missing, or correct it.", "", [](Cohort& c) {
            c.modalities[0].values[2 * 3 + 1] = std::numeric_limits<float>::infinity();
            c.modalities[0].values[5 * 3] = -std::numeric_limits<float>::infinity();
            for (std::size_t i = 0; i < 60; ++i) // the label is not looked for then
                c.modalities[0].values[i * 3 + 2] = static_cast<float>(c.y[i]);
        });
    row("an infinite feature without a name", "infinite-values", "modality v",
        "1 value infinite, first at instance id58, feature 2.",
        "Leave the cell empty if it is missing, or correct it.", "", [](Cohort& c) {
            c.modalities[0].columns.clear();
            c.modalities[0].values[58 * 3 + 1] = std::numeric_limits<float>::infinity();
        });
    row("missing features", "missing-values", "modality v", "2 values missing of 180.",
        "They are replaced by the average of the training rows.", "", [](Cohort& c) {
            c.modalities[0].values[0] = kMissing;
            c.modalities[0].values[50] = kMissing;
        });
    row("missing features beside absent rows", "missing-values", "modality v", "1 value missing of 174.",
        "They are replaced by the average of the training rows.", "", [](Cohort& c) {
            setRange(c, 0, 1, 3, 0);
            std::fill_n(c.modalities[0].values.begin() + 3, 6, 0.0F);
            c.modalities[0].values[4 * 3] = kMissing;
        });
    row("missing features of a series", "missing-values", "modality t", "1 value missing of 300.",
        "They are ignored: a feature counts only at the times at which it was measured.", "",
        [](Cohort& c) { c.modalities[2].values[0] = kMissing; });
    row("missing words", "missing-values", "modality v", "2 values missing of 120.",
        "They are replaced by the average of the training rows.", "", [](Cohort& c) {
            c.modalities[0].columns = { "age", "sex=f", "sex=m" };
            for (const std::size_t at : { 1U, 2U, 3U }) // one cell of words, one of numbers
                c.modalities[0].values[at] = kMissing;
        });
    row("constant features", "constant-features missing-values", "modality v",
        "2 features without variation in the training rows: weight, dose.",
        "They say nothing; leave them out.", "", [](Cohort& c) {
            for (std::size_t i = 0; i < 40; ++i) {
                c.modalities[0].values[i * 3 + 1] = 4.5F;
                c.modalities[0].values[i * 3 + 2] = i == 0 ? kMissing : -7.0F;
            }
        });
    row("the label among features", "label-among-features", "modality v",
        "Features that equal the label, or are a copy of it in other units: age, dose.",
        "Leave them out: a model would read the answer there.", "v:age v:dose", [](Cohort& c) {
            for (std::size_t i = 0; i < 60; ++i) {
                c.modalities[0].values[i * 3] = static_cast<float>(c.y[i]);
                c.modalities[0].values[i * 3 + 2] = static_cast<float>(5 - 2 * c.y[i]);
            }
        });
    row("the label among features without names or splits", "label-among-features", "modality v",
        "Features that equal the label, or are a copy of it in other units: feature 2.",
        "Leave them out: a model would read the answer there.", "v:2", [](Cohort& c) {
            c.splits.clear();
            c.modalities[0].columns.clear();
            for (std::size_t i = 0; i < 60; ++i)
                c.modalities[0].values[i * 3 + 1] = static_cast<float>(c.y[i]);
        });
}

void TestProblemWords::problemsAreToldInFull()
{
    QFETCH(Damage, damage);
    QFETCH(QString, found);
    QFETCH(QString, where);
    QFETCH(QString, what);
    QFETCH(QString, remedy);
    QFETCH(QString, concern);
    Cohort cohort = soundCohort();
    damage(cohort);
    const std::vector<Problem> problems = checkCohort(cohort);
    QCOMPARE(codes(problems), found);
    QCOMPARE(QString::fromStdString(problems.front().where), where);
    QCOMPARE(QString::fromStdString(problems.front().what), what);
    QCOMPARE(QString::fromStdString(problems.front().remedy), remedy);
    QCOMPARE(concerned(problems.front().concern), concern);
}

QTEST_GUILESS_MAIN(TestProblemWords)
#include "tst_problemwords.moc"
