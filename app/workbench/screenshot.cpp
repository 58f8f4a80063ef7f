// SPDX-License-Identifier: GPL-3.0-or-later
#include "screenshot.h"

#include "workspace/jobs/queue.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>
#include <QTimer>
#include <QWidget>

namespace btw::app {

namespace {
constexpr int kSettleMs = 400; // ten redraw intervals
constexpr int kQuickMs = 100; // an answer to nothing
constexpr int kQuickAnswers = 2; // in a row: of one, a page may still make what it asks next
} // namespace

Screenshot::Screenshot(const QString& file, const ScreenshotMoment& moment, bool trains, QWidget& window,
    jobs::Queue& queue, experiments::StoreLookup& lookup, QObject* parent)
    : QObject(parent)
    , m_file(file)
    , m_moment(moment)
    , m_trains(trains)
    , m_window(window)
    , m_queue(queue)
    , m_lookup(lookup)
{
    connect(&queue, &jobs::Queue::reported, this, &Screenshot::handle);
    for (const auto failure : { &jobs::Queue::failed, &jobs::Queue::importFailed })
        connect(&queue, failure, this, &Screenshot::fail);
}

void Screenshot::opened()
{
    using Kind = ScreenshotMoment::Kind;
    if (m_moment.kind == Kind::Opened || (m_moment.kind == Kind::Start && !m_trains))
        takeSoon();
}

void Screenshot::fail(const QString& sentence)
{
    QTextStream(stderr) << sentence << '\n';
    QCoreApplication::exit(1);
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
    settle();
}

void Screenshot::settle()
{
    // The lookup answers in turn: what pages asked for before has come when this one is answered. A page may
    // ask again because of an answer, so that only a quick answer says that nothing was under way.
    QElapsedTimer clock;
    clock.start();
    const auto answered = [this, clock] {
        m_quick = clock.elapsed() < kQuickMs ? m_quick + 1 : 0;
        if (m_quick >= kQuickAnswers)
            QTimer::singleShot(kSettleMs, this, &Screenshot::take);
        else
            QTimer::singleShot(kSettleMs, this, &Screenshot::settle);
    };
    m_lookup.ask<bool>(
        this, m_subject, [](store::Store&) { return true; },
        [answered](const std::shared_ptr<bool>&) { answered(); },
        [answered](const QString&) { answered(); }); // a project that cannot be read shows as such
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
