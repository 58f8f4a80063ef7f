// SPDX-License-Identifier: GPL-3.0-or-later
#include "goldeninput.h"

#include <algorithm>
#include <limits>
#include <vector>

using namespace btw::model;

at::Tensor tensor(const GoldenArrays& golden, const std::string& key, at::IntArrayRef shape)
{
    return at::tensor(golden.at(key), at::kDouble).reshape(shape);
}

ModelInput inputOf(const GoldenArrays& golden)
{
    const auto& lengths = golden.at("lengths");
    const bool isSeries = golden.has("times");
    auto steps = tensor(golden, "x1", { -1, 2 });
    if (isSeries) // beside the values whether they were measured, and when
        steps = at::cat(
            { steps, tensor(golden, "observed", { -1, 2 }), tensor(golden, "times", { -1, 1 }) }, 1);
    std::vector<std::int64_t> order, starts(lengths.size(), 0);
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        if (i > 0)
            starts[i] = starts[i - 1] + static_cast<std::int64_t>(lengths[i - 1]);
        if (lengths[i] > 0)
            order.push_back(static_cast<std::int64_t>(i));
    }
    const auto lengthOf = [&](std::int64_t i) { return lengths[static_cast<std::size_t>(i)]; };
    std::stable_sort(order.begin(), order.end(),
        [&](std::int64_t a, std::int64_t b) { return lengthOf(a) > lengthOf(b); });
    std::vector<std::int64_t> sizes;
    std::vector<at::Tensor> packed;
    for (std::int64_t step = 0; step < static_cast<std::int64_t>(lengthOf(order.front())); ++step) {
        sizes.push_back(0);
        for (const auto i : order)
            if (static_cast<double>(step) < lengthOf(i)) {
                packed.push_back(steps[starts[static_cast<std::size_t>(i)] + step]);
                ++sizes.back();
            }
    }
    const auto all = at::stack(packed);
    ModalityInput sequence { all.narrow(1, 0, 2), at::tensor(sizes), at::tensor(order) };
    if (isSeries) {
        sequence.observed = all.narrow(1, 2, 2);
        sequence.times = all.select(1, 4);
    }
    ModelInput input;
    input.modalities = { { tensor(golden, "x0", { kInstances, 3 }), {}, {} }, sequence,
        { tensor(golden, "x2", { kInstances, 4 }), {}, {} } };
    input.present = tensor(golden, "present", { 3, kInstances, 1 });
    input.weights = tensor(golden, "weights", { 3, kInstances, 1 });
    return input;
}

double difference(const at::Tensor& actual, const std::vector<double>& expected)
{
    const auto wanted = at::tensor(expected, at::kDouble);
    const auto found = actual.detach().to(at::kDouble).reshape({ -1 });
    if (found.numel() != wanted.numel())
        return std::numeric_limits<double>::infinity();
    return (found - wanted).abs().max().item<double>() / std::max(1.0, wanted.abs().max().item<double>());
}
