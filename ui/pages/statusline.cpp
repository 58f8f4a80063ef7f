// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/statusline.h"

#include "ui/widgets/elidedlabel.h"

#include <QFile>
#include <QHBoxLayout>

#include <unistd.h>

namespace btw::pages {

namespace {
constexpr int kRefreshMs = 1000;
constexpr int kHashDigits = 4;
} // namespace

QString agoWords(qint64 seconds)
{
    if (seconds < 1)
        return QStringLiteral("just now");
    if (seconds < 60)
        return QStringLiteral("%1 s ago").arg(seconds);
    if (seconds < 3600)
        return QStringLiteral("%1 min ago").arg(seconds / 60);
    return QStringLiteral("%1 h ago").arg(seconds / 3600);
}

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const auto fields = file.readAll().split(' ');
    return fields.size() > 1 ? fields[1].toLongLong() * sysconf(_SC_PAGESIZE) : 0;
}

StatusLine::StatusLine(const MachineInfo& machine, QWidget* parent)
    : QFrame(parent)
    , m_machine(machine)
    , m_left(new widgets::ElidedLabel(this))
    , m_right(new widgets::ElidedLabel(this))
{
    setProperty("bar", true);
    setFixedHeight(28);
    for (auto* label : { m_left, m_right })
        label->setProperty("role", QStringLiteral("caption"));
    m_right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_right->setAccessibleName(QStringLiteral("Shown run"));
    m_left->setAccessibleName(QStringLiteral("Machine"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->addWidget(m_left, 3);
    row->addWidget(m_right, 2);
    m_timer.setInterval(kRefreshMs);
    connect(&m_timer, &QTimer::timeout, this, &StatusLine::refresh);
    m_timer.start();
    refresh();
}

void StatusLine::setMachine(const MachineInfo& machine)
{
    m_machine = machine;
    refresh();
}

void StatusLine::saved()
{
    m_saved = QDateTime::currentDateTimeUtc();
    refresh();
}

void StatusLine::setRun(std::uint64_t seed, const QString& specHash)
{
    m_run = QStringLiteral("Seed %1").arg(seed);
    if (!specHash.isEmpty())
        m_run += QStringLiteral(" · spec %1").arg(specHash.left(kHashDigits));
    refresh();
}

void StatusLine::clearRun()
{
    m_run.clear();
    refresh();
}

void StatusLine::setCohortHash(const QString& hash)
{
    m_cohort = hash.left(kHashDigits);
    refresh();
}

QString StatusLine::left() const { return m_left->text(); }

QString StatusLine::right() const { return m_right->text(); }

void StatusLine::refresh()
{
    QStringList parts;
    parts << QStringLiteral("%1, %2").arg(m_machine.device,
        m_machine.threads == 1 ? QStringLiteral("1 thread")
                               : QStringLiteral("%1 threads").arg(m_machine.threads));
    if (!m_machine.blas.isEmpty())
        parts << m_machine.blas;
    if (const qint64 bytes = residentBytes(); bytes > 0)
        parts << QStringLiteral("%1 GB").arg(static_cast<double>(bytes) / 1e9, 0, 'f', 1);
    if (m_saved.isValid())
        parts << QStringLiteral("saved ") + agoWords(m_saved.secsTo(QDateTime::currentDateTimeUtc()));
    if (!m_machine.blasWarning.isEmpty())
        parts << m_machine.blasWarning;
    m_left->setText(parts.join(QStringLiteral(" · ")));
    QStringList run;
    if (!m_run.isEmpty())
        run << m_run;
    if (!m_cohort.isEmpty())
        run << QStringLiteral("cohort %1").arg(m_cohort);
    m_right->setText(run.join(QStringLiteral(" · ")));
}

} // namespace btw::pages
