// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trees/boostedtrees.h"

#include "goldencohort.h"

#include "engine/analysis/metrics.h"
#include "engine/data/splits.h"
#include "engine/error.h"

#include <QtCore/QJsonArray>
#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

using namespace btw;
using trees::BoostedTrees;
using trees::FeatureTable;
using trees::summaryFeatures;
using trees::TreeSettings;

namespace {

std::vector<std::size_t> everyone(const data::Cohort& cohort)
{
    std::vector<std::size_t> rows(cohort.size());
    std::iota(rows.begin(), rows.end(), std::size_t { 0 });
    return rows;
}

Predictions predictionsOf(const data::Cohort& cohort, const TreeSettings& settings)
{
    const FeatureTable table = summaryFeatures(cohort);
    return BoostedTrees::fit(table, cohort, data::rowsOf(cohort, Split::Train), settings)
        .predict(table, everyone(cohort));
}

/// Mean log loss, or mean absolute error, of the test rows.
double testLoss(const data::Cohort& cohort, const Predictions& predictions)
{
    const auto rows = data::rowsOf(cohort, Split::Test);
    double sum = 0;
    for (const std::size_t row : rows) {
        const double y = cohort.y[row];
        sum += cohort.task == Task::Regression
            ? std::abs(y - predictions.row(row)[0])
            : -std::log(static_cast<double>(predictions.row(row)[static_cast<std::size_t>(y)]));
    }
    return sum / static_cast<double>(rows.size());
}

TreeSettings quick()
{
    TreeSettings settings;
    settings.rounds = 20;
    settings.eta = 0.2;
    return settings;
}

data::Cohort binary() { return trees::cohortOf(trees::golden(QStringLiteral("binary"))); }

} // namespace

