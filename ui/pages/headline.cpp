// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/headline.h"

#include "engine/analysis/metrics.h"
#include "ui/models/studiesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/control/datacontroller.h"
#include "ui/pages/headerbar.h"
#include "ui/pages/pageinfo.h"
#include "workspace/io/recipe/recipe.h"
#include "workspace/jobs/digest.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFileInfo>
#include <QWidget>

namespace btw::pages {

Headline::Headline(HeaderBar& header, QWidget& window, DataController& data, experiments::StoreLookup& lookup)
    : m_header(header)
    , m_window(window)
    , m_data(data)
    , m_lookup(lookup)
{
    connect(&data, &DataController::headlineChanged, this, [this](const QString& name, const QString& line) {
        m_open.name = name;
        m_open.line = line;
        tell();
    });
    connect(&data, &DataController::opened, this, [this](const std::shared_ptr<const data::Cohort>& cohort) {
        m_open.metric = models::metricShort(analysis::primaryMetric(cohort->task, cohort->classCount()));
        m_place.hasChanged = false;
        if (!m_shown.name.isEmpty())
            look();
        tell();
    });
    connect(&header, &HeaderBar::dataWanted, this, &Headline::open);
}

void Headline::setPage(const QString& id, const QString& title)
{
    m_page = id;
    m_pageTitle = title;
    if (!m_shown.name.isEmpty())
        look(); // the file may have gone, or come back, meanwhile
    tell();
}

void Headline::show(const experiments::Study& study)
{
    m_shown = { study.data, models::studyLine(study).section(QStringLiteral(" · "), 1),
        study.metric.empty() ? QString() : models::metricShort(study.metric),
        study.trainings.empty() ? study.id.split : study.trainings.front().splitId };
    look();
    tell();
}

void Headline::show(const jobs::RunDigest& run)
{
    m_shown = { run.cohortName, models::modalityCount(static_cast<std::int64_t>(run.modalities.size())),
        models::metricShort(analysis::primaryMetric(run.task, run.classes.size())), run.run.splitId };
    look();
    tell();
}

void Headline::showOpenData()
{
    m_shown = {};
    tell();
}

void Headline::tell()
{
    const bool isAboutOpen
        = m_page == pageid::kStart || m_page == pageid::kData || m_page == pageid::kExperiment;
    const bool isOfAnother = !m_shown.name.isEmpty() && m_shown.name != m_open.name;
    m_isOther = isOfAnother && !(isAboutOpen && m_data.cohort());
    const auto& shown = m_isOther ? m_shown : m_open;
    const bool hasChanged = m_place.hasChanged && !m_shown.name.isEmpty() && !isAboutOpen;
    m_header.setCohort(shown.name,
        hasChanged ? tr("This file has changed since this training. %1", "what it holds").arg(shown.line)
            : m_isOther && m_data.cohort() ? tr("%1 · not the data that is open").arg(shown.line)
                                           : shown.line);
    QStringList parts { shown.name, shown.metric, m_pageTitle };
    parts.removeAll(QString());
    m_window.setWindowTitle(parts.join(QStringLiteral(" · ")));
    offer();
}

void Headline::look()
{
    if (m_placeOf != m_shown.cohort)
        m_place = {};
    m_placeOf = m_shown.cohort;
    m_lookup.ask<Place>(
        this, m_subject,
        [split = m_shown.cohort, path = m_data.path(), open = m_data.identity()](store::Store& store) {
            const auto cohort = store.cohort(split);
            Place place;
            place.path = cohort.path;
            // What an older version saved it cannot be known of.
            place.hasChanged = open && path == cohort.path && !cohort.content.isEmpty()
                && open->content() != cohort.content;
            io::Problems ignored;
            const auto led = io::resolveRecipe(place.path, {}, ignored);
            place.source = led ? led->data : place.path;
            place.isThere = !place.path.isEmpty() && QFileInfo::exists(place.source);
            return place;
        },
        [this](const std::shared_ptr<Place>& place) {
            m_place = *place;
            tell();
        },
        [](const QString& /*sentence*/) {}); // nothing is offered then
}

void Headline::offer()
{
    if (!m_isOther || m_place.path.isEmpty()) {
        m_header.offerData({}, {});
        return;
    }
    const QString source = QDir::toNativeSeparators(m_place.source);
    if (m_place.isThere)
        m_header.offerData(tr("Open its da&ta"),
            tr("Opens %1, which this was trained on; what is shown now stays.").arg(source));
    else
        m_header.offerData(
            tr("Find its da&ta…"), tr("%1 is not there any more: say where the file is now.").arg(source));
}

void Headline::open()
{
    if (m_place.isThere)
        m_data.openBeside(m_place.path);
    else
        Q_EMIT fileWanted(m_place.path);
}

} // namespace btw::pages
