// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/copytable.h"
#include "ui/pages/train/result/resultwords.h"
#include "workspace/experiments/figuredata.h"

namespace btw::pages {

/// A result as its figures draw it ("adds", "alone", "models", "calibration", "decision"), and the tables of
/// the same numbers. Pure functions of the result.

/// Of the calibration and the net benefit the first repeat and seed, with the smooth curves of the others.
experiments::FigureData figureDataOf(const experiments::StudyResult& result);
QString calibrationCaption(const experiments::StudyResult& result); ///< "slope 0.97"

/// What each modality adds; without an answer each modality alone.
models::CopyTable addsTable(const experiments::StudyResult& result);
models::CopyTable modelsTable(const experiments::StudyResult& result);
models::CopyTable calibrationTable(const experiments::StudyResult& result);
models::CopyTable benefitTable(const experiments::StudyResult& result);
models::CopyTable labelPartsTable(const experiments::StudyResult& result);
/// Groups of which the table tells the one figure, in its rows' order; rows of groups that are too small come
/// behind them. They live as long as `forWhom`.
std::vector<const experiments::SubgroupContribution*> shownGroups(const experiments::StudyResult& result,
    const experiments::ForWhomResult& forWhom, const QString& kind = {});
/// The same groups as charts::forWhomFigure() draws them.
experiments::FigureData forWhomFigureData(const experiments::StudyResult& result,
    const experiments::ForWhomResult& forWhom, const QString& kind = {});
/// Of one figure, which the head names. \param kind of groups: "class", "pattern", "modality", a column;
/// empty: all of whom the primary figure is told
models::CopyTable forWhomTable(const experiments::StudyResult& result,
    const experiments::ForWhomResult& forWhom, const QString& kind = {});

} // namespace btw::pages
