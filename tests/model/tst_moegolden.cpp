// SPDX-License-Identifier: GPL-3.0-or-later
// FuseMoE against a PyTorch program of its own (tests/golden/make_model.py): a wrong sign, factor or order of
// gates has the right gradient, and is seen here alone.
#include "engine/model/fusionmodel.h"
#include "engine/model/moeparameters.h"
#include "engine/model/ops.h"
#include "engine/model/router.h"
#include "goldeninput.h"
#include "tests/goldenarrays.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <QtTest>

#include <cstdint>
#include <string>
#include <vector>

using namespace btw;
using namespace btw::model;
using training::ExperimentSpec;
using training::Gate;
using training::MissingPolicy;

class TestMoeGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forwardAgreesWithPyTorch_data()
    {
        QTest::addColumn<int>("gate");
        QTest::addColumn<bool>("learnedMissing");
        QTest::addColumn<bool>("noise");
        QTest::addColumn<int>("topK");
        QTest::addColumn<QString>("router");
        QTest::addColumn<double>("hidden");
        QTest::newRow("laplace") << int(Gate::Laplace) << false << true << 2 << QStringLiteral("permod")
                                 << 0.0;
        QTest::newRow("softmax") << int(Gate::Softmax) << false << true << 2 << QStringLiteral("permod")
                                 << 0.0;
        QTest::newRow("gaussian") << int(Gate::Gaussian) << false << true << 2 << QStringLiteral("permod")
                                  << 0.0;
        QTest::newRow("missing") << int(Gate::Laplace) << true << true << 2 << QStringLiteral("permod")
                                 << 0.0;
        QTest::newRow("silent") << int(Gate::Laplace) << false << false << 2 << QStringLiteral("permod")
                                << 0.0;
        QTest::newRow("dense") << int(Gate::Laplace) << false << true << 4 << QStringLiteral("permod") << 0.0;
        QTest::newRow("joint") << int(Gate::Laplace) << false << true << 2 << QStringLiteral("joint") << 0.0;
        QTest::newRow("disjoint") << int(Gate::Laplace) << false << true << 2 << QStringLiteral("disjoint")
                                  << 0.0;
        QTest::newRow("hidden") << int(Gate::Laplace) << false << true << 2 << QStringLiteral("permod")
                                << 0.6;
        QTest::newRow("hidden-learned")
            << int(Gate::Laplace) << true << true << 2 << QStringLiteral("joint") << 0.6;
        for (const char* kind : { "permod", "joint", "disjoint" })
            QTest::addRow("%s-regression", kind)
                << int(Gate::Laplace) << false << true << 2 << QString::fromLatin1(kind) << 0.0;
        QTest::newRow("dropout") << int(Gate::Laplace) << false << true << 2 << QStringLiteral("permod")
                                 << 0.0;
    }
    void forwardAgreesWithPyTorch()
    {
        QFETCH(int, gate);
        QFETCH(bool, learnedMissing);
        QFETCH(bool, noise);
        QFETCH(int, topK);
        QFETCH(QString, router);
        QFETCH(double, hidden);
        const GoldenArrays golden(std::string("model/forward-") + QTest::currentDataTag());
        const auto outputs = static_cast<std::int64_t>(golden.at("evaluated").size()) / kInstances;
        const std::int64_t routers = router == QLatin1String("joint") ? 1 : 3;
        ExperimentSpec spec;
        spec.width = 4;
        spec.encoderHidden = 5;
        spec.expertHidden = 6;
        spec.experts = 4;
        spec.topK = topK;
        spec.layers = static_cast<std::int64_t>(golden.at("noise").size()) / (routers * kInstances * 4);
        spec.dropout = spec.expertDropout = golden.has("dropout") ? golden.scalar("dropout") : 0.0;
        spec.routerNoise = noise;
        spec.gate = Gate(gate);
        spec.missing = learnedMissing ? MissingPolicy::Learned : MissingPolicy::Zero;
        QVERIFY(kMoeParameters[0].setText(spec, router.toStdString()));
        kMoeParameters[1].setNumber(spec, hidden);

        at::Generator generator = at::detail::createCPUGenerator(11);
        Parameters parameters(generator, at::kDouble);
        const ModelShape shape { { { 3, {} }, { 2, btw::data::ModalityKind::Sequence }, { 4, {} } },
            outputs };
        const auto model = builtinModels().create(shape, spec, parameters);
        parameters.finish(at::kCPU);
        {
            const at::NoGradGuard noGradient;
            for (std::size_t id = 0; id < parameters.names().size(); ++id) {
                const auto& value = parameters[id];
                value.copy_(tensor(golden, "parameter/" + parameters.names()[id], value.sizes()));
            }
        }
        // The noise is LibTorch's: what is drawn here has to be what was drawn there.
        generator.set_current_seed(21);
        if (hidden > 0) {
            const auto drawn = at::empty({ 3, kInstances, 1 }, at::kDouble).uniform_(0.0, 1.0, generator);
            QVERIFY(difference(drawn, golden.at("draws")) < 1e-9);
        }
        const Pass pass { true, generator };
        std::vector<double> keys; // of the experts' dropout, of the mixture's and the feed-forward block's
        const auto drawKey = [&] {
            const auto drawn = drawnDropout(spec.dropout, pass);
            if (drawn.drops())
                keys.insert(keys.end(),
                    { static_cast<double>(drawn.key >> 32U), static_cast<double>(drawn.key & 0xffffffffU) });
        };
        for (std::int64_t layer = 0; layer < spec.layers && noise; ++layer) {
            const auto drawn
                = at::empty({ routers, kInstances, 4 }, at::kDouble).normal_(0.0, 1.0, generator);
            const auto wanted = tensor(golden, "noise", { spec.layers, routers, kInstances, 4 })[layer];
            QVERIFY((drawn - wanted).abs().max().item<double>() < 1e-9);
            for (int i = 0; i < 3; ++i)
                drawKey();
        }
        drawKey(); // the head's
        if (spec.dropout > 0)
            QCOMPARE(keys, golden.at("keys"));

        const auto input = inputOf(golden);
        const auto evaluated = model->forward(input, {});
        QVERIFY(difference(evaluated.output, golden.at("evaluated")) < 1e-6);
        QCOMPARE(difference(evaluated.diagnostics.at(0), golden.at("routed")), 0.0);

        generator.set_current_seed(21);
        const auto trained = model->forward(input, pass);
        QVERIFY(difference(trained.output, golden.at("trained")) < 1e-6);
        QVERIFY(difference(trained.extra.at(0).sums, golden.at("loads")) < 1e-6);
        const auto balance = trained.extra.at(0).value(trained.extra.at(0).sums);
        QVERIFY(difference(balance, golden.at("balance")) < 1e-6);
        const auto target = at::tensor({ 0, 2, 1, 1, 2 }, at::kLong);
        const auto label = at::tensor({ 0.4, -1.1, 0.2, 0.9, -0.3 }, at::kDouble).unsqueeze(1);
        const auto loss = outputs == 1 ? at::l1_loss(trained.output, label)
                                       : at::cross_entropy_loss(trained.output, target);
        (loss + balance * 0.1).backward();
        for (std::size_t id = 0; id < parameters.names().size(); ++id) {
            const std::string key = "gradient/" + parameters.names()[id];
            const auto& gradient = parameters.gradient(id);
            // What the pass did not use has no gradient there and a zero one here.
            const double off = golden.has(key) ? difference(gradient, golden.at(key))
                                               : gradient.abs().max().item<double>();
            QVERIFY2(off < 1e-6, qPrintable(QString::fromStdString(key) + ": " + QString::number(off)));
        }
    }
};

QTEST_GUILESS_MAIN(TestMoeGolden)
#include "tst_moegolden.moc"
