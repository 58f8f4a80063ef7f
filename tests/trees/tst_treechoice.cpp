// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/treechoice.h"

#include "goldencohort.h"

#include "engine/data/splits.h"
#include "engine/error.h"

#include <QtCore/QJsonArray>
#include <QtTest/QtTest>

#include <cmath>

using namespace btw;
using trees::chooseTrees;
using trees::summaryFeatures;
using trees::TreeSettings;

namespace {

std::optional<trees::ChosenTrees> chosen(const data::Cohort& cohort, const std::vector<TreeSettings>& grid,
    const std::function<bool()>& stopped = {})
{
    return chooseTrees(summaryFeatures(cohort), cohort, data::rowsOf(cohort, Split::Train),
        data::rowsOf(cohort, Split::Validation), grid, stopped);
}

std::vector<TreeSettings> twoDepths()
{
    std::vector<TreeSettings> grid(2);
    grid[0].rounds = grid[1].rounds = 30;
    grid[1].depth = 1;
    return grid;
}

} // namespace

class TestTreeChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundsAndSettingsAreThoseThatPyPIsXGBoostGives_data() { trees::addGoldenRows(); }
    void roundsAndSettingsAreThoseThatPyPIsXGBoostGives()
    {
        QFETCH(QString, name);
        const auto object = trees::golden(name);
        const auto expected = object["choice"].toArray();
        std::vector<TreeSettings> grid;
        std::size_t best = 0;
        for (qsizetype g = 0; g < expected.size(); ++g) {
            grid.push_back(trees::settingsOf(expected[g].toObject()["settings"].toObject()));
            if (expected[g]["loss"].toDouble() < expected[static_cast<qsizetype>(best)]["loss"].toDouble())
                best = static_cast<std::size_t>(g);
        }
        const auto choice = chosen(trees::cohortOf(object), grid);
        QVERIFY(choice);
        for (qsizetype g = 0; g < expected.size(); ++g) {
            const auto& candidate = choice->candidates[static_cast<std::size_t>(g)];
            QCOMPARE(candidate.settings.rounds, expected[g]["rounds"].toInt());
            QVERIFY(std::abs(candidate.validationLoss - expected[g]["loss"].toDouble()) < 1e-4);
        }
        QCOMPARE(choice->chosen.settings.depth, grid[best].depth);
        QCOMPARE(choice->chosen.settings.eta, grid[best].eta);
        QCOMPARE(choice->model.rounds(), choice->chosen.settings.rounds);
    }

    void chosenModelIsTheOneGrownToItsRounds()
    {
        const auto cohort = trees::cohortOf(trees::golden(QStringLiteral("binary")));
        const auto choice = chosen(cohort, twoDepths());
        QVERIFY(choice);
        const auto table = summaryFeatures(cohort);
        const auto again = trees::BoostedTrees::fit(
            table, cohort, data::rowsOf(cohort, Split::Train), choice->chosen.settings);
        QCOMPARE(
            again.predict(table, { 0, 1, 2 }).row(1)[0], choice->model.predict(table, { 0, 1, 2 }).row(1)[0]);
    }

    void testLabelsChangeNothing()
    {
        auto cohort = trees::cohortOf(trees::golden(QStringLiteral("three")));
        const auto before = chosen(cohort, twoDepths());
        for (const std::size_t row : data::rowsOf(cohort, Split::Test))
            cohort.y[row] = 0;
        const auto after = chosen(cohort, twoDepths());
        QCOMPARE(after->model.save(), before->model.save());
    }

    void theFirstOfEqualsIsTaken()
    {
        const std::vector<TreeSettings> grid(2, twoDepths()[0]);
        auto marked = grid;
        marked[1].threads = 2; // the same model
        const auto choice = chosen(trees::cohortOf(trees::golden(QStringLiteral("binary"))), marked);
        QCOMPARE(choice->chosen.settings.threads, 1);
    }

    void stopLeavesNothing()
    {
        int asked = 0;
        QVERIFY(!chosen(trees::cohortOf(trees::golden(QStringLiteral("binary"))), twoDepths(),
            [&] { return ++asked > 3; }));
    }

    void theGridIsSmallAndNeverBeyondTheReference()
    {
        const auto grid = trees::defaultGrid();
        QCOMPARE(grid.size(), 6U);
        for (const auto& settings : grid)
            QCOMPARE(settings.rounds, 300);
    }

    void noValidationRowsAreRefused()
    {
        const auto cohort = trees::cohortOf(trees::golden(QStringLiteral("binary")));
        QVERIFY_EXCEPTION_THROWN(
            chooseTrees(summaryFeatures(cohort), cohort, data::rowsOf(cohort, Split::Train), {}), Error);
    }
};

QTEST_APPLESS_MAIN(TestTreeChoice)
#include "tst_treechoice.moc"
