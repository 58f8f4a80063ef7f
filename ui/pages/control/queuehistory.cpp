// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/queuehistory.h"

#include "ui/widgets/undostep.h"
#include "workspace/jobs/queue.h"

#include <QScopedValueRollback>
#include <QUndoStack>

namespace btw::pages {

using Tickets = std::vector<std::uint64_t>;

QueueHistory::QueueHistory(jobs::Queue& queue, QUndoStack& stack, QObject* parent)
    : QObject(parent)
    , m_queue(queue)
    , m_stack(stack)
{
    connect(&queue, &jobs::Queue::cancelled, this, &QueueHistory::keepCancelled);
    connect(&queue, &jobs::Queue::reordered, this, &QueueHistory::keepOrder);
}

void QueueHistory::keepCancelled(const Tickets& tickets)
{
    if (m_isGoingBack)
        return;
    const auto count = static_cast<int>(tickets.size());
    m_stack.push(new widgets::UndoStep(
        count == 1 ? tr("cancelling 1 training") : tr("cancelling %n trainings", nullptr, count),
        [this, tickets] {
            const QScopedValueRollback isGoingBack(m_isGoingBack, true);
            m_queue.takeBack(tickets);
        },
        [this, tickets] {
            const QScopedValueRollback isGoingBack(m_isGoingBack, true);
            m_queue.cancel(tickets);
        }));
}

void QueueHistory::keepOrder(const Tickets& before, const Tickets& after)
{
    if (m_isGoingBack)
        return;
    const auto arrange = [this](const Tickets& tickets) {
        const QScopedValueRollback isGoingBack(m_isGoingBack, true);
        m_queue.setOrder(tickets);
    };
    m_stack.push(new widgets::UndoStep(
        tr("the new order of the queue"), [=] { arrange(before); }, [=] { arrange(after); }));
}

} // namespace btw::pages
