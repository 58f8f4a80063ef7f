// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/device.h"

#include "engine/compat.h"
#include "engine/error.h"
#include "engine/training/runtime.h"

#include <torch/cuda.h>

#ifdef BTW_CUDA
#include <cuda_runtime_api.h>
#endif

#include <algorithm>
#include <cstdlib>

namespace btw::training {

namespace {

/// What was found in place of a GPU, and what to do.
std::string noCuda()
{
#ifdef BTW_CUDA
    int count = 0;
    const auto result = cudaGetDeviceCount(&count);
    return "device: no NVIDIA GPU can be used here (LibTorch " TORCH_VERSION
           " has CUDA, but its driver says: "
        + std::string(result == cudaSuccess ? "no device" : cudaGetErrorString(result))
        + "); see whether nvidia-smi lists one, with a driver that is new enough, or use 'cpu'.";
#else
    return "device: this program was built with LibTorch " TORCH_VERSION
           ", which has no CUDA; build it with scripts/setup.sh --cuda, or use 'cpu'.";
#endif
}

void requireCuda()
{
    if (!torch::cuda::is_available())
        throw Error(noCuda());
}

void requireBfloat16()
{
#ifdef BTW_CUDA
    constexpr int kBfloat16From = 8; // Ampere's compute capability
    int major = 0;
    if (cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, 0) == cudaSuccess
        && major < kBfloat16From)
        throw Error("amp: " + deviceName(at::kCUDA)
            + " does not multiply in bf16; use --amp fp16, or leave the option out.");
#endif
}

} // namespace

std::string resolveDevice(const std::string& asked, const std::string& amp)
{
    if (asked != "cpu" && asked != "auto" && asked != "cuda")
        throw Error("device: there is no '" + asked + "'; choose one of auto, cpu, cuda.");
    if (!amp.empty() && amp != "bf16" && amp != "fp16")
        throw Error("amp: there is no '" + amp + "'; choose one of bf16, fp16.");
    if (asked == "cuda")
        requireCuda();
    const bool cuda = asked != "cpu" && torch::cuda::is_available();
    if (!cuda && !amp.empty())
        throw Error(
            "amp: mixed precision is for a GPU, and this training runs on the processor; leave --amp out"
            + std::string(asked == "cpu" ? ", or use --device cuda." : "."));
    if (amp == "bf16")
        requireBfloat16();
    return std::string(cuda ? "cuda" : "cpu") + (amp.empty() ? "" : "+" + amp);
}

DevicePlan devicePlan(const std::string& name)
{
    DevicePlan plan;
    if (name == "cpu")
        return plan;
    if (name == "cuda+bf16")
        plan.products = at::kBFloat16;
    else if (name == "cuda+fp16")
        plan.products = at::kHalf;
    else if (name != "cuda")
        throw Error("device: there is no '" + name + "'; choose one of auto, cpu, cuda.");
    requireCuda();
    if (plan.products == at::kBFloat16)
        requireBfloat16();
    // cuBLAS gives the same bits again only with a workspace of its own; read when it is first used.
    ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);
    plan.device = at::Device(at::kCUDA, 0);
    return plan;
}

std::string deviceName(const at::Device& device)
{
#ifdef BTW_CUDA
    cudaDeviceProp properties {};
    const int index = std::max<int>(device.index(), 0);
    if (device.is_cuda() && cudaGetDeviceProperties(&properties, index) == cudaSuccess)
        return static_cast<const char*>(properties.name);
#endif
    return device.is_cuda() ? "GPU" : "CPU";
}

double lossScale(at::ScalarType products) { return products == at::kHalf ? 1024.0 : 1.0; }

void rethrowDeviceError(const c10::Error& error)
{
    const std::string what = error.what_without_backtrace();
    const auto reason = what.substr(0, what.find('\n'));
    if (compat::isOutOfMemory(error))
        throw Error("Memory has run out (" + reason
                + "): the epochs before it are kept. Close what else uses it and resume the run, or train "
                  "with a smaller batch, or on the processor (--device cpu).",
            Error::Kind::Work);
    if (compat::isDeviceFailure(error))
        throw Error("The GPU has failed (" + reason
                + "): the epochs before it are kept. Look at nvidia-smi, start the program again and resume "
                  "the run, or train on the processor (--device cpu).",
            Error::Kind::Work);
    throw;
}

} // namespace btw::training
