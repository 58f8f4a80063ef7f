// SPDX-License-Identifier: GPL-3.0-or-later
// The queue's trainings that wait: cancelled, taken back, moved, ordered.
#include "workspace/jobs/queueitem.h"
#include "workspace/jobs/reader.h"

#include <QMetaObject>

#include <algorithm>

namespace btw::jobs {

void Queue::cancel(quint64 ticket)
{
    cancelWhere([ticket](const QueueEntry& entry) { return entry.ticket == ticket; });
}

void Queue::cancelExperiment(qint64 experimentId)
{
    cancelWhere([experimentId](const QueueEntry& entry) { return entry.experimentId == experimentId; });
}

void Queue::cancelAll()
{
    cancelWhere([](const QueueEntry& /*entry*/) { return true; });
}

void Queue::cancelWhere(const std::function<bool(const QueueEntry&)>& isMeant)
{
    std::vector<std::unique_ptr<Item>> kept;
    std::vector<std::int64_t> trainings;
    std::vector<std::uint64_t> tickets;
    for (std::size_t place = 0; place < m_items.size(); ++place) {
        auto& item = m_items[place];
        if (item->entry.isRunning || !isMeant(item->entry)) {
            kept.push_back(std::move(item));
            continue;
        }
        trainings.push_back(item->entry.trainingId);
        tickets.push_back(item->entry.ticket);
        m_cancelledItems.emplace_back(place, std::move(item));
    }
    m_items = std::move(kept);
    if (tickets.empty())
        return;
    release(std::move(trainings));
    findLeftOver(); // what was looked up before may have them
    tell();
    startNext();
    Q_EMIT cancelled(tickets);
}

void Queue::takeBack(const std::vector<std::uint64_t>& tickets)
{
    for (const auto ticket : tickets) { // in their order: each finds its place beside those before it
        const auto found = std::find_if(m_cancelledItems.begin(), m_cancelledItems.end(),
            [ticket](const auto& one) { return one.second->entry.ticket == ticket; });
        if (found == m_cancelledItems.end())
            continue;
        const std::size_t first = !m_items.empty() && m_items.front()->entry.isRunning ? 1 : 0;
        const auto place = std::clamp(found->first, first, std::max(first, m_items.size()));
        auto& item = **m_items.insert(
            m_items.begin() + static_cast<std::ptrdiff_t>(place), std::move(found->second));
        m_cancelledItems.erase(found);
        item.isRecorded = false; // until the reading thread, which has cancelled it, has it back
        QMetaObject::invokeMethod(m_reader, [reader = m_reader, item = item] {
            if (item.request)
                reader->recordQueued(item.entry.ticket, *item.request);
            else if (item.entry.trainingId != 0)
                reader->recordBack(item.entry.ticket, item.entry.trainingId);
            else
                reader->recordAgain(item.entry.ticket, item.runId);
        });
    }
    tell();
    keepOrder();
    startNext();
}

void Queue::forgetCancelled() { m_cancelledItems.clear(); }

std::vector<std::uint64_t> Queue::waitingTickets() const
{
    std::vector<std::uint64_t> tickets;
    for (const auto& item : m_items)
        if (!item->entry.isRunning)
            tickets.push_back(item->entry.ticket);
    return tickets;
}

void Queue::release(std::vector<std::int64_t> trainingIds)
{
    // Asked for twice, it is still wanted once.
    trainingIds.erase(std::remove_if(trainingIds.begin(), trainingIds.end(),
                          [this](std::int64_t id) { return id == 0 || isListed(id); }),
        trainingIds.end());
    if (!trainingIds.empty())
        QMetaObject::invokeMethod(
            m_reader, [reader = m_reader, trainingIds] { reader->cancelTrainings(trainingIds); });
}

void Queue::move(quint64 ticket, int by)
{
    const auto found = std::find_if(
        m_items.begin(), m_items.end(), [ticket](const auto& item) { return item->entry.ticket == ticket; });
    if (found == m_items.end() || (*found)->entry.isRunning)
        return;
    const auto before = waitingTickets();
    const auto first = m_items.begin() + (m_items.front()->entry.isRunning ? 1 : 0);
    const auto wanted = std::clamp<std::ptrdiff_t>((found - first) + by, 0, m_items.end() - first - 1);
    const auto to = first + wanted;
    if (to == found)
        return;
    if (to < found)
        std::rotate(to, found, found + 1);
    else
        std::rotate(found, found + 1, to + 1);
    const auto after = waitingTickets();
    tell();
    keepOrder();
    startNext();
    Q_EMIT reordered(before, after);
}

void Queue::setOrder(const std::vector<std::uint64_t>& tickets)
{
    const auto placeOf = [&](const std::unique_ptr<Item>& item) {
        return std::find(tickets.begin(), tickets.end(), item->entry.ticket);
    };
    const auto before = waitingTickets();
    const auto first = m_items.begin() + (!m_items.empty() && m_items.front()->entry.isRunning ? 1 : 0);
    std::stable_sort(
        first, m_items.end(), [&](const auto& a, const auto& b) { return placeOf(a) < placeOf(b); });
    const auto after = waitingTickets();
    tell();
    keepOrder();
    startNext();
    if (after != before)
        Q_EMIT reordered(before, after);
}

void Queue::keepOrder()
{
    std::vector<std::int64_t> ids;
    for (const auto& item : m_items) {
        if (item->entry.trainingId != 0 && !item->entry.isRunning)
            ids.push_back(item->entry.trainingId);
    }
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, ids] { reader->orderTrainings(ids); });
}

} // namespace btw::jobs
