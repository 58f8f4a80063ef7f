// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/epochsums.h"

#include "engine/error.h"

#include <cmath>
#include <string>

namespace btw::training {

namespace {

constexpr std::int64_t kLossSum = 0, kLastLoss = 1;
constexpr std::int64_t kLossKind = 0, kNormKind = 1;
constexpr double kNone = -1;

/// Keeps the first value that is not finite, and its batch.
void note(
    at::Tensor& bad, at::Tensor& badBatch, std::int64_t kind, const at::Tensor& value, std::int64_t batch)
{
    auto slot = badBatch.select(0, kind);
    auto kept = bad.select(0, kind);
    const auto first = at::isfinite(value).logical_not().logical_and(slot == kNone);
    kept.copy_(at::where(first, value.to(at::kDouble), kept));
    slot.masked_fill_(first, static_cast<double>(batch));
}

} // namespace

EpochSums::EpochSums(std::int64_t epoch, const at::Device& device, Reading reading)
    : m_epoch(epoch)
    , m_reading(reading)
{
    if (reading == Reading::EachBatch)
        return;
    const auto options = at::TensorOptions(device).dtype(at::kDouble);
    m_sums = at::zeros({ 2 }, options);
    m_bad = at::zeros({ 2 }, options);
    m_badBatch = at::full({ 2 }, kNone, options);
}

EpochSums::EpochSums(std::int64_t epoch, const at::Device& device)
    : EpochSums(epoch, device, device.is_cpu() ? Reading::EachBatch : Reading::WhenAsked)
{
}

void EpochSums::require(double value, const char* what, std::int64_t batch) const
{
    if (std::isfinite(value))
        return;
    throw Error("The " + std::string(what) + " became " + (std::isnan(value) ? "NaN" : "infinite")
            + " in epoch " + std::to_string(m_epoch) + ", batch " + std::to_string(batch + 1)
            + "; the epochs before it are kept. Try a lower learning_rate, or look for extreme values in the "
              "data.",
        Error::Kind::Work);
}

void EpochSums::add(const at::Tensor& loss, const std::vector<at::Tensor>& extra, std::size_t rows)
{
    const at::NoGradGuard noGradient;
    const auto count = static_cast<double>(rows);
    m_rows += count;
    ++m_batches;
    m_extra.resize(extra.size());
    if (m_reading == Reading::EachBatch) {
        m_last = loss.item<double>();
        require(m_last, "loss", m_batches - 1);
        m_loss += m_last * count;
        for (std::size_t i = 0; i < extra.size(); ++i)
            m_extra[i] += extra[i].item<double>();
        return;
    }
    const auto value = loss.detach().to(at::kDouble);
    m_sums.select(0, kLossSum).add_(value, count);
    m_sums.select(0, kLastLoss).copy_(value);
    if (!m_extraSums.defined())
        m_extraSums = at::zeros({ static_cast<std::int64_t>(extra.size()) }, m_sums.options());
    for (std::size_t i = 0; i < extra.size(); ++i)
        m_extraSums.select(0, static_cast<std::int64_t>(i)).add_(extra[i].detach().to(at::kDouble));
    note(m_bad, m_badBatch, kLossKind, value, m_batches - 1);
    m_stale = true;
}

void EpochSums::addNorm(double norm) { require(norm, "gradient", m_batches - 1); }

void EpochSums::addNorm(const at::Tensor& norm)
{
    if (!norm.defined())
        return;
    if (m_reading == Reading::EachBatch)
        return addNorm(norm.item<double>());
    note(m_bad, m_badBatch, kNormKind, norm, m_batches - 1);
    m_stale = true;
}

void EpochSums::read()
{
    if (!m_stale)
        return;
    const auto all = at::cat({ m_sums, m_bad, m_badBatch, m_extraSums }).cpu(); // the one wait
    const auto* number = all.data_ptr<double>();
    const double lossBatch = number[4];
    const double normBatch = number[5];
    // A loss comes before its gradient.
    if (lossBatch >= 0 && (normBatch < 0 || lossBatch <= normBatch))
        require(number[2], "loss", static_cast<std::int64_t>(lossBatch));
    if (normBatch >= 0)
        require(number[3], "gradient", static_cast<std::int64_t>(normBatch));
    m_loss = number[kLossSum];
    m_last = number[kLastLoss];
    m_extra.assign(number + 6, number + 6 + m_extraSums.numel());
    m_stale = false;
}

double EpochSums::lastLoss()
{
    read();
    return m_last;
}

double EpochSums::loss()
{
    read();
    return m_loss / m_rows;
}

std::vector<double> EpochSums::extra()
{
    read();
    auto means = m_extra;
    for (double& mean : means)
        mean /= static_cast<double>(m_batches);
    return means;
}

} // namespace btw::training
