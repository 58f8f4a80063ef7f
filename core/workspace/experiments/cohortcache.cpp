// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/cohortcache.h"

#include "workspace/experiments/experimentondata.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

namespace btw::experiments {

namespace {

constexpr std::size_t kKept = 3; // everybody, complete cases, one more

/// The path, how it is read, and the state of the file. Of a folder, and of data that a recipe file leads to,
/// what is inside may change unseen: an experiment that is recorded reads them anew.
QString keyOf(const QString& path, const io::Recipe& recipe)
{
    const QFileInfo info(path);
    return QStringLiteral("%1\n%2\n%3\n%4")
        .arg(path)
        .arg(info.size())
        .arg(info.lastModified().toMSecsSinceEpoch())
        .arg(QString::fromUtf8(QJsonDocument(io::recipeToJson(recipe)).toJson(QJsonDocument::Compact)));
}

} // namespace

io::ReadResult CohortCache::read(const QString& path, const io::Recipe& recipe)
{
    const QString key = keyOf(path, recipe);
    auto known = std::find_if(m_read.begin(), m_read.end(), [&](const Read& one) { return one.key == key; });
    if (known == m_read.end()) {
        m_read.push_front({ key, readAnew(path, recipe) });
        if (m_read.size() > kKept)
            m_read.pop_back();
        known = m_read.begin();
    }
    return known->result;
}

} // namespace btw::experiments
