// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/figurecommands.h"

#include "engine/error.h"
#include "ui/charts/sheetwriter.h"
#include "ui/pages/figures/figureeditor.h"
#include "ui/pages/figures/figurefiles.h"
#include "ui/pages/figures/sheetview.h"
#include "ui/widgets/settings.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

namespace btw::pages {

namespace {

constexpr int kFineDpi = 600;
constexpr qint64 kLargestFile = 1 << 20; // a page of figures takes a few kilobytes

QString withSuffix(const QString& path, const QString& suffix)
{
    return path.endsWith(suffix, Qt::CaseInsensitive) ? path : path + suffix;
}

} // namespace

FigureCommands::FigureCommands(
    FigureEditor& editor, SheetView& view, FigureFiles& files, widgets::Settings& settings, QWidget* window)
    : QObject(window)
    , m_editor(editor)
    , m_view(view)
    , m_files(files)
    , m_settings(settings)
    , m_window(window)
{
}

void FigureCommands::chooseExport()
{
    const QString pdf = tr("PDF (*.pdf)");
    const QString svg = tr("SVG (*.svg)");
    const QString png = tr("PNG, 300 dpi (*.png)");
    const QString fine = tr("PNG, 600 dpi (*.png)");
    const QString csv = tr("Numbers as CSV (*.csv)");
    QString chosen = pdf;
    const QString name = QDir(m_settings.lastFolder()).filePath(charts::fileStem(m_view.picture()));
    const QString path
        = QFileDialog::getSaveFileName(m_window, tr("Export figure"), name + QStringLiteral(".pdf"),
            QStringList { pdf, svg, png, fine, csv }.join(QStringLiteral(";;")), &chosen);
    if (path.isEmpty())
        return;
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    const QString suffix = QFileInfo(path).suffix().toLower();
    const bool isNamed = QStringList { QStringLiteral("pdf"), QStringLiteral("svg"), QStringLiteral("png"),
        QStringLiteral("csv") }
                             .contains(suffix);
    const QString usual = chosen == svg   ? QStringLiteral(".svg")
        : chosen == png || chosen == fine ? QStringLiteral(".png")
        : chosen == csv                   ? QStringLiteral(".csv")
                                          : QStringLiteral(".pdf");
    m_dpi = chosen == fine ? kFineDpi : charts::kPaperDpi;
    // Who chooses another format without another name means the format.
    const bool isTyped = isNamed && (suffix != QLatin1String("pdf") || chosen == pdf);
    const QFileInfo file(path);
    const QString stem = isNamed ? file.completeBaseName() : file.fileName();
    const QString target = isTyped ? path : file.absolutePath() + QLatin1Char('/') + stem + usual;
    if (target != path && QFileInfo::exists(target)) // of which the dialog has not asked
        Q_EMIT said(
            tr("%1 is there already.").arg(QDir::toNativeSeparators(target)), tr("Choose another name."));
    else
        exportTo(target);
}

void FigureCommands::exportTo(const QString& path)
{
    // Test rows may have been looked at since the page was drawn, and the file says how often.
    m_editor.readAgain(
        [this, path, sheet = m_editor.sheet(), dpi = m_dpi](
            const std::vector<charts::SheetPicture::Panel>& panels) { write(sheet, panels, path, dpi); },
        [this](const QString& sentence) { Q_EMIT said(sentence); });
}

void FigureCommands::write(const charts::Sheet& sheet, const std::vector<charts::SheetPicture::Panel>& panels,
    const QString& path, int dpi)
{
    try {
        charts::writeSheet(sheet, panels, path, dpi);
        Q_EMIT done(tr("Wrote %1.").arg(QDir::toNativeSeparators(path)),
            tr("Its caption is below the page, ready to be copied."));
    } catch (const Error& error) {
        Q_EMIT said(QString::fromUtf8(error.what()));
    }
}

void FigureCommands::chooseSave()
{
    const QString folder = m_files.folder();
    QDir().mkpath(folder);
    const QString name
        = QDir(folder).filePath(charts::fileStem(m_view.picture()) + QStringLiteral(".btwfig"));
    const QString path = QFileDialog::getSaveFileName(
        m_window, tr("Save page of figures"), name, tr("Page of figures (*.btwfig)"));
    if (!path.isEmpty())
        saveTo(withSuffix(path, QStringLiteral(".btwfig")));
}

void FigureCommands::saveTo(const QString& path)
{
    QSaveFile file(path);
    const QByteArray bytes = charts::toBtwfig(m_editor.sheet());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        Q_EMIT said(
            tr("%1 could not be written (%2).").arg(QDir::toNativeSeparators(path), file.errorString()),
            tr("Choose another folder."));
        return;
    }
    Q_EMIT done(tr("Saved %1.").arg(QDir::toNativeSeparators(path)), {});
    m_files.refresh();
}

void FigureCommands::chooseOpen()
{
    const QString path = QFileDialog::getOpenFileName(
        m_window, tr("Open page of figures"), m_files.folder(), tr("Page of figures (*.btwfig)"));
    if (!path.isEmpty())
        openFile(path);
}

void FigureCommands::openFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT said(tr("%1 cannot be read (%2).").arg(QDir::toNativeSeparators(path), file.errorString()));
        return;
    }
    try {
        m_editor.setSheet(charts::fromBtwfig(file.read(kLargestFile), QFileInfo(path).fileName()));
        Q_EMIT said({}, {});
    } catch (const Error& error) {
        Q_EMIT said(QString::fromUtf8(error.what()));
    }
}

void FigureCommands::copyData() { QApplication::clipboard()->setText(charts::sheetCsv(m_view.picture())); }

} // namespace btw::pages
