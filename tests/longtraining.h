// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/samples.h"
#include "workspace/io/npz/npz.h"
#include "workspace/jobs/request.h"

#include <memory>

/// A training that goes on for long, so that what follows waits. \param path its data are written there
inline btw::jobs::TrainingRequest longTraining(const QString& path)
{
    btw::jobs::TrainingRequest request;
    request.cohort = std::make_shared<const btw::data::Cohort>(btw::data::makeSentiment(120));
    request.cohortPath = path;
    request.spec = btw::training::presetSpec("demo", 100);
    request.spec.epochs = request.spec.patience = 1000;
    btw::io::writeNpz(*request.cohort, path);
    return request;
}
