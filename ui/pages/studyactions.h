// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studies.h"

#include <vector>

class QWidget;

namespace btw::jobs {
class Queue;
}

namespace btw::pages {

/// Queues again each of its trainings that was stopped, failed or interrupted.
void resumeStudy(jobs::Queue& queue, const experiments::Study& study);

/// The runs that go with a study: those that no other study's trainings have, the last of a training first,
/// since others were made from what is behind.
std::vector<std::int64_t> runsOnlyOf(
    const experiments::Study& study, const std::vector<experiments::Study>& all);

/// Asks, then removes its runs, models and test figures. What other studies share stays.
void removeStudy(jobs::Queue& queue, const experiments::Study& study,
    const std::vector<experiments::Study>& all, QWidget* window);

/// "btw compare --store S --experiment 3"
QString studyCommand(const QString& storePath, const experiments::Study& study);

} // namespace btw::pages
