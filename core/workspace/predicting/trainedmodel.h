// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/modelstate.h"
#include "engine/data/shape.h"
#include "engine/spec/encoderfiles.h"
#include "engine/spec/spec.h"

#include <QString>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::predicting {

/// One fitted model of a training.
struct FittedRun
{
    training::Step step = training::Step::Baseline;
    QString modality; ///< unimodal only
    training::ExperimentSpec spec;
    ModelState state;
    double testFigure = std::numeric_limits<double>::quiet_NaN(); ///< the primary figure on its test rows (of
                                                                  ///< weights that settle)
};

/// Everything that predicts new people, and no row of those that it was trained on.
struct TrainedModel
{
    QString name; ///< of its run
    QString version; ///< of the program that trained it
    data::CohortShape shape;
    FittedRun main;
    std::vector<FittedRun> unimodal; ///< of the same training
    /// Of other trainings, that the model or its weights are made of (systems::System::needs), in that order.
    std::vector<FittedRun> parts {};

    /// The files of encoders that it goes on needing, each once: they are named with their SHA-256, not held.
    std::vector<training::EncoderFileName> encoderFiles() const;
    /// The modalities that the model sees.
    std::vector<std::string> used() const;
};

/// The model of a run. \throws btw::Error (Kind::Input) where the run has not finished, where its test
/// figures are not open yet (nobody shall see them by predicting the same rows), and where an older version
/// of the program trained it and kept no model
TrainedModel modelOf(const store::Store& store, std::int64_t runId);

} // namespace btw::predicting
