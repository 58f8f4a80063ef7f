// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <limits>
#include <mutex>

namespace btw {

/// Carries an exception out of an OpenMP region: one that leaves the region by itself ends the program.
///
///     ParallelError error;
///     #pragma omp parallel for
///     for (std::size_t i = 0; i < count; ++i)
///         error.guard(i, [&] { work(i); });
///     error.rethrow();
///
/// Of several, the one of the lowest item is thrown, whatever the number of threads and their order; items
/// beyond a failed one are left out where they have not begun.
class ParallelError
{
public:
    template <typename Work> void guard(std::size_t item, const Work& work) noexcept
    {
        if (item > m_item.load(std::memory_order_relaxed))
            return;
        try {
            work();
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            if (item < m_item.load(std::memory_order_relaxed)) {
                m_item.store(item, std::memory_order_relaxed);
                m_error = std::current_exception();
            }
        }
    }

    /// After the region.
    void rethrow() const
    {
        if (m_error)
            std::rethrow_exception(m_error);
    }

private:
    std::mutex m_mutex;
    std::atomic<std::size_t> m_item = std::numeric_limits<std::size_t>::max(); ///< the lowest that failed
    std::exception_ptr m_error;
};

} // namespace btw
