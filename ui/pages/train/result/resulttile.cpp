// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resulttile.h"

#include "ui/charts/paintedfigure.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/existingfolder.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWhatsThis>

namespace btw::pages {

ResultTile::ResultTile(const QString& title, const QString& help, const QString& fileName, QWidget* parent)
    : QFrame(parent)
    , m_help(help)
    , m_fileName(fileName)
    , m_title(new QLabel(this))
    , m_caption(new widgets::ElidedLabel(this))
    , m_more(new QToolButton(this))
    , m_body(new QVBoxLayout)
{
    using widgets::Theme;
    setProperty("card", true);
    m_title->setProperty("role", QStringLiteral("heading"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setToolTip(help.toHtmlEscaped());
    m_title->setAccessibleDescription(help);
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_more->setText(QStringLiteral("\u22ef"));
    connect(m_more, &QToolButton::clicked, this, [this] {
        QToolTip::hideText();
        makeMenu()->exec(m_more->mapToGlobal(QPoint(0, m_more->height())));
    });
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_title);
    head->addWidget(m_caption, 1);
    head->addWidget(m_more);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kCardInside + 2, 8, Theme::kCardInside, 10);
    column->setSpacing(6);
    column->addLayout(head);
    column->addLayout(m_body, 1);
    setTitle(title);
}

void ResultTile::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
    const QString name = tr("More for %1", "a card").arg(title);
    m_more->setAccessibleName(name);
    m_more->setToolTip(name);
}

void ResultTile::setCaption(const QString& caption) { m_caption->setText(caption); }

QString ResultTile::fileName() const
{
    if (m_subject.isEmpty() || m_subject.endsWith(m_fileName))
        return m_subject.isEmpty() ? m_fileName : m_subject;
    return m_subject + QLatin1Char('-') + m_fileName;
}

QString ResultTile::caption() const { return m_caption->text(); }

std::unique_ptr<QMenu> ResultTile::makeMenu()
{
    auto menu = std::make_unique<QMenu>();
    const auto add = [&](const QString& text, bool enabled, auto slot) {
        auto* action = menu->addAction(text);
        action->setEnabled(enabled);
        connect(action, &QAction::triggered, this, slot);
    };
    add(tr("Picture as PNG…"), m_figure != nullptr, [this] { askWhere(QStringLiteral("png")); });
    add(tr("Picture as SVG…"), m_figure != nullptr, [this] { askWhere(QStringLiteral("svg")); });
    add(tr("Copy picture"), m_figure != nullptr,
        [this] { QGuiApplication::clipboard()->setImage(m_figure->picture()); });
    menu->addSeparator();
    const bool isTable = !m_table.isEmpty();
    add(tr("Copy table for a spreadsheet"), isTable, [this] { copy(m_table.tsv()); });
    add(tr("Copy table as Markdown"), isTable, [this] { copy(m_table.markdown()); });
    add(tr("Copy table as LaTeX"), isTable, [this] { copy(m_table.latex()); });
    add(tr("Copy the command that gives these numbers"), !m_command.isEmpty(), [this] { copy(m_command); });
    menu->addSeparator();
    add(tr("What is this?"), true,
        [this] { QWhatsThis::showText(mapToGlobal(rect().center()), m_help.toHtmlEscaped(), this); });
    return menu;
}

void ResultTile::copy(const QString& text) const { QGuiApplication::clipboard()->setText(text); }

QString ResultTile::savePicture(const QString& path) const
{
    return m_figure ? m_figure->save(path) : QString();
}

void ResultTile::askWhere(const QString& suffix)
{
    const QString folder = widgets::existingFolder(QStandardPaths::PicturesLocation);
    QString path = QFileDialog::getSaveFileName(this, tr("Save picture"),
        QDir(folder).filePath(fileName() + QLatin1Char('.') + suffix),
        tr("%1 file (*.%2)").arg(suffix.toUpper(), suffix));
    if (path.isEmpty())
        return;
    if (!path.endsWith(QLatin1Char('.') + suffix, Qt::CaseInsensitive))
        path += QLatin1Char('.') + suffix;
    if (const QString error = savePicture(path); !error.isEmpty())
        QMessageBox::warning(this, tr("Save picture"), error);
}

} // namespace btw::pages
