// SPDX-License-Identifier: GPL-3.0-or-later
// What every weighting promises, whatever it is made of.
#include "engine/data/controlsamples.h"
#include "engine/data/random.h"
#include "engine/data/splits.h"
#include "engine/error.h"
#include "engine/spec/trainable.h"
#include "trained.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

using namespace btw;
using training::Step;
using weighting::Variant;

namespace {

/// Three modalities of four features, the last without any signal, the second absent in a third of the rows.
data::Cohort planted(bool regression)
{
    data::Random random(11);
    data::Cohort cohort;
    cohort.name = "planted";
    cohort.task = regression ? Task::Regression : Task::Classification;
    if (!regression)
        cohort.classes = { "no", "yes" };
    for (std::size_t m = 0; m < 3; ++m) {
        data::Modality modality;
        modality.name = std::string("m").append(std::to_string(m));
        modality.dims = 4;
        cohort.modalities.push_back(modality);
    }
    for (std::size_t i = 0; i < 160; ++i) {
        const double truth = random.normal();
        cohort.ids.push_back(std::string("p").append(std::to_string(i)));
        cohort.y.push_back(regression ? 50 + 10 * truth : truth > 0 ? 1 : 0);
        cohort.splits.push_back(i % 5 < 3 ? Split::Train : i % 5 == 3 ? Split::Validation : Split::Test);
        for (std::size_t m = 0; m < 3; ++m) {
            auto& modality = cohort.modalities[m];
            const bool present = m != 1 || i % 3 != 0;
            modality.present.push_back(present ? 1 : 0);
            for (int d = 0; d < 4; ++d) {
                const double signal = m == 2 ? 0 : truth / static_cast<double>(m + 1);
                const double value = signal + random.normal();
                modality.values.push_back(present ? static_cast<float>(value) : 0.0F);
            }
        }
    }
    return cohort;
}

training::ExperimentSpec quick(Variant variant, const data::Cohort& cohort)
{
    auto spec = training::presetSpec("demo", 100);
    spec.variant = variant;
    spec.epochs = 5;
    spec.calibrate = cohort.task == Task::Classification ? weighting::Calibrate::Temperature
                                                         : weighting::Calibrate::None;
    return spec;
}

double meanWeight(const data::Cohort& cohort, const std::vector<float>& weights, std::size_t m)
{
    double sum = 0;
    std::size_t having = 0;
    for (std::size_t i = 0; i < cohort.size(); ++i) {
        if (cohort.splits[i] != Split::Train || cohort.modalities[m].present[i] == 0)
            continue;
        sum += weights[i * cohort.modalityCount() + m];
        ++having;
    }
    return sum / static_cast<double>(having);
}

} // namespace

class EveryWeightingTest : public QObject
{
    Q_OBJECT

