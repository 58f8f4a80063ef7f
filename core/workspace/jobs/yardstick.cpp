// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/yardstick.h"

#include "engine/analysis/metrics.h"
#include "engine/analysis/yardstick.h"
#include "workspace/store/store.h"

#include <cmath>

namespace btw::jobs {

std::vector<store::YardstickRecord> ensureYardstick(store::Store& store, std::int64_t cohortId,
    const data::Cohort& cohort, const training::RunControl& control)
{
    if (auto known = store.yardstick(cohortId); !known.empty())
        return known;
    const auto models = analysis::fitYardstick(cohort, {}, [&] { return control.stopRequested(); });
    const auto validation = analysis::evaluationSet(cohort, Split::Validation);
    const auto test = analysis::evaluationSet(cohort, Split::Test);
    std::vector<store::YardstickRecord> records;
    for (const auto& model : models) {
        store::YardstickRecord record;
        record.name = QString::fromStdString(model.name);
        record.strength = std::isnan(model.strength) ? 0 : model.strength;
        record.validation = analysis::evaluate(validation, model.predictions);
        record.test = analysis::evaluate(test, model.predictions);
        record.predictions = model.predictions;
        records.push_back(std::move(record));
    }
    if (!records.empty())
        store.saveYardstick(cohortId, records);
    return store.yardstick(cohortId);
}

} // namespace btw::jobs
