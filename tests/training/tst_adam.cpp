// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/adam.h"
#include "engine/training/runtime.h"

#include <torch/torch.h>

#include <QtTest>

#include <cmath>
#include <limits>

using btw::training::Adam;

namespace {

at::Tensor numbers(const std::vector<float>& values) { return at::tensor(values); }

bool areClose(const at::Tensor& found, const std::vector<float>& wanted)
{
    return at::allclose(found, numbers(wanted), 1e-5, 0);
}

} // namespace

class TestAdam : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hundredStepsEqualLibTorchsAdamAfterClipping_data()
    {
        QTest::addColumn<double>("clip");
        QTest::addColumn<double>("decay");
        QTest::newRow("neither") << 0.0 << 0.0;
        QTest::newRow("decay") << 0.0 << 1e-2;
        QTest::newRow("clip that bites") << 0.8 << 1e-4;
        QTest::newRow("clip that does not") << 1e4 << 0.0;
    }
    void hundredStepsEqualLibTorchsAdamAfterClipping()
    {
        QFETCH(double, clip);
        QFETCH(double, decay);
        torch::manual_seed(2);
        constexpr std::int64_t kCount = 20000;
        auto ours = torch::randn(kCount);
        auto gradients = torch::zeros(kCount);
        auto theirs = ours.clone().set_requires_grad(true);
        Adam adam(ours, gradients, { decay, clip });
        torch::optim::Adam reference({ theirs }, torch::optim::AdamOptions(1e-3).weight_decay(decay));
        for (int step = 0; step < 100; ++step) {
            const auto gradient = torch::randn(kCount) * (step % 7 == 0 ? 50 : 0.01);
            gradients.copy_(gradient);
            theirs.mutable_grad() = gradient.clone();
            if (clip > 0)
                torch::nn::utils::clip_grad_norm_({ theirs }, clip);
            const double rate = step < 50 ? 1e-3 : 5e-4;
            static_cast<torch::optim::AdamOptions&>(reference.param_groups()[0].options()).lr(rate);
            reference.step();
            adam.step(rate);
        }
        const auto worst = (ours - theirs).abs().max().item<double>();
        QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
    }

    // Each stage has its own steps, moments and clip: as two optimisers have, one after the other.
    void stagesAreSteppedAsTwoOptimisersAre()
    {
        torch::manual_seed(10);
        constexpr std::int64_t kCount = 3000, kFirst = 1000;
        constexpr double kScale = 1024; // of the loss, as in short floats
        const Adam::Options options { 1e-2, 0.8,
            { { 0, kFirst, 1.0, true }, { kFirst, kCount, 0.5, false } } };
        auto onCpu = torch::randn(kCount), onDevice = onCpu.clone();
        auto first = onCpu.narrow(0, 0, kFirst).clone().set_requires_grad(true);
        auto rest = onCpu.narrow(0, kFirst, kCount - kFirst).clone().set_requires_grad(true);
        auto gradients = torch::zeros(kCount), scratch = torch::zeros(kCount);
        Adam adam(onCpu, gradients, options), device(onDevice, scratch, options);
        using Set = torch::optim::AdamOptions;
        torch::optim::Adam ofFirst({ first }, Set(1e-2).weight_decay(1e-2));
        torch::optim::Adam ofRest({ rest }, Set(5e-3).weight_decay(1e-2));
        for (int epoch = 0; epoch < 3; ++epoch)
            for (const bool isFirst : { true, false }) {
                for (auto* one : { &adam, &device })
                    isFirst ? one->beginFirstStage() : one->beginMainStage();
                for (int step = 0; step < 5; ++step) {
                    const auto gradient = torch::randn(kCount);
                    gradients.copy_(gradient);
                    scratch.copy_(gradient * kScale);
                    auto& part = isFirst ? first : rest;
                    part.mutable_grad() = gradient.narrow(0, isFirst ? 0 : kFirst, part.numel()).clone();
                    torch::nn::utils::clip_grad_norm_({ part }, 0.8);
                    (isFirst ? ofFirst : ofRest).step();
                    // What backward knows is of gradients that are left out.
                    adam.step(1e-2, Adam::Known { 0, 1e6 });
                    device.stepOnDevice(1e-2, kScale);
                }
            }
        QCOMPARE(adam.steps(), 15);
        const auto expected = torch::cat({ first, rest }).detach();
        QVERIFY((onCpu - expected).abs().max().item<double>() < 1e-6);
        QVERIFY((onDevice - expected).abs().max().item<double>() < 1e-6);
    }

    void groupsHaveTheirOwnLearningRate()
    {
        torch::manual_seed(9);
        auto ours = torch::randn(50000), onDevice = ours.clone(), gradients = torch::zeros(50000);
        auto front = ours.narrow(0, 0, 20000).clone().set_requires_grad(true);
        auto back = ours.narrow(0, 20000, 30000).clone().set_requires_grad(true);
        const Adam::Options options { 1e-2, 0.0, { { 0, 20000, 1.0 }, { 20000, 50000, 0.05 } } };
        auto scratch = gradients.clone();
        Adam adam(ours, gradients, options), device(onDevice, scratch, options);
        using Set = torch::optim::AdamOptions;
        const auto group = [](const torch::Tensor& values, double rate) {
            return torch::optim::OptimizerParamGroup(
                { values }, std::make_unique<Set>(Set(rate).weight_decay(1e-2)));
        };
        torch::optim::Adam reference({ group(front, 1e-3), group(back, 5e-5) }, Set(1e-3));
        for (int step = 0; step < 50; ++step) {
            const auto gradient = torch::randn(50000);
            gradients.copy_(gradient);
            scratch.copy_(gradient);
            front.mutable_grad() = gradient.narrow(0, 0, 20000).clone();
            back.mutable_grad() = gradient.narrow(0, 20000, 30000).clone();
            reference.step();
            adam.step(1e-3);
            device.stepOnDevice(1e-3);
        }
        const auto expected = torch::cat({ front.detach(), back.detach() });
        QVERIFY(torch::allclose(ours, expected, 0, 1e-6));
        QVERIFY(torch::allclose(onDevice, expected, 0, 1e-6));
    }

    void squaresThatAreKnownAreNotSummedAgain()
    {
        torch::manual_seed(6);
        const auto start = torch::randn(1000), gradients = torch::randn(1000);
        const auto run = [&](const std::optional<Adam::Known>& known) {
            auto values = start.clone();
            Adam adam(values, gradients, { 0, 0.8 });
            return std::pair(adam.step(1e-3, known), values);
        };
        const auto squares = gradients.narrow(0, 300, 700).to(at::kDouble).square().sum().item<double>();
        const auto [norm, values] = run({});
        const auto [sameNorm, sameValues] = run(Adam::Known { 300, squares });
        QVERIFY(std::abs(norm - sameNorm) < 1e-5 * norm);
        QVERIFY(torch::allclose(values, sameValues, 0, 1e-7));
        QVERIFY(std::abs(run(Adam::Known { 300, 0 }).first - norm) > 1); // they are taken at their word
    }

    void theStepForAGpuIsTheSame_data()
    {
        QTest::addColumn<double>("clip");
        QTest::addColumn<double>("scale");
        QTest::newRow("no clip") << 0.0 << 1.0;
        QTest::newRow("clip that bites") << 0.8 << 1.0;
        QTest::newRow("clip that does not") << 1e4 << 1.0;
        QTest::newRow("gradients scaled up, no clip") << 0.0 << 1024.0;
        QTest::newRow("gradients scaled up, clip that bites") << 0.8 << 1024.0;
    }
    void theStepForAGpuIsTheSame()
    {
        QFETCH(double, clip);
        QFETCH(double, scale);
        torch::manual_seed(7);
        auto ours = torch::randn(5000);
        auto theirs = ours.clone();
        auto gradients = torch::zeros(5000), scaled = torch::zeros(5000);
        Adam onCpu(theirs, gradients, { 1e-4, clip });
        Adam asOnDevice(ours, scaled, { 1e-4, clip });
        for (int step = 0; step < 50; ++step) {
            gradients.copy_(torch::randn(5000) * (step % 7 == 0 ? 50 : 0.01));
            scaled.copy_(gradients * scale);
            const double norm = onCpu.step(1e-3);
            const auto sameNorm = asOnDevice.stepOnDevice(1e-3, scale);
            QCOMPARE(sameNorm.defined(), clip > 0);
            if (clip > 0)
                QVERIFY(std::abs(sameNorm.item<double>() - norm) < 1e-5 * norm);
        }
        const auto worst = (ours - theirs).abs().max().item<double>();
        QVERIFY2(worst < 2e-6, qPrintable(QString::number(worst)));
    }

    void theNumberOfThreadsDoesNotChangeABit()
    {
        const auto run = [](int threads) {
            btw::training::setThreads(threads);
            torch::manual_seed(4);
            auto values = torch::randn(400000);
            auto gradients = torch::randn(400000);
            Adam adam(values, gradients, { 1e-4, 0.8 });
            for (int step = 0; step < 5; ++step)
                adam.step(1e-3);
            return values;
        };
        QVERIFY(torch::equal(run(1), run(2)));
    }

    void aGradientThatIsNotFiniteChangesNothing()
    {
        auto values = numbers({ 1, 2, 3 });
        auto gradients = numbers({ 1, std::numeric_limits<float>::infinity(), 2 });
        Adam adam(values, gradients, { 1e-2, 0.8 });
        QVERIFY(std::isinf(adam.step(0.1)));
        gradients.fill_(std::nanf(""));
        QVERIFY(std::isnan(adam.step(0.1)));
        QCOMPARE(adam.steps(), 0);
        QVERIFY(at::equal(values, numbers({ 1, 2, 3 })));
        QVERIFY(at::equal(adam.firstMoment(), at::zeros({ 3 })));
        QVERIFY(at::equal(adam.secondMoment(), at::zeros({ 3 })));
    }

    void theNormIsToldWhereItIsClipped()
    {
        auto values = numbers({ 1, 2 }), gradients = numbers({ 3, 4 });
        Adam clipped(values, gradients, { 0, 100 }), unclipped(values, gradients, {});
        QCOMPARE(clipped.step(0.1), 5.0); // before clipping
        QCOMPARE(unclipped.step(0.1), 0.0);
        QCOMPARE(unclipped.steps(), 1);
        QVERIFY(!unclipped.stepOnDevice(0.1).defined());
        QCOMPARE(unclipped.steps(), 2);
        QVERIFY(std::abs(clipped.stepOnDevice(0.1).item<double>() - 5) < 1e-5);
    }

    // torch::nn::utils::clip_grad_norm_ divides by the norm and 1e-6.
    void aSmallNormIsClippedByALittleLess()
    {
        const auto start = numbers({ 1, 2 });
        for (const bool onDevice : { false, true }) {
            auto values = start.clone(), gradients = numbers({ 3e-7F, 4e-7F });
            Adam adam(values, gradients, { 0, 6e-7 });
            if (onDevice)
                adam.stepOnDevice(0.1);
            else
                adam.step(0.1);
            // 6e-7 / (5e-7 + 1e-6) = 0.4 of each, of which the moments take a tenth and a thousandth.
            QVERIFY(areClose(adam.firstMoment(), { 1.2e-8F, 1.6e-8F }));
            QVERIFY(areClose(adam.secondMoment(), { 1.44e-17F, 2.56e-17F }));
        }
    }

    // All values in one group, at a rate of its own.
    void oneGroupMayHaveARateOfItsOwn()
    {
        for (const bool onDevice : { false, true }) {
            auto values = numbers({ 10, 20, 30 }), gradients = numbers({ 1, -2, 4 });
            Adam adam(values, gradients, { 0, 0, { { 0, 3, 0.25 } } });
            if (onDevice)
                adam.stepOnDevice(2.0);
            else
                adam.step(2.0);
            // The first step is as long as the rate, whatever the gradient.
            QVERIFY(areClose(values, { 9.5F, 20.5F, 29.5F }));
        }
    }

    void anOptimiserThatIsRestoredGoesOnAsTheOther()
    {
        torch::manual_seed(11);
        auto values = torch::randn(700), gradients = torch::randn(700);
        Adam adam(values, gradients, { 1e-2, 0.8 });
        for (int step = 0; step < 3; ++step)
            adam.step(1e-2);
        auto others = values.clone();
        Adam restored(others, gradients, { 1e-2, 0.8 });
        restored.restore(adam.steps(), adam.firstMoment(), adam.secondMoment());
        QCOMPARE(restored.steps(), 3);
        adam.step(1e-2);
        QVERIFY(!at::equal(restored.firstMoment(), adam.firstMoment())); // its own
        restored.step(1e-2);
        QVERIFY(at::equal(others, values));
        QVERIFY(at::equal(restored.firstMoment(), adam.firstMoment()));
        QVERIFY(at::equal(restored.secondMoment(), adam.secondMoment()));
    }
};

QTEST_GUILESS_MAIN(TestAdam)
#include "tst_adam.moc"
