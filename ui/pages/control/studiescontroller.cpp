// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/studiescontroller.h"

#include "workspace/jobs/queue.h"

#include <algorithm>

namespace btw::pages {

using experiments::Study;

StudiesController::StudiesController(jobs::Queue& queue, experiments::StoreLookup& lookup)
    : m_lookup(lookup)
    , m_storePath(queue.storePath())
{
    connect(&queue, &jobs::Queue::runsChanged, this, [this] { refresh(); });
}

void StudiesController::open(const Study::Id& id)
{
    m_wanted = id;
    m_wantedRun = 0;
    take(m_all);
}

void StudiesController::show(const Study::Id& id)
{
    open(id);
    Q_EMIT resultWanted();
}

void StudiesController::openOf(std::int64_t runId)
{
    m_wantedRun = runId;
    take(m_all);
}

void StudiesController::refresh()
{
    m_lookup.ask<std::vector<Study>>(
        this, m_subject, [](store::Store& store) { return experiments::studiesOf(store); },
        [this](const std::shared_ptr<std::vector<Study>>& studies) {
            m_all = studies;
            Q_EMIT listed();
            take(m_all);
        },
        [this](const QString& sentence) { Q_EMIT failed(sentence); });
}

void StudiesController::take(const std::shared_ptr<std::vector<Study>>& studies)
{
    if (m_wantedRun != 0) {
        const auto has = [this](const Study& study) {
            return std::any_of(study.trainings.begin(), study.trainings.end(),
                [this](const auto& training) { return training.has(m_wantedRun); });
        };
        const auto own = has(m_current) ? std::find_if(studies->begin(), studies->end(),
                             [this](const Study& study) { return study.id == m_current.id; })
                                        : std::find_if(studies->begin(), studies->end(), has);
        if (own != studies->end()) {
            m_wanted = own->id;
            m_wantedRun = 0;
        }
    }
    const auto found = std::find_if(
        studies->begin(), studies->end(), [&](const Study& study) { return study.id == m_wanted; });
    if (found == studies->end()) // not there yet, or removed
        return;
    const bool isSame = found->id == m_current.id && found->isAsFarAs(m_current);
    m_current = *found;
    if (!isSame)
        Q_EMIT opened(m_current);
}

} // namespace btw::pages
