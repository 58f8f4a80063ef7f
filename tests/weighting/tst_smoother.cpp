// SPDX-License-Identifier: GPL-3.0-or-later
#include "errormessage.h"

#include "engine/weighting/smoother.h"

#include <QtTest>

#include <cmath>
#include <limits>

using btw::Task;
using namespace btw::weighting;

namespace {

Weights fresh(std::vector<double> values)
{
    Weights weights;
    weights.values.assign(values.begin(), values.end());
    weights.unrounded = std::move(values);
    return weights;
}

Smoother one(Task task, double alpha, double step, Update update = Update::EveryEpoch)
{
    return { task, alpha, step, update, 1, 1, { 1 } };
}

// Ends an epoch as a trainer does.
void endEpoch(Smoother& smoother, double metric, double newWeight)
{
    const Weights weights = fresh({ newWeight });
    smoother.update(metric, smoother.needsUpdate(metric) ? &weights : nullptr);
}

} // namespace

class TestSmoother : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weightsStartAtOneWherePresent()
    {
        const Smoother smoother(Task::Regression, 0.5, 0.05, Update::EveryEpoch, 2, 2, { 1, 0, 0, 1 });
        QCOMPARE(smoother.weights(), (std::vector<float> { 1, 0, 0, 1 }));
        QCOMPARE(smoother.alpha(), 0.5);
        QVERIFY(std::isnan(smoother.alphaUsed()));
    }

    void sequenceOfEpochsAsByHand()
    {
        // MAE 2, 3, 1 and 1; new weight 0.2 each time.
        Smoother smoother = one(Task::Regression, 0.5, 0.05);
        endEpoch(smoother, 2, 0.2); // the first counts as improved
        QCOMPARE(smoother.weights()[0], 0.6F); // 0.5 * 0.2 + 0.5 * 1
        QCOMPARE(smoother.alphaUsed(), 0.5);
        QCOMPARE(smoother.alpha(), 0.55);
        endEpoch(smoother, 3, 0.2); // worse
        QCOMPARE(smoother.weights()[0], 0.38F); // 0.55 * 0.2 + 0.45 * 0.6
        QCOMPARE(smoother.alphaUsed(), 0.55);
        QCOMPARE(smoother.alpha(), 0.5);
        endEpoch(smoother, 1, 0.2); // better
        QCOMPARE(smoother.weights()[0], 0.29F); // 0.5 * 0.2 + 0.5 * 0.38
        QCOMPARE(smoother.alpha(), 0.55);
        endEpoch(smoother, 1, 0.2); // a tie is no improvement
        QCOMPARE(smoother.weights()[0], 0.2405F); // 0.55 * 0.2 + 0.45 * 0.29
        QCOMPARE(smoother.alpha(), 0.5);
    }

    void classificationImprovesUpwards()
    {
        Smoother smoother = one(Task::Classification, 0.5, 0.25);
        endEpoch(smoother, 0.4, 0.2);
        QCOMPARE(smoother.alpha(), 0.75);
        endEpoch(smoother, 0.3, 0.2);
        QCOMPARE(smoother.alpha(), 0.5);
        endEpoch(smoother, 0.5, 0.2);
        QCOMPARE(smoother.alpha(), 0.75);
    }

    void alphaStaysBetweenZeroAndOne()
    {
        Smoother rising = one(Task::Regression, 0.875, 0.125);
        endEpoch(rising, 2, 0.2);
        endEpoch(rising, 1, 0.2);
        QCOMPARE(rising.alpha(), 1.0);
        endEpoch(rising, 0.5, 0.2);
        QCOMPARE(rising.weights()[0], 0.2F); // a = 1 keeps nothing of the past
        Smoother falling = one(Task::Regression, 0.0625, 0.125);
        endEpoch(falling, 1, 0.2);
        endEpoch(falling, 2, 0.2);
        endEpoch(falling, 2, 0.2);
        QCOMPARE(falling.alpha(), 0.0);
        const float before = falling.weights()[0];
        endEpoch(falling, 2, 0.9);
        QCOMPARE(falling.weights()[0], before);
    }

    void stepZeroKeepsAlpha()
    {
        Smoother smoother = one(Task::Regression, 0.3, 0);
        endEpoch(smoother, 2, 0.2);
        endEpoch(smoother, 3, 0.2);
        QCOMPARE(smoother.alpha(), 0.3);
    }

    void onImprovementKeepsWeightsOfWorseEpochsButAdaptsAlpha()
    {
        Smoother smoother = one(Task::Regression, 0.5, 0.125, Update::OnImprovement);
        QVERIFY(smoother.needsUpdate(2));
        endEpoch(smoother, 2, 0.2);
        QCOMPARE(smoother.weights()[0], 0.6F);
        QVERIFY(!smoother.needsUpdate(2));
        endEpoch(smoother, 2, 0.9);
        QCOMPARE(smoother.weights()[0], 0.6F);
        QCOMPARE(smoother.alphaUsed(), 0.5);
        QCOMPARE(smoother.alpha(), 0.5);
        endEpoch(smoother, 2.5, 0.9);
        QCOMPARE(smoother.alpha(), 0.375);
        QVERIFY(smoother.needsUpdate(1));
        endEpoch(smoother, 1, 0.2);
        QCOMPARE(smoother.weights()[0], 0.45F); // 0.375 * 0.2 + 0.625 * 0.6
        QCOMPARE(smoother.alphaUsed(), 0.375);
    }

    void everyEpochAlwaysWantsWeights()
    {
        Smoother smoother = one(Task::Regression, 0.5, 0.05);
        endEpoch(smoother, 1, 0.2);
        QVERIFY(smoother.needsUpdate(5));
        QVERIFY(!smoother.improves(5));
        QVERIFY(smoother.improves(0.5));
    }

    void absentModalitiesStayAtZero()
    {
        Smoother smoother(Task::Regression, 0.5, 0.05, Update::EveryEpoch, 2, 2, { 1, 0, 1, 1 });
        const Weights weights = fresh({ 1, 0.9, 0.25, 0.75 });
        smoother.update(1, &weights);
        QCOMPARE(smoother.weights(), (std::vector<float> { 1, 0, 0.625F, 0.875F }));
    }

    void roundsOncePerUpdate()
    {
        // Compared bit by bit: a new weight that was rounded before it is mixed in shows in about every
        // fourth.
        Smoother smoother = one(Task::Regression, 0.7, 0);
        float expected = 1;
        for (int i = 1; i <= 50; ++i) {
            const double weight = 1.0 / (i + 2);
            expected = static_cast<float>(0.7 * weight + (1 - 0.7) * static_cast<double>(expected));
            endEpoch(smoother, 1, weight);
            QVERIFY(smoother.weights()[0] == expected);
        }
    }

    void restoredStateContinuesAsIfUndisturbed()
    {
        Smoother straight = one(Task::Regression, 0.5, 0.05, Update::OnImprovement);
        endEpoch(straight, 2, 0.2);
        endEpoch(straight, 3, 0.4);
        Smoother resumed = one(Task::Regression, 0.1, 0.05, Update::OnImprovement);
        resumed.restore(straight.state());
        for (Smoother* smoother : { &straight, &resumed }) {
            endEpoch(*smoother, 2, 0.7);
            endEpoch(*smoother, 1, 0.7);
        }
        QCOMPARE(resumed.weights(), straight.weights());
        QCOMPARE(resumed.alpha(), straight.alpha());
        QCOMPARE(resumed.alphaUsed(), straight.alphaUsed());
        QCOMPARE(resumed.state().best, straight.state().best);
    }

    void stateOfAnotherCohortIsAnError()
    {
        Smoother smoother = one(Task::Regression, 0.5, 0.05);
        const Smoother other(Task::Regression, 0.5, 0.05, Update::EveryEpoch, 2, 1, { 1, 1 });
        QVERIFY(errorMessage([&] { smoother.restore(other.state()); }).contains("cohort"));
    }

    void refusedUpdateChangesNothing()
    {
        Smoother smoother = one(Task::Regression, 0.5, 0.05);
        const Weights weights = fresh({ 0.2 });
        const Weights tooMany = fresh({ 0.2, 0.3 });
        QVERIFY(!errorMessage([&] { smoother.update(1, nullptr); }).isEmpty());
        QVERIFY(!errorMessage([&] { smoother.update(1, &tooMany); }).isEmpty());
        QVERIFY(errorMessage([&] {
            smoother.update(std::numeric_limits<double>::quiet_NaN(), &weights);
        }).contains("not finite"));
        QCOMPARE(smoother.weights()[0], 1.0F);
        QCOMPARE(smoother.alpha(), 0.5);
        QVERIFY(smoother.improves(100));
    }

    void sharesOutOfRangeNameTheKey()
    {
        QVERIFY(errorMessage([] { one(Task::Regression, 1.5, 0.05); }).startsWith("alpha is"));
        QVERIFY(errorMessage([] { one(Task::Regression, 0.5, -0.1); }).startsWith("alpha_step is"));
        QVERIFY(errorMessage([] {
            Smoother(Task::Regression, 0.5, 0.05, Update::EveryEpoch, 2, 2, { 1 });
        }).contains("4 presence"));
    }

    void heldWeightsStandWherePresent()
    {
        Smoother smoother(Task::Classification, 0.5, 0.05, Update::EveryEpoch, 3, 2, { 1, 0, 1, 1, 0, 1 });
        smoother.hold({ 0.25, 7, 0.5, 1.5, std::numeric_limits<double>::quiet_NaN(), 0.75 });
        const std::vector<float> held { 0.25F, 0, 0.5F, 1.5F, 0, 0.75F };
        QCOMPARE(smoother.weights(), held);
        QVERIFY(std::isnan(smoother.alphaUsed()));
        QCOMPARE(smoother.alpha(), 0.5);
        const QString message = errorMessage([&] { smoother.hold({ 1, 2, 3, 4, 5 }); });
        QCOMPARE(message,
            QStringLiteral("There are 5 fixed weights, but this cohort needs 6: give one for every instance "
                           "and modality."));
        QVERIFY(!errorMessage([&] { smoother.hold({ 1, 2, 3, 4, 5, 6, 7 }); }).isEmpty());
        QCOMPARE(smoother.weights(), held);
    }

    void sharesMayBeZeroOrOneAndNothingBeyond()
    {
        QCOMPARE(one(Task::Regression, 0, 1).alpha(), 0.0);
        QCOMPARE(one(Task::Regression, 1, 0).alpha(), 1.0);
        QCOMPARE(errorMessage([] { one(Task::Regression, -0.25, 0.05); }),
            QStringLiteral("alpha is -0.250000: give a number from 0 to 1."));
        QCOMPARE(errorMessage([] { one(Task::Regression, 0.5, 1.25); }),
            QStringLiteral("alpha_step is 1.250000: give a number from 0 to 1."));
        QVERIFY(errorMessage([] {
            one(Task::Regression, std::numeric_limits<double>::quiet_NaN(), 0.05);
        }).startsWith("alpha is"));
        QCOMPARE(errorMessage([] {
            Smoother(Task::Regression, 0.5, 0.05, Update::EveryEpoch, 3, 2, { 1, 1, 1, 1, 1 });
        }),
            QStringLiteral("Smoothing needs 6 presence flags, but 5 are given: give one for every instance "
                           "and modality."));
    }

    void anEqualScoreIsNoImprovementUpwardsEither()
    {
        Smoother smoother = one(Task::Classification, 0.5, 0.125);
        endEpoch(smoother, 0.5, 0.2);
        QVERIFY(!smoother.improves(0.5));
        endEpoch(smoother, 0.5, 0.2);
        QCOMPARE(smoother.alpha(), 0.5);
        QCOMPARE(smoother.state().best, std::optional<double>(0.5));
        QVERIFY(smoother.improves(0.625));
    }

    void whatATrainingCannotGoOnWithIsNoFaultOfTheInput()
    {
        Smoother smoother = one(Task::Regression, 0.5, 0.05);
        const Weights weights = fresh({ 0.2 });
        const Weights tooMany = fresh({ 0.2, 0.3 });
        const auto failure = [&](double metric, const Weights* with) -> QString {
            try {
                smoother.update(metric, with);
            } catch (const btw::Error& error) {
                return (error.kind() == btw::Error::Kind::Work ? QStringLiteral("work: ") : QString())
                    + QString::fromStdString(error.what());
            }
            return {};
        };
        const QString missing
            = QStringLiteral("work: The smoothing of weights wants a new weight for every "
                             "instance and modality after this epoch: compute them from its "
                             "predictions.");
        QCOMPARE(failure(1, nullptr), missing);
        QCOMPARE(failure(1, &tooMany), missing);
        QCOMPARE(failure(std::numeric_limits<double>::infinity(), &weights),
            QStringLiteral(
                "work: The validation metric is not finite: the smoothing of weights cannot go on; "
                "lower the learning rate or check the labels."));
        const Smoother other(Task::Regression, 0.5, 0.05, Update::EveryEpoch, 2, 1, { 1, 1 });
        QCOMPARE(errorMessage([&] { smoother.restore(other.state()); }),
            QStringLiteral("The saved weights are 2 numbers, but this cohort needs 1: resume with the cohort "
                           "that the run was started with."));
    }
};

QTEST_GUILESS_MAIN(TestSmoother)
#include "tst_smoother.moc"
