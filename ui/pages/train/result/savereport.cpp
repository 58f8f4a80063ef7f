// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/savereport.h"

#include "ui/charts/chart.h"
#include "ui/pages/train/result/resultreport.h"
#include "ui/pages/train/result/resultview.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/existingfolder.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>

namespace btw::pages {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(SaveReport)
};

} // namespace

void saveReport(ResultView& view, widgets::Banner& banner)
{
    const QString folder = widgets::existingFolder(QStandardPaths::DocumentsLocation);
    QString path = QFileDialog::getSaveFileName(&view, Words::tr("Save the report"),
        QDir(folder).filePath(reportName(view)), Words::tr("PDF file (*.pdf)"));
    if (path.isEmpty())
        return;
    if (!path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
        path += QLatin1String(".pdf");
    if (const QString error = writeReport(view, path); !error.isEmpty())
        banner.warn(error);
    else
        banner.saySaved(path);
}

void copyFirstTable(const ResultView& view)
{
    if (!view.tiles().empty())
        QGuiApplication::clipboard()->setText(view.tiles().front()->table().tsv());
}

void tellSaved(const QWidget& page, widgets::Banner& banner)
{
    for (const auto* chart : page.findChildren<charts::Chart*>())
        QObject::connect(chart, &charts::Chart::saved, &banner, &widgets::Banner::saySaved);
}

} // namespace btw::pages
