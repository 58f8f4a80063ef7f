// SPDX-License-Identifier: GPL-3.0-or-later
// Late fusion's weights against numpy's and SciPy's (tests/golden/make_late.py).
#include "engine/data/random.h"
#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/systems/late/evidence.h"
#include "engine/systems/late/pool.h"
#include "tests/goldenarrays.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace btw;
using systems::Evidence;

namespace {

struct Case
{
    data::Cohort cohort;
    std::vector<Predictions> unimodal;
};

Case readCase(const GoldenArrays& golden, std::size_t classes)
{
    Case made;
    auto& cohort = made.cohort;
    cohort.task = classes > 1 ? Task::Classification : Task::Regression;
    for (std::size_t c = 0; classes > 1 && c < classes; ++c)
        cohort.classes.push_back(std::to_string(c));
    cohort.y = golden.at("y");
    const std::size_t n = cohort.y.size();
    for (std::size_t i = 0; i < n; ++i) {
        cohort.ids.push_back(std::to_string(i));
        cohort.splits.push_back(static_cast<Split>(static_cast<int>(golden.at("splits")[i])));
    }
    const auto& present = golden.at("present"); // [N, M]
    const auto& predictions = golden.at("predictions"); // [M, N, K]
    const std::size_t modalities = present.size() / n;
    for (std::size_t m = 0; m < modalities; ++m) {
        data::Modality modality;
        modality.name = "m" + std::to_string(m);
        modality.dims = 1;
        modality.values.assign(n, 0);
        for (std::size_t i = 0; i < n; ++i)
            modality.present.push_back(static_cast<std::uint8_t>(present[i * modalities + m]));
        cohort.modalities.push_back(modality);
        Predictions p;
        p.width = classes;
        const auto from = predictions.begin() + static_cast<std::ptrdiff_t>(m * n * classes);
        std::transform(from, from + static_cast<std::ptrdiff_t>(n * classes), std::back_inserter(p.values),
            [](double v) { return static_cast<float>(v); });
        made.unimodal.push_back(p);
    }
    return made;
}

const std::vector<std::pair<const char*, std::size_t>> kCases { { "binary", 2 }, { "classes", 4 },
    { "regression", 1 } };

void addCases()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::size_t>("classes");
    for (const auto& [name, classes] : kCases)
        QTest::newRow(name) << name << classes;
}

} // namespace

class PoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weightsAreScipys_data() { addCases(); }
    void weightsAreScipys()
    {
        QFETCH(QString, name);
        QFETCH(std::size_t, classes);
        const GoldenArrays golden("late/" + name.toStdString());
        const auto made = readCase(golden, classes);
        const Evidence evidence(made.cohort, made.unimodal);
        const auto rows = evidence.rows(made.cohort, made.unimodal, evidence.fitted());
        const auto people = static_cast<double>(rows.size());
        for (const char* penalty : { "0.1", "1", "10" }) {
            for (const bool equal : { false, true }) {
                const auto& expected = golden.at((equal ? "equal_" : "c_") + std::string(penalty));
                const auto fit = systems::fitPool(rows, { std::stod(penalty) / people, equal });
                for (std::size_t m = 0; m < expected.size(); ++m)
                    QVERIFY2(std::abs(fit.c(static_cast<Eigen::Index>(m)) - expected[m]) < 1e-4,
                        qPrintable(QStringLiteral("penalty %1, equal %2, modality %3: %4, SciPy %5")
                                       .arg(QLatin1String(penalty))
                                       .arg(equal)
                                       .arg(m)
                                       .arg(fit.c(static_cast<Eigen::Index>(m)))
                                       .arg(expected[m])));
            }
        }
    }

    /// Wherever it begins, as every resample begins at the fit of everybody.
    void theBeginningDoesNotMatter_data() { addCases(); }
    void theBeginningDoesNotMatter()
    {
        QFETCH(QString, name);
        QFETCH(std::size_t, classes);
        const GoldenArrays golden("late/" + name.toStdString());
        const auto made = readCase(golden, classes);
        const Evidence evidence(made.cohort, made.unimodal);
        const auto rows = evidence.rows(made.cohort, made.unimodal, evidence.fitted());
        const systems::PoolOptions options { 1.0 / static_cast<double>(rows.size()), false, 1e-5 };
        const auto start = systems::fitPool(rows, options);
        data::Random random(5);
        double moved = 0, apart = 0;
        for (int resample = 0; resample < 50; ++resample) {
            Eigen::VectorXd counts = Eigen::VectorXd::Zero(rows.y.size());
            for (Eigen::Index i = 0; i < counts.size(); ++i)
                counts(static_cast<Eigen::Index>(random.below(static_cast<std::uint64_t>(counts.size()))))
                    += 1;
            const auto afresh = systems::fitPool(rows, options, counts);
            const auto from = systems::fitPool(rows, options, counts, &start);
            moved = std::max(moved, (afresh.c - start.c).cwiseAbs().maxCoeff());
            apart = std::max(apart, (from.c - afresh.c).cwiseAbs().maxCoeff());
        }
        QVERIFY(moved > 1e-2); // there is a way to go
        QVERIFY2(apart < 1e-3, qPrintable(QString::number(apart)));
    }

    void thePoolBelievesWhatWasRightOnOthers_data() { addCases(); }
    void thePoolBelievesWhatWasRightOnOthers()
    {
        QFETCH(QString, name);
        QFETCH(std::size_t, classes);
        const GoldenArrays golden("late/" + name.toStdString());
        const auto made = readCase(golden, classes);
        const auto pool = systems::poolModalities(made.cohort, made.unimodal, false, 1, {});
        const auto& expected = golden.at(pool.penalty == 0.1 ? "c_0.1" : pool.penalty == 1 ? "c_1" : "c_10");
        const std::size_t noise = classes == 4 ? 1 : 2;
        for (std::size_t m = 0; m < pool.weights.size(); ++m) {
            const auto& weight = pool.weights[m];
            QVERIFY(std::abs(weight.c - expected[m]) < 1e-4);
            QVERIFY(weight.low <= weight.c + 1e-3 && weight.c <= weight.high + 1e-3);
            if (m == noise)
                QVERIFY2(weight.low < 0.02, "noise is believed");
            else
                QVERIFY2(weight.low > 0, "a modality that knows something is not believed");
        }
        for (const float value : pool.predictions.values)
            QVERIFY(std::isfinite(value));
    }

    void testLabelsChangeNothing()
    {
        const GoldenArrays golden("late/binary");
        auto made = readCase(golden, 2);
        const auto before = systems::poolModalities(made.cohort, made.unimodal, false, 1, {});
        for (const std::size_t i : data::rowsOf(made.cohort, Split::Test))
            made.cohort.y[i] = 1 - made.cohort.y[i];
        const auto after = systems::poolModalities(made.cohort, made.unimodal, false, 1, {});
        QCOMPARE(after.predictions.values, before.predictions.values);
        QCOMPARE(after.weights, before.weights);
    }

    void aPredictionThatIsNoNumberIsRefusedByName()
    {
        auto made = readCase(GoldenArrays("late/binary"), 2);
        const auto& present = made.cohort.modalities[1].present;
        const auto row = static_cast<std::size_t>(
            std::find(present.begin(), present.end(), std::uint8_t { 1 }) - present.begin());
        made.unimodal[1].row(row)[0] = std::numeric_limits<float>::quiet_NaN();
        try {
            systems::poolModalities(made.cohort, made.unimodal, false, 1, {});
            QFAIL("a NaN was pooled");
        } catch (const Error& error) {
            QVERIFY(std::string(error.what()).find("'m1'") != std::string::npos);
            QVERIFY(std::string(error.what()).find("'" + made.cohort.ids[row] + "'") != std::string::npos);
        }
    }

    void stoppingLeavesNoPredictions()
    {
        const auto made = readCase(GoldenArrays("late/binary"), 2);
        const auto pool = systems::poolModalities(made.cohort, made.unimodal, false, 1, [] { return true; });
        QVERIFY(pool.predictions.values.empty());
    }
};

QTEST_GUILESS_MAIN(PoolTest)
#include "tst_pool.moc"
