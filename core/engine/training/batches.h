// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/scaling.h"
#include "engine/model/encodedrows.h"
#include "engine/model/fusionmodel.h"

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace btw::training {

/// Where the features of a cohort wait until a batch takes them.
enum class FeatureStore : std::uint8_t {
    Cohort, ///< where they are; each batch scales its rows on the way
    Device ///< a scaled copy on the device, made once
};

/// A cohort ready to train on, for all the models of a training: features and labels scaled by the training
/// rows, the same numbers whatever the store. Sequences stay ragged. Refers to the cohort.
class Batches
{
public:
    /// On the CPU a copy would only cost memory; to another device each row should go once, not every epoch.
    Batches(const data::Cohort& cohort, const at::Device& device);
    Batches(const data::Cohort& cohort, const at::Device& device, FeatureStore store);
    /// Rows to be predicted on the CPU, scaled as the rows were that a model was trained on. They have no
    /// target().
    Batches(const data::Cohort& people, data::Scaler scaler);

    /// \param rows instance indices  \param modalities which ones the model sees
    model::ModelInput input(
        const std::vector<std::int64_t>& rows, const std::vector<std::size_t>& modalities) const;
    /// Class indices int64 `[B]`, or standardised labels float `[B, 1]`.
    at::Tensor target(const std::vector<std::int64_t>& rows) const;
    /// `[N, M]` float32 weights as `[M, N, 1]` on the device: once an epoch, for weights().
    at::Tensor weightTable(const std::vector<float>& weights) const;
    /// The `[M, B, 1]` of these rows and modalities (ascending).
    at::Tensor weights(const at::Tensor& table, const std::vector<std::int64_t>& rows,
        const std::vector<std::size_t>& modalities) const;

    model::ModelShape shape(const std::vector<std::size_t>& modalities) const;
    const data::Cohort& cohort() const { return m_cohort; }
    const data::Scaler& scaler() const { return m_scaler; }
    const at::Device& device() const { return m_device; }

private:
    void readPresence();
    /// To the device; by way of pinned memory to a GPU, so that nobody waits for it.
    at::Tensor moved(const at::Tensor& tensor) const;
    model::ModalityInput packed(std::size_t m, const std::vector<std::int64_t>& rows) const;
    /// What a series has beside the values of these steps of all instances.
    void addTimes(std::size_t m, const std::vector<std::int64_t>& steps, model::ModalityInput& input) const;
    /// One row of a modality's values; zeros where the instance lacks it.
    void scaleRow(std::size_t m, std::int64_t row, float* to) const;
    at::Tensor gathered(std::size_t m, const std::vector<std::int64_t>& rows) const;
    at::Tensor scaledCopy(std::size_t m) const;

    const data::Cohort& m_cohort;
    at::Device m_device;
    data::Scaler m_scaler;
    std::vector<at::Tensor> m_values; ///< M: `[N, D]` or `[total steps, D]`; none with FeatureStore::Cohort
    at::Tensor m_present; ///< `[M, N, 1]`
    mutable std::vector<model::EncodedRows> m_encoded; ///< M
    at::Tensor m_target;
};

} // namespace btw::training
