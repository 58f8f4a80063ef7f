// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/experiments/comparison.h"
#include "workspace/experiments/models.h"
#include "workspace/jobs/experimentprogress.h"

#include <QDateTime>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace btw::experiments {

/// What is looked at and compared together: an experiment, or the trainings on one split of a cohort that
/// belong to none.
struct Study
{
    struct Id
    {
        std::int64_t experiment = 0; ///< 0: trainings that were asked for one by one
        std::int64_t split = 0; ///< that they are on, in the store; 0 for an experiment
        bool operator==(const Id&) const = default;
    };
    Id id;
    QString name; ///< of the experiment; empty for trainings that were asked for one by one
    QString data; ///< name of the cohort
    /// What tells it apart from the others of its name and data: "split 4: drawn, seed 9", "experiment 3";
    /// empty where there are none.
    QString which;
    std::vector<store::TrainingRecord> trainings; ///< oldest first; without those cancelled
    jobs::ExperimentProgress progress; ///< with those cancelled
    std::size_t ended = 0; ///< of `trainings`, failed ones, too
    std::size_t opened = 0; ///< of them, with test figures open: those of an experiment open together
    bool wasOpened = false; ///< as an experiment: all together, or without those that were given up
    QDateTime created; ///< of the newest training, UTC
    std::size_t folds = 1; ///< of one repeat
    std::size_t repeats = 1;
    std::size_t seeds = 1;
    std::vector<QString>
        systems; ///< jobs::systemTitle() of what is trained, each once; that of `figure` first
    /// Of an experiment: ids of the trainings of the model that `figure` is of, whole and on rows as they
    /// are.
    std::vector<std::int64_t> leading;
    std::string metric; ///< of `figure`; empty where there is none
    /// For lists, once isOpen(): the mean over the trainings of the first model of an experiment, else of
    /// what was trained last. Its interval is a matter of resultOf(). NaN: unknown.
    double figure = std::numeric_limits<double>::quiet_NaN();

    bool isEmpty() const { return id == Id(); }
    /// Whether test figures may be shown: of an experiment once those of all trainings that did not fail
    /// and were not cancelled are open, and from then on, whatever is trained again; else once any has ended.
    bool isOpen() const
    {
        return opened > 0
            && (id.experiment == 0 || wasOpened || opened + progress.failed == trainings.size());
    }
    /// Whether as many trainings have ended and are open as of another state of it.
    bool isAsFarAs(const Study& other) const
    {
        return ended == other.ended && opened == other.opened && trainings.size() == other.trainings.size()
            && progress == other.progress;
    }
};

/// Newest first. Trainings on shuffled modalities alone answer nothing and are left out.
std::vector<Study> studiesOf(const store::Store& store);
/// \throws btw::Error (Kind::Input) where there is none
Study studyOf(const store::Store& store, const Study::Id& id);

/// A study's name, or that of its data, as a list has it: "toy", or where there are several of them
/// "toy (split 4: drawn, seed 9)".
QString toldApart(const QString& name, const Study& study);

/// Its models; of trainings one by one those whose test figures are open.
/// \param rows one of the experiment's populationsOf(); empty: everybody
/// \throws btw::Error (Kind::Input) before isOpen()
Models modelsOf(const store::Store& store, const Study& study, const std::string& rows = {});

/// compareExperiment() for any study.
std::vector<Comparison> compareStudy(
    const store::Store& store, const Study& study, const ComparisonChoice& choice = {});

} // namespace btw::experiments
