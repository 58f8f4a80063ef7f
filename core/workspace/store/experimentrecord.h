// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace btw::store {

/// Which question of an experiment a training answers.
struct ExperimentPart
{
    std::int64_t trainingId = 0;
    std::size_t fold = 0; ///< k + K repeat
    std::vector<std::string> without; ///< modalities that were left out
    std::string placebo; ///< this modality's rows were shuffled
    std::string
        rows {}; ///< only these people, by the name that the experiment has for them; empty: everybody
};

/// Trainings that answer one question together: folds, seeds, modalities left out.
struct ExperimentRecord
{
    std::int64_t id = 0;
    QString name;
    QJsonObject definition; ///< as it was asked for (docs/architecture.md, "Experiments")
    QDateTime created; ///< UTC
    std::vector<ExperimentPart> parts;
};

} // namespace btw::store
