// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QString>

namespace btw::cli {

/// An application that notes which event has kept its thread at work for longest: who got it and what it
/// was, then whatever took most of that time within it.
class WatchedApplication : public QApplication
{
public:
    struct Delivery
    {
        QString what; ///< "QWidgetWindow UpdateRequest > TrainPage Paint"
        double cpuMs = 0; ///< of the thread
    };

    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override;
    void forget(); ///< what was noted so far
    const Delivery& longest() const { return m_longest; }

private:
    Delivery* m_within = nullptr; ///< the longest part of the delivery under way
    Delivery m_longest;
};

} // namespace btw::cli
