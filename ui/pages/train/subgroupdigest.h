// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/studyresult.h"
#include "workspace/jobs/digest.h"

#include <memory>

namespace btw::pages {

/// The digest of a run for the people who were chosen beside a result, made once for each run and choice.
class SubgroupDigest
{
public:
    /// \param result of the run's study; null, or of everybody: the digest as it is
    const std::shared_ptr<const jobs::RunDigest>& of(
        const std::shared_ptr<const jobs::RunDigest>& digest, const experiments::StudyResult* result);

private:
    std::shared_ptr<const jobs::RunDigest> m_whole;
    store::SubgroupRecord m_subgroup; ///< that m_some is of; without a number: none
    std::shared_ptr<const jobs::RunDigest> m_some;
};

/// What a run's card says first: what it is one of, and that it is of everybody where somebody else was
/// chosen.
QString cardWords(const QString& oneOf, const experiments::StudyResult* result);

} // namespace btw::pages
