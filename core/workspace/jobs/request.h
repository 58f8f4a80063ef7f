// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/data/derivation.h"
#include "engine/spec/spec.h"
#include "engine/training/ranks.h"
#include "workspace/jobs/cohortidentity.h"
#include "workspace/store/experimentrecord.h"

#include <QString>

#include <memory>

namespace btw::jobs {

/// One training: a cohort, a resolved spec and a seed. All the runs that it needs follow from it.
struct TrainingRequest
{
    std::shared_ptr<const data::Cohort> cohort; ///< splits drawn
    std::shared_ptr<const CohortIdentity> identity; ///< of the cohort; null: it is hashed anew where needed
    std::int64_t splitId = 0; ///< the cohort's, in the store that it is for; 0: to be saved there
    QString cohortPath; ///< absolute; where it can be read again
    data::Derivation derivation; ///< what was made of it then
    /// Of a placebo: the request on the same cohort with every modality in its place, of which cohort,
    /// identity, id, path and derivation matter. A model of one modality that is not shuffled is the same
    /// there, and is trained once for both. Null: there is no placebo, or it is not known.
    std::shared_ptr<const TrainingRequest> unshuffled {};
    std::int64_t experimentId = 0; ///< in the store; 0: it stands by itself
    store::ExperimentPart part; ///< of that experiment; the training's id does not matter
    training::ExperimentSpec spec; ///< resolved
    std::uint64_t seed = 1;
    int threads = 1;
    QString device = QStringLiteral("cpu");
    std::shared_ptr<training::Ranks> ranks; ///< of whom this process is rank 0; null: alone

    /// What its runs were trained on, as the store has it: "cpu", or "cpu, 2 ranks", whose sums are rounded
    /// in another order, so that one is no replacement for the other.
    QString trainedOn() const
    {
        return ranks ? QStringLiteral("%1, %2 ranks").arg(device).arg(ranks->size()) : device;
    }
};

} // namespace btw::jobs
