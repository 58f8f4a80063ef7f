// SPDX-License-Identifier: GPL-3.0-or-later
// FuseMoE against a PyTorch program of its own (tests/golden/make_model.py): a wrong sign, factor or order of
// gates has the right gradient, and is seen here alone.
#include "engine/model/fusionmodel.h"
#include "engine/model/router.h"
#include "tests/goldenarrays.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;
using training::Gate;
using training::MissingPolicy;

namespace {

constexpr std::int64_t kInstances = 5;

at::Tensor tensor(const GoldenArrays& golden, const std::string& key, at::IntArrayRef shape)
{
    return at::tensor(golden.at(key), at::kDouble).reshape(shape);
}

/// A vector of 3 features, a sequence of 2 and a vector of 4 features.
ModelInput inputOf(const GoldenArrays& golden)
{
    const auto& lengths = golden.at("lengths");
    const auto steps = tensor(golden, "x1", { -1, 2 });
    std::vector<std::int64_t> order, starts(lengths.size(), 0);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        if (i > 0)
            starts[i] = starts[i - 1] + static_cast<std::int64_t>(lengths[i - 1]);
        if (lengths[i] > 0)
            order.push_back(static_cast<std::int64_t>(i));
    }
    const auto lengthOf = [&](std::int64_t i) { return lengths[static_cast<std::size_t>(i)]; };
    std::stable_sort(order.begin(), order.end(),
        [&](std::int64_t a, std::int64_t b) { return lengthOf(a) > lengthOf(b); });
    std::vector<std::int64_t> sizes;
    std::vector<at::Tensor> packed;
    for (std::int64_t step = 0; step < static_cast<std::int64_t>(lengthOf(order.front())); ++step) {
        sizes.push_back(0);
        for (const auto i : order)
            if (static_cast<double>(step) < lengthOf(i)) {
                packed.push_back(steps[starts[static_cast<std::size_t>(i)] + step]);
                ++sizes.back();
            }
    }
    ModelInput input;
    input.modalities = { { tensor(golden, "x0", { kInstances, 3 }), {}, {} },
        { at::stack(packed), at::tensor(sizes), at::tensor(order) },
        { tensor(golden, "x2", { kInstances, 4 }), {}, {} } };
    input.present = tensor(golden, "present", { 3, kInstances, 1 });
    input.weights = tensor(golden, "weights", { 3, kInstances, 1 });
    return input;
}

/// The largest difference, relative to the largest number.
double difference(const at::Tensor& actual, const std::vector<double>& expected)
{
    const auto wanted = at::tensor(expected, at::kDouble);
    const auto found = actual.detach().to(at::kDouble).reshape({ -1 });
    if (found.numel() != wanted.numel())
        return std::numeric_limits<double>::infinity();
    return (found - wanted).abs().max().item<double>() / std::max(1.0, wanted.abs().max().item<double>());
}

} // namespace

class TestMoeGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forwardAgreesWithPyTorch_data()
    {
        QTest::addColumn<int>("gate");
        QTest::addColumn<bool>("learnedMissing");
        QTest::addColumn<bool>("noise");
        QTest::addColumn<int>("topK");
        QTest::newRow("laplace") << int(Gate::Laplace) << false << true << 2;
        QTest::newRow("softmax") << int(Gate::Softmax) << false << true << 2;
        QTest::newRow("gaussian") << int(Gate::Gaussian) << false << true << 2;
        QTest::newRow("missing") << int(Gate::Laplace) << true << true << 2;
        QTest::newRow("silent") << int(Gate::Laplace) << false << false << 2;
        QTest::newRow("dense") << int(Gate::Laplace) << false << true << 4;
    }
    void forwardAgreesWithPyTorch()
    {
        QFETCH(int, gate);
        QFETCH(bool, learnedMissing);
        QFETCH(bool, noise);
        QFETCH(int, topK);
        const GoldenArrays golden(std::string("model/forward-") + QTest::currentDataTag());
        ExperimentSpec spec;
        spec.width = 4;
        spec.encoderHidden = 5;
        spec.expertHidden = 6;
        spec.experts = 4;
        spec.topK = topK;
        spec.layers = 2;
        spec.dropout = spec.expertDropout = 0;
        spec.routerNoise = noise;
        spec.gate = Gate(gate);
        spec.missing = learnedMissing ? MissingPolicy::Learned : MissingPolicy::Zero;

        at::Generator generator = at::detail::createCPUGenerator(11);
        Parameters parameters(generator, at::kDouble);
        const ModelShape shape { { { 3, false }, { 2, true }, { 4, false } }, 3 };
        const auto model = builtinModels().create(shape, spec, parameters);
        parameters.finish(at::kCPU);
        {
            const at::NoGradGuard noGradient;
            for (std::size_t id = 0; id < parameters.names().size(); ++id) {
                const auto& value = parameters[id];
                value.copy_(tensor(golden, "parameter/" + parameters.names()[id], value.sizes()));
            }
        }
        // The noise is LibTorch's: what is drawn here has to be what was drawn there.
        generator.set_current_seed(21);
        for (std::int64_t layer = 0; layer < 2 && noise; ++layer) {
            const auto drawn = at::empty({ 3, kInstances, 4 }, at::kDouble).normal_(0.0, 1.0, generator);
            const auto wanted = tensor(golden, "noise", { 2, 3, kInstances, 4 })[layer];
            QVERIFY((drawn - wanted).abs().max().item<double>() < 1e-9);
        }

        const auto input = inputOf(golden);
        const auto evaluated = model->forward(input, {});
        QVERIFY(difference(evaluated.output, golden.at("evaluated")) < 1e-6);
        QCOMPARE(difference(evaluated.diagnostics.at(0), golden.at("routed")), 0.0);

        generator.set_current_seed(21);
        const auto trained = model->forward(input, { true, generator });
        QVERIFY(difference(trained.output, golden.at("trained")) < 1e-6);
        QVERIFY(difference(trained.extra.at(0).sums, golden.at("loads")) < 1e-6);
        const auto balance = trained.extra.at(0).value(trained.extra.at(0).sums);
        QVERIFY(difference(balance, golden.at("balance")) < 1e-6);
        const auto target = at::tensor({ 0, 2, 1, 1, 2 }, at::kLong);
        (at::cross_entropy_loss(trained.output, target) + balance * 0.1).backward();
        for (std::size_t id = 0; id < parameters.names().size(); ++id) {
            const std::string key = "gradient/" + parameters.names()[id];
            const auto& gradient = parameters.gradient(id);
            // What the pass did not use has no gradient there and a zero one here.
            const double off = golden.has(key) ? difference(gradient, golden.at(key))
                                               : gradient.abs().max().item<double>();
            QVERIFY2(off < 1e-6, qPrintable(QString::fromStdString(key) + ": " + QString::number(off)));
        }
    }
};

QTEST_GUILESS_MAIN(TestMoeGolden)
#include "tst_moegolden.moc"
