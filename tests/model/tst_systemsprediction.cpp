// SPDX-License-Identifier: GPL-3.0-or-later
// What the systems beside FuseMoE make of what a person has and lacks, of weights and of dropout, and some of
// their formulas by hand.
#include "builtsystem.h"
#include "engine/error.h"
#include "engine/model/flexmoeparameters.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/i2moeparameters.h"
#include "engine/model/ops.h"
#include "goldeninput.h"
#include "tests/goldenarrays.h"

#include <ATen/ATen.h>

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

using namespace btw;
using namespace btw::model;

class TestSystemsPrediction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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

    void withoutWeightsAllAreOne()
    {
        const GoldenArrays golden("model/system-attention");
        auto input = inputOf(golden);
        auto without = input;
        without.weights = at::Tensor();
        for (const char* system : { "early", "attention", "i2moe", "flexmoe", "mcr", "mmim" }) {
            Built built(shape(), specOf(system, true));
            input.weights = at::ones_like(input.present);
            const auto ofOnes = built.model->forward(input, {}).output;
            QVERIFY2(at::equal(built.model->forward(without, {}).output, ofOnes), system);
            input.weights = input.weights * 2;
            QVERIFY2(!at::equal(built.model->forward(input, {}).output, ofOnes), system);
        }
    }

    /// Where nobody of a batch has the sequence, each is predicted as in company; one alone with it, too.
    void aBatchMayLackTheSequence_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("mult") << QStringLiteral("mult");
        QTest::newRow("transformer") << QStringLiteral("early-transformer");
    }
    void aBatchMayLackTheSequence()
    {
        QFETCH(const QString, file);
        const GoldenArrays golden("model/system-" + file.toStdString());
        auto spec = specOf(file.startsWith(QLatin1String("mult")) ? "mult" : "early", false);
        if (golden.has("parameter/encoder.1.project.weight"))
            setTransformer(spec);
        Built built(shape(), spec);
        built.take(golden);
        const auto input = inputOf(golden);
        const auto together = built.model->forward(input, {}).output;
        const auto lengths = golden.at("lengths");
        for (const std::int64_t person : { 1, 3 }) { // no step, and one
            auto alone = input;
            const auto first = static_cast<std::int64_t>(lengths[0] + lengths[1] + lengths[2]);
            if (person == 1)
                alone.modalities[1] = { at::zeros({ 0, 2 }, at::kDouble), at::empty({ 0 }, at::kLong),
                    at::empty({ 0 }, at::kLong) };
            else
                alone.modalities[1] = { tensor(golden, "x1", { -1, 2 }).narrow(0, first, 1),
                    at::ones({ 1 }, at::kLong), at::zeros({ 1 }, at::kLong) };
            for (const std::size_t m : { 0U, 2U })
                alone.modalities[m].values = input.modalities[m].values.narrow(0, person, 1);
            alone.present = input.present.narrow(1, person, 1);
            alone.weights = input.weights.narrow(1, person, 1);
            const auto one = built.model->forward(alone, {}).output;
            QVERIFY((one - together.narrow(0, person, 1)).abs().max().item<double>() < 1e-9);
        }
    }

    /// A number that is dropped teaches the layer behind it nothing: rows of its gradient, for one person.
    void whatIsJoinedIsDroppedInTraining_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addColumn<QString>("layer");
        const auto row = [](const char* system, const char* layer) {
            QTest::addRow("%s, %s", system, layer)
                << QString::fromLatin1(system) << QString::fromLatin1(layer);
        };
        row("early", "joined.1.weight");
        row("attention", "head.1.weight");
        row("ithp", "head.1.weight");
        row("i2moe", "expert.0.1.weight");
        row("i2moe", "weights.1.weight");
        row("flexmoe", "head.1.weight");
    }
    void whatIsJoinedIsDroppedInTraining()
    {
        QFETCH(QString, system);
        QFETCH(QString, layer);
        ModelInput input;
        input.modalities = { { at::tensor({ 0.5, -1.5, 2.0 }, at::kDouble).view({ 1, 3 }), {}, {} },
            { at::tensor({ 1.0, 0.5, -2.0, 0.25 }, at::kDouble).view({ 2, 2 }), at::ones({ 2 }, at::kLong),
                at::zeros({ 1 }, at::kLong) },
            { at::tensor({ 1.25, -0.5, 0.75, 3.0 }, at::kDouble).view({ 1, 4 }), {}, {} } };
        input.present = at::ones({ 3, 1, 1 }, at::kDouble);
        for (const double share : { 0.0, 0.5 }) {
            auto spec = specOf(system.toStdString(), false);
            spec.width = 64;
            spec.encoderHidden = 16;
            spec.dropout = share;
            Built built(shape(), spec);
            built.model->forward(input, { true, built.generator }).output.sum().backward();
            const auto& names = built.parameters.names();
            const auto id = static_cast<std::size_t>(
                std::find(names.begin(), names.end(), layer.toStdString()) - names.begin());
            QVERIFY(id < names.size());
            const auto silent = built.parameters.gradient(id).eq(0).all(1).to(at::kDouble).mean();
            const double found = silent.item<double>();
            if (share > 0)
                QVERIFY2(found > 0.15 && found < 0.85, qPrintable(QString::number(found)));
            else
                QCOMPARE(found, 0.0);
        }
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

    void attentionIsOneOverThoseWhoAreThere()
    {
        const GoldenArrays golden("model/system-attention");
        Built built(shape(), specOf("attention", false));
        const auto out = built.model->forward(inputOf(golden), {});
        QVERIFY(std::abs(out.diagnostics.at(0).sum().item<double>() - kInstances) < 1e-5);
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

    /// At a temperature of 2 each weight is the root of what it was, over the sum of these.
    void i2moesTemperatureEvensItsWeights()
    {
        const GoldenArrays golden("model/system-i2moe");
        const auto input = inputOf(golden);
        auto spec = specOf("i2moe", false);
        Built usual(shape(), spec);
        kI2moeParameters[0].setNumber(spec, 3.0);
        kI2moeParameters[1].setNumber(spec, 2.0);
        Built warm(shape(), spec);
        usual.take(golden);
        warm.take(golden);
        const auto roots = usual.model->forward(input, {}).diagnostics.at(0).to(at::kDouble).sqrt();
        const auto found = warm.model->forward(input, {}).diagnostics.at(0).to(at::kDouble);
        QVERIFY(at::allclose(found, roots / roots.sum(1, true), 1e-5, 1e-6));
        const auto trained = warm.model->forward(input, { true, warm.generator });
        QCOMPARE(trained.extra.size(), std::size_t(3));
        for (const auto& extra : trained.extra)
            QCOMPARE(extra.weight, 0.6); // over five experts
    }

    /// Everybody has the one modality, and all experts are chosen: the formulas in a few lines, with dropout.
    void flexmoeIsItsFormula()
    {
        auto spec = specOf("flexmoe", false);
        spec.dropout = 0.4;
        kFlexmoeParameters[0].setNumber(spec, 3);
        kFlexmoeParameters[1].setNumber(spec, 3); // as many as there are
        kFlexmoeParameters[2].setNumber(spec, 0);
        Built built({ { { 3, {}, "a" } }, 2 }, spec);
        const auto& names = built.parameters.names();
        QVERIFY(std::find(names.begin(), names.end(), "bank") == names.end()); // nothing is to be replaced
        const at::NoGradGuard noGradient;
        built.parameters.values().normal_(0.0, 1.0, built.generator); // biases, too
        const auto p = [&](const char* name) {
            return built.parameters[static_cast<std::size_t>(
                std::find(names.begin(), names.end(), name) - names.begin())];
        };
        constexpr std::int64_t kRows = 6;
        const auto x = at::linspace(-2, 1.4, kRows * 3, at::kDouble).view({ kRows, 3 });
        ModelInput input;
        input.modalities = { { x, {}, {} } };
        input.present = at::ones({ 1, kRows, 1 }, at::kDouble);
        built.generator.set_current_seed(21);
        const auto trained = built.model->forward(input, { true, built.generator });
        QVERIFY(trained.extra.empty()); // they weigh nothing

        built.generator.set_current_seed(21);
        const auto mask = [&](std::int64_t rows, std::int64_t columns) {
            return dropoutMask({ rows, columns }, x.options(), 0.4, { true, built.generator });
        };
        const auto embedding = at::mm(at::relu(at::mm(x, p("encoder.0.1.weight")) + p("encoder.0.1.bias")),
                                   p("encoder.0.2.weight"))
            + p("encoder.0.2.bias");
        const auto seen = at::layer_norm(embedding, { 4 }, p("norm.scale"), p("norm.shift"), 1e-5);
        const auto gates = at::softmax(at::mm(seen, p("router")), 1);
        const auto inner = mask(3 * kRows, 8);
        auto answers = at::zeros_like(embedding);
        for (std::int64_t e = 0; e < 3; ++e) {
            const auto hidden = at::relu(at::mm(seen, p("experts.1.weight")[e]) + p("experts.1.bias")[e])
                * inner.narrow(0, e * kRows, kRows);
            answers = answers
                + gates.narrow(1, e, 1) * (at::mm(hidden, p("experts.2.weight")[e]) + p("experts.2.bias")[e]);
        }
        const auto mixed = embedding + answers * mask(kRows, 4);
        const auto joinedOnes = mixed * mask(kRows, 4);
        const auto head = at::relu(at::mm(joinedOnes, p("head.1.weight")) + p("head.1.bias"));
        const auto wanted = at::mm(head * mask(kRows, 4), p("head.2.weight")) + p("head.2.bias");
        QVERIFY(at::allclose(trained.output, wanted, 1e-9, 1e-9));
    }

    /// Of two modalities, a stand-in learns from those who lack just that one.
    void flexmoesBankIsOfEachCombination()
    {
        auto spec = specOf("flexmoe", false);
        spec.width = 16;
        Built built({ { { 3, {}, "a" }, { 4, {}, "c" } }, 3 }, spec);
        const auto& names = built.parameters.names();
        const auto id
            = static_cast<std::size_t>(std::find(names.begin(), names.end(), "bank") - names.begin());
        QVERIFY(id < names.size());
        QCOMPARE(built.parameters[id].sizes(), at::IntArrayRef({ 4, 2, 16 }));
        ModelInput input;
        for (const std::int64_t dims : { 3, 4 })
            input.modalities.push_back(
                { at::linspace(-1, 1.5, 4 * dims, at::kDouble).view({ 4, dims }), {}, {} });
        // Both, the first alone, the second alone, and nothing.
        input.present = at::tensor({ 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0 }, at::kDouble).view({ 2, 4, 1 });
        built.model->forward(input, {}).output.sum().backward();
        const auto learns = built.parameters.gradient(id).abs().amax(2) > 0;
        const auto wanted = at::tensor({ 1, 1, 0, 1, 1, 0, 0, 0 }, at::kLong).view({ 4, 2 }) > 0;
        QVERIFY(at::equal(learns, wanted));
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
};

QTEST_GUILESS_MAIN(TestSystemsPrediction)
#include "tst_systemsprediction.moc"
