// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/gathering.h"

#include "workspace/store/store.h"

#include <map>

namespace btw::jobs {

std::size_t gather(store::Store& into, const store::Store& from)
{
    std::size_t taken = 0;
    std::map<std::int64_t, std::int64_t> splits; ///< there, here
    for (const auto& run : from.runs()) {
        if (run.status != store::RunStatus::Finished)
            continue;
        const auto own = into.findByKey(run.stepKey);
        if (!own)
            continue;
        splits.emplace(run.splitId, own->splitId);
        if (own->status == store::RunStatus::Finished)
            continue;
        into.adoptRun(own->id, from, run.id);
        ++taken;
    }
    for (const auto& [there, here] : splits)
        if (into.referenceModels(here).empty())
            into.saveReferenceModels(here, from.referenceModels(there, true));
    return taken;
}

} // namespace btw::jobs
