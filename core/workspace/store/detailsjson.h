// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/training/events.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace btw::store {

/// How a run's details are stored: JSON with `held_out`, `chosen` and `folds`; empty where there is nothing.
QString detailsText(const training::RunDetails& details);
training::RunDetails detailsFromText(const QString& text);

/// A list of `modality`, `c`, `ci_low`, `ci_high`.
QJsonArray heldOutJson(const training::RunDetails& details);
/// What its fit chose, by name: lambda, rounds, the slope of a calibration, ...
QJsonObject chosenJson(const training::RunDetails& details);

} // namespace btw::store
