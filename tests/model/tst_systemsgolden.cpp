// SPDX-License-Identifier: GPL-3.0-or-later
// The systems beside FuseMoE against a PyTorch program of its own (tests/golden/make_systems.py): outputs,
// extra losses, what is counted, and gradients, on the same weights.
#include "builtsystem.h"
#include "engine/model/mcrparameters.h"
#include "engine/model/multparameters.h"
#include "engine/model/ops.h"
#include "engine/model/rowsums.h"
#include "engine/model/tmcparameters.h"
#include "engine/spec/encoderparameters.h"
#include "goldeninput.h"
#include "tests/goldenarrays.h"

#include <ATen/ATen.h>

#include <QtTest>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

using namespace btw;
using namespace btw::model;

namespace {

// 1e-5 of the largest number is promised; both programs compute in double.
constexpr double kClose = 1e-7;

/// What a training step draws, in order: 1 for what a dropout goes by, 0 for noise.
std::vector<double> drawsOf(const GoldenArrays& golden)
{
    if (golden.has("draws"))
        return golden.at("draws");
    std::vector<double> draws;
    while (golden.has("noise" + std::to_string(draws.size())))
        draws.push_back(0);
    return draws;
}

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
        QTest::newRow("early-series-transformer") << QStringLiteral("early") << false;
        QTest::newRow("mult") << QStringLiteral("mult") << false;
        QTest::newRow("mult-series") << QStringLiteral("mult") << false;
        QTest::newRow("ithp-series") << QStringLiteral("ithp") << false;
        QTest::newRow("mcr-regression") << QStringLiteral("mcr") << false;
        QTest::newRow("mmim-regression") << QStringLiteral("mmim") << false;
        QTest::newRow("tmc") << QStringLiteral("tmc") << false;
        QTest::newRow("tmc-pseudo-view") << QStringLiteral("tmc") << false;
        QTest::newRow("qmf") << QStringLiteral("qmf") << false;
        QTest::newRow("flexmoe") << QStringLiteral("flexmoe") << false;
        QTest::newRow("flexmoe-regression") << QStringLiteral("flexmoe") << false;
        QTest::newRow("i2moe-regression") << QStringLiteral("i2moe") << false;
        for (const char* system : { "early", "attention", "ithp" })
            QTest::addRow("%s-regression", system) << QString::fromLatin1(system) << false;
        for (const char* system : { "attention", "ithp", "mcr", "mmim", "qmf", "i2moe", "flexmoe" })
            QTest::addRow("%s-dropout", system) << QString::fromLatin1(system) << false;
        QTest::newRow("early-transformer-dropout") << QStringLiteral("early") << false;
        QTest::newRow("tmc-pseudo-view-dropout") << QStringLiteral("tmc") << false;
        QTest::newRow("mult-regression-dropout") << QStringLiteral("mult") << false;
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
        if (QByteArray(QTest::currentDataTag()).contains("-transformer"))
            setTransformer(spec);
        if (golden.has("dropout")) { // in these cases a Transformer has one layer
            spec.dropout = golden.scalar("dropout");
            spec.encoderDropout = golden.has("parameter/encoder.1.project.weight") ? spec.dropout : 0.0;
            training::kEncoderParameters[1].setNumber(spec, 1);
            kMultParameters[2].setNumber(spec, 1);
            kMultParameters[3].setNumber(spec, spec.dropout);
        }
        const auto kind = golden.has("times") ? data::ModalityKind::Series : data::ModalityKind::Sequence;
        Built built(shape(outputs, kind), spec);
        built.take(golden);
        // Noise and the keys of dropout are LibTorch's: what is drawn here has to be what was drawn there.
        built.generator.set_current_seed(21);
        std::vector<double> keys;
        int noises = 0;
        for (const double isOfDropout : drawsOf(golden)) {
            if (isOfDropout > 0) {
                const auto key = drawnDropout(spec.dropout, { true, built.generator }).key;
                keys.insert(
                    keys.end(), { static_cast<double>(key >> 32U), static_cast<double>(key & 0xffffffffU) });
                continue;
            }
            const auto& wanted = golden.at("noise" + std::to_string(noises++));
            const auto size = static_cast<std::int64_t>(wanted.size());
            const auto drawn = system == QLatin1String("mcr")
                ? at::randperm(size, built.generator, at::kLong).to(at::kDouble)
                : at::empty({ kInstances, size / kInstances }, at::kDouble)
                      .normal_(0.0, 1.0, built.generator);
            QVERIFY(difference(drawn, wanted) < 1e-9);
        }
        if (golden.has("keys"))
            QCOMPARE(keys, golden.at("keys"));

        auto input = inputOf(golden);
        const auto evaluated = built.model->forward(input, {});
        QVERIFY(difference(evaluated.output, golden.at("evaluated")) < kClose);
        QVERIFY(evaluated.extra.empty());
        const auto counted = built.model->diagnostics();
        QCOMPARE(evaluated.diagnostics.size(), counted.size());
        for (std::size_t i = 0; i < counted.size(); ++i) // they are kept in float
            QVERIFY(difference(evaluated.diagnostics[i], golden.at("diagnostic/" + counted[i].name)) < 1e-6);

        built.generator.set_current_seed(21);
        input.supervision = known(outputs, 3);
        const auto trained = built.model->forward(input, { true, built.generator });
        QVERIFY(difference(trained.output, golden.at("trained")) < kClose);
        QVERIFY(trained.diagnostics.empty());
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
};

QTEST_GUILESS_MAIN(TestSystemsGolden)
#include "tst_systemsgolden.moc"
