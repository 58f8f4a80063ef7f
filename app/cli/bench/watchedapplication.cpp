// SPDX-License-Identifier: GPL-3.0-or-later
#include "watchedapplication.h"

#include "ui/widgets/gapmeter.h"

#include <QEvent>
#include <QMetaEnum>
#include <QThread>

#include <utility>

namespace btw::cli {

namespace {

constexpr double kWorthNamingMs = 2;

QString nameOf(const QString& receiver, QEvent::Type type)
{
    const char* key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return receiver + QLatin1Char(' ')
        + (key != nullptr ? QString::fromLatin1(key) : QString::number(static_cast<int>(type)));
}

} // namespace

bool WatchedApplication::notify(QObject* receiver, QEvent* event)
{
    if (QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    // The receiver may be gone afterwards.
    const auto type = event->type();
    const char* className = receiver->metaObject()->className();
    Delivery part;
    Delivery* const around = std::exchange(m_within, &part);
    const qint64 begin = widgets::threadCpuNs();
    const bool answer = QApplication::notify(receiver, event);
    const double cpuMs = static_cast<double>(widgets::threadCpuNs() - begin) / 1e6;
    m_within = around;
    Delivery& longest = around != nullptr ? *around : m_longest;
    if (cpuMs >= kWorthNamingMs && cpuMs > longest.cpuMs) {
        QString what = nameOf(QString::fromLatin1(className), type);
        if (part.cpuMs > cpuMs / 2)
            what += QStringLiteral(" > ") + part.what;
        longest = { what, cpuMs };
    }
    return answer;
}

void WatchedApplication::forget() { m_longest = {}; }

} // namespace btw::cli
