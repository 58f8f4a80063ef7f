// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders from TorchScript files (docs/handbook/encoders.md) against the same modules in PyTorch, outside
// TorchScript (tests/golden/make_torchscript.py): embeddings, gradients, what a batch norm keeps; and files
// that do not fit.
#include "engine/error.h"
#include "engine/model/encodedrows.h"
#include "engine/model/encoder.h"
#include "engine/model/encoderfile.h"
#include "engine/model/encoderproblems.h"
#include "engine/model/fusionmodel.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"
#include "goldeninput.h"
#include "tests/goldenarrays.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/version.h>

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;

namespace {

constexpr double kClose = 1e-7; // both programs compute in double; 1e-5 is promised

std::string fileOf(const std::string& name)
{
    return std::string(BTW_TEST_DATA) + "/torchscript/" + name + ".pt";
}

ExperimentSpec specWith(const std::string& file, double rate)
{
    ExperimentSpec spec;
    spec.width = 4;
    spec.encoderDropout = 0;
    training::setEncoderFiles(spec, { { "m", fileOf(file), {} } });
    training::kEncoderParameters[4].setNumber(spec, rate);
    return spec;
}

/// Rows of 0, 1, ... steps, packed as Batches does.
ModalityInput packed(const at::Tensor& steps, const std::vector<double>& lengths)
{
    std::vector<std::int64_t> order, starts, sizes;
    std::int64_t at = 0;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        starts.push_back(at);
        at += static_cast<std::int64_t>(lengths[i]);
        if (lengths[i] > 0)
            order.push_back(static_cast<std::int64_t>(i));
    }
    const auto lengthOf = [&](std::int64_t i) { return lengths[static_cast<std::size_t>(i)]; };
    std::stable_sort(order.begin(), order.end(),
        [&](std::int64_t a, std::int64_t b) { return lengthOf(a) > lengthOf(b); });
    std::vector<at::Tensor> rows;
    for (std::int64_t t = 0; t < static_cast<std::int64_t>(lengthOf(order.front())); ++t) {
        sizes.push_back(0);
        for (const auto i : order)
            if (static_cast<double>(t) < lengthOf(i)) {
                rows.push_back(steps[starts[static_cast<std::size_t>(i)] + t]);
                ++sizes.back();
            }
    }
    return { at::stack(rows), at::tensor(sizes), at::tensor(order) };
}

struct Built
{
    at::Generator generator = at::detail::createCPUGenerator(11);
    Parameters parameters { generator, at::kDouble };
    std::unique_ptr<Encoder> encoder;

    Built(const ModelShape::Input& input, const ExperimentSpec& spec)
        : encoder(builtinEncoders().create(input, spec, "encoder", parameters))
    {
        parameters.finish(at::kCPU);
    }
    Parameters::Id id(const std::string& name) const
    {
        const auto& names = parameters.names();
        return static_cast<Parameters::Id>(
            std::find(names.begin(), names.end(), "encoder." + name) - names.begin());
    }
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

const std::pair<std::int64_t, std::int64_t> kSteps = ModelShape::Input {}.steps;

/// A cohort of one sequence of one feature.
data::Cohort oneSequence(const std::vector<std::vector<float>>& rows)
{
    data::Cohort cohort;
    data::Modality modality;
    modality.name = "m";
    modality.kind = data::ModalityKind::Sequence;
    modality.dims = 1;
    modality.offsets = { 0 };
    for (const auto& row : rows) {
        cohort.ids.push_back("p" + std::to_string(cohort.ids.size()));
        modality.values.insert(modality.values.end(), row.begin(), row.end());
        modality.offsets.push_back(static_cast<std::int64_t>(modality.values.size()));
        modality.present.push_back(row.empty() ? 0 : 1);
    }
    cohort.modalities.push_back(modality);
    return cohort;
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
                return at::tensor({ row, file == "a" ? 1.0 : 2.0 }, at::kDouble).view({ 1, 2 });
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
            { QStringLiteral("PyTorch 2."), QStringLiteral("aten::scaled_dot_product_attention"),
                QStringLiteral("LibTorch " TORCH_VERSION) });
        row("a newer operator", "newer-silent", true, 2,
            { QStringLiteral("PyTorch 2 ("), QStringLiteral("aten::scaled_dot_product_attention"),
                QStringLiteral("LibTorch " TORCH_VERSION) });
        row("a newer format", "format-99", false, 4,
            { QStringLiteral("version 99"), QStringLiteral("LibTorch " TORCH_VERSION),
                QStringLiteral("versions up to "), QStringLiteral(". Trace it with PyTorch ") });
        row("no tensor", "tuple", true, 2,
            { QStringLiteral("Tuple"), QStringLiteral(". Let it return the embedding alone") });
        row("a vector's file for a sequence", "vector", true, 4,
            { QStringLiteral("mask"), QStringLiteral("name of a modality that has what it takes") });
        row("a sequence's file for a vector", "steps", false, 2,
            { QStringLiteral("2 arguments"), QStringLiteral("name of a modality that has what it takes") });
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

