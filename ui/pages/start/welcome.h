// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

class QListWidget;
class QLabel;
class QPushButton;

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

    /// \param sources where the data lie, of those paths that are recipes
    void setRecents(const QStringList& paths, const QHash<QString, QString>& sources = {});
    QStringList recents() const;
    /// Why a file could not be opened.
    ProblemList& problems() { return *m_problems; }
    /// Offers to look for data that are not where they were; empty: does not.
    void offerToFind(const QString& path, const QString& source);
    QPushButton* findButton() const { return m_find; }
    QStringList recentLines() const; ///< as they are shown

Q_SIGNALS:
    void recentChosen(const QString& path);
    void findRequested(const QString& path, const QString& source);

private:
    ProblemList* m_problems;
    QPushButton* m_find;
    QString m_missing; ///< the path by which it was opened before
    QString m_missingSource;
    QLabel* m_recentTitle;
    QListWidget* m_recents;
};

} // namespace btw::pages
