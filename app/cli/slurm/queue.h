// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <set>
#include <vector>

namespace btw::cli::slurm {

/// Slurm as this program uses it: job arrays are submitted, and asked after in the queue. It keeps no
/// accounts
/// (`sacct`): how a task ended, its store says.

/// Submits a script as an array of these tasks. \return the job's number
/// \throws btw::Error where there is no sbatch, or it refuses
QString submit(const QString& script, const std::vector<std::size_t>& tasks);

/// The tasks of these jobs that wait or run. Nothing where the queue cannot be asked just now, with why.
std::optional<std::set<std::size_t>> tasksInQueue(const QStringList& jobs, QString& why);

} // namespace btw::cli::slurm
