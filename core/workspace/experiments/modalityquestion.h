// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

namespace btw::experiments {

struct StudyResult;

/// What each modality adds to the model that a result is about, as an experiment's file has it
/// (docs/experiment.schema.json): the same data and choice of rows, system, weighting and settings, on as
/// many folds and with the same seeds, so that the model of everything is found again in the store and not
/// trained anew. Of everybody, whichever subgroup was chosen: an experiment is of no subgroup. \param result
/// of a leading model that was trained, and is not a reference model
QJsonObject modalityQuestion(const StudyResult& result);

} // namespace btw::experiments
