// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <QString>

#include <memory>
#include <mutex>

namespace btw::jobs {

/// By what stores know an opened cohort with its split: hashes, each computed once, on the thread of whoever
/// asks first. Made when the cohort is opened, and handed along with every training on it. Any thread.
class CohortIdentity
{
public:
    explicit CohortIdentity(std::shared_ptr<const data::Cohort> cohort);

    const data::Cohort& cohort() const { return *m_cohort; }
    const QString& hash() const; ///< io::cohortHash, hex
    const QString& content() const; ///< io::contentHash, hex

private:
    std::shared_ptr<const data::Cohort> m_cohort;
    mutable std::once_flag m_hashed, m_contentHashed;
    mutable QString m_hash, m_content;
};

} // namespace btw::jobs
