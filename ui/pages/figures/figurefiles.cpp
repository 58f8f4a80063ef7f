// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/figurefiles.h"

#include "ui/widgets/theme.h"
#include "workspace/store/store.h"

#include <QDir>
#include <QFileInfo>
#include <QPainter>

namespace btw::pages {

namespace {

struct Found
{
    QString folder;
    QStringList files;
};

Found filesOf(const store::Store& store)
{
    Found found;
    found.folder = store.path() + QStringLiteral(".d/figures");
    found.files = QDir(found.folder).entryList({ QStringLiteral("*.btwfig") }, QDir::Files, QDir::Name);
    return found;
}

} // namespace

FigureFiles::FigureFiles(experiments::StoreLookup& lookup, QWidget* parent)
    : QListWidget(parent)
    , m_lookup(lookup)
{
    setAccessibleName(tr("Figures of this project"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QListWidget::itemActivated, this,
        [this](QListWidgetItem* item) { Q_EMIT wanted(item->data(Qt::UserRole).toString()); });
}

void FigureFiles::refresh()
{
    m_lookup.ask<Found>(
        this, m_subject, [](store::Store& store) { return filesOf(store); },
        [this](const std::shared_ptr<Found>& found) {
            m_folder = found->folder;
            clear();
            for (const QString& file : found->files) {
                auto* item = new QListWidgetItem(QFileInfo(file).completeBaseName(), this);
                item->setData(Qt::UserRole, QDir(found->folder).filePath(file));
                item->setToolTip(item->text());
            }
        },
        [](const QString& /*sentence*/) {});
}

void FigureFiles::paintEvent(QPaintEvent* event)
{
    QListWidget::paintEvent(event);
    if (count() > 0)
        return;
    QPainter painter(viewport());
    painter.setFont(widgets::Theme::captionFont());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(8, 6, -8, -6), Qt::AlignCenter | Qt::TextWordWrap,
        tr("None yet: Save keeps the page here."));
}

} // namespace btw::pages
