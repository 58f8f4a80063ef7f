// SPDX-License-Identifier: GPL-3.0-or-later
// MulT whose modalities are read by files (docs/method.md, "MulT") against PyTorch
// (tests/golden/make_torchscript.py): a file's steps, or its one embedding as the only step.
#include "builtsystem.h"
#include "engine/error.h"
#include "engine/model/encodedrows.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/encoderparameters.h"
#include "goldeninput.h"
#include "tests/goldenarrays.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <QtTest>

#include <cstddef>
#include <cstdint>
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

/// \param sequence the file of the sequence: gru gives steps, steps.pt one embedding
ExperimentSpec withFiles(const std::string& sequence, double rate)
{
    auto spec = specOf("mult", false);
    training::setEncoderFiles(spec, { { "b", fileOf(sequence), {} }, { "c", fileOf("vector"), {} } });
    training::kEncoderParameters[4].setNumber(spec, rate);
    return spec;
}

bool isOfFile(const std::string& name) { return name.find(".file.") != std::string::npos; }

/// The parameters of a golden file, but those of the encoders, which begin as their files have them.
void takeOwn(Built& built, const GoldenArrays& golden)
{
    const at::NoGradGuard noGradient;
    const auto& names = built.parameters.names();
    for (std::size_t id = 0; id < names.size(); ++id)
        if (!isOfFile(names[id]))
            built.parameters[id].copy_(
                tensor(golden, "parameter/" + names[id], built.parameters[id].sizes()));
}

/// Some of the golden case's people, in this order. \param blank values that stand in place of theirs
ModelInput some(const GoldenArrays& golden, const std::vector<std::int64_t>& people, bool blank = false)
{
    const auto all = inputOf(golden);
    const auto which = at::tensor(people, at::kLong);
    const auto& lengths = golden.at("lengths");
    const auto steps = tensor(golden, "x1", { -1, 2 });
    const auto lengthOf
        = [&](std::int64_t who) { return static_cast<std::int64_t>(lengths[static_cast<std::size_t>(who)]); };
    const auto rowOf = [&](std::int64_t who, std::int64_t t) {
        for (std::int64_t before = 0; before < who; ++before)
            t += lengthOf(before);
        return steps[t];
    };
    std::vector<std::int64_t> order, sizes;
    for (std::int64_t length = 3; length > 0; --length) // the longest first
        for (std::size_t b = 0; b < people.size(); ++b)
            if (lengthOf(people[b]) == length)
                order.push_back(static_cast<std::int64_t>(b));
    std::vector<at::Tensor> packed { at::empty({ 0, 2 }, at::kDouble) };
    for (std::int64_t t = 0; t < 3; ++t) {
        std::int64_t count = 0;
        for (const auto b : order)
            if (const auto who = people[static_cast<std::size_t>(b)]; t < lengthOf(who)) {
                packed.push_back(rowOf(who, t).unsqueeze(0));
                ++count;
            }
        if (count > 0)
            sizes.push_back(count);
    }
    ModelInput input;
    input.modalities = { { all.modalities[0].values.index_select(0, which), {}, {} },
        { at::cat(packed), at::tensor(sizes, at::kLong), at::tensor(order, at::kLong) },
        { all.modalities[2].values.index_select(0, which), {}, {} } };
    input.present = all.present.index_select(1, which);
    for (const std::size_t m : { 1U, 2U })
        if (blank)
            input.modalities[m].values = at::full_like(input.modalities[m].values, -9.0);
    return input;
}

} // namespace

class TestMultFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithPyTorch_data()
    {
        QTest::addColumn<QString>("golden");
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("rate");
        for (const double rate : { 0.0, 5e-5 }) {
            const char* how = rate > 0 ? "tuned" : "frozen";
            QTest::addRow("steps, %s", how) << QStringLiteral("mult-steps") << QStringLiteral("gru") << rate;
            QTest::addRow("one embedding, %s", how)
                << QStringLiteral("mult-once") << QStringLiteral("steps") << rate;
        }
    }
    void agreesWithPyTorch()
    {
        QFETCH(const QString, file);
        QFETCH(const double, rate);
        QFETCH(const QString, golden);
        const GoldenArrays known("model/system-" + golden.toStdString());
        Built built(shape(), withFiles(file.toStdString(), rate));
        takeOwn(built, known);
        const auto input = inputOf(known);
        const auto evaluated = built.model->forward(input, {}).output;
        QVERIFY(difference(evaluated, known.at("evaluated")) < kClose);
        const auto trained = built.model->forward(input, { true, built.generator }).output;
        // The batch norm of steps.pt has its saved means where it is frozen.
        const bool isSame = rate == 0 && file == QLatin1String("steps");
        QVERIFY(difference(trained, known.at(isSame ? "evaluated" : "trained")) < kClose);
        taskLossOf(trained).backward();
        int ofFiles = 0;
        for (std::size_t id = 0; id < built.parameters.names().size(); ++id) {
            const auto& name = built.parameters.names()[id];
            const auto key = "gradient/" + name;
            const auto& gradient = built.parameters.gradient(id);
            if (isOfFile(name) && known.has(key)) {
                ++ofFiles;
                QVERIFY2(gradient.abs().max().item<double>() > 0 || isWithoutSay(name), name.c_str());
            }
            if (!isSame && known.has(key))
                QVERIFY2(difference(gradient, known.at(key)) < kClose, key.c_str());
        }
        QCOMPARE(ofFiles, rate == 0 ? 0 : file == QLatin1String("gru") ? 6 : 8);
        const auto& groups = built.parameters.rateGroups();
        QCOMPARE(groups.size() > 1, rate > 0);
        if (rate > 0)
            QCOMPARE(groups[1].factor, rate / withFiles("gru", rate).learningRate);
    }

    /// The same whoever else is in the batch, and each row is given to a file once.
    void aFrozenFilesStepsHangOnNoBatch_data()
    {
        QTest::addColumn<QString>("golden");
        QTest::addColumn<QString>("file");
        QTest::newRow("steps") << QStringLiteral("mult-steps") << QStringLiteral("gru");
        QTest::newRow("one embedding") << QStringLiteral("mult-once") << QStringLiteral("steps");
    }
    void aFrozenFilesStepsHangOnNoBatch()
    {
        QFETCH(const QString, golden);
        QFETCH(const QString, file);
        const GoldenArrays known("model/system-" + golden.toStdString());
        Built built(shape(), withFiles(file.toStdString(), 0));
        takeOwn(built, known);
        const auto together = tensor(known, "evaluated", { kInstances, 3 });
        EncodedRows ofSequence(12), ofVector(12);
        const auto isAsTogether = [&](const std::vector<std::int64_t>& people, bool blank) {
            auto input = some(known, people, blank);
            const auto which = at::tensor(people, at::kLong);
            input.modalities[1].encoded = &ofSequence;
            input.modalities[2].encoded = &ofVector;
            for (const std::size_t m : { 1U, 2U })
                input.modalities[m].rows = which + 5;
            const auto own = built.model->forward(input, {}).output;
            return at::allclose(own, together.index_select(0, which), 1e-9, 1e-9);
        };
        {
            const c10::InferenceMode predicting; // what is kept by then is read while training, too
            QVERIFY(isAsTogether({ 3 }, false));
            QVERIFY(isAsTogether({ 1 }, false)); // who has no sequence, alone
        }
        QVERIFY(isAsTogether({ 4, 1, 0 }, false));
        QVERIFY(isAsTogether({ 2, 3, 4 }, false));
        QVERIFY(isAsTogether({ 1, 0, 2, 3, 4 }, true)); // nothing is computed again
        EncodedRows nothing(12);
        auto blank = some(known, { 0, 2 }, true);
        blank.modalities[1].encoded = &nothing;
        blank.modalities[1].rows = at::tensor({ 0, 2 }, at::kLong);
        QVERIFY(!at::allclose(built.model->forward(blank, {}).output,
            together.index_select(0, at::tensor({ 0, 2 }, at::kLong)), 1e-9, 1e-9));
    }

    /// Without EncodedRows and fine-tuned, a batch may lack the sequence, and padding counts for nothing.
    void aTunedFilesStepsAreThoseThatAreReal()
    {
        const GoldenArrays known("model/system-mult-steps");
        Built built(shape(), withFiles("gru", 5e-5));
        takeOwn(built, known);
        const auto together = tensor(known, "evaluated", { kInstances, 3 });
        for (const std::int64_t who : { 0, 1, 2, 3, 4 }) {
            const auto one = built.model->forward(some(known, { who }), {}).output;
            QVERIFY(at::allclose(one[0], together[who], 1e-9, 1e-9));
        }
    }

    /// A model of one modality, and the file of one that it does not have.
    void aModelOfOneModalityHasItsOwnFileAlone()
    {
        const auto count = [](const char* name, const ExperimentSpec& spec) {
            const ModelShape one { { { 4, {}, name } }, 3 };
            return Built(one, spec).parameters.count();
        };
        const auto tuned = withFiles("gru", 5e-5), plain = specOf("mult", false);
        // Its steps have three numbers in place of four, and it has the file's 4 x 3 + 3.
        QCOMPARE(count("c", tuned), count("c", plain) - 4 + 15);
        QCOMPARE(count("a", tuned), count("a", plain));
    }

    void aFileThatDoesNotFitIsRefusedByName()
    {
        auto spec = specOf("mult", false);
        training::setEncoderFiles(spec, { { "c", fileOf("squeezed"), {} } });
        try {
            const Built built(shape(), spec);
            QFAIL("it was taken");
        } catch (const Error& error) {
            const auto sentence = QString::fromUtf8(error.what());
            QVERIFY2(sentence.startsWith(QString::fromStdString(fileOf("squeezed")))
                    && sentence.contains(QLatin1String("but not one alone")),
                error.what());
        }
    }

private:
    static at::Tensor taskLossOf(const at::Tensor& output)
    {
        return at::cross_entropy_loss(output, targets(3));
    }

    /// What stands before a batch norm that trains: a shift of all rows is taken away again.
    static bool isWithoutSay(const std::string& name) { return name.find("inner.bias") != std::string::npos; }
};

QTEST_GUILESS_MAIN(TestMultFiles)
#include "tst_multfiles.moc"
