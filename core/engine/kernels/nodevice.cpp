// SPDX-License-Identifier: GPL-3.0-or-later
// In place of device.cu where the program is built without nvcc: nothing runs on a GPU but LibTorch itself.
#include "engine/kernels/device.h"

namespace btw::kernels {

bool deviceReady() { return false; }

bool neighbourCounts(
    const NeighbourColumns& /*columns*/, std::uint32_t* /*countX*/, std::uint32_t* /*countY*/)
{
    return false;
}

bool divergencesOfNormals(std::int64_t /*count*/, const float* /*meanP*/, const double* /*varianceP*/,
    const float* /*meanQ*/, const double* /*varianceQ*/, double* /*kl*/)
{
    return false;
}

bool divergencesOfClasses(std::int64_t /*count*/, std::int64_t /*width*/, const float* /*p*/,
    const float* /*q*/, ProbabilityRules /*rules*/, double* /*kl*/)
{
    return false;
}

} // namespace btw::kernels
