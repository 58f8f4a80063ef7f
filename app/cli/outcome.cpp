// SPDX-License-Identifier: GPL-3.0-or-later
#include "outcome.h"

#include "console.h"

namespace btw::cli {

int exitStatus(jobs::TrainingOutcome outcome)
{
    switch (outcome) {
    case jobs::TrainingOutcome::Finished:
        return kDone;
    case jobs::TrainingOutcome::Stopped:
        return kInterrupted;
    case jobs::TrainingOutcome::Failed:
        break;
    }
    return kWorkFailed;
}

} // namespace btw::cli
