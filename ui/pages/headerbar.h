// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QAction;
class QLabel;

namespace btw::widgets {
class ElidedLabel;
}

namespace btw::pages {

/// Across the top: which cohort is open, what it holds, and the way to every command.
class HeaderBar : public QFrame
{
    Q_OBJECT

public:
    explicit HeaderBar(QAction* palette, QWidget* parent = nullptr);

    void setCohort(const QString& name, const QString& line);
    QString text() const;

private:
    QLabel* m_name;
    widgets::ElidedLabel* m_line;
};

} // namespace btw::pages
