// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "engine/training/stepbench.h"

namespace btw::cli {

Bench stepBench()
{
    return { QStringLiteral("step"), QStringLiteral("one training step of the paper's model"),
        [](const BenchParameters& parameters) {
            training::StepBench bench(parameters.modalities, parameters.batch, {}, parameters.device);
            BenchResult result;
            result.modalities = parameters.modalities;
            result.batch = parameters.batch;
            result.params = bench.parameters();
            measure(result, [&] { bench.step(); });
            return result;
        } };
}

} // namespace btw::cli
