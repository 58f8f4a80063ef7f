// SPDX-License-Identifier: GPL-3.0-or-later
// No header of LibTorch: nvcc alone compiles this in seconds.
#include "engine/error.h"
#include "engine/kernels/device.h"

#include <cuda_runtime.h>

#include <cstddef>
#include <string>
#include <vector>

namespace btw::kernels {

namespace {

constexpr int kThreads = 256; // a block

/// Index of the thread's first item, and by how much it goes on: any number of blocks covers any count.
__device__ std::int64_t firstItem() { return blockIdx.x * std::int64_t { blockDim.x } + threadIdx.x; }
__device__ std::int64_t itemStep() { return std::int64_t { gridDim.x } * blockDim.x; }

unsigned blocksFor(std::int64_t count)
{
    constexpr std::int64_t kMost = 65535;
    const std::int64_t blocks = (count + kThreads - 1) / kThreads;
    return static_cast<unsigned>(blocks < kMost ? blocks : kMost);
}

// Neighbouring threads have neighbouring points of x's order: they walk over the same cache lines.
__global__ void radiiKernel(NeighbourColumns columns, double* radii)
{
    for (std::int64_t i = firstItem(); i < columns.count; i += itemStep())
        radii[columns.rowOfX[i]] = nextafter(kthDistance(columns, i), 0.0);
}

__global__ void countsKernel(const double* sorted, const std::uint32_t* rows, const double* radii,
    std::int64_t count, std::uint32_t* counts)
{
    for (std::int64_t i = firstItem(); i < count; i += itemStep())
        counts[i] = countWithin(sorted, count, i, radii[rows[i]]);
}

__global__ void normalsKernel(std::int64_t count, const float* meanP, const double* varianceP,
    const float* meanQ, const double* varianceQ, double* kl)
{
    for (std::int64_t i = firstItem(); i < count; i += itemStep())
        kl[i] = divergenceOfNormals(static_cast<double>(meanP[i]), varianceP[i],
            static_cast<double>(meanQ[i]), varianceQ[i]);
}

__global__ void classesKernel(std::int64_t count, std::int64_t width, const float* p, const float* q,
    ProbabilityRules rules, double* kl)
{
    for (std::int64_t i = firstItem(); i < count; i += itemStep())
        kl[i] = divergenceOfClasses(p + i * width, q + i * width, width, rules);
}

void require(cudaError_t result)
{
    if (result != cudaSuccess)
        throw Error(std::string("The GPU failed while weights were computed (") + cudaGetErrorString(result)
                + "): look at nvidia-smi, then resume the run, on the processor with --device cpu if need be.",
            Error::Kind::Work);
}

/// A stream and the arrays of one call.
class Session
{
public:
    Session() { require(cudaStreamCreate(&m_stream)); }
    ~Session()
    {
        for (void* array : m_arrays)
            cudaFree(array);
        cudaStreamDestroy(m_stream);
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    cudaStream_t stream() const { return m_stream; }
    bool isShort() const { return m_short; }

    /// Not initialised; null, from here on, where memory is short.
    template <typename Number> Number* array(std::int64_t count)
    {
        void* memory = nullptr;
        if (m_short)
            return nullptr;
        const cudaError_t result
            = cudaMalloc(&memory, static_cast<std::size_t>(count) * sizeof(Number));
        if (result == cudaErrorMemoryAllocation) {
            cudaGetLastError(); // or the next call would report it
            m_short = true;
            return nullptr;
        }
        require(result);
        m_arrays.push_back(memory);
        return static_cast<Number*>(memory);
    }

    template <typename Number> Number* copied(const Number* values, std::int64_t count)
    {
        Number* const copy = array<Number>(count);
        if (copy != nullptr)
            require(cudaMemcpyAsync(copy, values, static_cast<std::size_t>(count) * sizeof(Number),
                cudaMemcpyHostToDevice, m_stream));
        return copy;
    }

    template <typename Number> void fetch(Number* values, const Number* from, std::int64_t count)
    {
        require(cudaMemcpyAsync(values, from, static_cast<std::size_t>(count) * sizeof(Number),
            cudaMemcpyDeviceToHost, m_stream));
    }

    void finish() { require(cudaStreamSynchronize(m_stream)); }

private:
    cudaStream_t m_stream = nullptr;
    std::vector<void*> m_arrays;
    bool m_short = false;
};

} // namespace

bool deviceReady()
{
    int count = 0;
    const bool found = cudaGetDeviceCount(&count) == cudaSuccess && count > 0;
    cudaGetLastError();
    return found;
}

void launchNeighbourCounts(const NeighbourColumns& columns, double* radii, std::uint32_t* countX,
    std::uint32_t* countY, DeviceStream stream)
{
    const unsigned blocks = blocksFor(columns.count);
    radiiKernel<<<blocks, kThreads, 0, stream>>>(columns, radii);
    countsKernel<<<blocks, kThreads, 0, stream>>>(
        columns.x, columns.rowOfX, radii, columns.count, countX);
    countsKernel<<<blocks, kThreads, 0, stream>>>(
        columns.sortedY, columns.rowOfY, radii, columns.count, countY);
    require(cudaGetLastError());
}

void launchDivergenceOfNormals(std::int64_t count, const float* meanP, const double* varianceP,
    const float* meanQ, const double* varianceQ, double* kl, DeviceStream stream)
{
    normalsKernel<<<blocksFor(count), kThreads, 0, stream>>>(count, meanP, varianceP, meanQ, varianceQ, kl);
    require(cudaGetLastError());
}

void launchDivergenceOfClasses(std::int64_t count, std::int64_t width, const float* p, const float* q,
    ProbabilityRules rules, double* kl, DeviceStream stream)
{
    classesKernel<<<blocksFor(count), kThreads, 0, stream>>>(count, width, p, q, rules, kl);
    require(cudaGetLastError());
}

bool neighbourCounts(const NeighbourColumns& columns, std::uint32_t* countX, std::uint32_t* countY)
{
    Session session;
    const std::int64_t n = columns.count;
    const NeighbourColumns there { n, columns.k, session.copied(columns.x, n), session.copied(columns.y, n),
        session.copied(columns.rowOfX, n), session.copied(columns.sortedY, n),
        session.copied(columns.rowOfY, n) };
    auto* const radii = session.array<double>(n);
    auto* const x = session.array<std::uint32_t>(n);
    auto* const y = session.array<std::uint32_t>(n);
    if (session.isShort())
        return false;
    launchNeighbourCounts(there, radii, x, y, session.stream());
    session.fetch(countX, x, n);
    session.fetch(countY, y, n);
    session.finish();
    return true;
}

bool divergencesOfNormals(std::int64_t count, const float* meanP, const double* varianceP, const float* meanQ,
    const double* varianceQ, double* kl)
{
    Session session;
    const auto* const p = session.copied(meanP, count);
    const auto* const spreadP = session.copied(varianceP, count);
    const auto* const q = session.copied(meanQ, count);
    const auto* const spreadQ = session.copied(varianceQ, count);
    auto* const result = session.array<double>(count);
    if (session.isShort())
        return false;
    launchDivergenceOfNormals(count, p, spreadP, q, spreadQ, result, session.stream());
    session.fetch(kl, result, count);
    session.finish();
    return true;
}

bool divergencesOfClasses(std::int64_t count, std::int64_t width, const float* p, const float* q,
    ProbabilityRules rules, double* kl)
{
    Session session;
    const auto* const rowsP = session.copied(p, count * width);
    const auto* const rowsQ = session.copied(q, count * width);
    auto* const result = session.array<double>(count);
    if (session.isShort())
        return false;
    launchDivergenceOfClasses(count, width, rowsP, rowsQ, rules, result, session.stream());
    session.fetch(kl, result, count);
    session.finish();
    return true;
}

} // namespace btw::kernels
