// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace btw::models {

/// A trained system in plain words: "moe:btw" -> "BTW weighting", "late of moe" -> "Late fusion", "haim" ->
/// "Boosted trees"; one without words of its own is returned as it is. \param name Model::name()
QString systemTitle(const QString& name);
/// A weighting in plain words: "none" -> "Unweighted", "btw" -> "BTW weighting". \param variant as a spec has
/// it
QString weightingTitle(const QString& variant);

} // namespace btw::models
