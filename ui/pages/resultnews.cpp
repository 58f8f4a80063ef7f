// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/resultnews.h"

#include "ui/models/studiesmodel.h"
#include "ui/pages/control/studiescontroller.h"
#include "ui/pages/control/trainingscontroller.h"
#include "ui/pages/statusline.h"

#include <algorithm>
#include <utility>

namespace btw::pages {

ResultNews::ResultNews(TrainingsController& trainings, StudiesController& studies, StatusLine& line,
    std::function<bool()> isLookedAt, QObject* parent)
    : QObject(parent)
    , m_studies(studies)
    , m_line(line)
    , m_isLookedAt(std::move(isLookedAt))
{
    connect(&trainings, &TrainingsController::happened, this, [this](const jobs::TrainingEvent& event) {
        const auto* done = std::get_if<jobs::TrainingDone>(&event);
        if (done != nullptr && !done->stopped)
            m_ended = done->runId;
    });
    connect(&studies, &StudiesController::listed, this, &ResultNews::look);
    connect(&studies, &StudiesController::opened, this, &ResultNews::forgetWhatIsLookedAt);
    connect(&line, &StatusLine::newsChosen, this, [this] {
        m_line.setNews({});
        Q_EMIT wanted(std::exchange(m_told, {}));
    });
}

void ResultNews::look()
{
    if (m_ended == 0)
        return;
    const auto& all = m_studies.all();
    const auto found = std::find_if(all.begin(), all.end(), [this](const experiments::Study& study) {
        return std::any_of(study.trainings.begin(), study.trainings.end(),
            [this](const store::TrainingRecord& training) { return training.lastRun() == m_ended; });
    });
    if (found == all.end() || found->ended < found->trainings.size() || !found->isOpen())
        return; // more of it is to come
    m_ended = 0;
    if (m_isLookedAt() && m_studies.current().id == found->id)
        return;
    m_told = found->id;
    m_line.setNews(tr("The result of “%1” is ready").arg(models::studyName(*found)),
        tr("Shows it on the page Train. What is shown now stays until you click."));
}

void ResultNews::forgetWhatIsLookedAt()
{
    if (m_told == experiments::Study::Id() || !m_isLookedAt() || !(m_studies.current().id == m_told))
        return;
    m_told = {};
    m_line.setNews({});
}

} // namespace btw::pages
