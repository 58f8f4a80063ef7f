// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/progress.h"

#include "engine/analysis/metrics.h"
#include "ui/models/words.h"
#include "workspace/jobs/systemnames.h"
#include "workspace/jobs/weightedsystems.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace btw::pages {

using training::Step;

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(TrainingProgress)
};

constexpr std::int64_t kManyBatches = 100; // an epoch that long is watched batch by batch

/// Sentences one after the other; empty ones are left out.
QString sentences(const QStringList& parts)
{
    QStringList said = parts;
    said.removeAll(QString());
    return said.join(QLatin1Char(' '));
}

/// Its name with the model in plain words in place of its short one: "without text · BTW-weighted mixture of
/// experts · seed 1". That of one modality stays: "text alone · seed 1".
QString nameInWords(const store::RunRecord& run)
{
    const auto seed = run.name.indexOf(QStringLiteral(" · seed "));
    if (run.step == Step::Unimodal || seed < 0)
        return run.name;
    const auto before = run.name.lastIndexOf(QStringLiteral(" · "), seed - 1);
    const QString variant = run.step == Step::Weighted ? models::variantName(run.spec.variant) : QString();
    return (before < 0 ? QString() : run.name.left(before + 3))
        + jobs::systemTitle(jobs::systemOf(run.spec), variant) + run.name.mid(seed);
}

} // namespace

void TrainingProgress::expect(weighting::Variant variant, std::uint64_t seed)
{
    *this = TrainingProgress();
    m_expected = true;
    m_variant = variant;
    m_seed = seed;
    m_state = State::Starting;
}

void TrainingProgress::apply(const jobs::TrainingEvent& event)
{
    if (const auto* start = std::get_if<jobs::RunStarted>(&event)) {
        applyStart(*start);
    } else if (const auto* batch = std::get_if<jobs::BatchDone>(&event)) {
        m_state = State::Running;
        m_epoch = batch->progress.epoch;
        m_epochsAtMost = batch->progress.epochsAtMost;
        m_epochShare = batch->progress.batches > 0
            ? static_cast<double>(batch->progress.batch) / static_cast<double>(batch->progress.batches)
            : 0;
        m_batch = batch->progress.batch;
        m_batches = batch->progress.batches;
        m_secondsLeft = batch->secondsLeft;
    } else if (const auto* epoch = std::get_if<jobs::EpochDone>(&event)) {
        applyEpoch(*epoch);
    } else if (const auto* done = std::get_if<jobs::RunDone>(&event)) {
        m_runDone = done->run.status == store::RunStatus::Finished;
        if (done->digest)
            findBest(*done->digest);
        if (done->run.status == store::RunStatus::Failed)
            m_state = State::Failed;
    } else if (const auto* training = std::get_if<jobs::TrainingDone>(&event)) {
        if (m_state != State::Failed)
            m_state = training->stopped ? State::Stopped : State::Finished;
        m_paused = false;
    }
}

void TrainingProgress::applyStart(const jobs::RunStarted& start)
{
    if (start.index == 0 && !isLive())
        *this = TrainingProgress();
    if (!m_expected) {
        m_expected = true;
        m_variant = start.training.system.isEmpty() ? start.run.spec.variant : start.training.spec.variant;
        m_seed = start.run.seed;
    }
    applyPlace(start);
    m_state = m_state == State::Running ? State::Running : State::Starting;
    m_step = start.step;
    m_modality = start.run.modality;
    m_runName = nameInWords(start.run);
    m_runId = start.run.id;
    m_index = start.index;
    m_count = start.count;
    m_runDone = start.reused;
    m_epoch = m_epochsKept = start.run.epochs;
    m_epochsAtMost = start.run.spec.epochs;
    m_epochShare = 0;
    m_batch = 0;
    m_bestEpoch = 0;
}

