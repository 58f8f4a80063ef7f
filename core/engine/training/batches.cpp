// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/batches.h"

#include "engine/model/encoderproblems.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::training {

namespace {

at::Tensor indexTensor(const std::vector<std::int64_t>& values)
{
    auto tensor = at::empty({ static_cast<std::int64_t>(values.size()) }, at::kLong);
    std::copy(values.begin(), values.end(), tensor.data_ptr<std::int64_t>());
    return tensor;
}

/// Values that a thread should scale at least, for its start to be worth it.
constexpr std::int64_t kGrain = 16384;
/// Values that are scaled at once on their way to another device.
constexpr std::int64_t kPiece = std::int64_t { 1 } << 24;

} // namespace

Batches::Batches(const data::Cohort& cohort, const at::Device& device)
    : Batches(cohort, device, device.is_cpu() ? FeatureStore::Cohort : FeatureStore::Device)
{
}

Batches::Batches(const data::Cohort& cohort, const at::Device& device, FeatureStore store)
    : m_cohort(cohort)
    , m_device(device)
    , m_scaler(data::Scaler::fit(cohort))
{
    const auto n = static_cast<std::int64_t>(cohort.size());
    for (std::size_t m = 0; store == FeatureStore::Device && m < cohort.modalityCount(); ++m)
        m_values.push_back(scaledCopy(m));
    readPresence();

    if (cohort.task == Task::Classification) {
        std::vector<std::int64_t> labels;
        labels.reserve(cohort.size());
        for (const double y : cohort.y)
            labels.push_back(static_cast<std::int64_t>(y));
        m_target = indexTensor(labels).to(device);
    } else {
        auto target = at::empty({ n, 1 }, at::kFloat);
        auto* value = target.data_ptr<float>();
        for (const double y : cohort.y)
            *value++ = static_cast<float>(m_scaler.scaledLabel(y));
        m_target = target.to(device);
    }
}

Batches::Batches(const data::Cohort& people, data::Scaler scaler)
    : m_cohort(people)
    , m_device(at::kCPU)
    , m_scaler(std::move(scaler))
{
    readPresence();
}

void Batches::readPresence()
{
    auto present = at::empty({ static_cast<std::int64_t>(m_cohort.modalityCount()),
                                 static_cast<std::int64_t>(m_cohort.size()), 1 },
        at::kFloat);
    auto* mark = present.data_ptr<float>();
    for (const auto& modality : m_cohort.modalities)
        for (std::size_t i = 0; i < m_cohort.size(); ++i)
            *mark++ = modality.present[i] != 0 ? 1.0F : 0.0F;
    m_present = present.to(m_device);
    m_encoded.assign(m_cohort.modalityCount(), model::EncodedRows(m_cohort.size()));
}

at::Tensor Batches::moved(const at::Tensor& tensor) const
{
    return m_device.is_cuda() ? tensor.pin_memory().to(m_device, /*non_blocking=*/true) : tensor.to(m_device);
}

model::ModelShape Batches::shape(const std::vector<std::size_t>& modalities) const
{
    model::ModelShape shape;
    for (const auto m : modalities)
        shape.inputs.push_back({ m_cohort.modalities[m].dims, m_cohort.modalities[m].kind,
            m_cohort.modalities[m].name, m_scaler.modalities[m], model::stepRange(m_cohort.modalities[m]) });
    shape.outputs = static_cast<std::int64_t>(m_cohort.predictionWidth());
    return shape;
}

void Batches::scaleRow(std::size_t m, std::int64_t row, float* to) const
{
    const auto& modality = m_cohort.modalities[m];
    if (modality.isRagged() || modality.present[static_cast<std::size_t>(row)] != 0)
        m_scaler.apply(m, modality.values.data() + row * modality.dims, 1, to);
    else
        std::fill_n(to, modality.dims, 0.0F);
}

at::Tensor Batches::gathered(std::size_t m, const std::vector<std::int64_t>& rows) const
{
    if (!m_values.empty())
        return m_values[m].index_select(0, moved(indexTensor(rows)));
    const auto dims = m_cohort.modalities[m].dims;
    auto tensor = at::empty({ static_cast<std::int64_t>(rows.size()), dims }, at::kFloat);
    auto* const to = tensor.data_ptr<float>();
    const auto grain = std::max<std::int64_t>(1, kGrain / dims);
    at::parallel_for(0, tensor.size(0), grain, [&](std::int64_t first, std::int64_t last) {
        for (auto r = first; r < last; ++r)
            scaleRow(m, rows[static_cast<std::size_t>(r)], to + r * dims);
    });
    return moved(tensor);
}

