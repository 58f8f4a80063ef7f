// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/database.h"
#include "workspace/store/owner.h"
#include "workspace/store/trainingrecord.h"

#include <QString>

#include <cstdint>

namespace btw::store {

/// The state of a training, and the process in whose hands it is.
struct Holding
{
    TrainingState state = TrainingState::Queued;
    ProcessIdentity owner;
};

/// \throws btw::Error (Kind::Input) where there is no such training
Holding holdingOf(const Session& session, const QString& task, std::int64_t id);

bool isHeldByAnother(const ProcessIdentity& owner); ///< that lives

/// The training waits from now on, behind the others, for this process, unless it waits or runs already.
/// Inside a transaction of the caller's.
void putInQueue(const Session& session, const QString& task, std::int64_t id);

} // namespace btw::store
