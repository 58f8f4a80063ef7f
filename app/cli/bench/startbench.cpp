// SPDX-License-Identifier: GPL-3.0-or-later
#include "startbench.h"

#include "engine/error.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <algorithm>
#include <utility>
#include <vector>

namespace btw::cli {

namespace {

constexpr int kStarts = 5;
constexpr int kPatienceMs = 60'000;

struct Start
{
    double ms = 0; ///< from the call to the drawn window
    double cpuMs = 0; ///< of all threads until then
};

Start startOnce(const QString& store, const QString& home)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), home); // a person's own settings stay as they are
    for (const char* name : { "XDG_CONFIG_HOME", "XDG_DATA_HOME", "GOMP_SPINCOUNT", "GLIBC_TUNABLES" })
        environment.remove(QLatin1String(name)); // as from a desktop
    QProcess program;
    program.setProcessEnvironment(environment);
    QElapsedTimer clock;
    clock.start();
    program.start(QCoreApplication::applicationDirPath() + QStringLiteral("/btw-workbench"),
        { QStringLiteral("--until-shown"), QStringLiteral("--store"), store });
    const bool isShown = program.waitForReadyRead(kPatienceMs);
    const double ms = static_cast<double>(clock.nsecsElapsed()) / 1e6;
    program.waitForFinished(kPatienceMs);
    const QRegularExpression number(QStringLiteral("\\d+"));
    const auto found = number.match(QString::fromUtf8(program.readAllStandardOutput()));
    if (!isShown || !found.hasMatch())
        throw Error(program.program().toStdString() + " did not show its window: "
                + (program.error() == QProcess::FailedToStart ? program.errorString().toStdString()
                                                              : program.readAllStandardError().toStdString()),
            Error::Kind::Work);
    return { ms, found.captured().toDouble() };
}

} // namespace

BenchResult measureStart(const QString& store)
{
    const QTemporaryDir home;
    std::vector<double> ms, cpu;
    for (int i = 0; i < kStarts; ++i) {
        const auto start = startOnce(store, home.path());
        ms.push_back(start.ms);
        cpu.push_back(start.cpuMs);
    }
    BenchResult result;
    result.worstMs = *std::max_element(ms.begin(), ms.end());
    summarise(result, std::move(ms));
    std::sort(cpu.begin(), cpu.end());
    result.figures = { { QStringLiteral("cpu_ms"), cpu[cpu.size() / 2] } };
    return result;
}

} // namespace btw::cli
