// SPDX-License-Identifier: GPL-3.0-or-later
// The encoder of irregular series against a PyTorch program of its own (tests/golden/make_timeattention.py),
// and what has to hold for any.
#include "engine/model/timeattention.h"
#include "engine/model/timeshares.h"
#include "goldeninput.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

using namespace btw;
using namespace btw::model;

namespace {

constexpr std::int64_t kDims = 2;

training::ExperimentSpec smallSpec()
{
    training::ExperimentSpec spec;
    spec.width = 3;
    spec.timePoints = 4;
    spec.timeWidth = 6;
    spec.timeHeads = 2;
    return spec;
}

struct Built
{
    at::Generator generator = at::detail::createCPUGenerator(3);
    Parameters parameters { generator, at::kDouble };
    TimeAttentionEncoder encoder;

    explicit Built(const training::ExperimentSpec& spec = smallSpec())
        : encoder(kDims, spec, "e", parameters)
    {
        parameters.finish(at::kCPU);
    }
};

struct Series
{
    at::Tensor values, observed, times; ///< of all instances, one after the other
    std::vector<std::int64_t> lengths;

    ModalityInput packed() const
    {
        std::vector<std::int64_t> order, sizes, rows, starts { 0 };
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            starts.push_back(starts.back() + lengths[i]);
            if (lengths[i] > 0)
                order.push_back(static_cast<std::int64_t>(i));
        }
        const auto length = [&](std::int64_t i) { return lengths[static_cast<std::size_t>(i)]; };
        std::stable_sort(order.begin(), order.end(),
            [&](std::int64_t a, std::int64_t b) { return length(a) > length(b); });
        for (std::int64_t step = 0; step < length(order.front()); ++step) {
            sizes.push_back(0);
            for (const auto i : order)
                if (step < length(i)) {
                    rows.push_back(starts[static_cast<std::size_t>(i)] + step);
                    ++sizes.back();
                }
        }
        const auto index = at::tensor(rows, at::kLong);
        return { values.index_select(0, index), at::tensor(sizes, at::kLong), at::tensor(order, at::kLong),
            times.index_select(0, index), observed.index_select(0, index) };
    }
};

Series randomSeries(const std::vector<std::int64_t>& lengths)
{
    auto generator = at::detail::createCPUGenerator(5);
    const auto total = std::accumulate(lengths.begin(), lengths.end(), std::int64_t { 0 });
    const auto drawn = [&](std::int64_t columns) {
        return at::empty({ total, columns }, at::kDouble).normal_(0.0, 1.0, generator);
    };
    return { drawn(kDims), (drawn(kDims) > -0.5).to(at::kDouble), drawn(1).abs().squeeze(1), lengths };
}

double largest(const at::Tensor& difference) { return difference.abs().max().item<double>(); }

} // namespace

