// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/statusline.h"

#include <QThread>

#include <memory>

namespace btw::pages {
class MainWindow;
}

namespace btw::app {

/// What the numbers run on, as far as it is known before LibTorch is loaded; with CUDA all of it.
pages::MachineInfo machineAtStart();

/// Loads LibTorch on a thread of its own, once begun, and tells the window what trainings run on.
class LateMachine : public QObject
{
    Q_OBJECT

public:
    explicit LateMachine(pages::MainWindow& window); ///< which outlives it
    ~LateMachine() override; ///< waits until LibTorch is there, if it is on its way

    void begin();

private:
    pages::MainWindow& m_window;
    std::unique_ptr<QThread> m_thread;
};

} // namespace btw::app
