// SPDX-License-Identifier: GPL-3.0-or-later
// Weights of people whom a training never saw.
#include "goldencase.h"

#include "engine/error.h"
#include "engine/weighting/settling.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

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
};

QTEST_GUILESS_MAIN(SettlingTest)
#include "tst_settling.moc"
