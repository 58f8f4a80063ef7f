// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/tunedenvironment.h"

#include <QtTest>

using btw::training::setTunedEnvironment;

class TestTunedEnvironment : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        for (const char* name :
            { "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "GLIBC_TUNABLES", "OPENBLAS_CORETYPE" })
            qunsetenv(name);
    }

    void openBlasGetsTheKernelsThatThisProcessorCanRun()
    {
        QVERIFY(setTunedEnvironment());
        QFile file(QStringLiteral("/proc/cpuinfo"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArrayList flags;
        const QByteArrayList lines = file.readAll().split('\n');
        for (const QByteArray& line : lines) {
            if (line.startsWith("flags")) {
                flags = line.simplified().split(' ');
                break;
            }
        }
        QByteArray expected;
        if (flags.contains("avx512f") && flags.contains("avx512bw") && flags.contains("avx512dq")
            && flags.contains("avx512vl"))
            expected = "SkylakeX";
        else if (flags.contains("avx2") && flags.contains("fma"))
            expected = "Haswell";
        QCOMPARE(qgetenv("OPENBLAS_CORETYPE"), expected);
        QVERIFY(!setTunedEnvironment()); // or restartTuned() would start the program again and again
    }

    void whatTheUserHasSetStays()
    {
        qputenv("OPENBLAS_CORETYPE", "Prescott");
        qputenv("OMP_WAIT_POLICY", "passive");
        setTunedEnvironment();
        QCOMPARE(qgetenv("OPENBLAS_CORETYPE"), QByteArray("Prescott"));
        QVERIFY(!qEnvironmentVariableIsSet("GOMP_SPINCOUNT"));
    }
};

QTEST_GUILESS_MAIN(TestTunedEnvironment)
#include "tst_tunedenvironment.moc"
