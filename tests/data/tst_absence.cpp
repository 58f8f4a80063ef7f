// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/cohortcheck.h"

#include "soundcohort.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>

using btw::data::checkCohort;
using btw::data::Cohort;
using btw::data::Modality;
using btw::data::ModalityKind;
using btw::data::Problem;
using btw::data::Severity;
using namespace btw::data::fixtures;

namespace {

bool same(const std::vector<float>& a, const std::vector<float>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

} // namespace

class TestAbsence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsWithoutAnyValueBecomeAbsent();
    void lengthZeroBecomesAbsentAndPasses();
    void markAbsentLeavesSoundCohortsAlone();
    void absentRowsAreEmptiedAndNoted();
};

void TestAbsence::rowsWithoutAnyValueBecomeAbsent()
{
    Cohort cohort = soundCohort();
    std::fill_n(cohort.modalities[0].values.begin() + 9, 3, kMissing); // id3
    Modality& series = cohort.modalities[2];
    std::fill_n(series.values.begin() + 2, 4, kMissing); // id1: steps 1 and 2
    const std::size_t steps = series.times.size();

    const std::vector<Problem> notes = btw::data::markAbsent(cohort);

    QCOMPARE(notes.size(), std::size_t { 2 });
    QVERIFY(notes[0].what.find("id3") != std::string::npos);
    QCOMPARE(cohort.modalities[0].present[3], std::uint8_t { 0 });
    QCOMPARE(cohort.modalities[0].values[9], 0.0F);
    QCOMPARE(series.steps(1), std::int64_t { 0 });
    QCOMPARE(series.steps(2), std::int64_t { 3 });
    QCOMPARE(series.times.size(), steps - 2);
    QCOMPARE(series.times[1], 3.0F); // step 0 of id0 is followed by the first of id2
    const std::vector<Problem> problems = checkCohort(cohort);
    QVERIFY2(problems.empty(), qPrintable(printed(problems)));
}

void TestAbsence::lengthZeroBecomesAbsentAndPasses()
{
    Cohort cohort = soundCohort();
    Modality& sequence = cohort.modalities[1];
    sequence.offsets[60] = sequence.offsets[59];
    sequence.values.resize(static_cast<std::size_t>(sequence.offsets[60]) * 2);
    QVERIFY(btw::data::hasErrors(checkCohort(cohort)));
    QCOMPARE(btw::data::markAbsent(cohort).size(), std::size_t { 1 });
    QVERIFY(checkCohort(cohort).empty());
}

void TestAbsence::markAbsentLeavesSoundCohortsAlone()
{
    Cohort cohort = soundCohort();
    const Cohort before = cohort;
    QVERIFY(btw::data::markAbsent(cohort).empty());
    for (std::size_t m = 0; m < 3; ++m) {
        QCOMPARE(cohort.modalities[m].values, before.modalities[m].values);
        QCOMPARE(cohort.modalities[m].offsets, before.modalities[m].offsets);
        QCOMPARE(cohort.modalities[m].present, before.modalities[m].present);
    }
}

void TestAbsence::absentRowsAreEmptiedAndNoted()
{
    Cohort cohort;
    cohort.ids = { "a", "b", "c", "d", "e", "f" };
    cohort.y.assign(6, 0);
    // b and e have nothing but gaps; d and f were absent before, d with numbers left behind.
    Modality vector = vectorOf("v", 3,
        { 1, 2, 3, kMissing, kMissing, kMissing, kMissing, kMissing, 6, 7, 8, 9, kMissing, kMissing, kMissing,
            kMissing, kMissing, kMissing });
    vector.present = { 1, 1, 1, 0, 1, 0 };
    // b has no step; c has a number in its last one only; d was absent and has a step.
    Modality sequence;
    sequence.name = "s";
    sequence.kind = ModalityKind::Sequence;
    sequence.dims = 2;
    sequence.present = { 1, 1, 1, 0, 1, 0 };
    sequence.offsets = { 0, 2, 2, 5, 6, 8, 8 };
    sequence.values
        = { 1, kMissing, 2, 3, kMissing, kMissing, kMissing, kMissing, kMissing, 4, 5, 6, 7, 8, 9, 10 };
    // a has nothing but gaps.
    Modality series;
    series.name = "t";
    series.kind = ModalityKind::Series;
    series.dims = 1;
    series.present = { 1, 1, 1, 0, 1, 1 };
    series.offsets = { 0, 1, 3, 4, 4, 6, 7 };
    series.values = { kMissing, 2, 3, 4, 5, 6, 7 };
    series.times = { 10, 11, 12, 13, 14, 15, 16 };
    cohort.modalities = { vector, sequence, series };

    const std::vector<Problem> notes = btw::data::markAbsent(cohort);

    QCOMPARE(cohort.modalities[0].present, (std::vector<std::uint8_t> { 1, 0, 1, 0, 0, 0 }));
    QVERIFY(same(
        cohort.modalities[0].values, { 1, 2, 3, 0, 0, 0, kMissing, kMissing, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0 }));
    QCOMPARE(cohort.modalities[1].present, (std::vector<std::uint8_t> { 1, 0, 1, 0, 1, 0 }));
    QCOMPARE(cohort.modalities[1].offsets, (std::vector<std::int64_t> { 0, 2, 2, 5, 5, 7, 7 }));
    QVERIFY(same(cohort.modalities[1].values,
        { 1, kMissing, 2, 3, kMissing, kMissing, kMissing, kMissing, kMissing, 4, 7, 8, 9, 10 }));
    QVERIFY(cohort.modalities[1].times.empty());
    QCOMPARE(cohort.modalities[2].present, (std::vector<std::uint8_t> { 0, 1, 1, 0, 1, 1 }));
    QCOMPARE(cohort.modalities[2].offsets, (std::vector<std::int64_t> { 0, 0, 2, 3, 3, 5, 6 }));
    QCOMPARE(cohort.modalities[2].values, (std::vector<float> { 2, 3, 4, 5, 6, 7 }));
    QCOMPARE(cohort.modalities[2].times, (std::vector<float> { 11, 12, 13, 14, 15, 16 }));

    QCOMPARE(
        codes(notes), QStringLiteral("absent-without-values absent-without-values absent-without-values"));
    QCOMPARE(notes[0].severity, Severity::Note);
    QCOMPARE(notes[0].where, std::string("modality v"));
    QCOMPARE(notes[0].what, std::string("2 instances without any value count as absent: b, e."));
    QCOMPARE(notes[0].remedy, std::string("Nothing needs to be done."));
    QCOMPARE(notes[1].where, std::string("modality s"));
    QCOMPARE(notes[1].what, std::string("1 instance without any value counts as absent: b."));
    QCOMPARE(notes[2].what, std::string("1 instance without any value counts as absent: a."));

    // Without ids, instances go by their numbers.
    Cohort nameless;
    nameless.y.assign(2, 0);
    nameless.modalities = { vectorOf("v", 2, { 1, 2, kMissing, kMissing }) };
    QCOMPARE(btw::data::markAbsent(nameless).at(0).what,
        std::string("1 instance without any value counts as absent: 1."));
}

QTEST_GUILESS_MAIN(TestAbsence)
#include "tst_absence.moc"
