// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/records.h"

#include <QJsonObject>

#include <vector>

namespace btw::store {

/// The test metrics of a cohort's reference models: by modality, `all` and `constant` those of the plain
/// regressions and the constant; `trees`, where there are any, those of boosted trees (modality, `all`).
/// Trees that were left out are not there.
QJsonObject referenceJson(const std::vector<ReferenceRecord>& models);

/// The same without `trees`: what `yardstick` has always held.
QJsonObject yardstickJson(const std::vector<ReferenceRecord>& models);

} // namespace btw::store
