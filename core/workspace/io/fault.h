// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace btw::io {

/// Why something cannot be read, and what to do about it. The caller knows where.
struct Fault
{
    std::string what;
    std::string remedy;
};

} // namespace btw::io
