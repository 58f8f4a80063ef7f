// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/cohortcheck.h"

#include "engine/data/modalitycheck.h"
#include "engine/data/random.h"
#include "engine/data/samples.h"
#include "engine/data/splits.h"

#include "soundcohort.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QtTest>

#include <algorithm>
#include <limits>

using btw::Split;
using btw::data::checkCohort;
using btw::data::Cohort;
using btw::data::Modality;
using btw::data::Problem;
using btw::data::Severity;
using namespace btw::data::fixtures;

class TestCohortCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundCohortHasNoProblem();
    void plantedCohortsHaveNoProblem();
    void faultIsReported_data();
    void faultIsReported();
    void withoutSplitsOnlyTheCohortItselfIsChecked();
    void errorsComeFirst();
    void largeCohortIsCheckedQuickly();
    void whatIsJustEnoughIsNoProblem_data();
    void whatIsJustEnoughIsNoProblem();
    void errorsAreToldFromTheRest();
    void wordsOfOneColumnAreOneCell();
};

void TestCohortCheck::soundCohortHasNoProblem()
{
    const std::vector<Problem> problems = checkCohort(soundCohort());
    QVERIFY2(problems.empty(), qPrintable(printed(problems)));
}

void TestCohortCheck::plantedCohortsHaveNoProblem()
{
    for (const Cohort& cohort :
        { btw::data::makeSentiment(), btw::data::makeLos(), btw::data::makeLos(300, 1, true) }) {
        const std::vector<Problem> problems = checkCohort(cohort);
        QVERIFY2(problems.empty(), qPrintable(printed(problems)));
    }
}

