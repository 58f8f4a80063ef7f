// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/systems/system.h"

#include <QString>

#include <vector>

namespace btw::experiments {

/// A system as a form offers it.
struct SystemChoice
{
    QString name; ///< as a spec has it: "late"
    QString title; ///< "Late fusion ..."
    bool isWeighted = false; ///< has variants of weights
    bool onlyByName = false; ///< SystemInfo::onlyByName
    QString reason; ///< why it cannot be trained on the data, one sentence; empty: it can
};

/// In the registry's order. \param cohort its splits drawn
std::vector<SystemChoice> systemChoices(const data::Cohort& cohort, const systems::SystemRegistry& systems);

} // namespace btw::experiments
