// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/analysis/metrics.h"
#include "workspace/store/records.h"

#include <QJsonObject>

namespace btw::store {

class Store;

/// What a run's probabilities of classes are worth on the test rows that it is judged on, beyond its metrics
/// (docs/method, "Calibration, decisions, DeLong"):
/// - `calibration`: `class`, `slope`, `intercept`, `deciles` (each `n`, `mean`, `observed`, `ci_low`,
///   `ci_high`), `smooth` (each `p`, `observed`), `histogram` (`happened`, `others`: 20 counts each); of more
///   than two classes `classes`, a list of such objects, each class against the rest;
/// - of two classes `auroc_delong` (`ci_low`, `ci_high`; null with groups) and `decision_curve` (a list of
///   `threshold`, `net_benefit`, `ci_low`, `ci_high`, `treat_all`, and beside a baseline `from_baseline`,
///   `from_baseline_low`, `from_baseline_high`: its net benefit less the baseline's, paired by person);
/// - `rare_classes`: a list of `class`, `n`.
/// Numbers that are undefined are null. Empty for a regression, and until testIsOpen().
/// \param baseline of the same training; empty: none
QJsonObject probabilityJson(const RunRecord& run, const CohortRecord& cohort, const Predictions& predictions,
    const Predictions& baseline = {});
/// The same of any rows. \param classes their names
QJsonObject probabilityJson(const analysis::EvaluationSet& set, const std::vector<std::string>& classes,
    const Predictions& predictions, const Predictions& baseline = {});
/// The same of a stored run. \throws btw::Error where predictions are damaged
QJsonObject probabilityJson(const Store& store, const RunRecord& run, const CohortRecord& cohort);

} // namespace btw::store
