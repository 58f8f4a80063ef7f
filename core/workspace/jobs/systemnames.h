// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/spec.h"

#include <QString>

namespace btw::jobs {

// What a system is called: the one place from which tables, menus, figures and the queue have their names.

/// Its name in files and commands: "moe", "late of haim". What experiments::Model::system is for a spec.
QString systemOf(const training::ExperimentSpec& spec);
/// With the weighting where there may be one: "moe:btw", "late of haim". What `--baseline` takes.
QString systemKey(const QString& system, const QString& variant);

/// The same in plain words, as it begins a line: "BTW-weighted mixture of experts", "Late fusion of boosted
/// trees"; one without words of its own stays as it is. The reference models have words, too. A weighting is
/// called there as weightingTitle() calls it, and those of one system have a title each.
/// \param system as systemOf() has it  \param variant "none" or empty: all modalities count the same
QString systemTitle(const QString& system, const QString& variant = {});
/// A weighting in plain words: "none" -> "Unweighted", "kl-local" -> "Weighting by
/// personal disagreement". \param variant of a spec
QString weightingTitle(const QString& variant);
/// A title inside a sentence: "late fusion of boosted trees", but "BTW-weighted mixture of experts".
QString midSentence(const QString& title);

} // namespace btw::jobs