/// Where the run stands in its training: it may be a run of another system that the training's are made of.
void TrainingProgress::applyPlace(const jobs::RunStarted& start)
{
    const auto& runs = start.training.runs;
    const QString& system = start.training.system.isEmpty() ? start.run.model : start.training.system;
    m_takesWeights = system.isEmpty() || jobs::takesWeights(system);
    if (!system.isEmpty())
        m_system = system;
    m_isPart = false;
    m_model = start.index;
    m_models = std::max(1, start.count - (steps() - 1));
    if (runs.empty())
        return;
    m_models = 0;
    for (const auto& run : runs) {
        m_isPart = m_isPart || (run.runId == start.run.id && !run.role);
        if (run.role != Step::Unimodal)
            continue;
        if (run.runId == start.run.id)
            m_model = m_models;
        ++m_models;
    }
    m_models = std::max(1, m_models);
}

void TrainingProgress::applyEpoch(const jobs::EpochDone& epoch)
{
    m_state = State::Running;
    m_batch = 0;
    if (epoch.report) {
        m_epoch = m_epochsKept = epoch.report->epoch;
        m_epochShare = 1;
    }
    if (epoch.digest)
        findBest(*epoch.digest);
}

void TrainingProgress::findBest(const jobs::RunDigest& digest)
{
    m_metric = digest.metric;
    m_bestEpoch = 0;
    m_bestByLoss = digest.run.spec.select == training::Select::Loss;
    const auto chosen = static_cast<std::size_t>(digest.run.bestEpoch);
    if (chosen >= 1 && chosen <= digest.validationMetric.size()) {
        m_bestEpoch = digest.run.bestEpoch;
        m_best = digest.validationMetric[chosen - 1];
        return;
    }
    const bool lower = analysis::lowerIsBetter(digest.metric);
    for (std::size_t i = 0; i < digest.validationMetric.size(); ++i) {
        const double value = digest.validationMetric[i];
        if (!std::isfinite(value))
            continue;
        // A tie keeps the earlier epoch, as the trainer does.
        if (m_bestEpoch == 0 || (lower ? value < m_best : value > m_best)) {
            m_best = value;
            m_bestEpoch = static_cast<std::int64_t>(i) + 1;
        }
    }
}

void TrainingProgress::show(const jobs::RunDigest& digest)
{
    *this = TrainingProgress();
    const auto& run = digest.run;
    m_expected = true;
    m_fittedAtOnce = digest.fittedAtOnce;
    m_variant = run.step == Step::Weighted ? run.spec.variant : weighting::Variant::None;
    m_seed = run.seed;
    m_step = run.step;
    m_modality = run.modality;
    m_runName = nameInWords(run);
    m_runId = run.id;
    m_epoch = m_epochsKept = run.epochs;
    m_epochsAtMost = digest.epochsAtMost;
    m_count = 1;
    m_sentence = run.message;
    m_runDone = run.status == store::RunStatus::Finished;
    switch (run.status) {
    case store::RunStatus::Finished:
        m_state = State::Finished;
        break;
    case store::RunStatus::Failed:
        m_state = State::Failed;
        break;
    case store::RunStatus::Queued:
        m_isQueued = true;
        [[fallthrough]];
    default:
        m_state = State::Stopped;
    }
    findBest(digest);
}

QString TrainingProgress::title() const
{
    if (m_state == State::Idle)
        return Words::tr("Train");
    if ((!isLive() || !m_takesWeights) && !m_runName.isEmpty())
        return m_runName;
    return Words::tr("%1 · seed %2")
        .arg(jobs::systemTitle(m_system, models::variantName(m_variant)))
        .arg(m_seed);
}

QString TrainingProgress::stepWords() const
{
    if (m_isPart)
        return Words::tr("Trained first, since the rest is made of it: %1.").arg(m_runName);
    const int step = static_cast<int>(m_step);
    QString what;
    switch (m_step) {
    case Step::Unimodal: {
        what = m_models > 1 ? Words::tr("%1 alone (%2 of %3)").arg(m_modality).arg(m_model + 1).arg(m_models)
                            : Words::tr("%1 alone").arg(m_modality);
        break;
    }
    case Step::Baseline:
        what = m_takesWeights ? Words::tr("baseline, all weights 1") : Words::tr("all modalities together");
        break;
    case Step::Weighted:
        what = Words::tr("weighted model");
        break;
    }
    return Words::tr("Step %1 of %2: %3.").arg(step).arg(std::max(step, steps())).arg(what);
}

