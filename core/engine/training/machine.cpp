// SPDX-License-Identifier: GPL-3.0-or-later
// What of runtime.h is known without LibTorch.
#include "engine/training/runtime.h"
#include "engine/training/tunedenvironment.h"

#include <omp.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <utility>

namespace btw::training {

void restartTuned(char** arguments)
{
    if (setTunedEnvironment())
        ::execv("/proc/self/exe", arguments); // where that fails, the program is only slower
}

int physicalCores()
{
    std::ifstream file("/proc/cpuinfo");
    std::set<std::pair<std::string, std::string>> cores;
    std::string line, package;
    int processors = 0;
    while (std::getline(file, line)) {
        const auto value = [&] { return line.substr(line.find(':') + 1); };
        if (line.rfind("processor", 0) == 0)
            ++processors;
        else if (line.rfind("physical id", 0) == 0)
            package = value();
        else if (line.rfind("core id", 0) == 0)
            cores.emplace(package, value());
    }
    const int physical = cores.empty() ? processors : static_cast<int>(cores.size());
    // A container may be allowed fewer processors than the machine has.
    return std::max(1, std::min(physical, omp_get_num_procs()));
}

} // namespace btw::training
