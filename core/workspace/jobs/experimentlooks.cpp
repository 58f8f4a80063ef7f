// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/experimentlooks.h"

namespace btw::jobs {

QString openerName(std::int64_t experimentId) { return QStringLiteral("experiment %1").arg(experimentId); }

ExperimentLooks::ExperimentLooks(const std::vector<store::TestRead>& reads, std::int64_t experimentId)
{
    const auto name = openerName(experimentId);
    const auto isOwn = [&](const store::TestRead& read) {
        return read.command == name || read.command.startsWith(name + QLatin1Char(','));
    };
    std::set<std::int64_t> open; // by then: a look at other rows ("predict") names runs again
    for (const auto& read : reads) {
        for (const auto run : read.runs)
            if (open.insert(run).second && m_wasOpened)
                m_later.insert(run);
        m_wasOpened = m_wasOpened || isOwn(read);
    }
}

} // namespace btw::jobs
