// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/jobs/events.h"

#include <QObject>
#include <QString>

class QSystemTrayIcon;
class QWidget;

namespace btw::pages {

class TrainingsController;

/// Tells a person what happened who is not looking: the desktop when the window is not the active one, and
/// screen readers at any time.
class Notifier : public QObject
{
    Q_OBJECT

public:
    /// \param window that is drawn attention to, and by which screen readers are told; both outlive it
    Notifier(TrainingsController& trainings, QWidget& window);

    /// Screen readers say it at once, wherever the keyboard is.
    void announce(const QString& sentence);

Q_SIGNALS:
    void announced(const QString& sentence);
    void notified(const QString& sentence); ///< the window was not active

private:
    void handle(const jobs::TrainingEvent& event);
    void notify(const QString& sentence);

    QWidget& m_window;
    QWidget* m_voice; ///< a part of the window that only screen readers meet
    QSystemTrayIcon* m_tray = nullptr; ///< made when first needed
    QString m_outcome; ///< of the training that ended last
};

} // namespace btw::pages
