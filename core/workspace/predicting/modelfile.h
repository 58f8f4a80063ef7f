// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/predicting/trainedmodel.h"

#include <QString>

namespace btw::predicting {

// A model as one file, `.btwm` (docs/formats): a zip of model.json (form of the data, specs, figures) and one
// state a model. It holds no id and no feature of a training row. Of a weighted regression with
// variance=neighbours it holds each validation row's prediction and squared residual, from which the labels
// of these rows can be derived; makePrivate() leaves them out.

/// Whether labels of validation rows can be derived from it.
bool tellsValidationLabels(const TrainedModel& model);
/// Keeps one variance for everybody in their place. \returns whether weights of new people change by it
bool makePrivate(TrainedModel& model);

/// Whole or not at all, readable by its owner only. \throws btw::Error (Kind::Work)
void writeModelFile(const TrainedModel& model, const QString& path);
/// \throws btw::Error (Kind::Input) for what is no such file, is damaged, or was written by a version of the
/// program whose models this one does not know
TrainedModel readModelFile(const QString& path);

} // namespace btw::predicting
