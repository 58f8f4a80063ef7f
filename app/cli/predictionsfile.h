// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/weighting/weigher.h"
#include "workspace/io/problems.h"

#include <QByteArray>
#include <QString>

#include <string>
#include <vector>

namespace btw::cli {

/// Predictions of any model, as `btw weights` takes them.
struct PredictionsFile
{
    weighting::Inputs inputs;
    Predictions multimodal;
    std::vector<io::Problem> problems; ///< any error: the rest is not to be used
};

/// Reads PREDICTIONS.csv: `id,split,y,pred_multi,pred_<modality>...` (regression) or
/// `id,split,y,prob_multi_<c>...,prob_<modality>_<c>...` with c = 0..C-1 (classification), in any order of
/// columns. Empty cells of a modality: it is absent in that row. A column `present_<modality>` (1 or 0) says
/// so instead, and then the prediction for an absent one can be given (`--mi all` reads it). `y` may be
/// empty; a class is an index or a name, of which there are at most C. Weights and divergences of an export
/// are ignored, other columns named in a note. Never throws for bad data.
PredictionsFile readPredictions(const QString& path, Task task);

/// WEIGHTS.csv: `id,split,w_<modality>...,kl_<modality>...`, 17 digits, empty where absent; with a last
/// column `note` in every row where one is given.
QByteArray weightsCsv(
    const weighting::Inputs& inputs, const weighting::Weights& weights, const QString& note);

} // namespace btw::cli
