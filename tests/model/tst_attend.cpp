// SPDX-License-Identifier: GPL-3.0-or-later
// Attention's own kernels, where this processor has them, against LibTorch's operations in float64.
#include "engine/model/attend.h"
#include "engine/model/transformer.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>

#include <QTest>

#include <cmath>

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
std::vector<at::Tensor> judged(const Case& one, at::ScalarType type, double dropout = 0)
{
    const auto leaf = [&](const at::Tensor& x) { return x.to(type).clone().requires_grad_(true); };
    const auto q = leaf(one.q), k = leaf(one.k), v = leaf(one.v);
    const Pass pass { true, at::make_generator<at::CPUGeneratorImpl>(5) };
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
        QTest::newRow("each other") << false;
        QTest::newRow("another modality") << true;
    }
    void transformersWithoutPadding()
    {
        QFETCH(const bool, crossmodal);
        const auto one = made(5, 12, 9, 16, 4);
        // Steps of a batch have no gap; the third instance has no source, the last none of its own.
        const auto lengths = at::tensor({ 3, 12, 7, 1, 0 }, at::kLong).unsqueeze(1);
        const auto sources = at::tensor({ 9, 4, 0, 2, 5 }, at::kLong).unsqueeze(1);
        const auto real = at::arange(12).unsqueeze(0) < lengths, seen = at::arange(9).unsqueeze(0) < sources;
        const auto judge = [&](at::ScalarType type, double dropout) {
            const auto generator = at::make_generator<at::CPUGeneratorImpl>(7);
            Parameters parameters(generator, at::kDouble);
            const Transformer transformer(16, 4, 2, dropout, "t", parameters);
            parameters.finish(at::kCPU);
            Parameters own(generator, type);
            const Transformer judged(16, 4, 2, dropout, "t", own);
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
        const auto ours = judge(at::kFloat, 0), theirs = judge(at::kDouble, 0);
        for (std::size_t i = 0; i < ours.size(); ++i)
            QVERIFY2(distance(ours[i], theirs[i]) < 1e-5,
                qPrintable(QString::number(distance(ours[i], theirs[i]))));
        QVERIFY(distance(judge(at::kFloat, 0.3)[0], theirs[0]) > 0.01); // something was dropped
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
};

QTEST_GUILESS_MAIN(TestAttend)
#include "tst_attend.moc"
