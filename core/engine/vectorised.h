// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Compiles a function for several instruction sets, of which the machine's best is chosen at run time:
/// Debian builds for the first x86-64. Only gcc, and not under sanitizers, which its resolvers run before.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)        \
    && !defined(__SANITIZE_THREAD__)
#define BTW_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define BTW_VECTORISED
#endif

// `omp simd` allows; where clang cannot follow, the plain loop is right, too.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed"
#endif
