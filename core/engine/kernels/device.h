// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/devicefunctions.h"

#include <cstdint>

struct CUstream_st;

namespace btw::kernels {

/// cudaStream_t, without CUDA's headers.
using DeviceStream = CUstream_st*;

/// Whether this program has its CUDA kernels (nvcc was there when it was built) and a GPU to run them on.
bool deviceReady();

// On device pointers, without waiting.

/// \param radii N, in the points' own order: the largest double below the distance to the k-th neighbour.
/// \param countX, countY N, in x's and y's order: points within the radius in one column, the own included
void launchNeighbourCounts(const NeighbourColumns& columns, double* radii, std::uint32_t* countX,
    std::uint32_t* countY, DeviceStream stream);
/// \param kl N, in nats
void launchDivergenceOfNormals(std::int64_t count, const float* meanP, const double* varianceP,
    const float* meanQ, const double* varianceQ, double* kl, DeviceStream stream);
/// \param p, q `[N, width]`
void launchDivergenceOfClasses(std::int64_t count, std::int64_t width, const float* p, const float* q,
    ProbabilityRules rules, double* kl, DeviceStream stream);

// The same on the processor's memory: there and back, on a stream of their own. They return false where the
// GPU has not enough memory. \throws btw::Error (Kind::Work) where it fails otherwise.

bool neighbourCounts(const NeighbourColumns& columns, std::uint32_t* countX, std::uint32_t* countY);
bool divergencesOfNormals(std::int64_t count, const float* meanP, const double* varianceP, const float* meanQ,
    const double* varianceQ, double* kl);
bool divergencesOfClasses(std::int64_t count, std::int64_t width, const float* p, const float* q,
    ProbabilityRules rules, double* kl);

} // namespace btw::kernels
