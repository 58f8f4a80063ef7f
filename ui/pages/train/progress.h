// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/weighting/options.h"
#include "workspace/jobs/events.h"

#include <QString>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace btw::pages {

/// Where a training stands, gathered from its events; the words and figures of the Train page's head.
/// A pure value: events in, words out.
class TrainingProgress
{
public:
    enum class State : std::uint8_t { Idle, Starting, Running, Finished, Stopped, Failed };

    /// What was asked for. Without it (a resumed run) the first event has to do.
    void expect(weighting::Variant variant, std::uint64_t seed);
    void apply(const jobs::TrainingEvent& event);
    void setPaused(bool paused) { m_paused = paused; }
    /// A run opened from the store: its end state instead of progress.
    void show(const jobs::RunDigest& digest);

    State state() const { return m_state; }
    bool isLive() const { return m_state == State::Starting || m_state == State::Running; }
    bool isLastRun() const { return m_index + 1 >= m_count; } ///< of the training
    bool isPaused() const { return m_paused && isLive(); }
    training::Step step() const { return m_step; }
    /// Whether the run under way is another training's kind, that this one's are made of.
    bool isPart() const { return m_isPart; }
    weighting::Variant variant() const { return m_variant; }
    /// Whether the system that is trained takes weights: others have no baseline that weighting has to beat.
    bool takesWeights() const { return m_takesWeights; }
    std::int64_t runId() const { return m_runId; }

    QString title() const; ///< "BTW-weighted mixture of experts · seed 2"
    QString statusLine() const;
    /// Share done of each step, 0..1: three, or two when nothing is weighted.
    std::vector<double> segments() const;

private:
    void applyStart(const jobs::RunStarted& start);
    void applyPlace(const jobs::RunStarted& start);
    void applyEpoch(const jobs::EpochDone& epoch);
    void findBest(const jobs::RunDigest& digest);
    int steps() const { return m_variant == weighting::Variant::None ? 2 : 3; }
    QString stepWords() const;
    QString epochWords() const;
    QString bestWords() const;

    State m_state = State::Idle;
    bool m_paused = false;
    bool m_isQueued = false; ///< a run of the store that was never begun
    bool m_expected = false;
    weighting::Variant m_variant = weighting::Variant::Btw;
    bool m_fittedAtOnce = false; ///< of a system without epochs
    std::uint64_t m_seed = 1;
    training::Step m_step = training::Step::Unimodal;
    QString m_modality;
    QString m_sentence;
    bool m_takesWeights = true; ///< the system that is trained
    bool m_isPart = false;
    int m_model = 0; ///< of the unimodal ones
    int m_models = 1;
    QString m_runName; ///< with its model in plain words
    QString m_system = QStringLiteral("moe"); ///< that is trained
    std::int64_t m_runId = 0;
    int m_index = 0;
    int m_count = 0;
    bool m_runDone = false;
    std::int64_t m_epochsKept = 0; ///< those that are done
    std::int64_t m_epoch = 0; ///< under way or, after EpochDone, just done
    std::int64_t m_epochsAtMost = 0;
    double m_epochShare = 0;
    std::int64_t m_batch = 0; ///< of the epoch under way; 0 once it is done
    std::int64_t m_batches = 0;
    double m_secondsLeft = std::numeric_limits<double>::quiet_NaN();
    std::string m_metric;
    double m_best = 0;
    std::int64_t m_bestEpoch = 0;
    bool m_bestByLoss = false;
};

} // namespace btw::pages
