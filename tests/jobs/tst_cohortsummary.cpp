// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "workspace/io/readcohort.h"
#include "workspace/jobs/binning.h"
#include "workspace/jobs/cohortsummary.h"
#include "workspace/jobs/queue.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace btw;
using jobs::Binning;
using jobs::SplitCounts;
using jobs::summarise;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::shared_ptr<const data::Cohort> shared(data::Cohort cohort)
{
    return std::make_shared<const data::Cohort>(std::move(cohort));
}

/// Six rows of three people: notes (vector, 2 features) for all but the fourth, labs (sequence, 1 feature)
/// for the first three.
data::Cohort smallCohort()
{
    data::Cohort cohort;
    cohort.name = "small";
    cohort.ids = { "a", "b", "c", "d", "e", "f" };
    cohort.y = { 0.5, 1.5, 2.5, 1.5, 0.5, 3.5 };
    cohort.groups = { "p", "p", "q", "q", "r", "r" };
    cohort.splits
        = { Split::Train, Split::Train, Split::Train, Split::Train, Split::Validation, Split::Test };
    data::Modality notes;
    notes.name = "notes";
    notes.dims = 2;
    notes.columns = { "age", "dose" };
    notes.present = { 1, 1, 1, 0, 1, 1 };
    notes.values = { 40, 0.25F, 50, kNan, 60, 0.5F, 0, 0, 40, 1, 44, kNan };
    data::Modality labs;
    labs.name = "labs";
    labs.kind = data::ModalityKind::Sequence;
    labs.dims = 1;
    labs.present = { 1, 1, 1, 0, 0, 0 };
    labs.offsets = { 0, 2, 3, 8, 8, 8, 8 };
    labs.values = { 1, 2, kNan, 4, 5, 6, 7, 8 };
    cohort.modalities = { notes, labs };
    return cohort;
}

std::int64_t sum(const std::vector<std::int64_t>& bins)
{
    return std::accumulate(bins.begin(), bins.end(), std::int64_t { 0 });
}

} // namespace

class TestCohortSummary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAndPeopleAreCountedBySplit();
    void absentRowsAreNoValues();
    void missingCellsAreCountedAndLeftOut();
    void stepsOfASequenceHaveTheirMiddle();
    void patternsOfASmallCohort();
    void plantedPatternIsCountedRight();
    void completeCohortHasOnePattern();
    void numbersToPredictFallIntoBinsBySplit();
    void classesAreCountedBySplit();
    void everyValueLiesInABin();
    void valuesOnAStepLieAmidTheirBins_data();
    void valuesOnAStepLieAmidTheirBins();
    void oneValueGivesOneBin();
    void medianOfEvenlyManyIsBetween();
    void cancelledSummaryIsNull();
    void queueDescribesOffTheCallingThread();
    void peopleOfParkinsonsStayTogether();
};

void TestCohortSummary::rowsAndPeopleAreCountedBySplit()
{
    const auto summary = summarise(shared(smallCohort()));
    QCOMPARE(summary->rows, (SplitCounts { 4, 1, 1 }));
    QCOMPARE(summary->people, (SplitCounts { 2, 1, 1 })); // r is in two splits
    QCOMPARE(summary->allPeople, 3);
    QCOMPARE(summary->cohort->name, std::string("small"));
}

void TestCohortSummary::absentRowsAreNoValues()
{
    const auto summary = summarise(shared(smallCohort()));
    const auto& notes = summary->modalities[0];
    QCOMPARE(notes.present, (SplitCounts { 3, 1, 1 }));
    QCOMPARE(notes.cells, 10); // the fourth row's zeros are none
    const auto& age = notes.features[0];
    QCOMPARE(age.name, std::string("age"));
    QCOMPARE(age.values, 5);
    QCOMPARE(age.least, 40.0);
    QCOMPARE(age.most, 60.0);
    QCOMPARE(age.mean, 46.8);
    QCOMPARE(sum(age.bins), 5);
}

void TestCohortSummary::missingCellsAreCountedAndLeftOut()
{
    const auto summary = summarise(shared(smallCohort()));
    const auto& dose = summary->modalities[0].features[1];
    QCOMPARE(summary->modalities[0].missingCells, 2);
    QCOMPARE(dose.missing, 2);
    QCOMPARE(dose.values, 3);
    QCOMPARE(dose.least, 0.25);
    QCOMPARE(dose.most, 1.0);
    QCOMPARE(sum(dose.bins), 3);
    QCOMPARE(summary->modalities[1].missingCells, 1);
    // Columns that are the words of one are one cell of the file: missing once.
    auto words = smallCohort();
    auto& first = words.modalities[0];
    first.columns = { "sex=f", "sex=m" };
    for (std::size_t k = 0; k < 4; ++k)
        first.values[k] = kNan;
    first.values[4] = first.values[5] = 0;
    const auto once = summarise(shared(words));
    QCOMPARE(once->modalities[0].cells, summary->modalities[0].cells / 2);
    QCOMPARE(once->modalities[0].missingCells, once->modalities[0].features[0].missing);

    auto cohort = smallCohort();
    for (std::size_t i = 1; i < cohort.modalities[0].values.size(); i += 2)
        cohort.modalities[0].values[i] = kNan;
    const auto nothing = summarise(shared(cohort));
    QVERIFY(nothing->modalities[0].features[1].bins.empty());
    QVERIFY(std::isnan(nothing->modalities[0].features[1].mean));
}

