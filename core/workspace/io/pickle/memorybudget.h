// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <exception>
#include <limits>

namespace btw::io::pickle {

/// The remedy where a file asks for more than its limit (ReadLimits::ofEnvironment).
inline constexpr const char* kRaiseLimit = "if you trust the file, set BTW_UNPACK_GIB to the GiB it may take";

/// Thrown where a file asks for more memory than its limit; the importers make a problem of it.
class OverLimit : public std::exception
{
public:
    const char* what() const noexcept override { return "more memory than the limit"; }
};

/// Counts what a file makes the program hold, so that a small hostile file cannot ask for all memory.
class MemoryBudget
{
public:
    explicit MemoryBudget(std::uint64_t limit)
        : m_limit(limit)
    {
    }

    /// False when the limit would be passed; then nothing is taken.
    bool take(std::uint64_t bytes)
    {
        if (bytes > m_limit - m_used)
            return false;
        m_used += bytes;
        return true;
    }

    /// \throws OverLimit. The product may be any: it does not overflow.
    void need(std::uint64_t count, std::uint64_t bytesEach)
    {
        if (bytesEach != 0 && count > std::numeric_limits<std::uint64_t>::max() / bytesEach)
            throw OverLimit();
        if (!take(count * bytesEach))
            throw OverLimit();
    }

    std::uint64_t limit() const { return m_limit; }

private:
    std::uint64_t m_limit;
    std::uint64_t m_used = 0;
};

} // namespace btw::io::pickle
