// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QThread>
#include <QVariant>

#include <cstdint>

namespace btw::widgets {

/// What a file of settings holds, read once. What is set is written on a thread of its own: a file is safe
/// only once the disk says so, and nobody who changes the page should wait for that. Lives on one thread.
class SettingsFile
{
public:
    explicit SettingsFile(const QSettings& settings); ///< reads it
    ~SettingsFile(); ///< waits until all is written
    SettingsFile(const SettingsFile&) = delete;
    SettingsFile& operator=(const SettingsFile&) = delete;

    QVariant value(const QString& key, const QVariant& usual = {}) const
    {
        return m_values.value(key, usual);
    }
    void setValue(const QString& key, const QVariant& value);

private:
    using Values = QHash<QString, QVariant>;
    class Writer;
    void send(); ///< to the writer, what was set in this turn of the event loop
    void take(const Values& values, std::uint64_t sent); ///< what the file holds, with what others wrote

    Values m_values;
    Values m_unsent;
    std::uint64_t m_sent = 0;
    QObject m_mailbox; ///< on the thread of this
    QThread m_thread; ///< runs from the first write on
    Writer* m_writer; ///< lives in m_thread, deleted when that ends
};

} // namespace btw::widgets
