// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/sessionkeeper.h"

#include "ui/pages/control/datacontroller.h"
#include "ui/pages/control/studiescontroller.h"

namespace btw::pages {

SessionKeeper::SessionKeeper(
    widgets::Settings& settings, const QString& project, DataController& data, StudiesController& studies)
    : m_settings(settings)
    , m_project(project)
    , m_last(settings.session(project))
    , m_now(m_last)
{
    connect(&data, &DataController::opened, this, [this, &data] {
        m_now.data = data.path();
        keep();
    });
    connect(&studies, &StudiesController::opened, this, [this](const experiments::Study& study) {
        m_now.experiment = study.id.experiment;
        m_now.cohort = study.id.split;
        keep();
    });
}

void SessionKeeper::keepPage(const QString& id)
{
    m_now.page = id;
    keep();
}

void SessionKeeper::keep() { m_settings.setSession(m_project, m_now); }

} // namespace btw::pages
