// SPDX-License-Identifier: GPL-3.0-or-later
// The LSTM's own kernels against LibTorch's.
#include "engine/model/lstm.h"

#include "engine/kernels/lstm.h"
#include "engine/kernels/lstmgates.h"

#include <ATen/Parallel.h>

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

using namespace btw::model;

namespace {

struct Case
{
    at::Tensor values, batchSizes;
    LstmWeights weights;
};

/// \param lengths falling
Case made(const std::vector<std::int64_t>& lengths, std::int64_t dims, std::int64_t width, double scale = 1.0)
{
    at::manual_seed(7);
    std::vector<std::int64_t> sizes;
    std::int64_t steps = 0;
    for (std::int64_t t = 0; t < lengths.front(); ++t) {
        sizes.push_back(
            std::count_if(lengths.begin(), lengths.end(), [t](auto length) { return length > t; }));
        steps += sizes.back();
    }
    const auto weight
        = [scale](at::IntArrayRef shape) { return (at::randn(shape) * (scale * 0.3)).requires_grad_(true); };
    return { (at::randn({ steps, dims }) * scale).requires_grad_(true), at::tensor(sizes, at::kLong),
        { weight({ 4 * width, dims }), weight({ 4 * width, width }), weight({ 4 * width }),
            weight({ 4 * width }) } };
}

at::Tensor reference(const Case& one)
{
    const auto zeros = at::zeros({ 1, one.batchSizes[0].item<std::int64_t>(), one.weights.state.size(1) });
    return std::get<1>(at::lstm(one.values, one.batchSizes, { zeros, zeros },
        { one.weights.in, one.weights.state, one.weights.inBias, one.weights.stateBias }, true, 1, 0.0, true,
        false))[0];
}

/// Output, and gradients of everything for some gradient of the output.
std::vector<at::Tensor> judged(const Case& one, const at::Tensor& last)
{
    const std::vector<at::Tensor> of { one.values, one.weights.in, one.weights.state, one.weights.inBias,
        one.weights.stateBias };
    for (const auto& tensor : of)
        tensor.mutable_grad() = at::Tensor();
    at::manual_seed(8);
    last.backward(at::randn(last.sizes()));
    std::vector<at::Tensor> all { last.detach() };
    for (const auto& tensor : of)
        all.push_back(tensor.grad().clone());
    return all;
}

std::vector<at::Tensor> judged(const Case& one)
{
    return judged(one, lstmLast(one.values, one.batchSizes, one.weights, true));
}

double distance(const at::Tensor& first, const at::Tensor& second)
{
    const auto largest = second.abs().max().item<double>();
    const auto apart = (first - second).abs().max().item<double>();
    return largest > 0 ? apart / largest : apart; // one step has no gradient of the state's weights
}

} // namespace

class LstmTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithLibTorch_data()
    {
        QTest::addColumn<QList<qint64>>("lengths");
        QTest::addColumn<qint64>("dims");
        QTest::addColumn<qint64>("width");
        QTest::addColumn<double>("scale");
        QTest::newRow("one instance, one step") << QList<qint64> { 1 } << 3LL << 16LL << 1.0;
        QTest::newRow("one instance") << QList<qint64> { 9 } << 5LL << 32LL << 1.0;
        QTest::newRow("equal lengths") << QList<qint64> { 4, 4, 4, 4, 4, 4, 4 } << 20LL << 48LL << 1.0;
        QTest::newRow("many lengths")
            << QList<qint64> { 33, 30, 30, 17, 8, 8, 8, 2, 1, 1, 1 } << 12LL << 128LL << 1.0;
        QTest::newRow("one long one") << QList<qint64> { 120, 3, 2 } << 7LL << 64LL << 1.0;
        QTest::newRow("gates that are full") << QList<qint64> { 20, 12, 5, 5, 1 } << 10LL << 32LL << 8.0;
        QTest::newRow("small numbers") << QList<qint64> { 20, 12, 5, 5, 1 } << 10LL << 32LL << 0.01;
        // No kernel of ours: LibTorch's own.
        QTest::newRow("a width that fits no vector") << QList<qint64> { 6, 5, 1 } << 4LL << 10LL << 1.0;
    }
    void agreesWithLibTorch()
    {
        QFETCH(const QList<qint64>, lengths);
        QFETCH(const qint64, dims);
        QFETCH(const qint64, width);
        QFETCH(const double, scale);
        const auto one = made({ lengths.begin(), lengths.end() }, dims, width, scale);
        const auto expected = judged(one, reference(one));
        const auto got = judged(one);
        for (std::size_t i = 0; i < got.size(); ++i)
            QVERIFY2(distance(got[i], expected[i]) < 1e-5,
                qPrintable(QStringLiteral("%1: %2").arg(i).arg(distance(got[i], expected[i]))));
    }

    void threadsChangeNoBit()
    {
        const auto one = made({ 40, 31, 30, 30, 12, 9, 9, 2, 1 }, 6, 32);
        if (!btw::kernels::takesLstmWidth(32))
            QSKIP("This processor has none of our kernels.");
        const auto threads = at::get_num_threads();
        std::vector<at::Tensor> outputs;
        for (const int count : { 1, 2, 3, 16 }) {
            at::set_num_threads(count);
            outputs.push_back(lstmLast(one.values, one.batchSizes, one.weights, true).detach());
        }
        at::set_num_threads(threads);
        for (const auto& output : outputs)
            QVERIFY(at::equal(output, outputs.front()));
    }

    void theInputMayNeedNoGradient()
    {
        auto one = made({ 5, 3 }, 4, 16);
        one.values = one.values.detach();
        lstmLast(one.values, one.batchSizes, one.weights, true).sum().backward();
        QVERIFY(!one.values.grad().defined());
        QVERIFY(one.weights.state.grad().defined());
    }

    void gatesAreExactFromSmallToLarge()
    {
        constexpr int kWidth = 16;
        double worst = 0;
        for (double x = 1e-6; x < 200; x *= 1.003) {
            for (const double sign : { -1.0, 1.0 }) {
                std::array<float, 4 * kWidth> gates {};
                gates.fill(static_cast<float>(sign * x));
                std::array<float, kWidth> cell {}, state {};
                btw::kernels::lstmGates(kWidth, gates.data(), nullptr, cell.data(), state.data());
                const double v = static_cast<float>(sign * x);
                const double sigmoid = 1 / (1 + std::exp(-v));
                worst = std::max(worst, std::abs(gates[0] - sigmoid));
                worst = std::max(worst, std::abs(gates[2 * kWidth] / std::tanh(v) - 1));
                worst = std::max(worst, std::abs(cell[0] - sigmoid * std::tanh(v)));
                worst = std::max(worst, std::abs(state[0] - sigmoid * std::tanh(sigmoid * std::tanh(v))));
            }
        }
        QVERIFY2(worst < 5e-7, qPrintable(QString::number(worst)));
    }

    // Gradients that fade below what a float holds are 0, and the thread's own arithmetic is as it was.
    void gradientsThatFadeAreZeroAndNothingElseIs()
    {
        const auto one = made({ 400, 300 }, 4, 16, 0.1);
        const auto got = judged(one);
        const auto expected = judged(one, reference(one));
        for (std::size_t i = 0; i < got.size(); ++i)
            QVERIFY(distance(got[i], expected[i]) < 1e-5);
        QCOMPARE(got[1][0].abs().max().item<float>(), 0.0F); // of the first step's input
        volatile float tiny = std::numeric_limits<float>::min();
        QVERIFY(tiny / 2 > 0);
    }

    void whatIsNoNumberStaysThat()
    {
        auto one = made({ 3, 2 }, 4, 16);
        const at::NoGradGuard noGrad;
        one.values[0].fill_(std::numeric_limits<float>::quiet_NaN());
        const auto last = lstmLast(one.values, one.batchSizes, one.weights, false);
        QVERIFY(last[0].isnan().all().item<bool>());
        QVERIFY(!last[1].isnan().any().item<bool>());
    }
};

QTEST_GUILESS_MAIN(LstmTest)
#include "tst_lstm.moc"
