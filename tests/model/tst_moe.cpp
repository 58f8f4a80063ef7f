// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/model/encoder.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/modalitydropout.h"
#include "engine/model/moeparameters.h"
#include "engine/model/padded.h"
#include "engine/model/router.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;
using training::Gate;
using training::MissingPolicy;

namespace {

ExperimentSpec tinySpec()
{
    ExperimentSpec spec;
    spec.width = 4;
    spec.encoderHidden = 5;
    spec.expertHidden = 6;
    spec.experts = 4;
    spec.topK = 2;
    spec.layers = 2;
    return spec;
}

/// A vector of 3 features, a sequence of 2 features, a vector of 4, for 5 instances in double precision;
/// instance 1 lacks the sequence, instance 3 the last vector.
struct Tiny
{
    ModelShape shape { { { 3, {} }, { 2, btw::data::ModalityKind::Sequence }, { 4, {} } }, 3 };
    ModelInput input;
    at::Tensor target = at::tensor({ 0, 2, 1, 1, 2 }, at::kLong);

    Tiny()
    {
        torch::manual_seed(5);
        const auto real = at::TensorOptions(at::kDouble);
        input.present = at::ones({ 3, 5, 1 }, real);
        input.present[1][1] = 0;
        input.present[2][3] = 0;
        auto first = at::randn({ 5, 3 }, real);
        auto last = at::randn({ 5, 4 }, real);
        last[3].zero_();
        // Lengths 2, -, 3, 1, 3 give time-major batches of 4, 3 and 2 instances.
        ModalityInput sequence { at::randn({ 9, 2 }, real), at::tensor({ 4, 3, 2 }, at::kLong),
            at::tensor({ 2, 4, 0, 3 }, at::kLong) };
        input.modalities = { { first, {}, {} }, sequence, { last, {}, {} } };
        input.weights = at::rand({ 3, 5, 1 }, real) + 0.2;
    }
};

struct Built
{
    at::Generator generator = at::detail::createCPUGenerator(11);
    Parameters parameters { generator, at::kDouble };
    std::unique_ptr<FusionModel> model;

    Built(const ModelShape& shape, const ExperimentSpec& spec)
        : model(builtinModels().create(shape, spec, parameters))
    {
        parameters.finish(at::kCPU);
    }
};

} // namespace

