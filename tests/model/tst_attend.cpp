// SPDX-License-Identifier: GPL-3.0-or-later
// Attention's own kernels, where this processor has them, against LibTorch's operations in float64.
#include "engine/model/attend.h"
#include "engine/model/ops.h"
#include "engine/model/realrows.h"
#include "engine/model/transformer.h"
#include "engine/model/transformerencoder.h"
#include "engine/model/transformerlayer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

using namespace btw::model;

namespace {

struct Case
{
    at::Tensor q, k, v;
    RealSteps real;
    std::int64_t heads = 0;
};

Case made(std::int64_t batch, std::int64_t queries, std::int64_t keys, std::int64_t width, std::int64_t heads,
    double size = 1)
{
    at::manual_seed(11);
    const auto some = [&](std::int64_t steps) {
        return at::arange(steps).unsqueeze(0) < at::randint(1, steps + 1, { batch, 1 });
    };
    const auto realQueries = some(queries), real = some(keys);
    realQueries[2].fill_(true);
    real[0].fill_(true);
    if (keys > 3)
        real[1][1] = false; // a gap
    real[2].fill_(false); // has nothing to attend to
    const auto tensor = [&](std::int64_t steps) { return at::randn({ batch, steps, width }) * size; };
    return { tensor(queries), tensor(keys), tensor(keys), { realQueries, real }, heads };
}

/// Output, and gradients of queries, keys and values.
std::vector<at::Tensor> judged(const Case& one, at::ScalarType type, double dropout = 0,
    const at::Generator& generator = at::make_generator<at::CPUGeneratorImpl>(5))
{
    const auto leaf = [&](const at::Tensor& x) { return x.to(type).clone().requires_grad_(true); };
    const auto q = leaf(one.q), k = leaf(one.k), v = leaf(one.v);
    const Pass pass { true, generator };
    const auto out = attend(q, k, v, one.real, one.heads, dropout, pass);
    at::manual_seed(12);
    out.backward(at::randn(one.q.sizes()).to(type));
    return { out.detach(), q.grad(), k.grad(), v.grad() };
}

double distance(const at::Tensor& first, const at::Tensor& second)
{
    const auto largest = second.abs().max().item<double>();
    const auto apart = (first.to(at::kDouble) - second).abs().max().item<double>();
    return largest > 0 ? apart / largest : apart; // of one key alone the queries have no gradient
}

/// Steps of instances that stand one after the other.
PackedSteps packedSteps(const std::vector<std::int64_t>& lengths)
{
    const auto each = at::tensor(lengths, at::kLong);
    return { at::cat({ at::zeros({ 1 }, at::kLong), each.cumsum(0) }), each.max().item<std::int64_t>() };
}

/// transformerLayer() by LibTorch's operations, one instance after the other.
at::Tensor plainLayer(const at::Tensor& x, const at::Tensor& source, const LayerWeights& w,
    const Looking& looking, const Pass& pass)
{
    const auto count = x.size(0), width = x.size(1), heads = looking.heads;
    const auto mask = [&](at::IntArrayRef shape) {
        return dropoutMask(shape, at::TensorOptions(at::kDouble), looking.dropout, pass);
    };
    const auto instances = looking.queries.starts.size(0) - 1;
    const auto shares = mask({ instances, heads, looking.queries.longest, looking.keys.longest });
    const auto mixed = mask({ count, width }), inner = mask({ count, 4 * width }),
               fed = mask({ count, width });
    const auto normed = [&](const at::Tensor& rows, LayerPart scale) {
        return at::layer_norm(rows, { width }, w[scale], w[scale + 1], 1e-5);
    };
    const auto affine
        = [&](const at::Tensor& rows, LayerPart weight) { return at::mm(rows, w[weight]) + w[weight + 1]; };
    const auto q = affine(normed(x, Scale1), Query);
    const auto k = affine(normed(source, Scale1), Key), v = affine(normed(source, Scale1), Value);
    std::vector<at::Tensor> parts;
    for (std::int64_t i = 0; i < instances; ++i) {
        const auto ofHeads = [&](const at::Tensor& rows, const PackedSteps& steps) { // [heads, steps, d]
            const auto from = steps.starts[i].item<std::int64_t>(),
                       to = steps.starts[i + 1].item<std::int64_t>();
            return rows.slice(0, from, to).view({ to - from, heads, width / heads }).transpose(0, 1);
        };
        const auto queries = ofHeads(q, looking.queries), keys = ofHeads(k, looking.keys);
        const auto scores = at::matmul(queries, keys.transpose(1, 2))
            / std::sqrt(static_cast<double>(width) / static_cast<double>(heads));
        const auto kept = shares[i].slice(1, 0, queries.size(1)).slice(2, 0, keys.size(1));
        parts.push_back(at::matmul(at::softmax(scores, 2) * kept, ofHeads(v, looking.keys))
                            .transpose(0, 1)
                            .reshape({ -1, width }));
    }
    const auto middle = x + affine(at::cat(parts), Out) * mixed;
    const auto active = at::relu(affine(normed(middle, Scale2), Feed1)) * inner;
    return middle + affine(active, Feed2) * fed;
}

} // namespace

