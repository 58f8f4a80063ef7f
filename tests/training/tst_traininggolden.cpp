// SPDX-License-Identifier: GPL-3.0-or-later
// A training step and whole small trainings against a PyTorch program of its own
// (tests/golden/make_model.py).
#include "engine/training/batches.h"
#include "engine/training/modelrun.h"
#include "engine/training/runtime.h"
#include "engine/training/trainer.h"
#include "tests/goldenarrays.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace btw;
using namespace btw::training;

namespace {

std::vector<float> floats(const std::vector<double>& values) { return { values.begin(), values.end() }; }

/// A vector with gaps, a sequence and a vector far from zero; the last two are not there for all.
data::Cohort cohortOf(const GoldenArrays& golden, Task task)
{
    data::Cohort cohort;
    cohort.name = "golden";
    cohort.task = task;
    if (task == Task::Classification)
        cohort.classes = { "a", "b", "c" };
    cohort.y = golden.at("y");
    const std::size_t n = cohort.y.size();
    for (std::size_t i = 0; i < n; ++i)
        cohort.ids.push_back("p" + std::to_string(i));
    for (const double split : golden.at("split"))
        cohort.splits.push_back(static_cast<Split>(static_cast<int>(split)));
    const std::vector<std::int64_t> dims { 3, 2, 4 };
    const std::vector<double>& present = golden.at("present");
    for (std::size_t m = 0; m < dims.size(); ++m) {
        data::Modality modality;
        modality.name = "m" + std::to_string(m);
        modality.kind = m == 1 ? data::ModalityKind::Sequence : data::ModalityKind::Vector;
        modality.dims = dims[m];
        modality.values = floats(golden.at("x" + std::to_string(m)));
        for (std::size_t i = 0; i < n; ++i)
            modality.present.push_back(present[i * dims.size() + m] != 0 ? 1 : 0);
        if (m == 1) {
            modality.offsets.push_back(0);
            for (const double length : golden.at("lengths"))
                modality.offsets.push_back(modality.offsets.back() + static_cast<std::int64_t>(length));
        }
        cohort.modalities.push_back(std::move(modality));
    }
    return cohort;
}

RunPlan planOf(const GoldenArrays& golden, Task task)
{
    RunPlan plan;
    plan.step = Step::Weighted;
    plan.seed = static_cast<std::uint64_t>(golden.scalar("seed"));
    auto& spec = plan.spec;
    spec.width = 4;
    spec.encoderHidden = 5;
    spec.expertHidden = 6;
    spec.experts = 4;
    spec.topK = 2;
    spec.layers = 2;
    spec.dropout = spec.expertDropout = 0;
    spec.balance = 0.1;
    spec.learningRate = 1e-2;
    for (std::size_t m = 0; m < 3; ++m)
        plan.unimodal.push_back({ task == Task::Classification ? std::size_t { 3 } : std::size_t { 1 },
            floats(golden.at("unimodal" + std::to_string(m))) });
    return plan;
}

class Recorder : public RunObserver
{
public:
    void onBatch(const BatchProgress& progress) override
    {
        batches.emplace_back(progress.batch, progress.batches);
    }
    void onPause(bool /*paused*/) override { }
    void onEpoch(const EpochReport& report, const std::function<void(const std::string&)>& /*write*/) override
    {
        reports.push_back(report);
    }
    std::vector<EpochReport> reports;
    std::vector<std::pair<std::int64_t, std::int64_t>> batches; ///< done, of how many
};

template <typename Number>
double difference(const std::vector<Number>& found, const std::vector<double>& wanted)
{
    double most = found.size() == wanted.size() ? 0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < std::min(found.size(), wanted.size()); ++i)
        if (!(std::isnan(static_cast<double>(found[i])) && std::isnan(wanted[i])))
            most = std::max(most,
                std::abs(static_cast<double>(found[i]) - wanted[i]) / std::max(1.0, std::abs(wanted[i])));
    return most;
}

double difference(const at::Tensor& found, const std::vector<double>& wanted)
{
    const auto flat = found.detach().to(at::kDouble).contiguous();
    return difference(
        std::vector<double>(flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()), wanted);
}

} // namespace

class TestTrainingGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { setThreads(1); }

    void aStepAgreesWithPyTorch_data()
    {
        QTest::addColumn<Task>("task");
        QTest::newRow("regression") << Task::Regression;
        QTest::newRow("classification") << Task::Classification;
    }
    void aStepAgreesWithPyTorch()
    {
        QFETCH(Task, task);
        const GoldenArrays golden(std::string("model/training-step-") + QTest::currentDataTag());
        const auto cohort = cohortOf(golden, task);
        auto plan = planOf(golden, task);
        plan.spec.batch = 36;
        if (task == Task::Regression)
            plan.spec.gradientClip = 0.05;
        else
            plan.spec.classWeights = true;
        const Batches batches(cohort, at::kCPU);
        ModelRun run(batches, plan, model::builtinModels());
        const auto& names = run.parameters().names();
        for (std::size_t id = 0; id < names.size(); ++id) {
            const double off = difference(run.parameters()[id], golden.at("initial/" + names[id]));
            QVERIFY2(off < 1e-6, qPrintable(QString::fromStdString(names[id]) + ": " + QString::number(off)));
        }
        RunControl control;
        Recorder recorder;
        const auto weights = floats(golden.at("epoch1/weights"));
        const auto losses = run.trainEpoch(1, plan.spec.learningRate, weights, control, recorder);
        const auto& wanted = golden.at("epoch1/losses");
        QVERIFY(losses);
        QVERIFY(difference(std::vector<double> { losses->loss, losses->extra.at("balance") },
                    { wanted[0], wanted[1] })
            < 1e-5);
        for (std::size_t id = 0; id < names.size(); ++id) {
            const double off = difference(run.parameters()[id], golden.at("after1/" + names[id]));
            QVERIFY2(off < 2e-5, qPrintable(QString::fromStdString(names[id]) + ": " + QString::number(off)));
        }
        const auto evaluation = run.evaluate(weights, control);
        QVERIFY(evaluation);
        QVERIFY(difference(evaluation->predictions.values, golden.at("epoch1/predictions")) < 1e-4);
        QVERIFY(std::abs(evaluation->validationLoss - wanted[2]) < 1e-4);
    }

    // mmim: two epochs, in whose first stage an optimiser of its own fits what tells modalities from each
    // other, and in whose second the entropy is of this batch and the one before
    // (tests/golden/make_stages.py).
    void anEpochOfTwoStagesAgreesWithPyTorch()
    {
        const GoldenArrays golden("model/training-mmim");
        const auto cohort = cohortOf(golden, Task::Classification);
        RunPlan plan;
        plan.step = Step::Baseline;
        plan.seed = static_cast<std::uint64_t>(golden.scalar("seed"));
        plan.spec.model = "mmim";
        plan.spec.width = 4;
        plan.spec.encoderHidden = 5;
        plan.spec.dropout = 0;
        plan.spec.batch = 16;
        plan.spec.learningRate = 1e-2;
        const Batches batches(cohort, at::kCPU);
        ModelRun run(batches, plan, model::builtinModels());
        auto& parameters = run.parameters();
        const auto& names = parameters.names();
        for (std::size_t id = 0; id < names.size(); ++id) {
            const at::NoGradGuard noGradient;
            const auto& given = golden.at("initial/" + names[id]);
            const at::Tensor view = parameters[id];
            view.copy_(at::tensor(given, at::kDouble).view(view.sizes()));
        }
        RunControl control;
        Recorder recorder;
        for (int epoch = 1; epoch <= 2; ++epoch) {
            const auto losses = run.trainEpoch(epoch, plan.spec.learningRate, {}, control, recorder);
            QVERIFY(losses);
            const auto& wanted = golden.at("extra" + std::to_string(epoch));
            QVERIFY(difference(std::vector<double> { losses->extra.at("likelihood"),
                                   losses->extra.at("entropy"), losses->extra.at("prediction") },
                        wanted)
                < 1e-5);
            for (std::size_t id = 0; id < names.size(); ++id) {
                const double off = difference(
                    parameters[id], golden.at("after" + std::to_string(epoch) + "/" + names[id]));
                QVERIFY2(
                    off < 2e-5, qPrintable(QString::fromStdString(names[id]) + ": " + QString::number(off)));
            }
        }
    }

    // In short floats, as on a GPU with --amp: the first stage has losses and no prediction.
    void anEpochOfTwoStagesIsTrainedInShortFloats()
    {
        const GoldenArrays golden("model/training-mmim");
        const auto cohort = cohortOf(golden, Task::Classification);
        RunPlan plan;
        plan.step = Step::Baseline;
        plan.spec.model = "mmim";
        plan.spec.width = 4;
        plan.spec.batch = 16;
        const Batches batches(cohort, at::kCPU);
        ModelRun run(batches, plan, model::builtinModels(), at::kBFloat16);
        RunControl control;
        Recorder recorder;
        const auto losses = run.trainEpoch(1, 1e-2, {}, control, recorder);
        QVERIFY(losses && std::isfinite(losses->loss) && std::isfinite(losses->extra.at("likelihood")));
        // Both stages are reported as one course of 2 x 3 batches.
        QCOMPARE(recorder.batches.back(), (std::pair<std::int64_t, std::int64_t> { 6, 6 }));
    }

    void epochsAgreeWithPyTorch_data()
    {
        QTest::addColumn<Task>("task");
        QTest::newRow("regression") << Task::Regression;
        QTest::newRow("classification") << Task::Classification;
    }
    void epochsAgreeWithPyTorch()
    {
        QFETCH(Task, task);
        const GoldenArrays golden(std::string("model/training-") + QTest::currentDataTag());
        const auto cohort = cohortOf(golden, task);
        auto plan = planOf(golden, task);
        plan.spec.batch = 16;
        plan.spec.epochs = 4;
        plan.spec.halveAfter = 1;
        plan.spec.learningRate = 8e-2;
        Trainer trainer(cohort);
        RunControl control;
        Recorder recorder;
        const auto result = trainer.train(plan, control, recorder);
        QCOMPARE(recorder.reports.size(), std::size_t(4));
        for (const auto& report : recorder.reports) {
            const std::string epoch = "epoch" + std::to_string(report.epoch) + "/";
            const auto& losses = golden.at(epoch + "losses");
            const double figure = report.validation.at(task == Task::Regression ? "mae" : "macro_f1");
            const auto off = [&](const char* what, double found) {
                return QString(QStringLiteral("%1%2: off by %3")).arg(epoch.c_str(), what).arg(found);
            };
            const double loss
                = difference(std::vector<double> { report.trainLoss, report.extraLosses.at("balance"),
                                 report.validationLoss, figure },
                    losses);
            QVERIFY2(loss < 3e-4, qPrintable(off("losses", loss)));
            const double weights = difference(report.weights, golden.at(epoch + "weights"));
            QVERIFY2(weights < 3e-4, qPrintable(off("weights", weights)));
            const double predictions
                = difference(report.predictions.values, golden.at(epoch + "predictions"));
            QVERIFY2(predictions < 3e-4, qPrintable(off("predictions", predictions)));
            QVERIFY(difference(std::vector<double> { report.alpha }, golden.at(epoch + "alpha")) < 1e-12);
            QVERIFY(
                difference(std::vector<double> { report.learningRate }, golden.at(epoch + "rate")) < 1e-12);
        }
        // The best epoch is not the last one.
        const auto best = static_cast<std::int64_t>(golden.scalar("best"));
        QVERIFY(best < 4);
        QCOMPARE(result.bestEpoch, best);
        QVERIFY(difference(result.weights, golden.at("kept")) < 3e-4);
        QVERIFY(
            difference(result.predictions.values, golden.at("epoch" + std::to_string(best) + "/predictions"))
            < 3e-4);
        QCOMPARE(result.predictions.values,
            recorder.reports[static_cast<std::size_t>(best) - 1].predictions.values);
    }
};

QTEST_GUILESS_MAIN(TestTrainingGolden)
#include "tst_traininggolden.moc"
