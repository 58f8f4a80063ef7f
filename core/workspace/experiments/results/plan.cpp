// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/results/plan.h"

#include "engine/error.h"
#include "workspace/experiments/experimentondata.h"
#include "workspace/experiments/studies.h"
#include "workspace/store/definitions.h"
#include "workspace/store/store.h"

#include <QTemporaryDir>

#include <algorithm>

namespace btw::experiments {

PlannedExperiment findPlanned(
    const store::Store& store, const ExperimentFile& file, const systems::SystemRegistry& systems)
{
    const QTemporaryDir folder; // planted cohorts are made again, to be compared with what was trained
    PlannedExperiment planned;
    planned.file = file;
    const auto draws = drawsOf(file);
    planned.asked = draws.size();
    const auto records = store.experiments();
    for (const auto& draw : draws) {
        // Reading the data takes longer than the name, which most experiments of a store do not have.
        const auto isNamed = [&](const store::ExperimentRecord& one) { return one.name == draw.name; };
        if (std::none_of(records.begin(), records.end(), isNamed))
            continue;
        const auto laid = layOnData(draw, folder.path(), systems);
        for (const auto& problem : laid.problems)
            if (problem.severity == data::Severity::Error)
                throw Error(draw.name.toStdString() + ": " + problem.where + ": " + problem.what);
        const auto definition = definitionOf(laid.experiment);
        // The newest: an older version may have recorded the same with fewer keys.
        const auto found = std::find_if(records.rbegin(), records.rend(), [&](const auto& one) {
            return isNamed(one) && store::askTheSame(one.definition, definition)
                && studyOf(store, { one.id, 0 }).isOpen();
        });
        if (found != records.rend())
            planned.open.push_back(*found);
    }
    return planned;
}

} // namespace btw::experiments