class TestBoostedTrees : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void predictionsAndFiguresAreThoseOfPyPIsXGBoost_data() { trees::addGoldenRows(); }
    void predictionsAndFiguresAreThoseOfPyPIsXGBoost()
    {
        QFETCH(QString, name);
        const auto object = trees::golden(name);
        const auto cohort = trees::cohortOf(object);
        const double scale = cohort.task == Task::Regression ? 30 : 1; // of the labels
        for (const auto& value : object["fits"].toArray()) {
            const auto fit = value.toObject();
            const auto predictions = predictionsOf(cohort, trees::settingsOf(fit["settings"].toObject()));
            const auto rows = fit["predictions"].toArray();
            for (std::size_t i = 0; i < cohort.size(); ++i) {
                const auto row = rows[static_cast<qsizetype>(i)].toArray();
                QCOMPARE(static_cast<std::size_t>(row.size()), predictions.width);
                for (std::size_t k = 0; k < predictions.width; ++k) {
                    const double wanted = row[static_cast<qsizetype>(k)].toDouble();
                    QVERIFY2(std::abs(predictions.row(i)[k] - wanted) < 1e-5 * scale,
                        qPrintable(QStringLiteral("row %1: %2, not %3")
                                       .arg(i)
                                       .arg(static_cast<double>(predictions.row(i)[k]))
                                       .arg(wanted)));
                }
            }
            QVERIFY(std::abs(testLoss(cohort, predictions) - fit["loss"].toDouble()) < 1e-3);
            const auto metrics
                = analysis::evaluate(analysis::evaluationSet(cohort, Split::Test), predictions);
            if (cohort.task == Task::Classification)
                QVERIFY(std::abs(metrics.at("auroc") - fit["auroc"].toDouble()) < 1e-3);
        }
    }

    void rowsOutsideTrainingChangeNothing()
    {
        const auto cohort = binary();
        auto changed = cohort;
        for (std::size_t i = 0; i < changed.size(); ++i) {
            if (changed.splits[i] == Split::Train)
                continue;
            changed.y[i] = 1 - changed.y[i];
            for (auto& modality : changed.modalities) {
                const auto first = static_cast<std::size_t>(
                    modality.isRagged() ? modality.offsets[i] : static_cast<int>(i));
                const auto count = static_cast<std::size_t>(modality.steps(i) * modality.dims);
                std::fill_n(modality.values.begin()
                        + static_cast<std::ptrdiff_t>(first * static_cast<std::size_t>(modality.dims)),
                    count, 99.0F);
            }
        }
        const auto training = data::rowsOf(cohort, Split::Train);
        const auto before = BoostedTrees::fit(summaryFeatures(cohort), cohort, training, quick());
        const auto after = BoostedTrees::fit(summaryFeatures(changed), changed, training, quick());
        QCOMPARE(after.save(), before.save());
    }

    void orderOfModalitiesChangesNothing()
    {
        auto cohort = binary();
        const auto before = predictionsOf(cohort, quick());
        std::rotate(cohort.modalities.begin(), cohort.modalities.begin() + 1, cohort.modalities.end());
        QCOMPARE(predictionsOf(cohort, quick()).values, before.values);
    }

    void sameSeedGivesTheSameBitsAndAnotherDoesNot()
    {
        const auto cohort = binary();
        auto settings = quick();
        const auto first = predictionsOf(cohort, settings);
        QCOMPARE(predictionsOf(cohort, settings).values, first.values);
        settings.seed = 1;
        QVERIFY(predictionsOf(cohort, settings).values != first.values);
    }

    void numberOfThreadsChangesNoFigure()
    {
        const auto cohort = binary();
        auto settings = quick();
        const auto one = predictionsOf(cohort, settings);
        settings.threads = 2;
        const auto two = predictionsOf(cohort, settings);
        for (std::size_t i = 0; i < one.values.size(); ++i)
            QVERIFY(std::abs(one.values[i] - two.values[i]) < 1e-5);
    }

    void modelComesBackFromItsBytes_data() { trees::addGoldenRows(); }
    void modelComesBackFromItsBytes()
    {
        QFETCH(QString, name);
        const auto cohort = trees::cohortOf(trees::golden(name));
        const FeatureTable table = summaryFeatures(cohort);
        const auto model = BoostedTrees::fit(table, cohort, data::rowsOf(cohort, Split::Train), quick());
        const std::string bytes = model.save();
        const auto again = BoostedTrees::load(bytes);
        QCOMPARE(again.rounds(), 20);
        QCOMPARE(again.features(), table.columns());
        QCOMPARE(
            again.predict(table, everyone(cohort)).values, model.predict(table, everyone(cohort)).values);
        QCOMPARE(again.save(), bytes);
    }

    // XGBoost by itself would grow no tree on labels of 1e-6.
    void unitsOfTheLabelChangeNothing_data()
    {
        QTest::addColumn<double>("unit");
        QTest::newRow("tiny") << 1e-6;
        QTest::newRow("very tiny") << 1e-25;
        QTest::newRow("large") << 1e9;
        QTest::newRow("very large") << 1e30;
    }
    void unitsOfTheLabelChangeNothing()
    {
        QFETCH(double, unit);
        auto cohort = trees::cohortOf(trees::golden(QStringLiteral("regression")));
        const auto known = predictionsOf(cohort, quick());
        for (double& label : cohort.y)
            label *= unit;
        const FeatureTable table = summaryFeatures(cohort);
        const auto model = BoostedTrees::fit(table, cohort, data::rowsOf(cohort, Split::Train), quick());
        const auto scaled = model.predict(table, everyone(cohort));
        double least = known.values.front(), most = least;
        for (std::size_t i = 0; i < known.values.size(); ++i) {
            least = std::min<double>(least, known.values[i]);
            most = std::max<double>(most, known.values[i]);
            QVERIFY2(std::abs(static_cast<double>(scaled.values[i]) / unit - known.values[i]) < 1e-3 * 30,
                qPrintable(QStringLiteral("%1 for %2").arg(scaled.values[i]).arg(known.values[i])));
        }
        QVERIFY(most - least > 1); // they do say something
        const auto again = BoostedTrees::load(model.save());
        QCOMPARE(again.predict(table, everyone(cohort)).values, scaled.values);
    }

    void bytesThatAreNoModelAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(BoostedTrees::load("no model"), Error);
        QVERIFY_EXCEPTION_THROWN(BoostedTrees::load(""), Error);
    }

    void otherFeaturesAreRefused()
    {
        const auto cohort = binary();
        const auto model
            = BoostedTrees::fit(summaryFeatures(cohort), cohort, data::rowsOf(cohort, Split::Train), quick());
        QVERIFY_EXCEPTION_THROWN(model.predict(summaryFeatures(cohort, { 0 }), { 0 }), Error);
    }

    void stopLeavesTheRoundsSoFar()
    {
        const auto cohort = binary();
        int asked = 0;
        const auto model = BoostedTrees::fit(summaryFeatures(cohort), cohort,
            data::rowsOf(cohort, Split::Train), quick(), [&] { return ++asked < 5; });
        QCOMPARE(model.rounds(), 5);
    }

    void rowsThatAreNotAskedForHaveNoPrediction()
    {
        const auto cohort = binary();
        const FeatureTable table = summaryFeatures(cohort);
        const auto predictions = BoostedTrees::fit(table, cohort, data::rowsOf(cohort, Split::Train), quick())
                                     .predict(table, { 3 });
        QVERIFY(std::isnan(predictions.row(2)[0]));
        QVERIFY(std::abs(predictions.row(3)[0] + predictions.row(3)[1] - 1) < 1e-6);
    }

    void aClassThatNoTrainingRowHasIsNeverLikely()
    {
        auto cohort = trees::cohortOf(trees::golden(QStringLiteral("three")));
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            if (cohort.splits[i] == Split::Train && cohort.y[i] == 2)
                cohort.y[i] = 0;
        }
        auto settings = quick();
        settings.rounds = 60;
        const auto predictions = predictionsOf(cohort, settings);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            QVERIFY(predictions.row(i)[2] < 0.1);
    }

    void onlyMissingValuesGiveTheMean()
    {
        auto cohort = trees::cohortOf(trees::golden(QStringLiteral("regression")));
        for (auto& modality : cohort.modalities) {
            std::fill(modality.present.begin(), modality.present.end(), std::uint8_t { 0 });
            std::fill(modality.offsets.begin(), modality.offsets.end(), 0);
        }
        const auto training = data::rowsOf(cohort, Split::Train);
        double mean = 0;
        for (const std::size_t row : training)
            mean += cohort.y[row] / static_cast<double>(training.size());
        auto settings = quick();
        settings.rowShare = 1;
        const auto predictions = predictionsOf(cohort, settings);
        for (std::size_t i = 0; i < cohort.size(); ++i)
            QVERIFY(std::abs(predictions.row(i)[0] - mean) < 1e-3);
    }

    void settingsOutOfRangeAreRefused_data()
    {
        QTest::addColumn<TreeSettings>("settings");
        const auto row = [](const char* name, const std::function<void(TreeSettings&)>& change) {
            TreeSettings settings;
            change(settings);
            QTest::newRow(name) << settings;
        };
        const double nan = std::numeric_limits<double>::quiet_NaN();
        row("depth", [](TreeSettings& s) { s.depth = 0; });
        row("rounds", [](TreeSettings& s) { s.rounds = 0; });
        row("eta", [](TreeSettings& s) { s.eta = 0; });
        row("eta not a number", [=](TreeSettings& s) { s.eta = nan; });
        row("lambda", [](TreeSettings& s) { s.lambda = -1; });
        row("rows", [](TreeSettings& s) { s.rowShare = 1.5; });
        row("bins", [](TreeSettings& s) { s.maxBins = 1; });
    }
    void settingsOutOfRangeAreRefused()
    {
        QFETCH(TreeSettings, settings);
        QVERIFY_EXCEPTION_THROWN(predictionsOf(binary(), settings), Error);
    }

    void noTrainingRowsAreRefused()
    {
        const auto cohort = binary();
        QVERIFY_EXCEPTION_THROWN(BoostedTrees::fit(summaryFeatures(cohort), cohort, {}, quick()), Error);
    }
};

QTEST_APPLESS_MAIN(TestBoostedTrees)
#include "tst_boostedtrees.moc"
