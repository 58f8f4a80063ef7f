// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/io/readresult.h"

#include <QtGlobal>

namespace btw::io {

ReadLimits ReadLimits::ofEnvironment()
{
    ReadLimits limits;
    bool good = false;
    const int gibibytes = qEnvironmentVariableIntValue("BTW_UNPACK_GIB", &good);
    if (good && gibibytes > 0)
        limits.decompressedBytes = limits.memoryBytes = static_cast<std::uint64_t>(gibibytes) << 30;
    return limits;
}

} // namespace btw::io
