// SPDX-License-Identifier: GPL-3.0-or-later
// The losses that the systems beside FuseMoE add in training: their weights and stages, values by hand, and
// what is remembered.
#include "builtsystem.h"
#include "engine/model/fusionmodel.h"
#include "engine/model/ithpparameters.h"
#include "engine/model/mcrparameters.h"
#include "engine/model/mmimparameters.h"
#include "engine/model/qmfparameters.h"
#include "engine/model/rowsums.h"
#include "engine/model/tmcparameters.h"
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
using training::ExperimentSpec;

class TestSystemsLosses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Each loss by its name, weight and stage; one that weighs nothing is not computed.
    void lossesAreWeighedAsTheSpecSays()
    {
        auto input = inputOf(GoldenArrays("model/system-mcr"));
        std::int64_t epoch = 1;
        const auto described = [&](const ExperimentSpec& spec) {
            Built built(shape(), spec);
            input.supervision = known(3, epoch);
            QStringList parts;
            if (!built.model->forward(input, {}).extra.empty())
                parts << QStringLiteral("in prediction, too");
            const auto trained = built.model->forward(input, { true, built.generator });
            for (const auto& extra : trained.extra)
                parts << QStringLiteral("%1 %2%3%4")
                             .arg(QString::fromStdString(extra.name))
                             .arg(extra.weight)
                             .arg(QLatin1String(extra.first ? " first" : ""))
                             .arg(QLatin1String(extra.withPrevious ? " with previous" : ""));
            return parts.join(QStringLiteral(", "));
        };
        auto mcr = specOf("mcr", false);
        kMcrParameters[0].setNumber(mcr, 0.3);
        kMcrParameters[1].setNumber(mcr, 0.7);
        kMcrParameters[3].setNumber(mcr, 0.9);
        QCOMPARE(described(mcr), QStringLiteral("unimodal 0.3, information -0.7, contrast 0.9"));
        auto some = mcr;
        kMcrParameters[0].setNumber(some, 0);
        QCOMPARE(described(some), QStringLiteral("information -0.7, contrast 0.9"));
        some = mcr;
        kMcrParameters[1].setNumber(some, 0);
        QCOMPARE(described(some), QStringLiteral("unimodal 0.3, contrast 0.9"));
        some = mcr;
        kMcrParameters[3].setNumber(some, 0);
        QCOMPARE(described(some), QStringLiteral("unimodal 0.3, information -0.7"));

        auto mmim = specOf("mmim", false);
        kMmimParameters[0].setNumber(mmim, 0.5);
        kMmimParameters[1].setNumber(mmim, 0.25);
        QCOMPARE(described(mmim),
            QStringLiteral("likelihood -0.5 first, entropy -1 with previous, prediction 0.25"));
        some = mmim;
        kMmimParameters[0].setNumber(some, 0);
        QCOMPARE(described(some), QStringLiteral("prediction 0.25"));
        some = mmim;
        kMmimParameters[1].setNumber(some, 0);
        QCOMPARE(described(some), QStringLiteral("likelihood -0.5 first, entropy -1 with previous"));

        auto qmf = specOf("qmf", false);
        kQmfParameters[0].setNumber(qmf, 0.25);
        QCOMPARE(described(qmf), QStringLiteral("unimodal 1, ranking 0.25"));
        kQmfParameters[0].setNumber(qmf, 0);
        QCOMPARE(described(qmf), QStringLiteral("unimodal 1"));

        // Annealed over 50 epochs, and in full from then on.
        auto tmc = specOf("tmc", false);
        kTmcParameters[0].setNumber(tmc, 50);
        QCOMPARE(described(tmc), QStringLiteral("evidence 1, wrong_evidence 0.02"));
        epoch = 25;
        QCOMPARE(described(tmc), QStringLiteral("evidence 1, wrong_evidence 0.5"));
        epoch = 60;
        QCOMPARE(described(tmc), QStringLiteral("evidence 1, wrong_evidence 1"));
    }

    /// By hand: of zeros each modality's own prediction knows nothing, nothing moves where they are handed
    /// round, every direction is the same, a variance is the least, and all guesses are as good.
    void ofEmbeddingsOfZerosTheLossesAreKnown_data()
    {
        QTest::addColumn<int>("outputs");
        QTest::newRow("classes") << 3;
        QTest::newRow("regression") << 1;
    }
    void ofEmbeddingsOfZerosTheLossesAreKnown()
    {
        QFETCH(const int, outputs);
        auto input = inputOf(GoldenArrays("model/system-mcr"));
        input.weights = at::zeros_like(input.weights);
        input.supervision = known(outputs, 1);
        const auto has = [&](const char* system, const std::vector<double>& losses) {
            Built built(shape(outputs), specOf(system, false));
            built.generator.set_current_seed(4);
            const auto out = built.model->forward(input, { true, built.generator });
            if (out.extra.size() != losses.size())
                return false;
            auto loss = out.output.sum();
            for (std::size_t i = 0; i < losses.size(); ++i) {
                const auto value = out.extra[i].value(out.extra[i].sums);
                if (!(std::abs(value.item<double>() - losses[i]) < 1e-9))
                    return false;
                loss = loss + value;
            }
            loss.backward();
            return built.parameters.gradients().isfinite().all().item<bool>();
        };
        // Of 13 embeddings 3, 5 and 5 are of a class; of regressions 3, 2, 3, 2 and 3 of a row.
        const double contrast = outputs == 3 ? (6 * std::log(11.0) + 40 * std::log(9.0)) / 46
                                             : (18 * std::log(11.0) + 4 * std::log(12.0)) / 22;
        // The mean distance of the labels from 0 among all, and without the second and the fourth.
        const double own = outputs == 3 ? 3 * std::log(3.0) : 2.9 / 5 + 1.8 / 4 + 2.0 / 4;
        QVERIFY(has("mcr", { own, 0.0, contrast }));
        QVERIFY(has("mmim", { 0.0, 1.5 * std::log(1e-3), std::log(5.0) + 2 * std::log(4.0) }));
    }

    /// The entropies of groups by hand: those of at least two rows, and a variance that rounding made
    /// negative.
    void mmimsEntropyIsThatOfItsGroups()
    {
        auto input = inputOf(GoldenArrays("model/system-mmim"));
        input.supervision = known(3, 1);
        Built built(shape(), specOf("mmim", false));
        const auto out = built.model->forward(input, { true, built.generator });
        QCOMPARE(out.extra.at(1).name, std::string("entropy"));
        // Rows, sums of two numbers, sums of their squares; three groups a modality.
        const auto sums
            = at::tensor({ 2.0, 2.0, 4.0, 4.0, 10.0, 1.0, 3.0, 3.0, 9.0, 9.0, 4.0, 4.0, 0.0, 8.0,
                             2.0, //
                             0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 3.0, 6.0, 2.7, 11.4, 1.0, 5.0, 6.0, 25.0, 36.0, //
                             1.0, 2.0, 3.0, 4.0, 9.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0 },
                at::kDouble)
                  .view({ 3, 3, 5 });
        const double first = (0.5 * std::log(1.001) + 0.25 * (std::log(1.001) + std::log(0.501))) / 2;
        const double second = 0.5 * std::log(1e-3);
        QVERIFY(std::abs(out.extra[1].value(sums).item<double>() - first - second) < 1e-12);
    }

    /// The first stage of an epoch has one loss, from which the Gaussians learn and nothing else.
    void mmimFitsItsGaussiansFirst()
    {
        const GoldenArrays golden("model/system-mmim");
        auto spec = specOf("mmim", false);
        kMmimParameters[0].setNumber(spec, 0.5);
        Built built(shape(), spec);
        built.take(golden);
        // As parametersAreCounted() of tst_systemsparameters has it: encoders and joint layers, six pairs,
        // three guesses.
        const std::int64_t early = (3 * 5 + 5 + 5 * 4 + 4) + 4 * 4 * (2 + 4 + 2) + (4 * 5 + 5 + 5 * 4 + 4)
            + (12 * 4 + 4) + (4 * 4 + 4) + (4 * 3 + 3);
        const std::int64_t pairs = 6 * (4 * 4 + 4 + 4 * 8 + 8);
        const auto& groups = built.parameters.rateGroups();
        QCOMPARE(groups.size(), std::size_t(3));
        QVERIFY(!groups[0].first && groups[1].first && !groups[2].first);
        QCOMPARE(groups[1].from, early);
        QCOMPARE(groups[1].to, early + pairs);

        auto input = inputOf(golden);
        input.supervision = known(3, 1);
        const auto second = built.model->forward(input, { true, built.generator });
        input.supervision.first = true;
        const auto out = built.model->forward(input, { true, built.generator });
        QVERIFY(!out.output.defined());
        QCOMPARE(out.extra.size(), std::size_t(1));
        const auto& loss = out.extra[0];
        QCOMPARE(loss.name, std::string("likelihood"));
        QCOMPARE(loss.weight, -0.5);
        QVERIFY(loss.first && !loss.withPrevious);
        const auto& later = second.extra.at(0);
        QVERIFY(at::allclose(loss.value(loss.sums), later.value(later.sums), 1e-12, 1e-12));

        const auto learnt = [&](const ExtraLoss& from) {
            built.parameters.zeroGradients();
            from.value(from.sums).backward();
            const auto& all = built.parameters.gradients();
            const auto count = built.parameters.count();
            const auto most = [&](std::int64_t begin, std::int64_t end) {
                return all.narrow(0, begin, end - begin).abs().max().item<double>() > 0;
            };
            return QList<bool> { most(0, early), most(early, early + pairs), most(early + pairs, count) };
        };
        QCOMPARE(learnt(loss), (QList<bool> { false, true, false }));
        QCOMPARE(learnt(later), (QList<bool> { true, false, false }));

        // Where nothing is to be shared, all learn in one stage.
        kMmimParameters[0].setNumber(spec, 0);
        const Built without(shape(), spec);
        QCOMPARE(without.parameters.rateGroups().size(), std::size_t(1));
        QVERIFY(!without.parameters.rateGroups()[0].first);
    }

    /// By hand, where all logits are 0: each modality's loss is log 3, and what it ought to be ahead by is
    /// the difference of the histories.
    void qmfRemembersLossesAndRanksByThem()
    {
        auto input = inputOf(GoldenArrays("model/system-qmf"));
        input.supervision = known(3, 2);
        input.supervision.counts = at::tensor({ 2.0, 0.5, 1.0, 3.0, 1.25 }, at::kDouble);
        Built built(shape(), specOf("qmf", false));
        QCOMPARE(built.model->remembers(), std::int64_t(3));
        {
            const at::NoGradGuard noGradient;
            built.parameters.values().zero_();
        }
        const auto out = built.model->forward(input, { true, built.generator });
        QVERIFY(!out.remembered.requires_grad());
        QCOMPARE(out.remembered.sizes(), at::IntArrayRef({ kInstances, 3 }));
        QVERIFY(at::allclose(out.remembered, input.present.squeeze(2).t() * std::log(3.0), 1e-12, 1e-12));
        QCOMPARE(out.extra.size(), std::size_t(2));
        const auto& own = out.extra[0];
        QVERIFY(std::abs(own.value(own.sums).item<double>() - 3 * std::log(3.0)) < 1e-12);
        // Who lacks the modality does not count.
        QVERIFY(
            at::allclose(own.sums.select(1, 1), at::tensor({ 7.75, 7.25, 4.75 }, at::kDouble), 1e-12, 1e-12));
        const auto& ranking = out.extra[1];
        const double wanted = 2.0 / 5 + 2.8 / 4 + 1.6 / 4;
        QVERIFY(std::abs(ranking.value(ranking.sums).item<double>() - wanted) < 1e-12);

        // Of logits of -5 nobody is confident; of zeros a tenth of log 3.
        const auto& names = built.parameters.names();
        const auto id = static_cast<std::size_t>(
            std::find(names.begin(), names.end(), "opinion.1.2.bias") - names.begin());
        QVERIFY(id < names.size());
        {
            const at::NoGradGuard noGradient;
            built.parameters[id].fill_(-5.0);
        }
        const auto found = built.model->forward(input, {});
        auto confidence = input.present.squeeze(2).t() * (0.1 * std::log(3.0));
        confidence.select(1, 1).zero_();
        QVERIFY(at::allclose(found.diagnostics.at(0).to(at::kDouble), confidence, 1e-6, 1e-7));
        QCOMPARE(found.output.abs().max().item<double>(), 0.0);
    }

    /// By hand: where an expert says the same whatever is taken away, the margin is missed by all of it.
    void i2moesLossesOfExpertsThatSayNothing()
    {
        const auto input = inputOf(GoldenArrays("model/system-i2moe-regression"));
        for (const std::int64_t outputs : { 1, 3 }) {
            Built built(shape(outputs), specOf("i2moe", false));
            {
                const at::NoGradGuard noGradient;
                built.parameters.values().zero_();
            }
            const auto extra = built.model->forward(input, { true, built.generator }).extra;
            QCOMPARE(extra.size(), std::size_t(3));
            const auto value = [&](std::size_t i) { return extra[i].value(extra[i].sums).item<double>(); };
            QVERIFY(std::abs(value(0) - 3.0) < 1e-9); // a margin of 1 for each modality
            QVERIFY(std::abs(value(1) - 1.0) < 1e-6); // as alike as can be
            QVERIFY(std::abs(value(2)) < 1e-6);
        }
    }

    /// 2 / (beta + gamma) for the first bottleneck, lambda of that for each later one; a detector's is beta
    /// or gamma times as much.
    void ithpWeighsItsStages()
    {
        const ModelShape four { { { 2, {}, "b" }, { 3, {}, "d" }, { 4, {}, "a" }, { 5, {}, "c" } }, 3 };
        auto spec = specOf("ithp", false);
        kIthpParameters[0].setText(spec, "d");
        kIthpParameters[1].setNumber(spec, 6);
        kIthpParameters[2].setNumber(spec, 10);
        kIthpParameters[3].setNumber(spec, 0.5);
        Built built(four, spec);
        ModelInput input;
        for (const std::int64_t dims : { 2, 3, 4, 5 })
            input.modalities.push_back(
                { at::linspace(-1, 1.5, 3 * dims, at::kDouble).view({ 3, dims }), {}, {} });
        input.present = at::ones({ 4, 3, 1 }, at::kDouble);
        QStringList weights;
        const auto trained = built.model->forward(input, { true, built.generator });
        for (const auto& extra : trained.extra)
            weights << QStringLiteral("%1 %2").arg(QString::fromStdString(extra.name)).arg(extra.weight);
        QCOMPARE(weights.join(QStringLiteral(", ")),
            QStringLiteral("kl_1 0.125, detector_1 0.75, kl_2 0.0625, detector_2 0.625, kl_3 0.03125, "
                           "detector_3 0.3125"));
        QVERIFY(built.model->forward(input, {}).extra.empty());
        // The others in the order of their names: a of 4 features, b of 2, c of 5.
        const auto& names = built.parameters.names();
        std::vector<std::int64_t> found;
        for (const char* name : { "detector.1.2.bias", "detector.2.2.bias", "detector.3.2.bias" })
            found.push_back(built
                                .parameters[static_cast<std::size_t>(
                                    std::find(names.begin(), names.end(), name) - names.begin())]
                                .numel());
        QCOMPARE(found, (std::vector<std::int64_t> { 4, 2, 5 }));
    }

    /// By hand: where all weights are 0, the divergence is of the biases alone, and 7 counts as 5.
    void ithpsVarianceHasALimit()
    {
        const auto input = inputOf(GoldenArrays("model/system-ithp"));
        Built built(shape(), specOf("ithp", false));
        const auto& names = built.parameters.names();
        const auto id = static_cast<std::size_t>(
            std::find(names.begin(), names.end(), "bottleneck.1.2.bias") - names.begin());
        QVERIFY(id < names.size());
        {
            const at::NoGradGuard noGradient;
            built.parameters.values().zero_();
            // Means, then logarithms of variances.
            built.parameters[id].copy_(at::tensor({ 2.0, -1.0, 0.0, 0.5, 7.0, 4.5, 0.0, -2.0 }, at::kDouble));
        }
        const auto extra = built.model->forward(input, { true, built.generator }).extra;
        QCOMPARE(extra.at(0).name, std::string("kl_1"));
        // (mean^2 + exp(v) - v - 1) / 2 of v = 5, 4.5, 0 and -2, averaged
        const double wanted
            = (4.0 + std::exp(5.0) - 6.0 + 1.0 + std::exp(4.5) - 5.5 + 0.25 + std::exp(-2.0) + 1.0) / 8;
        QVERIFY(std::abs(extra[0].value(extra[0].sums).item<double>() - wanted) < 1e-9);
        // One who lacks the prime modality does not count.
        QCOMPARE(extra[0].sums[1].item<double>(), 4.0);
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

    void sumsAreDividedByWhatCounts()
    {
        const auto sums = sumsOver(
            at::tensor({ 2.0, 5.0, 7.0 }, at::kDouble), at::tensor({ 0.5, 0.0, 0.25 }, at::kDouble));
        QVERIFY(at::allclose(sums, at::tensor({ 2.75, 0.75 }, at::kDouble), 1e-12, 1e-12));
        QCOMPARE(meanOfRows(sums).item<double>(), 2.75 / 0.75);
        QCOMPARE(meanOfRows(at::zeros({ 2 }, at::kDouble)).item<double>(), 0.0);
        const auto several = at::tensor({ 3.0, 2.0, 0.0, 0.0, 1.0, 0.5 }, at::kDouble).view({ 3, 2 });
        QCOMPARE(sumOfMeans(several).item<double>(), 3.5);
        // What counts may be kept in another type than what is added up.
        QCOMPARE(sumsOver(at::ones({ 2 }), at::ones({ 2 }, at::kBool))[1].item<float>(), 2.0F);

        const auto logits = at::tensor({ 0.0, std::log(3.0), 0.0, 0.0 }, at::kDouble).view({ 2, 2 });
        QVERIFY(at::allclose(taskLosses(logits, at::tensor({ 0, 1 }, at::kLong)),
            at::tensor({ std::log(4.0), std::log(2.0) }, at::kDouble), 1e-12, 1e-12));
        const auto errors = taskLosses(at::tensor({ 1.0, -2.0 }, at::kDouble).view({ 2, 1 }),
            at::tensor({ 0.5, 1.0 }, at::kDouble).view({ 2, 1 }));
        QVERIFY(at::equal(errors, at::tensor({ 0.5, 3.0 }, at::kDouble)));
        QCOMPARE(exact(at::ones({ 1 }, at::kDouble)).scalar_type(), at::kDouble);
        QCOMPARE(exact(at::ones({ 1 }, at::kBFloat16)).scalar_type(), at::kFloat);
        QCOMPARE(exact(at::ones({ 1 })).scalar_type(), at::kFloat);
    }
};

QTEST_GUILESS_MAIN(TestSystemsLosses)
#include "tst_systemslosses.moc"
