// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/trees/treesettings.h"

#include <QtCore/QJsonObject>
#include <QtCore/QString>

namespace btw::trees {

/// What tests/golden/make_trees.py wrote.
QJsonObject golden(const QString& name);

/// The cohort of such a file.
data::Cohort cohortOf(const QJsonObject& object);

TreeSettings settingsOf(const QJsonObject& object);

/// A column `name` with a row for each file.
void addGoldenRows();

} // namespace btw::trees
