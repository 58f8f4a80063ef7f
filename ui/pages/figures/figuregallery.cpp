// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/figuregallery.h"

#include "ui/charts/sheetpicture.h"
#include "ui/pages/figures/figureeditor.h"

#include <QMimeData>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace btw::pages {

namespace {

constexpr int kBetweenMs = 20;
constexpr QSize kPicture(124, 72);
constexpr int kIdRole = Qt::UserRole;
constexpr int kDrawnRole = Qt::UserRole + 1; // there is something to draw

/// The figure one column wide, made small; null where it has nothing to draw.
QPixmap pictureOf(const charts::FigureInfo& figure, const experiments::FigureData& data, double ratio)
{
    charts::Sheet sheet;
    sheet.panels.emplace_back();
    sheet.panels.back().figure = figure.id;
    const charts::SheetPicture picture(sheet, { { figure, data, {} } });
    if (!picture.emptyText(0).isEmpty())
        return {};
    const QSizeF mm = picture.sizeMm();
    const double scale = std::min(kPicture.width() / mm.width(), kPicture.height() / mm.height());
    QPixmap pixmap(kPicture * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::white);
    QPainter painter(&pixmap);
    const QSizeF size = mm * scale;
    painter.translate((kPicture.width() - size.width()) / 2, (kPicture.height() - size.height()) / 2);
    picture.paint(painter, size);
    return pixmap;
}

} // namespace

FigureGallery::FigureGallery(FigureEditor& editor, QWidget* parent)
    : QListWidget(parent)
    , m_editor(editor)
{
    setAccessibleName(tr("Gallery of figures"));
    setAccessibleDescription(
        tr("Enter shows the figure in the selected panel; drag it onto the page to add it."));
    setViewMode(QListView::IconMode);
    setFlow(QListView::TopToBottom);
    setWrapping(false);
    setMovement(QListView::Static);
    setResizeMode(QListView::Adjust);
    setIconSize(kPicture);
    setWordWrap(true);
    setTextElideMode(Qt::ElideNone);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_timer.setInterval(kBetweenMs);
    connect(&m_timer, &QTimer::timeout, this, &FigureGallery::drawNext);
    connect(&m_editor, &FigureEditor::studyChanged, this, &FigureGallery::fill);
    connect(&m_editor, &FigureEditor::dataCame, this, &FigureGallery::queueReady);
    const auto show = [this](QListWidgetItem* item) { Q_EMIT figureWanted(item->data(kIdRole).toString()); };
    connect(this, &QListWidget::itemActivated, this, show);
    connect(this, &QListWidget::itemClicked, this, show);
}

QString FigureGallery::chosen() const
{
    const auto* item = currentItem();
    return item ? item->data(kIdRole).toString() : QString();
}

void FigureGallery::fill()
{
    const QString before = chosen();
    clear();
    m_waiting.clear();
    for (const auto& figure : m_editor.figures().all()) {
        if (m_editor.subjectFor(figure) == experiments::FigureSubject())
            continue;
        m_waiting.push_back(figure.id);
        auto* item = new QListWidgetItem(charts::galleryTitle(figure), this);
        item->setData(kIdRole, figure.id);
        item->setToolTip(figure.inPaper.isEmpty()
                ? figure.explanation
                : tr("Figure %1 of the paper. %2").arg(figure.inPaper, figure.explanation));
        item->setTextAlignment(Qt::AlignHCenter | Qt::AlignTop);
        item->setSizeHint(QSize(kPicture.width() + 12, kPicture.height() + 60));
        QPixmap blank(kPicture);
        blank.fill(palette().color(QPalette::AlternateBase));
        item->setIcon(blank);
        item->setHidden(true); // until it is known that there is something to draw
        if (figure.id == before)
            setCurrentItem(item);
    }
    queueReady();
}

void FigureGallery::setSearch(const QString& words)
{
    m_words = words;
    for (int row = 0; row < count(); ++row)
        showItem(*item(row));
    if (!currentItem() || !currentItem()->isHidden())
        return;
    for (int row = 0; row < count(); ++row)
        if (!item(row)->isHidden()) {
            setCurrentItem(item(row), QItemSelectionModel::ClearAndSelect);
            return;
        }
}

void FigureGallery::showItem(QListWidgetItem& item)
{
    const auto* figure = m_editor.figures().find(item.data(kIdRole).toString());
    item.setHidden(!item.data(kDrawnRole).toBool() || !charts::isFoundBy(*figure, m_words));
}

void FigureGallery::showEvent(QShowEvent* event)
{
    QListWidget::showEvent(event);
    queueReady();
}

void FigureGallery::queueReady()
{
    if (isVisible() && !m_waiting.empty() && !m_timer.isActive())
        m_timer.start();
}

void FigureGallery::drawNext()
{
    for (std::size_t i = 0; i < m_waiting.size(); ++i) {
        const QString id = m_waiting[i];
        const auto* figure = m_editor.figures().find(id);
        const auto& entry = m_editor.entry(m_editor.subjectFor(*figure), figure->need);
        if (entry.state == FigureEditor::State::Loading)
            continue;
        m_waiting.erase(m_waiting.begin() + static_cast<std::ptrdiff_t>(i));
        const bool suits = entry.data && (!entry.data->run || figure->suits(*entry.data->run));
        const QPixmap picture = suits ? pictureOf(*figure, *entry.data, devicePixelRatioF()) : QPixmap();
        for (int row = 0; row < count(); ++row)
            if (item(row)->data(kIdRole).toString() == id && !picture.isNull()) {
                QIcon icon(picture);
                icon.addPixmap(picture, QIcon::Selected); // not tinted
                item(row)->setIcon(icon);
                item(row)->setData(kDrawnRole, true);
                showItem(*item(row));
                if (!currentItem() || currentItem()->isHidden())
                    setCurrentItem(item(row), QItemSelectionModel::ClearAndSelect);
            }
        return;
    }
    m_timer.stop(); // the rest is still being read
}

QMimeData* FigureGallery::mimeData(const QList<QListWidgetItem*>& items) const
{
    auto* dragged = new QMimeData;
    if (!items.isEmpty())
        dragged->setData(mimeType(), items.first()->data(kIdRole).toString().toUtf8());
    return dragged;
}

} // namespace btw::pages
