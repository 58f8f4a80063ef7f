// SPDX-License-Identifier: GPL-3.0-or-later
// What each system is for: a planted task that its mechanism solves, and that it fails without.
#include "engine/analysis/metrics.h"
#include "engine/data/random.h"
#include "engine/data/splits.h"
#include "engine/model/i2moeparameters.h"
#include "engine/model/ithpparameters.h"
#include "engine/model/mmimparameters.h"
#include "engine/model/moeparameters.h"
#include "engine/spec/encoderparameters.h"
#include "engine/systems/system.h"
#include "trained.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace btw;

namespace {

/// Two classes; what a person's modalities hold follows from the class. Rows go to training, validation and
/// test as 3 : 1 : 1.
class Planter
{
public:
    Planter(std::size_t n, const std::vector<std::int64_t>& dims, std::uint64_t seed = 7)
        : m_random(seed)
    {
        m_cohort.name = "planted";
        m_cohort.task = Task::Classification;
        m_cohort.classes = { "no", "yes" };
        for (std::size_t m = 0; m < dims.size(); ++m) {
            data::Modality modality;
            modality.name = std::string("m").append(std::to_string(m));
            modality.dims = dims[m];
            modality.present.assign(n, 1);
            m_cohort.modalities.push_back(modality);
        }
        for (std::size_t i = 0; i < n; ++i) {
            m_cohort.ids.push_back(std::string("p").append(std::to_string(i)));
            m_cohort.splits.push_back(i % 5 < 3 ? Split::Train
                    : i % 5 == 3                ? Split::Validation
                                                : Split::Test);
        }
    }

    double sign() { return m_random.normal() > 0 ? 1.0 : -1.0; }
    double noise(double deviation) { return deviation * m_random.normal(); }
    void put(std::size_t m, double value)
    {
        m_cohort.modalities[m].values.push_back(static_cast<float>(value));
    }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(m_random.below(bound)); }
    /// Makes a sequence of a modality: the next person's steps follow.
    void beginSteps(std::size_t m)
    {
        auto& modality = m_cohort.modalities[m];
        modality.kind = data::ModalityKind::Sequence;
        if (modality.offsets.empty())
            modality.offsets.push_back(0);
        modality.offsets.push_back(modality.offsets.back());
    }
    void step(std::size_t m, const std::vector<double>& values)
    {
        for (const double value : values)
            put(m, value);
        ++m_cohort.modalities[m].offsets.back();
    }
    /// A step at a time makes the sequence an irregular series.
    void step(std::size_t m, double hours, const std::vector<double>& values)
    {
        step(m, values);
        m_cohort.modalities[m].kind = data::ModalityKind::Series;
        m_cohort.modalities[m].times.push_back(static_cast<float>(hours));
    }
    void have(std::size_t m, std::size_t person, bool isThere)
    {
        m_cohort.modalities[m].present[person] = isThere ? 1 : 0;
    }
    void label(bool yes) { m_cohort.y.push_back(yes ? 1 : 0); }
    /// Takes a modality away from every test row.
    void hideInTest(std::size_t m)
    {
        auto& modality = m_cohort.modalities[m];
        const auto dims = static_cast<std::size_t>(modality.dims);
        for (std::size_t i = 0; i < m_cohort.size(); ++i)
            if (m_cohort.splits[i] == Split::Test) {
                modality.present[i] = 0;
                std::fill_n(modality.values.begin() + static_cast<std::ptrdiff_t>(i * dims), dims, 0.0F);
            }
    }
    const data::Cohort& cohort() const { return m_cohort; }

private:
    data::Random m_random;
    data::Cohort m_cohort;
};

/// Two modalities that tell the class together, and nothing each by itself.
data::Cohort exclusiveOr()
{
    Planter planter(600, { 2, 2 });
    for (std::size_t i = 0; i < 600; ++i) {
        const double a = planter.sign(), b = planter.sign();
        planter.label(a * b > 0);
        for (const std::size_t m : { 0U, 1U }) {
            planter.put(m, 2 * (m == 0 ? a : b) + planter.noise(0.7));
            planter.put(m, planter.noise(1));
        }
    }
    return planter.cohort();
}

