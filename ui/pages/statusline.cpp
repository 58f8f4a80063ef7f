// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/statusline.h"

#include "ui/widgets/elidedlabel.h"

#include <QFile>
#include <QHBoxLayout>
#include <QPushButton>

#include <unistd.h>

namespace btw::pages {

namespace {
constexpr int kRefreshMs = 1000;
constexpr int kHashDigits = 4;
constexpr int kNewsHeight = 22; // within the line, whose height stays
} // namespace

QString savedWords(qint64 secondsAgo)
{
    if (secondsAgo < 1)
        return StatusLine::tr("saved just now");
    if (secondsAgo < 60)
        return StatusLine::tr("saved %1 s ago").arg(secondsAgo);
    if (secondsAgo < 3600)
        return StatusLine::tr("saved %1 min ago").arg(secondsAgo / 60);
    return StatusLine::tr("saved %1 h ago").arg(secondsAgo / 3600);
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
    , m_news(new QPushButton(this))
    , m_right(new widgets::ElidedLabel(this))
{
    setProperty("bar", true);
    setFixedHeight(28);
    for (auto* label : { m_left, m_right })
        label->setProperty("role", QStringLiteral("caption"));
    m_right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_right->setAccessibleName(tr("Shown run"));
    setToolTip(tr("At the right: fingerprints (hashes) of the run's settings and of the open data. The same "
                  "fingerprint: "
                  "the same settings, the same values."));
    m_left->setAccessibleName(tr("Machine"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->addWidget(m_left, 3);
    row->addWidget(m_news);
    row->addWidget(m_right, 2);
    m_news->setProperty("kind", QStringLiteral("quiet"));
    m_news->setProperty("small", true);
    m_news->setFixedHeight(kNewsHeight);
    m_news->hide();
    connect(m_news, &QPushButton::clicked, this, &StatusLine::newsChosen);
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

void StatusLine::setLost(bool lost)
{
    m_lost = lost;
    refresh();
}

void StatusLine::setRun(qint64 runId, const QString& dataName, std::uint64_t seed, const QString& specHash)
{
    m_runId = runId;
    m_run = { dataName.isEmpty() ? tr("Shown: run %1").arg(runId)
                                 : tr("Shown: %1, run %2", "data and a run").arg(dataName).arg(runId),
        tr("seed %1").arg(seed) };
    // A fingerprint says nothing by itself, and is there for who compares two runs.
    m_right->setDetails(specHash.isEmpty()
            ? QString()
            : tr("Fingerprint of the settings that it was trained with: %1").arg(specHash.left(kHashDigits)));
    refresh();
}

void StatusLine::setResult(const QString& dataName, qint64 trainings)
{
    m_runId = 0;
    m_run = { trainings == 1
            ? tr("Shown: %1, result of 1 training", "data").arg(dataName)
            : tr("Shown: %1, result of %n trainings", "data", static_cast<int>(trainings)).arg(dataName) };
    m_right->setDetails({});
    refresh();
}

void StatusLine::clearRun()
{
    m_runId = 0;
    m_run.clear();
    m_right->setDetails({});
    refresh();
}

void StatusLine::setNews(const QString& sentence, const QString& tip)
{
    m_news->setText(
        QString(sentence).replace(QLatin1Char('&'), QStringLiteral("&&"))); // a name's, no mnemonic
    m_news->setToolTip(tip);
    m_news->setVisible(!sentence.isEmpty());
}

void StatusLine::setCohortHash(const QString& hash)
{
    m_cohort = hash.left(kHashDigits);
    refresh();
}

QString StatusLine::left() const { return m_left->text(); }

QString StatusLine::right() const { return m_right->text(); }

QString StatusLine::rightTip() const { return m_right->toolTip(); }

void StatusLine::refresh()
{
    QStringList parts;
    parts << (m_machine.threads == 1
            ? tr("%1, 1 thread").arg(m_machine.device)
            : tr("%1, %n threads", nullptr, m_machine.threads).arg(m_machine.device));
    if (!m_machine.blas.isEmpty())
        parts << m_machine.blas;
    if (const qint64 bytes = residentBytes(); bytes > 0)
        parts << tr("%1 GB").arg(static_cast<double>(bytes) / 1e9, 0, 'f', 1);
    if (m_lost)
        parts << tr("NOT SAVED: the project file is gone");
    else if (m_saved.isValid())
        parts << savedWords(m_saved.secsTo(QDateTime::currentDateTimeUtc()));
    if (!m_machine.blasWarning.isEmpty())
        parts << m_machine.blasWarning;
    m_left->setText(parts.join(QStringLiteral(" · ")));
    QStringList run = m_run;
    if (!m_cohort.isEmpty())
        run << tr("open data %1", "a fingerprint").arg(m_cohort);
    m_right->setText(run.join(QStringLiteral(" · ")));
}

} // namespace btw::pages
