// SPDX-License-Identifier: GPL-3.0-or-later
#include "errormessage.h"
#include "goldencase.h"

#include "engine/weighting/names.h"
#include "engine/weighting/weigher.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>

using btw::Predictions;
using btw::Split;
using btw::Task;
using namespace btw::weighting;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

const std::vector<Variant> kVariants { Variant::None, Variant::KlLocal, Variant::KlGlobal, Variant::MiGlobal,
    Variant::Btw, Variant::CcLocal, Variant::Constant, Variant::BtwOof };

bool allowed(Variant variant, const GoldenCase& golden)
{
    return variant != Variant::CcLocal || golden.isRegression();
}

Weights weightsOf(const GoldenCase& golden, Options options)
{
    return Weigher(golden.inputs, options).compute(golden.multimodal);
}

double rowSum(const Weights& weights, std::size_t i, std::size_t modalities)
{
    const auto begin = weights.unrounded.begin() + static_cast<std::ptrdiff_t>(i * modalities);
    return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(modalities), 0.0);
}

// The cases of thousands of rows stand in agreesWithGolden only: properties show on smaller ones, too.
void addCases(const char* prefix = "")
{
    QTest::addColumn<QString>("name");
    for (const std::string& name : goldenCaseNames()) {
        if (name.starts_with(prefix) && !name.ends_with("-large")) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
}

GoldenCase fetchCase()
{
    QFETCH(QString, name);
    return GoldenCase(name.toStdString());
}

} // namespace

