// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/io/tables/manifest.h"
#include "workspace/io/tables/read/descriptions.h"
#include "workspace/io/tables/read/featureconsumer.h"
#include "workspace/io/tables/read/labelconsumer.h"
#include "workspace/io/tables/read/longtable.h"

#include <memory>
#include <vector>

namespace btw::io {

/// Turns what the consumers took of tables into a cohort: rows come to their instance by id or by position,
/// those that were left out go with all that belongs to them. `features` and `measurements` have an entry a
/// modality, one of them null. What does not fit is a problem, with remedies; then the cohort is not whole.
data::Cohort assemble(const Manifest& manifest, LabelConsumer& labels,
    const std::vector<std::unique_ptr<FeatureConsumer>>& features,
    const std::vector<std::unique_ptr<MeasurementConsumer>>& measurements,
    const std::vector<std::unique_ptr<DescriptionConsumer>>& descriptions, const ReadingPlan& plan,
    const ReadLimits& limits, Problems& problems);

} // namespace btw::io
