// SPDX-License-Identifier: GPL-3.0-or-later
#include "interrupt.h"

#include "engine/training/control.h"

#include <array>
#include <atomic>
#include <csignal>

namespace btw::cli {

namespace {

// A signal handler can reach nothing but statics.
std::atomic<training::RunControl*> controlInForce { nullptr };
static_assert(std::atomic<training::RunControl*>::is_always_lock_free);

constexpr std::array kSignals { SIGINT, SIGTERM };

void stop(int /*signal*/)
{
    if (auto* control = controlInForce.load())
        control->requestStop();
}

} // namespace

InterruptGuard::InterruptGuard(training::RunControl& control)
{
    controlInForce.store(&control);
    struct sigaction action = {};
    action.sa_handler = stop;
    // The second signal meets the default again; system calls are not cut short by the first.
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    for (const int signal : kSignals)
        sigaction(signal, &action, nullptr);
}

InterruptGuard::~InterruptGuard()
{
    for (const int signal : kSignals)
        std::signal(signal, SIG_DFL);
    controlInForce.store(nullptr);
}

} // namespace btw::cli
