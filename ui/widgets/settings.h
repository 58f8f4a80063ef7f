// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

class QSettings;

namespace btw::widgets {

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
    std::unique_ptr<QSettings> m_store;
};

} // namespace btw::widgets
