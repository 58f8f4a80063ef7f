// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/trainingrecord.h"

#include <QString>

#include <cstdint>
#include <set>
#include <vector>

namespace btw::jobs {

/// What opens an experiment's test figures, in the list of looks: "experiment 3".
QString openerName(std::int64_t experimentId);

/// When the test figures of one experiment were opened.
class ExperimentLooks
{
public:
    /// \param reads of its store (Store::testReads)
    ExperimentLooks(const std::vector<store::TestRead>& reads, std::int64_t experimentId);

    /// Whether they were opened as an experiment's: all together, or without those that were given up.
    bool wasOpened() const { return m_wasOpened; }
    /// Whether a run's figures were opened only after those of the experiment, which were known by then.
    bool isLater(std::int64_t runId) const { return m_later.count(runId) > 0; }

private:
    bool m_wasOpened = false;
    std::set<std::int64_t> m_later;
};

} // namespace btw::jobs
