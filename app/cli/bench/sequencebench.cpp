// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "numbers.h"
#include "timedtraining.h"

#include "engine/training/stepbench.h"

namespace btw::cli {

namespace {

constexpr std::int64_t kMosi = 2199;
constexpr std::int64_t kMosei = 22856;
constexpr std::int64_t kSmall = 50; ///< enough for a model's shape
const std::string kBaseline = "baseline";
const std::string kWeighted = "weighted";

/// An epoch of each of a training's models on sequences of these shapes.
Bench epochsOf(
    const QString& name, const QString& of, std::int64_t instances, const std::vector<SequenceShape>& shapes)
{
    const auto run = [instances, shapes](const BenchParameters& parameters) {
        BenchResult result;
        result.n = parameters.n.value_or(instances);
        result.modalities = static_cast<std::int64_t>(shapes.size());
        result.batch = parameters.batch;
        result.against = QString::fromStdString(parameters.against);
        const data::Cohort cohort = sequenceCohort(*result.n, shapes);
        training::RunPlan plan;
        plan.spec = training::presetSpec("paper", cohort.size());
        plan.spec.batch = parameters.batch;
        if (parameters.against == kWeighted) {
            plan.step = training::Step::Weighted;
            for (std::size_t m = 0; m < shapes.size(); ++m)
                plan.unimodal.push_back(noisy(cohort.y, m + 1));
        } else if (parameters.against == kBaseline) {
            plan.step = training::Step::Baseline;
        } else {
            plan.step = training::Step::Unimodal;
            while (shapes[plan.modality].name != parameters.against)
                ++plan.modality;
        }
        training::Trainer trainer(cohort, parameters.device);
        if (plan.step != training::Step::Unimodal)
            result.params = training::parameterCount(sequenceCohort(kSmall, shapes), plan.spec);
        else
            result.params
                = training::parameterCount(sequenceCohort(kSmall, { shapes[plan.modality] }), plan.spec);
        summarise(result, epochTimes(trainer, plan));
        return result;
    };
    const auto points = [shapes](const BenchParameters& asked) {
        std::vector<BenchParameters> list;
        const auto add = [&](const std::string& part) {
            list.push_back(asked);
            list.back().against = part;
        };
        for (const SequenceShape& shape : shapes)
            add(shape.name);
        add(kBaseline);
        add(kWeighted);
        return list;
    };
    return { name, QStringLiteral("an epoch on sequences of %1's size").arg(of), run, points };
}

} // namespace

Bench sequencesBench()
{
    return epochsOf(QStringLiteral("sequences"), QStringLiteral("CMU-MOSI"), kMosi, mosiShapes());
}

Bench longSequencesBench()
{
    return epochsOf(QStringLiteral("longsequences"), QStringLiteral("CMU-MOSEI"), kMosei, moseiShapes());
}

} // namespace btw::cli
