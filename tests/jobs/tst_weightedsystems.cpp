// SPDX-License-Identifier: GPL-3.0-or-later
// What the window knows of systems without having any is what they say themselves.
#include "engine/systems/system.h"
#include "workspace/jobs/weightedsystems.h"

#include <QTest>

using namespace btw;

class TestWeightedSystems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areThoseThatSaySo()
    {
        const auto systems = systems::builtinSystems();
        QVERIFY(!systems.all().empty());
        for (const auto& system : systems.all()) {
            const auto name = QString::fromStdString(std::string(system->info().name));
            QVERIFY2(jobs::takesWeights(name) == system->info().weighted, qPrintable(name));
        }
    }
};

QTEST_GUILESS_MAIN(TestWeightedSystems)
#include "tst_weightedsystems.moc"