void TestCohortSummary::stepsOfASequenceHaveTheirMiddle()
{
    const auto summary = summarise(shared(smallCohort()));
    const auto& labs = summary->modalities[1];
    QCOMPARE(labs.shortest, 1);
    QCOMPARE(labs.medianSteps, 2.0);
    QCOMPARE(labs.longest, 5);
    QCOMPARE(labs.cells, 8);
    QCOMPARE(labs.features[0].values, 7);
}

void TestCohortSummary::patternsOfASmallCohort()
{
    auto cohort = smallCohort();
    cohort.modalities[0].present[3] = 1;
    const auto summary = summarise(shared(cohort));
    QCOMPARE(summary->patterns.size(), std::size_t(2));
    QCOMPARE(summary->patterns[0].has, (std::vector<bool> { true, true }));
    QCOMPARE(summary->patterns[0].rows, (SplitCounts { 3, 0, 0 }));
    QCOMPARE(summary->patterns[1].has, (std::vector<bool> { true, false }));
    QCOMPARE(summary->patterns[1].rows, (SplitCounts { 1, 1, 1 }));
}

void TestCohortSummary::plantedPatternIsCountedRight()
{
    // Chest X-rays for exactly 25% of the stays, ECGs for 52%, independently of one another.
    constexpr std::size_t kStays = 1600;
    const auto cohort = shared(data::makeLos(kStays));
    const auto summary = summarise(cohort);
    const auto& modalities = summary->modalities;
    QCOMPARE(jobs::total(modalities[0].present), 1600);
    QCOMPARE(jobs::total(modalities[1].present), 1600);
    QCOMPARE(jobs::total(modalities[2].present), 400);
    QCOMPARE(jobs::total(modalities[3].present), 832);

    QCOMPARE(summary->patterns.size(), std::size_t(4));
    std::int64_t rows = 0;
    std::int64_t withXray = 0;
    std::int64_t withEcg = 0;
    for (const auto& pattern : summary->patterns) {
        QVERIFY(pattern.has[0] && pattern.has[1]);
        // Counted again, instance by instance.
        SplitCounts again {};
        for (std::size_t i = 0; i < kStays; ++i) {
            bool same = true;
            for (std::size_t m = 0; m < 4; ++m)
                same = same && (cohort->modalities[m].present[i] != 0) == pattern.has[m];
            again.at(static_cast<std::size_t>(cohort->splits[i])) += same ? 1 : 0;
        }
        QCOMPARE(pattern.rows, again);
        const auto n = jobs::total(pattern.rows);
        rows += n;
        withXray += pattern.has[2] ? n : 0;
        withEcg += pattern.has[3] ? n : 0;
        const double expected = 1600 * (pattern.has[2] ? 0.25 : 0.75) * (pattern.has[3] ? 0.52 : 0.48);
        QVERIFY(std::abs(static_cast<double>(n) - expected) < 0.03 * 1600);
    }
    QCOMPARE(rows, 1600);
    QCOMPARE(withXray, 400);
    QCOMPARE(withEcg, 832);
    QVERIFY(std::is_sorted(summary->patterns.begin(), summary->patterns.end(),
        [](const auto& a, const auto& b) { return jobs::total(a.rows) > jobs::total(b.rows); }));
}

void TestCohortSummary::completeCohortHasOnePattern()
{
    const auto summary = summarise(shared(data::makeSentiment(100)));
    QCOMPARE(summary->patterns.size(), std::size_t(1));
    QCOMPARE(summary->patterns[0].rows, summary->rows);
}

void TestCohortSummary::numbersToPredictFallIntoBinsBySplit()
{
    const auto summary = summarise(shared(smallCohort()));
    const auto& labels = summary->labels;
    QCOMPARE(labels.counts.size(), std::size_t(4)); // steps of one from 0.5 to 3.5
    QCOMPARE(labels.least, 0.5);
    QCOMPARE(labels.most, 3.5);
    QCOMPARE(labels.edges.low, 0.0);
    QCOMPARE(labels.edges.high, 4.0);
    QCOMPARE(labels.counts[0], (SplitCounts { 1, 1, 0 }));
    QCOMPARE(labels.counts[1], (SplitCounts { 2, 0, 0 }));
    QCOMPARE(labels.counts[3], (SplitCounts { 0, 0, 1 }));
    QCOMPARE(labels.median[0], 1.5);
    QCOMPARE(labels.median[2], 3.5);
}

