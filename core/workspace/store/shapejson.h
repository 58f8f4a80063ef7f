// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/shape.h"

#include <QJsonObject>

#include <optional>

namespace btw::store {

// A cohort's shape as stores and model files keep it: the form of the rows that a model was trained on, and
// none of the rows.

QJsonObject shapeToJson(const data::CohortShape& shape);
/// nullopt for what shapeToJson() did not write.
std::optional<data::CohortShape> shapeFromJson(const QJsonObject& json);

} // namespace btw::store
