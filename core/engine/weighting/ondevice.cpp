// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/ondevice.h"

#include "engine/kernels/device.h"
#include "engine/weighting/kl.h"

#include <cmath>

namespace btw::weighting {

bool countNeighboursOnDevice(
    const SortedColumn& x, const SortedColumn& y, std::size_t k, NeighbourCounts& counts)
{
    if (x.size() < kDeviceFrom || k > kernels::kMostNeighbours || !kernels::deviceReady()) {
        return false;
    }
    std::vector<double> ordered; // y in x's order
    ordered.reserve(x.size());
    for (const std::uint32_t row : x.rows()) {
        ordered.push_back(y.values()[row]);
    }
    counts.x.resize(x.size());
    counts.y.resize(x.size());
    return kernels::neighbourCounts(
        { static_cast<std::int64_t>(x.size()), static_cast<int>(k), x.sorted().data(), ordered.data(),
            x.rows().data(), y.sorted().data(), y.rows().data() },
        counts.x.data(), counts.y.data());
}

bool divergencesOnDevice(const Predictions& unimodal, const std::vector<double>& unimodalVariances,
    const Predictions& multimodal, const std::vector<double>& multimodalVariances,
    const std::vector<std::uint8_t>& present, std::vector<double>& kl)
{
    if (unimodal.rows() < kDeviceFrom || !kernels::deviceReady()) {
        return false;
    }
    const auto count = static_cast<std::int64_t>(unimodal.rows());
    kl.resize(unimodal.rows());
    const bool done = unimodalVariances.empty()
        ? kernels::divergencesOfClasses(count, static_cast<std::int64_t>(unimodal.width),
            unimodal.values.data(), multimodal.values.data(), { kProbabilityFloor, kProbabilitySumTolerance },
            kl.data())
        : kernels::divergencesOfNormals(count, unimodal.values.data(), unimodalVariances.data(),
            multimodal.values.data(), multimodalVariances.data(), kl.data());
    for (std::size_t i = 0; done && i < kl.size(); ++i) {
        if (present[i] != 0 && !std::isfinite(kl[i])) {
            return false;
        }
    }
    return done;
}

} // namespace btw::weighting
