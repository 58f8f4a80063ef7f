// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace btw::training {

/// What the numbers run on. No LibTorch type, so that any layer can show it.
struct RuntimeInfo
{
    std::string libtorchVersion;
    std::string blas; ///< e.g. "OpenBLAS 0.3.21 (openmp)", "reference BLAS"
    int threads = 1; ///< intra-op threads in force
    bool cuda = false; ///< a usable CUDA device is present
    std::string device; ///< the device that `auto` resolves to: "cpu" or "cuda"
    std::string deviceName; ///< "CPU", or the GPU's
};

RuntimeInfo runtimeInfo();

/// Bounds LibTorch's and OpenMP's (so OpenBLAS-openmp's) threads of the calling process. At least 1.
void setThreads(int threads);
/// Starts the program again, once, unless setTunedEnvironment() had nothing to set. Call first in main().
/// `btw` is started with that environment by app/launcher, so that it does not start twice.
void restartTuned(char** arguments);
/// Makes the calling thread, and the OpenMP threads it commands, treat numbers below 1e-38 as zeros. Under
/// weight decay the weights of useless inputs and their moments fade into that range, where a processor takes
/// a hundred times as long: measured on parkinsons, most of a training.
void flushDenormals();
/// Physical cores of this machine, at least 1.
int physicalCores();

/// A large matrix product's speed in GFLOP/s on the current threads (takes about 50 ms).
double measureMatmulGflops();
/// Empty when matrix products run at a sensible speed; else one sentence that names the package to install.
std::string blasWarning();

/// What a training is given as its device, and recorded with its runs: "cpu", "cuda", or with mixed precision
/// "cuda+bf16", "cuda+fp16". "auto" takes CUDA where there is a usable GPU.
/// \param amp "", "bf16" or "fp16"
/// \throws btw::Error for unknown names, "cuda" without one (saying what was found), and `amp` without one.
std::string resolveDevice(const std::string& asked, const std::string& amp = {});

} // namespace btw::training