void TestCohortCheck::faultIsReported_data()
{
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<int>("severity");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("words"); // of what it says
    const auto row = [](const char* name, Severity severity, const char* where, const char* words,
                         const Damage& damage) {
        QTest::newRow(name) << damage << static_cast<int>(severity) << QString::fromLatin1(where)
                            << QString::fromLatin1(words);
    };
    constexpr Severity kError = Severity::Error;
    constexpr Severity kWarning = Severity::Warning;
    constexpr Severity kNote = Severity::Note;

    row("no instances", kError, "labels", "no instances", [](Cohort& c) { c = {}; });
    row("no modalities", kError, "modalities", "no modalities", [](Cohort& c) { c.modalities.clear(); });
    row("an id too few", kError, "ids", "59 ids where 60", [](Cohort& c) { c.ids.pop_back(); });
    row("a split too many", kError, "splits", "61 splits",
        [](Cohort& c) { c.splits.push_back(Split::Test); });
    row("a group too few", kError, "groups", "59 groups", [](Cohort& c) { c.groups.pop_back(); });
    row("a presence flag too few", kError, "modality v, presence", "59 flags",
        [](Cohort& c) { c.modalities[0].present.pop_back(); });
    row("a value too few", kError, "modality v, values", "179 values where 180",
        [](Cohort& c) { c.modalities[0].values.pop_back(); });
    row("a column name too few", kError, "modality v, column names", "2 names",
        [](Cohort& c) { c.modalities[0].columns.pop_back(); });
    row("no features", kError, "modality v", "no features", [](Cohort& c) { c.modalities[0].dims = 0; });
    row("lengths that go back", kError, "modality s", "lengths",
        [](Cohort& c) { std::swap(c.modalities[1].offsets[3], c.modalities[1].offsets[4]); });
    row("a length too few", kError, "modality s", "lengths",
        [](Cohort& c) { c.modalities[1].offsets.pop_back(); });
    row("a time stamp too few", kError, "modality t, time stamps", "time stamps where",
        [](Cohort& c) { c.modalities[2].times.pop_back(); });
    row("times on a vector", kError, "modality v", "not a series",
        [](Cohort& c) { c.modalities[0].times = { 1 }; });

    row("reserved name", kError, "modality all", "cannot be called \"all\"",
        [](Cohort& c) { c.modalities[0].name = "all"; });
    row("name twice", kError, "modality s", "Two modalities",
        [](Cohort& c) { c.modalities[0].name = c.modalities[1].name; });
    row("id twice", kError, "ids", "id3", [](Cohort& c) { c.ids[9] = c.ids[3]; });
    row("class name twice", kError, "classes", "same name", [](Cohort& c) { c.classes[2] = "low"; });
    row("one class", kError, "classes", "has 1", [](Cohort& c) {
        c.classes.resize(1);
        std::fill(c.y.begin(), c.y.end(), 0);
    });

    row("missing label", kError, "labels", "id7", [](Cohort& c) { c.y[7] = kMissing; });
    row("infinite label", kError, "labels", "id8",
        [](Cohort& c) { c.y[8] = -std::numeric_limits<double>::infinity(); });
    row("label beyond the classes", kError, "labels", "not among the classes: id4",
        [](Cohort& c) { c.y[4] = 3; });
    row("label between classes", kError, "labels", "not among the classes: id4",
        [](Cohort& c) { c.y[4] = 0.5; });
    row("label beyond its range", kWarning, "labels", "1 label outside the declared range of -3 to 3: id4",
        [](Cohort& c) {
            makeRegression(c);
            c.labelRange = { -3.0, 3.0 };
            c.y[4] = 3.5;
        });
    row("label beyond float32", kError, "labels", "1 label beyond 3.4e38", [](Cohort& c) {
        makeRegression(c);
        c.y[4] = -1.5e300;
    });
    row("constant label", kError, "labels", "nothing to learn", [](Cohort& c) {
        makeRegression(c);
        std::fill(c.y.begin(), c.y.begin() + 40, 2.5);
    });

    row("infinite feature", kError, "modality v", "first at instance id2, weight",
        [](Cohort& c) { c.modalities[0].values[2 * 3 + 1] = std::numeric_limits<float>::infinity(); });
    row("missing features", kNote, "modality v", "2 values missing", [](Cohort& c) {
        c.modalities[0].values[0] = kMissing;
        c.modalities[0].values[50] = kMissing;
    });
    row("constant feature", kWarning, "modality v", "weight", [](Cohort& c) {
        for (std::size_t i = 0; i < 40; ++i)
            c.modalities[0].values[i * 3 + 1] = 4.5F; // training rows only: a model could not learn from it
    });
    row("feature without training values", kWarning, "modality v", "dose", [](Cohort& c) {
        for (std::size_t i = 0; i < 40; ++i)
            c.modalities[0].values[i * 3 + 2] = kMissing;
    });
    row("feature that is the class", kWarning, "modality v", "age", [](Cohort& c) {
        for (std::size_t i = 0; i < 60; ++i)
            c.modalities[0].values[i * 3] = static_cast<float>(c.y[i]);
    });
    row("feature that is the label in other units", kWarning, "modality v", "dose", [](Cohort& c) {
        makeRegression(c);
        for (std::size_t i = 0; i < 60; ++i)
            c.modalities[0].values[i * 3 + 2] = static_cast<float>(-2.54 * c.y[i] + 100);
    });

    row("present without a step", kError, "modality s", "without a single step: id59", [](Cohort& c) {
        Modality& s = c.modalities[1];
        s.offsets[60] = s.offsets[59];
        s.values.resize(static_cast<std::size_t>(s.offsets[60]) * 2);
    });
    row("absent with steps", kError, "modality s", "marked as absent: id5",
        [](Cohort& c) { c.modalities[1].present[5] = 0; });
    row("times that go back", kError, "modality t", "id3",
        [](Cohort& c) { std::swap(c.modalities[2].times[6], c.modalities[2].times[7]); });
    row("missing time", kError, "modality t", "id0", [](Cohort& c) { c.modalities[2].times[0] = kMissing; });
    row("instance without anything", kError, "ids", "without any modality: id6", [](Cohort& c) {
        c.modalities.resize(1);
        c.modalities[0].present[6] = 0;
    });

    row("no test rows", kError, "split test", "no rows",
        [](Cohort& c) { std::replace(c.splits.begin(), c.splits.end(), Split::Test, Split::Validation); });
    row("no validation rows", kError, "split val", "no rows",
        [](Cohort& c) { std::replace(c.splits.begin(), c.splits.end(), Split::Validation, Split::Train); });
    row("modality never in training", kError, "modality v", "No instance of the train split",
        [](Cohort& c) { setRange(c, 0, 0, 40, 0); });
    row("modality once in training", kError, "modality v", "Only one instance of the train split",
        [](Cohort& c) { setRange(c, 0, 1, 40, 0); });
    row("modality never in test", kError, "modality v", "No instance of the test split",
        [](Cohort& c) { setRange(c, 0, 50, 60, 0); });
    row("modality once in validation", kError, "modality v", "Only one instance of the val split",
        [](Cohort& c) { setRange(c, 0, 41, 50, 0); });
    row("class not in training", kError, "split train", "high", [](Cohort& c) {
        for (std::size_t i = 2; i < 40; i += 3)
            c.y[i] = 0;
    });
    row("class not in test", kNote, "split test", "middle", [](Cohort& c) {
        for (std::size_t i = 50; i < 60; ++i)
            c.y[i] = i % 2 == 0 ? 0 : 2;
    });
    row("one class in test", kError, "split test", "Only one class is there",
        [](Cohort& c) { std::fill(c.y.begin() + 50, c.y.end(), 1); });
    row("group in two splits", kError, "groups", "1 group in more than one split: g3",
        [](Cohort& c) { c.groups[59] = "g3"; });
    row("same features in two splits", kWarning, "splits", "id0 and id56", [](Cohort& c) {
        c.modalities.resize(1);
        Modality& vector = c.modalities[0];
        vector.dims = 6;
        vector.columns.clear();
        vector.values.resize(c.size() * 6);
        for (std::size_t k = 0; k < vector.values.size(); ++k)
            vector.values[k] = static_cast<float>(k % 101) + static_cast<float>(k % 7) / 8;
        std::copy_n(vector.values.begin(), 6, vector.values.begin() + 56 * 6);
    });
    row("the same few features in two splits", kNote, "splits", "may be chance", [](Cohort& c) {
        c.modalities.resize(1);
        std::copy_n(c.modalities[0].values.begin(), 3, c.modalities[0].values.begin() + 56 * 3);
    });
}

