// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/runtime.h"

#include "engine/training/device.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <dlfcn.h>
#include <malloc.h>
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>

namespace btw::training {

namespace {

// Below this, one thread is at reference-BLAS speed: Debian's manages about 2 GFLOP/s where OpenBLAS has 60
// and more.
constexpr double kSlowGflops = 5.0;
constexpr int kKeptBytes = 32 * 1024 * 1024; // the largest that glibc takes

// OpenBLAS is loaded behind libblas.so.3; its own symbols tell its version and kind of threads.
std::string blasName()
{
    using ConfigFunction = char* (*)();
    using ParallelFunction = int (*)();
    const auto config = reinterpret_cast<ConfigFunction>(dlsym(RTLD_DEFAULT, "openblas_get_config"));
    if (config == nullptr)
        return at::hasMKL() ? "MKL" : "reference BLAS";
    std::string name = config();
    const auto second = name.find(' ', name.find(' ') + 1);
    name = name.substr(0, second);
    const auto parallel = reinterpret_cast<ParallelFunction>(dlsym(RTLD_DEFAULT, "openblas_get_parallel"));
    const int kind = parallel != nullptr ? parallel() : 0;
    return name + (kind == 2 ? " (openmp)" : kind == 1 ? " (pthread)" : " (serial)");
}

} // namespace

RuntimeInfo runtimeInfo()
{
    RuntimeInfo info;
    info.libtorchVersion = TORCH_VERSION;
    info.blas = blasName();
    info.threads = at::get_num_threads();
    info.cuda = torch::cuda::is_available();
    info.device = resolveDevice("auto");
    info.deviceName = deviceName(info.cuda ? at::kCUDA : at::kCPU);
    return info;
}

void setThreads(int threads)
{
    const int wanted = std::max(1, threads);
    // A step's temporaries are a few megabytes each: kept for the next step instead of given back to the
    // system, which would hand them out as fresh, zeroed pages.
    ::mallopt(M_MMAP_THRESHOLD, kKeptBytes);
    ::mallopt(M_TRIM_THRESHOLD, 8 * kKeptBytes);
    at::set_num_threads(wanted);
    // LibTorch takes this once, before the first use; nothing here uses it, so the first number stays.
    static std::once_flag once;
    std::call_once(once, [wanted] { at::set_num_interop_threads(wanted); });
    omp_set_num_threads(wanted);
    using SetFunction = void (*)(int);
    // An OpenBLAS with its own pthreads does not follow OpenMP; one with OpenMP takes the same number twice.
    if (const auto set = reinterpret_cast<SetFunction>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
        set(wanted);
}

void flushDenormals()
{
#pragma omp parallel
    at::globalContext().setFlushDenormal(true); // of the thread that calls it
}

double measureMatmulGflops()
{
    const at::NoGradGuard noGradient;
    constexpr std::int64_t kSize = 384;
    const auto a = at::ones({ kSize, kSize });
    const auto b = at::ones({ kSize, kSize });
    auto c = at::mm(a, b);
    double best = 0;
    for (int repeat = 0; repeat < 12; ++repeat) { // the best one: other programs may be at work, too
        const auto start = std::chrono::steady_clock::now();
        at::mm_out(c, a, b);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        best = std::max(best, 2.0 * kSize * kSize * kSize / seconds.count() / 1e9);
    }
    return best;
}

std::string blasWarning()
{
    if (measureMatmulGflops() >= kSlowGflops)
        return {};
    return "Matrix products run at the speed of a reference BLAS (" + blasName()
        + "), about 30 times slower than they could: install the package libopenblas0-openmp and start "
          "again.";
}

} // namespace btw::training
