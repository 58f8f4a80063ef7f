// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/compare/comparequestion.h"

#include <QString>

#include <string>

namespace btw::pages {

/// Why a study shows no test figures; empty where it is open.
QString hiddenSentence(const experiments::Study& study);
/// "Baseline: unweighted mixture of experts. A difference is paired by person; ..." \param primary the
/// study's own metric; empty: unknown
QString methodSentence(const experiments::Comparison& comparison, const std::string& primary);
/// What the whiskers of the bars are, or why there are none. \param spread what standard deviations run over
QString barsNote(const experiments::Comparison& comparison, experiments::Spread spread);
/// What stands below the table: what interval and p say, and figures of a paper that have no cell in it.
QString tableNote(const experiments::Comparison& comparison);
/// "AUROC, higher is better · 1,826 people · 3 folds · 1 seed": of what the table shows.
QString tableCaption(const experiments::Comparison& comparison, const QString& data);
/// The title of the x axis of people: what the baseline says of them.
QString sideTitle(const experiments::PeopleChange& change);

} // namespace btw::pages
