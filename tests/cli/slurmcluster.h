// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

/// A Slurm of one node on this machine, real slurmctld and slurmd, without systemd, munge or accounts. While
/// it lives, this process's sbatch and squeue speak to it. Needs root and Debian's slurm-wlm.
class SlurmCluster
{
public:
    static bool isInstalled();

    SlurmCluster();
    ~SlurmCluster();
    SlurmCluster(const SlurmCluster&) = delete;
    SlurmCluster& operator=(const SlurmCluster&) = delete;

    bool isUp() const { return m_isUp; }
    QString logs() const; ///< of both daemons: why it is not up

private:
    QTemporaryDir m_folder;
    QProcess m_controller;
    QProcess m_node;
    bool m_isUp = false;
};
