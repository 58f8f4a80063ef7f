// SPDX-License-Identifier: GPL-3.0-or-later
#include "timedtraining.h"

namespace btw::cli {

namespace {

constexpr std::size_t kLeastEpochs = 5;
constexpr std::size_t kLeastLongEpochs = 3;
constexpr double kLeastMs = 500;
constexpr double kLongMs = 20000;
constexpr std::int64_t kWithoutEnd = 1'000'000;

class Stopwatch : public training::RunObserver
{
public:
    explicit Stopwatch(training::RunControl& control)
        : m_control(control)
    {
    }

    void onBatch(const training::BatchProgress& /*progress*/) override { }
    void onPause(bool /*paused*/) override { }
    void onEpoch(const training::EpochReport& report,
        const std::function<void(const std::string& path)>& /*writeCheckpoint*/) override
    {
        if (report.epoch == 1)
            return;
        m_times.push_back(report.seconds * 1e3);
        m_total += m_times.back();
        if ((m_times.size() >= kLeastEpochs && m_total >= kLeastMs)
            || (m_times.size() >= kLeastLongEpochs && m_total >= kLongMs))
            m_control.requestStop();
    }

    const std::vector<double>& times() const { return m_times; }

private:
    training::RunControl& m_control;
    std::vector<double> m_times;
    double m_total = 0;
};

class BatchLimit : public training::RunObserver
{
public:
    BatchLimit(training::RunControl& control, std::int64_t batches)
        : m_control(control)
        , m_batches(batches)
    {
    }

    void onBatch(const training::BatchProgress& progress) override
    {
        if (progress.batch >= m_batches)
            m_control.requestStop();
    }
    void onPause(bool /*paused*/) override { }
    void onEpoch(const training::EpochReport& /*report*/,
        const std::function<void(const std::string& path)>& /*writeCheckpoint*/) override
    {
        m_control.requestStop();
    }

private:
    training::RunControl& m_control;
    std::int64_t m_batches;
};

} // namespace

std::vector<double> epochTimes(training::Trainer& trainer, training::RunPlan plan)
{
    plan.spec.epochs = plan.spec.patience = plan.spec.halveAfter = kWithoutEnd;
    training::RunControl control;
    Stopwatch stopwatch(control);
    trainer.train(plan, control, stopwatch);
    return stopwatch.times();
}

void trainBatches(training::Trainer& trainer, const training::RunPlan& plan, std::int64_t batches)
{
    training::RunControl control;
    BatchLimit limit(control, batches);
    trainer.train(plan, control, limit);
}

} // namespace btw::cli
