// SPDX-License-Identifier: GPL-3.0-or-later
// Which encoder a modality gets, and what those compute that come with the program: the MLP and the LSTM.
#include "encodertests.h"
#include "engine/error.h"
#include "engine/model/encoder.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/ops.h"
#include "engine/model/parameters.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"

#include <ATen/CPUGeneratorImpl.h>

#include <QtTest>

#include <cstdint>
#include <string>
#include <vector>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;

class TestEncoders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsOfFilesAreRead()
    {
        ExperimentSpec spec;
        const std::string hash(64, 'a');
        const auto& parameter = training::kEncoderParameters[3];
        QVERIFY(parameter.setText(spec, "text=/a=b#c.pt;image=/i.pt#" + hash));
        const auto files = training::encoderFiles(spec);
        QCOMPARE(files.size(), std::size_t(2));
        QCOMPARE(files[0].path, std::string("/a=b#c.pt"));
        QVERIFY(files[0].hash.empty());
        QCOMPARE(files[1].path, std::string("/i.pt"));
        QCOMPARE(files[1].hash, hash);
        auto again = spec;
        training::setEncoderFiles(again, files);
        QVERIFY(again == spec);
        QVERIFY(QString::fromStdString(parameter.allowed()).contains(QLatin1String("modality=file")));
        QVERIFY(parameter.setText(spec, "text=/a=b#c.pt,image=/i.pt#" + hash));
        QCOMPARE(training::encoderFiles(spec).size(), std::size_t(2));
        for (const char* wrong : { "text", "=a.pt", "text=", "text=a.pt,text=b.pt" }) {
            QVERIFY(parameter.setText(spec, wrong));
            QVERIFY_EXCEPTION_THROWN((void)training::encoderFiles(spec), Error);
        }
    }

    /// By name where there are several; a file's encoder is that of its own modality alone.
    void anEncoderIsChosenByKindAndName()
    {
        const auto namesOf = [](const ModelShape::Input& input, const ExperimentSpec& spec) {
            return BuiltEncoder(input, spec).parameters.names();
        };
        ExperimentSpec spec;
        spec.width = 4;
        const ModelShape::Input vector { 3, data::ModalityKind::Vector, "v" };
        const ModelShape::Input sequence { 3, data::ModalityKind::Sequence, "s" };
        const ModelShape::Input series { 3, data::ModalityKind::Series, "t" };
        const std::vector<std::string> mlp { "encoder.1.weight", "encoder.1.bias", "encoder.2.weight",
            "encoder.2.bias" };
        QCOMPARE(namesOf(vector, spec), mlp);
        QCOMPARE(namesOf(sequence, spec),
            (std::vector<std::string> {
                "encoder.input", "encoder.state", "encoder.input_bias", "encoder.state_bias" }));
        QCOMPARE(namesOf(series, spec).front(), std::string("encoder.time.frequency"));
        training::setEncoderFiles(spec, { { "a", fileOf("vector"), {} }, { "s", fileOf("gru"), {} } });
        QCOMPARE(namesOf(vector, spec), mlp);
        const ModelShape::Input steps { 2, data::ModalityKind::Sequence, "s" };
        QCOMPARE(namesOf(steps, spec),
            (std::vector<std::string> { "encoder.project.weight", "encoder.project.bias" }));
        QVERIFY(training::kEncoderParameters[0].setText(spec, "transformer"));
        QCOMPARE(namesOf({ 3, data::ModalityKind::Sequence, "u" }, spec).front(),
            std::string("encoder.project.weight"));
        QCOMPARE(namesOf(series, spec).front(), std::string("encoder.time.frequency"));

        EncoderRegistry empty;
        Parameters parameters(at::detail::createCPUGenerator(1));
        QCOMPARE(saidBy([&] { (void)empty.create(vector, spec, "encoder", parameters); }),
            QStringLiteral("There is no encoder for modality v."));
        auto full = builtinEncoders();
        QCOMPARE(saidBy([&] { full.add("mlp", data::ModalityKind::Series, {}); }),
            QStringLiteral("There are two encoders of the name 'mlp'."));
    }

    void inputsAreDroppedAboveAWidth()
    {
        ExperimentSpec spec;
        spec.inputDropout = 0.25;
        spec.inputDropoutAbove = 5;
        QCOMPARE(inputDropoutFor(4, spec), 0.0);
        QCOMPARE(inputDropoutFor(5, spec), 0.0);
        QCOMPARE(inputDropoutFor(6, spec), 0.25);
    }

    /// Input dropout, layer, ReLU, dropout, layer; masks drawn again from the same seed.
    void theMlpIsItsFormula()
    {
        ExperimentSpec spec;
        spec.width = 3;
        spec.encoderHidden = 7;
        spec.encoderDropout = 0.5;
        spec.inputDropout = 0.25;
        spec.inputDropoutAbove = 5;
        const auto generator = at::detail::createCPUGenerator(11);
        for (const std::int64_t dims : { 5, 6 }) {
            Parameters parameters(generator, at::kDouble);
            const MlpEncoder encoder(dims, spec, "e", parameters);
            parameters.finish(at::kCPU);
            const at::NoGradGuard noGradient;
            parameters.values().normal_(0.0, 1.0, generator); // biases, too
            const auto x = at::linspace(-1.5, 2.5, 4 * dims, at::kDouble).view({ 4, dims });
            Pass pass { true, generator };
            pass.generator.set_current_seed(3);
            const auto actual = encoder.forward({ x, {}, {} }, 4, pass);
            pass.generator.set_current_seed(3);
            auto seen = x;
            if (dims > 5)
                seen = x * dropoutMask(x.sizes(), x.options(), 0.25, pass);
            const auto hidden = at::relu(at::mm(seen, parameters[0]) + parameters[1]);
            const auto kept = hidden * dropoutMask(hidden.sizes(), x.options(), 0.5, pass);
            QVERIFY(at::allclose(actual, at::mm(kept, parameters[2]) + parameters[3], 1e-12, 1e-12));
            QVERIFY(!at::allclose(actual, encoder.forward({ x, {}, {} }, 4, {})));
        }
    }

    /// Dropout on the steps and on the last state; rows without a sequence are zeros.
    void theLstmDropsStepsAndStates()
    {
        ExperimentSpec spec;
        spec.width = 3;
        spec.encoderDropout = 0.5;
        spec.inputDropout = 0.25;
        spec.inputDropoutAbove = 1;
        const auto generator = at::detail::createCPUGenerator(11);
        Parameters parameters(generator, at::kDouble);
        const LstmEncoder encoder(2, spec, "e", parameters);
        parameters.finish(at::kCPU);
        const at::NoGradGuard noGradient;
        parameters.values().normal_(0.0, 1.0, generator);
        const auto steps = at::linspace(-1.5, 2.5, 18, at::kDouble).view({ 9, 2 });
        const auto input = packed(steps, { 2, 0, 3, 1, 3 });
        Pass pass { true, generator };
        pass.generator.set_current_seed(3);
        const auto actual = encoder.forward(input, 5, pass);
        pass.generator.set_current_seed(3);
        auto dropped = input;
        dropped.values = input.values * dropoutMask(input.values.sizes(), steps.options(), 0.25, pass);
        const auto states = encoder.forward(dropped, 5, {}).index_select(0, input.order);
        const auto expected = at::zeros({ 5, 3 }, at::kDouble)
                                  .index_copy(0, input.order,
                                      states * dropoutMask(states.sizes(), steps.options(), 0.5, pass));
        QVERIFY(at::allclose(actual, expected, 1e-12, 1e-12));
        QVERIFY(!at::allclose(actual, encoder.forward(input, 5, {})));

        const auto one = encoder.forward(packed(steps.narrow(0, 0, 3), { 0, 3 }), 2, {});
        QVERIFY(one[0].eq(0).all().item<bool>() && one[1].ne(0).all().item<bool>());
        const ModalityInput nobody { at::zeros({ 0, 2 }, at::kDouble), at::empty({ 0 }, at::kLong),
            at::empty({ 0 }, at::kLong) };
        QVERIFY(at::equal(encoder.forward(nobody, 4, pass), at::zeros({ 4, 3 }, at::kDouble)));
    }
};

QTEST_GUILESS_MAIN(TestEncoders)
#include "tst_encoders.moc"