/// Three measurements of each person, one of which is good, and says so; which one differs. The others tell
/// the class of anybody. \param kinds how many of the measurements are good for some people
data::Cohort oneIsGood(std::size_t kinds)
{
    Planter planter(600, { 2, 2, 2 });
    for (std::size_t i = 0; i < 600; ++i) {
        const double yes = planter.sign();
        planter.label(yes > 0);
        for (std::size_t m = 0; m < 3; ++m) {
            const bool isGood = i % kinds == m;
            planter.put(m, (isGood ? 2 : -2) + planter.noise(0.5));
            planter.put(m, 3 * (isGood ? yes : planter.sign()) + planter.noise(0.5));
        }
    }
    return planter.cohort();
}

constexpr std::size_t kMeasurements = 8;

/// The one measurement that is not spoilt of each person who is to be predicted; of the others it is the one
/// that is.
struct Spoilt
{
    data::Cohort cohort;
    std::vector<std::size_t> odd;
};

/// Eight measurements that tell the class, unless they are spoilt, which they say: of those who are learnt
/// from one is, and of those to be predicted all but one are.
Spoilt mostAreSpoilt()
{
    constexpr std::size_t kPeople = 600;
    Planter planter(kPeople, std::vector<std::int64_t>(kMeasurements, 2));
    Spoilt all;
    for (std::size_t i = 0; i < kPeople; ++i) {
        const double yes = planter.sign();
        planter.label(yes > 0);
        const std::size_t odd = planter.below(kMeasurements);
        all.odd.push_back(odd);
        const bool isTested = i % 5 == 4;
        for (std::size_t m = 0; m < kMeasurements; ++m) {
            const bool isGood = (m == odd) == isTested;
            planter.put(m, (isGood ? 2 : -2) + planter.noise(0.5));
            planter.put(m, 3 * (isGood ? yes : planter.sign()) + planter.noise(0.5));
        }
    }
    all.cohort = planter.cohort();
    return all;
}

/// Of which share of the test rows the model says most of the measurement that is good for that person.
double findsTheGood(const data::Cohort& cohort, const training::RunResult& found, std::size_t kinds)
{
    const auto& said = found.ofRows.at(0);
    if (said.parts != std::vector<std::string> { "m0", "m1", "m2" })
        return 0;
    double right = 0;
    const auto rows = data::rowsOf(cohort, Split::Test);
    for (const auto i : rows) {
        const float* own = &said.values.at(i * 3);
        right += static_cast<std::size_t>(std::max_element(own, own + 3) - own) == i % kinds ? 1 : 0;
    }
    return right / static_cast<double>(rows.size());
}

training::ExperimentSpec quick(const std::string& system, std::int64_t epochs)
{
    auto spec = training::presetSpec("demo", 100);
    spec.model = system;
    spec.variant = weighting::Variant::None;
    spec.epochs = spec.patience = epochs;
    return spec;
}

/// The model of all modalities.
training::RunResult trainedOn(const data::Cohort& cohort, const training::ExperimentSpec& spec)
{
    Silent silent;
    training::RunControl control;
    const auto systems = systems::builtinSystems();
    const training::RunPlan plan { training::Step::Baseline, 0, spec, 1, {} };
    return systems.get(spec.model).fitter(cohort, {})->train(plan, control, silent);
}

double testAuroc(const data::Cohort& cohort, const training::ExperimentSpec& spec)
{
    return trainedOn(cohort, spec).test.at("auroc");
}

QByteArray figures(double first, double second)
{
    return QStringLiteral("%1, %2").arg(first).arg(second).toUtf8();
}

} // namespace

class PlantedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The first modality tells the class outright, the second as an exclusive or amid noise. A model that
    /// has always seen the first never learns the second, and has nothing to say where the first is absent.
    void hiddenModalitiesTeachToDoWithoutOne()
    {
        Planter planter(600, { 2, 8 });
        for (std::size_t i = 0; i < 600; ++i) {
            const double a = planter.sign(), b = planter.sign();
            planter.label(a * b > 0);
            planter.put(0, 3 * a * b + planter.noise(0.3));
            planter.put(0, 3 * a * b + planter.noise(0.3));
            planter.put(1, 2 * a + planter.noise(0.5));
            planter.put(1, 2 * b + planter.noise(0.5));
            for (int other = 0; other < 6; ++other)
                planter.put(1, planter.noise(1));
        }
        planter.hideInTest(0);
        auto spec = quick("moe", 15);
        const double without = testAuroc(planter.cohort(), spec);
        model::kMoeParameters[1].setNumber(spec, 0.5);
        const double with = testAuroc(planter.cohort(), spec);
        QVERIFY2(with > 0.95 && without < 0.75, figures(with, without));
    }

    /// An exclusive or of two modalities: nothing that adds up what each says alone can tell it.
    void earlyFusionFindsWhatOnlyTwoModalitiesTellTogether()
    {
        const auto cohort = exclusiveOr();
        const double early = testAuroc(cohort, quick("early", 25));
        const double linear = testAuroc(cohort, quick("regression", 25));
        QVERIFY2(early > 0.95 && linear < 0.65, figures(early, linear));
    }

    /// Of each person's three measurements one is good, and says so; which one differs. Attention finds the
    /// good one; what believes each modality alike for everybody cannot.
    void attentionFindsEachPersonsGoodModality()
    {
        const auto cohort = oneIsGood(3);
        // Somebody else's is as good as anybody's: on the whole each counts a third.
        const auto found = trainedOn(cohort, quick("attention", 25));
        const double attention = found.test.at("auroc");
        QCOMPARE(found.details.chosen.size(), std::size_t(3));
        for (const char* key : { "attention_m0", "attention_m1", "attention_m2" })
            QVERIFY(std::abs(found.details.chosen.at(key) - 1.0 / 3) < 0.15);
        QVERIFY(findsTheGood(cohort, found, 3) > 0.9);
        const double linear = testAuroc(cohort, quick("regression", 25));
        QVERIFY2(attention > 0.95 && linear < 0.9, figures(attention, linear));
    }

    /// The same, but the third measurement is good for nobody. Each person's good opinion is certain, the
    /// others are not; so the third modality is hardly ever certain.
    void tmcBelievesWhatIsCertain()
    {
        const auto cohort = oneIsGood(2);
        const auto found = trainedOn(cohort, quick("tmc", 30));
        const double trusted = found.test.at("auroc");
        const double linear = testAuroc(cohort, quick("regression", 25));
        QVERIFY2(trusted > 0.95 && linear < 0.9, figures(trusted, linear));
        QVERIFY(found.details.chosen.at("certainty_m2") < 0.2);
        QVERIFY(findsTheGood(cohort, found, 2) > 0.9);
    }

    /// The same by confidence, which has learnt from the losses of the epochs before.
    void qmfIsConfidentWhereAModalityHasToldWell()
    {
        const auto cohort = oneIsGood(2);
        const auto found = trainedOn(cohort, quick("qmf", 25));
        const double confident = found.test.at("auroc");
        const double linear = testAuroc(cohort, quick("regression", 25));
        QVERIFY2(confident > 0.95 && linear < 0.9, figures(confident, linear));
        QVERIFY(found.details.chosen.at("confidence_m2") < 0.2);
        QVERIFY(findsTheGood(cohort, found, 2) > 0.9);
    }

    void whatJudgesEachModalityByItself_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addRow("tmc") << QStringLiteral("tmc");
        QTest::addRow("qmf") << QStringLiteral("qmf");
    }

    /// Most measurements of the people to be predicted are spoilt, and never more than one was of those
    /// learnt from. An opinion of each measurement by itself has learnt what a spoilt one looks like, and how
    /// little it then says; a system that learns from all at once never needed to: seven good ones drowned
    /// it.
    void whatJudgesEachModalityByItself()
    {
        QFETCH(const QString, system);
        const auto planted = mostAreSpoilt();
        const auto found = trainedOn(planted.cohort, quick(system.toStdString(), 25));
        QVERIFY2(found.test.at("auroc") > 0.95, figures(found.test.at("auroc"), 0));
        double right = 0;
        const auto rows = data::rowsOf(planted.cohort, Split::Test);
        for (const auto i : rows) {
            const float* own = &found.ofRows.at(0).values.at(i * kMeasurements);
            const auto most = std::max_element(own, own + kMeasurements) - own;
            right += static_cast<std::size_t>(most) == planted.odd[i] ? 1 : 0;
        }
        QVERIFY2(
            right / static_cast<double>(rows.size()) > 0.9, figures(right, static_cast<double>(rows.size())));
    }

    void whatLearnsFromAllMeasurementsAtOnce_data()
    {
        QTest::addColumn<QString>("system");
        for (const char* system : { "early", "moe", "attention", "mcr", "i2moe", "haim", "regression" })
            QTest::addRow("%s", system) << QString::fromLatin1(system);
    }
    /// The same: what the others make of it.
    void whatLearnsFromAllMeasurementsAtOnce()
    {
        QFETCH(const QString, system);
        const double rival = testAuroc(mostAreSpoilt().cohort, quick(system.toStdString(), 25));
        QVERIFY2(rival < 0.93, figures(rival, 0));
    }

    /// A value rises from first to last measurement of everybody alike, within 10 to 14 hours of some and 30
    /// to 40 of the others: the values in their order are the same, and only their times tell how fast it
    /// rose.
    void timeAttentionSeesATrendAtUnevenTimes()
    {
        Planter planter(600, { 2 });
        for (std::size_t i = 0; i < 600; ++i) {
            const bool isFast = planter.sign() > 0;
            planter.label(isFast);
            planter.beginSteps(0);
            const double length = isFast ? 12 + planter.noise(0.7) : 35 + planter.noise(1.7);
            const double start = static_cast<double>(planter.below(10));
            const std::size_t steps = 8 + planter.below(9);
            for (std::size_t k = 0; k < steps; ++k) {
                const double way = static_cast<double>(k) / static_cast<double>(steps - 1);
                planter.step(0, start + way * length, { 4 * way - 2 + planter.noise(0.3), planter.noise(1) });
            }
        }
        auto cohort = planter.cohort();
        const double timed = testAuroc(cohort, quick("early", 30));
        cohort.modalities[0].kind = data::ModalityKind::Sequence;
        cohort.modalities[0].times.clear();
        const double untimed = testAuroc(cohort, quick("early", 30));
        QVERIFY2(timed > 0.95 && untimed < 0.6, figures(timed, untimed));
    }

    /// A peak of three measurements at about hour 24 of some, and at hour 10 or 38 of the others. As many
    /// measurements come before it as after it, so that neither their order nor a slope over time tells.
    void timeAttentionSeesWhenAPeakWas()
    {
        Planter planter(600, { 2 });
        const auto between = [&](double first, double last) {
            return first + (last - first) * static_cast<double>(planter.below(1000)) / 1000;
        };
        for (std::size_t i = 0; i < 600; ++i) {
            const bool isInTheMiddle = planter.sign() > 0;
            planter.label(isInTheMiddle);
            const double peak = (isInTheMiddle ? 24 : planter.sign() > 0 ? 10 : 38) + planter.noise(2);
            std::vector<double> hours;
            for (std::size_t before = 3 + planter.below(6); before > 0; --before)
                hours.push_back(between(0, peak - 3));
            for (int k = 0; k < 3; ++k)
                hours.push_back(between(peak - 1, peak + 1));
            for (std::size_t after = 3 + planter.below(6); after > 0; --after)
                hours.push_back(between(peak + 3, 48));
            std::sort(hours.begin(), hours.end());
            planter.beginSteps(0);
            for (const double hour : hours)
                planter.step(0, hour,
                    { (std::abs(hour - peak) <= 1 ? 2.5 : 0) + planter.noise(0.3), planter.noise(1) });
        }
        auto cohort = planter.cohort();
        const double timed = testAuroc(cohort, quick("early", 30));
        const double trees = testAuroc(cohort, quick("haim", 30));
        QVERIFY2(timed > 0.95 && trees < 0.8, figures(timed, trees));
        cohort.modalities[0].kind = data::ModalityKind::Sequence;
        cohort.modalities[0].times.clear();
        const double untimed = testAuroc(cohort, quick("early", 30));
        QVERIFY2(untimed < 0.65, figures(timed, untimed));
    }

    /// Four modalities in any of 15 combinations, each of which shows the same; what that means for the class
    /// is turned round by each modality that is there. So every combination has to be learnt by itself, from
    /// a fifteenth of the people.
    void flexmoeLearnsWhatEachCombinationMeans()
    {
        Planter planter(1500, { 3, 3, 3, 3 });
        for (std::size_t i = 0; i < 1500; ++i) {
            const double shown = planter.sign();
            const std::size_t combination = 1 + planter.below(15);
            bool isTurned = false;
            for (std::size_t m = 0; m < 4; ++m) {
                const bool isThere = (combination >> m & 1U) != 0;
                isTurned = isTurned != isThere;
                planter.have(m, i, isThere);
                for (int d = 0; d < 3; ++d)
                    planter.put(m, isThere ? shown + planter.noise(0.7) : 0.0);
            }
            planter.label(isTurned ? shown < 0 : shown > 0);
        }
        const double flexible = testAuroc(planter.cohort(), quick("flexmoe", 25));
        const double early = testAuroc(planter.cohort(), quick("early", 25));
        QVERIFY2(flexible > 0.95 && early < 0.7, figures(flexible, early));
    }

    /// What two modalities say only together goes to the expert of synergy, and none of it to that of
    /// redundancy; what either of them says goes to the latter. So with the interactions at four times their
    /// usual weight: at that the names of the experts say little.
    void i2moeTellsWhatIsSaidTogetherFromWhatIsSaidTwice()
    {
        auto spec = quick("i2moe", 25);
        model::kI2moeParameters[0].setNumber(spec, 2);
        const auto together = trainedOn(exclusiveOr(), spec);
        const double experts = together.test.at("auroc");
        const double linear = testAuroc(exclusiveOr(), quick("regression", 25));
        QVERIFY2(experts > 0.95 && linear < 0.65, figures(experts, linear));

        Planter planter(600, { 2, 2 });
        for (std::size_t i = 0; i < 600; ++i) {
            const double yes = planter.sign();
            planter.label(yes > 0);
            for (const std::size_t m : { 0U, 1U }) {
                planter.put(m, 2 * yes + planter.noise(0.5));
                planter.put(m, planter.noise(1));
            }
        }
        const auto twice = trainedOn(planter.cohort(), spec);
        QCOMPARE(twice.details.chosen.size(), std::size_t(4));
        const auto share = [](const training::RunResult& run, const char* expert) {
            return run.details.chosen.at(std::string("experts_") + expert);
        };
        const double synergy = share(together, "synergy"), otherwise = share(twice, "synergy");
        QVERIFY2(synergy > 0.2 && otherwise < 0.1, figures(synergy, otherwise));
        const double redundancy = share(twice, "redundancy"), none = share(together, "redundancy");
        QVERIFY2(redundancy > 0.3 && none < 0.1, figures(redundancy, none));
    }

    /// The first modality tells the class outright; the second does, too, in forty weak hints, and who is to
    /// be predicted has only that. Early fusion has stopped learning before it has heard of the second
    /// modality; the regulariser has it learnt as well as if it were alone.
    void mcrLeavesNoModalityUntrained()
    {
        Planter planter(600, { 6, 40 });
        for (std::size_t i = 0; i < 600; ++i) {
            const double yes = planter.sign();
            planter.label(yes > 0);
            for (int d = 0; d < 6; ++d)
                planter.put(0, 6 * yes + planter.noise(0.3));
            for (int d = 0; d < 40; ++d)
                planter.put(1, 0.25 * yes + planter.noise(1));
        }
        planter.hideInTest(0);
        const double balanced = testAuroc(planter.cohort(), quick("mcr", 20));
        const double early = testAuroc(planter.cohort(), quick("early", 20));
        QVERIFY2(balanced > 0.95 && early < 0.9, figures(balanced, early));
    }

    /// Two views of thirty numbers that share a latent one, each under noise of its own, and four in ten of
    /// the labels that are learnt from are wrong. What the views share is what counts: with a weight on that
    /// it is found; without, and by early fusion, the wrong labels are learnt.
    void mmimFindsWhatTwoViewsShare()
    {
        Planter planter(1200, { 30, 30 });
        for (std::size_t i = 0; i < 1200; ++i) {
            const double truth = planter.noise(1);
            const bool isWrong = i % 5 != 4 && planter.below(10) < 4; // i % 5 == 4: a test row
            planter.label((truth > 0) != isWrong);
            for (const std::size_t m : { 0U, 1U })
                for (int d = 0; d < 30; ++d)
                    planter.put(m, (d % 3 == 0 ? 0.7 * truth : 0) + planter.noise(1));
        }
        auto spec = quick("mmim", 20);
        model::kMmimParameters[0].setNumber(spec, 5);
        const double shared = testAuroc(planter.cohort(), spec);
        model::kMmimParameters[0].setNumber(spec, 0);
        const double alone = testAuroc(planter.cohort(), spec);
        const double early = testAuroc(planter.cohort(), quick("early", 20));
        QVERIFY2(shared > 0.9 && alone < 0.85, figures(shared, alone));
        QVERIFY2(early < 0.85, figures(shared, early));
    }

    /// One sequence asks for one of four things, at some step of its own; the other holds them all, in any
    /// order and at other times. Crossmodal attention looks it up; a system that first makes one embedding of
    /// each sequence has to keep everything.
    void multLooksUpInOneSequenceWhatTheOtherAsksFor()
    {
        Planter planter(600, { 4, 5 });
        for (std::size_t i = 0; i < 600; ++i) {
            const std::size_t asked = planter.below(4);
            planter.beginSteps(0);
            const std::size_t steps = 2 + planter.below(3), at = planter.below(steps);
            for (std::size_t t = 0; t < steps; ++t) {
                std::vector<double> question(4, 0.0);
                if (t == at)
                    question[asked] = 2;
                planter.step(0, question);
            }
            planter.beginSteps(1);
            std::vector<std::size_t> order { 0, 1, 2, 3 };
            for (std::size_t k = 4; k > 1; --k)
                std::swap(order[k - 1], order[planter.below(k)]);
            bool answer = false;
            for (const std::size_t thing : order) {
                std::vector<double> told(5, 0.0);
                told[thing] = 2;
                told[4] = 2 * planter.sign();
                answer = thing == asked ? told[4] > 0 : answer;
                planter.step(1, told);
            }
            planter.label(answer);
        }
        auto spec = quick("mult", 15);
        const double mult = testAuroc(planter.cohort(), spec);
        const double early = testAuroc(planter.cohort(), quick("early", 25));
        QVERIFY2(mult > 0.9 && early < 0.75, figures(mult, early));
    }

    /// The same within one sequence: one step asks, four others tell, in any order. The Transformer's steps
    /// look each other up; the LSTM has to keep all answers until it is asked.
    void aTransformerLooksUpWithinASequence()
    {
        Planter planter(900, { 9, 1 });
        for (std::size_t i = 0; i < 900; ++i) {
            const std::size_t asked = planter.below(4);
            std::vector<std::size_t> order { 0, 1, 2, 3, 4 };
            for (std::size_t k = 5; k > 1; --k)
                std::swap(order[k - 1], order[planter.below(k)]);
            planter.beginSteps(0);
            bool answer = false;
            for (const std::size_t thing : order) {
                std::vector<double> step(9, 0.0);
                if (thing == 4) {
                    step[asked] = 2;
                } else {
                    step[4 + thing] = 2;
                    step[8] = 2 * planter.sign();
                    answer = thing == asked ? step[8] > 0 : answer;
                }
                planter.step(0, step);
            }
            planter.put(1, planter.noise(1));
            planter.label(answer);
        }
        auto spec = quick("early", 40);
        spec.dropout = spec.encoderDropout = 0; // nothing here is to be learnt by heart
        const double lstm = testAuroc(planter.cohort(), spec);
        training::kEncoderParameters[0].setText(spec, "transformer");
        const double transformer = testAuroc(planter.cohort(), spec);
        QVERIFY2(transformer > 0.95 && lstm < 0.85, figures(transformer, lstm));
    }

    /// Noise round a prime view: what counts is hidden among 30 numbers of m0, and four in ten of the labels
    /// that are learnt from are wrong. m1 shows what counts, but the people who are to be predicted do not
    /// have it. In ithp m1 has taught what in m0 matters; without its detector, and in a system that is fed
    /// both, it has not.
    void ithpLearnsFromWhatItWillNotHave()
    {
        Planter planter(1200, { 30, 2 });
        for (std::size_t i = 0; i < 1200; ++i) {
            const double truth = planter.noise(1);
            const bool isWrong = i % 5 != 4 && planter.below(10) < 4; // i % 5 == 4: a test row
            planter.label((truth > 0) != isWrong);
            for (int d = 0; d < 30; ++d)
                planter.put(0, (d % 3 == 0 ? 0.7 * truth : 0) + planter.noise(1));
            planter.put(1, truth + planter.noise(0.05));
            planter.put(1, truth + planter.noise(0.05));
        }
        planter.hideInTest(1);
        auto spec = quick("ithp", 20);
        const double guided = testAuroc(planter.cohort(), spec);
        model::kIthpParameters[1].setNumber(spec, 1e-3);
        const double unguided = testAuroc(planter.cohort(), spec);
        const double early = testAuroc(planter.cohort(), quick("early", 20));
        QVERIFY2(guided > 0.87 && unguided < 0.78, figures(guided, unguided));
        QVERIFY2(early < 0.78, figures(guided, early));
    }
};

QTEST_GUILESS_MAIN(PlantedTest)
#include "tst_planted.moc"
