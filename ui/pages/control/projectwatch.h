// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QTimer>

namespace btw::pages {

/// Notices within a moment when the project's file is deleted or moved, and when it is back.
class ProjectWatch : public QObject
{
    Q_OBJECT

public:
    /// \param path of the project's file; it is watched from when it is there
    explicit ProjectWatch(const QString& path, QObject* parent = nullptr);

Q_SIGNALS:
    void lost();
    void found(); ///< after lost()

private:
    void look();

    QString m_path;
    bool m_isLost = false;
    bool m_wasThere = false;
    QTimer m_pause; ///< a store makes and removes files beside its own all the time
    QFileSystemWatcher m_watcher;
};

} // namespace btw::pages
