// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/result/resulttile.h"

#include "ui/charts/chart.h"
#include "ui/charts/exportfigure.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWhatsThis>

#include <algorithm>

namespace btw::pages {

namespace {
constexpr int kDpi = 300; // of pictures as points
}

ResultTile::ResultTile(const QString& title, const QString& help, QWidget* parent)
    : QFrame(parent)
    , m_help(help)
    , m_title(new QLabel(this))
    , m_caption(new widgets::ElidedLabel(this))
    , m_reset(new QToolButton(this))
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
    m_reset->setText(tr("Reset zoom"));
    m_reset->setToolTip(tr("Shows all of the figure again (Escape)."));
    m_reset->hide();
    connect(m_reset, &QToolButton::clicked, this, [this] {
        if (auto* shown = chart())
            shown->resetZoom();
    });
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_title);
    head->addWidget(m_caption, 1);
    head->addWidget(m_reset);
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
    m_reset->setAccessibleName(tr("Reset the zoom of %1").arg(title));
}

void ResultTile::addChart(charts::Chart* chart)
{
    m_charts.push_back(chart);
    m_body->addWidget(chart, 1);
    connect(chart, &charts::Chart::wordsChanged, this, [this] {
        const auto* shown = this->chart();
        m_reset->setVisible(shown && shown->isZoomed());
    });
}

charts::Chart* ResultTile::chart() const
{
    const auto shown = std::find_if(
        m_charts.begin(), m_charts.end(), [](const charts::Chart* one) { return !one->isHidden(); });
    return shown == m_charts.end() ? nullptr : *shown;
}

void ResultTile::setPicture(const charts::FigureInfo& figure)
{
    m_picture = figure.make(figure).release();
    m_picture->setParent(this);
    m_picture->hide();
}

void ResultTile::setPictureData(const experiments::FigureData& numbers) { m_picture->setData(numbers); }

charts::Chart* ResultTile::picture() const
{
    if (auto* shown = chart())
        return shown;
    return m_picture != nullptr && !m_picture->data().isEmpty() ? m_picture : nullptr;
}

void ResultTile::setCaption(const QString& caption) { m_caption->setText(caption); }

QString ResultTile::caption() const { return m_caption->text(); }

std::unique_ptr<QMenu> ResultTile::makeMenu()
{
    auto menu = std::make_unique<QMenu>();
    const auto add = [&](const QString& text, bool enabled, auto slot) {
        auto* action = menu->addAction(text);
        action->setEnabled(enabled);
        connect(action, &QAction::triggered, this, slot);
    };
    if (auto* taken = picture()) {
        taken->addExports(*menu);
        menu->addSeparator();
    }
    const bool isTable = !m_table.isEmpty();
    add(tr("Copy table for a spreadsheet"), isTable, [this] { copy(m_table.tsv()); });
    add(tr("Copy table as Markdown"), isTable, [this] { copy(m_table.markdown()); });
    add(tr("Copy table as LaTeX"), isTable, [this] { copy(m_table.latex()); });
    add(tr("Copy the command that gives these numbers"), !m_command.isEmpty(), [this] { copy(m_command); });
    add(tr("Save the report as PDF…"), true, [this] { Q_EMIT reportWanted(); });
    menu->addSeparator();
    add(tr("What is this?"), true,
        [this] { QWhatsThis::showText(mapToGlobal(rect().center()), m_help.toHtmlEscaped(), this); });
    return menu;
}

void ResultTile::copy(const QString& text) const { QGuiApplication::clipboard()->setText(text); }

QString ResultTile::savePicture(const QString& path) const
{
    QString error;
    const auto* shown = picture();
    if (shown)
        charts::exportFigure(shown->figure(), shown->data(), path, shown->figure().savedMm, kDpi, &error);
    return error;
}

} // namespace btw::pages
