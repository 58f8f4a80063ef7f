// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>

namespace btw::training {

/// Sets what libraries read only when they load, so before a program is started:
/// - GOMP_SPINCOUNT: OpenMP's threads spin for some 50 microseconds while they wait, then sleep. By default
///   they spin for milliseconds, which starves a window, or a second training, on the same cores: measured 15
///   times slower on two busy cores. Without any spinning, a step of hundreds of short products waits for
///   threads to wake: a quarter slower on two idle cores.
/// - GLIBC_TUNABLES: memory in large pages where the system has them to give, since a step walks over
///   hundreds of megabytes: a twentieth faster.
/// - OPENBLAS_CORETYPE: for a processor that is newer than itself, OpenBLAS takes kernels of 2004 (Debian's
///   0.3.21 on an Emerald Rapids: a quarter of the speed). These are the newest that every processor with
///   these instructions can run; for one that OpenBLAS knows, its own choice is nearly the same.
///
/// What the user has set stays. \return whether anything was set.
inline bool setTunedEnvironment()
{
    bool changed = false;
    const auto set = [&changed](const char* name, const char* value) {
        if (std::getenv(name) == nullptr)
            changed = ::setenv(name, value, 1) == 0 || changed;
    };
    if (std::getenv("OMP_WAIT_POLICY") == nullptr)
        set("GOMP_SPINCOUNT", "5000"); // libgomp counts on 100,000 a millisecond
    set("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        set("OPENBLAS_CORETYPE", "SkylakeX");
    else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        set("OPENBLAS_CORETYPE", "Haswell");
#endif
    return changed;
}

} // namespace btw::training
