// SPDX-License-Identifier: GPL-3.0-or-later
// A program that is not linked with LibTorch, and gets it when it asks.
#include "engine/error.h"
#include "engine/systems/system.h"
#include "engine/training/runtime.h"

#include <QFile>
#include <QTest>

using namespace btw;

namespace {

bool isLoaded()
{
    QFile maps(QStringLiteral("/proc/self/maps"));
    return maps.open(QIODevice::ReadOnly) && maps.readAll().contains("libtorch_cpu");
}

} // namespace

class LateTorchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesWhenItIsAskedFor()
    {
        QVERIFY(!isLoaded());
        const auto builtin = systems::builtinSystems();
        const auto described = systems::describedSystems();
        QCOMPARE(builtin.all().size(), described.all().size());
        QVERIFY(!isLoaded()); // to say what there is takes none of it
        QVERIFY(!training::runtimeInfo().libtorchVersion.empty());
        QVERIFY(isLoaded());
        QCOMPARE(training::resolveDevice("auto"), std::string("cpu"));
    }

    void itsErrorsAreThoseOfTheProgram()
    {
        try {
            training::resolveDevice("abacus");
            QFAIL("there is no such device");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(QLatin1String("abacus")), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(LateTorchTest)
#include "tst_latetorch.moc"
