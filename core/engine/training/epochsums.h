// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace btw::training {

/// An epoch's losses, batch by batch. Reading a number of a GPU waits for all that is queued there: so it
/// sums there, and is read when someone asks, at the latest at the epoch's end.
class EpochSums
{
public:
    enum class Reading : std::uint8_t {
        EachBatch, ///< what is not finite is found in its batch
        WhenAsked ///< and found, with its batch, when a number is asked for
    };

    EpochSums(std::int64_t epoch, const at::Device& device, Reading reading);
    /// EachBatch on the processor, WhenAsked elsewhere.
    EpochSums(std::int64_t epoch, const at::Device& device);

    // Each, and each number below: \throws btw::Error (Kind::Work) naming epoch and batch for what is found
    // not finite.

    /// \param loss of one batch, scalar  \param extra other losses, scalars, as many in every batch
    void add(const at::Tensor& loss, const std::vector<at::Tensor>& extra, std::size_t rows);
    /// The same batch's gradient norm, as a number or where it was computed (undefined: none).
    void addNorm(double norm);
    void addNorm(const at::Tensor& norm);

    double lastLoss();
    double loss(); ///< mean over rows
    std::vector<double> extra(); ///< means over batches

private:
    void read();
    void require(double value, const char* what, std::int64_t batch) const;

    std::int64_t m_epoch;
    Reading m_reading;
    std::int64_t m_batches = 0;
    double m_rows = 0, m_loss = 0, m_last = 0;
    std::vector<double> m_extra;
    bool m_stale = false; ///< the device knows more than the numbers above
    /// WhenAsked, double, on the device: loss and last loss; the extra ones; first loss and first norm that
    /// is not finite, their batches
    at::Tensor m_sums, m_extraSums, m_bad, m_badBatch;
};

} // namespace btw::training