void TestCohortCheck::faultIsReported()
{
    QFETCH(Damage, damage);
    QFETCH(int, severity);
    QFETCH(QString, where);
    QFETCH(QString, words);
    Cohort cohort = soundCohort();
    damage(cohort);
    const std::vector<Problem> problems = checkCohort(cohort);
    const auto found = std::find_if(problems.begin(), problems.end(), [&](const Problem& problem) {
        return static_cast<int>(problem.severity) == severity
            && QString::fromStdString(problem.where) == where
            && QString::fromStdString(problem.what).contains(words);
    });
    QVERIFY2(found != problems.end(), qPrintable(printed(problems)));
    QVERIFY(!found->remedy.empty());
    QCOMPARE(btw::data::hasErrors(problems), std::any_of(problems.begin(), problems.end(), [](const auto& p) {
        return p.severity == Severity::Error;
    }));
}

void TestCohortCheck::withoutSplitsOnlyTheCohortItselfIsChecked()
{
    Cohort cohort = soundCohort();
    cohort.splits.clear();
    setRange(cohort, 0, 1, 60, 0);
    QVERIFY(checkCohort(cohort).empty() || !btw::data::hasErrors(checkCohort(cohort)));
    setRange(cohort, 0, 0, 1, 0);
    QVERIFY(btw::data::hasErrors(checkCohort(cohort)));
}

void TestCohortCheck::errorsComeFirst()
{
    Cohort cohort = soundCohort();
    cohort.modalities[0].values[0] = kMissing; // a note, found before the error below
    cohort.groups[59] = "g3";
    const std::vector<Problem> problems = checkCohort(cohort);
    QCOMPARE(problems.size(), std::size_t { 2 });
    QVERIFY(problems[0].severity == Severity::Error);
    QVERIFY(problems[1].severity == Severity::Note);
}

/// The bound leaves room for sanitizers on a busy machine.
void TestCohortCheck::largeCohortIsCheckedQuickly()
{
    Cohort cohort = soundCohort();
    cohort.modalities.resize(1);
    const std::size_t n = 20000;
    btw::data::Random random(3);
    Modality& modality = cohort.modalities[0];
    modality.dims = 500;
    modality.columns.clear();
    modality.values.resize(n * 500);
    for (float& value : modality.values)
        value = static_cast<float>(random.uniform());
    modality.present.assign(n, 1);
    cohort.ids.clear();
    cohort.y.clear();
    cohort.splits.clear();
    cohort.groups.clear();
    for (std::size_t i = 0; i < n; ++i) {
        cohort.ids.push_back(std::to_string(i));
        cohort.y.push_back(static_cast<double>(i % 3));
    }
    btw::data::drawSplits(cohort, 0);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(checkCohort(cohort).empty());
    qInfo("%lld ms", static_cast<long long>(timer.elapsed()));
    QVERIFY(timer.elapsed() < 5000);
}

