// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace btw::widgets {

class SettingsFile;

/// What is known of data that were opened before.
struct RecentFacts
{
    QString source; ///< where the data lie, where the path is that of a recipe; else empty
    QString hash; ///< of all values (io::cohortHash); empty until it was computed
};

/// Where a person was in a project.
struct ProjectSession
{
    QString page; ///< id
    QString data; ///< path of the open data
    qint64 experiment = 0; ///< the study on show: this one, or
    qint64 cohort = 0; ///< trainings on this cohort that belong to none

    bool operator==(const ProjectSession&) const = default;
};

enum class Scheme : std::uint8_t { System, Light, Dark, HighContrast };

/// Everything that the program remembers between sessions, typed, each with its change signal. Made once in
/// main() and handed on; no key is spelled anywhere else.
class Settings : public QObject
{
    Q_OBJECT

public:
    static constexpr int kRecentAtMost = 8;

    /// The user's own settings.
    explicit Settings(QObject* parent = nullptr);
    /// Settings in a file of their own.
    explicit Settings(const QString& file, QObject* parent = nullptr);
    ~Settings() override;

    Scheme scheme() const;
    void setScheme(Scheme scheme);

    QStringList recentCohorts() const; ///< newest first
    void addRecentCohort(const QString& path);
    void removeRecentCohort(const QString& path);

    RecentFacts recentFacts(const QString& path) const;
    /// Kept as long as the path is among recentCohorts().
    void setRecentFacts(const QString& path, const RecentFacts& facts);

    /// The file that a person chose to keep their work in; empty: the usual place.
    QString project() const;
    void setProject(const QString& path);
    ProjectSession session(const QString& project) const;
    void setSession(const QString& project, const ProjectSession& session);

    QString lastFolder() const; ///< where files were last opened from
    void setLastFolder(const QString& folder);

    /// Columns of the table of systems that are not shown, by their ids.
    QStringList hiddenCompareColumns() const;
    void setHiddenCompareColumns(const QStringList& ids);

    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);

Q_SIGNALS:
    void schemeChanged(btw::widgets::Scheme scheme);
    void recentCohortsChanged(const QStringList& paths);

private:
    std::unique_ptr<SettingsFile> m_store;
};

} // namespace btw::widgets
