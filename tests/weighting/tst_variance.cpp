// SPDX-License-Identifier: GPL-3.0-or-later
#include "errormessage.h"
#include "goldencase.h"

#include "engine/weighting/names.h"
#include "engine/weighting/variance.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using btw::Split;
using namespace btw::weighting;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// A regression model on a handful of rows.
struct Table
{
    std::vector<float> predictions;
    std::vector<double> y;
    std::vector<Split> splits;
    std::vector<std::uint8_t> present {};
    std::vector<std::string> ids {};

    void add(Split split, float prediction, double label)
    {
        predictions.push_back(prediction);
        y.push_back(label);
        splits.push_back(split);
        ids.push_back("row" + std::to_string(ids.size()));
    }
    std::vector<double> variance(Variance policy, double floor = 0) const
    {
        return conditionalVariance(
            { "modality 'text'", predictions, present, y, splits, ids }, policy, floor);
    }
    double floor() const { return varianceFloor(y, splits, ids); }
};

// Residuals 1, 2, 3, ... of n validation rows that all predict `prediction`.
Table constantPool(int n, float prediction)
{
    Table table;
    for (int i = 1; i <= n; ++i) {
        table.add(Split::Validation, prediction, static_cast<double>(prediction) + i);
    }
    return table;
}

} // namespace

