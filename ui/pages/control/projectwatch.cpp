// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/control/projectwatch.h"

#include <QFileInfo>

namespace btw::pages {

namespace {
constexpr int kPauseMs = 200;
}

ProjectWatch::ProjectWatch(const QString& path, QObject* parent)
    : QObject(parent)
    , m_path(path)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &ProjectWatch::look);
    // The folder only: the file itself changes with every epoch.
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (!m_pause.isActive())
            m_pause.start();
    });
    m_watcher.addPath(QFileInfo(path).absolutePath());
    look();
}

void ProjectWatch::look()
{
    const bool isThere = QFileInfo::exists(m_path);
    m_wasThere = m_wasThere || isThere;
    if (!m_wasThere || isThere != m_isLost)
        return;
    m_isLost = !isThere;
    if (m_isLost)
        Q_EMIT lost();
    else
        Q_EMIT found();
}

} // namespace btw::pages
