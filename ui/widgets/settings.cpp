// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/settings.h"

#include "ui/widgets/settingsfile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QVariantMap>

namespace btw::widgets {

namespace {
constexpr QLatin1String kScheme("appearance/scheme");
constexpr QLatin1String kRecent("session/recentCohorts");
constexpr QLatin1String kFacts("session/recentFacts");
constexpr QLatin1String kSource("source");
constexpr QLatin1String kHash("hash");
constexpr QLatin1String kProject("session/project");
constexpr QLatin1String kPage("page");
constexpr QLatin1String kData("data");
constexpr QLatin1String kExperiment("experiment");
constexpr QLatin1String kCohort("cohort");
constexpr QLatin1String kFolder("session/folder");
constexpr QLatin1String kGeometry("session/geometry");
constexpr QLatin1String kCompareColumns("compare/hiddenColumns");
/// A path may hold what a key may not.
QString groupOf(const QString& project)
{
    return QStringLiteral("projects/")
        + QString::fromLatin1(
            QCryptographicHash::hash(QFileInfo(project).absoluteFilePath().toUtf8(), QCryptographicHash::Md5)
                .toHex());
}
} // namespace

Settings::Settings(QObject* parent)
    : QObject(parent)
    , m_store(std::make_unique<SettingsFile>(QSettings()))
{
}

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent)
    , m_store(std::make_unique<SettingsFile>(QSettings(file, QSettings::IniFormat)))
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

RecentFacts Settings::recentFacts(const QString& path) const
{
    const auto facts = m_store->value(kFacts).toMap().value(path).toMap();
    return { facts.value(kSource).toString(), facts.value(kHash).toString() };
}

void Settings::setRecentFacts(const QString& path, const RecentFacts& facts)
{
    auto all = m_store->value(kFacts).toMap();
    const QStringList kept = recentCohorts();
    for (const auto& known : all.keys())
        if (!kept.contains(known))
            all.remove(known);
    all.insert(path, QVariantMap { { kSource, facts.source }, { kHash, facts.hash } });
    m_store->setValue(kFacts, all);
}

QString Settings::project() const { return m_store->value(kProject).toString(); }

void Settings::setProject(const QString& path) { m_store->setValue(kProject, path); }

ProjectSession Settings::session(const QString& project) const
{
    const SettingsFile& store = *m_store;
    const QString group = groupOf(project) + QLatin1Char('/');
    return { store.value(group + kPage).toString(), store.value(group + kData).toString(),
        store.value(group + kExperiment).toLongLong(), store.value(group + kCohort).toLongLong() };
}

void Settings::setSession(const QString& project, const ProjectSession& session)
{
    if (session == this->session(project))
        return;
    const QString group = groupOf(project) + QLatin1Char('/');
    m_store->setValue(group + kPage, session.page);
    m_store->setValue(group + kData, session.data);
    m_store->setValue(group + kExperiment, session.experiment);
    m_store->setValue(group + kCohort, session.cohort);
}

QString Settings::lastFolder() const { return m_store->value(kFolder, QDir::homePath()).toString(); }

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
