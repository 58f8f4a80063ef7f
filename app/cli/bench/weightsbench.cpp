// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "numbers.h"

#include "engine/analysis/kde.h"
#include "engine/weighting/mutualinformation.h"
#include "engine/weighting/weigher.h"

#include <algorithm>
#include <string>
#include <utility>

namespace btw::cli {

namespace {

constexpr std::int64_t kInstances = 2000;

} // namespace

Bench weightsBench()
{
    const auto run = [](const BenchParameters& parameters) {
        BenchResult result;
        result.n = parameters.n.value_or(kInstances);
        result.modalities = parameters.modalities;
        weighting::Inputs inputs;
        inputs.y = normals(0, *result.n);
        inputs.splits = benchSplits(inputs.y.size());
        for (std::size_t i = 0; i < inputs.y.size(); ++i)
            inputs.ids.push_back(std::to_string(i));
        const auto modalities = static_cast<std::size_t>(parameters.modalities);
        for (std::size_t m = 0; m < modalities; ++m) {
            inputs.modalities.push_back(std::string("m").append(std::to_string(m)));
            inputs.unimodal.push_back(noisy(inputs.y, m + 1));
        }
        inputs.present.assign(inputs.y.size() * modalities, 1);
        const Predictions multimodal = noisy(inputs.y, modalities + 1);
        const weighting::Weigher weigher(std::move(inputs), {});
        weighting::Weights weights;
        measure(result, [&] { weights = weigher.compute(multimodal); });
        double first = 0;
        for (std::size_t i = 0; i < weights.values.size(); i += modalities)
            first += static_cast<double>(weights.values[i]);
        result.figures = { { QStringLiteral("mean_weight"), first / static_cast<double>(*result.n) } };
        return result;
    };
    return { QStringLiteral("weights"),
        QStringLiteral("new weights of every instance after an epoch, regression"), run };
}

Bench mutualInformationBench()
{
    const auto run = [](const BenchParameters& parameters) {
        BenchResult result;
        result.n = parameters.n.value_or(kInstances);
        const std::vector<double> x = normals(0, *result.n);
        std::vector<double> y = normals(1, *result.n);
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] += x[i];
        double information = 0;
        measure(result, [&] { information = weighting::mutualInformationOfColumns(x, y); });
        result.figures = { { QStringLiteral("mi"), information } };
        return result;
    };
    return { QStringLiteral("mi"), QStringLiteral("mutual information of two columns, k nearest neighbours"),
        run };
}

Bench densityBench()
{
    const auto run = [](const BenchParameters& parameters) {
        BenchResult result;
        result.n = parameters.n.value_or(kInstances);
        const std::vector<double> values = normals(0, *result.n);
        analysis::DensityCurve curve;
        measure(result, [&] { curve = analysis::kernelDensity(values); });
        const auto& density = curve.density;
        result.figures = { { QStringLiteral("peak"), *std::max_element(density.begin(), density.end()) },
            { QStringLiteral("at_quarter"), density[density.size() / 4] } };
        return result;
    };
    return { QStringLiteral("kde"), QStringLiteral("density curve of 200 points"), run };
}

} // namespace btw::cli
