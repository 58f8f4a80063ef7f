// SPDX-License-Identifier: GPL-3.0-or-later
// How the systems beside FuseMoE are built: their parameters, counted by hand, what these begin with, and
// what is refused.
#include "builtsystem.h"
#include "engine/error.h"
#include "engine/model/flexmoeparameters.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/multparameters.h"
#include "engine/model/tmcparameters.h"
#include "engine/spec/encoderparameters.h"
#include "goldeninput.h"
#include "tests/goldenarrays.h"

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include <QtTest>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;

class TestSystemsParameters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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

    /// By hand, as parametersAreCounted(): of one modality there is nothing to share, and two are a pair.
    void oneAndTwoModalitiesAreCounted()
    {
        const auto all = shape().inputs;
        const ModelShape one { { all[2] }, 3 }, two { { all[0], all[2] }, 3 };
        const auto golden = inputOf(GoldenArrays("model/system-mcr"));
        ModelInput ofOne, ofTwo;
        ofOne.modalities = { golden.modalities[2] };
        ofOne.present = golden.present.narrow(0, 2, 1);
        ofOne.weights = golden.weights.narrow(0, 2, 1);
        ofTwo.modalities = { golden.modalities[0], golden.modalities[2] };
        ofTwo.present = at::stack({ golden.present[0], golden.present[2] });
        ofTwo.weights = at::stack({ golden.weights[0], golden.weights[2] });
        ofOne.supervision = ofTwo.supervision = known(3, 1);
        ofOne.supervision.history = ofTwo.supervision.history.narrow(1, 0, 1);

        const std::int64_t ofC = 4 * 5 + 5 + 5 * 4 + 4, both = (3 * 5 + 5 + 5 * 4 + 4) + ofC;
        const auto transformer = [](std::int64_t width, std::int64_t layers) {
            return layers
                * (4 * width + 4 * (width * width + width) + (4 * width * width + 4 * width)
                    + (4 * width * width + width))
                + 2 * width;
        };
        const auto count = [](const ModelShape& of, const ExperimentSpec& spec) {
            return Built(of, spec).parameters.count();
        };
        // How many losses a training adds.
        const auto losses = [&](const ModelShape& of, const ModelInput& input, const ExperimentSpec& spec) {
            Built built(of, spec);
            const auto out = built.model->forward(input, { true, built.generator });
            const bool isWhole = out.output.sizes() == at::IntArrayRef({ kInstances, 3 })
                && out.output.isfinite().all().item<bool>();
            return isWhole ? out.extra.size() : std::size_t(99);
        };

        const auto mcr = specOf("mcr", false), mmim = specOf("mmim", false);
        const std::int64_t headOfOne = (4 * 4 + 4) + (4 * 4 + 4) + (4 * 3 + 3),
                           headOfTwo = (8 * 4 + 4) + (4 * 4 + 4) + (4 * 3 + 3);
        QCOMPARE(count(one, mcr), ofC + headOfOne);
        QCOMPARE(count(two, mcr), both + headOfTwo + 2 * (4 * 3 + 3));
        QCOMPARE(losses(one, ofOne, mcr), std::size_t(0));
        QCOMPARE(losses(two, ofTwo, mcr), std::size_t(3));
        QCOMPARE(count(one, mmim), ofC + headOfOne);
        QCOMPARE(count(two, mmim), both + headOfTwo + 2 * (4 * 4 + 4 + 4 * 8 + 8) + 2 * (4 * 4 + 4));
        QCOMPARE(losses(one, ofOne, mmim), std::size_t(0));
        QCOMPARE(losses(two, ofTwo, mmim), std::size_t(3));

        auto tmc = specOf("tmc", false);
        kTmcParameters[1].setBoolean(tmc, true);
        QCOMPARE(count(one, tmc), ofC + (4 * 4 + 4 + 4 * 3 + 3));
        QCOMPARE(count(two, tmc), both + 2 * (4 * 4 + 4 + 4 * 3 + 3) + (8 * 4 + 4 + 4 * 3 + 3));
        QCOMPARE(losses(one, ofOne, tmc), std::size_t(2));
        QCOMPARE(losses(two, ofTwo, tmc), std::size_t(2));
        QCOMPARE(losses(one, ofOne, specOf("qmf", false)), std::size_t(2));

        auto mult = specOf("mult", false);
        kMultParameters[1].setNumber(mult, 1); // heads
        kMultParameters[2].setNumber(mult, 3); // layers
        QCOMPARE(count(one, mult), 4 * 4 + transformer(4, 3) + 2 * (4 * 4 + 4) + (4 * 3 + 3));
        QCOMPARE(count(two, mult), (3 + 4) * 4 + 4 * transformer(4, 3) + 2 * (8 * 8 + 8) + (8 * 3 + 3));
        QCOMPARE(losses(one, ofOne, mult), std::size_t(0));
        QCOMPARE(losses(two, ofTwo, mult), std::size_t(0));
    }

    void i2moeOfOneAndTwoModalities()
    {
        const ModelShape one { { { 3, {}, "a" } }, 3 }, two { { { 3, {}, "a" }, { 4, {}, "c" } }, 3 };
        const auto spec = specOf("i2moe", false);
        Built single(one, spec);
        const std::int64_t ofA = 3 * 5 + 5 + 5 * 4 + 4, ofC = 4 * 5 + 5 + 5 * 4 + 4;
        QCOMPARE(single.parameters.count(), ofA + 2 * (4 * 4 + 4) + (4 * 3 + 3));
        QVERIFY(single.model->diagnostics().empty());
        ModelInput input;
        input.modalities = { { at::linspace(-2, 1, 12, at::kDouble).view({ 4, 3 }), {}, {} } };
        input.present = at::ones({ 1, 4, 1 }, at::kDouble);
        const auto trained = single.model->forward(input, { true, single.generator });
        const auto evaluated = single.model->forward(input, {});
        QVERIFY(trained.extra.empty() && trained.diagnostics.empty() && evaluated.diagnostics.empty());
        QVERIFY(at::equal(trained.output, evaluated.output));

        const Built both(two, spec);
        const std::int64_t expert = (8 * 4 + 4) + (4 * 4 + 4) + (4 * 3 + 3);
        QCOMPARE(both.parameters.count(), ofA + ofC + 4 * expert + (8 * 4 + 4) + (4 * 4 + 4));
        const auto counted = both.model->diagnostics();
        QCOMPARE(counted.size(), std::size_t(1));
        QCOMPARE(counted[0].name, std::string("experts"));
        QCOMPARE(counted[0].sizes, (std::vector<std::int64_t> { 4 }));
        QCOMPARE(
            counted[0].parts, (std::vector<std::string> { "unique_a", "unique_c", "synergy", "redundancy" }));
    }

    /// By hand: the first latent state is as wide as an embedding, later ones half as wide, but never
    /// nothing.
    void ithpNarrowsToHalfTheWidth()
    {
        const auto count = [](const ModelShape& of, std::int64_t width) {
            auto spec = specOf("ithp", false);
            spec.width = width;
            return Built(of, spec).parameters.count();
        };
        QCOMPARE(count(shape(), 7),
            std::int64_t { (4 * 5 + 5 + 5 * 7 + 7) + (7 * 14 + 14 + 14 * 14 + 14) + (7 * 14 + 14 + 14 * 3 + 3)
                + (7 * 14 + 14 + 14 * 6 + 6) + (3 * 14 + 14 + 14 * 2 + 2) + (3 * 7 + 7 + 7 * 3 + 3) });
        QCOMPARE(count(shape(), 1),
            std::int64_t { (4 * 5 + 5 + 5 + 1) + (2 + 2 + 2 * 2 + 2) + (2 + 2 + 2 * 3 + 3)
                + (2 + 2 + 2 * 2 + 2) + (2 + 2 + 2 * 2 + 2) + (1 + 1 + 3 + 3) });
        QCOMPARE(count({ { { 4, {}, "c" } }, 3 }, 7),
            std::int64_t { (4 * 5 + 5 + 5 * 7 + 7) + (7 * 7 + 7 + 7 * 3 + 3) });
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

    /// As aTransformerBeginsWithoutShifts(), of whatever else is added or multiplied.
    void shiftsBeginAtZeroAndScalesAtOne()
    {
        for (const char* system : { "moe", "early", "attention", "ithp", "mult", "mcr", "mmim", "tmc", "qmf",
                 "i2moe", "flexmoe" }) {
            const Built built(shape(), specOf(system, true));
            const auto& names = built.parameters.names();
            std::size_t found = 0;
            for (std::size_t i = 0; i < names.size(); ++i) {
                const bool isScale = names[i].ends_with("scale");
                const bool isShift = names[i].ends_with("bias") || names[i].ends_with("shift")
                    || names[i].ends_with(".noise");
                found += isShift ? 1 : 0;
                if (isScale || isShift)
                    QVERIFY2(built.parameters[i].eq(isScale ? 1 : 0).all().item<bool>(), names[i].c_str());
            }
            QVERIFY2(found > 3, system);
        }
    }

    /// What is drawn, drawn again in the order in which the parameters are declared: weights by Glorot and
    /// Bengio, stand-ins and an LSTM's weights by the width.
    void weightsBeginAsTheyAreDrawn_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addColumn<bool>("learnedMissing");
        for (const char* system : { "early", "attention", "ithp", "i2moe", "flexmoe" }) {
            QTest::newRow(system) << QString::fromLatin1(system) << false;
            QTest::addRow("%s-missing", system) << QString::fromLatin1(system) << true;
        }
    }
    void weightsBeginAsTheyAreDrawn()
    {
        QFETCH(QString, system);
        QFETCH(bool, learnedMissing);
        auto spec = specOf(system.toStdString(), learnedMissing);
        spec.width = 6;
        const Built built(shape(), spec);
        const auto generator = at::detail::createCPUGenerator(11);
        const double byWidth = 1.0 / std::sqrt(6.0);
        const auto& names = built.parameters.names();
        for (std::size_t id = 0; id < names.size(); ++id) {
            const auto& name = names[id];
            const auto begins = built.parameters[id].detach();
            auto expected = at::empty(begins.sizes(), at::kDouble);
            if (name.ends_with("bias") || name.ends_with(".shift"))
                expected.zero_();
            else if (name.ends_with(".scale"))
                expected.fill_(1.0);
            else if (name.ends_with(".input") || name.ends_with(".state"))
                expected.uniform_(-byWidth, byWidth, generator);
            else if (name == "missing" || name == "bank")
                expected.normal_(0.0, byWidth, generator);
            else
                expected.normal_(
                    0.0, std::sqrt(2.0 / static_cast<double>(begins.size(-2) + begins.size(-1))), generator);
            QVERIFY2(at::allclose(begins, expected, 1e-12, 1e-12), name.c_str());
        }
    }

    void whatCannotBeTrainedSaysWhy()
    {
        const auto refusal = [](const ExperimentSpec& spec, std::int64_t outputs) {
            try {
                const Built built(shape(outputs), spec);
            } catch (const Error& error) {
                return std::string(error.what());
            }
            return std::string();
        };
        QCOMPARE(refusal(specOf("tmc", false), 1),
            std::string("tmc gives evidence for classes: it cannot be trained for regression."));
        QCOMPARE(refusal(specOf("qmf", false), 1),
            std::string("qmf is confident of classes: it cannot be trained for regression."));
        QCOMPARE(refusal(specOf("tmc", false), 2), std::string());
        QCOMPARE(refusal(specOf("qmf", false), 2), std::string());
        auto mult = specOf("mult", false);
        kMultParameters[1].setNumber(mult, 3);
        QCOMPARE(refusal(mult, 3), std::string("mult_heads: 3 heads cannot share a width of 4."));
        auto early = specOf("early", false);
        setTransformer(early);
        training::kEncoderParameters[2].setNumber(early, 3);
        QCOMPARE(refusal(early, 3), std::string("encoder_heads: 3 heads cannot share a width of 4."));
    }

    void headsThatDoNotDivideTheWidthAreRefused()
    {
        auto spec = specOf("mult", false);
        kMultParameters[1].setNumber(spec, 3);
        QVERIFY_EXCEPTION_THROWN(Built(shape(), spec), Error);
    }

    void flexmoeHasLimits()
    {
        const auto refusal = [](std::size_t modalities, double experts, double chosen) {
            auto spec = specOf("flexmoe", false);
            kFlexmoeParameters[0].setNumber(spec, experts);
            kFlexmoeParameters[1].setNumber(spec, chosen);
            ModelShape many;
            for (std::size_t m = 0; m < modalities; ++m)
                many.inputs.push_back({ 1, {}, "m" + std::to_string(m) });
            try {
                const Built built(many, spec);
            } catch (const Error& error) {
                return std::string(error.what());
            }
            return std::string();
        };
        QCOMPARE(refusal(10, 4, 4), std::string());
        QCOMPARE(refusal(11, 4, 2), std::string("flexmoe takes at most 10 modalities."));
        QCOMPARE(refusal(2, 4, 5), std::string("flexmoe_chosen: there are 4 experts to choose from."));
    }

    void modelsAreKnownByName()
    {
        QCOMPARE(builtinModels().names(),
            (std::vector<std::string> { "moe", "early", "attention", "ithp", "mult", "mcr", "mmim", "tmc",
                "qmf", "i2moe", "flexmoe" }));
        auto spec = specOf("early", false);
        spec.model = "late";
        std::string said;
        try {
            const Built built(shape(), spec);
        } catch (const Error& error) {
            said = error.what();
        }
        QCOMPARE(said,
            std::string(
                "model: there is no model 'late'; choose one of moe, early, attention, ithp, mult, mcr, "
                "mmim, tmc, qmf, i2moe, flexmoe."));
    }
};

QTEST_GUILESS_MAIN(TestSystemsParameters)
#include "tst_systemsparameters.moc"