void TestCohortSummary::classesAreCountedBySplit()
{
    auto cohort = smallCohort();
    cohort.task = Task::Classification;
    cohort.classes = { "short", "long", "never" };
    cohort.y = { 0, 1, 1, 1, 0, 1 };
    const auto summary = summarise(shared(cohort));
    QCOMPARE(summary->labels.counts.size(), std::size_t(3));
    QCOMPARE(summary->labels.counts[0], (SplitCounts { 1, 1, 0 }));
    QCOMPARE(summary->labels.counts[1], (SplitCounts { 3, 0, 1 }));
    QCOMPARE(summary->labels.counts[2], SplitCounts {});
}

void TestCohortSummary::everyValueLiesInABin()
{
    const auto summary = summarise(shared(data::makeLos(200)));
    for (const auto& modality : summary->modalities) {
        QCOMPARE(modality.features.size(), static_cast<std::size_t>(modality.dims));
        std::int64_t cells = 0;
        for (const auto& feature : modality.features) {
            QCOMPARE(sum(feature.bins), feature.values);
            QVERIFY(feature.least <= feature.mean && feature.mean <= feature.most);
            QVERIFY(feature.edges.low <= feature.least && feature.most <= feature.edges.high * (1 + 1e-12));
            cells += feature.values + feature.missing;
        }
        QCOMPARE(cells, modality.cells);
    }
}

void TestCohortSummary::valuesOnAStepLieAmidTheirBins_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("step");
    QTest::addColumn<int>("possible");
    QTest::addColumn<int>("bins");
    QTest::addColumn<int>("inEach");
    QTest::newRow("no and yes") << 0.0 << 1.0 << 2 << 2 << 1;
    QTest::newRow("sentiment in fifths") << -3.0 << 0.2 << 31 << 31 << 1;
    QTest::newRow("ages") << 18.0 << 1.0 << 81 << 27 << 3;
    QTest::newRow("thousands") << 0.0 << 1000.0 << 64 << 32 << 2;
}

void TestCohortSummary::valuesOnAStepLieAmidTheirBins()
{
    QFETCH(double, low);
    QFETCH(double, step);
    QFETCH(int, possible);
    QFETCH(int, bins);
    QFETCH(int, inEach);
    std::vector<double> values;
    for (int k = 0; k < possible; ++k)
        values.push_back(low + k * step);
    const auto binning = Binning::of(values);
    QCOMPARE(binning.count(), static_cast<std::size_t>(bins));
    std::vector<int> held(binning.count(), 0);
    for (const double value : values)
        ++held[binning.binOf(value)];
    for (const int each : held)
        QCOMPARE(each, inEach);
}

void TestCohortSummary::oneValueGivesOneBin()
{
    const auto binning = Binning::of({ 7, 7, 7 });
    QCOMPARE(binning.count(), std::size_t(1));
    QCOMPARE(binning.low(), 6.5);
    QCOMPARE(binning.high(), 7.5);
    QCOMPARE(binning.binOf(7), std::size_t(0));
}

void TestCohortSummary::medianOfEvenlyManyIsBetween()
{
    std::vector<double> values { 9, 1, 4, 2 };
    QCOMPARE(jobs::medianOf(values), 3.0);
    values = { 5, 1, 9 };
    QCOMPARE(jobs::medianOf(values), 5.0);
    values.clear();
    QVERIFY(std::isnan(jobs::medianOf(values)));
}

void TestCohortSummary::cancelledSummaryIsNull()
{
    QVERIFY(!summarise(shared(smallCohort()), [] { return true; }));
    QVERIFY(summarise(shared(smallCohort()), [] { return false; }));
}

void TestCohortSummary::queueDescribesOffTheCallingThread()
{
    const QTemporaryDir folder;
    jobs::Queue queue(folder.filePath(QStringLiteral("p.sqlite")));
    std::shared_ptr<const jobs::CohortSummary> answer;
    connect(&queue, &jobs::Queue::cohortDescribed, this, [&](const auto& summary) { answer = summary; });
    const auto cohort = shared(smallCohort());
    queue.describe(cohort);
    QVERIFY(!answer); // returned at once
    QTRY_VERIFY(answer);
    QCOMPARE(answer->cohort, cohort);
    QCOMPARE(jobs::total(answer->rows), 6);
}

void TestCohortSummary::peopleOfParkinsonsStayTogether()
{
    const QString folder = QStringLiteral(BTW_SHARED_DATA "/parkinsons");
    if (!QFileInfo::exists(folder))
        QSKIP("the Parkinson's recordings are not here");
    const auto read = io::openCohort(folder, 0);
    QVERIFY(read.cohort);
    const auto summary = summarise(shared(*read.cohort));
    QCOMPARE(jobs::total(summary->rows), 5875);
    QCOMPARE(summary->allPeople, 42);
    QCOMPARE(jobs::total(summary->people), 42); // nobody in two splits
    QCOMPARE(summary->patterns.size(), std::size_t(1));
    QCOMPARE(summary->modalities.size(), std::size_t(4));
}

QTEST_GUILESS_MAIN(TestCohortSummary)
#include "tst_cohortsummary.moc"