class TestAttend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithLibTorch_data()
    {
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("queries");
        QTest::addColumn<int>("keys");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("heads");
        QTest::addColumn<double>("dropout");
        QTest::newRow("self") << 4 << 50 << 50 << 128 << 8 << 0.0;
        QTest::newRow("crossmodal") << 3 << 7 << 130 << 128 << 8 << 0.0;
        QTest::newRow("more queries than at once") << 3 << 101 << 33 << 64 << 2 << 0.0;
        QTest::newRow("narrow heads") << 4 << 40 << 30 << 30 << 5 << 0.1; // those of mult
        QTest::newRow("one head of an odd width") << 3 << 9 << 60 << 37 << 1 << 0.0;
        QTest::newRow("one key") << 3 << 5 << 1 << 32 << 2 << 0.0;
        QTest::newRow("one key, dropout") << 4 << 9 << 1 << 30 << 5 << 0.3;
        QTest::newRow("dropout") << 4 << 60 << 37 << 128 << 8 << 0.3;
    }
    void agreesWithLibTorch()
    {
        QFETCH(const int, batch);
        QFETCH(const int, queries);
        QFETCH(const int, keys);
        QFETCH(const int, width);
        QFETCH(const int, heads);
        QFETCH(const double, dropout);
        const auto one = made(batch, queries, keys, width, heads);
        const auto ours = judged(one, at::kFloat, dropout);
        const auto theirs = judged(one, at::kDouble, dropout); // a float64 has no kernel
        for (std::size_t i = 0; i < ours.size(); ++i)
            QVERIFY2(distance(ours[i], theirs[i]) < 1e-5,
                qPrintable(QString::number(distance(ours[i], theirs[i]))));
        if (dropout > 0)
            QVERIFY(distance(ours[0], judged(one, at::kDouble)[0]) > 0.01); // something was dropped
        // Who has nothing to attend to gets nothing, and gives no gradient.
        for (const auto& tensor : ours)
            QCOMPARE(tensor[2].abs().max().item<double>(), 0.0);
    }

    // Products of some hundreds: one key takes all, and nothing overflows.
    void largeProducts()
    {
        const auto one = made(3, 20, 40, 128, 8, 12);
        const auto ours = judged(one, at::kFloat);
        const auto theirs = judged(one, at::kDouble);
        QVERIFY(distance(ours[0], theirs[0]) < 1e-4);
        for (const auto& tensor : ours)
            QVERIFY(tensor.isfinite().all().item<bool>());
    }

    // Nothing is computed for padding: the same steps as padded ones in float64, which has no kernels.
    void transformersWithoutPadding_data()
    {
        QTest::addColumn<bool>("crossmodal");
        QTest::addColumn<double>("dropout");
        QTest::newRow("each other") << false << 0.0;
        QTest::newRow("another modality") << true << 0.0;
        QTest::newRow("each other, dropout") << false << 0.3;
        QTest::newRow("another modality, dropout") << true << 0.3;
    }
    void transformersWithoutPadding()
    {
        QFETCH(const bool, crossmodal);
        QFETCH(const double, dropout);
        const auto one = made(5, 12, 9, 16, 4);
        // Steps of a batch have no gap; the third instance has no source, the last none of its own. A step's
        // place decides what is dropped, which is the same only where there is no padding.
        auto lengths = at::tensor({ 3, 12, 7, 1, 0 }, at::kLong).unsqueeze(1);
        auto sources = at::tensor({ 9, 4, 0, 2, 5 }, at::kLong).unsqueeze(1);
        if (dropout > 0) {
            lengths.fill_(12);
            sources.fill_(9);
        }
        const auto real = at::arange(12).unsqueeze(0) < lengths, seen = at::arange(9).unsqueeze(0) < sources;
        const auto judge = [&](at::ScalarType type, double share) {
            const auto generator = at::make_generator<at::CPUGeneratorImpl>(7);
            Parameters parameters(generator, at::kDouble);
            const Transformer transformer(16, 4, 2, share, "t", parameters);
            parameters.finish(at::kCPU);
            Parameters own(generator, type);
            const Transformer judged(16, 4, 2, share, "t", own);
            own.finish(at::kCPU);
            own.values().copy_(parameters.values());
            const auto x = one.q.to(type).clone().requires_grad_(true);
            const auto y = one.k.to(type).clone().requires_grad_(true);
            const Steps steps { x, real }, source { y, seen };
            const Pass pass { true, at::make_generator<at::CPUGeneratorImpl>(5) };
            const auto out = judged.forward(steps, crossmodal ? &source : nullptr, pass);
            at::manual_seed(12);
            const auto counted = real.unsqueeze(2).to(type);
            (out * counted * at::randn(one.q.sizes()).to(type)).sum().backward();
            std::vector<at::Tensor> found { out.detach() * counted, x.grad() * counted,
                own.gradients().detach().clone() };
            if (crossmodal)
                found.push_back(y.grad());
            return found;
        };
        const auto ours = judge(at::kFloat, dropout), theirs = judge(at::kDouble, dropout);
        for (std::size_t i = 0; i < ours.size(); ++i)
            QVERIFY2(distance(ours[i], theirs[i]) < 1e-5,
                qPrintable(QString::number(distance(ours[i], theirs[i]))));
        if (dropout > 0)
            QVERIFY(distance(judge(at::kFloat, 0)[0], theirs[0]) > 0.01); // something was dropped
    }

    /// Instances of any number of steps: what is dropped in one is not what is dropped in its neighbour.
    void layersDropAlikeBothWays_data()
    {
        QTest::addColumn<bool>("crossmodal");
        QTest::newRow("each other") << false;
        QTest::newRow("another modality") << true;
    }
    void layersDropAlikeBothWays()
    {
        QFETCH(const bool, crossmodal);
        if (!hasAttentionKernel(at::zeros({ 1 })))
            QSKIP("This processor has no kernels for a layer.");
        constexpr std::int64_t kWidth = 12;
        // One has no steps, one nothing to attend to, one a single step of it.
        const auto own = packedSteps({ 3, 7, 0, 5, 2 }), others = packedSteps({ 4, 1, 3, 0, 6 });
        const Looking looking { own, crossmodal ? others : own, 3, 0.3 };
        at::manual_seed(13);
        std::vector<at::Tensor> given { at::randn({ 17, kWidth }), at::randn({ 14, kWidth }) };
        for (std::size_t part = 0; part < LayerParts; part += 2) {
            const bool isNorm = part == Scale1 || part == Scale2;
            const auto in = part == Feed2 ? 4 * kWidth : kWidth, out = part == Feed1 ? 4 * kWidth : kWidth;
            given.push_back(isNorm ? at::randn({ kWidth }) : at::randn({ in, out }) / 3);
            given.push_back(at::randn({ out }));
        }
        const auto share = at::randn({ 17, kWidth });
        /// Output, and the gradients of all that is given.
        const auto judge = [&](at::ScalarType type, bool trains) {
            std::vector<at::Tensor> leaves, found;
            for (const auto& tensor : given)
                leaves.push_back(tensor.to(type, false, true).requires_grad_(true));
            LayerWeights weights;
            std::copy(leaves.begin() + 2, leaves.end(), weights.begin());
            const Pass pass { trains, at::make_generator<at::CPUGeneratorImpl>(5) };
            const auto& source = crossmodal ? leaves[1] : leaves[0];
            const auto out = type == at::kDouble
                ? plainLayer(leaves[0], source, weights, looking, pass)
                : transformerLayer(leaves[0], crossmodal ? &source : nullptr, weights, looking, pass);
            found.push_back(out.detach());
            if (!trains)
                return found;
            out.backward(share.to(type));
            for (const auto& leaf : leaves)
                if (crossmodal || !leaf.is_same(leaves[1]))
                    found.push_back(leaf.grad());
            return found;
        };
        const auto ours = judge(at::kFloat, true), theirs = judge(at::kDouble, true);
        for (std::size_t i = 0; i < ours.size(); ++i) {
            // Most have numbers above ten. The bias of the keys moves all scores alike, and has no gradient
            // but what rounding leaves of such numbers.
            const auto most = std::max(10.0, theirs[i].abs().max().item<double>());
            const auto off = (ours[i] - theirs[i]).abs().max().item<double>() / most;
            QVERIFY2(off < 1e-5, qPrintable(QStringLiteral("%1: %2").arg(i).arg(off)));
        }

        auto silent = looking;
        silent.dropout = 0;
        LayerWeights weights;
        std::copy(given.begin() + 2, given.end(), weights.begin());
        const auto* source = crossmodal ? &given[1] : nullptr;
        const auto predicted = judge(at::kFloat, false).front();
        QVERIFY(at::equal(predicted, transformerLayer(given[0], source, weights, silent, {})));
        QVERIFY(distance(predicted, theirs.front()) > 0.01); // something was dropped
    }

    /// The mean over many draws is what there is without dropout, up to five standard errors: of the output,
    /// and of the values' gradient, which both grow with the shares.
    void onAverageNothingIsDropped_data()
    {
        QTest::addColumn<int>("keys");
        QTest::newRow("several keys") << 5;
        QTest::newRow("one key") << 1;
    }
    void onAverageNothingIsDropped()
    {
        QFETCH(const int, keys);
        constexpr int kDraws = 3000;
        const auto one = made(3, 4, keys, 8, 2);
        const auto generator = at::make_generator<at::CPUGeneratorImpl>(6);
        const auto plain = judged(one, at::kFloat);
        std::vector<at::Tensor> outputs, gradients;
        for (int i = 0; i < kDraws; ++i) {
            const auto drawn = judged(one, at::kFloat, 0.3, generator);
            outputs.push_back(drawn[0].to(at::kDouble));
            gradients.push_back(drawn[3].to(at::kDouble));
        }
        const auto averages = [&](const std::vector<at::Tensor>& draws, const at::Tensor& wanted) {
            const auto all = at::stack(draws);
            const auto error = all.std(0, true) / std::sqrt(static_cast<double>(kDraws));
            return ((all.mean(0) - wanted).abs() <= 5 * error + 1e-6).all().item<bool>()
                && (all.std(0, true).max() > 0.1).item<bool>(); // something was dropped
        };
        QVERIFY(averages(outputs, plain[0]));
        QVERIFY(averages(gradients, plain[3]));
        QVERIFY(at::equal(attend(one.q, one.k, one.v, one.real, one.heads, 0.3, {}), plain[0]));
    }

    void nobodyHasTheModality()
    {
        Parameters parameters(at::make_generator<at::CPUGeneratorImpl>(7));
        const Transformer transformer(16, 4, 2, 0, "t", parameters);
        parameters.finish(at::kCPU);
        const auto none = at::zeros({ 3, 1 }, at::kBool);
        const auto out = transformer.forward({ at::zeros({ 3, 1, 16 }), none }, nullptr, {});
        QVERIFY(out.isfinite().all().item<bool>());
    }

    void theNumberOfThreadsDoesNotMatter()
    {
        const auto one = made(5, 70, 70, 128, 8);
        const int before = at::get_num_threads();
        at::set_num_threads(1);
        const auto single = judged(one, at::kFloat, 0.1);
        at::set_num_threads(2);
        const auto both = judged(one, at::kFloat, 0.1);
        at::set_num_threads(before);
        for (std::size_t i = 0; i < single.size(); ++i)
            QVERIFY(at::equal(single[i], both[i]));
    }

    void realRowsAreListedByInstance()
    {
        // One with a gap, one without any step, one that begins late; kept column by column.
        const auto mask = at::tensor({ 1, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1 }, at::kLong).view({ 3, 4 }) > 0;
        const auto found = realRows(mask.t().contiguous().t());
        QVERIFY(at::equal(found.rows, at::tensor({ 0, 2, 3, 9, 11 }, at::kLong)));
        QVERIFY(at::equal(found.steps.starts, at::tensor({ 0, 3, 3, 5 }, at::kLong)));
        QCOMPARE(found.steps.longest, std::int64_t(3));
        const auto none = realRows(at::zeros({ 2, 4 }, at::kBool));
        QCOMPARE(none.rows.numel(), std::int64_t(0));
        QVERIFY(at::equal(none.steps.starts, at::zeros({ 3 }, at::kLong)));
        QCOMPARE(none.steps.longest, std::int64_t(0));
    }

    void rowsArePickedAndSpreadWithTheirGradients()
    {
        const auto rows = at::tensor({ 0, 2, 3, 9, 11 }, at::kLong);
        for (const auto type : { at::kFloat, at::kDouble }) {
            // Neither the numbers nor their gradients lie row by row.
            const auto whole = (at::arange(36).view({ 3, 12 }) + 1).to(type).t();
            const auto some = (at::arange(15).view({ 3, 5 }) + 50).to(type).t();
            const auto filled = at::zeros({ 12, 3 }, type).index_copy(0, rows, some);

            const auto x = whole.detach().requires_grad_(true);
            const auto fewer = picked(x, rows);
            QVERIFY(at::equal(fewer, whole.index_select(0, rows)));
            fewer.backward(some);
            QVERIFY(at::equal(x.grad(), filled));

            const auto y = some.detach().requires_grad_(true);
            const auto more = spread(y, rows, 12);
            QVERIFY(at::equal(more, filled));
            more.backward(whole);
            QVERIFY(at::equal(y.grad(), whole.index_select(0, rows)));
        }
    }

    /// Of an odd width, too: sines first, then cosines.
    void placesAreSinesAndCosines()
    {
        const auto found = positions(4, 5, at::TensorOptions(at::kDouble));
        QCOMPARE(found.sizes(), at::IntArrayRef({ 4, 5 }));
        for (std::int64_t t = 0; t < 4; ++t)
            for (std::int64_t i = 0; i < 5; ++i) {
                const bool isSine = i < 3;
                const auto angle = static_cast<double>(t)
                    * std::pow(10000.0, -static_cast<double>(isSine ? i : i - 3) / 3);
                const double wanted = isSine ? std::sin(angle) : std::cos(angle);
                QVERIFY(std::abs(found[t][i].item<double>() - wanted) < 1e-12);
            }
        const auto narrow = positions(3, 1, at::TensorOptions(at::kDouble));
        QVERIFY(at::allclose(
            narrow.flatten(), at::tensor({ 0.0, std::sin(1.0), std::sin(2.0) }, at::kDouble), 1e-12, 1e-12));
        QCOMPARE(positions(0, 4, at::TensorOptions(at::kDouble)).sizes(), at::IntArrayRef({ 0, 4 }));
    }

    void stepsAreAveragedWhereTheyAreReal()
    {
        const auto steps
            = at::tensor({ 1.0, 2.0, 3.0, 5.0, 70.0, 80.0, 4.0, 6.0, 90.0, 95.0, 97.0, 99.0 }, at::kDouble)
                  .view({ 2, 3, 2 });
        const auto real = at::tensor({ 1, 1, 0, 1, 0, 0 }, at::kLong).view({ 2, 3 }) > 0;
        QVERIFY(at::equal(
            meanOfSteps(steps, real), at::tensor({ 2.0, 3.5, 4.0, 6.0 }, at::kDouble).view({ 2, 2 })));
    }

    /// Where nobody of a batch has what the steps attend to, they attend to nothing, whatever stands there.
    void nobodyHasTheOtherModality()
    {
        const auto one = made(3, 6, 4, 16, 4);
        const auto real = at::arange(6).unsqueeze(0) < at::tensor({ 6, 2, 0 }, at::kLong).unsqueeze(1);
        const auto none = at::zeros({ 3, 4 }, at::kBool);
        Parameters parameters(at::make_generator<at::CPUGeneratorImpl>(7), at::kDouble);
        const Transformer transformer(16, 4, 2, 0, "t", parameters);
        parameters.finish(at::kCPU);
        Parameters shorter(at::make_generator<at::CPUGeneratorImpl>(8));
        const Transformer single(16, 4, 2, 0, "t", shorter);
        shorter.finish(at::kCPU);
        shorter.values().copy_(parameters.values());
        const auto counted = real.unsqueeze(2);
        const auto through = [&](const Transformer& layers, at::ScalarType type, double more) {
            const Steps steps { one.q.to(type), real }, source { one.k.to(type) + more, none };
            return (layers.forward(steps, &source, {}) * counted).detach();
        };
        const auto theirs = through(transformer, at::kDouble, 0);
        QVERIFY(distance(through(single, at::kFloat, 0), theirs) < 1e-5);
        QVERIFY(at::equal(through(transformer, at::kDouble, 3), theirs));
        QVERIFY(theirs.abs().max().item<double>() > 0.1);
    }
};

QTEST_GUILESS_MAIN(TestAttend)
#include "tst_attend.moc"