class TestWeigher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithGolden_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("key");
        for (const std::string& name : goldenCaseNames()) {
            const GoldenArrays arrays("weighting/case-" + name);
            for (const std::string& key : arrays.keys()) {
                if (key.starts_with("w/")) {
                    QTest::addRow("%s %s", name.c_str(), key.c_str())
                        << QString::fromStdString(name) << QString::fromStdString(key);
                }
            }
        }
    }
    void agreesWithGolden()
    {
        // key: w/<variance or ->/<variant>/<mi>[/rescale]
        QFETCH(QString, name);
        QFETCH(QString, key);
        const GoldenCase golden(name.toStdString());
        const QStringList parts = key.split('/');
        Options options;
        options.variance = parseVariance(parts[1].toStdString()).value_or(Variance::Neighbours);
        options.variant = parseVariant(parts[2].toStdString()).value();
        options.mi = parseMiPolicy(parts[3].toStdString()).value();
        options.rescale = parts.size() > 4;
        const bool readsEverything
            = options.variance == Variance::ResidualLabels || options.mi == MiPolicy::All;
        const Weights actual = Weigher(readsEverything ? golden.inputs : golden.withHoles(), options)
                                   .compute(golden.multimodal);

        const std::size_t count = golden.modalities();
        const bool isUnbiased = options.variant == Variant::BtwOof;
        const std::vector<double>& mi
            = golden.arrays.at("mi/" + (isUnbiased ? "unbiased" : parts[3].toStdString()));
        for (std::size_t m = 0; m < count; ++m) {
            QVERIFY(isClose(actual.mi[m], mi[m], 0, golden.isRegression() ? 1e-6 : 1e-12));
        }
        const std::vector<double>& kl = golden.arrays.at("kl/" + parts[1].toStdString());
        const std::vector<double>& w = golden.arrays.at(key.toStdString());
        QCOMPARE(w.size(), golden.check.size() * count);
        const bool usesColumns = golden.isRegression()
            && (options.variant == Variant::MiGlobal || options.variant == Variant::Btw || isUnbiased);
        for (std::size_t i = 0; i < w.size(); ++i) {
            const std::size_t cell = golden.check[i / count] * count + i % count;
            QVERIFY(isClose(actual.kl[cell], kl[i], 1e-9, 1e-18));
            QVERIFY(isClose(actual.unrounded[cell], w[i], usesColumns ? 1e-6 : 1e-9));
            QCOMPARE(actual.values[cell], static_cast<float>(actual.unrounded[cell]));
        }
    }

    void trainingComputesWhatTheVariantReadsAndTheSameWeights_data() { addCases(); }
    void trainingComputesWhatTheVariantReadsAndTheSameWeights()
    {
        const GoldenCase golden = fetchCase();
        for (const Variant variant : kVariants) {
            if (!allowed(variant, golden)) {
                continue;
            }
            const Weigher weigher(golden.inputs, { .variant = variant });
            const Weights whole = weigher.compute(golden.multimodal);
            const Weights few = weigher.compute(golden.multimodal, Extent::WeightsOnly);
            QCOMPARE(few.values, whole.values);
            QCOMPARE(few.unrounded, whole.unrounded);
            QCOMPARE(few.kl.empty(), !factsOf(variant).divergence);
            QCOMPARE(few.mi.empty(), !factsOf(variant).information);
            QCOMPARE(whole.mi.size(), golden.modalities());
            QVERIFY(few.mi.empty() || few.mi == whole.mi);
        }
    }

    void weightsSumToOneOverTheModalitiesPresent_data() { addCases(); }
    void weightsSumToOneOverTheModalitiesPresent()
    {
        const GoldenCase golden = fetchCase();
        const std::size_t count = golden.modalities();
        for (const Variant variant : kVariants) {
            if (factsOf(variant).fixed || !allowed(variant, golden)) {
                continue;
            }
            const Weights plain = weightsOf(golden, { .variant = variant });
            const Weights rescaled = weightsOf(golden, { .variant = variant, .rescale = true });
            for (std::size_t i = 0; i < golden.inputs.y.size(); ++i) {
                int having = 0;
                for (std::size_t m = 0; m < count; ++m) {
                    const bool present = golden.inputs.present[i * count + m] != 0;
                    having += present ? 1 : 0;
                    QCOMPARE(plain.unrounded[i * count + m] > 0, present);
                    QCOMPARE(std::isnan(plain.kl[i * count + m]), !present);
                }
                QVERIFY(isClose(rowSum(plain, i, count), 1, 1e-12));
                QVERIFY(isClose(rowSum(rescaled, i, count), having, 1e-12));
            }
            QVERIFY(isClose(
                std::accumulate(plain.miNormalised.begin(), plain.miNormalised.end(), 0.0), 1, 1e-12));
        }
    }

    void divergencesAreNeverNegative_data() { addCases(); }
    void divergencesAreNeverNegative()
    {
        const GoldenCase golden = fetchCase();
        for (const Variance variance : { Variance::Neighbours, Variance::Global, Variance::ResidualLabels }) {
            const Weights weights = weightsOf(golden, { .variance = variance });
            QVERIFY(std::none_of(weights.kl.begin(), weights.kl.end(), [](double kl) { return kl < 0; }));
        }
    }

    void noneGivesOneWherePresent_data() { addCases(); }
    void noneGivesOneWherePresent()
    {
        const GoldenCase golden = fetchCase();
        for (const bool rescale : { false, true }) {
            const Weights weights = weightsOf(golden, { .variant = Variant::None, .rescale = rescale });
            for (std::size_t cell = 0; cell < weights.values.size(); ++cell) {
                QCOMPARE(weights.values[cell], golden.inputs.present[cell] != 0 ? 1.0F : 0.0F);
            }
        }
    }

    void constantIsOneOverTheirNumberWhateverIsPresentAndPredicted()
    {
        const GoldenCase golden("cls-missing");
        for (const bool rescale : { false, true }) {
            const Weigher weigher(golden.inputs, { .variant = Variant::Constant, .rescale = rescale });
            const std::vector<double> fixed = weigher.fixedWeights();
            QCOMPARE(weigher.compute(golden.multimodal).unrounded, fixed);
            for (std::size_t cell = 0; cell < fixed.size(); ++cell)
                QCOMPARE(fixed[cell], golden.inputs.present[cell] != 0 ? 0.25 : 0.0);
        }
    }

    void heldOutWeightsAreWhatLateFusionBelievesOverItsMean()
    {
        GoldenCase golden("cls-missing"); // four modalities
        golden.inputs.believed = { 1.5, 0, 0.5, 1 };
        const std::vector<double> wanted { 2, 0, 2.0 / 3, 4.0 / 3 };
        const std::vector<double> fixed
            = Weigher(golden.inputs, { .variant = Variant::HeldOut }).fixedWeights();
        for (std::size_t cell = 0; cell < fixed.size(); ++cell)
            QVERIFY(isClose(fixed[cell], golden.inputs.present[cell] != 0 ? wanted[cell % 4] : 0, 1e-15));
        golden.inputs.believed = { 0, 0, 0, 0 }; // nothing is believed: as the baseline
        const std::vector<double> none
            = Weigher(golden.inputs, { .variant = Variant::HeldOut }).fixedWeights();
        for (std::size_t cell = 0; cell < none.size(); ++cell)
            QCOMPARE(none[cell], golden.inputs.present[cell] != 0 ? 1.0 : 0.0);
    }

    void whatATrainingGivesCannotBeMadeOfPredictionsAlone()
    {
        const GoldenCase golden("cls-binary");
        for (const Variant variant : { Variant::HeldOut, Variant::Shuffled })
            QVERIFY_EXCEPTION_THROWN(Weigher(golden.inputs, { .variant = variant }), btw::Error);
    }

    /// Predictions that have nothing to do with each other share, less the bias, nothing more often than not.
    void modelsThatShareNothingAreSaidToAndCountEqually()
    {
        GoldenCase golden("cls-binary");
        for (btw::Predictions* model : { &golden.inputs.unimodal[0], &golden.inputs.unimodal[1],
                 &golden.inputs.unimodal[2], &golden.multimodal })
            for (std::size_t i = 0; i < model->rows(); ++i) {
                const bool isFirst = i % 2 == 0; // all alike but for which of two equal halves
                const bool flips = model != &golden.multimodal && i % 4 < 2;
                model->row(i)[0] = isFirst != flips ? 0.75F : 0.25F;
                model->row(i)[1] = isFirst != flips ? 0.25F : 0.75F;
            }
        for (std::size_t i = 0; i < golden.inputs.splits.size(); ++i)
            golden.inputs.splits[i] = i < 200 ? Split::Train : i < 250 ? Split::Validation : Split::Test;
        const Weigher weigher(golden.inputs, { .variant = Variant::BtwOof });
        const Weights weights = weigher.compute(golden.multimodal, Extent::WeightsOnly);
        QCOMPARE(weights.mi, std::vector<double>(3, 0.0));
        QCOMPARE(weights.miNormalised, std::vector<double>(3, 1.0 / 3));
        QCOMPARE(weights.warnings.size(), std::size_t(1));
        QVERIFY(weights.warnings.front().find("no modality is worth more") != std::string::npos);
    }

    void globalVariantsAreTheSameForAllInstancesWithTheSameModalities_data() { addCases(); }
    void globalVariantsAreTheSameForAllInstancesWithTheSameModalities()
    {
        const GoldenCase golden = fetchCase();
        const std::size_t count = golden.modalities();
        for (const Variant variant : { Variant::KlGlobal, Variant::MiGlobal }) {
            const Weights weights = weightsOf(golden, { .variant = variant });
            std::map<unsigned, std::size_t> firstWith; // set of modalities, as bits
            for (std::size_t i = 0; i < golden.inputs.y.size(); ++i) {
                unsigned present = 0;
                for (std::size_t m = 0; m < count; ++m) {
                    present = 2 * present + golden.inputs.present[i * count + m];
                }
                const std::size_t first = firstWith.emplace(present, i).first->second;
                for (std::size_t m = 0; m < count; ++m) {
                    QCOMPARE(weights.values[i * count + m], weights.values[first * count + m]);
                }
            }
        }
    }

    void equalModalityLevelsReduceBtwAndCcToKlLocal()
    {
        // The same unimodal model for every modality: equal information, equal correlation.
        GoldenCase golden("reg-plain");
        golden.inputs.unimodal[1] = golden.inputs.unimodal[0];
        golden.inputs.unimodal[2] = golden.inputs.unimodal[0];
        const Weights local = weightsOf(golden, { .variant = Variant::KlLocal });
        for (const Variant variant :
            { Variant::Btw, Variant::CcLocal, Variant::MiGlobal, Variant::KlGlobal }) {
            const Weights weights = weightsOf(golden, { .variant = variant });
            for (std::size_t cell = 0; cell < local.unrounded.size(); ++cell) {
                QVERIFY(isClose(weights.unrounded[cell], local.unrounded[cell], 1e-12));
            }
        }
    }

    void equalInformationReducesBtwToKlLocal()
    {
        // Both models predict class 0 everywhere: no information, while their divergences differ.
        GoldenCase golden("cls-binary");
        for (std::size_t m = 0; m < golden.modalities(); ++m) {
            for (std::size_t i = 0; i < golden.inputs.y.size(); ++i) {
                float* p = golden.inputs.unimodal[m].row(i);
                if (p[0] < p[1]) {
                    std::swap(p[0], p[1]);
                }
            }
        }
        const Weights local = weightsOf(golden, { .variant = Variant::KlLocal });
        const Weights btw = weightsOf(golden, { .variant = Variant::Btw });
        bool differ = false;
        for (std::size_t cell = 0; cell < local.unrounded.size(); ++cell) {
            QVERIFY(isClose(btw.unrounded[cell], local.unrounded[cell], 1e-12));
            differ = differ || std::abs(local.unrounded[cell] - 1.0 / 3) > 0.1;
        }
        QVERIFY(differ);
    }

    void aSingleModalityWeighsOne()
    {
        const GoldenCase golden("reg-single");
        for (const Variant variant : kVariants) {
            for (const float weight : weightsOf(golden, { .variant = variant }).values) {
                QCOMPARE(weight, 1.0F);
            }
        }
    }

    void permutingInstancesPermutesWeights_data() { addCases(); }
    void permutingInstancesPermutesWeights()
    {
        const GoldenCase golden = fetchCase();
        const std::size_t n = golden.inputs.y.size();
        const std::size_t count = golden.modalities();
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), 0U);
        std::shuffle(order.begin(), order.end(), std::mt19937(4)); // NOLINT: the same order every time
        if (golden.isRegression()) {
            // Equal distances go by validation row order, and jitter by training row order: both must stay.
            for (const Split split : { Split::Train, Split::Validation }) {
                std::vector<std::size_t> rows;
                std::vector<std::size_t> places;
                for (std::size_t place = 0; place < n; ++place) {
                    if (golden.inputs.splits[order[place]] == split) {
                        rows.push_back(order[place]);
                        places.push_back(place);
                    }
                }
                std::sort(rows.begin(), rows.end());
                for (std::size_t r = 0; r < rows.size(); ++r) {
                    order[places[r]] = rows[r];
                }
            }
        }
        GoldenCase permuted = golden;
        for (std::size_t i = 0; i < n; ++i) {
            permuted.inputs.ids[i] = golden.inputs.ids[order[i]];
            permuted.inputs.y[i] = golden.inputs.y[order[i]];
            permuted.inputs.splits[i] = golden.inputs.splits[order[i]];
            const std::size_t width = golden.multimodal.width;
            std::copy_n(golden.multimodal.row(order[i]), width, permuted.multimodal.row(i));
            for (std::size_t m = 0; m < count; ++m) {
                permuted.inputs.present[i * count + m] = golden.inputs.present[order[i] * count + m];
                std::copy_n(
                    golden.inputs.unimodal[m].row(order[i]), width, permuted.inputs.unimodal[m].row(i));
            }
        }
        for (const Variant variant : kVariants) {
            if (!allowed(variant, golden)) {
                continue;
            }
            const Weights before = weightsOf(golden, { .variant = variant });
            const Weights after = weightsOf(permuted, { .variant = variant });
            for (std::size_t cell = 0; cell < n * count; ++cell) {
                const std::size_t source = order[cell / count] * count + cell % count;
                QVERIFY(isClose(after.unrounded[cell], before.unrounded[source], 1e-9));
            }
        }
    }

    void permutingModalitiesPermutesWeights_data() { addCases(); }
    void permutingModalitiesPermutesWeights()
    {
        const GoldenCase golden = fetchCase();
        const std::size_t n = golden.inputs.y.size();
        const std::size_t count = golden.modalities();
        GoldenCase reversed = golden;
        std::reverse(reversed.inputs.modalities.begin(), reversed.inputs.modalities.end());
        std::reverse(reversed.inputs.unimodal.begin(), reversed.inputs.unimodal.end());
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t m = 0; m < count; ++m) {
                reversed.inputs.present[i * count + m] = golden.inputs.present[i * count + count - 1 - m];
            }
        }
        for (const Variant variant : kVariants) {
            if (!allowed(variant, golden)) {
                continue;
            }
            const Weights before = weightsOf(golden, { .variant = variant });
            const Weights after = weightsOf(reversed, { .variant = variant });
            for (std::size_t cell = 0; cell < n * count; ++cell) {
                const std::size_t source = cell - cell % count + count - 1 - cell % count;
                QVERIFY(isClose(after.unrounded[cell], before.unrounded[source], 1e-12));
            }
        }
    }

    void labelsAreNotReadForClassification()
    {
        GoldenCase golden("cls-missing");
        const Weights before = weightsOf(golden, {});
        golden.inputs.y.clear();
        QCOMPARE(weightsOf(golden, {}).values, before.values);
    }

    void testLabelsDoNotChangeAnyWeight_data() { addCases("reg"); }
    void testLabelsDoNotChangeAnyWeight()
    {
        const GoldenCase golden = fetchCase();
        GoldenCase other = golden;
        for (std::size_t i = 0; i < other.inputs.y.size(); ++i) {
            if (other.inputs.splits[i] == Split::Test) {
                other.inputs.y[i] += 100;
            }
        }
        for (const Variance variance : { Variance::Neighbours, Variance::Global }) {
            QCOMPARE(weightsOf(other, { .variance = variance }).values,
                weightsOf(golden, { .variance = variance }).values);
        }
    }

    void anInstanceWithoutAnyModalityGetsZeros()
    {
        GoldenCase golden("reg-missing");
        for (std::size_t m = 0; m < 4; ++m) {
            golden.inputs.present[m] = 0;
        }
        for (const Variant variant : kVariants) {
            const Weights weights = weightsOf(golden, { .variant = variant, .rescale = true });
            QCOMPARE(rowSum(weights, 0, 4), 0.0);
        }
    }

    void tooFewRowsForInformationWarnAndCountAsNone()
    {
        const Weights weights = weightsOf(GoldenCase("reg-n4"), { .variant = Variant::MiGlobal });
        QCOMPARE(weights.warnings.size(), 2U);
        QVERIFY(QString::fromStdString(weights.warnings[1]).contains("modality 'm1'"));
        QCOMPARE(weights.mi, (std::vector<double> { 0, 0 }));
        QCOMPARE(weights.values[0], 0.5F);
        QVERIFY(weightsOf(GoldenCase("cls-n4"), {}).warnings.empty());
        QVERIFY(weightsOf(GoldenCase("reg-plain"), {}).warnings.empty());
    }

    void undefinedAndNegativeCorrelationsCountAsTheFloor()
    {
        GoldenCase golden("reg-constant"); // modality 1 is constant
        for (float& v : golden.inputs.unimodal[2].values) {
            v = -v;
        }
        const Weights local = weightsOf(golden, { .variant = Variant::KlLocal });
        const Weights cc = weightsOf(golden, { .variant = Variant::CcLocal });
        for (std::size_t i = 0; i < golden.inputs.y.size(); ++i) {
            const double before = local.unrounded[3 * i + 1] / local.unrounded[3 * i + 2];
            QVERIFY(isClose(cc.unrounded[3 * i + 1] / cc.unrounded[3 * i + 2], before, 1e-12));
            QVERIFY(cc.unrounded[3 * i] > local.unrounded[3 * i]);
        }
    }

    void unimodalVariancesAreKept()
    {
        const Weigher regression(GoldenCase("reg-missing").inputs, {});
        QCOMPARE(regression.unimodalVariances().size(), 4U);
        QCOMPARE(regression.unimodalVariances()[0].size(), regression.instances());
        QVERIFY(Weigher(GoldenCase("cls-missing").inputs, {}).unimodalVariances().empty());
    }

    void unusableInputsAreErrorsThatNameTheCulprit_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("change");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* title, const char* name, int change, const QStringList& words) {
            QTest::newRow(title) << name << change << words;
        };
        row("unimodal NaN", "reg-missing", 0, { "modality 'm0'", "'i5'" });
        row("negative probability", "cls-missing", 1, { "modality 'm0'", "'i5'", "negative" });
        row("mi=all without a prediction", "reg-missing", 2, { "mi=all", "modality 'm2'", "mi=present" });
        row("modality never in test", "reg-missing", 3, { "test split", "modality 'm2'" });
        row("no training rows", "reg-plain", 4, { "training" });
        row("no validation rows", "reg-plain", 5, { "validation" });
        row("one validation row with it", "reg-missing", 6, { "at least 2", "modality 'm2'" });
        row("cc-local of classes", "cls-missing", 7, { "cc-local", "regression" });
        row("missing row", "reg-plain", 8, { "modality 'm1'" });
        row("unknown training label", "reg-plain", 9, { "label" });
        row("no modality", "reg-plain", 10, { "at least one modality" });
        row("unknown test label as published", "reg-plain", 11, { "residual-labels", "label" });
        row("labels beyond double", "reg-plain", 12, { "not finite" });
    }
    void unusableInputsAreErrorsThatNameTheCulprit()
    {
        GoldenCase golden = fetchCase();
        QFETCH(int, change);
        QFETCH(QStringList, words);
        Inputs& inputs = golden.inputs;
        Options options;
        const auto keepModality2 = [&](Split split, int rows) {
            for (std::size_t i = 0; i < inputs.splits.size(); ++i) {
                if (inputs.splits[i] == split && inputs.present[i * 4 + 2] != 0 && rows-- <= 0) {
                    inputs.present[i * 4 + 2] = 0;
                }
            }
        };
        switch (change) {
        case 0:
            inputs.unimodal[0].row(5)[0] = kNaN;
            break;
        case 1:
            inputs.unimodal[0].row(5)[0] = -0.2F;
            break;
        case 2:
            inputs = golden.withHoles();
            std::copy(golden.arrays.at("unimodal1").begin(), golden.arrays.at("unimodal1").end(),
                inputs.unimodal[1].values.begin());
            options.mi = MiPolicy::All;
            break;
        case 3:
            keepModality2(Split::Test, 0);
            break;
        case 4:
            std::replace(inputs.splits.begin(), inputs.splits.end(), Split::Train, Split::Test);
            break;
        case 5:
            std::replace(inputs.splits.begin(), inputs.splits.end(), Split::Validation, Split::Test);
            break;
        case 6:
            keepModality2(Split::Validation, 1);
            break;
        case 7:
            options.variant = Variant::CcLocal;
            break;
        case 8:
            inputs.unimodal[1].values.pop_back();
            break;
        case 9:
        case 11: {
            const Split split = change == 9 ? Split::Train : Split::Test;
            const auto at = std::find(inputs.splits.begin(), inputs.splits.end(), split);
            inputs.y[static_cast<std::size_t>(at - inputs.splits.begin())]
                = std::numeric_limits<double>::quiet_NaN();
            options.variance = change == 9 ? Variance::Neighbours : Variance::ResidualLabels;
            break;
        }
        case 10:
            inputs.modalities.clear();
            break;
        default:
            for (double& y : inputs.y) {
                y *= 1e200;
            }
        }
        const QString message = errorMessage([&] { Weigher(inputs, options).compute(golden.multimodal); });
        for (const QString& word : words) {
            QVERIFY2(message.contains(word), qPrintable(message));
        }
    }

    void variantsThatReadNoVarianceDoWithoutValidationRows_data()
    {
        QTest::addColumn<Variant>("variant");
        QTest::newRow("none") << Variant::None;
        QTest::newRow("mi-global") << Variant::MiGlobal;
    }
    void variantsThatReadNoVarianceDoWithoutValidationRows()
    {
        QFETCH(Variant, variant);
        GoldenCase golden("reg-missing");
        Options options;
        options.variant = variant;
        const Weights expected = Weigher(golden.inputs, options).compute(golden.multimodal);
        std::vector<Split>& splits = golden.inputs.splits;
        std::replace(splits.begin(), splits.end(), Split::Validation, Split::Test);

        const Weights weights = Weigher(golden.inputs, options).compute(golden.multimodal);
        QCOMPARE(weights.unrounded, expected.unrounded);
        QCOMPARE(weights.mi, expected.mi);
        QCOMPARE(weights.kl.size(), expected.kl.size());
        QVERIFY(std::all_of(weights.kl.begin(), weights.kl.end(), [](double kl) { return std::isnan(kl); }));
        QCOMPARE(weights.warnings.size(), expected.warnings.size() + 1);
        QVERIFY(
            QString::fromStdString(weights.warnings.back()).contains(QStringLiteral("no validation split")));
        QVERIFY(Weigher(golden.inputs, options).compute(golden.multimodal, Extent::WeightsOnly).kl.empty());
    }

    void unusableMultimodalPredictionsAreErrors()
    {
        GoldenCase regression("reg-plain");
        const Weigher weigher(regression.inputs, {});
        regression.multimodal.row(7)[0] = kNaN;
        const QString message = errorMessage([&] { weigher.compute(regression.multimodal); });
        QVERIFY(message.contains("multimodal"));
        QVERIFY(message.contains("'i7'"));
        regression.multimodal.values.pop_back();
        QVERIFY(errorMessage([&] { weigher.compute(regression.multimodal); }).contains("300 rows"));

        GoldenCase classification("cls-binary");
        classification.multimodal.row(7)[0] += 0.5F;
        const QString sum = errorMessage([&] { weightsOf(classification, {}); });
        QVERIFY(sum.contains("multimodal"));
        QVERIFY(sum.contains("'i7'"));
    }

    void wrongSizesSayWhatIsNeeded()
    {
        const GoldenCase classes("cls-binary"); // 300 rows, three modalities, two classes
        const GoldenCase numbers("reg-plain"); // 300 rows, three modalities
        const auto message = [](const GoldenCase& golden, const auto& change) {
            Inputs inputs = golden.inputs;
            change(inputs);
            return errorMessage([&] { Weigher(inputs, {}).compute(golden.multimodal); });
        };
        QCOMPARE(message(classes, [](Inputs& in) { in.ids.pop_back(); }),
            QStringLiteral(
                "Weights of this cohort need 300 ids, but 299 are given: predict the same rows and "
                "classes with every model."));
        QVERIFY(message(classes, [](Inputs& in) { in.y.push_back(0); }).contains("300 labels, but 301 are"));
        QVERIFY(message(numbers, [](Inputs& in) { in.y.clear(); }).contains("300 labels, but 0 are"));
        QVERIFY(message(numbers, [](Inputs& in) {
            in.present.pop_back();
        }).contains("need 900 presence flags, but 899 are"));
        QVERIFY(message(numbers, [](Inputs& in) {
            in.unimodal.pop_back();
        }).contains("need 3 unimodal models, but 2 are"));
        QVERIFY(message(classes, [](Inputs& in) {
            in.unimodal[1].width = 3;
        }).contains("need 2 columns of predictions of modality 'm1', but 3 are"));
        QVERIFY(message(classes, [](Inputs& in) {
            in.unimodal[2].values.resize(598);
        }).contains("need 600 predicted numbers of modality 'm2', but 598 are"));
        for (const std::size_t width : { 0U, 2U })
            QCOMPARE(message(numbers, [&](Inputs& in) { in.unimodal[0].width = width; }),
                QStringLiteral("Weights of a regression need one predicted number per row, not %1: give the "
                               "predicted label.")
                    .arg(width));
        for (const std::size_t width : { 0U, 1U })
            QCOMPARE(message(classes, [&](Inputs& in) { in.unimodal[0].width = width; }),
                QStringLiteral("Weights of a classification need a probability for each of at least 2 "
                               "classes, not %1: give one column per class.")
                    .arg(width));
        QVERIFY(message(classes, [](Inputs&) {}).isEmpty());
        QVERIFY(message(numbers, [](Inputs&) {}).isEmpty());
    }

    void aModalityThatASplitLacksIsNamedWithTheSplit()
    {
        const auto without = [](const GoldenCase& golden, Split split, std::size_t modality) {
            Inputs inputs = golden.inputs;
            for (std::size_t i = 0; i < inputs.splits.size(); ++i)
                if (inputs.splits[i] == split)
                    inputs.present[i * golden.modalities() + modality] = 0;
            return errorMessage([&] { Weigher(inputs, {}).compute(golden.multimodal); });
        };
        const GoldenCase many("cls-missing");
        QCOMPARE(without(many, Split::Train, 3),
            QStringLiteral("No row of the training split has modality 'm3': leave the modality out, or split "
                           "the rows again."));
        QVERIFY(without(many, Split::Validation, 2).contains("the validation split has modality 'm2': "));
        QVERIFY(without(many, Split::Test, 0).startsWith("No row of the test split has modality 'm0': "));
        const GoldenCase few("cls-n4"); // one validation row and one test row
        QVERIFY(without(few, Split::Validation, 0).contains("validation split has modality 'm0'"));
        QVERIFY(without(few, Split::Test, 1).contains("test split has modality 'm1'"));
    }

    void withMiAllOnlyTrainingRowsNeedPredictionsOfWhatIsAbsent()
    {
        const GoldenCase golden("cls-missing");
        const std::size_t count = golden.modalities();
        const Options all { .mi = MiPolicy::All };
        const Weights expected = Weigher(golden.inputs, all).compute(golden.multimodal);
        Inputs holed = golden.withHoles();
        std::size_t absent = golden.inputs.splits.size(); // a training row without modality 2
        std::size_t holes = 0;
        for (std::size_t i = 0; i < holed.splits.size(); ++i) {
            for (std::size_t m = 0; m < count; ++m) {
                if (holed.splits[i] == Split::Train)
                    std::copy_n(golden.inputs.unimodal[m].row(i), 4, holed.unimodal[m].row(i));
                else
                    holes += holed.present[i * count + m] == 0 ? 1 : 0;
            }
            if (holed.splits[i] == Split::Train && holed.present[i * count + 2] == 0)
                absent = i;
        }
        QVERIFY(holes > 0 && absent < holed.splits.size());
        const Weights weights = Weigher(holed, all).compute(golden.multimodal);
        QCOMPARE(weights.mi, expected.mi);
        QCOMPARE(weights.unrounded, expected.unrounded);

        const float last = holed.unimodal[2].row(absent)[3];
        holed.unimodal[2].row(absent)[3] = kNaN;
        QCOMPARE(errorMessage([&] { Weigher(holed, all); }),
            QStringLiteral(
                "mi=all needs a prediction of modality 'm2' where the modality is absent, too, but "
                "training instance 'i%1' has none: give the unimodal model's prediction for a zero "
                "embedding, or use mi=present.")
                .arg(absent));
        QVERIFY(errorMessage([&] { Weigher(holed, {}); }).isEmpty());
        holed.unimodal[2].row(absent)[3] = last + 0.5F;
        QVERIFY(errorMessage([&] { Weigher(holed, all); }).contains("sum to 1.5"));
    }

    void whatLateFusionAndATrainingGiveIsOfEveryModality()
    {
        GoldenCase golden("cls-missing");
        golden.inputs.believed.assign(5, 1.0);
        QCOMPARE(errorMessage([&] { Weigher(golden.inputs, { .variant = Variant::HeldOut }); }),
            QStringLiteral("variant=held-out takes its weights from late fusion, which predictions alone do "
                           "not give: train it with btw train."));
        golden.inputs.weights.assign(4001, 1.0F);
        QCOMPARE(errorMessage([&] { Weigher(golden.inputs, { .variant = Variant::Shuffled }); }),
            QStringLiteral("variant=shuffled shuffles the weights of a training, which predictions alone do "
                           "not give: train it with btw train."));
    }

    void shuffledWeightsAreThoseThatWereGiven()
    {
        GoldenCase golden("cls-missing");
        std::vector<double> wanted;
        for (std::size_t cell = 0; cell < golden.inputs.present.size(); ++cell) {
            golden.inputs.weights.push_back(
                golden.inputs.present[cell] != 0 ? static_cast<float>(cell % 13) / 8 : 0.0F);
            wanted.push_back(static_cast<double>(golden.inputs.weights.back()));
        }
        for (const bool rescale : { false, true }) {
            const Weigher weigher(golden.inputs, { .variant = Variant::Shuffled, .rescale = rescale });
            QCOMPARE(weigher.fixedWeights(), wanted);
            const Weights weights = weigher.compute(golden.multimodal);
            QCOMPARE(weights.unrounded, wanted);
            QCOMPARE(weights.values, golden.inputs.weights);
            QCOMPARE(weights.factors, std::vector<double>(4, 1.0));
        }
    }

    void factorsAreWhatModalitiesAreWorth()
    {
        const GoldenCase golden("reg-missing");
        const std::size_t count = golden.modalities();
        const auto with = [&](Variant variant) { return weightsOf(golden, { .variant = variant }); };
        QCOMPARE(with(Variant::None).factors, std::vector<double>(4, 1.0));
        QCOMPARE(with(Variant::Constant).factors, std::vector<double>(4, 0.25));
        const Weights local = with(Variant::KlLocal);
        QCOMPARE(local.factors, std::vector<double>(4, 1.0));
        const Weights btw = with(Variant::Btw);
        QCOMPARE(btw.factors, btw.miNormalised);
        const Weights global = with(Variant::KlGlobal);
        const Weights correlated = with(Variant::CcLocal);
        QCOMPARE(global.factors.size(), count);
        QVERIFY(
            isClose(std::accumulate(correlated.factors.begin(), correlated.factors.end(), 0.0), 1, 1e-12));
        for (std::size_t m = 0; m < count; ++m) {
            double sum = 0; // of the shares of training rows that have it
            int rows = 0;
            for (std::size_t i = 0; i < golden.inputs.splits.size(); ++i) {
                if (golden.inputs.splits[i] == Split::Train && golden.inputs.present[i * count + m] != 0) {
                    sum += local.unrounded[i * count + m];
                    ++rows;
                }
            }
            QVERIFY(isClose(global.factors[m], sum / rows, 1e-12));
        }
    }

    /// Whole numbers, which only the noise tells apart, as
    /// sklearn.feature_selection.mutual_info_regression(random_state=0) estimates them.
    void informationOfTiesIsScikitLearns()
    {
        Inputs inputs;
        inputs.modalities = { "some", "all" };
        inputs.unimodal = { Predictions { 1, {} }, Predictions { 1, {} } };
        Predictions multimodal { 1, {} };
        for (int i = 0; i < 60; ++i) {
            inputs.ids.push_back(std::to_string(i));
            inputs.y.push_back(i % 5);
            inputs.splits.push_back(i < 48 ? Split::Train : i < 54 ? Split::Validation : Split::Test);
            inputs.present.push_back(i % 3 != 0 ? 1 : 0);
            inputs.present.push_back(1);
            const int some = i * 3 % 5 - i % 2;
            const int whole = i * 7 % 11;
            inputs.unimodal[0].values.push_back(static_cast<float>(some));
            inputs.unimodal[1].values.push_back(static_cast<float>(whole));
            multimodal.values.push_back(static_cast<float>((6 * (i * 5 % 7) + 5 * whole) / 10 + some));
        }
        const Weights present = Weigher(inputs, { .variant = Variant::MiGlobal }).compute(multimodal);
        QVERIFY(isClose(present.mi[0], 0.12490009176353345, 1e-9));
        QVERIFY(isClose(present.mi[1], 0.08357863652563102, 1e-9));
        QVERIFY(isClose(present.miNormalised[0], 0.12490009176353345 / 0.20847872828916447, 1e-9));
        const Weights all
            = Weigher(inputs, { .variant = Variant::MiGlobal, .mi = MiPolicy::All }).compute(multimodal);
        QVERIFY(isClose(all.mi[0], 0.39448952797592707, 1e-9));
        QVERIFY(isClose(all.mi[1], 0.08357863652563102, 1e-9));
    }

    void threeTrainingRowsAreTooFewForInformationAndFourAreNot()
    {
        Inputs inputs;
        inputs.modalities = { "text", "audio" };
        inputs.unimodal
            = { Predictions { 1, { 1, 2, 4, 3, 7, 5, 6 } }, Predictions { 1, { 2, 1, 5, 8, 3, 4, 9 } } };
        inputs.ids = { "a", "b", "c", "d", "e", "f", "g" };
        inputs.y = { 1, 2, 3, 5, 4, 1, 2 };
        inputs.splits.assign(7, Split::Train);
        inputs.splits[5] = inputs.splits[6] = Split::Validation;
        inputs.present = { 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1 };
        const Predictions multimodal { 1, { 2, 4, 1, 3, 5, 6, 7 } };
        const Weigher weigher(inputs, { .variant = Variant::MiGlobal });
        const std::vector<std::string> wanted { "Only 3 training row(s) have modality 'text': its mutual "
                                                "information needs more than 3 and counts "
                                                "as 0." };
        QCOMPARE(weigher.warnings(), wanted);
        const Weights weights = weigher.compute(multimodal);
        QCOMPARE(weights.warnings, wanted);
        QCOMPARE(weights.mi[0], 0.0);
    }

    void onlyModelsThatShareNothingAreSaidTo()
    {
        const Weights some = weightsOf(GoldenCase("cls-binary"), { .variant = Variant::BtwOof });
        QVERIFY(some.mi[0] > 0);
        QVERIFY(some.warnings.empty());
        // Other variants do not speak of people whom the models had not seen.
        GoldenCase constant("cls-binary");
        for (std::size_t i = 0; i < constant.multimodal.rows(); ++i) {
            constant.multimodal.row(i)[0] = 0.75F;
            constant.multimodal.row(i)[1] = 0.25F;
        }
        const Weights none = weightsOf(constant, { .variant = Variant::Btw });
        QCOMPARE(none.mi, std::vector<double>(3, 0.0));
        QVERIFY(none.warnings.empty());
        const QString said
            = QString::fromStdString(weightsOf(constant, { .variant = Variant::BtwOof }).warnings.at(0));
        QCOMPARE(said,
            QStringLiteral("Of people whom the models had not seen, no modality's predictions share anything "
                           "with the combined model's: no modality is worth more than another by that, and "
                           "only how far each departs from the combined model decides."));
    }

    void temperaturesNeedValidationRowsAndClasses()
    {
        GoldenCase golden("cls-binary");
        const Options options { .variant = Variant::KlLocal, .calibrate = Calibrate::Temperature };
        std::replace(
            golden.inputs.splits.begin(), golden.inputs.splits.end(), Split::Validation, Split::Test);
        QCOMPARE(errorMessage([&] { Weigher(golden.inputs, options); }),
            QStringLiteral("calibrate=temperature needs labelled validation rows that have modality 'm0': "
                           "give a validation split, or use calibrate=none."));
        const GoldenCase numbers("reg-plain");
        QCOMPARE(Weigher(numbers.inputs, options).temperatures(), std::vector<double>(3, 1.0));
    }

    void divergencesThatOneModalityLacksAreLeftOutOfAll()
    {
        GoldenCase golden("reg-missing");
        bool isFirst = true; // the only validation row that keeps modality 2
        for (std::size_t i = 0; i < golden.inputs.splits.size(); ++i) {
            auto& present = golden.inputs.present[i * 4 + 2];
            if (golden.inputs.splits[i] == Split::Validation && present != 0) {
                present = isFirst ? 1 : 0;
                isFirst = false;
            }
        }
        const Weigher weigher(golden.inputs, { .variant = Variant::None });
        QVERIFY(weigher.unimodalVariances().empty());
        const Weights weights = weigher.compute(golden.multimodal);
        QCOMPARE(weights.kl.size(), golden.inputs.present.size());
        QVERIFY(std::all_of(weights.kl.begin(), weights.kl.end(), [](double kl) { return std::isnan(kl); }));
        QCOMPARE(QString::fromStdString(weights.warnings.back()),
            QStringLiteral("The KL divergences are left out, and variant=none does not need them. Only 1 "
                           "validation row(s) have a prediction of modality 'm2', but variance=neighbours "
                           "needs at least 2: use a larger validation split, or leave the modality out."));
    }

    void unusablePredictionsAndLabelsAreNamed()
    {
        GoldenCase golden("cls-binary");
        golden.multimodal.width = 4;
        QCOMPARE(errorMessage([&] { weightsOf(golden, {}); }),
            QStringLiteral("The multimodal predictions are 150 rows of 4, but the unimodal ones are 300 rows "
                           "of 2: predict the same rows and classes."));
        golden.multimodal.width = 2;
        golden.multimodal.values.resize(602, 0.5F);
        QVERIFY(errorMessage([&] { weightsOf(golden, {}); }).contains("are 301 rows of 2, but"));

        GoldenCase huge("reg-plain");
        for (double& y : huge.inputs.y)
            y *= 1e200;
        QCOMPARE(errorMessage([&] { weightsOf(huge, {}); }),
            QStringLiteral("The divergence of modality 'm0' for instance 'i0' is not finite, since labels or "
                           "predictions are too large: give them in a larger unit."));
        QCOMPARE(errorMessage([&] { Weigher(GoldenCase("cls-n4").inputs, { .variant = Variant::CcLocal }); }),
            QStringLiteral("variant=cc-local correlates predicted numbers, so it is for regression only: use "
                           "another variant, e.g. btw."));
        GoldenCase endless("reg-plain");
        endless.inputs.unimodal[2].row(11)[0] = std::numeric_limits<float>::infinity();
        QCOMPARE(errorMessage([&] { Weigher(endless.inputs, {}); }),
            QStringLiteral("The prediction of modality 'm2' for instance 'i11' is not finite: give a number, "
                           "or mark the modality absent."));
    }
};

QTEST_GUILESS_MAIN(TestWeigher)
#include "tst_weigher.moc"
