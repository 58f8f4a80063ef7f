// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gapmeter.h"

#include <algorithm>

namespace btw::widgets {

GapMeter::GapMeter(QObject* parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(1);
    connect(&m_timer, &QTimer::timeout, this, &GapMeter::turn);
}

void GapMeter::start()
{
    m_gapsMs.clear();
    m_clock.start();
    m_lastNs = 0;
    m_timer.start();
}

void GapMeter::stop() { m_timer.stop(); }

void GapMeter::turn()
{
    const qint64 now = m_clock.nsecsElapsed();
    m_gapsMs.push_back(static_cast<float>(now - m_lastNs) / 1e6F);
    m_lastNs = now;
}

double GapMeter::longestMs() const
{
    return m_gapsMs.empty() ? 0 : *std::max_element(m_gapsMs.begin(), m_gapsMs.end());
}

double GapMeter::medianMs() const
{
    if (m_gapsMs.empty())
        return 0;
    std::vector<float> sorted = m_gapsMs;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

std::size_t GapMeter::longerThan(double ms) const
{
    return static_cast<std::size_t>(
        std::count_if(m_gapsMs.begin(), m_gapsMs.end(), [ms](float gap) { return gap >= ms; }));
}

} // namespace btw::widgets
