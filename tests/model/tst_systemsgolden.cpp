// SPDX-License-Identifier: GPL-3.0-or-later
// The systems beside FuseMoE against a PyTorch program of its own (tests/golden/make_systems.py): outputs,
// extra losses, what is counted, and gradients, on the same weights. And their parameters, counted by hand.
#include "engine/error.h"
#include "engine/model/flexmoeparameters.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/ithpparameters.h"
#include "engine/model/mcrparameters.h"
#include "engine/model/multparameters.h"
#include "engine/model/rowsums.h"
#include "engine/model/tmcparameters.h"
#include "engine/spec/encoderparameters.h"
#include "goldeninput.h"
#include "tests/goldenarrays.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;
using training::MissingPolicy;

namespace {

// 1e-5 of the largest number is promised; both programs compute in double.
constexpr double kClose = 1e-7;

ModelShape shape(std::int64_t outputs = 3)
{
    return { { { 3, {}, "a" }, { 2, btw::data::ModalityKind::Sequence, "b" }, { 4, {}, "c" } }, outputs };
}

at::Tensor targets(std::int64_t outputs)
{
    if (outputs == 1)
        return at::tensor({ 0.4, -1.1, 0.2, 0.9, -0.3 }, at::kDouble).unsqueeze(1);
    return at::tensor({ 0, 2, 1, 1, 2 }, at::kLong);
}

/// As make_systems.py has it.
Supervision known(std::int64_t outputs, std::int64_t epoch)
{
    const std::vector<double> history { 0.1, 0.0, 0.9, 0.4, 0.7, 0.2, 0.4, 1.0, 0.3, 1.0, 0.2, 0.0, 0.0, 0.6,
        1.0 };
    return { targets(outputs), at::ones({ kInstances }, at::kDouble), epoch,
        at::tensor(history, at::kDouble).view({ kInstances, 3 }) };
}

ExperimentSpec specOf(const std::string& system, bool learned)
{
    ExperimentSpec spec;
    spec.model = system;
    spec.width = 4;
    spec.encoderHidden = 5;
    spec.dropout = 0;
    spec.missing = learned ? MissingPolicy::Learned : MissingPolicy::Zero;
    if (system == "ithp")
        kIthpParameters[0].setText(spec, "c");
    const std::array mult { 4.0, 2.0, 2.0, 0.0 };
    for (std::size_t i = 0; system == "mult" && i < mult.size(); ++i)
        kMultParameters[i].setNumber(spec, mult[i]);
    if (system == "flexmoe") {
        kFlexmoeParameters[0].setNumber(spec, 4);
        kFlexmoeParameters[1].setNumber(spec, 2);
    }
    if (system == "mcr" && learned)
        kMcrParameters[2].setText(spec, "independent");
    return spec;
}

void setTransformer(ExperimentSpec& spec)
{
    training::kEncoderParameters[0].setText(spec, "transformer");
    training::kEncoderParameters[1].setNumber(spec, 2); // layers
    training::kEncoderParameters[2].setNumber(spec, 2); // heads
}

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
    void take(const GoldenArrays& golden)
    {
        const at::NoGradGuard noGradient;
        for (std::size_t id = 0; id < parameters.names().size(); ++id)
            parameters[id].copy_(
                tensor(golden, "parameter/" + parameters.names()[id], parameters[id].sizes()));
    }
};

} // namespace

class TestSystemsGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithPyTorch_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addColumn<bool>("learnedMissing");
        for (const char* system : { "early", "attention", "ithp", "mcr", "mmim", "i2moe" }) {
            QTest::newRow(system) << QString::fromLatin1(system) << false;
            QTest::addRow("%s-missing", system) << QString::fromLatin1(system) << true;
        }
        QTest::newRow("early-transformer") << QStringLiteral("early") << false;
        QTest::newRow("mult") << QStringLiteral("mult") << false;
        QTest::newRow("mcr-regression") << QStringLiteral("mcr") << false;
        QTest::newRow("mmim-regression") << QStringLiteral("mmim") << false;
        QTest::newRow("tmc") << QStringLiteral("tmc") << false;
        QTest::newRow("tmc-pseudo-view") << QStringLiteral("tmc") << false;
        QTest::newRow("qmf") << QStringLiteral("qmf") << false;
        QTest::newRow("flexmoe") << QStringLiteral("flexmoe") << false;
        QTest::newRow("flexmoe-regression") << QStringLiteral("flexmoe") << false;
        QTest::newRow("i2moe-regression") << QStringLiteral("i2moe") << false;
    }
    void agreesWithPyTorch()
    {
        QFETCH(QString, system);
        QFETCH(bool, learnedMissing);
        const GoldenArrays golden(std::string("model/system-") + QTest::currentDataTag());
        const auto outputs = static_cast<std::int64_t>(golden.at("evaluated").size()) / kInstances;
        auto spec = specOf(system.toStdString(), learnedMissing);
        if (system == QLatin1String("mcr") && outputs == 1)
            kMcrParameters[2].setText(spec, "collaborative");
        if (golden.has("parameter/opinion.all.1.weight"))
            kTmcParameters[1].setBoolean(spec, true);
        if (golden.has("parameter/encoder.1.project.weight"))
            setTransformer(spec);
        Built built(shape(outputs), spec);
        built.take(golden);
        // The noise is LibTorch's: what is drawn here has to be what was drawn there.
        built.generator.set_current_seed(21);
        for (int i = 0; golden.has("noise" + std::to_string(i)); ++i) {
            const auto& wanted = golden.at("noise" + std::to_string(i));
            const auto size = static_cast<std::int64_t>(wanted.size());
            const auto drawn = system == QLatin1String("mcr")
                ? at::randperm(size, built.generator, at::kLong).to(at::kDouble)
                : at::empty({ kInstances, size / kInstances }, at::kDouble)
                      .normal_(0.0, 1.0, built.generator);
            QVERIFY(difference(drawn, wanted) < 1e-9);
        }

        auto input = inputOf(golden);
        const auto evaluated = built.model->forward(input, {});
        QVERIFY(difference(evaluated.output, golden.at("evaluated")) < kClose);
        const auto counted = built.model->diagnostics();
        QCOMPARE(evaluated.diagnostics.size(), counted.size());
        for (std::size_t i = 0; i < counted.size(); ++i) // they are kept in float
            QVERIFY(difference(evaluated.diagnostics[i], golden.at("diagnostic/" + counted[i].name)) < 1e-6);

        built.generator.set_current_seed(21);
        input.supervision = known(outputs, 3);
        const auto trained = built.model->forward(input, { true, built.generator });
        QVERIFY(difference(trained.output, golden.at("trained")) < kClose);
        auto loss = taskLosses(trained.output, targets(outputs)).mean();
        for (const auto& extra : trained.extra) {
            const auto value = extra.value(extra.sums);
            QVERIFY2(difference(value, golden.at("extra/" + extra.name)) < kClose, extra.name.c_str());
            loss = loss + value * extra.weight;
        }
        QVERIFY(difference(loss, golden.at("loss")) < kClose);
        loss.backward();
        for (std::size_t id = 0; id < built.parameters.names().size(); ++id) {
            const std::string key = "gradient/" + built.parameters.names()[id];
            const auto& gradient = built.parameters.gradient(id);
            // What the pass did not use has no gradient there and a zero one here.
            const double off = golden.has(key) ? difference(gradient, golden.at(key))
                                               : gradient.abs().max().item<double>();
            QVERIFY2(off < kClose, qPrintable(QString::fromStdString(key) + ": " + QString::number(off)));
        }
    }

    /// By hand: width 4, encoders of 3 and 4 features (hidden 5) and of a sequence of 2, three classes.
    void parametersAreCounted()
    {
        const auto count = [](const char* system, bool learned) {
            return Built(shape(), specOf(system, learned)).parameters.count();
        };
        const std::int64_t ofC = 4 * 5 + 5 + 5 * 4 + 4;
        const std::int64_t encoders = (3 * 5 + 5 + 5 * 4 + 4) + 4 * 4 * (2 + 4 + 2) + ofC;
        const std::int64_t early = encoders + (12 * 4 + 4) + (4 * 4 + 4) + (4 * 3 + 3);
        QCOMPARE(count("early", false), early);
        QCOMPARE(count("early", true), early + 3 * 4);
        // A Transformer in place of the LSTM: Linear(2, 4), two layers 4 -> 16 -> 4 and a norm at the end.
        auto attending = specOf("early", false);
        setTransformer(attending);
        QCOMPARE(Built(shape(), attending).parameters.count(),
            early - 4 * 4 * (2 + 4 + 2) + (2 * 4 + 4)
                + 2 * (4 * 4 + 4 * (4 * 4 + 4) + (4 * 16 + 16) + (16 * 4 + 4)) + 2 * 4);
        // A layer of its own for each modality.
        QCOMPARE(count("mcr", false), early + 3 * (4 * 3 + 3));
        // Six pairs from 4 by 4 to mean and variance of 4; three guesses.
        const std::int64_t mmim = early + 6 * (4 * 4 + 4 + 4 * 8 + 8) + 3 * (4 * 4 + 4);
        QCOMPARE(count("mmim", false), mmim);
        QCOMPARE(count("mmim", true), mmim + 3 * 4);
        // Two layers from each embedding to the evidence; from all joined, where they have an opinion, too.
        auto spec = specOf("tmc", false);
        QCOMPARE(Built(shape(), spec).parameters.count(), encoders + 3 * (4 * 4 + 4 + 4 * 3 + 3));
        kTmcParameters[1].setBoolean(spec, true);
        QCOMPARE(Built(shape(), spec).parameters.count(),
            encoders + 3 * (4 * 4 + 4 + 4 * 3 + 3) + (12 * 4 + 4 + 4 * 3 + 3));
        QCOMPARE(count("qmf", false), encoders + 3 * (4 * 4 + 4 + 4 * 3 + 3));
        // Five experts, each as early fusion; a network of two layers weighs the five.
        const std::int64_t experts = 5 * (early - encoders) + (12 * 4 + 4 + 4 * 5 + 5);
        QCOMPARE(count("i2moe", false), encoders + experts);
        QCOMPARE(count("i2moe", true), encoders + experts + 3 * 4);
        // Three stand-ins for each of eight combinations; a norm, a router, four experts 4 -> 8 -> 4; a head.
        QCOMPARE(count("flexmoe", false),
            encoders + 8 * 3 * 4 + 2 * 4 + 4 * 4 + 4 * (4 * 8 + 8 + 8 * 4 + 4) + (12 * 4 + 4 + 4 * 3 + 3));
        const std::int64_t attention = encoders + (4 * 4 + 4 + 4) + (4 * 4 + 4) + (4 * 3 + 3);
        QCOMPARE(count("attention", false), attention);
        QCOMPARE(count("attention", true), attention + 3 * 4);
        // The encoder of the prime modality alone; bottlenecks 4 -> 8 -> 2 * 4 and 4 -> 8 -> 2 * 2; detectors
        // of 3 and 2 features; the head reads the second.
        const std::int64_t ithp = ofC + (4 * 8 + 8 + 8 * 8 + 8) + (4 * 8 + 8 + 8 * 3 + 3)
            + (4 * 8 + 8 + 8 * 4 + 4) + (2 * 8 + 8 + 8 * 2 + 2) + (2 * 4 + 4) + (4 * 3 + 3);
        QCOMPARE(count("ithp", false), ithp);
        QCOMPARE(count("ithp", true), ithp + 4);
        // Two layers each: two norms, four square layers, 4 -> 16 -> 4 (8 -> 32 -> 8 where two others are
        // joined); a norm at the end. Six of them between modalities, three within; the head is of 3 * 8
        // numbers.
        const auto transformer = [](std::int64_t width) {
            return 2
                * (4 * width + 4 * (width * width + width) + (4 * width * width + 4 * width)
                    + (4 * width * width + width))
                + 2 * width;
        };
        QCOMPARE(count("mult", false),
            (3 + 2 + 4) * 4 + 6 * transformer(4) + 3 * transformer(8) + 2 * (24 * 24 + 24) + (24 * 3 + 3));
    }

    void somebodyWithoutAnyModalityIsPredicted_data()
    {
        QTest::addColumn<bool>("nobodyHasTheLast");
        QTest::newRow("one person has nothing") << false;
        QTest::newRow("and nobody has the last modality") << true;
    }
    void somebodyWithoutAnyModalityIsPredicted()
    {
        QFETCH(bool, nobodyHasTheLast);
        const GoldenArrays golden("model/system-attention");
        auto input = inputOf(golden);
        input.present = input.present.clone();
        input.present.narrow(1, 2, 1).zero_();
        if (nobodyHasTheLast)
            input.present[2].zero_();
        input.supervision = known(3, 1);
        for (const char* system :
            { "early", "attention", "ithp", "mult", "mcr", "mmim", "tmc", "qmf", "i2moe", "flexmoe" }) {
            Built built(shape(), specOf(system, false));
            built.generator.set_current_seed(4);
            auto out = built.model->forward(input, { true, built.generator });
            auto loss = out.output.sum();
            for (const auto& extra : out.extra)
                loss = loss + extra.value(extra.sums);
            loss.backward();
            QVERIFY(out.output.isfinite().all().item<bool>());
            QVERIFY(built.parameters.gradients().isfinite().all().item<bool>());
        }
    }

    /// Golden values bring their own; a model that begins to learn starts from these.
    void aTransformerBeginsWithoutShifts()
    {
        auto spec = specOf("early", false);
        setTransformer(spec);
        const Built built(shape(), spec);
        const auto& names = built.parameters.names();
        std::size_t ones = 0, zeros = 0;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!names[i].starts_with("encoder.1."))
                continue;
            const bool isScale = names[i].ends_with(".scale");
            if (!isScale && !names[i].ends_with(".shift") && !names[i].ends_with(".bias"))
                continue;
            ++(isScale ? ones : zeros);
            QVERIFY2(built.parameters[i].eq(isScale ? 1 : 0).all().item<bool>(), names[i].c_str());
        }
        QVERIFY(ones > 1 && zeros > 4);
    }

    /// Their order is that of the numbers, which the golden values fix.
    void whatIsCountedIsCalledByName()
    {
        QCOMPARE(Built(shape(), specOf("i2moe", false)).model->diagnostics().front().parts,
            (std::vector<std::string> { "unique_a", "unique_b", "unique_c", "synergy", "redundancy" }));
        for (const char* system : { "attention", "tmc", "qmf" }) {
            const auto counted = Built(shape(), specOf(system, false)).model->diagnostics();
            QVERIFY(counted.front().parts.empty()); // the modalities
            QCOMPARE(counted.front().sizes, (std::vector<std::int64_t> { 3 }));
        }
    }

    /// A row far from all others is no reason for a loss that is no number.
    void ithpBearsAnExtremeRow()
    {
        const GoldenArrays golden("model/system-ithp");
        Built built(shape(), specOf("ithp", false));
        built.take(golden);
        auto input = inputOf(golden);
        input.modalities[2].values = input.modalities[2].values.clone();
        input.modalities[2].values[0] *= 1e5; // of the prime modality
        input.supervision = known(3, 1);
        const auto trained = built.model->forward(input, { true, built.generator });
        auto loss = taskLosses(trained.output, targets(3)).mean();
        for (const auto& extra : trained.extra)
            loss = loss + extra.value(extra.sums) * extra.weight;
        QVERIFY(std::isfinite(loss.item<double>()));
        loss.backward();
        QVERIFY(std::isfinite(built.parameters.gradients().abs().sum().item<double>()));
    }

    /// What weighs nothing is silent, in each system that takes weights.
    void aModalityOfWeightZeroIsNotSeen_data()
    {
        QTest::addColumn<QString>("system");
        for (const char* system : { "early", "attention", "mcr", "mmim", "i2moe", "flexmoe" })
            QTest::newRow(system) << QString::fromLatin1(system);
    }
    void aModalityOfWeightZeroIsNotSeen()
    {
        QFETCH(QString, system);
        const GoldenArrays golden(("model/system-" + system).toStdString());
        Built built(shape(), specOf(system.toStdString(), false));
        built.take(golden);
        auto input = inputOf(golden);
        const auto before = built.model->forward(input, {}).output;
        auto other = input;
        other.modalities[0].values = input.modalities[0].values + 5;
        QVERIFY(!at::equal(built.model->forward(other, {}).output, before));
        input.weights = input.weights.clone();
        input.weights[0].zero_();
        other.weights = input.weights;
        QVERIFY(!at::equal(built.model->forward(input, {}).output, before));
        QVERIFY(at::equal(built.model->forward(other, {}).output, built.model->forward(input, {}).output));
    }

    void ithpPredictsFromItsPrimeModality()
    {
        const GoldenArrays golden("model/system-ithp");
        Built built(shape(), specOf("ithp", false));
        const auto input = inputOf(golden);
        auto other = input;
        other.modalities[0].values = other.modalities[0].values + 5;
        QVERIFY(at::equal(built.model->forward(other, {}).output, built.model->forward(input, {}).output));
        other.modalities[2].values = other.modalities[2].values + 5;
        QVERIFY(!at::equal(built.model->forward(other, {}).output, built.model->forward(input, {}).output));
    }

    /// Nothing depends on the order of the modalities: the first by name is the prime one where none is
    /// named.
    void ithpGoesByNames()
    {
        auto spec = specOf("ithp", false);
        spec.own.clear();
        const auto count = [&](const ModelShape& of) { return Built(of, spec).parameters.count(); };
        const auto one = shape();
        auto two = one;
        std::swap(two.inputs[0], two.inputs[2]);
        QCOMPARE(count(one), count(two));
        QVERIFY(count(one) != Built(one, specOf("ithp", false)).parameters.count());
    }

    /// Dempster's rule: an opinion without evidence changes nothing, in whatever order they are put together.
    void tmcHearsNobodyWhoHasNothingToSay()
    {
        const GoldenArrays golden("model/system-tmc");
        Built built(shape(), specOf("tmc", false));
        built.take(golden);
        auto input = inputOf(golden);
        input.present = at::zeros_like(input.present);
        const auto nothing = built.model->forward(input, {});
        QVERIFY(nothing.output.abs().max().item<double>() == 0); // the logarithm of one for each class
        QVERIFY(nothing.diagnostics.at(0).abs().max().item<double>() == 0);
        input.present[0].fill_(1.0);
        const auto one = built.model->forward(input, {}).output;
        input.modalities[2].values = input.modalities[2].values + 1;
        QVERIFY(at::equal(built.model->forward(input, {}).output, one));
        for (const char* system : { "tmc", "qmf" })
            QVERIFY_EXCEPTION_THROWN(Built(shape(1), specOf(system, false)), Error);
    }

    /// Who lacks a modality has what was learnt for their combination, and its expert among those chosen.
    void flexmoeGoesByTheCombination()
    {
        const GoldenArrays golden("model/system-flexmoe");
        auto spec = specOf("flexmoe", false);
        kFlexmoeParameters[1].setNumber(spec, 1); // no other expert
        Built built(shape(), spec);
        built.take(golden);
        const auto input = inputOf(golden);
        const auto before = built.model->forward(input, {}).output;
        const auto changes = [&](const char* name, std::int64_t place) {
            const auto& names = built.parameters.names();
            const auto id
                = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
            const at::NoGradGuard noGradient;
            const auto kept = built.parameters[id].clone();
            built.parameters[id].select(0, place).add_(1.0);
            const auto rows = (built.model->forward(input, {}).output - before).abs().amax(1) > 0;
            built.parameters[id].copy_(kept);
            return rows;
        };
        const auto only = [](std::int64_t person) { return at::arange(kInstances, at::kLong) == person; };
        // Person 1 lacks the second modality: combination 5; person 3 the third: 3.
        QVERIFY(at::equal(changes("bank", 5), only(1)));
        QVERIFY(at::equal(changes("bank", 3), only(3)));
        QVERIFY(!changes("bank", 7).any().item<bool>());
        QVERIFY(changes("experts.2.bias", 0)[1].item<bool>()); // 5 - 1, of four
        QVERIFY(changes("experts.2.bias", 2)[3].item<bool>());
        QVERIFY(!changes("experts.2.bias", 2)[1].item<bool>());

        kFlexmoeParameters[1].setNumber(spec, 5);
        QVERIFY_EXCEPTION_THROWN(Built(shape(), spec), Error);
    }

    void headsThatDoNotDivideTheWidthAreRefused()
    {
        auto spec = specOf("mult", false);
        kMultParameters[1].setNumber(spec, 3);
        QVERIFY_EXCEPTION_THROWN(Built(shape(), spec), Error);
    }

    /// What a person lacks is not seen, and steps after the last real one are no steps.
    void multSeesRealStepsAlone()
    {
        const GoldenArrays golden("model/system-mult");
        Built built(shape(), specOf("mult", false));
        built.take(golden);
        const auto input = inputOf(golden);
        const auto together = built.model->forward(input, {}).output;
        auto other = input;
        other.modalities[2].values = other.modalities[2].values.clone();
        other.modalities[2].values[3].fill_(7.0); // who lacks it
        QVERIFY(at::equal(built.model->forward(other, {}).output, together));
        // The person of one step alone, whose sequence is not filled up to three.
        auto alone = input;
        const auto lengths = golden.at("lengths");
        const auto first = static_cast<std::int64_t>(lengths[0] + lengths[1] + lengths[2]);
        alone.modalities[0].values = input.modalities[0].values.narrow(0, 3, 1);
        alone.modalities[1] = { tensor(golden, "x1", { -1, 2 }).narrow(0, first, 1),
            at::tensor(at::ArrayRef<std::int64_t>({ 1 }), at::kLong),
            at::tensor(at::ArrayRef<std::int64_t>({ 0 }), at::kLong) };
        alone.modalities[2].values = input.modalities[2].values.narrow(0, 3, 1);
        alone.present = input.present.narrow(1, 3, 1);
        const auto one = built.model->forward(alone, {}).output;
        QVERIFY((one - together.narrow(0, 3, 1)).abs().max().item<double>() < 1e-9);
    }

    void attentionIsOneOverThoseWhoAreThere()
    {
        const GoldenArrays golden("model/system-attention");
        Built built(shape(), specOf("attention", false));
        const auto out = built.model->forward(inputOf(golden), {});
        QVERIFY(std::abs(out.diagnostics.at(0).sum().item<double>() - kInstances) < 1e-5);
    }
};

QTEST_GUILESS_MAIN(TestSystemsGolden)
#include "tst_systemsgolden.moc"
