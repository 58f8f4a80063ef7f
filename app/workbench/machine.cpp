// SPDX-License-Identifier: GPL-3.0-or-later
#include "machine.h"

#include "engine/error.h"
#include "engine/training/runtime.h"
#include "ui/pages/mainwindow.h"
#include "ui/pages/start/startpage.h"

#include <QCoreApplication>

#include <algorithm>
#include <exception>

namespace btw::app {

namespace {

/// The window keeps a core for itself where there is more than one.
int threads() { return std::max(1, training::physicalCores() - 1); }

/// Sets nothing: the number of threads is the whole process's, and a training that has begun meanwhile has
/// set its own, which its numbers depend on.
pages::MachineInfo machineInfo()
{
    const auto runtime = training::runtimeInfo();
    pages::MachineInfo machine;
    machine.device = QString::fromStdString(runtime.deviceName);
    machine.trainsOn = QString::fromStdString(runtime.device);
    machine.threads = threads(); // as a training here is asked for
    machine.blas = QString::fromStdString(runtime.blas);
    machine.blasWarning = QString::fromStdString(training::blasWarning());
    machine.version = QCoreApplication::applicationVersion();
    return machine;
}

} // namespace

pages::MachineInfo machineAtStart()
{
#ifdef BTW_LATE_TORCH
    pages::MachineInfo machine;
    machine.device = QStringLiteral("CPU"); // this LibTorch knows no other
    machine.threads = threads();
    machine.version = QCoreApplication::applicationVersion();
    return machine;
#else
    return machineInfo();
#endif
}

LateMachine::LateMachine(pages::MainWindow& window)
    : m_window(window)
{
}

LateMachine::~LateMachine()
{
    if (m_thread)
        m_thread->wait();
}

void LateMachine::begin()
{
#ifdef BTW_LATE_TORCH
    m_thread.reset(QThread::create([this] {
        try {
            const auto machine = machineInfo();
            QMetaObject::invokeMethod(this, [this, machine] { m_window.setMachine(machine); });
        } catch (const std::exception& error) {
            const QString sentence = QString::fromUtf8(error.what());
            QMetaObject::invokeMethod(
                this, [this, sentence] { m_window.page<pages::StartPage>().showMessage(sentence); });
        }
    }));
    m_thread->start();
#endif
}

} // namespace btw::app