void TestCohortCheck::whatIsJustEnoughIsNoProblem_data()
{
    QTest::addColumn<Damage>("change");
    const auto row = [](const char* name, const Damage& change) { QTest::newRow(name) << change; };
    row("two classes", [](Cohort& c) {
        c.classes = { "no", "yes" };
        for (std::size_t i = 0; i < 60; ++i)
            c.y[i] = static_cast<double>(i % 2);
    });
    row("each split has a class once", [](Cohort& c) {
        for (std::size_t i = 2; i < 60; i += 3)
            c.y[i] = i == 2 || i == 41 || i == 50 ? 2 : 0;
    });
    row("a test split of one row", [](Cohort& c) {
        makeRegression(c);
        c.groups.clear();
        std::fill(c.splits.begin() + 50, c.splits.end() - 1, Split::Validation);
    });
    row("a modality that two train, two validate and one tests", [](Cohort& c) {
        setRange(c, 0, 2, 40, 0);
        setRange(c, 0, 42, 50, 0);
        setRange(c, 0, 51, 60, 0);
    });
    row("a modality that one instance has, without splits", [](Cohort& c) {
        c.splits.clear();
        for (std::size_t m = 1; m < 3; ++m) {
            Modality& modality = c.modalities[m];
            std::fill(modality.offsets.begin() + 1, modality.offsets.end(), 0);
            modality.offsets[60] = 4; // the last has the last steps
            modality.values.erase(modality.values.begin(), modality.values.end() - 8);
            setRange(c, m, 0, 59, 0);
        }
        c.modalities[2].times = { 0, 1, 2, 3 };
    });
    row("one feature", [](Cohort& c) {
        c.modalities[0].dims = 1;
        c.modalities[0].columns = { "age" };
        c.modalities[0].values.resize(60);
    });
    row("a label range of a classification", [](Cohort& c) { c.labelRange = { 0.0, 1.0 }; });
    row("a label that is constant outside of training", [](Cohort& c) {
        makeRegression(c);
        std::fill(c.y.begin() + 40, c.y.end(), 2.5);
    });
    row("a feature that varies in the last training row", [](Cohort& c) {
        for (std::size_t i = 0; i < 60; ++i)
            c.modalities[0].values[i * 3 + 1] = i == 39 ? 4.0F : 4.5F;
    });
    row("times that begin again in each instance, some at once", [](Cohort& c) {
        Modality& series = c.modalities[2];
        for (std::size_t i = 0; i < 60; ++i) {
            for (auto step = series.offsets[i]; step < series.offsets[i + 1]; ++step)
                series.times[static_cast<std::size_t>(step)]
                    = static_cast<float>((step - series.offsets[i]) / 2);
        }
    });
    row("no splits", [](Cohort& c) { c.splits.clear(); });
    row("no groups", [](Cohort& c) { c.groups.clear(); });
    row("a sequence that equals the label", [](Cohort& c) {
        Modality& sequence = c.modalities[1];
        sequence.values.clear();
        for (std::size_t i = 0; i < 60; ++i) {
            sequence.offsets[i + 1] = static_cast<std::int64_t>(i + 1);
            sequence.values.push_back(static_cast<float>(c.y[i]));
            sequence.values.push_back(static_cast<float>(i * i));
        }
    });
}

void TestCohortCheck::whatIsJustEnoughIsNoProblem()
{
    QFETCH(Damage, change);
    Cohort cohort = soundCohort();
    change(cohort);
    const std::vector<Problem> problems = checkCohort(cohort);
    QVERIFY2(problems.empty(), qPrintable(printed(problems)));
}

void TestCohortCheck::errorsAreToldFromTheRest()
{
    const auto problem = [](Severity severity) {
        Problem one;
        one.severity = severity;
        return one;
    };
    const Problem note = problem(Severity::Note);
    const Problem warning = problem(Severity::Warning);
    const Problem error = problem(Severity::Error);
    QVERIFY(!btw::data::hasErrors({}));
    QVERIFY(!btw::data::hasErrors({ note, warning }));
    QVERIFY(btw::data::hasErrors({ note, error, warning }));
    QVERIFY(btw::data::hasErrors({ error }));
}

void TestCohortCheck::wordsOfOneColumnAreOneCell()
{
    Modality modality;
    modality.columns = { "sex=f", "sex=m", "sexual=m", "a=b=c", "a=x", "a", "a=z", "=q", "=r", "age" };
    modality.dims = 10;
    QCOMPARE(btw::data::ownCells(modality), (std::vector<std::uint8_t> { 1, 0, 1, 1, 0, 1, 1, 1, 0, 1 }));
    modality.columns = { "sex=f", "sex=m" };
    modality.dims = 3;
    QCOMPARE(btw::data::ownCells(modality), (std::vector<std::uint8_t> { 1, 0, 1 }));
    modality.columns.clear();
    QCOMPARE(btw::data::ownCells(modality), (std::vector<std::uint8_t> { 1, 1, 1 }));
}

QTEST_GUILESS_MAIN(TestCohortCheck)
#include "tst_cohortcheck.moc"
