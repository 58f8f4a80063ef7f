// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/errorreport.h"
#include "workspace/store/trainingrecord.h"

#include <QJsonObject>
#include <QStringList>

#include <vector>

namespace btw::store {
class Store;
}

namespace btw::cli {

/// Writes an error report into a folder, which is made where there is none: `instances.csv` (each test row),
/// `groups.csv`, `claim.csv` (the title's claim), `rates.csv` (corrections by label density), and the figures
/// that suit the cohort as PDF and SVG. Each says how often test rows of the store were looked at, the tables
/// also the last hash of that list. \return the paths \throws btw::Error where one cannot be written, and for
/// a file of the store itself
QStringList writeReport(
    const experiments::ErrorReport& report, const store::Store& store, const QString& folder);

/// As docs/architecture.md has it, but for `files`.
QJsonObject reportJson(const experiments::ErrorReport& report, const store::Looks& looks);

} // namespace btw::cli