class TestVariance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithGolden_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("policy");
        for (const std::string& name : goldenCaseNames()) {
            for (const std::string_view policy : varianceNames()) {
                if (name.starts_with("reg")) {
                    const QString policyName = QString::fromStdString(std::string(policy));
                    QTest::addRow("%s, %s", name.c_str(), qPrintable(policyName))
                        << QString::fromStdString(name) << policyName;
                }
            }
        }
    }
    void agreesWithGolden()
    {
        QFETCH(QString, name);
        QFETCH(QString, policy);
        const GoldenCase golden(name.toStdString());
        const Variance variance = parseVariance(policy.toStdString()).value();
        const double floor = varianceFloor(golden.inputs.y, golden.inputs.splits, golden.inputs.ids);
        for (std::size_t m = 0; m <= golden.modalities(); ++m) {
            const bool multimodal = m == golden.modalities();
            std::vector<std::uint8_t> present(golden.inputs.y.size(), 1);
            for (std::size_t i = 0; i < present.size() && !multimodal; ++i) {
                present[i] = golden.inputs.present[i * golden.modalities() + m];
            }
            const btw::Predictions& model = multimodal ? golden.multimodal : golden.inputs.unimodal[m];
            const std::vector<double> actual = conditionalVariance(
                { "model", model.values, present, golden.inputs.y, golden.inputs.splits, golden.inputs.ids },
                variance, floor);
            const std::vector<double>& expected = golden.arrays.at(
                "variance/" + policy.toStdString() + "/" + (multimodal ? "multimodal" : std::to_string(m)));
            QCOMPARE(expected.size(), golden.check.size());
            for (std::size_t i = 0; i < golden.check.size(); ++i) {
                QVERIFY(isClose(actual[golden.check[i]], expected[i], 1e-9));
            }
        }
    }

    void neighbourCountFollowsTheRule_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("expected");
        for (const auto& [rows, expected] : std::vector<std::pair<int, int>> { { 2, 1 }, { 5, 4 }, { 6, 5 },
                 { 30, 5 }, { 31, 6 }, { 100, 10 }, { 110, 10 }, { 111, 11 } }) {
            QTest::addRow("%d rows", rows) << rows << expected;
        }
    }
    void neighbourCountFollowsTheRule()
    {
        QFETCH(int, rows);
        QFETCH(int, expected);
        QCOMPARE(neighbourCount(static_cast<std::size_t>(rows)), static_cast<std::size_t>(expected));
    }

    void equalDistancesGoByValidationRowOrder()
    {
        // 8 rows at distance 1, alternately below and above: the first 5 count, with residuals 1..5.
        Table table;
        for (int i = 1; i <= 8; ++i) {
            const float prediction = i % 2 == 0 ? -1.0F : 1.0F;
            table.add(Split::Validation, prediction, static_cast<double>(prediction) + i);
        }
        table.add(Split::Test, 0, kNaN);
        QCOMPARE(table.variance(Variance::Neighbours).back(), (1.0 + 4 + 9 + 16 + 25) / 5);
    }

    void validationInstanceLeavesItselfOut()
    {
        const std::vector<double> v = constantPool(8, 2).variance(Variance::Neighbours);
        QCOMPARE(v[0], (4.0 + 9 + 16 + 25 + 36) / 5); // rows 2..6
        QCOMPARE(v[2], (1.0 + 4 + 16 + 25 + 36) / 5);
        QCOMPARE(v[7], (1.0 + 4 + 9 + 16 + 25) / 5);
    }

    void otherSplitsUseTheWholePool()
    {
        Table table = constantPool(8, 2);
        table.add(Split::Train, 2, 100);
        table.add(Split::Test, -50, kNaN);
        const std::vector<double> v = table.variance(Variance::Neighbours);
        QCOMPARE(v[8], (1.0 + 4 + 9 + 16 + 25) / 5);
        QCOMPARE(v[9], v[8]);
    }

    void poolHoldsOnlyRowsWithTheModality()
    {
        Table table = constantPool(3, 0);
        table.present = { 1, 0, 1 };
        table.predictions[1] = std::numeric_limits<float>::quiet_NaN();
        const std::vector<double> v = table.variance(Variance::Neighbours);
        QCOMPARE(v[0], 9.0);
        QVERIFY(std::isnan(v[1]));
        QCOMPARE(v[2], 1.0);
        QCOMPARE(table.variance(Variance::Global)[0], 5.0);
    }

    void neighboursAgreeWithAnExhaustiveSearch_data()
    {
        QTest::addColumn<double>("grid");
        QTest::newRow("no ties") << 0.0;
        QTest::newRow("some ties") << 0.05;
        QTest::newRow("many ties") << 0.7;
        // Distances to numbers this far away round to one another, although the predictions differ.
        QTest::newRow("rounded distances") << -1e30;
    }
    void neighboursAgreeWithAnExhaustiveSearch()
    {
        QFETCH(double, grid);
        std::mt19937 engine(8); // NOLINT: the same numbers every time are wanted
        std::normal_distribution<double> normal;
        Table table;
        for (int i = 0; i < 400; ++i) {
            double x = grid > 0 ? std::round(normal(engine) / grid) * grid : normal(engine);
            if (grid < 0 && i % 3 == 0) {
                x = i % 2 == 0 ? grid : -grid;
            }
            table.add(static_cast<Split>(i % 3), static_cast<float>(x), normal(engine));
        }
        const std::vector<double> actual = table.variance(Variance::Neighbours);
        for (std::size_t i = 0; i < table.y.size(); ++i) {
            std::vector<std::pair<double, std::size_t>> byDistance;
            for (std::size_t j = 0; j < table.y.size(); ++j) {
                if (table.splits[j] == Split::Validation && j != i) {
                    byDistance.emplace_back(std::abs(static_cast<double>(table.predictions[j])
                                                - static_cast<double>(table.predictions[i])),
                        j);
                }
            }
            std::sort(byDistance.begin(), byDistance.end());
            const std::size_t k = neighbourCount(133);
            double sum = 0;
            for (std::size_t n = 0; n < k; ++n) {
                const std::size_t j = byDistance[n].second;
                sum += std::pow(table.y[j] - static_cast<double>(table.predictions[j]), 2);
            }
            QVERIFY(isClose(actual[i], sum / static_cast<double>(k), 1e-12));
        }
    }

    void globalIsTheMeanSquaredValidationResidual()
    {
        Table table = constantPool(3, 1);
        table.add(Split::Train, 9, 0);
        table.add(Split::Test, 9, kNaN);
        for (const double v : table.variance(Variance::Global)) {
            QCOMPARE(v, 14.0 / 3);
        }
    }

    void residualLabelsIsTheOwnSquaredResidual()
    {
        Table table;
        table.add(Split::Train, 1, 3);
        table.add(Split::Test, 1, 0.5);
        QCOMPARE(table.variance(Variance::ResidualLabels), (std::vector<double> { 4, 0.25 }));
    }

    void varianceHasAFloor()
    {
        Table table;
        table.add(Split::Train, 0, 1);
        table.add(Split::Train, 0, 5);
        table.add(Split::Validation, 3, 3);
        table.add(Split::Validation, 4, 4);
        QCOMPARE(table.floor(), 4e-6);
        for (const Variance policy : { Variance::Neighbours, Variance::Global }) {
            QCOMPARE(table.variance(policy, table.floor())[0], 4e-6);
        }
        QCOMPARE(table.variance(Variance::ResidualLabels, table.floor())[3], 4e-6);
    }

    void floorOfConstantLabelsIsPositive()
    {
        Table table;
        table.add(Split::Train, 0, 5);
        QCOMPARE(table.floor(), 1e-18);
    }

    void missingValidationSplitIsAnError()
    {
        Table table;
        table.add(Split::Train, 0, 1);
        for (const Variance policy : { Variance::Neighbours, Variance::Global }) {
            QVERIFY(errorMessage([&] { table.variance(policy); }).contains("no validation split"));
        }
        QCOMPARE(table.variance(Variance::ResidualLabels).at(0), 1.0);
    }

    void aSingleValidationRowIsAnErrorNamingTheModality()
    {
        Table table = constantPool(3, 0);
        table.present = { 1, 0, 0 };
        const QString message = errorMessage([&] { table.variance(Variance::Neighbours); });
        QVERIFY(message.contains("at least 2"));
        QVERIFY(message.contains("modality 'text'"));
    }

    void unknownLabelIsAnErrorOnlyWhereThePolicyReadsIt()
    {
        Table table = constantPool(4, 0);
        table.add(Split::Test, 0, kNaN);
        QVERIFY(errorMessage([&] { table.variance(Variance::Neighbours); }).isEmpty());
        QVERIFY(errorMessage([&] { table.variance(Variance::ResidualLabels); }).contains("'row4'"));
        table.y[1] = kNaN;
        QVERIFY(errorMessage([&] { table.variance(Variance::Neighbours); }).contains("'row1'"));
        QVERIFY(errorMessage([&] { table.variance(Variance::Global); }).contains("'row1'"));
        table.splits[1] = Split::Train;
        QVERIFY(errorMessage([&] { table.floor(); }).contains("'row1'"));
    }

    void nonFinitePredictionNamesModelAndInstance()
    {
        Table table = constantPool(4, 0);
        table.predictions[2] = std::numeric_limits<float>::infinity();
        const QString message = errorMessage([&] { table.variance(Variance::Neighbours); });
        QVERIFY(message.contains("modality 'text'"));
        QVERIFY(message.contains("'row2'"));
    }

    void fewRowsHaveAllTheOthersAsNeighbours()
    {
        QCOMPARE(neighbourCount(0), std::size_t { 0 });
        QCOMPARE(neighbourCount(1), std::size_t { 0 });
        QCOMPARE(neighbourCount(3), std::size_t { 2 });
        QCOMPARE(neighbourCount(42), std::size_t { 6 }); // the root is 6.48
        QCOMPARE(neighbourCount(43), std::size_t { 7 }); // 6.56
    }

    void floorComesFromTrainingLabelsAlone()
    {
        Table table;
        table.add(Split::Validation, 0, 1000);
        table.add(Split::Train, 0, 1);
        table.add(Split::Train, 0, 2);
        table.add(Split::Test, 0, kNaN);
        table.add(Split::Train, 0, 6);
        QCOMPARE(table.floor(), 1e-6 * 14 / 3); // 4, 1 and 9 from the mean of 3
        table.splits.assign(5, Split::Test);
        QCOMPARE(errorMessage([&] { table.floor(); }),
            QStringLiteral("There are no training rows: give a training split."));
    }

    void messagesSayWhichPolicyNeedsWhat()
    {
        Table table = constantPool(4, 0);
        table.add(Split::Test, 0, kNaN);
        QCOMPARE(errorMessage([&] { table.variance(Variance::ResidualLabels); }),
            QStringLiteral(
                "The label of instance 'row4' is unknown, but variance=residual-labels needs every "
                "label: give it, or use variance=neighbours."));
        table.y[1] = kNaN;
        QCOMPARE(errorMessage([&] { table.variance(Variance::Global); }),
            QStringLiteral("The label of validation instance 'row1' is unknown, but variance=global needs "
                           "every validation label: give it, or move the instance to another split."));
        table.splits[1] = Split::Train;
        QCOMPARE(errorMessage([&] { table.floor(); }),
            QStringLiteral("The label of training instance 'row1' is unknown: give it, or move the instance "
                           "to the test split."));
        table.present = { 1, 1, 0, 0, 1 };
        QCOMPARE(errorMessage([&] { table.variance(Variance::Global); }),
            QStringLiteral("Only 1 validation row(s) have a prediction of modality 'text', but "
                           "variance=global needs at least 2: use a larger validation split, or leave the "
                           "modality out."));
        table.splits.assign(5, Split::Test);
        QCOMPARE(errorMessage([&] { table.variance(Variance::Neighbours); }),
            QStringLiteral("There is no validation split, but variance=neighbours estimates variances on it: "
                           "give a validation split."));
        table.predictions[4] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(errorMessage([&] { table.variance(Variance::Global); }),
            QStringLiteral("The prediction of modality 'text' for instance 'row4' is not finite: give a "
                           "number, or mark the modality absent."));
    }

    void absentRowsHaveNoVarianceOfTheirOwn()
    {
        Table table;
        table.add(Split::Train, 1, 4);
        table.add(Split::Validation, 2, 1);
        table.add(Split::Test, 7, kNaN);
        table.add(Split::Validation, 5, 3);
        table.add(Split::Train, 6, 8.5);
        table.present = { 1, 1, 0, 1, 1 };
        const std::vector<double> own = table.variance(Variance::ResidualLabels, 2);
        const std::vector<double> global = table.variance(Variance::Global, 2);
        const std::vector<double> floored = table.variance(Variance::Global, 3);
        const std::vector<double> near = table.variance(Variance::Neighbours, 2);
        const std::vector<double> wantedOwn { 9, 2, kNaN, 4, 6.25 }; // residuals 3, -1, -2 and 2.5
        const std::vector<double> wantedNear { 2, 4, kNaN, 2, 4 }; // the nearest's, never the own
        for (std::size_t i = 0; i < own.size(); ++i) {
            QVERIFY(isClose(own[i], wantedOwn[i], 1e-12));
            QVERIFY(isClose(global[i], i == 2 ? kNaN : 2.5, 1e-12));
            QVERIFY(isClose(floored[i], i == 2 ? kNaN : 3, 1e-12));
            QVERIFY(isClose(near[i], wantedNear[i], 1e-12));
        }
    }
};

QTEST_GUILESS_MAIN(TestVariance)
#include "tst_variance.moc"
