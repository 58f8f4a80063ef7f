// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/settingsfile.h"

#include <utility>

namespace btw::widgets {

namespace {

QHash<QString, QVariant> valuesOf(const QSettings& settings)
{
    QHash<QString, QVariant> values;
    const auto keys = settings.allKeys();
    for (const QString& key : keys)
        values.insert(key, settings.value(key));
    return values;
}

} // namespace

class SettingsFile::Writer : public QObject
{
public:
    Writer(QString path, QSettings::Format format)
        : m_path(std::move(path))
        , m_format(format)
    {
    }

    /// \returns what the file holds then: another window may have written to it, too
    Values write(const Values& values) const
    {
        QSettings settings(m_path, m_format);
        for (auto value = values.begin(); value != values.end(); ++value)
            settings.setValue(value.key(), value.value());
        settings.sync(); // waits for the disk
        return valuesOf(settings);
    }

private:
    QString m_path;
    QSettings::Format m_format;
};

SettingsFile::SettingsFile(const QSettings& settings)
    : m_values(valuesOf(settings))
    , m_writer(new Writer(settings.fileName(), settings.format()))
{
    m_writer->moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("settings"));
}

SettingsFile::~SettingsFile()
{
    send();
    if (!m_thread.isRunning()) {
        delete m_writer;
        return;
    }
    QObject::connect(&m_thread, &QThread::finished, m_writer, &QObject::deleteLater);
    QMetaObject::invokeMethod( // behind all that is to be written
        m_writer, [this] { m_thread.quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

void SettingsFile::setValue(const QString& key, const QVariant& value)
{
    m_values.insert(key, value);
    if (m_unsent.isEmpty())
        QMetaObject::invokeMethod(
            &m_mailbox, [this] { send(); }, Qt::QueuedConnection);
    m_unsent.insert(key, value);
}

void SettingsFile::send()
{
    if (m_unsent.isEmpty())
        return;
    if (!m_thread.isRunning())
        m_thread.start();
    const auto number = ++m_sent;
    QMetaObject::invokeMethod(
        m_writer,
        [this, values = std::exchange(m_unsent, {}), number] {
            const auto all = m_writer->write(values);
            QMetaObject::invokeMethod(
                &m_mailbox, [this, all, number] { take(all, number); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void SettingsFile::take(const Values& values, std::uint64_t sent)
{
    if (sent == m_sent && m_unsent.isEmpty()) // else newer ones are on their way
        for (auto value = values.begin(); value != values.end(); ++value)
            m_values.insert(value.key(), value.value());
}

} // namespace btw::widgets
