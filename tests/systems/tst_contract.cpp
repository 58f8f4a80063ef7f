// SPDX-License-Identifier: GPL-3.0-or-later
// What every registered system promises of its training, beside tst_everysystem: it can learn by heart, a
// long series of somebody else changes nothing, a stop is answered, a resumed run ends as an undisturbed one.
#include "engine/analysis/metrics.h"
#include "engine/data/random.h"
#include "engine/data/rowfilter.h"
#include "nearestmean.h"
#include "trained.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace btw;
using training::RunPlan;
using training::Step;

namespace {

data::Cohort twoClasses()
{
    data::Cohort cohort;
    cohort.name = "people";
    cohort.task = Task::Classification;
    cohort.classes = { "no", "yes" };
    cohort.modalities.resize(2);
    return cohort;
}

/// Two modalities of which the second is a sequence of two features, as long as `lengths` says, in turn.
data::Cohort withSequence(std::size_t n, const std::vector<std::int64_t>& lengths)
{
    data::Random random(11);
    auto cohort = twoClasses();
    auto& vector = cohort.modalities[0];
    vector.name = "person";
    vector.dims = 2;
    auto& sequence = cohort.modalities[1];
    sequence.name = "course";
    sequence.kind = data::ModalityKind::Sequence;
    sequence.dims = 2;
    sequence.offsets = { 0 };
    for (std::size_t i = 0; i < n; ++i) {
        const bool yes = i % 2 == 0;
        cohort.ids.push_back("p" + std::to_string(i));
        cohort.y.push_back(yes ? 1 : 0);
        cohort.splits.push_back(i % 5 < 3 ? Split::Train : i % 5 == 3 ? Split::Validation : Split::Test);
        vector.present.push_back(1);
        sequence.present.push_back(1);
        for (int d = 0; d < 2; ++d)
            vector.values.push_back(static_cast<float>((yes ? 1 : -1) + random.normal()));
        const auto steps = lengths[i % lengths.size()];
        for (std::int64_t step = 0; step < 2 * steps; ++step)
            sequence.values.push_back(static_cast<float>((yes ? 0.5 : -0.5) + random.normal()));
        sequence.offsets.push_back(sequence.offsets.back() + steps);
    }
    return cohort;
}

/// 32 people of a class that was drawn, whom 40 numbers of each modality tell apart; whoever is validated is
/// one of them, so that the best epoch is the one that knows them best.
data::Cohort byHeart()
{
    data::Random random(5);
    auto cohort = twoClasses();
    std::vector<double> labels;
    std::vector<std::vector<float>> values(2);
    for (std::size_t i = 0; i < 32; ++i)
        labels.push_back(random.uniform() < 0.5 ? 1 : 0);
    for (auto& some : values)
        for (std::size_t at = 0; at < 32 * 40; ++at)
            some.push_back(static_cast<float>(random.normal()));
    for (std::size_t m = 0; m < 2; ++m) {
        cohort.modalities[m].name = "m" + std::to_string(m);
        cohort.modalities[m].dims = 40;
    }
    for (const Split split : { Split::Train, Split::Validation, Split::Test })
        for (std::size_t i = 0; i < 32; ++i) {
            cohort.ids.push_back("p" + std::to_string(cohort.ids.size()));
            cohort.y.push_back(labels[i]);
            cohort.splits.push_back(split);
            for (std::size_t m = 0; m < 2; ++m) {
                auto& modality = cohort.modalities[m];
                modality.present.push_back(1);
                const auto row = values[m].begin() + static_cast<std::ptrdiff_t>(i * 40);
                modality.values.insert(modality.values.end(), row, row + 40);
            }
        }
    return cohort;
}

training::ExperimentSpec quick(const systems::System& system, std::int64_t epochs)
{
    auto spec = training::presetSpec("demo", 100);
    spec.model = std::string(system.info().name);
    spec.variant = weighting::Variant::None;
    spec.epochs = epochs;
    return spec;
}

/// Asks to be stopped at the first batch that it is told of.
class Stopping : public Silent
{
public:
    explicit Stopping(training::RunControl& control)
        : m_control(control)
    {
    }
    void onBatch(const training::BatchProgress& progress) override
    {
        ++batches;
        isWithin = isWithin || progress.batch < progress.batches;
        m_control.requestStop();
    }
    int batches = 0;
    bool isWithin = false; ///< the epoch had more batches to come

private:
    training::RunControl& m_control;
};

/// Keeps the checkpoint of one epoch.
class Keeping : public Silent
{
public:
    Keeping(std::int64_t epoch, std::string path)
        : m_epoch(epoch)
        , m_path(std::move(path))
    {
    }
    void onEpoch(const training::EpochReport& report,
        const std::function<void(const std::string& path)>& writeCheckpoint) override
    {
        Silent::onEpoch(report, writeCheckpoint);
        if (report.epoch == m_epoch)
            writeCheckpoint(m_path);
    }

private:
    std::int64_t m_epoch;
    std::string m_path;
};

} // namespace

class ContractTest : public QObject
{
    Q_OBJECT

    const systems::SystemRegistry m_systems = systemsWithAnother();

