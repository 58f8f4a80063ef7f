// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/store/experimentrecord.h"
#include "workspace/store/records.h"
#include "workspace/store/trainingrecord.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace btw::store {
class Store;
}

namespace btw::jobs {

/// How far one training of an experiment is, as those ask who would open its test figures.
enum class PartState : std::uint8_t {
    Waiting, ///< or runs
    Ended,
    Failed, ///< tried, in vain: it has ended, and is reported
    Stopped, ///< or interrupted
    LeftWaiting, ///< its turn had not come when the program that has it in its queue was closed or ended
    NotBegun, ///< could not be begun: its data are not there, say
    Cancelled ///< or removed
};

/// How far an experiment is. Its test figures are opened together, once each training has ended or failed;
/// what was stopped, left waiting, cancelled or removed keeps them hidden until somebody gives it up
/// (openWithout).
struct ExperimentProgress
{
    std::size_t trainings = 0; ///< that belong to it and count (partsThatCount), however they are
    std::size_t ended = 0; ///< without those that failed
    std::size_t failed = 0;
    std::size_t stopped = 0;
    std::size_t leftWaiting = 0;
    std::size_t notBegun = 0;
    std::size_t cancelled = 0;
    std::vector<std::int64_t> missing; ///< trainings that were stopped, left waiting, not begun or cancelled

    void add(const store::TrainingRecord& training, PartState state);
    std::size_t waiting() const { return trainings - ended - failed - missing.size(); }
    bool isOver() const { return ended > 0 && ended + failed == trainings; } ///< its figures may be opened
    /// Nothing of it goes on by itself, and yet not all of it has ended.
    bool isHeldBack() const { return waiting() == 0 && !missing.empty(); }
    bool operator==(const ExperimentProgress&) const = default;
};

using TrainingsById = std::map<std::int64_t, store::TrainingRecord>;
using RunsById = std::map<std::int64_t, store::RunRecord>;
TrainingsById trainingsById(const store::Store& store);
RunsById runsById(const store::Store& store);

/// Which part of the question a training answers: "without text", "fold 2", "repeat 3".
/// \param definition of the experiment
QStringList partWords(const store::ExperimentPart& part, const QJsonObject& definition);

PartState partState(const store::TrainingRecord& training, const RunsById& runs);
/// The parts whose trainings are there and count. Where a later version was asked the same again, since it
/// trains such a model otherwise, only its training does, however far it has come: the two are not mixed, and
/// nothing waits for the earlier one.
std::vector<store::ExperimentPart> partsThatCount(
    const store::ExperimentRecord& experiment, const TrainingsById& trainings);
ExperimentProgress progressOf(
    const store::ExperimentRecord& experiment, const TrainingsById& trainings, const RunsById& runs);

/// How far it is, why its test figures are hidden, and what opens them: "12 of 15 trainings have ended, 3
/// were cancelled. ..." For one whose test figures are hidden.
QString hiddenSentence(const ExperimentProgress& progress);
/// "12 of 15 trainings have ended, 3 were cancelled."
QString progressSentence(const ExperimentProgress& progress);

} // namespace btw::jobs
