// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/peopledigest.h"

#include <QtTest/QtTest>

using namespace btw;

namespace {

std::string named(const char* kind, std::size_t number)
{
    return std::string(kind).append(std::to_string(number));
}

/// The digest of 2 x 2 classes: 7 and 2 of the first, 3 and 8 of the second.
jobs::RunDigest ofClasses()
{
    jobs::RunDigest digest;
    digest.task = Task::Classification;
    digest.confusion = { { 7, 2 }, { 3, 8 } };
    std::size_t id = 0;
    for (const auto& row : digest.confusion)
        for (const auto count : row) {
            digest.confusionIds.emplace_back();
            for (std::int64_t i = 0; i < count; ++i)
                digest.confusionIds.back().push_back(named("p", id++));
        }
    return digest;
}

/// 20 people of one row each, p0 to p19. \param rowsEach of a person, where that is more than one
store::CohortRecord cohortOf(std::size_t rowsEach = 1)
{
    store::CohortRecord cohort;
    for (std::size_t row = 0; row < 20; ++row) {
        cohort.ids.push_back(named("p", row));
        if (rowsEach > 1)
            cohort.groups.push_back(named("g", row / rowsEach));
    }
    return cohort;
}

std::unordered_set<std::string> ids(std::size_t first, std::size_t last)
{
    std::unordered_set<std::string> all;
    for (auto id = first; id <= last; ++id)
        all.insert(named("p", id));
    return all;
}

} // namespace

class TestPeopleDigest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void confusionCountsTheChosenAlone()
    {
        using Counts = std::vector<std::vector<std::int64_t>>;
        const auto digest = ofClasses();
        const auto some = jobs::onlyOf(digest, ids(5, 16), QStringLiteral("men"), cohortOf());
        QCOMPARE(some.people, QStringLiteral("men"));
        QCOMPARE(some.confusion, (Counts { { 2, 2 }, { 3, 5 } }));
        QCOMPARE(some.confusionIds[0], (std::vector<std::string> { "p5", "p6" }));
        QCOMPARE(some.confusionIds[2], (std::vector<std::string> { "p9", "p10", "p11" }));
        QVERIFY(!some.hasTooFewPeople);
        const auto nine = jobs::onlyOf(digest, ids(5, 13), QStringLiteral("men"), cohortOf());
        QVERIFY(nine.hasTooFewPeople);
        QVERIFY(nine.confusion.empty() && nine.confusionIds.empty());
    }

    // Twelve stays of six people could point at a person, as six rows could.
    void peopleAreCountedAndNotTheirRows()
    {
        auto digest = ofClasses();
        analysis::ErrorAnalysis errors;
        for (std::size_t i = 0; i < 20; ++i) {
            errors.rows.push_back(i);
            errors.y.push_back(static_cast<double>(i));
            errors.delta.push_back(0.1);
            errors.change.push_back(1);
            digest.errorIds.push_back(named("p", i));
        }
        digest.task = Task::Regression;
        digest.errors = errors;
        const auto kept = [&](const std::unordered_set<std::string>& who, std::size_t rowsEach) {
            const auto some = jobs::onlyOf(digest, who, QStringLiteral("men"), cohortOf(rowsEach));
            // Errors and confusion are kept alike.
            return some.errors.has_value() == !some.confusion.empty()
                    && some.hasTooFewPeople == some.confusion.empty()
                ? static_cast<int>(some.errorIds.size())
                : -1;
        };
        QCOMPARE(kept(ids(0, 11), 1), 12);
        QCOMPARE(kept(ids(0, 11), 2), 0); // of six people
        QCOMPARE(kept(ids(0, 18), 2), 19); // of ten
        QCOMPARE(kept(ids(0, 17), 2), 0); // of nine
    }
};

QTEST_GUILESS_MAIN(TestPeopleDigest)
#include "tst_peopledigest.moc"
