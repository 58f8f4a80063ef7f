// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/cohort.h"
#include "engine/error.h"
#include "engine/predictions.h"
#include "engine/spec/spec.h"
#include "engine/training/control.h"
#include "engine/training/events.h"
#include "engine/training/run.h"
#include "engine/training/trainer.h"

#include <QString>
#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

inline btw::training::ExperimentSpec tinySpec()
{
    auto spec = btw::training::presetSpec("demo", 100);
    spec.width = 8;
    spec.encoderHidden = 8;
    spec.expertHidden = 8;
    spec.epochs = 4;
    spec.patience = 4;
    return spec;
}

/// Two epochs in which nothing is learnt.
inline btw::training::ExperimentSpec stillSpec()
{
    auto spec = tinySpec();
    spec.batch = 5;
    spec.epochs = spec.patience = 2;
    spec.learningRate = 0;
    return spec;
}

/// The sentence of the btw::Error that the work ends with.
inline QString sentenceOf(const std::function<void()>& work, btw::Error::Kind kind = btw::Error::Kind::Input)
{
    try {
        work();
    } catch (const btw::Error& error) {
        return error.kind() == kind ? QString::fromUtf8(error.what()) : QStringLiteral("of the other kind");
    }
    return QStringLiteral("no error");
}

/// - log of the share that logits give a class.
inline double crossEntropy(const std::vector<float>& logits, std::size_t label)
{
    double sum = 0;
    for (const float one : logits)
        sum += std::exp(static_cast<double>(one));
    return std::log(sum) - static_cast<double>(logits[label]);
}

inline bool isClose(double found, double wanted)
{
    const bool close = std::abs(found - wanted) <= 1e-5 * std::max(1.0, std::abs(wanted));
    if (!close)
        qWarning("%.9g is not %.9g", found, wanted);
    return close;
}

/// Keeps what a run says; may act on it.
class Recorder : public btw::training::RunObserver
{
public:
    void onBatch(const btw::training::BatchProgress& progress) override
    {
        ++batches;
        if (atBatch)
            atBatch(progress);
    }
    void onPause(bool paused) override
    {
        pauses.push_back(paused);
        if (paused && atPause)
            atPause();
    }
    void onWarning(const std::string& sentence) override { warnings.push_back(sentence); }
    void onEpoch(const btw::training::EpochReport& report,
        const std::function<void(const std::string&)>& write) override
    {
        reports.push_back(report);
        if (atEpoch)
            atEpoch(report, write);
    }

    int batches = 0;
    std::vector<bool> pauses;
    std::vector<std::string> warnings;
    std::vector<btw::training::EpochReport> reports;
    std::function<void()> atPause;
    std::function<void(const btw::training::BatchProgress&)> atBatch;
    std::function<void(const btw::training::EpochReport&, const std::function<void(const std::string&)>&)>
        atEpoch;
};

inline std::vector<btw::Predictions> unimodalPredictions(btw::training::Trainer& trainer,
    const btw::data::Cohort& cohort, const btw::training::ExperimentSpec& spec)
{
    std::vector<btw::Predictions> predictions;
    for (std::size_t m = 0; m < cohort.modalityCount(); ++m) {
        btw::training::RunControl control;
        Recorder recorder;
        predictions.push_back(
            trainer.train({ btw::training::Step::Unimodal, m, spec, 1, {} }, control, recorder).predictions);
    }
    return predictions;
}

inline btw::training::RunPlan weightedPlan(
    btw::training::Trainer& trainer, const btw::data::Cohort& cohort, btw::training::ExperimentSpec spec)
{
    return { btw::training::Step::Weighted, 0, spec, 1, unimodalPredictions(trainer, cohort, spec) };
}
