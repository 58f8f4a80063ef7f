// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/runtime.h"
#include "engine/training/tunedenvironment.h"

#include <QtTest>

#include <algorithm>
#include <fcntl.h>
#include <sched.h>
#include <set>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

using btw::training::physicalCores;
using btw::training::restartTuned;
using btw::training::setTunedEnvironment;

namespace {

/// What a process ends with that starts this program again, tuned, so that it lists its tests (0), and goes
/// on where it is not (7).
int endOfOneThatRestarts()
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
        char program[] = "again", list[] = "-functions";
        char* arguments[] = { program, list, nullptr };
        restartTuned(arguments);
        ::_exit(7);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

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

    void aProgramIsStartedAgainOnce()
    {
        QCOMPARE(endOfOneThatRestarts(), 0);
        QVERIFY(setTunedEnvironment());
        QCOMPARE(endOfOneThatRestarts(), 7);
    }

    void coresAreCountedOnceHoweverManyThreadsTheyHave()
    {
        QFile file(QStringLiteral("/proc/cpuinfo"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        std::set<std::pair<QByteArray, QByteArray>> cores;
        QByteArray package;
        int processors = 0;
        const QByteArrayList lines = file.readAll().split('\n');
        for (const QByteArray& line : lines) {
            const QByteArray key = line.left(line.indexOf(':')).trimmed();
            const QByteArray value = line.mid(line.indexOf(':') + 1).trimmed();
            if (key == "processor")
                ++processors;
            else if (key == "physical id")
                package = value;
            else if (key == "core id")
                cores.emplace(package, value);
        }
        cpu_set_t allowed;
        QCOMPARE(::sched_getaffinity(0, sizeof allowed, &allowed), 0);
        const int physical = cores.empty() ? processors : static_cast<int>(cores.size());
        QCOMPARE(physicalCores(), std::max(1, std::min(physical, CPU_COUNT(&allowed))));
    }
};

QTEST_GUILESS_MAIN(TestTunedEnvironment)
#include "tst_tunedenvironment.moc"
