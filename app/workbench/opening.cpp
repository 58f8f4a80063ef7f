// SPDX-License-Identifier: GPL-3.0-or-later
#include "opening.h"

#include "engine/error.h"
#include "ui/pages/data/datapage.h"
#include "ui/pages/import/importview.h"
#include "ui/pages/mainwindow.h"
#include "workspace/jobs/queue.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace btw::app {

Opening::Opening(const Options& options, pages::MainWindow& window, jobs::Queue& queue, QObject* parent)
    : QObject(parent)
    , m_options(options)
    , m_window(window)
    , m_queue(queue)
{
}

void Opening::begin()
{
    if (!m_options.page.isEmpty()) {
        const auto& pages = m_window.pages().all();
        QStringList known;
        for (const auto& page : pages)
            known << page.id;
        if (!known.contains(m_options.page))
            throw Error(tr("--page %1: there is no such page; there are %2.")
                            .arg(m_options.page, known.join(QStringLiteral(", ")))
                            .toStdString(),
                Error::Kind::Input);
        m_window.showPage(m_options.page);
    }
    connect(this, &Opening::failed, this, [this] { m_hasFailed = true; });
    start(Step::Data);
}

void Opening::resume(const widgets::ProjectSession& session)
{
    const auto& pages = m_window.pages().all();
    if (std::any_of(pages.begin(), pages.end(), [&](const auto& page) { return page.id == session.page; }))
        m_options.page = session.page;
    if (session.experiment != 0 || session.cohort != 0)
        m_window.studies().show({ session.experiment, session.cohort });
    m_resumes = true;
    m_step = Step::Data;
    if (session.data.isEmpty() || !QFileInfo::exists(session.data)) {
        goOn(Step::Run);
        return;
    }
    awaitData();
    m_window.data().openAgain(session.data);
}

void Opening::start(Step step)
{
    m_step = step;
    switch (step) {
    case Step::Data:
        openData();
        return;
    case Step::Run:
        openRun();
        return;
    case Step::Study:
        openStudy();
        return;
    case Step::Page:
        // Whoever is asked how data are read is left there.
        if (!m_options.page.isEmpty() && !(m_resumes && m_window.page<pages::DataPage>().showsImport()))
            m_window.showPage(m_options.page);
        Q_EMIT done();
        return;
    }
}

void Opening::goOn(Step next)
{
    QMetaObject::invokeMethod(
        this,
        [this, next] {
            // Several events may end one step.
            if (!m_hasFailed && next > m_step)
                start(next);
        },
        Qt::QueuedConnection);
}

void Opening::openData()
{
    if (m_options.demo.isEmpty() && m_options.data.isEmpty()) {
        start(Step::Run);
        return;
    }
    if (!m_options.demo.isEmpty()) {
        connect(&m_window.data(), &pages::DataController::demoOpened, this, [this] { goOn(Step::Run); });
        m_window.data().startDemo(m_options.demo);
        return;
    }
    awaitData();
    m_window.data().openPath(QDir::cleanPath(QDir().absoluteFilePath(m_options.data)));
}

void Opening::awaitData()
{
    const auto next = [this] { goOn(Step::Run); };
    auto& data = m_window.data();
    connect(&data, &pages::DataController::described, this, next);
    connect(&data, &pages::DataController::refused, this, next); // Start says why
    connect(&m_queue, &jobs::Queue::importPreviewed, this,
        [next](const std::shared_ptr<const io::ImportPreview>& preview) {
            if (!preview->missing.empty()) // nothing is read before a person has chosen
                next();
        });
    connect(&m_queue, &jobs::Queue::importRead, this, [this, next] {
        // Either it is taken at once, or a person decides.
        if (m_window.page<pages::DataPage>().importView()->state() != pages::ImportView::State::Taking)
            next();
    });
}

void Opening::openRun()
{
    if (m_options.run == 0) {
        start(Step::Study);
        return;
    }
    connect(
        &m_queue, &jobs::Queue::runsChanged, this,
        [this] {
            const qint64 run = m_options.run < 0 ? m_window.runs().newestFinished() : m_options.run;
            if (!m_window.runs().run(run)) {
                Q_EMIT failed(m_options.run < 0
                        ? tr("--run newest: this project has no finished run.")
                        : tr("--run %1: this project has no such run; btw runs lists them.").arg(run));
                return;
            }
            connect(&m_window.run(), &pages::RunController::opened, this, [this] { goOn(Step::Study); });
            connect(&m_window.run(), &pages::RunController::followed, this, [this] { goOn(Step::Study); });
            m_window.run().openRun(run);
        },
        Qt::SingleShotConnection);
    m_queue.refreshRuns();
}

void Opening::openStudy()
{
    if (m_options.study == 0) {
        start(Step::Page);
        return;
    }
    auto& studies = m_window.studies();
    connect(
        &studies, &pages::StudiesController::listed, this,
        [this, &studies] {
            const auto& all = studies.all();
            if (m_options.study > all.size()) {
                Q_EMIT failed(all.empty()
                        ? tr("--study %1: this project has no trainings yet.").arg(m_options.study)
                        : tr("--study %1: this project has %n.", "studies", static_cast<int>(all.size()))
                              .arg(m_options.study));
                return;
            }
            studies.show(all[m_options.study - 1].id);
            goOn(Step::Page);
        },
        Qt::SingleShotConnection);
    m_queue.refreshRuns();
}

} // namespace btw::app
