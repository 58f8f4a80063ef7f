// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/coalescer.h"

#include <utility>

namespace btw::widgets {

Coalescer::Coalescer(std::function<void()> work, QObject* parent)
    : QObject(parent)
    , m_work(std::move(work))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, [this] { m_work(); });
}

void Coalescer::request()
{
    // Not restarted by later requests: a steady stream must not postpone the redraw for ever.
    if (!m_timer.isActive())
        m_timer.start();
}

void Coalescer::flush()
{
    if (!m_timer.isActive())
        return;
    m_timer.stop();
    m_work();
}

} // namespace btw::widgets
