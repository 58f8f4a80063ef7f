// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/cohortcheck.h"

#include "soundcohort.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>

using btw::Split;
using btw::data::checkCohort;
using btw::data::Cohort;
using btw::data::Modality;
using btw::data::ModalityKind;
using btw::data::Problem;
using btw::data::Severity;
using namespace btw::data::fixtures;

namespace {

/// What is said of copies in two splits; empty: there are none.
Problem ofCopies(const Cohort& cohort)
{
    for (const Problem& problem : checkCohort(cohort)) {
        if (problem.code == "copies-in-two-splits")
            return problem;
    }
    return {};
}

/// A regression whose rows go to the three splits in turn, without modalities.
Cohort inTurn(std::size_t n)
{
    Cohort cohort;
    for (std::size_t i = 0; i < n; ++i) {
        cohort.ids.push_back(numbered("id", static_cast<int>(i)));
        cohort.y.push_back(static_cast<double>(i));
        cohort.splits.push_back(static_cast<Split>(i % 3));
    }
    return cohort;
}

} // namespace

class TestCohortCopies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void testLabelsAreNotComparedWithFeatures();
    void copiesOfTheLabelAreFoundAmongTrainingRows();
    void oneDifferenceIsEnoughToBeNoCopy();
    void fewFeaturesMayBeTheSameByChance();
};

void TestCohortCopies::testLabelsAreNotComparedWithFeatures()
{
    Cohort cohort = soundCohort();
    for (std::size_t i = 40; i < 60; ++i)
        cohort.modalities[0].values[i * 3] = static_cast<float>(cohort.y[i]);
    QVERIFY(checkCohort(cohort).empty());
}

// The first label lies far from the others, so that sums over what is left after it is taken off are large.
void TestCohortCopies::copiesOfTheLabelAreFoundAmongTrainingRows()
{
    constexpr std::size_t kTraining = 20;
    constexpr std::size_t kAll = 26;
    Cohort cohort;
    std::vector<float> values;
    std::vector<float> others;
    std::size_t known = 0; // training rows with a label and the modality
    for (std::size_t i = 0; i < kAll; ++i) {
        cohort.ids.push_back(numbered("id", static_cast<int>(i)));
        cohort.splits.push_back(i < kTraining ? Split::Train : i < 23 ? Split::Validation : Split::Test);
        const double k = i == 0 ? 1000 : static_cast<double>((7 * i * i + 3 * i) % 23);
        cohort.y.push_back(i == 7 ? std::nan("") : 4e8 + k);
        known += i < kTraining && i != 7 && i != 11 ? 1 : 0;
        const auto label = static_cast<float>(k);
        const auto row = static_cast<float>(i);
        others.push_back(row);
        others.push_back(static_cast<float>((i * i) % 7));
        if (i < kTraining && i != 11) {
            values.push_back(3 * label - 16000000); // a copy
            values.push_back(-2 * label + static_cast<float>(5 * i % 4)); // near it, -0.999998
            values.push_back(static_cast<float>(40 + (5 * i * i + 2 * i) % 17)); // unrelated
            values.push_back(
                i == 0 ? -700.0F : static_cast<float>(11 * i % 13)); // far away once, as the label is
            values.push_back(i == 0 || i == 5 || i == 13 ? kMissing : -label); // a copy with gaps
            values.push_back(known > 8 ? label / 2 : kMissing); // a copy, of which ten are known
            values.push_back(known > 9 ? label / 2 : kMissing); // a copy, of which nine are known
        } else {
            for (std::size_t d = 0; d < 7; ++d)
                values.push_back(i == 11 ? 0.0F : row * row + static_cast<float>(d));
        }
    }
    QCOMPARE(known, std::size_t { 18 });
    Modality modality = vectorOf("v", 7, values);
    modality.columns = { "copy", "near", "unrelated", "far", "gaps", "ten", "nine" };
    modality.present[11] = 0;
    cohort.modalities = { modality, vectorOf("w", 2, others) };
    const std::vector<Problem> problems = checkCohort(cohort);
    QCOMPARE(codes(problems), QStringLiteral("label-missing label-among-features missing-values"));
    QCOMPARE(concerned(problems[1].concern), QStringLiteral("v:copy v:gaps v:ten"));
}

