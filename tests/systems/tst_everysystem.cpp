// SPDX-License-Identifier: GPL-3.0-or-later
// What every registered system promises, whatever it is.
#include "engine/analysis/metrics.h"
#include "engine/data/random.h"
#include "engine/data/rowfilter.h"
#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/systems/system.h"
#include "nearestmean.h"
#include "trained.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace btw;
using training::RunPlan;
using training::RunResult;
using training::Step;

namespace {

/// Classes that two numbers of each modality tell, the first modality best; some modalities absent.
data::Cohort planted(std::size_t n, std::size_t modalities, bool complete = false)
{
    data::Random random(7);
    data::Cohort cohort;
    cohort.name = "planted";
    cohort.task = Task::Classification;
    cohort.classes = { "no", "yes" };
    for (std::size_t m = 0; m < modalities; ++m) {
        data::Modality modality;
        modality.name = "m" + std::to_string(m);
        modality.dims = 2;
        cohort.modalities.push_back(modality);
    }
    for (std::size_t i = 0; i < n; ++i) {
        const bool yes = i % 2 == 0;
        cohort.ids.push_back("p" + std::to_string(i));
        cohort.y.push_back(yes ? 1 : 0);
        cohort.splits.push_back(i % 5 < 3 ? Split::Train : i % 5 == 3 ? Split::Validation : Split::Test);
        for (std::size_t m = 0; m < modalities; ++m) {
            auto& modality = cohort.modalities[m];
            const bool present = complete || m == 0 || (i / 10 + m) % 4 != 0;
            modality.present.push_back(present ? 1 : 0);
            for (int d = 0; d < 2; ++d)
                modality.values.push_back(present
                        ? static_cast<float>(
                            (yes ? 2.5 : -2.5) / static_cast<double>(m + 1) + random.normal())
                        : 0.0F);
        }
    }
    return cohort;
}

training::ExperimentSpec quick(const std::string& system)
{
    auto spec = training::presetSpec("demo", 100);
    spec.model = system;
    spec.epochs = 12;
    return spec;
}

/// A unimodal run a modality, then the run of all of them.
std::vector<RunResult> trained(
    const systems::System& system, const data::Cohort& cohort, std::uint64_t seed = 1)
{
    auto spec = quick(std::string(system.info().name));
    spec.variant = weighting::Variant::None;
    const auto all = trainedBy(systemsWithAnother(), cohort, spec, seed);
    auto results = all.unimodal;
    results.push_back(all.last);
    return results;
}

double testAuroc(const data::Cohort& cohort, const RunResult& result)
{
    return analysis::evaluate(analysis::evaluationSet(cohort, Split::Test), result.predictions).at("auroc");
}

} // namespace

class EverySystemTest : public QObject
{
    Q_OBJECT

    void addSystems()
    {
        QTest::addColumn<QString>("name");
        for (const auto& system : m_systems.all()) {
            const auto name = QString::fromStdString(std::string(system->info().name));
            QTest::newRow(qPrintable(name)) << name;
        }
    }
    const systems::System& fetched() const
    {
        QFETCH(QString, name);
        return m_systems.get(name.toStdString());
    }
    const systems::SystemRegistry m_systems = systemsWithAnother();

private Q_SLOTS:
    void learnsWhatIsPlanted_data() { addSystems(); }
    void learnsWhatIsPlanted()
    {
        const auto cohort = planted(200, 2);
        const auto results = trained(fetched(), cohort);
        QVERIFY2(testAuroc(cohort, results.back()) > 0.95, "the planted classes are not found");
        QVERIFY(results.back().test.at("auroc") == testAuroc(cohort, results.back()));
        for (const float value : results.back().predictions.values)
            QVERIFY(std::isfinite(value));
    }

    void sameSeedSameBits_data() { addSystems(); }
    void sameSeedSameBits()
    {
        const auto cohort = planted(120, 2);
        const auto one = trained(fetched(), cohort);
        const auto two = trained(fetched(), cohort);
        for (std::size_t r = 0; r < one.size(); ++r)
            for (std::size_t i = 0; i < one[r].predictions.values.size(); ++i) {
                const float a = one[r].predictions.values[i];
                const float b = two[r].predictions.values[i];
                QVERIFY(a == b || (std::isnan(a) && std::isnan(b)));
            }
    }

