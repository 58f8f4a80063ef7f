// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/fault.h"

#include <cstddef>
#include <exception>
#include <utility>

namespace btw::io::pickle {

/// Why a pickle is not read, and at which byte. Thrown inside this folder only; loadPickle makes a problem
/// of it.
class Refused : public std::exception
{
public:
    Refused(std::size_t at, Fault fault)
        : m_at(at)
        , m_fault(std::move(fault))
    {
    }

    const char* what() const noexcept override { return m_fault.what.c_str(); }
    std::size_t at() const { return m_at; }
    const Fault& fault() const { return m_fault; }

private:
    std::size_t m_at;
    Fault m_fault;
};

inline constexpr const char* kFetchAgain = "copy or download the file again";
inline constexpr const char* kPlainData
    = "save only dicts, lists, tuples, strings, numbers and numpy arrays of these";

} // namespace btw::io::pickle
