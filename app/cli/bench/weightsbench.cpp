// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include "engine/analysis/kde.h"
#include "engine/weighting/mutualinformation.h"
#include "engine/weighting/weigher.h"

#include <random>
#include <string>

namespace btw::cli {

namespace {

constexpr std::int64_t kInstances = 2000;

std::vector<double> normals(std::int64_t n, std::mt19937_64& random)
{
    std::normal_distribution<double> normal;
    std::vector<double> values(static_cast<std::size_t>(n));
    for (double& value : values)
        value = normal(random);
    return values;
}

/// Labels plus noise, as a model might predict them.
Predictions predictions(const std::vector<double>& y, std::mt19937_64& random)
{
    const std::vector<double> noise = normals(static_cast<std::int64_t>(y.size()), random);
    Predictions result { 1, {} };
    for (std::size_t i = 0; i < y.size(); ++i)
        result.values.push_back(static_cast<float>(y[i] + noise[i]));
    return result;
}

} // namespace

Bench weightsBench()
{
    const auto run = [](const BenchParameters& parameters) {
        BenchResult result;
        result.n = parameters.n.value_or(kInstances);
        result.modalities = parameters.modalities;
        std::mt19937_64 random(1);
        weighting::Inputs inputs;
        inputs.y = normals(*result.n, random);
        for (std::size_t i = 0; i < inputs.y.size(); ++i) {
            inputs.ids.push_back(std::to_string(i));
            inputs.splits.push_back(i % 10 < 7 ? Split::Train : i % 10 < 8 ? Split::Validation : Split::Test);
        }
        for (std::int64_t m = 0; m < parameters.modalities; ++m) {
            inputs.modalities.push_back("m" + std::to_string(m));
            inputs.unimodal.push_back(predictions(inputs.y, random));
        }
        inputs.present.assign(inputs.y.size() * inputs.modalities.size(), 1);
        const Predictions multimodal = predictions(inputs.y, random);
        const weighting::Weigher weigher(std::move(inputs), {});
        measure(result, [&] { weigher.compute(multimodal); });
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
        std::mt19937_64 random(1);
        const std::vector<double> x = normals(*result.n, random);
        std::vector<double> y = normals(*result.n, random);
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] += x[i];
        measure(result, [&] { weighting::mutualInformationOfColumns(x, y); });
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
        std::mt19937_64 random(1);
        const std::vector<double> values = normals(*result.n, random);
        measure(result, [&] { analysis::kernelDensity(values); });
        return result;
    };
    return { QStringLiteral("kde"), QStringLiteral("density curve of 200 points"), run };
}

} // namespace btw::cli
