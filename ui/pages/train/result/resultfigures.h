// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/curvefigure.h"
#include "ui/charts/intervalfigure.h"
#include "ui/models/copytable.h"
#include "ui/pages/train/result/resultwords.h"

namespace btw::pages {

/// A result's figures and the tables of the same numbers. Pure functions of the result.

/// What each modality adds; without an answer each modality alone.
void showAdds(charts::IntervalFigure& figure, const experiments::StudyResult& result);
models::CopyTable addsTable(const experiments::StudyResult& result);

void showModels(charts::IntervalFigure& figure, const experiments::StudyResult& result);
models::CopyTable modelsTable(const experiments::StudyResult& result);

/// Of the first repeat and seed, with the smooth curves of all.
void showCalibration(charts::CurveFigure& figure, const experiments::StudyResult& result);
models::CopyTable calibrationTable(const experiments::StudyResult& result);
QString calibrationCaption(const experiments::StudyResult& result); ///< "slope 0.97"

void showBenefit(charts::CurveFigure& figure, const experiments::StudyResult& result);
models::CopyTable benefitTable(const experiments::StudyResult& result);

models::CopyTable labelPartsTable(const experiments::StudyResult& result);
/// \param kind of groups: "class", "pattern", "modality", a column; empty: all
models::CopyTable forWhomTable(const experiments::StudyResult& result,
    const experiments::ForWhomResult& forWhom, const QString& kind = {});

} // namespace btw::pages
