// SPDX-License-Identifier: GPL-3.0-or-later
// Stands for btw_fitting and btw_training in a program that is to be on show before LibTorch is there:
// LibTorch and what it needs are some 250 libraries, which take half a second to load. They come with
// libbtw-torch.so, when something is asked of them for the first time, on the thread that asks.
#include "engine/error.h"
#include "engine/systems/torchpart.h"

#include <dlfcn.h>

#include <filesystem>
#include <system_error>

namespace btw {

namespace {

/// Lies beside the program's folder, installed or built.
constexpr const char* kFile = "../lib/btw-workbench/libbtw-torch.so";

[[noreturn]] void refuse(const std::string& path, const char* why)
{
    throw Error(path + ", a part of BTW Workbench, cannot be loaded" + (why != nullptr ? ": " : "")
        + (why != nullptr ? why : "") + "; install BTW Workbench again.");
}

const systems::TorchPart& load()
{
    std::error_code none;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", none);
    const std::string path = (program.parent_path() / kFile).lexically_normal().string();
    void* file = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (file == nullptr)
        refuse(path, ::dlerror());
    const void* part = ::dlsym(file, systems::kTorchPart);
    if (part == nullptr)
        refuse(path, ::dlerror());
    return *static_cast<const systems::TorchPart*>(part);
}

const systems::TorchPart& torchPart()
{
    static const systems::TorchPart& part = load(); // after a failure, the next one tries again
    return part;
}

class LateEngine : public systems::GradientEngine
{
public:
    std::unique_ptr<training::Fitter> fitter(
        const data::Cohort& cohort, const systems::Place& place) const override
    {
        return torchPart().engine()->fitter(cohort, place);
    }

    std::vector<data::Problem> encoderProblems(
        const data::Cohort& cohort, const training::ExperimentSpec& spec) const override
    {
        return torchPart().engine()->encoderProblems(cohort, spec);
    }

    std::unique_ptr<training::Predictor> predictor(
        const data::Cohort& people, const training::RunPlan& plan, const ModelState& model) const override
    {
        return torchPart().engine()->predictor(people, plan, model);
    }
};

} // namespace

namespace systems {

SystemRegistry builtinSystems() { return systemsWith(std::make_shared<const LateEngine>()); }

} // namespace systems

namespace training {

RuntimeInfo runtimeInfo() { return torchPart().runtimeInfo(); }

void setThreads(int threads) { torchPart().setThreads(threads); }

std::string blasWarning() { return torchPart().blasWarning(); }

std::string resolveDevice(const std::string& asked, const std::string& amp)
{
    return torchPart().resolveDevice(asked, amp);
}

} // namespace training

} // namespace btw
