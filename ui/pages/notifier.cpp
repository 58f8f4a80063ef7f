// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/notifier.h"

#include "ui/pages/control/trainingscontroller.h"

#include <QAccessible>
#include <QApplication>
#include <QSystemTrayIcon>
#include <QWidget>

#include <utility>

namespace btw::pages {

Notifier::Notifier(TrainingsController& trainings, QWidget& window)
    : m_window(window)
    , m_voice(new QWidget(&window))
{
    m_voice->setFixedSize(0, 0);
    m_voice->setFocusPolicy(Qt::NoFocus);
    m_voice->setAccessibleName(tr("Announcements"));
    connect(&trainings, &TrainingsController::happened, this, &Notifier::handle);
    connect(&trainings, &TrainingsController::busyEnded, this, [this] {
        if (!m_outcome.isEmpty())
            notify(std::exchange(m_outcome, {}));
    });
    connect(&trainings, &TrainingsController::failed, this,
        [this](const QString& happened) { announce(happened); });
}

void Notifier::handle(const jobs::TrainingEvent& event)
{
    if (const auto* start = std::get_if<jobs::RunStarted>(&event)) {
        if (!start->reused)
            announce(
                tr("Training %1 of %2: %3.")
                    .arg(QString::number(start->index + 1), QString::number(start->count), start->run.name));
    } else if (const auto* run = std::get_if<jobs::RunDone>(&event)) {
        if (run->run.status == store::RunStatus::Failed)
            m_outcome = tr("%1 failed: %2").arg(run->run.name, run->run.message);
    } else if (const auto* done = std::get_if<jobs::TrainingDone>(&event)) {
        m_outcome = done->stopped ? tr("The training was stopped; its epochs are kept.")
            : m_outcome.isEmpty() ? tr("The training has ended; its result is ready.")
                                  : m_outcome;
        announce(m_outcome);
    }
}

void Notifier::announce(const QString& sentence)
{
    m_voice->setAccessibleName(sentence);
    QAccessibleEvent event(m_voice, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    Q_EMIT announced(sentence);
}

void Notifier::notify(const QString& sentence)
{
    if (m_window.isActiveWindow())
        return;
    QApplication::alert(&m_window);
    if (QSystemTrayIcon::isSystemTrayAvailable() && QSystemTrayIcon::supportsMessages()) {
        if (!m_tray) {
            m_tray = new QSystemTrayIcon(QGuiApplication::windowIcon(), this);
            connect(m_tray, &QSystemTrayIcon::messageClicked, &m_window, [this] {
                m_window.raise();
                m_window.activateWindow();
            });
        }
        m_tray->show(); // a message needs the icon
        m_tray->showMessage(
            QGuiApplication::applicationDisplayName(), sentence, QSystemTrayIcon::Information);
    }
    Q_EMIT notified(sentence);
}

} // namespace btw::pages