QString TrainingProgress::epochWords() const
{
    if (m_epoch == 0)
        return Words::tr("The first epoch is under way.");
    if (m_paused)
        return Words::tr("Epoch %1 of %2, paused.").arg(m_epoch).arg(m_epochsAtMost);
    QStringList parts { Words::tr("epoch %1 of %2").arg(m_epoch).arg(m_epochsAtMost) };
    if (m_batch > 0 && m_batches >= kManyBatches)
        parts << Words::tr("batch %1 of %2").arg(models::count(m_batch), models::count(m_batches));
    if (const QString left = models::timeLeft(m_secondsLeft); !left.isEmpty())
        parts << left;
    return models::capitalised(parts.join(QStringLiteral(", "))) + QLatin1Char('.');
}

QString TrainingProgress::bestWords() const
{
    if (m_bestEpoch == 0)
        return {};
    const QString metric = models::metricShort(m_metric);
    return m_bestByLoss ? Words::tr("Best epoch %1 by validation loss, %2 %3.")
                              .arg(m_bestEpoch)
                              .arg(metric, models::number(m_best))
                        : Words::tr("Best validation %1 %2 at epoch %3.")
                              .arg(metric, models::number(m_best))
                              .arg(m_bestEpoch);
}

QString TrainingProgress::statusLine() const
{
    const int epochs = models::plural(m_epochsKept);
    switch (m_state) {
    case State::Idle:
        return Words::tr("Nothing is training. Open a run from the list, or start one.");
    case State::Starting:
        return Words::tr("Getting ready.");
    case State::Running:
        return sentences({ stepWords(), epochWords(), m_epoch == 0 ? QString() : bestWords() });
    case State::Finished:
        if (m_fittedAtOnce)
            return Words::tr("Finished.");
        return sentences({ epochs == 1 ? Words::tr("Finished after 1 epoch.")
                                       : Words::tr("Finished after %n epochs.", nullptr, epochs),
            bestWords() });
    case State::Stopped:
        if (m_epochsKept == 0)
            return m_isQueued ? Words::tr("Not trained yet: it waits for its turn, or to be resumed.")
                              : Words::tr("Stopped before its first epoch. Resume it to begin.");
        return sentences(
            { epochs == 1 ? Words::tr("Stopped after 1 epoch, which is kept.")
                          : Words::tr("Stopped after %n epochs, which are kept.", nullptr, epochs),
                Words::tr("Resume it to go on from there."), bestWords() });
    case State::Failed:
        if (m_epochsKept == 0)
            return sentences({ Words::tr("Failed before anything could be kept."), m_sentence });
        return sentences(
            { epochs == 1 ? Words::tr("Failed after 1 epoch, which is kept.")
                          : Words::tr("Failed after %n epochs, which are kept.", nullptr, epochs),
                m_sentence });
    }
    return {};
}

std::vector<double> TrainingProgress::segments() const
{
    std::vector<double> shares(static_cast<std::size_t>(steps()), 0.0);
    if (m_state == State::Idle)
        return shares;
    if (m_state == State::Finished) {
        std::fill(shares.begin(), shares.end(), 1.0);
        return shares;
    }
    const auto current = std::min<std::size_t>(static_cast<std::size_t>(m_step) - 1, shares.size() - 1);
    std::fill_n(shares.begin(), current, 1.0);
    const bool epochOver = m_epochShare >= 1;
    const double epochsDone = m_epoch > 0 ? static_cast<double>(m_epoch) - (epochOver ? 0 : 1) : 0;
    double share = m_epochsAtMost > 0
        ? (epochsDone + (epochOver ? 0 : m_epochShare)) / static_cast<double>(m_epochsAtMost)
        : 0;
    share = m_runDone ? 1.0 : std::clamp(share, 0.0, 1.0);
    if (m_step == Step::Unimodal)
        share = std::clamp((m_model + share) / m_models, 0.0, 1.0);
    shares[current] = share;
    return shares;
}

} // namespace btw::pages
