// SPDX-License-Identifier: GPL-3.0-or-later
// How the open data leave the program; all else that is done with them is in datacontroller.cpp.
#include "ui/pages/control/datacontroller.h"
#include "ui/pages/pageinfo.h"
#include "workspace/jobs/queue.h"

#include <QDir>

namespace btw::pages {

QString DataController::exportName() const
{
    QString name = m_cohort ? QString::fromStdString(m_cohort->name) : QString();
    for (auto& letter : name)
        if (!letter.isLetterOrNumber() && letter != QLatin1Char('-') && letter != QLatin1Char('.'))
            letter = QLatin1Char('_');
    return name.isEmpty() ? QStringLiteral("data.npz") : name + QStringLiteral(".npz");
}

QString DataController::exportTarget(const QString& path, bool isArchive)
{
    const QLatin1String suffix(".npz");
    QString target = path;
    if (isArchive && !target.endsWith(suffix, Qt::CaseInsensitive))
        target += suffix;
    while (!isArchive && target.endsWith(suffix, Qt::CaseInsensitive))
        target.chop(suffix.size());
    return target;
}

void DataController::exportData(const QString& path)
{
    if (!m_cohort)
        return;
    Q_EMIT said(tr("Exporting to %1…").arg(QDir::toNativeSeparators(path)));
    Q_EMIT pageWanted(pageid::kData);
    m_queue.exportCohort(m_cohort, path);
}

} // namespace btw::pages
