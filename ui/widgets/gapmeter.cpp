// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gapmeter.h"

#include <QFile>

#include <algorithm>

#include <ctime>

namespace btw::widgets {

qint64 threadCpuNs()
{
    timespec now {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    constexpr qint64 kNsPerSecond = 1'000'000'000;
    return static_cast<qint64>(now.tv_sec) * kNsPerSecond + now.tv_nsec;
}

qint64 threadQueuedNs()
{
    // "at work, waiting, turns"; opened once a thread, since it is asked a thousand times a second.
    thread_local QFile file(QStringLiteral("/proc/thread-self/schedstat"));
    if (!file.isOpen() && !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return 0;
    file.seek(0);
    return file.read(100).split(' ').value(1).toLongLong();
}

GapMeter::GapMeter(QObject* parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(1);
    connect(&m_timer, &QTimer::timeout, this, &GapMeter::turn);
}

void GapMeter::start()
{
    m_gaps.clear();
    m_clock.start();
    m_lastNs = 0;
    m_lastCpuNs = threadCpuNs();
    m_lastQueuedNs = threadQueuedNs();
    m_timer.start();
}

void GapMeter::stop() { m_timer.stop(); }

void GapMeter::turn()
{
    const qint64 now = m_clock.nsecsElapsed();
    const qint64 cpu = threadCpuNs();
    const qint64 queued = threadQueuedNs();
    m_gaps.push_back({ static_cast<double>(now - m_lastNs) / 1e6,
        static_cast<double>(cpu - m_lastCpuNs) / 1e6, static_cast<double>(queued - m_lastQueuedNs) / 1e6 });
    m_lastNs = now;
    m_lastCpuNs = cpu;
    m_lastQueuedNs = queued;
}

GapMeter::Gap GapMeter::longest() const
{
    const auto found = std::max_element(
        m_gaps.begin(), m_gaps.end(), [](const Gap& a, const Gap& b) { return a.ms < b.ms; });
    return found == m_gaps.end() ? Gap() : *found;
}

GapMeter::Gap GapMeter::busiest() const
{
    const auto found = std::max_element(
        m_gaps.begin(), m_gaps.end(), [](const Gap& a, const Gap& b) { return a.cpuMs < b.cpuMs; });
    return found == m_gaps.end() ? Gap() : *found;
}

double GapMeter::longestOwnMs() const
{
    double longest = 0;
    for (const auto& gap : m_gaps)
        longest = std::max(longest, gap.ownMs());
    return longest;
}

double GapMeter::medianMs() const
{
    if (m_gaps.empty())
        return 0;
    std::vector<Gap> sorted = m_gaps;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(
        sorted.begin(), middle, sorted.end(), [](const Gap& a, const Gap& b) { return a.ms < b.ms; });
    return middle->ms;
}

std::size_t GapMeter::longerThan(double ms) const
{
    return static_cast<std::size_t>(
        std::count_if(m_gaps.begin(), m_gaps.end(), [ms](const Gap& gap) { return gap.ms >= ms; }));
}

} // namespace btw::widgets
