// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of the machine is found out beside trainings, and leaves them alone.
#include "app/workbench/machine.h"
#include "engine/training/runtime.h"

#include <QtTest>

#include <algorithm>

using namespace btw;

class TestMachine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findingOutAboutTheMachineLeavesATrainingItsThreads()
    {
        // More than any machine's cores less one, so that whoever sets those is found out.
        const int ofATraining = training::physicalCores() + 2;
        training::setThreads(ofATraining);
        const auto machine = app::machineAtStart();
        QCOMPARE(training::runtimeInfo().threads, ofATraining);
        QCOMPARE(machine.threads, std::max(1, training::physicalCores() - 1));
        QVERIFY(!machine.blas.isEmpty());
    }
};

QTEST_MAIN(TestMachine)
#include "tst_machine.moc"
