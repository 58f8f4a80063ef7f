// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/experiments/storelookup.h"

#include "workspace/store/store.h"

#include <QMetaObject>
#include <QPointer>

#include <exception>

namespace btw::experiments {

/// Lives in the reading thread; opens its own connection to the store there.
class StoreLookup::Worker : public QObject
{
public:
    explicit Worker(QString path)
        : m_path(std::move(path))
    {
    }

    store::Store& store()
    {
        if (!m_store)
            m_store = std::make_unique<store::Store>(m_path);
        return *m_store;
    }

private:
    QString m_path;
    std::unique_ptr<store::Store> m_store;
};

StoreLookup::StoreLookup(QString storePath)
    : m_worker(new Worker(std::move(storePath)))
{
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("store lookup"));
    m_thread.start();
}

StoreLookup::~StoreLookup()
{
    m_isClosing = true;
    // Behind all that waits: writes are still done then, reads are passed over.
    QMetaObject::invokeMethod(
        m_worker, [this] { m_thread.quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

void StoreLookup::run(Duty duty, QObject* receiver, const Subject& subject,
    std::function<void(store::Store&)> read, std::function<void()> done,
    std::function<void(const QString&)> failed)
{
    const std::uint64_t number = ++*subject;
    QMetaObject::invokeMethod(
        m_worker,
        [this, duty, receiver = QPointer<QObject>(receiver), subject, number, read = std::move(read),
            done = std::move(done), failed = std::move(failed)] {
            if (duty == Duty::WhileOpen && (m_isClosing || *subject != number))
                return;
            QString error;
            bool isRead = false;
            try {
                read(m_worker->store());
                isRead = true;
            } catch (const std::exception& thrown) {
                error = QString::fromUtf8(thrown.what());
            }
            // Whether the receiver is still there can only be asked on its own thread.
            QMetaObject::invokeMethod(
                &m_mailbox,
                [receiver, subject, number, done, failed, error, isRead] {
                    if (!receiver || *subject != number)
                        return;
                    if (isRead)
                        done();
                    else
                        failed(error);
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

} // namespace btw::experiments
