// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QListWidget;
class QLabel;

namespace btw::pages {

class Actions;
class ProblemList;

/// What a first-time reader meets: what the program is for, two demos, their own data, and what was open
/// before.
class Welcome : public QWidget
{
    Q_OBJECT

public:
    explicit Welcome(const Actions& actions, QWidget* parent = nullptr);

    void setRecents(const QStringList& paths);
    QStringList recents() const;
    /// Why a file could not be opened.
    ProblemList& problems() { return *m_problems; }

Q_SIGNALS:
    void recentChosen(const QString& path);

private:
    ProblemList* m_problems;
    QLabel* m_recentTitle;
    QListWidget* m_recents;
};

} // namespace btw::pages