    void addVariants()
    {
        QTest::addColumn<int>("variant");
        QTest::addColumn<bool>("regression");
        for (const auto name : weighting::variantNames()) {
            const auto variant = *weighting::parseVariant(name);
            for (const bool regression : { false, true })
                if (variant != Variant::None && (regression || !weighting::factsOf(variant).regressionOnly))
                    QTest::addRow("%s %s", std::string(name).c_str(), regression ? "regression" : "classes")
                        << static_cast<int>(variant) << regression;
        }
    }
    const systems::SystemRegistry m_systems = systems::builtinSystems();

private Q_SLOTS:
    /// Every system that says that it takes weights trains with them, and they change what it predicts.
    void everySystemThatTakesWeightsIsWeighted_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("regression");
        for (const auto& system : m_systems.all())
            for (const bool regression : { false, true })
                if (system->info().weighted) {
                    const auto name = QString::fromStdString(std::string(system->info().name));
                    QTest::addRow("%s %s", qPrintable(name), regression ? "regression" : "classes")
                        << name << regression;
                }
    }
    void everySystemThatTakesWeightsIsWeighted()
    {
        QFETCH(QString, name);
        QFETCH(bool, regression);
        const auto cohort = planted(regression);
        auto spec = quick(Variant::None, cohort);
        spec.model = name.toStdString();
        const auto baseline = trainedBy(m_systems, cohort, spec);
        for (const auto variant : { Variant::KlLocal, Variant::MiGlobal, Variant::Btw, Variant::Shuffled }) {
            spec.variant = variant;
            const auto weighted = trainedBy(m_systems, cohort, spec);
            QVERIFY(weighted.plan.step == Step::Weighted);
            for (const auto& report : weighted.heard.reports) {
                QCOMPARE(report.weights.size(), cohort.size() * 3);
                for (std::size_t i = 0; i < cohort.size(); ++i)
                    for (std::size_t m = 0; m < 3; ++m)
                        QVERIFY(cohort.modalities[m].present[i] != 0 || report.weights[3 * i + m] == 0);
            }
            const auto& last = weighted.heard.reports.back().predictions.values;
            QVERIFY(last != baseline.heard.reports.back().predictions.values);
        }
        // Only the mixture of experts has models that had not seen the rows that they predict.
        spec.variant = Variant::BtwOof;
        QCOMPARE(m_systems.get(spec.model).cannotFit(cohort, spec).empty(), spec.model == "moe");
    }

    /// Each of the others says why it takes none, where there are embeddings that one would think of.
    void whoTakesNoWeightsSaysWhy()
    {
        for (const char* name : { "ithp", "mult", "tmc", "qmf" }) {
            const auto& info = m_systems.get(name).info();
            QVERIFY(!info.weighted && !info.whyUnweighted.empty() && info.whyUnweighted.ends_with('.'));
        }
    }

    void weightsAreOfThePresentAlone_data() { addVariants(); }
    void weightsAreOfThePresentAlone()
    {
        QFETCH(int, variant);
        QFETCH(bool, regression);
        const auto cohort = planted(regression);
        const auto trained = trainedBy(m_systems, cohort, quick(static_cast<Variant>(variant), cohort));
        const auto& facts = weighting::factsOf(static_cast<Variant>(variant));
        QVERIFY(trained.last.outcome == training::Outcome::Finished);
        QCOMPARE(trained.heard.reports.size(), std::size_t(5));
        for (const auto& report : trained.heard.reports) {
            QCOMPARE(report.weights.size(), cohort.size() * 3);
            QCOMPARE(
                report.weights == trained.heard.reports.front().weights, facts.fixed || report.epoch == 1);
            QCOMPARE(std::isnan(report.alpha), facts.fixed || report.epoch == 1);
            for (std::size_t i = 0; i < cohort.size(); ++i)
                for (std::size_t m = 0; m < 3; ++m) {
                    const float weight = report.weights[3 * i + m];
                    QVERIFY(std::isfinite(weight) && weight >= 0);
                    QVERIFY(cohort.modalities[m].present[i] != 0 || weight == 0);
                }
        }
        QVERIFY(trained.last.details.settled.count("settled_share") == 1);
    }

    void testLabelsAreNotRead_data() { addVariants(); }
    void testLabelsAreNotRead()
    {
        QFETCH(int, variant);
        QFETCH(bool, regression);
        auto cohort = planted(regression);
        const auto spec = quick(static_cast<Variant>(variant), cohort);
        const auto before = trainedBy(m_systems, cohort, spec).last;
        for (const std::size_t i : data::rowsOf(cohort, Split::Test))
            cohort.y[i] = regression ? cohort.y[i] + 7 : 1 - cohort.y[i];
        const auto after = trainedBy(m_systems, cohort, spec).last;
        QCOMPARE(after.predictions.values, before.predictions.values);
        QCOMPARE(after.weights, before.weights);
        QVERIFY(after.test != before.test);
    }

    void constantWeightsAreOneOverTheNumberOfModalities()
    {
        const auto cohort = planted(false);
        const auto trained = trainedBy(m_systems, cohort, quick(Variant::Constant, cohort));
        for (std::size_t i = 0; i < cohort.size(); ++i)
            for (std::size_t m = 0; m < 3; ++m)
                QCOMPARE(
                    trained.last.weights[3 * i + m], cohort.modalities[m].present[i] != 0 ? 1.0F / 3 : 0.0F);
    }

    void heldOutWeightsAreThoseOfLateFusion()
    {
        const auto cohort = planted(false);
        const auto trained = trainedBy(m_systems, cohort, quick(Variant::HeldOut, cohort));
        const auto& believed = training::givenAs(trained.plan, weighting::MadeOf::Pool).believed;
        double sum = 0;
        for (const auto& one : believed)
            sum += one.c;
        QVERIFY(sum > 0);
        for (std::size_t m = 0; m < 3; ++m)
            QVERIFY(std::abs(meanWeight(cohort, trained.last.weights, m) - 3 * believed[m].c / sum) < 1e-5);
        QVERIFY(believed[0].c > believed[2].c); // which is noise
    }

    void shuffledWeightsAreThoseOfTheOther()
    {
        const auto cohort = planted(false);
        auto spec = quick(Variant::Shuffled, cohort);
        spec.shuffledVariant = Variant::KlLocal;
        const auto trained = trainedBy(m_systems, cohort, spec);
        const auto& original = training::givenAs(trained.plan, weighting::MadeOf::Weights).weights;
        QVERIFY(trained.last.weights != original);
        for (std::size_t m = 0; m < 3; ++m)
            QVERIFY(std::abs(meanWeight(cohort, trained.last.weights, m) - meanWeight(cohort, original, m))
                < 1e-5);
        spec.shuffledVariant = Variant::Shuffled;
        QCOMPARE(training::canTrain(cohort.task, spec).size(), std::size_t(1));
        spec.shuffledVariant = Variant::CcLocal; // of which classes have no weights
        QCOMPARE(training::canTrain(cohort.task, spec).size(), std::size_t(1));
    }

    void otherSystemsTakeWeights_data()
    {
        QTest::addColumn<QString>("system");
        for (const auto& system : m_systems.all())
            if (system->info().weighted && system->info().name != "moe")
                QTest::newRow(system->info().name.data())
                    << QString::fromStdString(std::string(system->info().name));
    }
    void otherSystemsTakeWeights()
    {
        QFETCH(QString, system);
        const auto cohort = planted(false);
        const auto train = [&](Variant variant) {
            auto spec = quick(variant, cohort);
            spec.model = system.toStdString();
            spec.shuffledVariant = Variant::KlLocal;
            return trainedBy(m_systems, cohort, spec);
        };
        const auto weighted = train(Variant::Btw);
        QVERIFY(weighted.heard.reports.back().weights != weighted.heard.reports.front().weights);
        QVERIFY(train(Variant::None).last.predictions.values != weighted.last.predictions.values);
        const auto shuffled = train(Variant::Shuffled);
        const auto& original = training::givenAs(shuffled.plan, weighting::MadeOf::Weights).weights;
        QVERIFY(shuffled.last.weights != original);
        QVERIFY(
            std::abs(meanWeight(cohort, shuffled.last.weights, 0) - meanWeight(cohort, original, 0)) < 1e-5);

        // What would need cross-fitted models of their kind is refused by name, also where it is shuffled.
        for (const auto variant : { Variant::HeldOut, Variant::BtwOof })
            for (const bool isShuffled : { false, true }) {
                auto spec = quick(isShuffled ? Variant::Shuffled : variant, cohort);
                spec.shuffledVariant = variant;
                QVERIFY(systems::cannotFit(m_systems, cohort, spec).empty()); // the mixture has them
                spec.model = system.toStdString();
                const auto problems = systems::cannotFit(m_systems, cohort, spec);
                QVERIFY(!problems.empty());
                QVERIFY2(problems.front().what.find(weighting::toString(variant)) != std::string::npos,
                    problems.front().what.c_str());
            }
    }

    /// The planted memoriser: where a model learns its training rows by heart, everything that is computed of
    /// predictions on those rows says nothing, and mi-global falls for it.
    void noiseThatIsLearntByHeartGetsNoWeightFromModelsThatHadNotSeenIt()
    {
        const auto cohort = data::makeMemoriser();
        auto spec = training::presetSpec("paper", 0);
        spec.variant = Variant::MiGlobal;
        const auto noise = [&] { // of the last epoch, where the smoothing has arrived
            const auto trained = trainedBy(m_systems, cohort, spec);
            const auto& weights = trained.heard.reports.back().weights;
            return std::vector { meanWeight(cohort, weights, 1), meanWeight(cohort, weights, 2) };
        };
        const auto fooled = noise();
        QVERIFY2(fooled[0] + fooled[1] > 0.5,
            qPrintable(QStringLiteral("mi-global: %1, %2").arg(fooled[0]).arg(fooled[1])));
        spec.variant = Variant::BtwOof;
        for (const double weight : noise())
            QVERIFY2(weight < 0.1, qPrintable(QString::number(weight)));
    }

    /// The paper's Appendix A: MI over everybody gives most of the weight to noise that everybody has, and
    /// not to a scan that says much and that four in ten have; MI over those who have the modality gives the
    /// scan more.
    void beingThereAlwaysIsNoMerit()
    {
        const auto cohort = data::makeEverywhere(600);
        auto spec = training::presetSpec("paper", 0);
        spec.variant = Variant::MiGlobal;
        spec.epochs = 8; // enough to learn the noise by heart
        const auto ofScan = [&](weighting::MiPolicy rows) {
            spec.mi = rows;
            const auto trained = trainedBy(m_systems, cohort, spec);
            return meanWeight(cohort, trained.heard.reports.back().weights, 1);
        };
        const double all = ofScan(weighting::MiPolicy::All);
        const double present = ofScan(weighting::MiPolicy::Present);
        QVERIFY2(all < 0.5 && present > all + 0.1,
            qPrintable(QStringLiteral("mi=all: %1, mi=present: %2").arg(all).arg(present)));
    }
};

QTEST_GUILESS_MAIN(EveryWeightingTest)
#include "tst_everyweighting.moc"
