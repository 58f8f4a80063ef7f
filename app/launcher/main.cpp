// SPDX-License-Identifier: GPL-3.0-or-later
// btw: starts btw-main or btw-quick, which lie beside it, with the environment that their libraries read when
// they load. A program that does so for itself has to start twice, and LibTorch takes a third of a second to
// load.
#include "app/cli/quick/quickcommands.h"
#include "engine/training/tunedenvironment.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <string>

namespace {

bool isQuick(const char* command)
{
    const auto& all = btw::cli::kQuickCommands;
    return std::any_of(
        all.begin(), all.end(), [&](const char* name) { return std::strcmp(name, command) == 0; });
}

} // namespace

int main(int argc, char** argv)
{
    std::array<char, PATH_MAX> own {};
    const ssize_t length = ::readlink("/proc/self/exe", own.data(), own.size());
    std::string path(own.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    path.replace(path.find_last_of('/') + 1, std::string::npos,
        argc > 1 && isQuick(argv[1]) ? "btw-quick" : "btw-main");
    btw::training::setTunedEnvironment();
    ::execv(path.c_str(), argv);
    std::fprintf(stderr, "%s, a part of BTW Workbench, cannot be started: %s; install BTW Workbench again.\n",
        path.c_str(), std::strerror(errno));
    constexpr int kWorkFailed = 1;
    return kWorkFailed;
}
