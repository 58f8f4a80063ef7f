// SPDX-License-Identifier: GPL-3.0-or-later
// btw: starts btw-main, which lies beside it, with the environment that its libraries read when they load. A
// program that does so for itself has to start twice, and LibTorch takes a third of a second to load.
#include "engine/training/tunedenvironment.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <string>

int main(int /*argc*/, char** argv)
{
    std::array<char, PATH_MAX> own {};
    const ssize_t length = ::readlink("/proc/self/exe", own.data(), own.size());
    std::string path(own.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    path.replace(path.find_last_of('/') + 1, std::string::npos, "btw-main");
    btw::training::setTunedEnvironment();
    ::execv(path.c_str(), argv);
    std::fprintf(stderr, "%s, a part of BTW Workbench, cannot be started: %s; install BTW Workbench again.\n",
        path.c_str(), std::strerror(errno));
    constexpr int kWorkFailed = 1;
    return kWorkFailed;
}
