// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/batches.h"

#include "engine/error.h"

#include <algorithm>
#include <cstring>

namespace btw::training {

namespace {

at::Tensor indexTensor(const std::vector<std::int64_t>& values)
{
    auto tensor = at::empty({ static_cast<std::int64_t>(values.size()) }, at::kLong);
    std::copy(values.begin(), values.end(), tensor.data_ptr<std::int64_t>());
    return tensor;
}

at::Tensor matrix(const std::vector<float>& values, std::int64_t columns)
{
    auto tensor = at::empty({ static_cast<std::int64_t>(values.size()) / columns, columns }, at::kFloat);
    if (!values.empty())
        std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
    return tensor;
}

} // namespace

Batches::Batches(const data::Cohort& cohort, const at::Device& device)
    : m_cohort(cohort)
    , m_device(device)
    , m_scaler(data::Scaler::fit(cohort))
{
    const auto n = static_cast<std::int64_t>(cohort.size());
    const auto count = static_cast<std::int64_t>(cohort.modalityCount());
    auto present = at::empty({ count, n, 1 }, at::kFloat);
    auto* mark = present.data_ptr<float>();
    for (std::size_t m = 0; m < cohort.modalityCount(); ++m) {
        const auto& modality = cohort.modalities[m];
        if (modality.kind == data::ModalityKind::Series)
            throw Error("modality '" + modality.name
                + "' is an irregular series with time stamps, which this version cannot train on; bin it "
                  "into a "
                  "sequence.");
        m_values.push_back(matrix(m_scaler.apply(cohort, m), modality.dims).to(device));
        for (std::size_t i = 0; i < cohort.size(); ++i)
            *mark++ = modality.present[i] != 0 ? 1.0F : 0.0F;
    }
    m_present = present.to(device);

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

model::ModelShape Batches::shape(const std::vector<std::size_t>& modalities) const
{
    model::ModelShape shape;
    for (const auto m : modalities)
        shape.inputs.push_back({ m_cohort.modalities[m].dims, m_cohort.modalities[m].isRagged() });
    shape.outputs = static_cast<std::int64_t>(m_cohort.predictionWidth());
    return shape;
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
    input.values = m_values[m].index_select(0, indexTensor(steps).to(m_device));
    input.batchSizes = indexTensor(sizes);
    input.order = indexTensor(order).to(m_device);
    return input;
}

model::ModelInput Batches::input(
    const std::vector<std::int64_t>& rows, const std::vector<std::size_t>& modalities) const
{
    const auto index = indexTensor(rows).to(m_device);
    model::ModelInput input;
    std::vector<at::Tensor> present;
    for (const auto m : modalities) {
        if (m_cohort.modalities[m].isRagged()) {
            input.modalities.push_back(packed(m, rows));
        } else {
            model::ModalityInput dense;
            dense.values = m_values[m].index_select(0, index);
            input.modalities.push_back(std::move(dense));
        }
        present.push_back(m_present[static_cast<std::int64_t>(m)].index_select(0, index));
    }
    input.present = at::stack(present);
    return input;
}

at::Tensor Batches::target(const std::vector<std::int64_t>& rows) const
{
    return m_target.index_select(0, indexTensor(rows).to(m_device));
}

at::Tensor Batches::weights(const std::vector<float>& weights, const std::vector<std::int64_t>& rows) const
{
    const auto count = m_cohort.modalityCount();
    auto tensor = at::empty(
        { static_cast<std::int64_t>(count), static_cast<std::int64_t>(rows.size()), 1 }, at::kFloat);
    auto* value = tensor.data_ptr<float>();
    for (std::size_t m = 0; m < count; ++m) {
        for (const auto row : rows)
            *value++ = weights[static_cast<std::size_t>(row) * count + m];
    }
    return tensor.to(m_device);
}

} // namespace btw::training
