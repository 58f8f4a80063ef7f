// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace btw::store {

/// Which process holds a run. A process id alone comes back after a while: the boot and the start time
/// (clock ticks after boot, proc(5) stat field 22) tell a successor from the holder.
struct ProcessIdentity
{
    QString host;
    QString boot; ///< /proc/sys/kernel/random/boot_id
    std::int64_t pid = 0;
    std::uint64_t started = 0;

    bool operator==(const ProcessIdentity&) const = default;
};

ProcessIdentity currentProcess();

/// Whether that process surely runs no more. What another host's processes do cannot be seen from here:
/// false. No identity at all (pid 0): true.
bool isGone(const ProcessIdentity& process);

} // namespace btw::store
