// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>
#include <c10/util/Exception.h>

#include <string>

namespace btw::training {

/// What a device's name (resolveDevice(): "cpu", "cuda", "cuda+bf16", "cuda+fp16") stands for.
struct DevicePlan
{
    at::Device device = at::kCPU;
    at::ScalarType products = at::kFloat; ///< matrix products' type in the forward pass
};

/// \throws btw::Error for a name that resolveDevice() does not give, and where there is no such device (any
/// more): a run may be resumed on another machine.
DevicePlan devicePlan(const std::string& name);

/// The GPU's name, or "CPU".
std::string deviceName(const at::Device& device);

/// By how much a loss is multiplied so that gradients of this type do not vanish (Micikevicius et al. 2018).
double lossScale(at::ScalarType products);

/// Throws `error` again; as a btw::Error (Kind::Work) that says what to do where memory has run out or a
/// device has failed. Within a catch block.
[[noreturn]] void rethrowDeviceError(const c10::Error& error);

/// `work()`, its errors of devices as sentences.
template <typename Work> auto withDeviceErrors(const Work& work)
{
    try {
        return work();
    } catch (const c10::Error& error) {
        rethrowDeviceError(error);
    }
}

} // namespace btw::training
