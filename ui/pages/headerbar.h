// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QAction;
class QLabel;
class QPushButton;

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
    /// A button for the data of what is on show, which are not those that are open; empty words: none.
    void offerData(const QString& words, const QString& help);
    QPushButton* dataButton() const { return m_data; }
    QString text() const;

Q_SIGNALS:
    void dataWanted(); ///< what offerData() has offered

private:
    QLabel* m_name;
    widgets::ElidedLabel* m_line;
    QPushButton* m_data;
};

} // namespace btw::pages