/// All rows, scaled, on the device; host memory is needed for a piece at a time.
at::Tensor Batches::scaledCopy(std::size_t m) const
{
    const auto& modality = m_cohort.modalities[m];
    const auto total = static_cast<std::int64_t>(modality.values.size()) / modality.dims;
    const auto most = std::max<std::int64_t>(1, kPiece / modality.dims);
    auto copy = at::empty({ total, modality.dims }, at::TensorOptions(m_device).dtype(at::kFloat));
    for (std::int64_t first = 0; first < total; first += most) {
        const auto count = std::min(most, total - first);
        auto piece = at::empty({ count, modality.dims }, at::kFloat);
        for (std::int64_t r = 0; r < count; ++r)
            scaleRow(m, first + r, piece.data_ptr<float>() + r * modality.dims);
        copy.narrow(0, first, count).copy_(moved(piece));
    }
    return copy;
}

model::ModalityInput Batches::packed(std::size_t m, const std::vector<std::int64_t>& rows) const
{
    const auto& modality = m_cohort.modalities[m];
    std::vector<std::int64_t> order;
    for (std::size_t b = 0; b < rows.size(); ++b) {
        if (modality.present[static_cast<std::size_t>(rows[b])] != 0)
            order.push_back(static_cast<std::int64_t>(b));
    }
    const auto stepsOf = [&](std::int64_t b) {
        return modality.steps(static_cast<std::size_t>(rows[static_cast<std::size_t>(b)]));
    };
    std::stable_sort(
        order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) { return stepsOf(a) > stepsOf(b); });

    const auto longest = order.empty() ? 0 : stepsOf(order.front());
    std::vector<std::int64_t> sizes, steps;
    auto active = order.size();
    for (std::int64_t t = 0; t < longest; ++t) {
        while (active > 0 && stepsOf(order[active - 1]) <= t)
            --active;
        sizes.push_back(static_cast<std::int64_t>(active));
        for (std::size_t p = 0; p < active; ++p) {
            const auto row = static_cast<std::size_t>(rows[static_cast<std::size_t>(order[p])]);
            steps.push_back(modality.offsets[row] + t);
        }
    }
    model::ModalityInput input;
    input.values = gathered(m, steps);
    input.batchSizes = indexTensor(sizes);
    input.order = moved(indexTensor(order));
    if (modality.kind == data::ModalityKind::Series)
        addTimes(m, steps, input);
    return input;
}

void Batches::addTimes(
    std::size_t m, const std::vector<std::int64_t>& steps, model::ModalityInput& input) const
{
    const auto& modality = m_cohort.modalities[m];
    const auto count = static_cast<std::int64_t>(steps.size());
    auto times = at::empty({ count }, at::kFloat);
    auto observed = at::empty({ count, modality.dims }, at::kFloat);
    auto* time = times.data_ptr<float>();
    auto* mark = observed.data_ptr<float>();
    for (const auto step : steps) {
        *time++ = static_cast<float>(m_scaler.modalities[m].scaledTime(
            static_cast<double>(modality.times[static_cast<std::size_t>(step)])));
        const auto* const value = modality.values.data() + step * modality.dims;
        for (std::int64_t d = 0; d < modality.dims; ++d)
            *mark++ = std::isnan(value[d]) ? 0.0F : 1.0F;
    }
    input.times = moved(times);
    input.observed = moved(observed);
}

model::ModelInput Batches::input(
    const std::vector<std::int64_t>& rows, const std::vector<std::size_t>& modalities) const
{
    const auto places = indexTensor(rows);
    const auto index = moved(places);
    model::ModelInput input;
    std::vector<at::Tensor> present;
    for (const auto m : modalities) {
        if (m_cohort.modalities[m].isRagged()) {
            input.modalities.push_back(packed(m, rows));
        } else {
            model::ModalityInput dense;
            dense.values = m_values.empty() ? gathered(m, rows) : m_values[m].index_select(0, index);
            input.modalities.push_back(std::move(dense));
        }
        input.modalities.back().rows = places;
        input.modalities.back().encoded = &m_encoded[m];
        present.push_back(m_present[static_cast<std::int64_t>(m)].index_select(0, index));
    }
    input.present = at::stack(present);
    return input;
}

at::Tensor Batches::target(const std::vector<std::int64_t>& rows) const
{
    return m_target.index_select(0, moved(indexTensor(rows)));
}

at::Tensor Batches::weightTable(const std::vector<float>& weights) const
{
    const auto count = static_cast<std::int64_t>(m_cohort.modalityCount());
    const auto rows = static_cast<std::int64_t>(m_cohort.size());
    auto table = at::empty({ count, rows, 1 }, at::kFloat);
    auto* value = table.data_ptr<float>();
    for (std::int64_t m = 0; m < count; ++m) {
        for (std::int64_t i = 0; i < rows; ++i)
            *value++ = weights[static_cast<std::size_t>(i * count + m)];
    }
    return moved(table);
}

at::Tensor Batches::weights(const at::Tensor& table, const std::vector<std::int64_t>& rows,
    const std::vector<std::size_t>& modalities) const
{
    auto chosen = table.index_select(1, moved(indexTensor(rows)));
    if (modalities.size() == m_cohort.modalityCount())
        return chosen;
    const std::vector<std::int64_t> some(modalities.begin(), modalities.end());
    return chosen.index_select(0, moved(indexTensor(some)));
}

} // namespace btw::training
