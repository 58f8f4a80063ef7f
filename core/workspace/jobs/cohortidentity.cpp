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
    std::call_once(m_hashed, [this] { m_hash = io::cohortHash(*m_cohort); });
    return m_hash;
}

const QString& CohortIdentity::content() const
{
    std::call_once(m_contentHashed, [this] { m_content = io::contentHash(*m_cohort); });
    return m_content;
}

} // namespace btw::jobs
