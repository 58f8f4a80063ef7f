// SPDX-License-Identifier: GPL-3.0-or-later
#include "slurmcluster.h"

#include "../freeport.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QSysInfo>
#include <QThread>

#include <unistd.h>

namespace {

/// A port that was free a moment ago.
QString freePort()
{
    const Port port;
    return QString::fromStdString(port.url()).section(QLatin1Char(':'), -1);
}

constexpr const char* kSettings = R"(ClusterName=test
SlurmctldHost=%1(127.0.0.1)
SlurmctldPort=%2
SlurmdPort=%3
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,sched_min_interval=100000
MpiDefault=none
StateSaveLocation=%4/state
SlurmdSpoolDir=%4/spool
SlurmctldPidFile=%4/slurmctld.pid
SlurmdPidFile=%4/slurmd.pid
SlurmctldLogFile=%4/slurmctld.log
SlurmdLogFile=%4/slurmd.log
NodeName=%1 NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
)";

QString daemon(const QString& name)
{
    return QStandardPaths::findExecutable(
        name, { QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin"), QStringLiteral("/sbin") });
}

bool hasIdleNode()
{
    QProcess sinfo;
    sinfo.start(QStringLiteral("sinfo"), { QStringLiteral("--noheader"), QStringLiteral("--format=%T") });
    return sinfo.waitForFinished(10000) && sinfo.readAllStandardOutput().startsWith("idle");
}

} // namespace

bool SlurmCluster::isInstalled()
{
    return ::geteuid() == 0 && !daemon(QStringLiteral("slurmctld")).isEmpty()
        && !daemon(QStringLiteral("slurmd")).isEmpty()
        && !QStandardPaths::findExecutable(QStringLiteral("sbatch")).isEmpty();
}

SlurmCluster::SlurmCluster()
{
    const QString path = m_folder.filePath(QStringLiteral("slurm.conf"));
    const QString node = QSysInfo::machineHostName().section(QLatin1Char('.'), 0, 0);
    QFile settings(path);
    if (!settings.open(QIODevice::WriteOnly))
        return;
    settings.write(
        QString::fromLatin1(kSettings).arg(node, freePort(), freePort(), m_folder.path()).toLatin1());
    settings.close();
    QDir(m_folder.path()).mkdir(QStringLiteral("state"));
    QDir(m_folder.path()).mkdir(QStringLiteral("spool"));
    qputenv("SLURM_CONF", path.toLocal8Bit());
    m_controller.start(
        daemon(QStringLiteral("slurmctld")), { QStringLiteral("-D"), QStringLiteral("-f"), path });
    m_node.start(daemon(QStringLiteral("slurmd")),
        { QStringLiteral("-D"), QStringLiteral("-f"), path, QStringLiteral("-N"), node });
    QElapsedTimer timer;
    timer.start();
    while (!m_isUp && timer.elapsed() < 60000) {
        m_isUp = hasIdleNode();
        QThread::msleep(200);
    }
}

SlurmCluster::~SlurmCluster()
{
    for (QProcess* process : { &m_node, &m_controller }) {
        process->terminate();
        if (!process->waitForFinished(20000))
            process->kill();
        process->waitForFinished(5000);
    }
}

QString SlurmCluster::logs() const
{
    QString all;
    for (const char* name : { "slurmctld.log", "slurmd.log" }) {
        QFile log(m_folder.filePath(QLatin1String(name)));
        if (log.open(QIODevice::ReadOnly))
            all += QString::fromUtf8(log.readAll());
    }
    return all;
}
