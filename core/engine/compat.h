// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <c10/util/Exception.h>
#include <torch/version.h>

#include <string>
#include <tuple>

/// What LibTorch 1.13 (Debian's) and 2.x (PyPI's wheel) call differently. Nothing else asks for the version.
namespace btw::compat {

/// Whether operations on this kind of device (CUDA, CPU) run in reduced precision in this thread.
inline bool autocastEnabled(at::DeviceType device)
{
#if TORCH_VERSION_MAJOR >= 2
    return at::autocast::is_autocast_enabled(device);
#else
    return device == at::kCUDA ? at::autocast::is_enabled() : at::autocast::is_cpu_enabled();
#endif
}

inline void setAutocastEnabled(at::DeviceType device, bool enabled)
{
#if TORCH_VERSION_MAJOR >= 2
    at::autocast::set_autocast_enabled(device, enabled);
#else
    device == at::kCUDA ? at::autocast::set_enabled(enabled) : at::autocast::set_cpu_enabled(enabled);
#endif
}

inline void setAutocastType(at::DeviceType device, at::ScalarType type)
{
#if TORCH_VERSION_MAJOR >= 2
    at::autocast::set_autocast_dtype(device, type);
#else
    device == at::kCUDA ? at::autocast::set_autocast_gpu_dtype(type)
                        : at::autocast::set_autocast_cpu_dtype(type);
#endif
}

/// The same bits every time, where LibTorch can (it warns where not).
inline void preferDeterministic()
{
    at::globalContext().setDeterministicAlgorithms(true, /*warn_only=*/true);
#if TORCH_VERSION_MAJOR >= 2
    // 2.x would also fill whatever at::empty() gives: a pass over memory for every tensor of a step.
    at::globalContext().setDeterministicFillUninitializedMemory(false);
#endif
}

/// Ascending, equal numbers in their order: values and where they were.
inline std::tuple<at::Tensor, at::Tensor> stableSort(const at::Tensor& flat)
{
    return at::sort(flat, /*stable=*/true, /*dim=*/0, /*descending=*/false);
}

/// Memory of a device or of the machine has run out. Not all ways to say so have an exception of their own.
inline bool isOutOfMemory(const c10::Error& error)
{
    if (dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr)
        return true;
    const std::string what = error.what_without_backtrace();
    for (const char* sign : { "out of memory", "ALLOC_FAILED", "can't allocate memory" }) {
        if (what.find(sign) != std::string::npos)
            return true;
    }
    return false;
}

/// A device has failed: nothing that runs on it can go on in this process.
inline bool isDeviceFailure(const c10::Error& error)
{
    const std::string what = error.what_without_backtrace();
    for (const char* sign : { "CUDA error", "CUDA driver error", "CUBLAS_STATUS_", "CUDNN_STATUS_" }) {
        if (what.find(sign) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace btw::compat
