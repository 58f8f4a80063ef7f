// SPDX-License-Identifier: GPL-3.0-or-later
// The scripts in encoder files (docs/handbook/encoders.md): which are taken, which are refused and with what
// words, and how their tensors are found, replaced and converted.
#include "encodertests.h"
#include "engine/error.h"
#include "engine/model/encoderfile.h"
#include "engine/model/loadscript.h"
#include "engine/model/scripttensors.h"
#include "engine/model/trainingmode.h"

#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/version.h>

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

using namespace btw;
using namespace btw::model;

namespace {

const QString kContract = QStringLiteral(" (docs/handbook/encoders.md says what it takes and gives).");

} // namespace

class TestEncoderScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatDoesNotFitIsRefusedByName_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("isSequence");
        QTest::addColumn<qint64>("dims");
        QTest::addColumn<QStringList>("words");
        const auto row
            = [](const char* name, const char* file, bool isSequence, qint64 dims, const QStringList& words) {
                  QTest::newRow(name) << QString::fromLatin1(file) << isSequence << dims << words;
              };
        row("missing", "nowhere", true, 2, { QStringLiteral("no such file") });
        row("weights without code", "weights-only", false, 4, { QStringLiteral("torch.jit.save") });
        row("a newer operator, and who made it", "newer", true, 2,
            { QStringLiteral("made with PyTorch 2."), QStringLiteral("in version 3 of the file format. "),
                QStringLiteral(
                    "LibTorch " TORCH_VERSION ", which reads versions up to 10, does not know its "
                    "aten::scaled_dot_product_attention, which came with PyTorch 2.0. Trace it") });
        row("a newer operator", "newer-silent", true, 2,
            { QStringLiteral("made with PyTorch 2.1 or newer ("),
                QStringLiteral("in version 3 of the file format. "),
                QStringLiteral("LibTorch " TORCH_VERSION ", which reads versions up to 10, does not know its "
                               "aten::scaled_dot_product_attention") });
        row("a newer format", "format-99", false, 4,
            { QStringLiteral("made by a newer PyTorch, in version 99 of the file format"),
                QStringLiteral(
                    "LibTorch " TORCH_VERSION " reads versions up to 10. Trace it with PyTorch ") });
        row("an older format", "format-0", false, 4,
            { QStringLiteral("made by an older PyTorch, in version 0 of the file format"),
                QStringLiteral("LibTorch " TORCH_VERSION " reads versions from 1 on. Save it again") });
        row("an argument that is newer", "newer-argument", false, 4,
            { QStringLiteral("made with PyTorch 2."), QStringLiteral("in version 3 of the file format. "),
                QStringLiteral("LibTorch " TORCH_VERSION ", which reads versions up to 10, does not know the "
                               "arguments of its aten::squeeze. Trace it") });
        row("no tensor", "tuple", true, 2,
            { QStringLiteral("Tuple"), QStringLiteral(". Let it return the embedding alone") });
        row("a vector's file for a sequence", "vector", true, 4,
            { QStringLiteral("takes 1 argument where forward(values [B, T, 4], mask [B, T] bool) belongs"),
                QStringLiteral("name of a modality that has what it takes") });
        row("a sequence's file for a vector", "steps", false, 2,
            { QStringLiteral("takes 2 arguments where forward(values [B, 2]) belongs"),
                QStringLiteral("name of a modality that has what it takes") });
        row("other features", "steps", true, 3,
            { QStringLiteral("values [B, T, 3]"),
                QStringLiteral(". Make it for values of this type, with 3 "
                               "features and from ") });
        row("tokens of two features", "tokens", true, 2,
            { QStringLiteral("values [B, T, 2]"), QStringLiteral("modality that it was made for") });
        row("dropout traced in training mode", "dropping", false, 4,
            { QStringLiteral("traced in training mode"), QStringLiteral("aten::dropout"),
                QStringLiteral(".eval()") });
        row("a batch norm traced in training mode", "normed", false, 4,
            { QStringLiteral("traced in training mode"), QStringLiteral("aten::batch_norm") });
        row("random in every mode", "noisy", false, 4,
            { QStringLiteral("at random"), QStringLiteral(". Let it draw in training mode only") });
        row("one row alone", "squeezed", false, 4,
            { QStringLiteral("but not one alone"), QStringLiteral("of 1 row where"),
                QStringLiteral("squeeze(1)") });
        row("the size of its example", "kept", false, 4,
            { QStringLiteral("it takes 3 rows, but not 2 rows"), QStringLiteral("values.shape[0]") });
        row("longer sequences", "wide", true, 1, { QStringLiteral("Kernel size") });
    }
    void whatDoesNotFitIsRefusedByName()
    {
        QFETCH(QString, file);
        QFETCH(bool, isSequence);
        QFETCH(qint64, dims);
        QFETCH(QStringList, words);
        if (TORCH_VERSION_MAJOR >= 2 && file.startsWith(QLatin1String("newer")))
            QSKIP("this LibTorch knows the operator");
        const auto path = fileOf(file.toStdString());
        try {
            const EncoderFile loaded(path, isSequence, dims, kSteps);
            QFAIL("it was taken");
        } catch (const Error& error) {
            const auto sentence = QString::fromUtf8(error.what());
            QVERIFY2(sentence.startsWith(QString::fromStdString(path)), error.what());
            for (const auto& word : words)
                QVERIFY2(sentence.contains(word), error.what());
            QVERIFY2(!sentence.contains(QLatin1Char('\n')), error.what());
            QVERIFY2(!sentence.contains(QStringLiteral("Trace it for that")), error.what());
        }
    }

    /// What knows both modes, drops nothing, or has weights of 64 bits, gives the same numbers each time.
    void whatGivesTheSameEachTimeIsTaken_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : { "dropping-scripted", "dropping-none", "double" })
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void whatGivesTheSameEachTimeIsTaken()
    {
        QFETCH(QString, file);
        const EncoderFile loaded(fileOf(file.toStdString()), false, 4, kSteps);
        QCOMPARE(loaded.width(), std::int64_t(3));
        const auto values = at::ones({ 5, 4 });
        QVERIFY(at::equal(loaded.encoded(values, {}), loaded.encoded(values, {})));
        QCOMPARE(loaded.encoded(values, {}).scalar_type(), at::kFloat);
    }

    /// Steps as the file gives them, nothing where there is none; a file's one embedding is the only step.
    void stepsAreThoseOfTheFile()
    {
        const auto values = at::linspace(-1, 2, 16).view({ 2, 4, 2 });
        const auto mask = at::tensor({ 1, 1, 0, 0, 1, 1, 1, 1 }).view({ 2, 4 }).to(at::kBool);
        const at::NoGradGuard noGradient;
        const EncoderFile steps(fileOf("gru"), true, 2, kSteps), once(fileOf("steps"), true, 2, kSteps);
        const auto several = steps.steps(values, mask);
        QVERIFY(at::equal(several.mask, mask));
        QCOMPARE(several.values.sizes(), at::IntArrayRef({ 2, 4, 3 }));
        QVERIFY(several.values[0].narrow(0, 2, 2).eq(0).all().item<bool>());
        QVERIFY(at::allclose(several.values[0].narrow(0, 0, 2).mean(0), steps.encoded(values, mask)[0]));
        QVERIFY(at::allclose(several.values[1].mean(0), steps.encoded(values, mask)[1]));
        const auto only = once.steps(values, mask);
        QVERIFY(at::equal(only.mask, at::ones({ 2, 1 }, at::kBool)));
        QVERIFY(at::equal(only.values.squeeze(1), once.encoded(values, mask)));
    }

    /// One that learns from a part of a weight, which would not be learnt, is refused for that alone.
    void aWeightThatIsHeldInPartsIsNotTuned()
    {
        const EncoderFile loaded(fileOf("part"), false, 4, kSteps);
        try {
            loaded.requireTunable();
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).contains("layer.weight"), error.what());
        }
        EncoderFile(fileOf("gru"), true, 2, kSteps).requireTunable();
    }

    void aFileThatIsNoTorchScriptIsRefused()
    {
        const QTemporaryDir folder;
        const auto text = folder.filePath(QStringLiteral("text.pt")),
                   empty = folder.filePath(QStringLiteral("empty.pt"));
        QFile file(text);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("not a model\n") > 0);
        file.close();
        QFile nothing(empty);
        QVERIFY(nothing.open(QIODevice::WriteOnly));
        nothing.close();
        for (const auto& path : { std::string(BTW_TEST_DATA) + "/model/encoder-steps.bin", text.toStdString(),
                 empty.toStdString() })
            try {
                const EncoderFile loaded(path, true, 2, kSteps);
                QFAIL("it was taken");
            } catch (const Error& error) {
                QVERIFY2(QByteArray(error.what()).contains("it is not a TorchScript file"), error.what());
            }
    }

    /// Modules within modules, lists, tuples and dictionaries, and what stands in them.
    void tensorsAreReplacedWhereverAScriptHoldsThem()
    {
        const auto old = at::ones({ 2 }), other = at::full({ 2 }, 2.0), fresh = at::full({ 2 }, 3.0);
        const auto tensors = c10::ListType::create(c10::TensorType::get());
        const auto pairs = c10::TupleType::create(
            std::vector<c10::TypePtr> { c10::TensorType::get(), c10::TensorType::get() });
        torch::jit::Module inner("Inner"), script("Outer");
        inner.register_parameter("weight", old, false);
        inner.register_parameter("bias", other, false);
        script.register_module("inner", inner);
        script.register_buffer("table", old);
        script.register_attribute("front", pairs, c10::IValue(std::make_tuple(old, other)));
        script.register_attribute("back", pairs, c10::IValue(std::make_tuple(other, old)));
        script.register_attribute("neither", pairs, c10::IValue(std::make_tuple(other, other)));
        script.register_attribute(
            "list", tensors, c10::IValue(std::vector<at::Tensor> { other, old, other, old }));
        c10::Dict<std::string, at::Tensor> dictionary;
        dictionary.insert("a", other);
        dictionary.insert("b", old);
        script.register_attribute("dictionary",
            c10::DictType::create(c10::StringType::get(), c10::TensorType::get()), c10::IValue(dictionary));
        script.register_attribute("nested",
            c10::TupleType::create(std::vector<c10::TypePtr> { tensors, c10::TensorType::get() }),
            c10::IValue(std::make_tuple(std::vector<at::Tensor> { old, other }, old)));

        replaceTensors(script, { { old.unsafeGetTensorImpl(), fresh } });
        // "f" where the new one stands, "o" where what is none of the replaced ones does.
        const auto standing = [&](const at::Tensor& one) {
            return one.is_same(fresh) ? 'f' : one.is_same(other) ? 'o' : '?';
        };
        std::string found;
        for (const char* name : { "weight", "bias" })
            found += standing(inner.attr(name).toTensor());
        found += standing(script.attr("table").toTensor());
        for (const char* name : { "front", "back", "neither" }) {
            const auto tuple = script.attr(name).toTuple();
            found += ' ';
            for (const auto& element : tuple->elements())
                found += standing(element.toTensor());
        }
        found += ' ';
        for (const auto& element : script.attr("list").toTensorVector())
            found += standing(element);
        found += ' ';
        found += standing(dictionary.at("a"));
        found += standing(dictionary.at("b"));
        found += ' ';
        const auto nested = script.attr("nested").toTuple();
        for (const auto& element : nested->elements()[0].toTensorVector())
            found += standing(element);
        found += standing(nested->elements()[1].toTensor());
        QCOMPARE(found, std::string("fof fo of oo ofof of fof"));
    }

    /// A buffer's part is found as a weight's is; a whole one, and what has nothing to do with it, are none.
    void aPartOfABufferIsFound()
    {
        const auto table = at::ones({ 4, 2 }), weight = at::ones({ 3 });
        const auto tensors = c10::ListType::create(c10::TensorType::get());
        torch::jit::Module script("M");
        script.register_parameter("weight", weight, false);
        script.register_buffer("table", table);
        script.register_attribute(
            "whole", tensors, c10::IValue(std::vector<at::Tensor> { weight, table, at::ones({ 4, 2 }) }));
        QCOMPARE(partlyHeld(script), std::string());
        torch::jit::Module inner("N");
        inner.register_attribute(
            "some", tensors, c10::IValue(std::vector<at::Tensor> { weight, table.narrow(0, 1, 2), weight }));
        script.register_module("inner", inner);
        QCOMPARE(partlyHeld(script), std::string("table"));
    }

    /// Weights and buffers get the type, whole numbers keep theirs; what is made can learn afterwards.
    void aScriptIsConvertedWhole()
    {
        auto weight = at::full({ 2 }, 1.5);
        weight.set_requires_grad(true);
        torch::jit::Module script("M");
        script.register_parameter("weight", weight, false);
        script.register_buffer("running", at::full({ 3 }, 0.25));
        script.register_buffer("count", at::full({ 1 }, 7, at::kLong));
        {
            const c10::InferenceMode predicting;
            convert(script, at::kCPU, at::kDouble);
        }
        const auto values = script.attr("weight").toTensor(), running = script.attr("running").toTensor(),
                   count = script.attr("count").toTensor();
        QVERIFY(at::equal(values, at::full({ 2 }, 1.5, at::kDouble)));
        QVERIFY(at::equal(running, at::full({ 3 }, 0.25, at::kDouble)));
        QVERIFY(at::equal(count, at::full({ 1 }, 7, at::kLong)));
        for (const auto& one : { values, running, count })
            QVERIFY(!one.requires_grad() && !one.is_inference());
    }

    void whatAlwaysTrainsIsFoundWhereverItStands_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* name, const char* code, const char* found) {
            QTest::newRow(name) << QString::fromLatin1(code) << QString::fromLatin1(found);
        };
        row("in a branch",
            "def forward(self, x):\n"
            "    y = x\n"
            "    if bool(x.sum() > 0):\n"
            "        y = torch.dropout(x, 0.5, True)\n"
            "    return y\n",
            "aten::dropout");
        row("behind a branch without any",
            "def forward(self, x):\n"
            "    y = x\n"
            "    if bool(x.sum() > 0):\n"
            "        y = torch.relu(x)\n"
            "    return torch.dropout(y, 0.25, True)\n",
            "aten::dropout");
        row("behind one that does not train",
            "def forward(self, x):\n"
            "    y = torch.dropout(x, 0.5, False)\n"
            "    return torch.dropout(y, 0.5, True)\n",
            "aten::dropout");
        row("in what forward calls",
            "def inner(self, x):\n"
            "    return torch.dropout(x, 0.5, True)\n"
            "def forward(self, x):\n"
            "    return self.inner(x)\n",
            "aten::dropout");
        row("a share that is told later",
            "def forward(self, x, p: float):\n"
            "    return torch.dropout(x, p, True)\n",
            "aten::dropout");
        row("a batch norm",
            "def forward(self, x):\n"
            "    return torch.batch_norm(x, None, None, None, None, True, 0.1, 1e-05, True)\n",
            "aten::batch_norm");
        row("a batch norm in evaluation mode",
            "def forward(self, x, mean, var):\n"
            "    return torch.batch_norm(x, None, None, mean, var, False, 0.1, 1e-05, True)\n",
            "");
        row("nothing is dropped",
            "def forward(self, x):\n"
            "    return torch.dropout(x, 0.0, True)\n",
            "");
        row("in evaluation mode",
            "def forward(self, x):\n"
            "    return torch.dropout(x, 0.5, False)\n",
            "");
        row("a mode that is told later",
            "def forward(self, x, mode: bool):\n"
            "    return torch.dropout(x, 0.5, mode)\n",
            "");
    }
    void whatAlwaysTrainsIsFoundWhereverItStands()
    {
        QFETCH(QString, code);
        QFETCH(QString, found);
        torch::jit::Module script("M");
        script.define(code.toStdString());
        QCOMPARE(QString::fromStdString(alwaysTraining(script)), found);
    }

    /// With the whole sentence: sizes, of which there are one or several, and what fixes it.
    void whatAForwardMayNotGiveIsRefused_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<bool>("isSequence");
        QTest::addColumn<qint64>("dims");
        QTest::addColumn<QString>("sentence");
        const auto row
            = [](const char* name, const char* body, bool isSequence, qint64 dims, const QString& sentence) {
                  QTest::newRow(name) << QString::fromLatin1(body) << isSequence << dims << sentence;
              };
        const auto vector = QStringLiteral("forward(values [B, 4]): its forward gives ");
        const auto each
            = QStringLiteral(" of 3 rows where [B, E] belongs. Let it return an embedding for each row");
        row("whole numbers", "values > 0", false, 4,
            vector
                + QStringLiteral(
                    "whole numbers where numbers with a fraction belong. Let it return embeddings "
                    "as float, not the numbers of tokens or classes"));
        row("a dimension more", "values.unsqueeze(1)", false, 4, vector + QStringLiteral("[3, 1, 4]") + each);
        row("lost rows", "values.narrow(0, 0, 1)", false, 4, vector + QStringLiteral("[1, 4]") + each);
        row("no numbers", "values.narrow(1, 0, 0)", false, 4, vector + QStringLiteral("[3, 0]") + each);
        row("a vector of one feature", "values.narrow(1, 0, 2)", false, 1,
            QStringLiteral(
                "forward(values [B, 1]): its forward failed: start (0) + length (2) exceeds dimension "
                "size (1). Make it for values of this type, with 1 feature, or give encoder_files the "
                "name of the modality that it was made for"));
        row("a vector of three features", "values.narrow(1, 0, 4)", false, 3,
            QStringLiteral(
                "forward(values [B, 3]): its forward failed: start (0) + length (4) exceeds dimension "
                "size (3). Make it for values of this type, with 3 features, or give encoder_files the "
                "name of the modality that it was made for"));

        const auto steps = QStringLiteral("forward(values [B, T, 2], mask [B, T] bool): ");
        row("steps before rows", "values.transpose(0, 1)", true, 2,
            steps
                + QStringLiteral(
                    "its forward gives [8, 3, 2] of 3 rows where [B, E] or [B, T, E] belongs. Let it "
                    "return an embedding for each row, or one for each of its steps"));
        row("a width of its steps", "values.flatten(1)", true, 2,
            steps
                + QStringLiteral(
                    "the width of what it gives changes with the number of rows or steps. Let its "
                    "forward give the same number of values whatever that number is (an average over the "
                    "steps, say)"));
        row("the size of its example", "values.reshape([3, -1])", true, 2,
            steps
                + QStringLiteral(
                    "it takes 3 rows of 8 steps, but not 2 rows of 13 steps, as a trace does that has "
                    "kept the size of its example (its forward failed: shape '[3, -1]' is invalid "
                    "for input of size 52). Let its forward ask the values for their sizes "
                    "(values.shape[0]) before it is traced, or save it by torch.jit.script"));

        const auto tokens = QStringLiteral("forward(ids [B, T] int64, mask [B, T] int64): ");
        const auto one = QStringLiteral("; forward(values [B, T, 1], mask [B, T] bool): ");
        const auto tuple = QStringLiteral("its forward gives a Tuple where one tensor belongs");
        row("neither tokens nor steps, for one reason", "values, mask", true, 1,
            tokens + tuple + one + tuple
                + QStringLiteral(". Let it return the embedding alone (of Hugging Face's models, "
                                 "last_hidden_state)"));
        const auto failed
            = QStringLiteral("its forward failed: start (0) + length (20) exceeds dimension size (8)");
        const auto madeFor = QStringLiteral(
            " and from 8 to 13 steps, or give encoder_files the name of the modality that it was "
            "made for");
        row("neither tokens nor steps, for two reasons", "values.narrow(1, 0, 20)", true, 1,
            tokens + failed + one + failed
                + QStringLiteral(". Make it for values of this type, with token numbers") + madeFor
                + QStringLiteral(". Make it for values of this type, with 1 feature") + madeFor);
    }
    void whatAForwardMayNotGiveIsRefused()
    {
        QFETCH(QString, body);
        QFETCH(bool, isSequence);
        QFETCH(qint64, dims);
        QFETCH(QString, sentence);
        const Script script(std::string("def forward(self, values") + (isSequence ? ", mask" : "")
            + "):\n  return " + body.toStdString() + "\n");
        QCOMPARE(saidBy([&] { const EncoderFile loaded(script.path(), isSequence, dims, kSteps); }),
            QString::fromStdString(script.path()) + QStringLiteral(": it cannot encode this modality: ")
                + sentence + kContract);
    }

    void aFileWithoutForwardIsRefused()
    {
        const Script script("def encode(self, values):\n  return values * 1.0\n");
        QCOMPARE(saidBy([&] { const EncoderFile loaded(script.path(), false, 4, kSteps); }),
            QString::fromStdString(script.path()) + QStringLiteral(": it has no forward. Give it one")
                + kContract);
    }

    /// What may be left out is no argument that it needs; NaN is the same number as NaN here.
    void whatAForwardMayTakeIsTaken()
    {
        const Script optional("def forward(self, values, factor: float = 2.0):\n  return values * factor\n");
        const EncoderFile doubled(optional.path(), false, 4, kSteps);
        const auto values = at::tensor({ 1.0F, 2.0F, -3.0F, 0.5F }).view({ 1, 4 });
        QVERIFY(at::equal(doubled.encoded(values, {}), values * 2));
        const Script nothing("def forward(self, values):\n  return values / values\n");
        QCOMPARE(EncoderFile(nothing.path(), false, 4, kSteps).width(), std::int64_t { 4 });
        const Script narrow("def forward(self, values):\n  return values.narrow(1, 2, 1)\n");
        QCOMPARE(EncoderFile(narrow.path(), false, 4, kSteps).width(), std::int64_t { 1 });
    }

    /// Of one feature it is tried with tokens first. The mask of steps is bool, that of tokens int64.
    void tokensAreOfOneFeatureAlone()
    {
        const auto mask = at::tensor({ 1, 1, 0 }, at::kLong).view({ 1, 3 }).to(at::kBool);
        // A bool cannot be subtracted.
        const Script tokens(
            "def forward(self, ids, mask):\n  return (ids + (mask - mask)).unsqueeze(2) * 1.0\n");
        const EncoderFile ofTokens(tokens.path(), true, 1, kSteps);
        QVERIFY(ofTokens.takes() == EncoderTakes::Tokens);
        const auto mean = ofTokens.encoded(at::tensor({ 3, 6, 9 }, at::kLong).view({ 1, 3 }), mask);
        QCOMPARE(mean.item<double>(), 4.5);
        // Not 1 is -2, not true is false. It would take tokens, too.
        const Script steps(
            "def forward(self, values, mask):\n"
            "  return values.view([mask.size(0), mask.size(1), -1]) + mask.bitwise_not().unsqueeze(2)"
            " * 1.0\n");
        const EncoderFile ofSteps(steps.path(), true, 2, kSteps);
        QVERIFY(ofSteps.takes() == EncoderTakes::Steps);
        const auto two
            = ofSteps.encoded(at::tensor({ 1.0F, 2.0F, 4.0F, 8.0F, 9.0F, 9.0F }).view({ 1, 3, 2 }), mask);
        QVERIFY(at::equal(two, at::tensor({ 2.5F, 5.0F }).view({ 1, 2 })));
        QVERIFY(EncoderFile(steps.path(), true, 1, kSteps).takes() == EncoderTakes::Tokens);
        // What it gives of tokens is as wide as there are steps: it is no encoder of tokens.
        const Script either("def forward(self, values, mask):\n"
                            "  if values.dim() == 2:\n"
                            "    return values * 1.0\n"
                            "  return values.mean([1])\n");
        const EncoderFile ofEither(either.path(), true, 1, kSteps);
        QVERIFY(ofEither.takes() == EncoderTakes::Steps);
        QCOMPARE(ofEither.width(), std::int64_t { 1 });
    }

    void whatHasNoWeightsIsNotTuned()
    {
        const Script script("def forward(self, values):\n  return values * 2.0\n");
        const EncoderFile loaded(script.path(), false, 4, kSteps);
        const auto sentence = saidBy([&] { loaded.requireTunable(); });
        QVERIFY2(sentence.contains(QStringLiteral(": it has no weights that could be fine-tuned")),
            qPrintable(sentence));
    }

    void anUnfitEncoderSaysWhatFixesIt()
    {
        const UnfitEncoder both("file.pt", "it is wide", "Make it narrow"), one("file.pt", "it is wide", {});
        QCOMPARE(QByteArray(both.what()), QByteArray("file.pt: it is wide. Make it narrow."));
        QCOMPARE(QByteArray(one.what()), QByteArray("file.pt: it is wide."));
        QVERIFY(both.kind() == Error::Kind::Work);
        QCOMPARE(both.clause(), std::string("it is wide"));
        QCOMPARE(both.remedy(), std::string("Make it narrow"));
    }

    void theLineThatSaysWhatIsWrongIsFound()
    {
        const auto reason = [](const std::string& text) { return reasonOf(std::runtime_error(text)); };
        QCOMPARE(reason("Traceback:\n  line 1\nRuntimeError: no such row.\n  more\nRuntimeError: no\n"),
            std::string("no such row."));
        QCOMPARE(reason("one\ntwo builtins.RuntimeError: three\n"), std::string("three"));
        QCOMPARE(reason("\n   \n first line\nsecond\n"), std::string(" first line"));
        QCOMPARE(reason(""), std::string());
        QCOMPARE(reason(std::string(300, 'a')), std::string(300, 'a'));
        QCOMPARE(reason("x\nRuntimeError: " + std::string(301, 'b')), std::string(300, 'b') + "...");
        try {
            TORCH_CHECK(false, "no such column");
        } catch (const c10::Error& error) {
            QCOMPARE(reasonOf(error), std::string("no such column"));
        }
    }

    /// What a forecast has loaded can be trained.
    void aFileThatWasLoadedWhilePredictingHasWeightsThatLearn()
    {
        const c10::InferenceMode predicting;
        const EncoderFile loaded(fileOf("vector"), false, 4, kSteps);
        std::size_t weights = 0;
        for (const auto& parameter : loaded.module().parameters()) {
            QVERIFY(!parameter.is_inference());
            ++weights;
        }
        QCOMPARE(weights, std::size_t { 2 });
    }
};

QTEST_GUILESS_MAIN(TestEncoderScript)
#include "tst_encoderscript.moc"
