// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/copytable.h"
#include "workspace/experiments/figuredata.h"
#include "workspace/experiments/people.h"
#include "workspace/experiments/studies.h"

namespace btw::pages {

// Other views of a comparison: the same numbers, for the figures that draw them and for tables.

/// What a figure of models draws of the comparison on show; shuffled modalities are left out.
experiments::FigureData barsOf(const experiments::Comparison& comparison, const experiments::Study& study);

/// A row a class, or third of the labels: how many people there are, what the model puts right and what it
/// gets wrong that the baseline had right.
models::CopyTable classTable(const experiments::PeopleChange& change);
/// What the table counts.
QString classSentence(const experiments::PeopleChange& change);

} // namespace btw::pages
