// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"

#include "workspace/predicting/differences.h"

#include <QStringList>

namespace btw::cli {

/// How a model does on new people, as one JSON document (docs/architecture).
void printPredictionJson(const predicting::TrainedModel& model, const predicting::External& external,
    const data::Cohort& people, const predicting::PeoplePredictions& predictions, const QStringList& warnings,
    Console& console);

/// The same in words: of a few people what is predicted, figures where there are labels, what differs here.
void printPrediction(const predicting::TrainedModel& model, const predicting::External& external,
    const data::Cohort& people, const predicting::PeoplePredictions& predictions, Console& console);

} // namespace btw::cli
