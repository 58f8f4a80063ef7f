// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/kernels/lstm.h"

#include "engine/kernels/lstmgates.h"
#include "engine/kernels/product.h"

#include <omp.h>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <vector>

namespace btw::kernels {

namespace {

/// While it lives, what this thread computes below 1e-38 is 0. Gradients fade from step to step, and
/// processors take a hundred times as long for numbers that small: over 500 steps, nine tenths of the time.
class FlushesTiny
{
public:
#if defined(__SSE2__)
    FlushesTiny()
        : m_before(_mm_getcsr())
    {
        constexpr unsigned kFlushResults = 0x8000, kFlushInputs = 0x0040;
        _mm_setcsr(m_before | kFlushResults | kFlushInputs);
    }
    ~FlushesTiny() { _mm_setcsr(m_before); }

private:
    unsigned m_before;
#else
    FlushesTiny() { } // elsewhere they are as they are
    ~FlushesTiny() { }
#endif

public:
    FlushesTiny(const FlushesTiny&) = delete;
    FlushesTiny& operator=(const FlushesTiny&) = delete;
};

/// Where each step's rows begin.
std::vector<std::int64_t> firstRows(const LstmSteps& steps)
{
    std::vector<std::int64_t> first(static_cast<std::size_t>(steps.steps) + 1);
    for (std::int64_t t = 0; t < steps.steps; ++t)
        first[static_cast<std::size_t>(t) + 1] = first[static_cast<std::size_t>(t)] + steps.instances[t];
    return first;
}

/// A matrix `[inner, columns]` in panels of kPanel columns, each with its rows beside each other: rows some
/// kilobytes apart would share few places in the first cache.
class Panels
{
public:
    /// \param entry (row, column) of the matrix
    template <typename Entry>
    Panels(std::int64_t inner, std::int64_t columns, const Entry& entry)
        : m_inner(inner)
        , m_columns(columns)
    {
        m_values.reserve(static_cast<std::size_t>(inner * columns));
        for (std::int64_t begin = 0; begin < columns; begin += kPanel)
            for (std::int64_t i = 0; i < inner; ++i)
                for (std::int64_t c = begin; c < std::min(begin + kPanel, columns); ++c)
                    m_values.push_back(entry(i, c));
    }

    /// \param product without the matrix, its sizes and panels of C
    void multiply(Product product) const
    {
        static const auto kMultiply = productKernels().front().multiply;
        auto* const c = product.c;
        product.inner = m_inner;
        for (std::int64_t begin = 0; begin < m_columns; begin += kPanel) {
            product.columns = product.bRow = std::min(kPanel, m_columns - begin);
            product.b = m_values.data() + begin * m_inner;
            product.c = c + begin;
            kMultiply(product);
        }
    }

private:
    static constexpr std::int64_t kPanel = 64;
    std::int64_t m_inner, m_columns;
    std::vector<float> m_values;
};

/// One thread's instances: every n-th, so that each thread has long and short ones.
struct Share
{
    std::int64_t offset, stride;

    std::int64_t of(std::int64_t instances) const
    {
        return instances > offset ? (instances - offset - 1) / stride + 1 : 0;
    }
};

void forward(const LstmSteps& steps, const Panels& w, const std::vector<std::int64_t>& first, Share share)
{
    const auto width = steps.width;
    for (std::int64_t t = 0; t < steps.steps; ++t) {
        const auto rows = share.of(steps.instances[t]);
        if (rows == 0)
            return;
        const auto here = first[static_cast<std::size_t>(t)] + share.offset;
        const auto before = t == 0 ? 0 : first[static_cast<std::size_t>(t) - 1] + share.offset;
        if (t > 0)
            w.multiply({ .rows = rows,
                .a = steps.states + before * width,
                .aRow = share.stride * width,
                .aColumn = 1,
                .c = steps.gates + here * 4 * width,
                .cRow = share.stride * 4 * width,
                .adds = true });
        for (std::int64_t r = 0; r < rows; ++r) {
            const auto row = here + r * share.stride;
            lstmGates(width, steps.gates + row * 4 * width,
                t == 0 ? nullptr : steps.cells + (before + r * share.stride) * width,
                steps.cells + row * width, steps.states + row * width);
        }
    }
}

void backward(const LstmSteps& steps, const Panels& w, const float* gradLast, float* gradGates,
    const std::vector<std::int64_t>& first, Share share)
{
    const auto width = steps.width;
    const auto all = share.of(steps.instances[0]);
    std::vector<float> gradStates(static_cast<std::size_t>(all * width));
    std::vector<float> gradCells(static_cast<std::size_t>(all * width));
    std::int64_t started = 0; // instances whose last step has been reached
    for (std::int64_t t = steps.steps - 1; t >= 0; --t) {
        const auto rows = share.of(steps.instances[t]);
        if (rows == 0)
            continue;
        const auto here = first[static_cast<std::size_t>(t)] + share.offset;
        const auto before = t == 0 ? 0 : first[static_cast<std::size_t>(t) - 1] + share.offset;
        for (; started < rows; ++started)
            std::copy_n(gradLast + (share.offset + started * share.stride) * width, width,
                gradStates.data() + started * width);
        for (std::int64_t r = 0; r < rows; ++r) {
            const auto row = here + r * share.stride;
            lstmGatesBackward(width, steps.gates + row * 4 * width,
                t == 0 ? nullptr : steps.cells + (before + r * share.stride) * width,
                steps.cells + row * width, gradStates.data() + r * width, gradCells.data() + r * width,
                gradGates + row * 4 * width);
        }
        if (t > 0)
            w.multiply({ .rows = rows,
                .a = gradGates + here * 4 * width,
                .aRow = share.stride * 4 * width,
                .aColumn = 1,
                .c = gradStates.data(),
                .cRow = width });
    }
}

/// Runs the work once for each thread's share of the instances.
template <typename Work> void parted(const LstmSteps& steps, const Work& work)
{
    const auto first = firstRows(steps);
    const auto threads = static_cast<int>(std::min<std::int64_t>(steps.instances[0], omp_get_max_threads()));
#pragma omp parallel for schedule(static, 1) num_threads(threads)
    for (int thread = 0; thread < threads; ++thread) {
        const FlushesTiny flushesTiny;
        work(first, Share { thread, threads });
    }
}

} // namespace

bool takesLstmWidth(std::int64_t width) { return !productKernels().empty() && width % kProductColumns == 0; }

void lstmForward(const LstmSteps& steps, const float* w)
{
    const auto width = steps.width;
    const Panels panels(width, 4 * width, [&](auto i, auto c) { return w[c * width + i]; });
    parted(steps, [&](const auto& first, Share share) { forward(steps, panels, first, share); });
}

void lstmBackward(const LstmSteps& steps, const float* w, const float* gradLast, float* gradGates)
{
    const auto width = steps.width;
    const Panels panels(4 * width, width, [&](auto i, auto c) { return w[i * width + c]; });
    parted(steps,
        [&](const auto& first, Share share) { backward(steps, panels, gradLast, gradGates, first, share); });
}

} // namespace btw::kernels
