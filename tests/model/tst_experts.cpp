// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/experts.h"
#include "engine/model/ops.h"
#include "engine/model/router.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QtTest>

using namespace btw::model;

namespace {

struct Leaves
{
    at::Tensor x, w1, b1, w2, b2;

    Leaves(std::int64_t rows, std::int64_t experts)
        : x(at::randn({ rows, 6 }))
        , w1(at::randn({ experts, 6, 10 }))
        , b1(at::randn({ experts, 10 }))
        , w2(at::randn({ experts, 10, 8 }))
        , b2(at::randn({ experts, 8 }))
    {
        for (auto* leaf : all())
            leaf->set_requires_grad(true);
    }
    std::vector<at::Tensor*> all() { return { &x, &w1, &b1, &w2, &b2 }; }
};

// The plain form that the grouped one must equal: one expert after the other, inside the graph.
at::Tensor plainLoop(const Leaves& l, const std::vector<std::int64_t>& counts, const at::Tensor& mask)
{
    std::vector<at::Tensor> parts;
    std::int64_t first = 0;
    for (std::size_t e = 0; e < counts.size(); ++e) {
        const auto i = static_cast<std::int64_t>(e);
        auto hidden = at::gelu(at::matmul(l.x.narrow(0, first, counts[e]), l.w1[i]) + l.b1[i]);
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

    void groupedExpertsEqualThePlainLoop_data()
    {
        QTest::addColumn<QList<int>>("counts");
        QTest::addColumn<bool>("dropout");
        QTest::newRow("even") << QList<int> { 4, 4, 4 } << false;
        QTest::newRow("an expert without rows") << QList<int> { 5, 0, 7 } << false;
        QTest::newRow("all rows to the last") << QList<int> { 0, 0, 9 } << true;
        QTest::newRow("one row") << QList<int> { 0, 1, 0 } << false;
        QTest::newRow("dropout") << QList<int> { 3, 8, 2 } << true;
    }
    void groupedExpertsEqualThePlainLoop()
    {
        QFETCH(QList<int>, counts);
        QFETCH(bool, dropout);
        const std::vector<std::int64_t> sizes(counts.begin(), counts.end());
        std::int64_t rows = 0;
        for (const auto size : sizes)
            rows += size;
        Leaves leaves(rows, 3);
        const auto mask = dropout ? at::randn({ rows, 10 }).gt(0).to(at::kFloat) * 2 : at::Tensor();
        const auto weight = at::randn({ rows, 8 });

        const auto expected = plainLoop(leaves, sizes, mask);
        (expected * weight).sum().backward();
        std::vector<at::Tensor> gradients;
        for (auto* leaf : leaves.all()) {
            gradients.push_back(leaf->grad().clone());
            leaf->mutable_grad().fill_(99.0); // must be overwritten whole
        }
        leaves.x.mutable_grad().zero_();
        const auto actual = groupedExperts(leaves.x, sizes, leaves.w1, leaves.b1, leaves.w2, leaves.b2, mask);
        (actual * weight).sum().backward();

        QVERIFY(largestDifference(actual, expected) < 1e-5);
        const auto all = leaves.all();
        for (std::size_t i = 0; i < all.size(); ++i)
            QVERIFY2(largestDifference(all[i]->grad(), gradients[i]) < 1e-5, qPrintable(QString::number(i)));
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
};

QTEST_GUILESS_MAIN(TestExperts)
#include "tst_experts.moc"
