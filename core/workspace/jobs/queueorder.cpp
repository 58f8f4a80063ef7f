// SPDX-License-Identifier: GPL-3.0-or-later
// The queue's trainings that wait: cancelled, moved, ordered.
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
    const auto from = std::stable_partition(m_items.begin(), m_items.end(),
        [&](const auto& item) { return item->entry.isRunning || !isMeant(item->entry); });
    if (from == m_items.end())
        return;
    std::vector<std::int64_t> cancelled;
    cancelled.reserve(static_cast<std::size_t>(m_items.end() - from));
    for (auto item = from; item != m_items.end(); ++item)
        cancelled.push_back((*item)->entry.trainingId);
    m_items.erase(from, m_items.end());
    release(cancelled);
    findLeftOver(); // what was looked up before may have them
    tell();
    startNext();
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
    const auto first = m_items.begin() + (m_items.front()->entry.isRunning ? 1 : 0);
    const auto wanted = std::clamp<std::ptrdiff_t>((found - first) + by, 0, m_items.end() - first - 1);
    const auto to = first + wanted;
    if (to == found)
        return;
    if (to < found)
        std::rotate(to, found, found + 1);
    else
        std::rotate(found, found + 1, to + 1);
    tell();
    keepOrder();
    startNext();
}

void Queue::setOrder(const std::vector<std::uint64_t>& tickets)
{
    const auto placeOf = [&](const std::unique_ptr<Item>& item) {
        return std::find(tickets.begin(), tickets.end(), item->entry.ticket);
    };
    const auto first = m_items.begin() + (!m_items.empty() && m_items.front()->entry.isRunning ? 1 : 0);
    std::stable_sort(
        first, m_items.end(), [&](const auto& a, const auto& b) { return placeOf(a) < placeOf(b); });
    tell();
    keepOrder();
    startNext();
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