    void addSystems(bool onlyByGradient = false)
    {
        QTest::addColumn<QString>("name");
        for (const auto& system : m_systems.all()) {
            const auto name = QString::fromStdString(std::string(system->info().name));
            if (!onlyByGradient || system->info().byGradient)
                QTest::newRow(qPrintable(name)) << name;
        }
    }
    const systems::System& fetched() const
    {
        QFETCH(QString, name);
        return m_systems.get(name.toStdString());
    }

private Q_SLOTS:
    /// Without what keeps a model from it.
    void learnsThirtyTwoPeopleByHeart_data() { addSystems(); }
    void learnsThirtyTwoPeopleByHeart()
    {
        const auto cohort = byHeart();
        const auto& system = fetched();
        auto spec = quick(system, 150);
        spec.weightDecay = 0;
        spec.dropout = spec.encoderDropout = spec.expertDropout = spec.inputDropout = 0;
        spec.patience = 150;
        spec.halveAfter = 150;
        const auto ran = trainedBy(m_systems, cohort, spec);
        const auto known = [&](const training::RunResult& result) {
            return analysis::evaluate(analysis::evaluationSet(cohort, Split::Train), result.predictions)
                .at("auroc");
        };
        const auto says = [](double auroc) { return QByteArray::number(auroc); };
        // What is made of predictions for people whom its parts had not seen must not learn noise.
        if (system.info().readsUnimodal || !system.needs(spec).empty() || system.info().name == "none-k")
            QVERIFY2(known(ran.last) < 0.8, says(known(ran.last)));
        else
            QVERIFY2(known(ran.last) > 0.95, says(known(ran.last)));
    }

    /// Whose course is short is predicted the same beside somebody whose course is long.
    void aLongCourseOfSomebodyElseChangesNothing_data() { addSystems(); }
    void aLongCourseOfSomebodyElseChangesNothing()
    {
        const auto& system = fetched();
        const auto& inputs = system.info().inputs;
        const auto cohort = withSequence(120, { 3, 5, 4, 9 });
        const auto spec = quick(system, 4);
        if (std::find(inputs.begin(), inputs.end(), data::ModalityKind::Sequence) == inputs.end()) {
            QVERIFY(!systems::cannotFit(m_systems, cohort, spec).empty());
            return;
        }
        const auto ran = trainedBy(m_systems, cohort, spec);
        auto alone = cohort;
        data::keepRows(alone, { 4 });
        auto beside = cohort;
        data::keepRows(beside, { 4, 9 });
        auto& course = beside.modalities[1];
        course.values.resize(static_cast<std::size_t>(2 * course.offsets[1]));
        course.values.resize(course.values.size() + 2 * 40, 0.5F);
        course.offsets[2] = course.offsets[1] + 40;
        const auto predicted = [&](const data::Cohort& people) {
            std::vector<Predictions> unimodal;
            const auto of = [&](const RunPlan& plan, const training::RunResult& result,
                                const std::vector<Predictions>& madeOf) {
                return m_systems.get(plan.spec.model)
                    .predictor(people, plan, ModelState::fromBytes(result.model.toBytes()))
                    ->predict({}, madeOf);
            };
            for (std::size_t m = 0; m < ran.unimodal.size(); ++m)
                unimodal.push_back(of(ran.unimodalPlans[m], ran.unimodal[m], {}));
            if (!ran.plan.given.empty())
                return unimodal[1]; // the rest is made of models that have a test of their own here
            return of(
                ran.plan, ran.last, system.info().readsUnimodal ? unimodal : std::vector<Predictions>());
        };
        const auto one = predicted(alone), two = predicted(beside);
        for (std::size_t k = 0; k < one.width; ++k)
            QVERIFY2(
                std::abs(one.row(0)[k] - two.row(0)[k]) < 1e-5F * std::max(1.0F, std::abs(one.row(0)[k])),
                qPrintable(QStringLiteral("%1, %2").arg(one.row(0)[k]).arg(two.row(0)[k])));
    }

    /// Those that are fitted at once are asked before (tst_everysystem).
    void stopsWithinAnEpoch_data() { addSystems(true); }
    void stopsWithinAnEpoch()
    {
        const auto cohort = withSequence(8000, { 3, 5 }); // batches are reported ten times a second at most
        const auto& system = fetched();
        auto spec = quick(system, 50);
        spec.batch = 2;
        training::RunControl control;
        Stopping stopping(control);
        const auto result = system.fitter(cohort, {})
                                ->train({ Step::Unimodal, 0, system.specOf(Step::Unimodal, spec), 1, {} },
                                    control, stopping);
        QCOMPARE(result.outcome, training::Outcome::Stopped);
        QCOMPARE(stopping.batches, 1);
        QVERIFY(stopping.isWithin);
        QVERIFY(stopping.reports.empty());
    }

    void aResumedRunEndsAsAnUndisturbedOne_data() { addSystems(true); }
    void aResumedRunEndsAsAnUndisturbedOne()
    {
        const auto cohort = withSequence(100, { 3, 5, 4 });
        const auto& system = fetched();
        const auto spec = quick(system, 4);
        const RunPlan plan { Step::Baseline, 0, system.specOf(Step::Baseline, spec), 1, {} };
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("last.pt")).toStdString();
        training::RunControl control;
        Keeping undisturbed(2, path);
        const auto expected = system.fitter(cohort, {})->train(plan, control, undisturbed);
        Silent resumed;
        const auto actual = system.fitter(cohort, {})->train(plan, control, resumed, path);
        QCOMPARE(resumed.reports.front().epoch, std::int64_t(3));
        QCOMPARE(actual.predictions.values, expected.predictions.values);
        QCOMPARE(actual.bestEpoch, expected.bestEpoch);
        QCOMPARE(resumed.reports.back().validationLoss, undisturbed.reports.back().validationLoss);
    }
};

QTEST_GUILESS_MAIN(ContractTest)
#include "tst_contract.moc"
