// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/comparehead.h"

#include "ui/charts/figureinfo.h"
#include "ui/models/studiesmodel.h"
#include "ui/models/words.h"
#include "ui/pages/compare/comparebar.h"
#include "ui/pages/compare/comparecontroller.h"
#include "ui/pages/compare/comparisonmodel.h"
#include "ui/pages/compare/specdifference.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/settings.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QToolButton>
#include <QVBoxLayout>

namespace btw::pages {

using widgets::Theme;

namespace {

QString nameOf(CopyFormat format)
{
    switch (format) {
    case CopyFormat::Latex:
        return QStringLiteral("LaTeX");
    case CopyFormat::Markdown:
        return QStringLiteral("Markdown");
    case CopyFormat::Csv:
        return QStringLiteral("CSV");
    case CopyFormat::Tsv:
        return QStringLiteral("TSV");
    case CopyFormat::Xlsx:
        break;
    }
    return QStringLiteral("XLSX");
}

} // namespace

CompareHead::CompareHead(CompareController& controller, ComparisonModel& model, widgets::Settings& settings,
    const QString& storePath, QWidget* parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_model(model)
    , m_settings(settings)
    , m_storePath(storePath)
    , m_banner(new widgets::Banner(this))
    , m_caption(new QLabel(this))
    , m_latex(new QPushButton(tr("Copy as &LaTeX"), this))
    , m_export(new QPushButton(tr("E&xport…"), this))
    , m_command(new QPushButton(tr("Copy as co&mmand"), this))
    , m_more(new QToolButton(this))
    , m_bar(new CompareBar(this))
{
    auto* title = new QLabel(tr("Compare"), this);
    title->setProperty("role", QStringLiteral("title"));
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_caption->setWordWrap(true);
    m_more->setText(QStringLiteral("⋯"));
    m_more->setAccessibleName(tr("More"));
    m_more->setToolTip(tr("More ways to copy, and what two systems differ by"));
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(title, 1);
    for (QWidget* button : { static_cast<QWidget*>(m_latex), static_cast<QWidget*>(m_export),
             static_cast<QWidget*>(m_command), static_cast<QWidget*>(m_more) })
        row->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kPage, 18, Theme::kPage, Theme::kCardGap);
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_caption);
    column->addWidget(m_bar);
    connect(&controller, &CompareController::tablesReady, this, &CompareHead::take);
    connect(&controller, &CompareController::failed, this,
        [this](const QString& sentence) { m_banner->warn(sentence); });
    connect(m_latex, &QPushButton::clicked, this, [this] { copyAs(CopyFormat::Latex); });
    connect(m_export, &QPushButton::clicked, this, &CompareHead::chooseExport);
    connect(
        m_command, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command()); });
    connect(m_more, &QToolButton::clicked, this, &CompareHead::showMenu);
}

void CompareHead::setCaption(const QString& words)
{
    m_caption->setText(words);
    m_caption->setVisible(!words.isEmpty());
}

QString CompareHead::message() const { return m_banner->isHidden() ? QString() : m_banner->text(); }

void CompareHead::copyAs(CopyFormat format)
{
    QGuiApplication::clipboard()->clear(); // until the table is there nothing else is pasted in its place
    m_banner->say(tr("Copying…"));
    m_controller.askTables(format);
}

QString CompareHead::command() const
{
    return commandOf(m_storePath, m_controller.question(), m_controller.subgroupName());
}

QString CompareHead::exportName() const
{
    // As figures of the same study are called.
    charts::FigureInfo comparison;
    comparison.id = QStringLiteral("comparison");
    charts::FigureData whose;
    if (const auto& result = m_controller.result()) {
        whose.source.data = result->study.data;
        whose.source.run = models::studyName(result->study);
    }
    return charts::fileStem(comparison, whose) + QStringLiteral(".xlsx");
}

void CompareHead::chooseExport()
{
    const QString name = QDir(m_settings.lastFolder()).filePath(exportName());
    const QString path = QFileDialog::getSaveFileName(this, tr("Export comparison"), name,
        tr("Workbook (*.xlsx);;CSV (*.csv);;LaTeX (*.tex);;Markdown (*.md)"));
    if (path.isEmpty())
        return;
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    exportTo(path);
}

void CompareHead::exportTo(const QString& path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    m_controller.askTables(suffix == QLatin1String("csv") ? CopyFormat::Csv
            : suffix == QLatin1String("tex")              ? CopyFormat::Latex
            : suffix == QLatin1String("md")               ? CopyFormat::Markdown
                                                          : CopyFormat::Xlsx,
        path);
}

void CompareHead::take(CopyFormat format, const CopiedTables& tables, const QString& path)
{
    if (path.isEmpty()) {
        QGuiApplication::clipboard()->setText(QString::fromUtf8(tables.bytes));
        const auto rows = static_cast<std::int64_t>(tables.rows);
        m_banner->say(tr("Copied as %1, %2 rows.", "a format", models::plural(rows))
                          .arg(nameOf(format), models::count(rows)));
        return;
    }
    const QString target = format == CopyFormat::Xlsx && QFileInfo(path).suffix().isEmpty()
        ? path + QStringLiteral(".xlsx")
        : path;
    QSaveFile file(target);
    if (!file.open(QIODevice::WriteOnly) || file.write(tables.bytes) != tables.bytes.size() || !file.commit())
        m_banner->warn(
            tr("%1 could not be written: %2.").arg(QDir::toNativeSeparators(target), file.errorString()),
            tr("Nothing was changed."), tr("Choose another place."));
    else
        m_banner->say(tr("Exported to %1.").arg(QDir::toNativeSeparators(target)));
}

void CompareHead::compareSpecs()
{
    const auto rows = m_model.checkedRows();
    SpecDifference dialog(m_model.rowAt(rows[0]).model, m_model.rowAt(rows[1]).model, this);
    dialog.exec();
}

void CompareHead::showMenu()
{
    QMenu menu;
    menu.addAction(tr("Copy as &Markdown"), this, [this] { copyAs(CopyFormat::Markdown); });
    menu.addAction(tr("Copy as &CSV"), this, [this] { copyAs(CopyFormat::Csv); });
    menu.addAction(tr("Copy as &TSV, for a workbook"), this, [this] { copyAs(CopyFormat::Tsv); });
    menu.addSeparator();
    auto* specs
        = menu.addAction(tr("What the two checked systems &differ by…"), this, &CompareHead::compareSpecs);
    specs->setEnabled(m_model.checkedRows().size() == 2);
    menu.exec(m_more->mapToGlobal(m_more->rect().bottomLeft()));
}

void CompareHead::refresh()
{
    const bool any = m_model.rowCount() > 0;
    for (QWidget* button : { static_cast<QWidget*>(m_latex), static_cast<QWidget*>(m_export),
             static_cast<QWidget*>(m_command), static_cast<QWidget*>(m_more) })
        button->setEnabled(any);
}

} // namespace btw::pages
