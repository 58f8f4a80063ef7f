// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace btw::training {
class RunControl;
}

namespace btw::cli {

/// While it lives, SIGINT and SIGTERM ask the training to stop after its batch; a second one ends the program
/// at once.
class InterruptGuard
{
public:
    explicit InterruptGuard(training::RunControl& control);
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
};

} // namespace btw::cli