    /// A convolution needs steps: those of the data are asked.
    void aFileIsTriedOnStepsOfTheData()
    {
        const auto spec = specWith("wide", 0); // needs 14
        const std::vector<float> many(20, 0.5F);
        const auto cohort = oneSequence({ many, {}, std::vector<float>(15, 1.0F) });
        const auto problems = encoderProblems(cohort, spec);
        QVERIFY2(problems.empty(), problems.empty() ? "" : problems.front().what.c_str());
        ModelShape::Input shape { 1, data::ModalityKind::Sequence, "m" };
        shape.steps = stepRange(cohort.modalities[0]);
        QCOMPARE(shape.steps, (std::pair<std::int64_t, std::int64_t>(15, 20)));
        const Built built(shape, spec);
        QVERIFY(!encoderProblems(oneSequence({ many, { 1 } }), spec).empty());
    }

    /// A file is loaded again where it was written anew, or other values are given to it.
    void whatCameOfATrialIsRemembered()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("m.pt"));
        QVERIFY(QFile::copy(QString::fromStdString(fileOf("tokens")), path));
        ExperimentSpec spec;
        training::setEncoderFiles(spec, { { "m", path.toStdString(), {} } });
        const auto cohort = oneSequence({ { 3, 19 }, { 0 } });
        QFile file(path);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        const auto written = QDateTime::currentDateTimeUtc();
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(written, QFile::FileModificationTime));
        QVERIFY(encoderProblems(cohort, spec).empty());
        QVERIFY(file.seek(0) && file.write("nothing") == 7 && file.flush());
        QVERIFY(file.setFileTime(written, QFile::FileModificationTime));
        QVERIFY(encoderProblems(cohort, spec).empty());
        QVERIFY(!encoderProblems(oneSequence({ { 3, 18 }, { 0 } }), spec).empty());
        QVERIFY(file.setFileTime(written.addSecs(1), QFile::FileModificationTime));
        QVERIFY(!encoderProblems(cohort, spec).empty());
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
                QVERIFY2(QByteArray(error.what()).contains("it is no TorchScript file"), error.what());
            }
    }

    /// Before a training: numbers that are no tokens, and tokens that the file does not know.
    void rowsThatTheFileCannotTakeAreNamed()
    {
        const auto spec = specWith("tokens", 0); // knows 20
        const auto wordsOf = [&](const data::Cohort& cohort) {
            const auto problems = encoderProblems(cohort, spec);
            return problems.empty() ? QString() : QString::fromStdString(problems.front().what);
        };
        QCOMPARE(wordsOf(oneSequence({ { 3, 19 }, {}, { 0 } })), QString());
        const auto fraction = wordsOf(oneSequence({ { 3, 19 }, { 2.5 } }));
        QVERIFY2(fraction.contains(QLatin1String("row p1")), qPrintable(fraction));
        const auto large = wordsOf(oneSequence({ { 3 }, {}, { 1, 20 } }));
        QVERIFY2(large.contains(QLatin1String("row p2")) && large.contains(QLatin1String("up to 20")),
            qPrintable(large));
        const auto remedy = encoderProblems(oneSequence({ { 3 }, { 1, 20 } }), spec).front().remedy;
        QVERIFY2(remedy.find("vocabulary that the file was made with") != std::string::npos, remedy.c_str());
        auto series = oneSequence({ { 3, 19 }, { 2 } });
        series.modalities[0].kind = data::ModalityKind::Series;
        series.modalities[0].times = { 0, 1, 0 };
        const auto uneven = wordsOf(series);
        QVERIFY2(uneven.contains(QLatin1String("uneven times")), qPrintable(uneven));
    }

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
};

QTEST_GUILESS_MAIN(TestEncoderFile)
#include "tst_encoderfile.moc"
