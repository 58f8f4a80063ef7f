// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace btw::store {

/// Where the parts of an experiment are kept while Slurm trains them: `<store>.d/slurm-<experiment>`.
QString clusterFolder(const QString& storePath, std::int64_t experimentId);

/// The numbers of the jobs that were submitted, one a line, in that folder.
inline constexpr const char* kClusterJobs = "jobs";
/// Is there once a part has failed for good: nothing of the experiment is waited for any more.
inline constexpr const char* kClusterGivenUp = "given-up";

/// Experiments whose jobs were submitted and have not been gathered yet.
std::vector<std::int64_t> experimentsOnCluster(const QString& storePath);

} // namespace btw::store
