// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of people whom a training never saw.
#include "errormessage.h"
#include "goldencase.h"

#include "engine/error.h"
#include "engine/weighting/names.h"
#include "engine/weighting/settling.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

using btw::ModelState;
using btw::Predictions;
using btw::Split;
using btw::Task;
using namespace btw::weighting;

namespace {

/// The test rows of a golden case, as people whom nobody knows.
struct People
{
    std::vector<std::size_t> rows;
    std::vector<std::string> ids;
    std::vector<std::uint8_t> present;
    std::vector<Predictions> unimodal;
    Predictions multimodal;

    explicit People(const GoldenCase& golden)
    {
        const auto& in = golden.inputs;
        const auto part = [&](const Predictions& all) {
            Predictions some { all.width, {} };
            for (const std::size_t i : rows)
                some.values.insert(some.values.end(), all.row(i), all.row(i) + all.width);
            return some;
        };
        const std::size_t count = in.modalities.size();
        for (std::size_t i = 0; i < in.splits.size(); ++i)
            if (in.splits[i] == Split::Test) {
                rows.push_back(i);
                ids.push_back(in.ids[i]);
                for (std::size_t m = 0; m < count; ++m)
                    present.push_back(in.present[i * count + m]);
            }
        for (const auto& one : in.unimodal)
            unimodal.push_back(part(one));
        multimodal = part(golden.multimodal);
    }
};

/// Everybody's weights in a training that ended with equal ones.
std::vector<float> equalWeights(const GoldenCase& golden)
{
    return std::vector<float>(golden.inputs.present.begin(), golden.inputs.present.end());
}

SettlingBase kept(const SettlingBase& base)
{
    return SettlingBase::fromState(ModelState::fromBytes(base.state().toBytes()));
}

/// What a training of class probabilities would have kept; of a version that knew no temperatures.
ModelState stateOf(Variant variant, std::vector<double> factors, const std::string& patterns,
    std::vector<float> starts, bool rescale = false)
{
    ModelState state;
    state.set("task", std::vector<double> { 0 });
    state.set("variant", std::string(toString(variant)));
    state.set("variance", std::string("neighbours"));
    state.set("rescale", std::vector<double> { rescale ? 1.0 : 0.0 });
    state.set("floor", std::vector<double> { 0 });
    state.set("factors", std::move(factors));
    state.set("patterns", patterns);
    state.set("starts", std::move(starts));
    return state;
}

/// Two modalities and ten people: four of training, four of validation and two of test.
Inputs handMade()
{
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    Inputs inputs;
    inputs.modalities = { "a", "b" };
    inputs.ids = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
    inputs.y = { 1, 2, 4, 9, 2, 3, 5, 5, kUnknown, kUnknown };
    inputs.splits.assign(10, Split::Train);
    std::fill_n(inputs.splits.begin() + 4, 4, Split::Validation);
    std::fill_n(inputs.splits.begin() + 8, 2, Split::Test);
    inputs.present = { 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1 };
    inputs.unimodal = { Predictions { 1, { 1.5F, 2.5F, kNone, 6, 2.5F, kNone, 4, 3.5F, 1, 2 } },
        Predictions { 1, { 0.5F, kNone, 3, 5, 1, 2, 6.5F, kNone, kNone, 3 } } };
    return inputs;
}
const Predictions kHandMadeMultimodal { 1, { 1, 2.25F, 3.5F, 7, 3, 3.5F, 4.5F, 4, 1, 2 } };
const std::vector<float> kHandMadeWeights { 0.5F, 1.5F, 1, 0, 0, 0.75F, 0.25F, 1.25F, 9, 9, 0, 9, 9, 9, 9, 0,
    9, 0, 9, 9 };

/// Probabilities of three people, the first of whom lacks the second modality.
const std::vector<Predictions> kThree { Predictions { 2, { 0.8F, 0.2F, 0.9F, 0.1F, 0.7F, 0.3F } },
    Predictions { 2, { 0.5F, 0.5F, 0.3F, 0.7F, 0.2F, 0.8F } } };
const std::vector<std::uint8_t> kThreePresent { 1, 0, 1, 1, 1, 1 };

} // namespace

class SettlingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Where the multimodal model does not heed its weights, they settle at what the (golden) formulas give
    /// for the same rows among the others, from what was kept without any training row.
    void settlesAtTheFormulas_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("variant");
        QTest::addColumn<int>("variance");
        for (const std::string& name : goldenCaseNames()) {
            if (name.ends_with("-large") || People(GoldenCase(name)).rows.empty())
                continue;
            for (const Variant variant : { Variant::KlLocal, Variant::KlGlobal, Variant::MiGlobal,
                     Variant::Btw, Variant::CcLocal, Variant::Constant, Variant::BtwOof })
                for (const Variance variance : { Variance::Neighbours, Variance::Global })
                    QTest::addRow(
                        "%s %d %d", name.c_str(), static_cast<int>(variant), static_cast<int>(variance))
                        << QString::fromStdString(name) << static_cast<int>(variant)
                        << static_cast<int>(variance);
        }
    }
    void settlesAtTheFormulas()
    {
        QFETCH(QString, name);
        QFETCH(int, variant);
        QFETCH(int, variance);
        const GoldenCase golden(name.toStdString());
        Options options;
        options.variant = static_cast<Variant>(variant);
        options.variance = static_cast<Variance>(variance);
        options.rescale = true;
        if (options.variant == Variant::KlLocal && !golden.isRegression())
            options.calibrate
                = Calibrate::Temperature; // new people's probabilities get the same temperatures
        if (options.variant == Variant::CcLocal && !golden.isRegression())
            return;
        const Weigher weigher(golden.inputs, options);
        const People people(golden);
        const auto base = kept(SettlingBase(weigher, golden.multimodal, equalWeights(golden)));
        const bool isCrossFitted = options.variant == Variant::BtwOof;
        int asked = 0;
        const auto settled = settle(
            base, people.unimodal, people.present, people.ids,
            [&](const std::vector<float>&, const std::vector<std::size_t>&, Predictions& into) {
                ++asked;
                into = people.multimodal;
                if (!isCrossFitted)
                    return;
                for (std::size_t i = 0; i < into.rows(); ++i) // the model's own say nothing then
                    std::fill_n(into.row(i), into.width, 0.5F);
            },
            isCrossFitted ? &people.multimodal : nullptr);
        const auto wanted = weigher.compute(golden.multimodal).unrounded;
        const std::size_t count = golden.inputs.modalities.size();
        for (std::size_t r = 0; r < people.rows.size(); ++r) {
            QCOMPARE(int(settled.settled[r]), 1);
            for (std::size_t m = 0; m < count; ++m) {
                const auto found = static_cast<double>(settled.weights[r * count + m]);
                QVERIFY2(std::abs(found - wanted[people.rows[r] * count + m]) <= 1e-4,
                    qPrintable(QStringLiteral("%1: %2, %3")
                                   .arg(r)
                                   .arg(found)
                                   .arg(wanted[people.rows[r] * count + m])));
            }
        }
        QVERIFY(asked <= 200);
    }

    /// Shuffled weights are nobody's own: new people get what is usual among those with the same modalities.
    void shuffledWeightsAreTheMeanOfTheirKind()
    {
        GoldenCase golden("cls-missing");
        golden.inputs.weights = equalWeights(golden);
        for (std::size_t cell = 0; cell < golden.inputs.weights.size(); ++cell)
            golden.inputs.weights[cell] *= 1 + static_cast<float>(cell % 7) / 7;
        const Weigher weigher(golden.inputs, { .variant = Variant::Shuffled });
        const People people(golden);
        const auto base = kept(SettlingBase(weigher, golden.multimodal, golden.inputs.weights));
        const auto settled = settle(base, people.unimodal, people.present, people.ids,
            [&](const std::vector<float>&, const std::vector<std::size_t>&, Predictions& into) {
                into = people.multimodal;
            });
        const std::size_t count = golden.inputs.modalities.size();
        for (std::size_t r = 0; r < people.rows.size(); ++r) {
            QCOMPARE(int(settled.settled[r]), 1);
            for (std::size_t m = 0; m < count && settled.knownPattern[r] != 0; ++m) {
                double sum = 0;
                int rows = 0;
                for (std::size_t i = 0; i < golden.inputs.splits.size(); ++i) {
                    const auto* present = golden.inputs.present.data() + i * count;
                    if (golden.inputs.splits[i] != Split::Train
                        || !std::equal(present, present + count, people.present.data() + r * count))
                        continue;
                    sum += static_cast<double>(golden.inputs.weights[i * count + m]);
                    ++rows;
                }
                QVERIFY(std::abs(static_cast<double>(settled.weights[r * count + m]) - sum / rows) < 1e-5);
            }
        }
        QCOMPARE(settled.rounds, 1);
    }

    void onePersonsWeightsDoNotDependOnOthers()
    {
        const GoldenCase golden(goldenCaseNames().front());
        const Weigher weigher(golden.inputs, {});
        const SettlingBase base(weigher, golden.multimodal, equalWeights(golden));
        const People people(golden);
        const std::size_t count = golden.inputs.modalities.size();
        const auto under = [&](std::size_t first, std::size_t last) {
            std::vector<Predictions> unimodal;
            const auto part = [&](const Predictions& all) {
                return Predictions { all.width,
                    { all.row(first), all.row(first) + (last - first) * all.width } };
            };
            for (const auto& one : people.unimodal)
                unimodal.push_back(part(one));
            const auto at = [](auto& values, std::size_t place) {
                return values.begin() + static_cast<std::ptrdiff_t>(place);
            };
            const std::vector<std::uint8_t> present { at(people.present, first * count),
                at(people.present, last * count) };
            // A model that heeds its weights: the first modality's weight is added.
            return settle(base, unimodal, present, { at(people.ids, first), at(people.ids, last) },
                [&](const std::vector<float>& weights, const std::vector<std::size_t>& rows,
                    Predictions& into) {
                    const auto predictions = part(people.multimodal);
                    for (const std::size_t i : rows)
                        for (std::size_t k = 0; k < into.width; ++k)
                            into.row(i)[k]
                                = predictions.row(i)[k] + (into.width == 1 ? weights[i * count] : 0);
                })
                .weights;
        };
        const auto together = under(0, people.rows.size());
        for (std::size_t r = 0; r < people.rows.size(); ++r) {
            const auto alone = under(r, r + 1);
            for (std::size_t m = 0; m < count; ++m)
                QCOMPARE(alone[m], together[r * count + m]);
        }
    }

    void startsAsPeopleWithTheSameModalities_data()
    {
        QTest::addColumn<QString>("name");
        for (const std::string& name : goldenCaseNames())
            if (!name.ends_with("-large") && People(GoldenCase(name)).rows.size() > 4)
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
    void startsAsPeopleWithTheSameModalities()
    {
        QFETCH(QString, name);
        GoldenCase golden(name.toStdString());
        auto& in = golden.inputs;
        const std::size_t count = in.modalities.size();
        // The case has no training rows, since the formulas read none: every second test row becomes one.
        std::size_t tested = 0;
        for (auto& split : in.splits)
            if (split == Split::Test && tested++ % 2 == 0)
                split = Split::Train;
        // In training everybody's first modality weighs 2, all others' 0.5.
        std::vector<float> weights(in.present.size());
        for (std::size_t at = 0; at < weights.size(); ++at)
            weights[at] = in.present[at] == 0 ? 0.0F : at % count == 0 ? 2.0F : 0.5F;
        const SettlingBase base(Weigher(in, {}), golden.multimodal, weights);
        const People people(golden);
        std::vector<float> first;
        const auto settled = settle(base, people.unimodal, people.present, people.ids,
            [&](const std::vector<float>& now, const std::vector<std::size_t>&, Predictions& into) {
                if (first.empty())
                    first = now;
                into = people.multimodal;
            });
        const auto isKnown = [&](std::size_t r) {
            for (std::size_t i = 0; i < in.splits.size(); ++i)
                if (in.splits[i] == Split::Train
                    && std::equal(in.present.begin() + static_cast<std::ptrdiff_t>(i * count),
                        in.present.begin() + static_cast<std::ptrdiff_t>((i + 1) * count),
                        people.present.begin() + static_cast<std::ptrdiff_t>(r * count)))
                    return true;
            return false;
        };
        std::size_t known = 0;
        for (std::size_t r = 0; r < people.rows.size(); ++r) {
            known += isKnown(r) ? 1 : 0;
            QCOMPARE(settled.knownPattern[r] != 0, isKnown(r));
            for (std::size_t m = 0; m < count && isKnown(r); ++m)
                QCOMPARE(first[r * count + m],
                    people.present[r * count + m] == 0 ? 0.0F
                        : m == 0                       ? 2.0F
                                                       : 0.5F);
        }
        QVERIFY(known > 0);
    }

    void oneVarianceTellsNoLabel()
    {
        for (const std::string& name : goldenCaseNames()) {
            const GoldenCase golden(name);
            if (!golden.isRegression() || name.ends_with("-large"))
                continue;
            SettlingBase base(Weigher(golden.inputs, {}), golden.multimodal, equalWeights(golden));
            QVERIFY(base.makePrivate());
            QVERIFY(!base.makePrivate()); // nothing is left to change
            const auto state = base.state();
            for (std::size_t m = 0; m <= golden.inputs.modalities.size(); ++m) {
                const auto& squares = state.numbers("squares" + std::to_string(m));
                QCOMPARE(squares.size(), std::size_t { 2 });
                QCOMPARE(squares[0], squares[1]);
            }
        }
    }

    /// Predictions of too few modalities, and a presence that is not one of a row and modality each.
    void refusesOtherModalities()
    {
        const GoldenCase golden("reg-plain");
        const SettlingBase base(Weigher(golden.inputs, {}), golden.multimodal, equalWeights(golden));
        const People people(golden);
        const auto nothing = [](const std::vector<float>&, const std::vector<std::size_t>&, Predictions&) {};
        auto fewer = people.unimodal;
        fewer.pop_back();
        QVERIFY_EXCEPTION_THROWN(settle(base, fewer, people.present, people.ids, nothing), btw::Error);
        auto shorter = people.present;
        shorter.pop_back();
        QVERIFY_EXCEPTION_THROWN(settle(base, people.unimodal, shorter, people.ids, nothing), btw::Error);
    }

    void refusesWhatIsNoBase()
    {
        QVERIFY_EXCEPTION_THROWN(SettlingBase::fromState(ModelState()), btw::Error);
        const GoldenCase golden(goldenCaseNames().front());
        auto state
            = SettlingBase(Weigher(golden.inputs, {}), golden.multimodal, equalWeights(golden)).state();
        state.set("variant", std::string("of the future"));
        QVERIFY_EXCEPTION_THROWN(SettlingBase::fromState(state), btw::Error);
        state.set("variant", std::string("btw"));
        state.set("starts", std::vector<float> { 1 });
        QVERIFY_EXCEPTION_THROWN(SettlingBase::fromState(state), btw::Error);
    }

    /// By hand: what stays of validation rows, and the mean weights of training rows with the same
    /// modalities.
    void keepsResidualsOfValidationRowsAndMeansOfTrainingRows()
    {
        const Inputs inputs = handMade();
        const Weigher weigher(inputs, { .variant = Variant::CcLocal, .rescale = true });
        const SettlingBase base(weigher, kHandMadeMultimodal, kHandMadeWeights);
        const ModelState state = base.state();
        QCOMPARE(state.number("task"), 1.0);
        QCOMPARE(state.bytes("variant"), std::string("cc-local"));
        QCOMPARE(state.bytes("variance"), std::string("neighbours"));
        QCOMPARE(state.number("rescale"), 1.0);
        QCOMPARE(state.number("floor"), 9.5e-6); // training labels 1, 2, 4 and 9
        const auto& factors = state.numbers("factors", 2);
        // numpy.corrcoef of 1.5, 2.5, 6 with 1, 2.25, 7, and of 0.5, 3, 5 with 1, 3.5, 7.
        QVERIFY(isClose(factors[0], 0.5031871948198551, 1e-12));
        QVERIFY(isClose(factors[1], 0.49681280518014503, 1e-12));
        QCOMPARE(state.numbers("temperatures"), (std::vector<double> { 1, 1 }));
        QCOMPARE(state.floats("predictions0"), (std::vector<float> { 2.5F, 4, 3.5F }));
        QCOMPARE(state.numbers("squares0"), (std::vector<double> { 0.25, 1, 2.25 }));
        QCOMPARE(state.floats("predictions1"), (std::vector<float> { 1, 2, 6.5F }));
        QCOMPARE(state.numbers("squares1"), (std::vector<double> { 1, 1, 2.25 }));
        QCOMPARE(state.floats("predictions2"), (std::vector<float> { 3, 3.5F, 4.5F, 4 }));
        QCOMPARE(state.numbers("squares2"), (std::vector<double> { 1, 0.25, 0.25, 1 }));
        QVERIFY(!state.has("predictions3"));
        QCOMPARE(state.bytes("patterns"), std::string("01\n10\n11\n"));
        QCOMPARE(state.floats("starts"), (std::vector<float> { 0, 0.75F, 1, 0, 0.375F, 1.375F }));
        QVERIFY(kept(base).state().toBytes() == state.toBytes());
    }

    void withOneVarianceOnlyTheMeansOfResidualsStay()
    {
        Inputs inputs = handMade();
        const auto checkMeans = [](const ModelState& state) {
            QCOMPARE(state.bytes("variance"), std::string("global"));
            const std::vector<double> means { 3.5 / 3, 4.25 / 3, 0.625 };
            for (std::size_t m = 0; m < 3; ++m) {
                QCOMPARE(
                    state.floats("predictions" + std::to_string(m)), (std::vector<float> { 0.0F, 0.0F }));
                const auto& squares = state.numbers("squares" + std::to_string(m), 2);
                QVERIFY(isClose(squares[0], means[m], 1e-12));
                QVERIFY(isClose(squares[1], means[m], 1e-12));
            }
        };
        SettlingBase whole(
            Weigher(inputs, { .variant = Variant::KlLocal }), kHandMadeMultimodal, kHandMadeWeights);
        QVERIFY(whole.makePrivate());
        checkMeans(whole.state());
        inputs.y[8] = inputs.y[9] = 1; // residual-labels reads every label
        for (const Variance variance : { Variance::Global, Variance::ResidualLabels }) {
            const Weigher weigher(inputs, { .variant = Variant::KlLocal, .variance = variance });
            SettlingBase base(weigher, kHandMadeMultimodal, kHandMadeWeights);
            checkMeans(base.state());
            QVERIFY(!base.makePrivate());
            checkMeans(kept(base).state());
        }
        // Where no divergence is read, no residual stays.
        SettlingBase none(
            Weigher(inputs, { .variant = Variant::MiGlobal }), kHandMadeMultimodal, kHandMadeWeights);
        QVERIFY(!none.state().has("squares0"));
        QCOMPARE(none.state().number("rescale"), 0.0);
        QVERIFY(!none.makePrivate());
        QVERIFY(kept(none).state().toBytes() == none.state().toBytes());
    }

    void temperaturesAreKeptAndOlderBasesHaveNone()
    {
        const GoldenCase golden("cls-binary");
        const Weigher weigher(
            golden.inputs, { .variant = Variant::KlLocal, .calibrate = Calibrate::Temperature });
        SettlingBase base(weigher, golden.multimodal, equalWeights(golden));
        QVERIFY(weigher.temperatures()[0] != 1 && weigher.temperatures()[1] != weigher.temperatures()[0]);
        QCOMPARE(base.state().number("task"), 0.0);
        QCOMPARE(kept(base).state().numbers("temperatures"), weigher.temperatures());
        QVERIFY(kept(base).state().toBytes() == base.state().toBytes());
        QVERIFY(!base.state().has("predictions0"));
        QVERIFY(!base.makePrivate());
        const auto older = SettlingBase::fromState(stateOf(Variant::Btw, { 1, 2, 3 }, "", {}));
        QCOMPARE(older.state().numbers("temperatures"), std::vector<double>(3, 1.0));
    }

    void saysWhyABaseIsNone()
    {
        const auto message
            = [](const ModelState& state) { return errorMessage([&] { SettlingBase::fromState(state); }); };
        const std::vector<double> factors { 1, 2, 3 };
        QVERIFY(message(stateOf(Variant::Btw, factors, "", {})).isEmpty());
        QVERIFY(message(stateOf(Variant::Btw, factors, "110\n", { 1, 2, 0 })).isEmpty());
        QVERIFY(message(stateOf(Variant::Btw, factors, "011\n110\n", { 0, 1, 2, 1, 2, 0 })).isEmpty());
        const QString damaged
            = QStringLiteral("The model cannot be used: it is damaged. Train it again, or export it again.");
        QCOMPARE(message(stateOf(Variant::Btw, factors, "110\n0", { 1, 2, 0 })), damaged);
        QCOMPARE(message(stateOf(Variant::Btw, factors, "110", { 1, 2, 0 })), damaged);
        QCOMPARE(message(stateOf(Variant::Btw, factors, "110\n", { 1, 2, 0, 1 })), damaged);
        QCOMPARE(message(stateOf(Variant::Btw, {}, "", {})), damaged);

        ModelState future = stateOf(Variant::Btw, factors, "", {});
        future.set("variance", std::string("of the future"));
        const QString unknown = QStringLiteral("The model cannot be used: its way of weighting ('%1') is not "
                                               "known to this version of the program. Update the program.");
        QCOMPARE(message(future), unknown.arg(QStringLiteral("btw")));
        future = stateOf(Variant::Btw, factors, "", {});
        future.set("variant", std::string("of the future"));
        QCOMPARE(message(future), unknown.arg(QStringLiteral("of the future")));

        ModelState uneven = stateOf(Variant::KlLocal, { 1 }, "", {});
        uneven.set("task", std::vector<double> { 1 });
        for (const char* number : { "0", "1" }) {
            uneven.set(std::string("predictions") + number, std::vector<float> { 1, 2 });
            uneven.set(std::string("squares") + number, std::vector<double> { 1, 4 });
        }
        QVERIFY(message(uneven).isEmpty());
        uneven.set("squares1", std::vector<double> { 1, 4, 9 });
        QVERIFY(!message(uneven).isEmpty());
    }

    void saysHowManyModalitiesThereShouldBe()
    {
        const auto base = SettlingBase::fromState(stateOf(Variant::MiGlobal, { 1, 2, 3 }, "", {}));
        const auto nothing = [](const std::vector<float>&, const std::vector<std::size_t>&, Predictions&) {};
        const std::vector<Predictions> two(2, Predictions { 2, { 0.5F, 0.5F } });
        QCOMPARE(errorMessage([&] {
            settle(base, two, { 1, 1, 1 }, { "a" }, nothing);
        }),
            QStringLiteral("The weights are those of 3 modalities, and there are 2."));
    }

    void goesHalfOfTheWayUntilAllWeightsAreClose()
    {
        // Of the modalities that are there, in these proportions.
        const auto base = SettlingBase::fromState(stateOf(Variant::MiGlobal, { 0.5, 0.3125, 0.1875 },
            "011\n110\n111\n", { 0, 0.625F, 0.375F, 0.5F, 0.5F, 0, 0.25F, 0.25F, 0.5F }));
        const std::vector<std::uint8_t> present { 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0 };
        const std::vector<Predictions> unimodal(3, Predictions { 2, std::vector<float>(8, 0.5F) });
        std::vector<float> first;
        std::vector<std::vector<std::size_t>> asked;
        const auto settled = settle(base, unimodal, present, { "a", "b", "c", "d" },
            [&](const std::vector<float>& weights, const std::vector<std::size_t>& rows, Predictions& into) {
                if (asked.empty())
                    first = weights;
                asked.push_back(rows);
                for (const std::size_t i : rows)
                    into.row(i)[0] = into.row(i)[1] = 0.5F;
            });
        // Nobody in training had the modalities of the second one.
        QCOMPARE(settled.knownPattern, (std::vector<std::uint8_t> { 1, 0, 1, 1 }));
        QCOMPARE(first,
            (std::vector<float> { 0, 0.625F, 0.375F, 0.5F, 0, 0.5F, 0.25F, 0.25F, 0.5F, 0.5F, 0.5F, 0 }));
        // The first one is where it belongs; the others halve 0.227, 0.3125 and 0.115 down to 1e-4.
        std::vector<std::vector<std::size_t>> wantedRows(13, std::vector<std::size_t> { 1, 2, 3 });
        wantedRows.front() = { 0, 1, 2, 3 };
        wantedRows.back() = { 1, 2 };
        QCOMPARE(asked, wantedRows);
        QCOMPARE(settled.rounds, 13);
        QCOMPARE(settled.settled, (std::vector<std::uint8_t> { 1, 1, 1, 1 }));
        const std::vector<double> targets { 0, 0.625, 0.375, 8.0 / 11, 0, 3.0 / 11, 0.5, 0.3125, 0.1875,
            8.0 / 13, 5.0 / 13, 0 };
        for (std::size_t cell = 0; cell < 12; ++cell) {
            const double left
                = std::pow(0.5, cell < 9 ? 12 : 11) * (static_cast<double>(first[cell]) - targets[cell]);
            QVERIFY(std::abs(static_cast<double>(settled.weights[cell]) - targets[cell] - left) < 1e-6);
        }
        QCOMPARE(settled.predictions.width, std::size_t { 2 });
        QCOMPARE(settled.predictions.values, std::vector<float>(8, 0.5F));
    }

    /// 1e-4 from where they belong is close.
    void weightsAtTheLimitAreClose()
    {
        const auto base
            = SettlingBase::fromState(stateOf(Variant::MiGlobal, { 1e-4, 0.9999 }, "11\n", { 0, 0.9999F }));
        const std::vector<Predictions> unimodal(2, Predictions { 2, { 0.5F, 0.5F } });
        const auto settled = settle(base, unimodal, { 1, 1 }, { "a" },
            [](const std::vector<float>&, const std::vector<std::size_t>&, Predictions&) {});
        QCOMPARE(settled.rounds, 1);
        QCOMPARE(settled.weights, (std::vector<float> { 0, 0.9999F }));
    }

    void whoseModalitiesNobodyHadStartsWithEqualWeights()
    {
        const std::vector<std::uint8_t> present { 0, 1, 1, 1, 1, 0 };
        const std::vector<Predictions> unimodal(3, Predictions { 2, std::vector<float>(4, 0.5F) });
        std::vector<float> first;
        const auto under = [&](const ModelState& state) {
            first.clear();
            return settle(SettlingBase::fromState(state), unimodal, present, { "a", "b" },
                [&](const std::vector<float>& weights, const std::vector<std::size_t>&, Predictions&) {
                    if (first.empty())
                        first = weights;
                });
        };
        const std::vector<float> one { 0.75F, 0.125F, 0 }; // of those with the first two
        const auto own = under(stateOf(Variant::Shuffled, { 1, 1, 1 }, "110\n", one));
        QCOMPARE(own.weights, (std::vector<float> { 0, 0.5F, 0.5F, 0.75F, 0.125F, 0 }));
        QCOMPARE(own.rounds, 1);
        QCOMPARE(own.knownPattern, (std::vector<std::uint8_t> { 0, 1 }));
        const auto rescaled = under(stateOf(Variant::Shuffled, { 1, 1, 1 }, "110\n", one, true));
        QCOMPARE(rescaled.weights, (std::vector<float> { 0, 1, 1, 0.75F, 0.125F, 0 }));
        const auto shared = under(stateOf(Variant::MiGlobal, { 1, 3, 2 }, "110\n", one, true));
        QCOMPARE(first, (std::vector<float> { 0, 1, 1, 0.75F, 0.125F, 0 }));
        const std::vector<double> wanted { 0, 1.2, 0.8, 0.5, 1.5, 0 };
        for (std::size_t cell = 0; cell < 6; ++cell)
            QVERIFY(std::abs(static_cast<double>(shared.weights[cell]) - wanted[cell]) <= 1e-4);
        const auto fixed = under(stateOf(Variant::Constant, { 0.25, 0.5, 0.75 }, "110\n", one, true));
        QCOMPARE(first, (std::vector<float> { 0, 1, 1, 0.75F, 0.125F, 0 }));
        const std::vector<double> wantedFixed { 0, 0.5, 0.75, 0.25, 0.5, 0 };
        for (std::size_t cell = 0; cell < 6; ++cell)
            QVERIFY(std::abs(static_cast<double>(fixed.weights[cell]) - wantedFixed[cell]) <= 1e-4);
    }

    /// Three people: one has a single modality, the model of the second heeds its weights so much that they
    /// have to turn round, those of the third go straight on. Every step as numpy's.
    void whoTurnsRoundGoesOnWithHalfTheStep()
    {
        const auto base = SettlingBase::fromState(
            stateOf(Variant::KlLocal, { 1, 1.5 }, "10\n11\n", { 1, 0, 0.5F, 0.5F }));
        const std::vector<float> gains { 0, 3, -2 };
        const auto predicted = [&](std::size_t i, const std::vector<float>& weights) {
            return std::clamp(0.6F + gains[i] * (weights[2 * i] - 0.5F), 0.05F, 0.95F);
        };
        std::vector<std::vector<float>> seen;
        std::vector<std::size_t> asked;
        const auto settled = settle(base, kThree, kThreePresent, { "a", "b", "c" },
            [&](const std::vector<float>& weights, const std::vector<std::size_t>& rows, Predictions& into) {
                seen.push_back(weights);
                asked.push_back(rows.size());
                for (const std::size_t i : rows) {
                    into.row(i)[0] = predicted(i, weights);
                    into.row(i)[1] = 1 - into.row(i)[0];
                }
            });
        QCOMPARE(asked, (std::vector<std::size_t> { 3, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1 }));
        QCOMPARE(settled.rounds, 13);
        QCOMPARE(settled.settled, (std::vector<std::uint8_t> { 1, 1, 1 }));
        const std::vector<double> turning { 0.5, 0.4754013, 0.5255492, 0.4896695, 0.4932218, 0.4947397,
            0.4951549, 0.4951921, 0.4951921, 0.4951921, 0.4951921, 0.4951921, 0.4951921 };
        const std::vector<double> straight { 0.5, 0.2706196, 0.1861608, 0.1439314, 0.1228167, 0.1122594,
            0.1069807, 0.1043414, 0.1030217, 0.1023619, 0.102032, 0.101867, 0.1017845 };
        for (std::size_t round = 0; round < 13; ++round) {
            const std::vector<double> wanted { 1, 0, turning[round], 1 - turning[round], straight[round],
                1 - straight[round] };
            for (std::size_t cell = 0; cell < 6; ++cell)
                QVERIFY(std::abs(static_cast<double>(seen[round][cell]) - wanted[cell]) < 2e-6);
        }
        QCOMPARE(settled.weights, seen.back());
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(settled.predictions.row(i)[0], predicted(i, settled.weights));
    }

    void whoNeverSettlesIsToldAfterTwoHundredRounds()
    {
        const auto base = SettlingBase::fromState(
            stateOf(Variant::KlLocal, { 1, 1.5 }, "10\n11\n", { 1, 0, 0.5F, 0.5F }));
        std::vector<std::vector<std::size_t>> asked;
        const auto settled = settle(base, kThree, kThreePresent, { "a", "b", "c" },
            [&](const std::vector<float>&, const std::vector<std::size_t>& rows, Predictions& into) {
                asked.push_back(rows);
                for (const std::size_t i : rows) {
                    into.row(i)[0] = i == 1 && asked.size() % 2 == 1 ? 0.85F : 0.35F;
                    into.row(i)[1] = 1 - into.row(i)[0];
                }
            });
        QCOMPARE(settled.rounds, 200);
        QCOMPARE(asked.size(), std::size_t { 201 }); // also under the last weights
        QCOMPARE(asked[12], (std::vector<std::size_t> { 1, 2 }));
        QCOMPARE(asked[13], (std::vector<std::size_t> { 1 }));
        QCOMPARE(settled.settled, (std::vector<std::uint8_t> { 1, 0, 1 }));
        QVERIFY(std::abs(static_cast<double>(settled.weights[2]) - 0.4168776) < 1e-5); // numpy
        QVERIFY(std::abs(static_cast<double>(settled.weights[3]) - 0.5831226) < 1e-5);
        QVERIFY(std::abs(static_cast<double>(settled.weights[4]) - 0.7569610) < 1e-5);
        QCOMPARE(settled.predictions.row(1)[0], 0.85F);
        QCOMPARE(settled.predictions.row(2)[0], 0.35F);
    }
};

QTEST_GUILESS_MAIN(SettlingTest)
#include "tst_settling.moc"
