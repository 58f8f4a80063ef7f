// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace btw::pages {

/// Numbers that ascend, where a person cuts a label into classes: between semicolons, where a comma is a
/// decimal one, too; else between blanks or commas. nullopt for anything else, and where a comma could be
/// either (isCommaUnclear()).
std::optional<std::vector<double>> thresholdsIn(const QString& text);
/// A comma that may stand within a number or between two: "3,5", "3,5 7,5".
bool isCommaUnclear(const QString& text);
/// As they are shown, and read again.
QString thresholdsText(const std::vector<double>& thresholds);

} // namespace btw::pages
