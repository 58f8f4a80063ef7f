// SPDX-License-Identifier: GPL-3.0-or-later
#include "screenshot.h"

#include "workspace/jobs/queue.h"

#include <QCoreApplication>
#include <QTextStream>
#include <QTimer>
#include <QWidget>

namespace btw::app {

namespace {
constexpr int kSettleMs = 400; // ten redraw intervals
} // namespace

Screenshot::Screenshot(const QString& file, const ScreenshotMoment& moment, bool trains, QWidget& window,
    jobs::Queue& queue, QObject* parent)
    : QObject(parent)
    , m_file(file)
    , m_moment(moment)
    , m_window(window)
    , m_queue(queue)
{
    using Kind = ScreenshotMoment::Kind;
    connect(&queue, &jobs::Queue::reported, this, &Screenshot::handle);
    if (moment.kind == Kind::Opened) {
        connect(&queue, &jobs::Queue::runLoaded, this, &Screenshot::takeSoon);
        connect(&queue, &jobs::Queue::cohortDescribed, this, &Screenshot::takeSoon);
        connect(&queue, &jobs::Queue::importRead, this, &Screenshot::takeSoon);
        connect(&queue, &jobs::Queue::importPreviewed, this,
            [this](const std::shared_ptr<const io::ImportPreview>& preview) {
                if (!preview->missing.empty()) // nothing is read before a person has chosen
                    takeSoon();
            });
    } else if (moment.kind == Kind::Start && !trains)
        takeSoon();
    for (const auto failure : { &jobs::Queue::failed, &jobs::Queue::importFailed })
        connect(&queue, failure, this, [](const QString& sentence) {
            QTextStream(stderr) << sentence << '\n';
            QCoreApplication::exit(1);
        });
}

void Screenshot::handle(const jobs::TrainingEvent& event)
{
    using Kind = ScreenshotMoment::Kind;
    if (const auto* start = std::get_if<jobs::RunStarted>(&event)) {
        m_lastRun = start->index + 1 == start->count;
    } else if (std::holds_alternative<jobs::BatchDone>(event)) {
        if (m_moment.kind == Kind::Start)
            takeSoon();
    } else if (const auto* epoch = std::get_if<jobs::EpochDone>(&event)) {
        if (m_moment.kind == Kind::Epoch && m_lastRun && epoch->report
            && epoch->report->epoch >= m_moment.epoch)
            takeSoon();
    } else if (std::holds_alternative<jobs::TrainingDone>(event)) {
        // An early stop may come before the epoch that was asked for.
        if (m_moment.kind == Kind::Finished || m_moment.kind == Kind::Epoch)
            takeSoon();
    }
}

void Screenshot::takeSoon()
{
    if (m_taken)
        return;
    m_taken = true;
    m_queue.pause(true); // so that every part of the window shows the same epoch
    QTimer::singleShot(kSettleMs, this, &Screenshot::take);
}

void Screenshot::take()
{
    const bool written = m_window.grab().save(m_file, "PNG");
    if (!written)
        QTextStream(stderr) << tr("%1 cannot be written; check the folder and its permissions.").arg(m_file)
                            << '\n';
    QCoreApplication::exit(written ? 0 : 1);
}

} // namespace btw::app
