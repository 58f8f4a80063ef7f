// SPDX-License-Identifier: GPL-3.0-or-later
// What the page of figures writes, reads and copies.
#include "engine/error.h"
#include "ui/charts/sheetwriter.h"
#include "ui/pages/figures/figureeditor.h"
#include "ui/pages/figures/figurefiles.h"
#include "ui/pages/figures/figurespage.h"
#include "ui/pages/figures/sheetview.h"
#include "ui/widgets/banner.h"
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

void FiguresPage::say(const QString& happened, const QString& next) { m_banner->show(happened, {}, next); }

QString FiguresPage::message() const { return m_banner->isHidden() ? QString() : m_banner->text(); }

void FiguresPage::chooseExport()
{
    const QString pdf = tr("PDF (*.pdf)");
    const QString svg = tr("SVG (*.svg)");
    const QString png = tr("PNG, 300 dpi (*.png)");
    const QString fine = tr("PNG, 600 dpi (*.png)");
    const QString csv = tr("Numbers as CSV (*.csv)");
    QString chosen = pdf;
    const QString name = QDir(m_settings.lastFolder()).filePath(charts::fileStem(m_view->picture()));
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Export figure"), name + QStringLiteral(".pdf"),
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
    exportTo(isTyped ? path
                     : QFileInfo(path).absolutePath() + QLatin1Char('/')
                + (isNamed ? QFileInfo(path).completeBaseName() : QFileInfo(path).fileName()) + usual);
}

void FiguresPage::exportTo(const QString& path)
{
    try {
        charts::writeSheet(m_editor->sheet(), m_editor->panels(), path, m_dpi);
        say(tr("Wrote %1.").arg(QDir::toNativeSeparators(path)),
            tr("Its caption stands at the right, ready to be copied."));
    } catch (const Error& error) {
        say(QString::fromUtf8(error.what()));
    }
}

void FiguresPage::chooseSave()
{
    const QString folder = m_files->folder();
    QDir().mkpath(folder);
    const QString name
        = QDir(folder).filePath(charts::fileStem(m_view->picture()) + QStringLiteral(".btwfig"));
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save page of figures"), name, tr("Page of figures (*.btwfig)"));
    if (!path.isEmpty())
        saveTo(withSuffix(path, QStringLiteral(".btwfig")));
}

void FiguresPage::saveTo(const QString& path)
{
    QSaveFile file(path);
    const QByteArray bytes = charts::toBtwfig(m_editor->sheet());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        say(tr("%1 could not be written (%2).").arg(QDir::toNativeSeparators(path), file.errorString()),
            tr("Choose another folder."));
        return;
    }
    say(tr("Saved %1.").arg(QDir::toNativeSeparators(path)));
    m_files->refresh();
}

void FiguresPage::chooseOpen()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open page of figures"), m_files->folder(), tr("Page of figures (*.btwfig)"));
    if (!path.isEmpty())
        openFile(path);
}

void FiguresPage::openFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        say(tr("%1 cannot be read (%2).").arg(QDir::toNativeSeparators(path), file.errorString()));
        return;
    }
    try {
        m_editor->setSheet(charts::fromBtwfig(file.read(kLargestFile), QFileInfo(path).fileName()));
        m_banner->hide();
    } catch (const Error& error) {
        say(QString::fromUtf8(error.what()));
    }
}

void FiguresPage::copyData() { QApplication::clipboard()->setText(charts::sheetCsv(m_view->picture())); }

void FiguresPage::copyCaption() { QApplication::clipboard()->setText(caption()); }

} // namespace btw::pages