    void anAbsentModalitysValuesCannotBeSeen_data() { addSystems(); }
    void anAbsentModalitysValuesCannotBeSeen()
    {
        auto cohort = planted(120, 2);
        const auto before = trained(fetched(), cohort).back();
        auto& second = cohort.modalities[1];
        for (std::size_t i = 0; i < cohort.size(); ++i)
            if (second.present[i] == 0)
                second.values[2 * i] = second.values[2 * i + 1] = 1000;
        QCOMPARE(trained(fetched(), cohort).back().predictions.values, before.predictions.values);
    }

    void testLabelsAreNotRead_data() { addSystems(); }
    void testLabelsAreNotRead()
    {
        auto cohort = planted(120, 2);
        const auto before = trained(fetched(), cohort).back();
        for (const std::size_t i : data::rowsOf(cohort, Split::Test))
            cohort.y[i] = 1 - cohort.y[i];
        const auto after = trained(fetched(), cohort).back();
        QCOMPARE(after.predictions.values, before.predictions.values);
        QVERIFY(after.test != before.test);
    }

    void theOrderOfModalitiesDoesNotMatter_data() { addSystems(); }
    void theOrderOfModalitiesDoesNotMatter()
    {
        auto cohort = planted(200, 3, true);
        const double before = testAuroc(cohort, trained(fetched(), cohort).back());
        std::rotate(cohort.modalities.begin(), cohort.modalities.begin() + 1, cohort.modalities.end());
        const double after = testAuroc(cohort, trained(fetched(), cohort).back());
        // Models that start from random numbers start from others then: the same quality, not the same bits.
        QVERIFY2(
            std::abs(before - after) < 0.03, qPrintable(QStringLiteral("%1, %2").arg(before).arg(after)));
    }

    void oneModalityAndFiveAreTaken_data() { addSystems(); }
    void oneModalityAndFiveAreTaken()
    {
        for (const std::size_t modalities : { 1U, 5U }) {
            const auto cohort = planted(120, modalities);
            QVERIFY(testAuroc(cohort, trained(fetched(), cohort).back()) > 0.9);
        }
    }

    void aModalityThatIsLeftOutIsNotSeen_data() { addSystems(); }
    void aModalityThatIsLeftOutIsNotSeen()
    {
        auto cohort = planted(120, 3, true);
        const auto& system = fetched();
        const auto without = [&] {
            auto spec = quick(std::string(system.info().name));
            spec.modalities = { "m2", "m0" };
            spec.variant = weighting::Variant::None;
            return trainedBy(m_systems, cohort, spec).last;
        };
        const auto before = without();
        QVERIFY(testAuroc(cohort, before) > 0.9);
        for (float& value : cohort.modalities[1].values)
            value = -value;
        QCOMPARE(without().predictions.values, before.predictions.values);
    }

    void seriesAreTakenOrRefusedWithBins_data() { addSystems(); }
    /// A value that was measured at a time of its own for everybody, in a few steps, some of them missing.
    void seriesAreTakenOrRefusedWithBins()
    {
        auto cohort = planted(150, 2);
        auto& series = cohort.modalities[1];
        const auto dense = series.values;
        series.kind = data::ModalityKind::Series;
        series.values.clear();
        series.offsets = { 0 };
        data::Random random(3);
        for (std::size_t i = 0; i < cohort.size(); ++i) {
            const std::size_t steps = series.present[i] != 0 ? 1 + random.below(5) : 0;
            double hour = 0;
            for (std::size_t step = 0; step < steps; ++step) {
                hour += 0.1 + 10 * random.uniform();
                series.times.push_back(static_cast<float>(hour));
                series.values.push_back(dense[2 * i]);
                series.values.push_back(step == 1 ? std::nanf("") : dense[2 * i + 1]);
            }
            series.offsets.push_back(series.offsets.back() + static_cast<std::int64_t>(steps));
        }
        const auto& system = fetched();
        const auto name = std::string(system.info().name);
        const auto& inputs = system.info().inputs;
        const auto problems = systems::cannotFit(m_systems, cohort, quick(name));
        if (std::find(inputs.begin(), inputs.end(), data::ModalityKind::Series) == inputs.end()) {
            QCOMPARE(problems.size(), std::size_t(1));
            QCOMPARE(problems.front().code, std::string("irregular-series"));
            QVERIFY(problems.front().what.find(name) != std::string::npos);
            QVERIFY(!problems.front().concern.bins.empty());
            return;
        }
        QVERIFY(problems.empty());
        const auto results = trained(system, cohort);
        QVERIFY(testAuroc(cohort, results.back()) > 0.9);
        for (const float value : results.back().predictions.values)
            QVERIFY(std::isfinite(value));
        auto people = cohort;
        const auto rows = data::rowsOf(cohort, Split::Test);
        data::keepRows(people, rows);
        std::fill(people.y.begin(), people.y.end(), std::nan(""));
        auto spec = quick(name);
        spec.variant = weighting::Variant::None;
        const auto ran = trainedBy(m_systems, cohort, spec);
        const auto found = m_systems.get(ran.unimodalPlans[1].spec.model)
                               .predictor(people, ran.unimodalPlans[1],
                                   ModelState::fromBytes(ran.unimodal[1].model.toBytes()))
                               ->predict({}, {});
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (people.modalities[1].present[i] != 0)
                QVERIFY(std::abs(found.row(i)[1] - ran.unimodal[1].predictions.row(rows[i])[1]) < 1e-5F);
    }

