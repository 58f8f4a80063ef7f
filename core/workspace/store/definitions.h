// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

namespace btw::store {

/// Whether two definitions of experiments (ExperimentRecord::definition) ask the same. One that an older
/// version wrote lacks the keys that have come since: these have the defaults that its trainings had.
bool askTheSame(const QJsonObject& first, const QJsonObject& second);

} // namespace btw::store
