// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/activation.h"
#include "engine/kernels/product.h"
#include "engine/kernels/residual.h"
#include "engine/model/gatedsums.h"
#include "engine/model/groupedlayers.h"
#include "engine/model/layernorm.h"
#include "engine/model/ops.h"
#include "engine/model/router.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using namespace btw::model;
using btw::kernels::Activation;

namespace {

struct Leaves
{
    at::Tensor x, w1, b1, w2, b2;

    Leaves(std::int64_t rows, std::int64_t experts, std::int64_t in, std::int64_t hidden, std::int64_t out)
        : x(at::randn({ rows, in }))
        , w1(at::randn({ experts, in, hidden }) / std::sqrt(static_cast<double>(in)))
        , b1(at::randn({ experts, hidden }))
        , w2(at::randn({ experts, hidden, out }) / std::sqrt(static_cast<double>(hidden)))
        , b2(at::randn({ experts, out }))
    {
        for (auto* leaf : all())
            leaf->set_requires_grad(true);
    }
    std::vector<at::Tensor*> all() { return { &x, &w1, &b1, &w2, &b2 }; }
    StackedLayers layers() const { return { w1, b1, w2, b2 }; }
};

// The plain form that the grouped one must equal: one expert after the other, inside the graph.
at::Tensor plainLoop(const Leaves& l, const std::vector<std::int64_t>& counts, const ActivationDropout& inner)
{
    const auto mask
        = dropoutMask({ l.x.size(0), l.w1.size(2) }, l.w1.options().requires_grad(false), inner.dropout);
    std::vector<at::Tensor> parts;
    std::int64_t first = 0;
    for (std::size_t e = 0; e < counts.size(); ++e) {
        const auto i = static_cast<std::int64_t>(e);
        const auto before = at::matmul(l.x.narrow(0, first, counts[e]), l.w1[i]) + l.b1[i];
        auto hidden = inner.activation == Activation::Gelu ? at::gelu(before) : at::relu(before);
        if (mask.defined())
            hidden = hidden * mask.narrow(0, first, counts[e]);
        parts.push_back(at::matmul(hidden, l.w2[i]) + l.b2[i]);
        first += counts[e];
    }
    return at::cat(parts);
}

double largestDifference(const at::Tensor& a, const at::Tensor& b)
{
    return (a - b).abs().max().item<double>();
}

} // namespace