    void predictsRowsThatItNeverSaw_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("regression");
        for (const auto& system : m_systems.all())
            for (const bool regression : { false, true }) {
                const auto name = QString::fromStdString(std::string(system->info().name));
                QTest::addRow("%s %d", qPrintable(name), regression ? 1 : 0) << name << regression;
            }
    }
    /// What a run keeps of its model gives its own predictions for test rows that come alone, without labels.
    void predictsRowsThatItNeverSaw()
    {
        QFETCH(bool, regression);
        const auto& system = fetched();
        auto cohort = planted(150, 2);
        if (regression) {
            cohort.task = Task::Regression;
            cohort.classes.clear();
            for (std::size_t i = 0; i < cohort.size(); ++i)
                cohort.y[i] = 100 + 10 * static_cast<double>(cohort.modalities[0].values[2 * i]);
        }
        const auto& tasks = system.info().tasks;
        if (std::find(tasks.begin(), tasks.end(), cohort.task) == tasks.end()) {
            const auto problems
                = systems::cannotFit(m_systems, cohort, quick(std::string(system.info().name)));
            QCOMPARE(problems.size(), std::size_t(1));
            QVERIFY(problems.front().where.find(system.info().name) != std::string::npos);
            QVERIFY(problems.front().what.find("regression") != std::string::npos);
            return;
        }
        const auto rows = data::rowsOf(cohort, Split::Test);
        auto people = cohort;
        data::keepRows(people, rows);
        std::fill(people.y.begin(), people.y.end(), std::nan(""));
        auto spec = quick(std::string(system.info().name));
        spec.variant = weighting::Variant::None;
        const auto ran = trainedBy(m_systems, cohort, spec);
        const auto compare = [&](const RunPlan& plan, const RunResult& result,
                                 const std::vector<Predictions>& madeOf) {
            const auto model = ModelState::fromBytes(result.model.toBytes());
            const auto found
                = m_systems.get(plan.spec.model).predictor(people, plan, model)->predict({}, madeOf);
            QCOMPARE(found.width, result.predictions.width);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const bool isThere
                    = plan.step != Step::Unimodal || people.modalities[plan.modality].present[i] != 0;
                for (std::size_t k = 0; k < found.width && isThere; ++k) {
                    const float wanted = result.predictions.row(rows[i])[k];
                    QVERIFY2(std::abs(found.row(i)[k] - wanted) <= 1e-6F * std::max(1.0F, std::abs(wanted)),
                        qPrintable(QStringLiteral("%1, %2").arg(found.row(i)[k]).arg(wanted)));
                }
            }
        };
        for (std::size_t m = 0; m < ran.unimodal.size(); ++m)
            compare(ran.unimodalPlans[m], ran.unimodal[m], {});
        // What the model is made of is known of the same people.
        std::vector<Predictions> madeOf;
        const auto ofPeople = [&](const Predictions& all) {
            Predictions some { all.width, {} };
            for (const std::size_t i : rows)
                some.values.insert(some.values.end(), all.row(i), all.row(i) + all.width);
            return some;
        };
        if (system.info().readsUnimodal)
            for (const auto& result : ran.unimodal)
                madeOf.push_back(ofPeople(result.predictions));
        for (const auto& given : ran.plan.given)
            madeOf.push_back(ofPeople(given.predictions));
        compare(ran.plan, ran.last, madeOf);
        // A model of something else is refused.
        const auto plan = RunPlan { Step::Unimodal, 0, spec, 1, {} };
        QVERIFY_EXCEPTION_THROWN((void)system.predictor(people, plan, ModelState())->predict({}, {}), Error);
    }

    /// A tree that never saw a value missing would send a missing one where the largest go.
    void treesTakeTheMeanWhereTrainingMissedNothing()
    {
        const auto cohort = planted(150, 1, true);
        const auto& system = m_systems.get("haim");
        const auto result = trained(system, cohort).back();
        double mean = 0;
        const auto training = data::rowsOf(cohort, Split::Train);
        for (const std::size_t i : training)
            mean += static_cast<double>(cohort.modalities[0].values[2 * i])
                / static_cast<double>(training.size());
        auto blank = cohort;
        data::keepRows(blank, { data::rowsOf(cohort, Split::Test).front() });
        auto filled = blank;
        blank.modalities[0].values[0] = std::nanf("");
        filled.modalities[0].values[0] = static_cast<float>(mean);
        const RunPlan plan { Step::Baseline, 0, quick("haim"), 1, {} };
        QCOMPARE(system.predictor(blank, plan, result.model)->predict({}, {}).values,
            system.predictor(filled, plan, result.model)->predict({}, {}).values);
    }

    /// Who lacks the one modality that ithp predicts from is told of before the first epoch.
    void ithpTellsWhoLacksItsPrimeModality()
    {
        const auto cohort = planted(120, 2);
        auto spec = quick("ithp");
        spec.epochs = 1;
        const auto warnings = [&] { return trainedBy(m_systems, cohort, spec).heard.warnings; };
        const auto guessed = warnings();
        QCOMPARE(guessed.size(), std::size_t(1)); // which modality it is, since nobody has named one
        QVERIFY2(guessed.front().find("predicts from m0, the first") != std::string::npos,
            guessed.front().c_str());
        spec.own["ithp_prime"] = std::string("m0");
        QVERIFY(warnings().empty()); // everybody has it
        spec.own["ithp_prime"] = std::string("m1");
        const auto said = warnings();
        QCOMPARE(said.size(), std::size_t(1));
        QVERIFY2(said.front().find("m1") != std::string::npos
                && said.front().find("of 120 rows") != std::string::npos,
            said.front().c_str());
        spec.own["ithp_prime"] = std::string("m9");
        const auto problems = systems::cannotFit(m_systems, cohort, spec);
        QCOMPARE(problems.size(), std::size_t(1));
        QVERIFY(problems.front().remedy.find("m0, m1") != std::string::npos);
    }

    /// A state may come from a file of anybody's.
    void aModelOfOtherLabelsIsRefused_data() { addSystems(); }
    void aModelOfOtherLabelsIsRefused()
    {
        const auto cohort = planted(150, 2);
        const auto& system = fetched();
        const auto result = trained(system, cohort).front();
        auto people = cohort;
        people.classes = { "no", "yes", "perhaps" };
        auto spec = quick(std::string(system.info().name));
        const auto refused = [&] {
            try {
                const auto found = system.predictor(people, { Step::Unimodal, 0, spec, 1, {} }, result.model)
                                       ->predict({}, {});
                return found.width != people.predictionWidth();
            } catch (const Error&) {
                return true;
            }
        };
        // Plain regression of two classes is one of three that saw two.
        QVERIFY(refused() || system.info().name == "regression");
        spec.width = 4096; // settings of a model that would take gigabytes
        spec.expertHidden = 65536;
        for (const auto& parameter : system.info().own)
            if (parameter.key.ends_with("_width"))
                parameter.setNumber(spec, 4000);
        people = cohort;
        if (system.info().byGradient)
            QVERIFY(refused());
    }

    void stopsWhenAsked_data() { addSystems(); }
    void stopsWhenAsked()
    {
        const auto cohort = planted(120, 2);
        const auto& system = fetched();
        training::RunControl control;
        control.requestStop();
        Silent silent;
        const auto result = system.fitter(cohort, {})
                                ->train({ Step::Unimodal, 0, quick(std::string(system.info().name)), 1, {} },
                                    control, silent);
        QVERIFY(result.outcome == training::Outcome::Stopped);
        QVERIFY(silent.reports.empty());
    }

    void everyParameterIsReadOrLeftOutOfItsList_data() { addSystems(); }
    void everyParameterIsReadOrLeftOutOfItsList()
    {
        const auto& system = fetched();
        const auto read = system.parametersRead(quick(std::string(system.info().name)));
        for (const auto& parameter : system.info().parameters())
            QVERIFY(training::findParameter(read, parameter.key) != nullptr);
    }
};

QTEST_GUILESS_MAIN(EverySystemTest)
#include "tst_everysystem.moc"
