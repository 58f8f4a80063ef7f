// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders from TorchScript files (docs/handbook/encoders.md) against the same modules in PyTorch, outside
// TorchScript (tests/golden/make_torchscript.py): embeddings, gradients, what a batch norm keeps; and what
// frozen and tuned files do in a run.
#include "encodertests.h"
#include "engine/model/encodedrows.h"
#include "engine/model/encoder.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/ops.h"
#include "engine/model/parameters.h"
#include "goldeninput.h"
#include "tests/goldenarrays.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/InferenceMode.h>

#include <QtTest>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;

namespace {

constexpr double kClose = 1e-7; // both programs compute in double; 1e-5 is promised

/// It can take the projection of a golden case.
struct Built : BuiltEncoder
{
    using BuiltEncoder::BuiltEncoder;

    void take(const GoldenArrays& golden)
    {
        const at::NoGradGuard noGradient;
        for (const char* part : { "weight", "bias" }) {
            const auto& own = parameters[id(std::string("project.") + part)];
            own.copy_(at::tensor(golden.at(part), at::kDouble).view(own.sizes()));
        }
    }
};

struct Case
{
    ModelShape::Input shape;
    ModalityInput input;
};

/// The golden case's values; dims 2 are steps, 1 tokens, 4 a vector.
Case caseOf(const GoldenArrays& golden, std::int64_t dims)
{
    const auto values = at::tensor(golden.at("values"), at::kDouble).view({ -1, dims });
    const bool isSequence = dims != 4;
    return { { dims, isSequence ? data::ModalityKind::Sequence : data::ModalityKind::Vector, "m" },
        isSequence ? packed(values, golden.at("lengths")) : ModalityInput { values, {}, {} } };
}

} // namespace

class TestEncoderFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithPyTorch_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<qint64>("dims");
        QTest::addColumn<bool>("tuned");
        QTest::newRow("steps") << QStringLiteral("steps") << qint64(2) << false;
        QTest::newRow("tokens") << QStringLiteral("tokens") << qint64(1) << false;
        QTest::newRow("vector") << QStringLiteral("vector") << qint64(4) << false;
        QTest::newRow("steps-tuned") << QStringLiteral("steps") << qint64(2) << true;
        QTest::newRow("tokens-tuned") << QStringLiteral("tokens") << qint64(1) << true;
        // It computes from a list that its parameters stand in, too.
        QTest::newRow("gru-tuned") << QStringLiteral("gru") << qint64(2) << true;
    }
    void agreesWithPyTorch()
    {
        QFETCH(QString, file);
        QFETCH(qint64, dims);
        QFETCH(bool, tuned);
        const GoldenArrays golden(std::string("model/encoder-") + QTest::currentDataTag());
        const auto given = caseOf(golden, dims);
        const auto spec = specWith(file.toStdString(), tuned ? 5e-5 : 0.0);
        Built built(given.shape, spec);
        built.take(golden);
        const Pass training { true, built.generator };
        const auto embedding = built.encoder->forward(given.input, kInstances, training);
        QVERIFY2(difference(embedding, golden.at("embedding")) < kClose,
            qPrintable(QString::number(difference(embedding, golden.at("embedding")))));
        (embedding * at::tensor(golden.at("target"), at::kDouble).view({ kInstances, 4 })).sum().backward();
        for (const auto& name : built.parameters.names()) {
            const auto own = name.substr(std::string("encoder.").size());
            const auto key = "gradient/" + (own.rfind("project.", 0) == 0 ? own.substr(8) : own);
            const auto& gradient = built.parameters.gradient(built.id(own));
            if (golden.has(key))
                QVERIFY2(difference(gradient, golden.at(key)) < kClose, key.c_str());
            else // a batch norm's means
                QVERIFY2(own.find("running") != std::string::npos, own.c_str());
        }
        for (const char* buffer : { "norm.running_mean", "norm.running_var" })
            if (tuned && file == QLatin1String("steps"))
                QVERIFY(difference(built.parameters[built.id(std::string("file.") + buffer)],
                            golden.at(std::string("buffer/") + buffer))
                    < kClose);
        if (!tuned) { // nothing but the projection learns, and a mode does not matter
            QCOMPARE(built.parameters.count(), static_cast<std::int64_t>(golden.at("weight").size()) + 4);
            QVERIFY(at::equal(built.encoder->forward(given.input, kInstances, {}), embedding));
        }
    }

    /// Whoever asks: other epochs, other batches, other models on the same rows.
    void aFrozenFileIsGivenEachRowOnce()
    {
        EncodedRows kept(4);
        std::vector<std::int64_t> given;
        const auto ask = [&](const std::string& file, const std::vector<std::int64_t>& rows) {
            return kept.of(file, at::tensor(rows, at::kLong), [&](std::int64_t p) {
                given.push_back(rows[static_cast<std::size_t>(p)]);
                const auto row = static_cast<double>(given.back());
                return at::tensor({ row, file == "a" ? 1.0 : 2.0 }, at::kDouble)
                    .view({ 1, 2 })
                    .requires_grad_(true);
            });
        };
        {
            const c10::InferenceMode predicting; // what is kept by then is added to later
            QVERIFY(at::equal(
                ask("a", { 2, 0 }), at::tensor({ 2.0, 1.0, 0.0, 1.0 }, at::kDouble).view({ 2, 2 })));
        }
        QVERIFY(at::equal(
            ask("a", { 0, 3, 2 }), at::tensor({ 0.0, 1.0, 3.0, 1.0, 2.0, 1.0 }, at::kDouble).view({ 3, 2 })));
        QCOMPARE(given, (std::vector<std::int64_t> { 2, 0, 3 }));
        const auto again = ask("a", { 2 });
        QVERIFY(!again.requires_grad() && !again.is_inference()); // a projection learns from it
        QVERIFY(at::equal(ask("b", { 2 }), at::tensor({ 2.0, 2.0 }, at::kDouble).view({ 1, 2 })));
        QCOMPARE(given.size(), 4U);
    }

    /// The same with what is kept, without it, and whoever else is in the batch.
    void aFrozenFilesAnswerHangsOnNoBatch_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<qint64>("dims");
        QTest::newRow("steps") << QStringLiteral("steps") << qint64(2);
        QTest::newRow("tokens") << QStringLiteral("tokens") << qint64(1);
        QTest::newRow("vector") << QStringLiteral("vector") << qint64(4);
    }
    void aFrozenFilesAnswerHangsOnNoBatch()
    {
        QFETCH(QString, file);
        QFETCH(qint64, dims);
        const GoldenArrays golden(("model/encoder-" + file).toStdString());
        const auto given = caseOf(golden, dims);
        Built built(given.shape, specWith(file.toStdString(), 0));
        built.take(golden);
        const auto together = built.encoder->forward(given.input, kInstances, {});
        EncodedRows kept(10);
        const auto values = at::tensor(golden.at("values"), at::kDouble).view({ -1, dims });
        const auto lengthOf = [&](std::int64_t row) {
            return dims == 4 ? 1
                             : static_cast<std::int64_t>(golden.at("lengths")[static_cast<std::size_t>(row)]);
        };
        // These rows of the case, in this order; `blank` in place of what a file must not be asked for again.
        const auto batchOf = [&](const std::vector<std::int64_t>& rows, bool blank) {
            std::vector<double> lengths;
            std::vector<at::Tensor> some;
            for (const auto row : rows) {
                const auto length = lengthOf(row);
                std::int64_t first = 0;
                for (std::int64_t i = 0; i < row; ++i)
                    first += lengthOf(i);
                lengths.push_back(static_cast<double>(length));
                some.push_back(values.narrow(0, first, length));
            }
            auto all = at::cat(some);
            if (blank)
                all = at::full_like(all, -1.0);
            auto input = dims == 4 ? ModalityInput { all, {}, {} } : packed(all, lengths);
            input.encoded = &kept;
            input.rows = at::tensor(rows, at::kLong) + 3;
            return input;
        };
        const auto agree = [&](const std::vector<std::int64_t>& rows, bool blank) {
            const auto input = batchOf(rows, blank);
            const auto own = built.encoder->forward(input, static_cast<std::int64_t>(rows.size()), {});
            // The projection behind the file is one product of the batch, which may round by its size.
            return at::allclose(own, together.index_select(0, at::tensor(rows, at::kLong)), 1e-12, 1e-12);
        };
        QVERIFY(agree({ 4, 1 }, false));
        QVERIFY(agree({ 3, 0, 1, 4 }, false));
        QVERIFY(agree({ 1, 4, 0, 3 }, true)); // nothing is computed again
    }

    /// A learning rate of its own; what is no weight has none.
    void isTunedAtItsOwnRate()
    {
        const GoldenArrays golden("model/encoder-steps");
        auto spec = specWith("steps", 5e-5);
        spec.learningRate = 1e-3;
        const Built built(caseOf(golden, 2).shape, spec);
        std::vector<double> factors;
        for (const auto& group : built.parameters.rateGroups())
            factors.push_back(group.factor);
        QCOMPARE(factors, (std::vector<double> { 1.0, 5e-5 / 1e-3, 0.0 }));
    }

    /// The file gets what stands in the data: the standardisation of a batch is undone, tokens are whole.
    void getsTheValuesAsTheyStand_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<qint64>("dims");
        QTest::newRow("steps") << QStringLiteral("steps") << qint64(2);
        QTest::newRow("tokens") << QStringLiteral("tokens") << qint64(1);
    }
    void getsTheValuesAsTheyStand()
    {
        QFETCH(QString, file);
        QFETCH(qint64, dims);
        const GoldenArrays golden(("model/encoder-" + file).toStdString());
        auto given = caseOf(golden, dims);
        for (std::int64_t d = 0; d < dims; ++d) {
            given.shape.scale.mean.push_back(10.5 + static_cast<double>(d));
            given.shape.scale.std.push_back(4.25);
        }
        const auto mean = at::tensor(given.shape.scale.mean, at::kDouble);
        // Batches standardises to single precision.
        given.input.values = ((given.input.values - mean) / 4.25).to(at::kFloat).to(at::kDouble);
        Built built(given.shape, specWith(file.toStdString(), 0));
        built.take(golden);
        const auto embedding = built.encoder->forward(given.input, kInstances, {});
        QVERIFY(difference(embedding, golden.at("embedding")) < 1e-5);
    }

    void aSequenceThatNobodyHasIsZeros()
    {
        const GoldenArrays golden("model/encoder-steps");
        const auto given = caseOf(golden, 2);
        Built built(given.shape, specWith("steps", 0));
        built.take(golden);
        const ModalityInput nobody { at::zeros({ 0, 2 }, at::kDouble), at::empty({ 0 }, at::kLong),
            at::empty({ 0 }, at::kLong) };
        QVERIFY(at::equal(built.encoder->forward(nobody, 3, {}), at::zeros({ 3, 4 }, at::kDouble)));
        // The first row of the case alone, as the second of two.
        const auto values = at::tensor(golden.at("values"), at::kDouble).view({ -1, 2 });
        const auto one = built.encoder->forward(packed(values.narrow(0, 0, 2), { 0, 2 }), 2, {});
        QVERIFY(one[0].eq(0).all().item<bool>());
        QVERIFY(at::allclose(
            one[1], at::tensor(golden.at("embedding"), at::kDouble).narrow(0, 0, 4), 1e-7, 1e-7));
    }

    void whatAFileGivesIsProjectedThenDropped()
    {
        const GoldenArrays golden("model/encoder-vector");
        const auto given = caseOf(golden, 4);
        auto spec = specWith("vector", 0);
        spec.encoderDropout = 0.4;
        Built built(given.shape, spec);
        // Glorot and Bengio's: from 3 numbers to 4.
        const auto drawn = at::empty({ 3, 4 }, at::kDouble)
                               .normal_(0.0, std::sqrt(2.0 / 7.0), at::detail::createCPUGenerator(11));
        QVERIFY(at::allclose(built.parameters[built.id("project.weight")].detach(), drawn, 1e-12, 1e-12));
        QVERIFY(built.parameters[built.id("project.bias")].eq(0).all().item<bool>());
        built.take(golden);
        const auto whole = built.encoder->forward(given.input, kInstances, {}).detach();
        QVERIFY(difference(whole, golden.at("embedding")) < kClose);
        const Pass pass { true, built.generator };
        built.generator.set_current_seed(5);
        const auto mask = dropoutMask(whole.sizes(), whole.options(), 0.4, pass);
        built.generator.set_current_seed(5);
        const auto dropped = built.encoder->forward(given.input, kInstances, pass).detach();
        QVERIFY(at::allclose(dropped, whole * mask, 1e-12, 1e-12));
        QVERIFY(!at::allclose(dropped, whole));
    }

    /// Predict, learn, learn, predict: weights stay those of the run, and a batch norm knows its mode.
    void aTunedFileLearnsAndPredictsInTurn()
    {
        const GoldenArrays golden("model/encoder-steps-tuned"), frozen("model/encoder-steps");
        const auto given = caseOf(golden, 2);
        Built built(given.shape, specWith("steps", 5e-5));
        built.take(golden);
        {
            const c10::InferenceMode predicting;
            const auto before = built.encoder->forward(given.input, kInstances, {});
            QVERIFY(difference(before, frozen.at("embedding")) < kClose);
        }
        const auto target = at::tensor(golden.at("target"), at::kDouble).view({ kInstances, 4 });
        for (int step = 0; step < 2; ++step) {
            built.parameters.zeroGradients();
            const auto learning = built.encoder->forward(given.input, kInstances, { true, built.generator });
            QVERIFY(difference(learning, golden.at("embedding")) < kClose);
            (learning * target).sum().backward();
            for (const char* name : { "file.inner.weight", "file.norm.bias", "file.outer.weight" })
                QVERIFY2(difference(built.parameters.gradient(built.id(name)),
                             golden.at(std::string("gradient/") + name))
                        < kClose,
                    name);
        }
        // A batch norm that trains takes no single row.
        const auto all = built.encoder->forward(given.input, kInstances, {}).detach();
        const auto values = at::tensor(golden.at("values"), at::kDouble).view({ -1, 2 });
        const auto alone = built.encoder->forward(packed(values.narrow(0, 0, 2), { 2 }), 1, {}).detach();
        QVERIFY(at::allclose(alone[0], all[0], 1e-9, 1e-9));
        QVERIFY(difference(all, frozen.at("embedding")) > 1e-3); // it has learnt means
    }

    /// What a file's own dropout draws follows from the run's generator; predicting draws nothing.
    void aTunedFileDrawsFromTheRun()
    {
        const ModelShape::Input shape { 4, data::ModalityKind::Vector, "m" };
        Built built(shape, specWith("dropping-scripted", 5e-5));
        const ModalityInput input { at::linspace(-1, 2, 24, at::kDouble).view({ 6, 4 }), {}, {} };
        const auto drawn = [&](std::uint64_t seed) {
            built.generator.set_current_seed(seed);
            return built.encoder->forward(input, 6, { true, built.generator }).detach();
        };
        const auto first = drawn(5);
        QVERIFY(at::equal(drawn(5), first));
        QVERIFY(!at::equal(drawn(6), first));
        const auto state = built.generator.get_state();
        const auto whole = built.encoder->forward(input, 6, { false, built.generator }).detach();
        QVERIFY(at::equal(built.encoder->forward(input, 6, { false, built.generator }).detach(), whole));
        QVERIFY(at::equal(built.generator.get_state(), state));
        QVERIFY(!at::equal(whole, first));
    }

    void aFrozenFileGivesAsManyNumbersOfEveryRow()
    {
        const Script script("def forward(self, values):\n"
                            "  return values.narrow(1, 0, 3 - int(values.abs().max()))\n");
        const Built built({ 3, data::ModalityKind::Vector, "m" }, specOf(script.path()));
        const auto values = at::tensor({ 0.5, 0.25, -0.5, 0.25, 1.5, 0.0 }, at::kDouble).view({ 2, 3 });
        QCOMPARE(
            built.encoder->forward({ values.narrow(0, 0, 1), {}, {} }, 1, {}).size(1), std::int64_t { 4 });
        QCOMPARE(saidBy([&] {
            (void)built.encoder->forward({ values, {}, {} }, 2, {});
        }),
            QString::fromStdString(script.path())
                + QStringLiteral(": its forward gives 2 numbers for one row and 3 for another. Let it give "
                                 "the same number of values for every row."));
    }

    /// Whole numbers are no weights, wherever they stand among the buffers.
    void weightsAndBuffersOfFractionsAreTheRuns()
    {
        const auto weight = at::tensor({ 2.0F, -1.0F, 0.5F }), shift = at::tensor({ 0.25F, 0.5F, 4.0F });
        const Script script(weight, at::tensor({ 7, 8 }, at::kLong), shift,
            "def forward(self, values):\n  return values * self.weight + self.shift\n");
        auto spec = specOf(script.path(), 1e-4);
        spec.learningRate = 1e-3;
        Built built({ 3, data::ModalityKind::Vector, "m" }, spec);
        QCOMPARE(built.parameters.names(),
            (std::vector<std::string> { "encoder.project.weight", "encoder.project.bias",
                "encoder.file.weight", "encoder.file.shift" }));
        const auto& groups = built.parameters.rateGroups();
        QCOMPARE(groups.size(), std::size_t { 3 });
        QCOMPARE(groups[1].factor, 1e-4 / 1e-3);
        QCOMPARE(groups[2].factor, 0.0);
        const auto values = at::tensor({ 1.0, 2.0, 3.0, -1.0, 0.5, 0.0 }, at::kDouble).view({ 2, 3 });
        const auto out = built.encoder->forward({ values, {}, {} }, 2, {});
        const auto given = at::tensor({ 2.25, -1.5, 5.5, -1.75, 0.0, 4.0 }, at::kDouble).view({ 2, 3 });
        QVERIFY(at::allclose(out, at::mm(given, built.parameters[0]), 1e-12, 1e-12)); // its bias is 0
    }

    /// In mixed precision an LSTM and a file compute in full.
    void encodersComputeInFullPrecision()
    {
        const GoldenArrays golden("model/encoder-vector");
        auto given = caseOf(golden, 4);
        given.input.values = given.input.values.to(at::kFloat);
        Parameters parameters(at::detail::createCPUGenerator(11));
        const auto file = builtinEncoders().create(given.shape, specWith("vector", 0), "file", parameters);
        ExperimentSpec spec;
        spec.width = 5; // LibTorch's own LSTM
        const LstmEncoder lstm(2, spec, "lstm", parameters);
        parameters.finish(at::kCPU);
        const auto sequence = packed(at::linspace(-1, 1, 10).view({ 5, 2 }), { 3, 2 });
        const auto exactFile = file->forward(given.input, kInstances, {}),
                   exactLstm = lstm.forward(sequence, 2, {});
        const Autocast shorter(at::kCPU, at::kBFloat16);
        const auto ofFile = file->forward(given.input, kInstances, {}),
                   ofLstm = lstm.forward(sequence, 2, {});
        QCOMPARE(ofFile.scalar_type(), at::kFloat);
        QCOMPARE(ofLstm.scalar_type(), at::kFloat);
        QVERIFY(at::equal(ofFile, exactFile));
        QVERIFY(at::equal(ofLstm, exactLstm));
    }
};

QTEST_GUILESS_MAIN(TestEncoderFile)
#include "tst_encoderfile.moc"