void TestCohortCopies::oneDifferenceIsEnoughToBeNoCopy()
{
    // Eleven features: two times four, and three more.
    Cohort cohort = inTurn(16);
    std::vector<float> values;
    for (std::size_t i = 0; i < 16; ++i) {
        std::vector<float> own;
        for (std::size_t d = 0; d < 11; ++d)
            own.push_back(static_cast<float>(d + 1) / 2 + (i == d + 1 ? 100.0F : 0.0F));
        if (i == 12)
            std::swap(own[0], own[1]);
        if (i == 13)
            std::swap(own[0], own[4]);
        if (i == 14)
            std::swap(own[9], own[10]);
        if (i == 15)
            own[5] = -own[5];
        values.insert(values.end(), own.begin(), own.end());
    }
    cohort.modalities = { vectorOf("v", 11, values) };
    QCOMPARE(ofCopies(cohort).what, std::string());
    const auto copy = [&](std::size_t from, std::size_t to) {
        auto& all = cohort.modalities[0].values;
        std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(11 * from), 11,
            all.begin() + static_cast<std::ptrdiff_t>(11 * to));
    };
    copy(6, 9); // of the same split
    QCOMPARE(ofCopies(cohort).what, std::string());
    copy(13, 14);
    const Problem one = ofCopies(cohort);
    QCOMPARE(one.severity, Severity::Warning);
    QCOMPARE(one.where, std::string("splits"));
    QCOMPARE(
        one.what, std::string("1 pair of instances with the same features in two splits: id13 and id14."));
    QCOMPARE(one.remedy, std::string("Remove the copies, or give both the same group."));
    copy(3, 5);
    QCOMPARE(ofCopies(cohort).what,
        std::string(
            "2 pairs of instances with the same features in two splits: id3 and id5, id13 and id14."));

    // The same numbers, of another modality.
    Cohort two = inTurn(6);
    two.modalities = { vectorOf("a", 3, { 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 }),
        vectorOf("b", 3, { 1, 2, 3, 0, 0, 0, 6, 5, 4, 9, 8, 7, 12, 11, 10, 15, 14, 13 }) };
    two.modalities[0].present[0] = 0;
    two.modalities[1].present[1] = 0;
    QCOMPARE(ofCopies(two).what, std::string());

    // The same values, at other times.
    Cohort timed = inTurn(3);
    Modality series;
    series.name = "t";
    series.kind = ModalityKind::Series;
    series.dims = 1;
    series.present = { 1, 1, 1 };
    series.offsets = { 0, 2, 4, 6 };
    series.values = { 7, 8, 7, 8, 7, 8 };
    series.times = { 0, 1, 0, 2, 0.5F, 1 };
    timed.modalities = { series };
    QCOMPARE(ofCopies(timed).what, std::string());
    timed.modalities[0].times[3] = 1;
    QCOMPARE(ofCopies(timed).what,
        std::string("1 pair of instances with the same features in two splits: id0 and id1."));
}

void TestCohortCopies::fewFeaturesMayBeTheSameByChance()
{
    // Instances 1 and 2 are the same.
    const auto severityOf = [](const std::vector<std::int64_t>& dims) {
        Cohort cohort = inTurn(3);
        for (const std::int64_t width : dims) {
            std::vector<float> values;
            for (const float row : { 1.0F, 2.0F, 2.0F })
                for (std::int64_t d = 0; d < width; ++d)
                    values.push_back(row + static_cast<float>(d));
            cohort.modalities.push_back(
                vectorOf(numbered("m", static_cast<int>(cohort.modalities.size())), width, values));
        }
        return ofCopies(cohort).severity;
    };
    QCOMPARE(severityOf({ 4 }), Severity::Note);
    QCOMPARE(severityOf({ 5 }), Severity::Warning);
    QCOMPARE(severityOf({ 2, 2 }), Severity::Note);
    QCOMPARE(severityOf({ 2, 3 }), Severity::Warning);

    Cohort few = inTurn(3);
    few.modalities = { vectorOf("m", 1, { 1, 2, 2 }) };
    const Problem note = ofCopies(few);
    QCOMPARE(note.what,
        std::string(
            "1 pair of instances with the same features in two splits: id1 and id2. With so few features "
            "this may be chance."));
    QCOMPARE(note.remedy, std::string("If they are copies, remove them, or give both the same group."));

    // One step of one feature is a sequence all the same.
    few.modalities[0].kind = ModalityKind::Sequence;
    few.modalities[0].offsets = { 0, 1, 2, 3 };
    QCOMPARE(ofCopies(few).severity, Severity::Warning);
}

QTEST_GUILESS_MAIN(TestCohortCopies)
#include "tst_cohortcopies.moc"
