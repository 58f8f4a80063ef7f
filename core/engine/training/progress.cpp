// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/progress.h"

namespace btw::training {

Progress::Progress(const ExperimentSpec& spec, bool lowerIsBetter)
    : m_epochs(spec.epochs)
    , m_patience(spec.patience)
    , m_halveAfter(spec.halveAfter)
    , m_lowerIsBetter(lowerIsBetter)
{
    m_state.learningRate = spec.learningRate;
}

bool Progress::observe(double figure)
{
    ++m_state.epoch;
    const bool better
        = m_state.bestEpoch == 0 || (m_lowerIsBetter ? figure < m_state.best : figure > m_state.best);
    if (better) {
        m_state.best = figure;
        m_state.bestEpoch = m_state.epoch;
    } else if ((m_state.epoch - m_state.bestEpoch) % m_halveAfter == 0) {
        m_state.learningRate /= 2;
    }
    return better;
}

bool Progress::finished() const
{
    return m_state.epoch >= m_epochs || m_state.epoch - m_state.bestEpoch >= m_patience;
}

} // namespace btw::training
