// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"

#include <QString>

#include <memory>
#include <mutex>

namespace btw::jobs {

/// By what stores know an opened cohort: its hash (io::cohortHash), computed once, on the thread of whoever
/// asks first. Made when the cohort is opened, and handed along with every training on it. Any thread.
class CohortIdentity
{
public:
    explicit CohortIdentity(std::shared_ptr<const data::Cohort> cohort);

    const QString& hash() const; ///< hex

private:
    std::shared_ptr<const data::Cohort> m_cohort;
    mutable std::once_flag m_once;
    mutable QString m_hash;
};

} // namespace btw::jobs
