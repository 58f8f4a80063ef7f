// SPDX-License-Identifier: GPL-3.0-or-later
// The queue's trainings that wait: cancelled, taken back, moved, ordered.
#include "workspace/jobs/queueitem.h"
#include "workspace/jobs/reader.h"

#include <QMetaObject>

#include <algorithm>
#include <iterator>

namespace btw::jobs {

void Queue::cancel(quint64 ticket)
{
    cancelWhere([ticket](const QueueEntry& entry) { return entry.ticket == ticket; });
}

void Queue::cancel(const std::vector<std::uint64_t>& tickets)
{
    const std::set<std::uint64_t> meant(tickets.begin(), tickets.end());
    cancelWhere([&meant](const QueueEntry& entry) { return meant.count(entry.ticket) > 0; });
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
        m_cancelledItems.insert_or_assign(tickets.back(), Cancelled { place, std::move(item) });
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
    std::vector<Cancelled> back;
    for (const auto ticket : tickets)
        if (auto found = m_cancelledItems.extract(ticket); !found.empty())
            back.push_back(std::move(found.mapped()));
    if (back.empty())
        return;
    std::stable_sort(
        back.begin(), back.end(), [](const Cancelled& a, const Cancelled& b) { return a.place < b.place; });
    std::vector<TakenBack> wanted;
    std::vector<std::unique_ptr<Item>> items;
    items.reserve(m_items.size() + back.size());
    auto next = m_items.begin();
    if (next != m_items.end() && (*next)->entry.isRunning)
        items.push_back(std::move(*next++)); // nothing comes before it
    for (auto& one : back) {
        while (items.size() < one.place && next != m_items.end())
            items.push_back(std::move(*next++));
        auto& item = *items.emplace_back(std::move(one.item));
        item.isRecorded = false; // until the reading thread, which has cancelled it, has it back
        wanted.push_back({ item.entry.ticket, item.request, item.entry.trainingId, item.runId });
    }
    std::move(next, m_items.end(), std::back_inserter(items));
    m_items = std::move(items);
    QMetaObject::invokeMethod(m_reader, [reader = m_reader, wanted] { reader->recordBack(wanted); });
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
    const auto known = listed();
    std::erase_if(trainingIds, [&known](std::int64_t id) { return id == 0 || known.count(id) > 0; });
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
