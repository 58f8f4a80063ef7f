// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compat.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/groupedlayers.h"
#include "engine/model/router.h"
#include "engine/model/routes.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QtTest>

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace btw;
using namespace btw::model;

namespace {

double relativeDifference(const at::Tensor& a, const at::Tensor& b)
{
    return ((a - b).norm() / b.norm()).item<double>();
}

/// A vector and a sequence, each absent once, for 6 instances.
ModelInput someInput()
{
    ModelInput input;
    input.present = at::ones({ 2, 6, 1 });
    input.present[0][2] = 0;
    input.present[1][5] = 0;
    auto vector = at::randn({ 6, 12 });
    vector[2].zero_();
    // Five sequences, of 2, 2, 2, 1 and 1 steps.
    ModalityInput sequence { at::randn({ 8, 5 }), at::tensor({ 5, 3 }, at::kLong),
        at::tensor({ 3, 0, 1, 4, 2 }, at::kLong) };
    input.modalities = { { vector, {}, {} }, sequence };
    input.weights = at::rand({ 2, 6, 1 }) + 0.5;
    return input;
}

} // namespace

/// What mixed precision and a GPU do another way, on the processor.
class TestPrecision : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(12); }

    void sortedRoutesAreTheCountedOnes_data()
    {
        QTest::addColumn<int>("routes");
        QTest::addColumn<int>("lowest");
        QTest::newRow("none") << 0 << 0;
        QTest::newRow("some") << 37 << 0;
        QTest::newRow("experts without routes") << 50 << 3;
        QTest::newRow("all absent") << 20 << 6;
    }
    void sortedRoutesAreTheCountedOnes()
    {
        QFETCH(const int, routes);
        QFETCH(const int, lowest);
        const auto experts = at::randint(lowest, 7, { routes }, at::TensorOptions(at::kLong)); // 6: absent
        const auto counted = countedRoutes(experts, 6);
        const auto sorted = deviceRoutes(experts, 6);
        QVERIFY(torch::equal(counted.order, sorted.order));
        QCOMPARE(counted.counts, sorted.counts);
    }

    void routesAreTalliedByRow()
    {
        const auto experts = at::tensor({ 0, 2, 2, 3, 1, 2 }, at::kLong).view({ 2, 3 }); // 3: absent
        const auto expected = at::tensor({ 1.0F, 0.0F, 2.0F, 0.0F, 1.0F, 1.0F }).view({ 2, 3 });
        QVERIFY(torch::equal(routesTaken(experts, 3), expected));
    }

    void expertsInAShorterTypeStayClose()
    {
        const std::vector<std::int64_t> counts { 9, 0, 14 };
        const auto run = [&](at::ScalarType products) {
            torch::manual_seed(13);
            std::vector<at::Tensor> leaves { at::randn({ 23, 32 }), at::randn({ 3, 32, 48 }) / 6,
                at::randn({ 3, 48 }), at::randn({ 3, 48, 16 }) / 7, at::randn({ 3, 16 }) };
            for (auto& leaf : leaves) {
                leaf.set_requires_grad(true);
                leaf.mutable_grad() = at::zeros_like(leaf);
            }
            const auto y = groupedLayers(
                { counts, products }, leaves[0], { leaves[1], leaves[2], leaves[3], leaves[4] }, {});
            (y * at::randn_like(y)).sum().backward();
            std::vector<at::Tensor> all { y.detach() };
            for (const auto& leaf : leaves)
                all.push_back(leaf.grad());
            return all;
        };
        const auto exact = run(at::kFloat);
        const auto shorter = run(at::kBFloat16);
        for (std::size_t i = 0; i < exact.size(); ++i) {
            QCOMPARE(shorter[i].scalar_type(), at::kFloat);
            const double difference = relativeDifference(shorter[i], exact[i]);
            QVERIFY2(difference < 0.02, qPrintable(QString::number(difference)));
        }
        QVERIFY(relativeDifference(shorter[0], exact[0]) > 1e-5); // it is another type
        QVERIFY(shorter[2][1].eq(0).all().item<bool>()); // an expert without rows
    }

    void aModelInMixedPrecisionStaysCloseAndIsRoutedAlike()
    {
        training::ExperimentSpec spec;
        spec.width = 16;
        spec.encoderHidden = 16;
        spec.expertHidden = 32;
        spec.experts = 4;
        spec.layers = 1;
        auto generator = at::detail::createCPUGenerator(11);
        Parameters parameters(generator);
        const auto model = builtinModels().create(
            { { { 12, {} }, { 5, btw::data::ModalityKind::Sequence } }, 3 }, spec, parameters);
        parameters.finish(at::kCPU);
        const auto input = someInput();
        std::uint64_t seed = 21;
        const auto run = [&](bool training, at::ScalarType products) {
            generator.set_current_seed(seed);
            const Autocast autocast(at::kCPU, products);
            return model->forward(input, { training, generator, products });
        };
        const auto exact = run(false, at::kFloat);
        const auto shorter = run(false, at::kBFloat16);
        QVERIFY(relativeDifference(shorter.output.to(at::kFloat), exact.output) < 0.05);
        QVERIFY(torch::equal(shorter.diagnostics[0], exact.diagnostics[0]));

        // Rounding may send somebody to another expert, which one it does differs between processors: the
        // median.
        std::vector<double> differences;
        for (seed = 21; seed < 28; ++seed) {
            parameters.zeroGradients();
            run(true, at::kFloat).output.sum().backward();
            const auto gradients = parameters.gradients().clone();
            parameters.zeroGradients();
            run(true, at::kBFloat16).output.to(at::kFloat).sum().backward();
            QCOMPARE(parameters.gradients().scalar_type(), at::kFloat);
            differences.push_back(relativeDifference(parameters.gradients(), gradients));
        }
        std::sort(differences.begin(), differences.end());
        QVERIFY2(differences[3] < 0.06, qPrintable(QString::number(differences[3])));
        QVERIFY(differences[0] > 1e-5);
    }

    void mixedPrecisionEndsWithItsScope()
    {
        const auto product = [] { return at::mm(at::ones({ 2, 2 }), at::ones({ 2, 2 })).scalar_type(); };
        {
            const Autocast shorter(at::kCPU, at::kBFloat16);
            QCOMPARE(product(), at::kBFloat16);
            {
                const Autocast full(at::kCPU, at::kFloat);
                QCOMPARE(product(), at::kFloat);
            }
            QCOMPARE(product(), at::kBFloat16);
        }
        QCOMPARE(product(), at::kFloat);
        QVERIFY(!compat::autocastEnabled(at::kCPU));
    }

    /// Distances as differences of products would be lost in a shorter type.
    void aRouterComputesInFull()
    {
        training::ExperimentSpec spec;
        spec.experts = 5;
        spec.topK = 2;
        Parameters parameters(at::detail::createCPUGenerator(11));
        const Router router(2, 16, spec, "r", parameters);
        parameters.finish(at::kCPU);
        const auto x = at::randn({ 2, 9, 16 }), present = at::ones({ 2, 9, 1 });
        const auto exact = router.forward(x, present, {});
        Routing shorter;
        {
            const Autocast autocast(at::kCPU, at::kBFloat16);
            shorter = router.forward(x, present, {});
        }
        QCOMPARE(shorter.gates.scalar_type(), at::kFloat);
        QVERIFY(at::equal(shorter.gates, exact.gates));
        QVERIFY(at::equal(shorter.experts, exact.experts));
    }

    /// What LibTorch keeps of a weight in a shorter type is of one scope: the next one sees what was learnt.
    void aWeightIsConvertedAnewInEachScope()
    {
        auto weight = at::eye(2);
        weight.set_requires_grad(true);
        const auto product = [&] {
            const Autocast shorter(at::kCPU, at::kBFloat16);
            return at::mm(at::ones({ 2, 2 }), weight).to(at::kFloat).sum().item<double>();
        };
        QCOMPARE(product(), 4.0);
        {
            const at::NoGradGuard noGradient;
            weight.fill_(3.0);
        }
        QCOMPARE(product(), 24.0);
    }

    void routesOfOneExpertAndOfNone()
    {
        const auto experts = at::tensor({ 2, 0, 3, 2, 3, 0, 2 }, at::kLong); // 3: absent
        for (const auto& routes :
            { countedRoutes(experts, 3), deviceRoutes(experts, 3), sortedRoutes(experts, 3) }) {
            QVERIFY(at::equal(routes.order, at::tensor({ 1, 5, 0, 3, 6 }, at::kLong)));
            QCOMPARE(routes.counts, (std::vector<std::int64_t> { 2, 0, 3 }));
        }
    }
};

QTEST_GUILESS_MAIN(TestPrecision)
#include "tst_precision.moc"