class TestExperts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(3); }

    void groupedLayersEqualThePlainLoop_data()
    {
        QTest::addColumn<QList<int>>("counts");
        QTest::addColumn<bool>("dropout");
        QTest::addColumn<bool>("relu");
        QTest::addColumn<QList<int>>("widths"); // in, hidden, out
        const QList<int> odd { 6, 10, 8 }; // what the kernels do not take
        QTest::newRow("even") << QList<int> { 4, 4, 4 } << false << false << odd;
        QTest::newRow("an expert without rows") << QList<int> { 5, 0, 7 } << false << false << odd;
        QTest::newRow("all rows to the last") << QList<int> { 0, 0, 9 } << true << false << odd;
        QTest::newRow("one row") << QList<int> { 0, 1, 0 } << false << false << odd;
        QTest::newRow("dropout") << QList<int> { 3, 8, 2 } << true << false << odd;
        QTest::newRow("kernels, an expert without rows")
            << QList<int> { 5, 0, 7 } << true << false << QList<int> { 16, 48, 32 };
        QTest::newRow("kernels, one row")
            << QList<int> { 0, 1, 0 } << false << false << QList<int> { 32, 16, 16 };
        QTest::newRow("kernels, more rows than a tile")
            << QList<int> { 61, 2, 17 } << true << false << QList<int> { 32, 80, 64 };
        QTest::newRow("kernels, several panels")
            << QList<int> { 13, 90, 6 } << false << false << QList<int> { 144, 304, 176 };
        QTest::newRow("relu") << QList<int> { 3, 8, 2 } << true << true << odd;
        QTest::newRow("kernels, relu")
            << QList<int> { 61, 2, 17 } << true << true << QList<int> { 32, 80, 64 };
    }
    void groupedLayersEqualThePlainLoop()
    {
        QFETCH(QList<int>, counts);
        QFETCH(bool, dropout);
        QFETCH(bool, relu);
        const std::vector<std::int64_t> sizes(counts.begin(), counts.end());
        std::int64_t rows = 0;
        for (const auto size : sizes)
            rows += size;
        QFETCH(QList<int>, widths);
        Leaves leaves(rows, 3, widths[0], widths[1], widths[2]);
        const ActivationDropout inner { relu ? Activation::Relu : Activation::Gelu,
            { 0x123456789abcdefU, dropout ? 0x60000000U : 0U, 1.6F } };
        const auto weight = at::randn({ rows, widths[2] });

        const auto expected = plainLoop(leaves, sizes, inner);
        (expected * weight).sum().backward();
        std::vector<at::Tensor> gradients;
        for (auto* leaf : leaves.all()) {
            gradients.push_back(leaf->grad().clone());
            leaf->mutable_grad().fill_(99.0); // must be overwritten whole
        }
        leaves.x.mutable_grad().zero_();
        const auto squares = at::zeros({ 1 }, at::kDouble);
        const auto actual = groupedLayers({ sizes }, leaves.x, leaves.layers(), inner, squares);
        (actual * weight).sum().backward();

        QVERIFY(largestDifference(actual, expected) < 1e-5);
        const auto all = leaves.all();
        for (std::size_t i = 0; i < all.size(); ++i)
            QVERIFY2(largestDifference(all[i]->grad(), gradients[i])
                    < 1e-5 * std::max(1.0, gradients[i].abs().max().item<double>()),
                qPrintable(QString::number(i)));
        double sum = 0;
        for (std::size_t i = 1; i < all.size(); ++i)
            sum += gradients[i].to(at::kDouble).square().sum().item<double>();
        QVERIFY(std::abs(squares.item<double>() - sum) < 1e-5 * sum);
    }

    void everyKernelMultiplies()
    {
        // Rows and columns that leave a rest in every tile, an inner size of two blocks and a rest, and none.
        for (const auto& kernels : btw::kernels::productKernels()) {
            for (const std::int64_t inner : { 0, 1, 40, 290 }) {
                for (const std::int64_t rows : { 1, 5, 31 }) {
                    for (const std::int64_t columns : { 16, 112 }) {
                        const auto a = at::randn({ rows, inner }), b = at::randn({ inner, columns });
                        const auto bias = at::randn({ columns });
                        auto narrow = at::empty({ rows, columns }), wide = at::empty({ rows, columns });
                        btw::kernels::Product product { rows, inner, columns, a.data_ptr<float>(), inner, 1,
                            b.data_ptr<float>(), columns, narrow.data_ptr<float>(), columns,
                            bias.data_ptr<float>() };
                        kernels.multiply(product);
                        QVERIFY(largestDifference(narrow, at::mm(a, b) + bias) < 1e-4);
                        const auto transposed = a.t().contiguous();
                        product.a = transposed.data_ptr<float>();
                        product.aRow = 1;
                        product.aColumn = rows;
                        product.c = wide.data_ptr<float>();
                        product.bias = nullptr;
                        double squares = 0;
                        product.squares = &squares;
                        for (const bool pastCaches : { false, true }) {
                            product.pastCaches = pastCaches;
                            squares = 1;
                            kernels.multiply(product);
                            QVERIFY(largestDifference(wide, at::mm(a, b)) < 1e-4);
                            const auto expected = 1 + at::mm(a, b).square().sum().item<double>();
                            QVERIFY(std::abs(squares - expected) < 1e-5 * expected);
                            wide.zero_();
                        }
                    }
                }
            }
        }
    }

    void activationsAreExact_data()
    {
        QTest::addColumn<bool>("relu");
        QTest::addColumn<bool>("dropout");
        QTest::newRow("GELU") << false << false;
        QTest::newRow("GELU, dropout") << false << true;
        QTest::newRow("ReLU") << true << false;
        QTest::newRow("ReLU, dropout") << true << true;
    }
    void activationsAreExact()
    {
        QFETCH(bool, relu);
        QFETCH(bool, dropout);
        const auto activation = relu ? Activation::Relu : Activation::Gelu;
        const btw::kernels::Dropout drawn { 0xfedcba9876543210U, dropout ? 0x80000000U : 0U, 2.0F };
        const std::int64_t rows = 301, width = 97;
        const auto x = at::linspace(-15, 15, rows * width).view({ rows, width });
        const auto exact = x.to(at::kDouble).requires_grad_(true);
        auto mask = dropoutMask(x.sizes(), x.options(), drawn);
        if (!mask.defined())
            mask = at::ones_like(x);
        const auto expected = (relu ? at::relu(exact) : at::gelu(exact)) * mask;
        expected.sum().backward();

        // A block in the middle; what is around it stays.
        auto y = at::full_like(x, 77), gradient = at::ones_like(x);
        const btw::kernels::Block block { 20 * width + 10, 250, 80, width };
        btw::kernels::activate(activation, drawn, block, x.data_ptr<float>(), y.data_ptr<float>());
        btw::kernels::activateBackward(
            activation, drawn, block, x.data_ptr<float>(), gradient.data_ptr<float>());
        const auto inside = [](const at::Tensor& t) { return t.narrow(0, 20, 250).narrow(1, 10, 80); };
        const auto error = (inside(y) - inside(expected)).abs() / inside(x).abs().clamp_min(1);
        QVERIFY(error.max().item<double>() < 3e-7);
        QVERIFY(largestDifference(inside(gradient), inside(exact.grad())) < 1e-6);
        QCOMPARE((y == 77).sum().item<std::int64_t>(), rows * width - 250 * 80);

        const auto nan = at::full({ 1, 3 }, std::nan("")); // must reach the loss, which stops the training
        auto out = at::zeros({ 1, 3 });
        btw::kernels::activate(
            activation, drawn, { 0, 1, 3, 3 }, nan.data_ptr<float>(), out.data_ptr<float>());
        QVERIFY(out.isnan().all().item<bool>());

        // Infinities have the limits of x Phi(x) and of its slope.
        constexpr float kInfinity = std::numeric_limits<float>::infinity();
        std::vector<float> ends { -kInfinity, -3e38F, 3e38F, kInfinity }, value(4), slope(4, 1.0F);
        const btw::kernels::Block all { 0, 1, 4, 4 };
        btw::kernels::activate(activation, {}, all, ends.data(), value.data());
        btw::kernels::activateBackward(activation, {}, all, ends.data(), slope.data());
        for (std::size_t i = 0; i < ends.size(); ++i) {
            const bool above = ends[i] > 0;
            QVERIFY(above ? value[i] == ends[i] : std::abs(value[i]) < 1e-35F);
            QVERIFY(std::abs(slope[i] - (above ? 1.0F : 0.0F)) < 1e-35F);
        }
    }

    void layerNormEqualsItsPlainForm()
    {
        // Rows that leave a rest in a block, and a row of equal numbers, whose variance is 0.
        for (const std::int64_t rows : { 1, 70 }) {
            auto x = at::randn({ 3, rows, 24 }) * 5 + 2;
            x[1][0].fill_(7);
            const auto scale = at::randn({ 3, 1, 24 }), shift = at::randn({ 3, 1, 24 });
            const auto weight = at::randn({ 3, rows, 24 });
            const auto run = [&](at::ScalarType type) {
                std::vector<at::Tensor> leaves;
                for (const auto& leaf : { x, scale, shift })
                    leaves.push_back(leaf.to(type, false, true).requires_grad_(true));
                const auto y = layerNorm(leaves[0], leaves[1], leaves[2]);
                (y * weight).sum().backward();
                return std::vector<at::Tensor> { y.detach(), leaves[0].grad(), leaves[1].grad(),
                    leaves[2].grad() };
            };
            const auto fast = run(at::kFloat), plain = run(at::kDouble);
            for (std::size_t i = 0; i < fast.size(); ++i) {
                const double most = std::max(1.0, plain[i].abs().max().item<double>());
                QVERIFY2(largestDifference(fast[i], plain[i]) < 2e-6 * most, qPrintable(QString::number(i)));
            }
        }
    }

    void everyKernelTransposes()
    {
        for (const auto& kernels : btw::kernels::productKernels()) {
            const auto a = at::randn({ 48, 80 });
            auto actual = at::empty({ 80, 48 });
            kernels.transpose(a.data_ptr<float>(), 80, 48, 80, actual.data_ptr<float>(), 48);
            QVERIFY(at::equal(actual, a.t()));
        }
    }

    void kernelsGiveTheSameBitsOnAnyNumberOfThreads()
    {
        const std::vector<std::int64_t> counts { 40, 3, 0, 21 };
        const auto run = [&](int threads) {
            at::set_num_threads(threads);
            torch::manual_seed(5);
            Leaves leaves(64, 4, 32, 144, 48);
            for (auto* leaf : leaves.all())
                leaf->mutable_grad() = at::zeros_like(*leaf);
            auto result = groupedLayers(
                { counts }, leaves.x, leaves.layers(), { Activation::Gelu, { 9, 0x40000000U, 1.3F } });
            result.square().sum().backward();
            std::vector<at::Tensor> all { result.detach() };
            for (auto* leaf : leaves.all())
                all.push_back(leaf->grad());
            return all;
        };
        const auto one = run(1), three = run(3);
        for (std::size_t i = 0; i < one.size(); ++i)
            QVERIFY2(at::equal(one[i], three[i]), qPrintable(QString::number(i)));
    }

    void gatedSumsEqualTheirPlainForm()
    {
        // In double the plain operators do it, in float the kernel.
        const auto order = at::tensor({ 7, 2, 3, 11, 5 }, at::kLong);
        const auto instance = at::tensor({ 1, 2, 1, 3, 1 }, at::kLong);
        const auto y = at::randn({ 5, 700 }), gates = at::rand({ 12 }), weight = at::randn({ 4, 700 });
        const auto run = [&](at::ScalarType type) {
            auto leafY = y.to(type).detach().clone().requires_grad_();
            auto leafGates = gates.to(type).detach().clone().requires_grad_();
            const auto sums = gatedSums(leafY, leafGates, order, instance, 4);
            (sums * weight.to(type)).sum().backward();
            return std::vector<at::Tensor> { sums.detach(), leafY.grad(), leafGates.grad() };
        };
        const auto expected = run(at::kDouble), actual = run(at::kFloat);
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(largestDifference(actual[i], expected[i]) < 3e-5, qPrintable(QString::number(i)));
        QVERIFY((actual[0][0] == 0).all().item<bool>()); // instance 0 has no route
    }

    void squaredVariationIsUnbiasedVarianceOverSquaredMean()
    {
        // numpy: np.var([1, 2, 3, 6], ddof=1) / np.mean([1, 2, 3, 6])**2 = 4.66666667 / 9
        QVERIFY(std::abs(squaredVariation(at::tensor({ 1.0, 2.0, 3.0, 6.0 })).item<double>() - 14.0 / 27.0)
            < 1e-9);
        QCOMPARE(squaredVariation(at::ones({ 2, 5 })).item<double>(), 0.0);
        QCOMPARE(squaredVariation(at::ones({ 2, 1 })).item<double>(), 0.0);
    }

    void dropoutKeepsTheMeanAndRepeatsForASeed()
    {
        Pass pass { true, at::detail::createCPUGenerator(9) };
        const auto x = at::ones({ 200, 100 });
        const auto first = dropout(x, 0.3, pass);
        QVERIFY(std::abs(first.mean().item<double>() - 1.0) < 0.02);
        QVERIFY(std::abs((first == 0).to(at::kFloat).mean().item<double>() - 0.3) < 0.02);
        pass.generator.set_current_seed(9);
        QVERIFY(at::equal(dropout(x, 0.3, pass), first));
        QVERIFY(at::equal(dropout(x, 0.3, Pass {}), x));
    }

    /// Over draws, too, and whatever happens to its neighbour: each number within five standard errors.
    void everyPlaceIsDroppedAsOften()
    {
        const Pass pass { true, at::detail::createCPUGenerator(9) };
        constexpr double kShare = 0.3, kDraws = 4000;
        std::vector<at::Tensor> masks;
        for (int i = 0; i < static_cast<int>(kDraws); ++i)
            masks.push_back(dropoutMask({ 65 }, at::TensorOptions(at::kDouble), kShare, pass));
        const auto dropped = (at::stack(masks) == 0).to(at::kDouble); // [draws, 65]
        const auto occursIn = [&](const at::Tensor& events, double share) {
            const double error = std::sqrt(share * (1 - share) / kDraws);
            return ((events.mean(0) - share).abs() < 5 * error).all().item<bool>();
        };
        QVERIFY(occursIn(dropped, kShare));
        QVERIFY(occursIn(dropped.slice(1, 0, 64) * dropped.slice(1, 1, 65), kShare * kShare));
        const auto draws = dropped.size(0);
        QVERIFY(occursIn(dropped.slice(0, 1, draws) * dropped.slice(0, 0, draws - 1), kShare * kShare));
    }

    /// Over several blocks of their kernel.
    void residualsDropAlikeBothWays()
    {
        const auto x = at::randn({ 70001 }), y = at::randn({ 70001 });
        for (const std::uint32_t below : { 0U, 0x60000000U }) {
            const btw::kernels::Dropout drawn { 0x0123456789abcdefU, below, 1.6F };
            auto mask = dropoutMask(x.sizes(), x.options(), drawn);
            if (!mask.defined())
                mask = at::ones_like(x);
            auto sum = at::empty_like(x), gradient = at::empty_like(x);
            btw::kernels::addDropped(
                drawn, x.numel(), x.data_ptr<float>(), y.data_ptr<float>(), sum.data_ptr<float>());
            QVERIFY(largestDifference(sum, x + y * mask) < 1e-6);
            if (below == 0)
                continue; // the gradient is that of the sum
            btw::kernels::dropAlike(drawn, x.numel(), x.data_ptr<float>(), gradient.data_ptr<float>());
            QVERIFY(at::equal(gradient, x * mask));
        }
    }

    void squaredVariationAddsRowsAndBearsNothing()
    {
        // Of two amounts: 2 / 4 and 0; of none at all: 0; of small ones 2e-10 / (4e-10 + 1e-10).
        const auto isOf = [](double wanted, const std::vector<double>& amounts, std::int64_t rows) {
            const auto all = at::tensor(amounts, at::kDouble).view({ rows, -1 });
            return std::abs(squaredVariation(all).item<double>() - wanted) < 1e-9;
        };
        QVERIFY(isOf(0.5, { 1, 3, 2, 2 }, 2));
        QVERIFY(isOf(0.5 + 0.5 + 4.5 / 6.25, { 1, 3, 2, 6, 1, 4 }, 3));
        QVERIFY(isOf(0.0, { 0, 0, 0, 0, 0, 0 }, 2));
        QVERIFY(isOf(0.4, { 1e-5, 3e-5 }, 1));
    }

    void whatIsDrawnForADropoutIsExact()
    {
        Pass pass { true, at::detail::createCPUGenerator(9) };
        const auto state = pass.generator.get_state();
        QVERIFY(!drawnDropout(0.0, pass).drops());
        QVERIFY(!drawnDropout(0.5, {}).drops());
        QVERIFY(at::equal(pass.generator.get_state(), state)); // nothing was drawn
        const auto half = drawnDropout(0.5, pass), most = drawnDropout(0.75, pass);
        QCOMPARE(half.dropBelow, 0x80000000U);
        QCOMPARE(half.kept, 2.0F);
        QCOMPARE(most.dropBelow, 0xc0000000U);
        QCOMPARE(most.kept, 4.0F);
        QVERIFY(half.key != most.key);

        pass.generator.set_current_seed(9);
        const auto mask = dropoutMask({ 7, 11 }, at::TensorOptions(at::kFloat), 0.5, pass);
        QVERIFY(at::equal(mask, dropoutMask({ 7, 11 }, at::TensorOptions(at::kFloat), half)));
        // Elsewhere than on the processor, too, nothing is made where nothing is dropped.
        const auto elsewhere = at::TensorOptions(at::kFloat).device(at::kMeta);
        QVERIFY(!dropoutMask({ 7, 11 }, elsewhere, 0.0, pass).defined());
        QVERIFY(!dropoutMask({ 7, 11 }, elsewhere, 0.5, {}).defined());
    }

    /// However many threads fill it, and over more than one of their blocks.
    void aMaskIsMadeOfKeyAndPlace()
    {
        const btw::kernels::Dropout drawn { 0x0123456789abcdefU, 0x60000000U, 1.6F };
        constexpr std::int64_t kSize = 100003;
        std::vector<double> expected;
        for (std::int64_t i = 0; i < kSize; ++i)
            expected.push_back(static_cast<double>(drawn.factor(static_cast<std::uint32_t>(i))));
        const auto wanted = at::tensor(expected, at::kDouble);
        const int before = at::get_num_threads();
        for (const int threads : { 1, 3 }) {
            at::set_num_threads(threads);
            for (const auto type : { at::kFloat, at::kDouble }) {
                const auto mask = dropoutMask({ kSize }, at::TensorOptions(type), drawn);
                QCOMPARE(mask.scalar_type(), type);
                QVERIFY(at::equal(mask.to(at::kDouble), wanted));
            }
        }
        at::set_num_threads(before);
        // A shorter type would not hold what is kept.
        const auto shorter = dropoutMask({ kSize }, at::TensorOptions(at::kBFloat16), drawn);
        QCOMPARE(shorter.scalar_type(), at::kFloat);
        QVERIFY(at::equal(shorter.to(at::kDouble), wanted));
        QVERIFY(!dropoutMask({ kSize }, at::TensorOptions(at::kFloat), btw::kernels::Dropout {}).defined());
    }

    void layersSideBySideAreTheSameOnes()
    {
        const auto x = at::randn({ 2, 3, 4 }), weight = at::randn({ 2, 4, 5 }), bias = at::randn({ 2, 1, 5 });
        const auto both = batchedLinear(x, weight, bias);
        for (std::int64_t m = 0; m < 2; ++m) {
            const auto plain = at::matmul(x[m], weight[m]) + bias[m];
            QVERIFY(largestDifference(both[m], plain) < 1e-5);
            QVERIFY(largestDifference(linear(x[m], weight[m], bias[m][0]), plain) < 1e-5);
        }
    }

    /// Without gradients, for which there is no place either: what the kernels need not keep, they do not.
    void groupedLayersPredictWhatThePlainLoopDoes()
    {
        const std::vector<std::int64_t> counts { 5, 0, 7 };
        const std::vector<std::vector<std::int64_t>> widths { { 6, 10, 8 }, { 16, 48, 32 } };
        for (const auto& width : widths) {
            for (const auto activation : { Activation::Gelu, Activation::Relu }) {
                Leaves leaves(12, 3, width[0], width[1], width[2]);
                const ActivationDropout inner { activation, { 0x123456789abcdefU, 0x60000000U, 1.6F } };
                const at::NoGradGuard noGradient;
                const auto actual = groupedLayers({ counts }, leaves.x, leaves.layers(), inner);
                QVERIFY(largestDifference(actual, plainLoop(leaves, counts, inner)) < 1e-5);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestExperts)
#include "tst_experts.moc"
