// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/samples.h"
#include "workspace/jobs/plan.h"

#include <QtTest>

#include <functional>

using namespace btw;

class TestPlan : public QObject
{
    Q_OBJECT

    const systems::SystemRegistry m_systems = systems::describedSystems();

    /// Of every step, in the order in which they are trained.
    QStringList keys(
        const data::Cohort& cohort, const std::function<void(training::ExperimentSpec&)>& change) const
    {
        jobs::TrainingRequest request;
        request.cohort = std::make_shared<const data::Cohort>(cohort);
        request.identity = std::make_shared<const jobs::CohortIdentity>(request.cohort);
        request.spec = training::presetSpec("demo", 100);
        change(request.spec);
        QStringList all;
        for (const auto& planned : jobs::planTraining(request, m_systems, 1, request.identity->hash()))
            all << planned.record.stepKey;
        return all;
    }

private Q_SLOTS:
    void whatTheTaskDoesNotReadTrainsNothingAgain()
    {
        const auto classes = data::makeLos(200);
        const auto numbers = data::makeSentiment(200);
        const auto plain = [](training::ExperimentSpec&) {};
        const auto variance
            = [](training::ExperimentSpec& spec) { spec.variance = weighting::Variance::Global; };
        const auto calibrate
            = [](training::ExperimentSpec& spec) { spec.calibrate = weighting::Calibrate::Temperature; };
        const auto classWeights = [](training::ExperimentSpec& spec) { spec.classWeights = true; };

        QCOMPARE(keys(classes, variance), keys(classes, plain));
        QVERIFY(keys(numbers, variance).last() != keys(numbers, plain).last());
        QCOMPARE(keys(numbers, calibrate), keys(numbers, plain));
        QVERIFY(keys(classes, calibrate).last() != keys(classes, plain).last());
        QCOMPARE(keys(numbers, classWeights), keys(numbers, plain));
        QVERIFY(keys(classes, classWeights).first() != keys(classes, plain).first());
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
