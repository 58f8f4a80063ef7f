// SPDX-License-Identifier: GPL-3.0-or-later
#include "processmemory.h"

#include "engine/error.h"

#include <malloc.h>

#include <fstream>
#include <string>

namespace btw::cli {

namespace {

constexpr double kMegabyte = 1e6;
constexpr int kPage = 4096;

/// A line of /proc/self/status, in MB.
double memory(const std::string& key)
{
    std::ifstream file("/proc/self/status");
    std::string name;
    while (file >> name) {
        double kibibytes = 0;
        if (name == key + ":" && file >> kibibytes)
            return kibibytes * 1024 / kMegabyte;
        file.ignore(1'000'000, '\n');
    }
    throw Error(
        "Benches of memory read /proc/self/status, which this system does not have.", Error::Kind::Work);
}

} // namespace

double peakDuring(const std::function<void()>& work)
{
    std::ofstream peak("/proc/self/clear_refs");
    if (!(peak << 5 << std::flush)) // the peak starts anew (proc(5))
        throw Error("Benches of memory write to /proc/self/clear_refs, which this system does not let them.",
            Error::Kind::Work);
    const double before = memory("VmRSS");
    work();
    return memory("VmHWM") - before;
}

void keepNoFreedMemory()
{
    // training::setThreads() has large blocks kept.
    ::mallopt(M_MMAP_THRESHOLD, kPage);
    ::mallopt(M_TRIM_THRESHOLD, kPage);
    ::malloc_trim(0);
}

} // namespace btw::cli