class TestMoe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gradientsMatchFiniteDifferences_data()
    {
        QTest::addColumn<int>("gate");
        QTest::addColumn<bool>("learnedMissing");
        QTest::newRow("laplace") << int(Gate::Laplace) << false;
        QTest::newRow("softmax") << int(Gate::Softmax) << false;
        QTest::newRow("gaussian") << int(Gate::Gaussian) << false;
        QTest::newRow("laplace, learned stand-in for missing") << int(Gate::Laplace) << true;
    }
    void gradientsMatchFiniteDifferences()
    {
        QFETCH(int, gate);
        QFETCH(bool, learnedMissing);
        auto spec = tinySpec();
        spec.gate = Gate(gate);
        spec.missing = learnedMissing ? MissingPolicy::Learned : MissingPolicy::Zero;
        const Tiny tiny;
        Built built(tiny.shape, spec);
        // Zeros would hide errors in whatever multiplies them.
        built.parameters.values().add_(at::randn_like(built.parameters.values()) * 0.1);

        const auto objective = [&] {
            built.generator.set_current_seed(21); // the same noise and masks every time
            const auto out = built.model->forward(tiny.input, { true, built.generator });
            return at::cross_entropy_loss(out.output, tiny.target)
                + out.extra[0].value(out.extra[0].sums) * 0.1;
        };
        objective().backward();
        const auto analytic = built.parameters.gradients().clone();
        const auto from = built.parameters.overwrittenFrom();
        QVERIFY(from > 0 && from < built.parameters.count());
        const auto squares
            = analytic.narrow(0, from, built.parameters.count() - from).square().sum().item<double>();
        QVERIFY(std::abs(built.parameters.overwrittenSquares().item<double>() - squares) <= 1e-9 * squares);

        const at::NoGradGuard noGradient;
        auto* values = built.parameters.values().data_ptr<double>();
        constexpr double kStep = 1e-6;
        double worst = 0;
        // Every third: each tensor is met many times over.
        for (std::int64_t i = gate; i < built.parameters.count(); i += 3) {
            const double kept = values[i];
            values[i] = kept + kStep;
            const double above = objective().item<double>();
            values[i] = kept - kStep;
            const double below = objective().item<double>();
            values[i] = kept;
            const double numeric = (above - below) / (2 * kStep);
            const double expected = analytic[i].item<double>();
            worst = std::max(worst, std::abs(numeric - expected) / std::max(1.0, std::abs(expected)));
        }
        QVERIFY2(worst < 1e-6, qPrintable(QString::number(worst)));
        QVERIFY(analytic.abs().max().item<double>() > 1e-2);
    }

    void absentTokensAreRoutedNowhere()
    {
        const auto spec = tinySpec();
        const Tiny tiny;
        Built built(tiny.shape, spec);
        const auto out = built.model->forward(tiny.input, {});
        QCOMPARE(out.diagnostics[0].sizes(), at::IntArrayRef({ 2, 3, 4 }));
        const auto perModality = out.diagnostics[0].sum(-1);
        for (std::int64_t layer = 0; layer < 2; ++layer) {
            QCOMPARE(perModality[layer][0].item<float>(), 10.0F); // 5 instances x top 2
            QCOMPARE(perModality[layer][1].item<float>(), 8.0F);
            QCOMPARE(perModality[layer][2].item<float>(), 8.0F);
        }
    }

    void whatAnAbsentModalityHoldsDoesNotMatter()
    {
        const Tiny tiny;
        Built built(tiny.shape, tinySpec());
        const auto before = built.model->forward(tiny.input, {}).output;
        auto other = tiny.input;
        other.modalities[2].values = other.modalities[2].values.clone();
        other.modalities[2].values[3].fill_(7.0);
        QVERIFY(at::equal(built.model->forward(other, {}).output, before));
        other.modalities[2].values[2].fill_(7.0);
        QVERIFY(!at::equal(built.model->forward(other, {}).output, before));
    }

    void aBatchPredictsWhatItsInstancesPredictAlone()
    {
        const Tiny tiny;
        Built built(tiny.shape, tinySpec());
        const auto together = built.model->forward(tiny.input, {}).output;
        // Instance 0 alone: its two steps are the third of each time-major group.
        ModelInput one;
        const auto& steps = tiny.input.modalities[1].values;
        one.modalities.push_back({ tiny.input.modalities[0].values.narrow(0, 0, 1), {}, {} });
        one.modalities.push_back({ at::stack({ steps[2], steps[6] }), at::tensor({ 1, 1 }, at::kLong),
            at::tensor(at::ArrayRef<std::int64_t>({ 0 }), at::kLong) });
        one.modalities.push_back({ tiny.input.modalities[2].values.narrow(0, 0, 1), {}, {} });
        one.present = tiny.input.present.narrow(1, 0, 1);
        one.weights = tiny.input.weights.narrow(1, 0, 1);
        const auto alone = built.model->forward(one, {}).output;
        QVERIFY((alone - together.narrow(0, 0, 1)).abs().max().item<double>() < 1e-12);
    }

    void neutralWeightsAreNoWeights()
    {
        Tiny tiny;
        Built built(tiny.shape, tinySpec());
        tiny.input.weights = at::ones_like(tiny.input.weights);
        const auto weighted = built.model->forward(tiny.input, {}).output;
        tiny.input.weights = at::Tensor();
        QVERIFY(at::equal(built.model->forward(tiny.input, {}).output, weighted));
    }

    void everyParameterIsInOneBlock()
    {
        const Tiny tiny;
        Built built(tiny.shape, tinySpec());
        auto& parameters = built.parameters;
        const auto* begin = parameters.values().data_ptr<double>();
        std::int64_t counted = 0;
        for (std::size_t i = 0; i < parameters.names().size(); ++i) {
            const auto* first = parameters[i].data_ptr<double>();
            QVERIFY2(first >= begin && first + parameters[i].numel() <= begin + parameters.count(),
                parameters.names()[i].c_str());
            counted += parameters[i].numel();
        }
        QCOMPARE(counted, parameters.count());
        // By hand, width 4, hidden 5 and 6, M = 3, E = 4, L = 2, 3 classes: encoders of 3 and 4 features
        // (MLP) and of 2 (LSTM, four gates, two biases); projections; last norm and head.
        const std::int64_t encoders = (3 * 5 + 5 + 5 * 4 + 4) + (4 * 5 + 5 + 5 * 4 + 4) + 4 * 4 * (2 + 4 + 2);
        const std::int64_t around
            = 3 * 2 * (4 * 4 + 4) + 3 * 2 * 4 + (12 * 4 + 4) + (4 * 4 + 4) + (4 * 3 + 3);
        // A layer: two norms, keys and noise of the routers, experts (4 -> 6 -> 12), a feed-forward block
        // each.
        const std::int64_t layer
            = 2 * 3 * 2 * 4 + 2 * 3 * 4 * 4 + 4 * (4 * 6 + 6 + 6 * 12 + 12) + 3 * (4 * 16 + 16 + 16 * 4 + 4);
        QCOMPARE(counted, encoders + around + 2 * layer);

        // Joint: one router and experts of 12 numbers (12 -> 6 -> 12).
        auto spec = tinySpec();
        QVERIFY(kMoeParameters[0].setText(spec, "joint"));
        const std::int64_t feed = 3 * (4 * 16 + 16 + 16 * 4 + 4);
        QCOMPARE(Built(tiny.shape, spec).parameters.count(),
            encoders + around + 2 * (2 * 3 * 2 * 4 + 2 * 12 * 4 + 4 * (12 * 6 + 6 + 6 * 12 + 12) + feed));
        // Disjoint: three times the experts.
        QVERIFY(kMoeParameters[0].setText(spec, "disjoint"));
        QCOMPARE(Built(tiny.shape, spec).parameters.count(),
            encoders + around
                + 2 * (2 * 3 * 2 * 4 + 2 * 3 * 4 * 4 + 3 * 4 * (4 * 6 + 6 + 6 * 12 + 12) + feed));
    }

    void ofOneModalityAllRoutersAreTheSame()
    {
        const Tiny tiny;
        const ModelShape shape { { tiny.shape.inputs.front() }, 3 };
        ModelInput input;
        input.modalities = { tiny.input.modalities.front() };
        input.present = tiny.input.present.narrow(0, 0, 1);
        at::Tensor first;
        for (const auto router : kMoeRouters) {
            auto spec = tinySpec();
            QVERIFY(kMoeParameters[0].setText(spec, router));
            kMoeParameters[1].setNumber(spec, 0.5); // there is nothing else to see
            Built built(shape, spec);
            built.generator.set_current_seed(3);
            const auto output = built.model->forward(input, { true, built.generator }).output;
            if (!first.defined())
                first = output;
            QVERIFY(at::equal(output, first));
        }
    }

    void hiddenModalitiesLeaveOne()
    {
        auto present = at::ones({ 3, 4000, 1 });
        present[2].narrow(0, 0, 1000).zero_();
        present.narrow(1, 3999, 1).zero_(); // nobody
        const Pass pass { true, at::detail::createCPUGenerator(5) };
        const auto seen = shown(present, 0.4, pass);
        QCOMPARE((seen * (1 - present)).sum().item<float>(), 0.0F);
        const auto left = seen.sum(0).flatten();
        QCOMPARE(left.narrow(0, 0, 3999).min().item<float>(), 1.0F);
        QCOMPARE(left[3999].item<float>(), 0.0F);
        // Of three, 0.4^3 are given one back: 3 * 0.6 + 0.064 are left.
        const auto mean = left.narrow(0, 1000, 2999).mean().item<double>();
        QVERIFY2(std::abs(mean - 1.864) < 0.05, qPrintable(QString::number(mean)));
        QVERIFY(!at::equal(shown(present, 0.4, pass), seen));
        const auto state = pass.generator.get_state();
        QVERIFY(shown(present, 0.0, pass).is_same(present));
        QVERIFY(at::equal(pass.generator.get_state(), state)); // nothing was drawn
        QVERIFY(shown(present, 0.4, {}).is_same(present));
    }

    /// What the three routers are: by what a person's other modalities are, a joint router chooses other
    /// experts; the others, which see one embedding each, do not. (The first layer; later ones see mixtures.)
    void onlyAJointRouterChoosesByOtherModalities()
    {
        const Tiny tiny;
        auto other = tiny.input;
        for (std::size_t m : { 0U, 1U })
            other.modalities[m].values = other.modalities[m].values * -3.0;
        for (const auto router : kMoeRouters) {
            auto spec = tinySpec();
            spec.layers = 1;
            QVERIFY(kMoeParameters[0].setText(spec, router));
            Built built(tiny.shape, spec);
            // Shares of the last modality, whose values are the same in both.
            const auto first = built.model->forward(tiny.input, {}).diagnostics[0][0][2];
            const auto second = built.model->forward(other, {}).diagnostics[0][0][2];
            QCOMPARE(at::equal(first, second), router != "joint");
        }
    }

    /// Disjoint experts belong to their modality: where nobody has the others, theirs are not used.
    void disjointExpertsAreOfOneModality()
    {
        Tiny tiny;
        auto spec = tinySpec();
        QVERIFY(kMoeParameters[0].setText(spec, "disjoint"));
        Built built(tiny.shape, spec);
        tiny.input.present[1].zero_();
        tiny.input.present[2].zero_();
        const auto out = built.model->forward(tiny.input, { true, built.generator });
        at::cross_entropy_loss(out.output, tiny.target).backward();
        const auto& names = built.parameters.names();
        const auto id = static_cast<std::size_t>(
            std::find(names.begin(), names.end(), "layer.0.experts.1.weight") - names.begin());
        const auto& gradient = built.parameters.gradient(id); // of 12 experts, 4 a modality
        QVERIFY(gradient.narrow(0, 0, 4).abs().max().item<double>() > 0);
        QCOMPARE(gradient.narrow(0, 4, 8).abs().max().item<double>(), 0.0);
    }

    void aJointTokenDoesNotSeeWhatIsAbsent()
    {
        const Tiny tiny;
        auto spec = tinySpec();
        QVERIFY(kMoeParameters[0].setText(spec, "joint"));
        Built built(tiny.shape, spec);
        const auto out = built.model->forward(tiny.input, {});
        auto other = tiny.input;
        other.modalities[2].values = other.modalities[2].values.clone();
        other.modalities[2].values[3].fill_(7.0);
        QVERIFY(at::equal(built.model->forward(other, {}).output, out.output));
        const auto perModality = out.diagnostics[0].sum(-1);
        QCOMPARE(perModality[0][0].item<float>(), 10.0F); // 5 instances x top 2
        QCOMPARE(perModality[1][1].item<float>(), 8.0F);
        auto nobody = tiny.input;
        nobody.present = at::zeros_like(nobody.present);
        QVERIFY(built.model->forward(nobody, {}).output.isfinite().all().item<bool>());
    }

    void aRateBelongsToItsParameterAlone()
    {
        Parameters parameters(at::detail::createCPUGenerator(1));
        const auto first = parameters.constant("a", { 4 }, 0);
        const auto written = parameters.constant("b", { 5 }, 0);
        parameters.constant("c", { 6 }, 0);
        parameters.markOverwritten(written); // stands last in the block
        parameters.setRate(first, 0.5);
        parameters.finish(at::kCPU);
        const auto& groups = parameters.rateGroups();
        QCOMPARE(groups.size(), std::size_t { 2 });
        QCOMPARE(groups[0].from, 0);
        QCOMPARE(groups[0].to, 4);
        QCOMPARE(groups[0].factor, 0.5);
        QCOMPARE(groups[1].to, 15);
        QCOMPARE(groups[1].factor, 1.0);
    }

    void paddedStepsAreThePackedOnes()
    {
        const Tiny tiny;
        const auto& packed = tiny.input.modalities[1];
        const auto [values, mask] = padded(packed, 5);
        QCOMPARE(values.sizes(), at::IntArrayRef({ 5, 3, 2 }));
        // Lengths of Tiny's instances; step t of the p-th longest is row p of the t-th group.
        const std::vector<std::int64_t> lengths { 2, 0, 3, 1, 3 }, place { 2, -1, 0, 3, 1 };
        const std::vector<std::int64_t> begin { 0, 4, 7 };
        for (std::int64_t b = 0; b < 5; ++b)
            for (std::int64_t t = 0; t < 3; ++t) {
                const bool real = t < lengths[static_cast<std::size_t>(b)];
                QCOMPARE(mask[b][t].item<bool>(), real);
                const auto expected = real
                    ? packed.values[begin[static_cast<std::size_t>(t)] + place[static_cast<std::size_t>(b)]]
                    : at::zeros({ 2 }, at::kDouble);
                QVERIFY(at::equal(values[b][t], expected));
            }
        const ModalityInput none { at::zeros({ 0, 2 }, at::kDouble), at::empty({ 0 }, at::kLong),
            at::empty({ 0 }, at::kLong) };
        QCOMPARE(padded(none, 5).values.sizes(), at::IntArrayRef({ 5, 0, 2 }));
    }

    void anEncoderThatIsPassedInIsUsed()
    {
        struct Constant : Encoder
        {
            at::Tensor forward(const ModalityInput&, std::int64_t batch, const Pass&) const override
            {
                return at::ones({ batch, 4 }, at::kDouble);
            }
        };
        EncoderRegistry encoders;
        encoders.add("constant", btw::data::ModalityKind::Vector,
            [](auto&&...) { return std::make_unique<Constant>(); });
        const Tiny tiny;
        at::Generator generator = at::detail::createCPUGenerator(11);
        Parameters parameters(generator, at::kDouble);
        QVERIFY_EXCEPTION_THROWN(builtinModels(encoders).create(tiny.shape, tinySpec(), parameters), Error);
        encoders.add("constant too", btw::data::ModalityKind::Sequence,
            [](auto&&...) { return std::make_unique<Constant>(); });
        QVERIFY_EXCEPTION_THROWN(encoders.add("constant", btw::data::ModalityKind::Sequence, {}), Error);
        const auto model = builtinModels(encoders).create(tiny.shape, tinySpec(), parameters);
        parameters.finish(at::kCPU);
        auto other = tiny.input;
        other.modalities[0].values = other.modalities[0].values + 1; // nobody looks at the values
        QVERIFY(at::equal(model->forward(other, {}).output, model->forward(tiny.input, {}).output));
    }

    void predictionDrawsNothing()
    {
        const Tiny tiny;
        Built built(tiny.shape, tinySpec());
        const auto first = built.model->forward(tiny.input, {}).output;
        QVERIFY(at::equal(built.model->forward(tiny.input, {}).output, first));
    }

    void anUnknownModelIsRefusedByName()
    {
        auto spec = tinySpec();
        spec.model = "nothing";
        Parameters parameters(at::detail::createCPUGenerator(1));
        QVERIFY_EXCEPTION_THROWN(builtinModels().create(Tiny().shape, spec, parameters), Error);
    }

    /// A model's file may say anything: what it declares is counted before memory is taken for it.
    void aLimitIsKeptToTheNumber()
    {
        const auto refusal = [](std::int64_t limit, const std::function<void(Parameters&)>& declare) {
            Parameters parameters(at::detail::createCPUGenerator(1));
            parameters.limit(limit);
            try {
                parameters.constant("twelve", { 3, 4 }, 0);
                parameters.constant("none", { 0, 5 }, 0);
                declare(parameters);
            } catch (const Error& error) {
                return std::string(error.what());
            }
            return std::string();
        };
        const std::string none,
            large = "The model cannot be used: its settings are those of a larger one. Train it again.";
        const std::vector<std::function<void(Parameters&)>> ofEight {
            [](Parameters& p) {
                p.xavier("more", { 2, 4 });
            },
            [](Parameters& p) { p.normal("more", { 8 }, 1); },
            [](Parameters& p) {
                p.uniform("more", { 4, 2 }, 1);
            },
            [](Parameters& p) {
                p.constant("more", { 2, 2, 2 }, 1);
            },
            [](Parameters& p) { p.given("more", at::ones({ 8 })); },
            [](Parameters& p) {
                p.constant("five", { 5 }, 1);
                p.constant("three", { 3 }, 1);
            },
        };
        for (const auto& declare : ofEight) {
            QCOMPARE(refusal(20, declare), none);
            QCOMPARE(refusal(19, declare), large);
        }
        QCOMPARE(refusal(13, [](Parameters& p) { p.constant("one", { 1 }, 1); }), none);
        QCOMPARE(refusal(12, [](Parameters& p) { p.constant("one", { 1 }, 1); }), large);
        QCOMPARE(refusal(11, [](Parameters&) {}), large);
        // More than 64 bits can count.
        constexpr std::int64_t kLarge = std::int64_t { 1 } << 40;
        const auto endless = [](Parameters& p) { p.constant("endless", { kLarge, kLarge }, 1); };
        QCOMPARE(refusal(std::numeric_limits<std::int64_t>::max(), endless), large);
    }

    void aParameterBeginsAsItWasDeclared()
    {
        Parameters parameters(at::detail::createCPUGenerator(4));
        const auto xavier = parameters.xavier("xavier", { 3, 150, 50 });
        const auto normal = parameters.normal("normal", { 20000 }, 0.25);
        const auto uniform = parameters.uniform("uniform", { 20000 }, 0.5);
        const auto constant = parameters.constant("constant", { 2, 3 }, -1.25);
        auto source = at::tensor({ 1.5, -2.5, 3.5 }, at::kDouble);
        const auto given = parameters.given("given", source);
        source.fill_(9); // by then its numbers are taken
        parameters.markOverwritten(normal);
        parameters.finish(at::kCPU);

        const auto mean = [&](Parameters::Id id) { return parameters[id].mean().item<double>(); };
        const auto deviation = [&](Parameters::Id id) { return parameters[id].std(true).item<double>(); };
        QVERIFY(std::abs(mean(xavier)) < 0.005);
        QVERIFY(std::abs(deviation(xavier) - 0.1) < 0.003); // sqrt(2 / (150 + 50))
        QVERIFY(std::abs(mean(normal)) < 0.01);
        QVERIFY(std::abs(deviation(normal) - 0.25) < 0.01);
        QVERIFY(std::abs(parameters[uniform].min().item<double>() + 0.5) < 0.001);
        QVERIFY(std::abs(parameters[uniform].max().item<double>() - 0.5) < 0.001);
        QVERIFY(std::abs(mean(uniform)) < 0.02);
        QVERIFY(at::equal(parameters[constant], at::full({ 2, 3 }, -1.25)));
        QVERIFY(at::equal(parameters[given], at::tensor({ 1.5, -2.5, 3.5 }, at::kFloat)));
        QVERIFY(at::equal(source, at::full({ 3 }, 9.0, at::kDouble)));
    }

    /// Values and gradients of all, and what is stepped alike.
    void whatIsOverwrittenStandsLastInTheBlock()
    {
        Parameters parameters(at::detail::createCPUGenerator(1));
        std::vector<Parameters::Id> ids;
        for (const std::int64_t size : { 3, 5, 2, 7, 4 })
            ids.push_back(parameters.constant("p", { size }, static_cast<double>(size)));
        parameters.markOverwritten(ids[1]);
        parameters.markOverwritten(ids[3]);
        parameters.setFirstStage(ids[2]);
        parameters.setRate(ids[3], 0.5);
        parameters.finish(at::kCPU);
        const auto inBlock = [](double a, double b, double c, double d, double e) {
            return at::cat({ at::full({ 3 }, a), at::full({ 2 }, c), at::full({ 4 }, e), at::full({ 5 }, b),
                at::full({ 7 }, d) });
        };
        QCOMPARE(parameters.count(), std::int64_t(21));
        QVERIFY(at::equal(parameters.values(), inBlock(3, 5, 2, 7, 4)));
        QVERIFY(at::equal(parameters.gradients(), at::zeros({ 21 })));
        QCOMPARE(parameters.overwrittenFrom(), std::int64_t(9));
        // Their rows begin where a line of the cache does.
        const auto address = reinterpret_cast<std::uintptr_t>(parameters[ids[1]].data_ptr<float>());
        QCOMPARE(address % 64, std::uintptr_t(0));

        const auto& groups = parameters.rateGroups();
        QCOMPARE(groups.size(), std::size_t(4));
        const std::vector<std::int64_t> ends { 0, 3, 5, 14, 21 };
        for (std::size_t i = 0; i < groups.size(); ++i) {
            QCOMPARE(groups[i].from, ends[i]);
            QCOMPARE(groups[i].to, ends[i + 1]);
            QCOMPARE(groups[i].first, i == 1);
            QCOMPARE(groups[i].factor, i == 3 ? 0.5 : 1.0);
        }

        for (const auto id : ids) {
            const auto& gradient = parameters.gradient(id);
            QCOMPARE(gradient.sizes(), parameters[id].sizes());
            gradient.fill_(static_cast<double>(id) + 1);
        }
        QVERIFY(at::equal(parameters.gradients(), inBlock(1, 2, 3, 4, 5)));
        parameters.overwrittenSquares().fill_(6);
        parameters.zeroGradients();
        QVERIFY(at::equal(parameters.gradients(), inBlock(0, 2, 0, 4, 0)));
        QVERIFY(at::equal(parameters.overwrittenSquares(), at::zeros({ 1 }, at::kDouble)));
    }

    void ofTwoModalitiesOneIsHiddenAndOfOneNone()
    {
        const Pass pass { true, at::detail::createCPUGenerator(5) };
        const auto state = pass.generator.get_state();
        const auto one = at::ones({ 1, 40, 1 }), two = at::ones({ 2, 4000, 1 });
        QVERIFY(shown(one, 0.9, pass).is_same(one));
        QVERIFY(at::equal(pass.generator.get_state(), state)); // nothing was drawn
        const auto left = shown(two, 0.25, pass).sum(0).flatten();
        QCOMPARE(left.min().item<float>(), 1.0F);
        // 2 * 0.75, and 0.25^2 are given one back.
        QVERIFY(std::abs(left.mean().item<double>() - 1.5625) < 0.04);
    }

    /// As everyParameterIsInOneBlock(): a joint router is there for two modalities, too.
    void aJointRouterOfTwoModalitiesIsOne()
    {
        const Tiny tiny;
        const ModelShape two { { tiny.shape.inputs[0], tiny.shape.inputs[2] }, 3 };
        auto spec = tinySpec();
        QVERIFY(kMoeParameters[0].setText(spec, "joint"));
        const std::int64_t encoders = (3 * 5 + 5 + 5 * 4 + 4) + (4 * 5 + 5 + 5 * 4 + 4);
        const std::int64_t around = 2 * 2 * (4 * 4 + 4) + 2 * 2 * 4 + (8 * 4 + 4) + (4 * 4 + 4) + (4 * 3 + 3);
        const std::int64_t layer
            = 2 * 2 * 2 * 4 + 2 * 8 * 4 + 4 * (8 * 6 + 6 + 6 * 8 + 8) + 2 * (4 * 16 + 16 + 16 * 4 + 4);
        QCOMPARE(Built(two, spec).parameters.count(), encoders + around + 2 * layer);
    }

    void whatIsAddedAndCountedHasItsName()
    {
        const Tiny tiny;
        auto spec = tinySpec();
        spec.balance = 0.375;
        Built built(tiny.shape, spec);
        const auto trained = built.model->forward(tiny.input, { true, built.generator });
        QCOMPARE(trained.extra.size(), std::size_t(1));
        QCOMPARE(trained.extra[0].name, std::string("balance"));
        QCOMPARE(trained.extra[0].weight, 0.375);
        QVERIFY(!trained.extra[0].first && !trained.extra[0].withPrevious);
        QVERIFY(trained.diagnostics.empty());
        QVERIFY(built.model->forward(tiny.input, {}).extra.empty());
        const auto counted = built.model->diagnostics();
        QCOMPARE(counted.size(), std::size_t(1));
        QCOMPARE(counted[0].name, std::string("routing"));
        QCOMPARE(counted[0].sizes, (std::vector<std::int64_t> { 2, 3, 4 }));
    }

    /// The experts' own dropout: one draw a layer, and something is dropped.
    void expertsDropOnceALayer()
    {
        const Tiny tiny;
        auto spec = tinySpec();
        spec.routerNoise = false;
        spec.dropout = 0;
        spec.expertDropout = 0.5;
        Built built(tiny.shape, spec);
        built.generator.set_current_seed(21);
        const auto trained = built.model->forward(tiny.input, { true, built.generator }).output;
        QVERIFY(!at::allclose(trained, built.model->forward(tiny.input, {}).output));
        const Pass other { true, at::detail::createCPUGenerator(21) };
        for (std::int64_t layer = 0; layer < spec.layers; ++layer)
            QVERIFY(drawnDropout(0.5, other).drops());
        const auto next = drawnDropout(0.5, { true, built.generator }).key;
        QCOMPARE(next, drawnDropout(0.5, other).key);
    }

    void keysAndStandInsAreDrawnByTheirWidth()
    {
        const Tiny tiny;
        for (const char* router : { "permod", "joint" }) {
            auto spec = tinySpec();
            spec.width = 100;
            spec.experts = 10;
            spec.layers = 1;
            spec.missing = MissingPolicy::Learned;
            QVERIFY(kMoeParameters[0].setText(spec, router));
            const Built built(tiny.shape, spec);
            const auto& names = built.parameters.names();
            const auto deviation = [&](const char* name) {
                const auto id
                    = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
                return id < names.size() ? built.parameters[id].std(true).item<double>() : 0.0;
            };
            const double width = router == std::string("joint") ? 300 : 100;
            QVERIFY(std::abs(deviation("layer.0.router.keys") * std::sqrt(width) - 1) < 0.1);
            QVERIFY(std::abs(deviation("missing") * 10 - 1) < 0.2);
        }
    }

    /// No distance at all has a slope, too. The keys are 0, 5 and 3 away.
    void aTokenOnAKeyHasAGradient()
    {
        for (const auto gate : { Gate::Laplace, Gate::Gaussian }) {
            ExperimentSpec spec;
            spec.gate = gate;
            spec.experts = 3;
            spec.topK = 2;
            spec.routerNoise = false;
            Parameters parameters(at::detail::createCPUGenerator(1), at::kDouble);
            const Router router(1, 2, spec, "r", parameters);
            parameters.finish(at::kCPU);
            {
                const at::NoGradGuard noGradient;
                QCOMPARE(parameters.names()[0], std::string("r.keys"));
                parameters[0].copy_(
                    at::tensor({ 1.0, 2.0, 4.0, 6.0, 1.0, 5.0 }, at::kDouble).view({ 1, 3, 2 }));
            }
            auto x = at::tensor({ 1.0, 2.0 }, at::kDouble).view({ 1, 1, 2 });
            x.set_requires_grad(true);
            const auto routing = router.forward(x, at::ones({ 1, 1, 1 }, at::kDouble), {});
            QVERIFY(at::equal(routing.experts.flatten(), at::tensor({ 0, 2 }, at::kLong)));
            QVERIFY(!routing.loads.defined());
            const double off = gate == Gate::Laplace ? 3.0 - 1e-6 : 9.0;
            const double first = routing.gates[0][0][0].item<double>();
            QVERIFY(std::abs(first - 1 / (1 + std::exp(-off))) < 1e-9);
            QVERIFY(std::abs(routing.gates.sum().item<double>() - 1) < 1e-12);
            routing.gates[0][0][0].backward();
            QVERIFY(x.grad().isfinite().all().item<bool>());
            QVERIFY(parameters.gradients().isfinite().all().item<bool>());
        }
    }
};

QTEST_GUILESS_MAIN(TestMoe)
#include "tst_moe.moc"
