// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace btw::jobs {
class Queue;
}

namespace btw::pages {

/// Across the window while trainings are interrupted: by Stop, a crash, or since the window was closed. They
/// go on only when that is asked for. Hidden otherwise.
class InterruptedBanner : public QFrame
{
    Q_OBJECT

public:
    /// \param queue outlives it
    explicit InterruptedBanner(jobs::Queue& queue, QWidget* parent = nullptr);

    QString text() const; ///< empty while it is hidden
    QPushButton* resumeAll() const { return m_resumeAll; }
    QPushButton* leave() const { return m_leave; }

private:
    /// \param waited of all: those whose turn had not come
    static QString words(std::size_t waited, std::size_t all);
    void refresh();

    jobs::Queue& m_queue;
    QLabel* m_words;
    QPushButton* m_resumeAll;
    QPushButton* m_leave;
};

} // namespace btw::pages
