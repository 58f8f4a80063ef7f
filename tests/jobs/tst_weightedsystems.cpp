// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/weightedsystems.h"

#include <QTest>

using namespace btw;

class TestWeightedSystems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areThoseWhoseEmbeddingsAreWeighted()
    {
        for (const char* name : { "moe", "early", "attention", "mcr", "mmim", "i2moe", "flexmoe" })
            QVERIFY2(jobs::takesWeights(QLatin1String(name)), name);
        for (const char* name :
            { "haim", "regression", "late", "none-k", "mult", "tmc", "qmf", "ithp", "nothing of ours", "" })
            QVERIFY2(!jobs::takesWeights(QLatin1String(name)), name);
    }

    void curvesAreOfThoseTrainedByGradient()
    {
        for (const char* name : { "moe", "mult", "ithp" })
            QVERIFY2(jobs::isTrainedInEpochs(QLatin1String(name)), name);
        for (const char* name : { "haim", "regression", "late", "nothing of ours", "" })
            QVERIFY2(!jobs::isTrainedInEpochs(QLatin1String(name)), name);
    }
};

QTEST_GUILESS_MAIN(TestWeightedSystems)
#include "tst_weightedsystems.moc"
