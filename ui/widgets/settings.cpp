// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/settings.h"

#include <QSettings>

namespace btw::widgets {

namespace {
constexpr QLatin1String kScheme("appearance/scheme");
constexpr QLatin1String kRecent("session/recentCohorts");
constexpr QLatin1String kFolder("session/folder");
constexpr QLatin1String kGeometry("session/geometry");
constexpr QLatin1String kCompareColumns("compare/hiddenColumns");
} // namespace

Settings::Settings(QObject* parent)
    : QObject(parent)
    , m_store(std::make_unique<QSettings>())
{
}

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent)
    , m_store(std::make_unique<QSettings>(file, QSettings::IniFormat))
{
}

Settings::~Settings() = default;

Scheme Settings::scheme() const
{
    const int value = m_store->value(kScheme, 0).toInt();
    return value >= 0 && value <= static_cast<int>(Scheme::HighContrast) ? static_cast<Scheme>(value)
                                                                         : Scheme::System;
}

void Settings::setScheme(Scheme scheme)
{
    if (scheme == this->scheme())
        return;
    m_store->setValue(kScheme, static_cast<int>(scheme));
    Q_EMIT schemeChanged(scheme);
}

QStringList Settings::recentCohorts() const { return m_store->value(kRecent).toStringList(); }

void Settings::addRecentCohort(const QString& path)
{
    QStringList paths = recentCohorts();
    if (!paths.isEmpty() && paths.first() == path)
        return;
    paths.removeAll(path);
    paths.prepend(path);
    while (paths.size() > kRecentAtMost)
        paths.removeLast();
    m_store->setValue(kRecent, paths);
    Q_EMIT recentCohortsChanged(paths);
}

void Settings::removeRecentCohort(const QString& path)
{
    QStringList paths = recentCohorts();
    if (paths.removeAll(path) == 0)
        return;
    m_store->setValue(kRecent, paths);
    Q_EMIT recentCohortsChanged(paths);
}

QString Settings::lastFolder() const { return m_store->value(kFolder).toString(); }

void Settings::setLastFolder(const QString& folder) { m_store->setValue(kFolder, folder); }

QStringList Settings::hiddenCompareColumns() const
{
    const QStringList usual { QStringLiteral("people"), QStringLiteral("tags"), QStringLiteral("note") };
    return m_store->value(kCompareColumns, usual).toStringList();
}

void Settings::setHiddenCompareColumns(const QStringList& ids) { m_store->setValue(kCompareColumns, ids); }

QByteArray Settings::windowGeometry() const { return m_store->value(kGeometry).toByteArray(); }

void Settings::setWindowGeometry(const QByteArray& geometry) { m_store->setValue(kGeometry, geometry); }

} // namespace btw::widgets
