// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/awaitedrun.h"

#include "engine/analysis/metrics.h"

namespace btw::pages {

std::shared_ptr<const jobs::RunDigest> awaitedDigest(
    const store::RunRecord& run, weighting::Variant variant, Task task)
{
    auto digest = std::make_shared<jobs::RunDigest>();
    digest->run = run;
    digest->run.status = store::RunStatus::Running;
    digest->run.spec.variant = variant;
    digest->task = task;
    digest->metric = analysis::smoothingMetric(digest->task);
    digest->epochsAtMost = run.spec.epochs;
    return digest;
}

} // namespace btw::pages
