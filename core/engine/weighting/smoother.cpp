// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weighting/smoother.h"

#include "engine/error.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace btw::weighting {

namespace {

void checkShare(const char* key, double value)
{
    if (!(value >= 0 && value <= 1)) {
        throw Error(std::string(key) + " is " + std::to_string(value) + ": give a number from 0 to 1.");
    }
}

} // namespace

Smoother::Smoother(Task task, double alpha, double step, Update update, std::size_t instances,
    std::size_t modalities, std::vector<std::uint8_t> present)
    : m_task(task)
    , m_step(step)
    , m_update(update)
    , m_present(std::move(present))
{
    checkShare("alpha", alpha);
    checkShare("alpha_step", step);
    if (m_present.size() != instances * modalities) {
        throw Error("Smoothing needs " + std::to_string(instances * modalities) + " presence flags, but "
            + std::to_string(m_present.size()) + " are given: give one for every instance and modality.");
    }
    m_state.alpha = alpha;
    m_state.weights.resize(m_present.size());
    for (std::size_t i = 0; i < m_present.size(); ++i) {
        m_state.weights[i] = m_present[i] != 0 ? 1.0F : 0.0F;
    }
}

void Smoother::hold(const std::vector<double>& weights)
{
    if (weights.size() != m_present.size())
        throw Error("There are " + std::to_string(weights.size()) + " fixed weights, but this cohort needs "
            + std::to_string(m_present.size()) + ": give one for every instance and modality.");
    for (std::size_t i = 0; i < m_present.size(); ++i)
        m_state.weights[i] = m_present[i] != 0 ? static_cast<float>(weights[i]) : 0.0F;
}

bool Smoother::improves(double metric) const
{
    if (!m_state.best) {
        return true;
    }
    return m_task == Task::Regression ? metric < *m_state.best : metric > *m_state.best;
}

void Smoother::update(double metric, const Weights* fresh)
{
    if (!std::isfinite(metric)) {
        throw Error("The validation metric is not finite: the smoothing of weights cannot go on; lower the "
                    "learning rate or check the labels.",
            Error::Kind::Work);
    }
    const bool improved = improves(metric);
    if (needsUpdate(metric)) {
        if (fresh == nullptr || fresh->unrounded.size() != m_present.size()) {
            throw Error(
                "The smoothing of weights wants a new weight for every instance and modality after this "
                "epoch: compute them from its predictions.",
                Error::Kind::Work);
        }
        const double a = m_state.alpha;
        for (std::size_t i = 0; i < m_present.size(); ++i) {
            if (m_present[i] != 0) {
                m_state.weights[i] = static_cast<float>(
                    a * fresh->unrounded[i] + (1 - a) * static_cast<double>(m_state.weights[i]));
            }
        }
        m_state.alphaUsed = a;
    }
    if (improved) {
        m_state.best = metric;
        m_state.alpha = std::min(m_state.alpha + m_step, 1.0);
    } else {
        m_state.alpha = std::max(m_state.alpha - m_step, 0.0);
    }
}

void Smoother::restore(SmootherState state)
{
    if (state.weights.size() != m_present.size()) {
        throw Error("The saved weights are " + std::to_string(state.weights.size())
            + " numbers, but this cohort needs " + std::to_string(m_present.size())
            + ": resume with the cohort that the run was started with.");
    }
    m_state = std::move(state);
}

} // namespace btw::weighting
