// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jobs/cohortidentity.h"

#include "workspace/io/cohorthash.h"

namespace btw::jobs {

CohortIdentity::CohortIdentity(std::shared_ptr<const data::Cohort> cohort)
    : m_cohort(std::move(cohort))
{
}

const QString& CohortIdentity::hash() const
{
    std::call_once(m_once, [this] { m_hash = io::cohortHash(*m_cohort); });
    return m_hash;
}

} // namespace btw::jobs