class TestTimeAttention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The kernel of float32 against LibTorch's operations in float64.
    void sharesAgreeWithLibTorch()
    {
        const auto lengths = at::tensor({ 40, 17, 1 }, at::kLong);
        at::manual_seed(4);
        auto scores = at::randn({ 3, 2, 5, 40 }, at::kDouble) * 3;
        scores[0][0][0][7] = 100; // all others are at the least
        const auto isReal = (at::arange(40).unsqueeze(0) < lengths.unsqueeze(1)).view({ 3, 1, 1, 40 });
        const auto judged = [&](at::ScalarType type) {
            const auto leaf = scores.to(type).clone().requires_grad_(true);
            const auto shares = timeShares(leaf, lengths) * isReal;
            at::manual_seed(6);
            shares.backward(at::randn(scores.sizes(), at::kDouble).to(type));
            return std::pair { shares.detach().to(at::kDouble), leaf.grad().to(at::kDouble) };
        };
        const auto ours = judged(at::kFloat), theirs = judged(at::kDouble);
        QVERIFY(largest(ours.first - theirs.first) < 1e-5);
        QVERIFY(largest(ours.second - theirs.second) < 1e-5);
        QVERIFY(largest(ours.second) > 0.1);
        QVERIFY(ours.first[0][0][0][3].item<double>() > 0); // a normal number, however far below
    }

    void agreesWithPyTorch()
    {
        const GoldenArrays golden("model/timeattention");
        Built built;
        {
            const at::NoGradGuard noGradient;
            for (std::size_t id = 0; id < built.parameters.names().size(); ++id)
                built.parameters[id].copy_(tensor(
                    golden, "parameter/" + built.parameters.names()[id], built.parameters[id].sizes()));
        }
        Series series { tensor(golden, "values", { -1, kDims }), tensor(golden, "observed", { -1, kDims }),
            tensor(golden, "times", { -1 }), {} };
        for (const double length : golden.at("lengths"))
            series.lengths.push_back(static_cast<std::int64_t>(length));
        const auto count = static_cast<std::int64_t>(series.lengths.size());
        const auto output = built.encoder.forward(series.packed(), count, { true, built.generator });
        QVERIFY(difference(output, golden.at("output")) < 1e-9);

        (output * tensor(golden, "share", output.sizes())).sum().backward();
        for (std::size_t id = 0; id < built.parameters.names().size(); ++id) {
            const auto off = difference(
                built.parameters.gradient(id), golden.at("gradient/" + built.parameters.names()[id]));
            QVERIFY2(off < 1e-9, built.parameters.names()[id].c_str());
        }
    }

    void parametersAreCountedByHand()
    {
        // Frequencies and phases; query with a bias, key without one; 2 heads of means and marks of 2
        // features to 3 numbers; an LSTM from 3 to 3.
        const std::int64_t byHand = 6 + 6 + (6 * 6 + 6) + 6 * 6 + (2 * 2 * 2 * 3 + 3) + 4 * 3 * (3 + 3 + 2);
        QCOMPARE(Built().parameters.count(), byHand);
    }

    void anUnmeasuredValueCannotBeSeen()
    {
        const Built built;
        auto series = randomSeries({ 4, 2, 7, 0, 1 });
        const auto before = built.encoder.forward(series.packed(), 5, {});
        series.values = series.values + 100.0 * (1.0 - series.observed);
        QCOMPARE(largest(built.encoder.forward(series.packed(), 5, {}) - before), 0.0);
        QCOMPARE(largest(before[3]), 0.0); // absent
        series.values = series.values + series.observed;
        QVERIFY(largest(built.encoder.forward(series.packed(), 5, {}) - before) > 1e-3);
    }

    void aStepWithoutAnyValueChangesNothingButTheHighestScore()
    {
        // Where nobody's score is 80 below the highest, it divides out.
        const Built built;
        const auto one = randomSeries({ 3 });
        const auto before = built.encoder.forward(one.packed(), 1, {});
        const Series more { at::cat({ one.values, at::full({ 1, kDims }, 9.0, at::kDouble) }),
            at::cat({ one.observed, at::zeros({ 1, kDims }, at::kDouble) }),
            at::cat({ one.times, at::full({ 1 }, 0.3, at::kDouble) }), { 4 } };
        QVERIFY(largest(built.encoder.forward(more.packed(), 1, {}) - before) < 1e-12);
    }

    void timeIsSeenAndOrderIsNot()
    {
        const Built built;
        const auto one = randomSeries({ 5 });
        const auto before = built.encoder.forward(one.packed(), 1, {});
        const auto other = at::tensor({ 3, 0, 4, 2, 1 }, at::kLong);
        const Series shuffled { one.values.index_select(0, other), one.observed.index_select(0, other),
            one.times.index_select(0, other), { 5 } };
        QVERIFY(largest(built.encoder.forward(shuffled.packed(), 1, {}) - before) < 1e-12);
        const Series late { one.values, one.observed, one.times * one.times, { 5 } };
        QVERIFY(largest(built.encoder.forward(late.packed(), 1, {}) - before) > 1e-4);
    }

    void piecesGiveWhatAllAtOnceDoes()
    {
        // More scores than are in memory at once: instances of many lengths, in several pieces.
        auto spec = smallSpec();
        spec.timePoints = 64;
        const Built built(spec);
        std::vector<std::int64_t> lengths;
        for (std::int64_t i = 0; i < 40; ++i)
            lengths.push_back(1 + (i * 977) % 3000);
        const auto series = randomSeries(lengths);
        const auto all = built.encoder.forward(series.packed(), 40, {});
        std::int64_t from = 0;
        for (std::int64_t i = 0; i < 40; ++i) {
            const auto n = lengths[static_cast<std::size_t>(i)];
            const Series one { series.values.narrow(0, from, n), series.observed.narrow(0, from, n),
                series.times.narrow(0, from, n), { n } };
            QVERIFY(largest(built.encoder.forward(one.packed(), 1, {})[0] - all[i]) < 1e-12);
            from += n;
        }
    }

    /// The one point lies in the middle. By hand: a step at time t has 3^t for its share there, an LSTM whose
    /// gates stand half open reads the mean.
    void oneReferencePointIsInTheMiddle()
    {
        training::ExperimentSpec spec;
        spec.width = 1;
        spec.timePoints = 1;
        spec.timeWidth = 2;
        spec.timeHeads = 1;
        Parameters parameters(at::detail::createCPUGenerator(3), at::kDouble);
        const TimeAttentionEncoder encoder(2, spec, "e", parameters);
        parameters.finish(at::kCPU);
        {
            const at::NoGradGuard noGradient;
            parameters.values().zero_();
            const auto set = [&](const char* name, const std::vector<double>& numbers) {
                const auto& names = parameters.names();
                const auto id
                    = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
                if (id < names.size())
                    parameters[id].copy_(at::tensor(numbers, at::kDouble).view(parameters[id].sizes()));
            };
            set("e.time.frequency", { 1, 0 });
            set("e.time.query", { 2 * std::sqrt(2.0) * std::log(3.0), 0, 0, 0 });
            set("e.time.key", { 1, 0, 0, 0 });
            set("e.time.out", { 0.2, 7, 0.1, 11 }); // two means, two marks
            set("e.time.out_bias", { 0.05 });
            set("e.input", { 0, 0, 1, 0 });
        }
        // The second feature was never measured; the first instance has nothing.
        const ModalityInput input { at::tensor({ 1.0, 5.0, 3.0, 6.0 }, at::kDouble).view({ 2, 2 }),
            at::ones({ 2 }, at::kLong), at::ones({ 1 }, at::kLong), at::tensor({ 0.0, 1.0 }, at::kDouble),
            at::tensor({ 1.0, 0.0, 1.0, 0.0 }, at::kDouble).view({ 2, 2 }) };
        const auto found = encoder.forward(input, 2, {});
        QCOMPARE(found.sizes(), at::IntArrayRef({ 2, 1 }));
        QCOMPARE(found[0][0].item<double>(), 0.0);
        const double mean = (1.0 * 1 + 3.0 * 3) / (1 + 3); // 2.5
        const double read = 0.2 * mean + 0.1 + 0.05;
        QVERIFY(std::abs(found[1][0].item<double>() - 0.5 * std::tanh(0.5 * std::tanh(read))) < 1e-12);
    }

    /// An instance that is too long for a piece is a piece of its own. Of equal values every mean is theirs.
    void anInstanceMayBeLongerThanAPiece()
    {
        auto spec = smallSpec();
        spec.timePoints = 64;
        const Built built(spec);
        const auto series = [](std::int64_t steps) {
            return Series { at::tensor({ 0.7, -1.2 }, at::kDouble).expand({ steps, kDims }),
                at::ones({ steps, kDims }, at::kDouble), at::linspace(0.0, 1.0, steps, at::kDouble),
                { steps } };
        };
        const auto few = built.encoder.forward(series(2).packed(), 1, {});
        QVERIFY(largest(few) > 1e-3);
        QVERIFY(largest(built.encoder.forward(series(5000).packed(), 1, {}) - few) < 1e-9);
    }

    void nobodyHasTheSeries()
    {
        const Built built;
        const ModalityInput none { at::zeros({ 0, kDims }, at::kDouble), at::empty({ 0 }, at::kLong),
            at::empty({ 0 }, at::kLong), at::zeros({ 0 }, at::kDouble),
            at::zeros({ 0, kDims }, at::kDouble) };
        QVERIFY(at::equal(built.encoder.forward(none, 4, {}), at::zeros({ 4, 3 }, at::kDouble)));
    }

    /// Times would be lost in a shorter type.
    void isComputedInFull()
    {
        Parameters parameters(at::detail::createCPUGenerator(3));
        const TimeAttentionEncoder encoder(kDims, smallSpec(), "e", parameters);
        parameters.finish(at::kCPU);
        auto input = randomSeries({ 4, 2, 0, 7 }).packed();
        for (auto* part : { &input.values, &input.times, &input.observed })
            *part = part->to(at::kFloat);
        const auto exact = encoder.forward(input, 4, {});
        at::Tensor shorter;
        {
            const Autocast autocast(at::kCPU, at::kBFloat16);
            shorter = encoder.forward(input, 4, {});
        }
        QCOMPARE(shorter.scalar_type(), at::kFloat);
        QVERIFY(at::equal(shorter, exact));
    }

    /// What is 80 and more below the highest counts as 80 below.
    void theLeastShareIsThatOfEighty()
    {
        const auto scores = at::tensor({ 100.0, 99.0, 21.0, 19.0, -200.0, 500.0 }, at::kDouble);
        const std::vector<double> wanted { 1, std::exp(-1.0), std::exp(-79.0), std::exp(-80.0),
            std::exp(-80.0) };
        const auto lengths = at::full({ 1 }, 5, at::kLong); // the last is padding
        for (const auto type : { at::kFloat, at::kDouble }) {
            const auto shares = timeShares(scores.to(type).view({ 1, 1, 1, 6 }), lengths).to(at::kDouble);
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                const auto share = shares[0][0][0][static_cast<std::int64_t>(i)].item<double>();
                QVERIFY2(std::abs(share / wanted[i] - 1) < 1e-3, qPrintable(QString::number(share)));
            }
        }
    }

    void parametersBeginAsWideAsTheyShould()
    {
        training::ExperimentSpec spec;
        spec.width = 30;
        spec.timePoints = 5;
        spec.timeWidth = 600;
        spec.timeHeads = 2;
        const Built built(spec);
        const auto& names = built.parameters.names();
        const std::vector<std::pair<std::string, double>> bounds { { "e.time.frequency", 20.0 },
            { "e.time.phase", 3.14159265358979 }, { "e.input", 1 / std::sqrt(30.0) },
            { "e.state", 1 / std::sqrt(30.0) } };
        for (std::size_t id = 0; id < names.size(); ++id) {
            if (names[id].ends_with("bias"))
                QVERIFY2(built.parameters[id].eq(0).all().item<bool>(), names[id].c_str());
            for (const auto& [name, bound] : bounds)
                if (names[id] == name) {
                    const auto low = built.parameters[id].min().item<double>();
                    const auto high = built.parameters[id].max().item<double>();
                    QVERIFY2(-bound <= low && low < -0.95 * bound, name.c_str());
                    QVERIFY2(0.95 * bound < high && high <= bound, name.c_str());
                }
        }
        QCOMPARE(std::count(names.begin(), names.end(), "e.time.phase"), std::ptrdiff_t(1));
    }
};

QTEST_GUILESS_MAIN(TestTimeAttention)
#include "tst_timeattention.moc"
