// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures/figuregallery.h"

#include "ui/charts/sheetpicture.h"
#include "ui/pages/figures/figureeditor.h"
#include "ui/widgets/nomatch.h"

#include <QMimeData>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace btw::pages {

namespace {

constexpr int kBetweenMs = 20;
constexpr QSize kPicture(124, 72);
constexpr int kIdRole = Qt::UserRole;
constexpr int kDrawnRole = Qt::UserRole + 1; // there is something to draw

/// A picture as small as a stamp shows the first six models: to lay out more would take longer than a
/// frame.
experiments::FigureData forStamp(const experiments::FigureData& data)
{
    constexpr std::size_t kModels = 6;
    if (!data.study || data.study->models.size() <= kModels)
        return data;
    auto few = std::make_shared<experiments::StudyFacts>(*data.study);
    few->models.resize(kModels);
    auto small = data;
    small.study = std::move(few);
    return small;
}

/// The figure one column wide, made small; null where it has nothing to draw.
QPixmap pictureOf(const charts::FigureInfo& figure, const experiments::FigureData& data, double ratio)
{
    charts::Sheet sheet;
    sheet.panels.emplace_back();
    sheet.panels.back().figure = figure.id;
    const charts::SheetPicture picture(
        sheet, { { figure, forStamp(data), {} } }, charts::SheetPicture::Use::Screen);
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
    , m_noMatch(new widgets::NoMatch(*this))
{
    setAccessibleName(tr("Gallery of figures"));
    setAccessibleDescription(
        tr("Enter shows the figure in the selected panel; drag it onto the page to add it."));
    setViewportMargins(2, 2, 2, 2); // what is selected would be drawn over the frame
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
    QStringList ids;
    for (const auto& figure : m_editor.figures().all())
        if (!(m_editor.subjectFor(figure) == experiments::FigureSubject()))
            ids << figure.id;
    m_waiting.assign(ids.begin(), ids.end());
    // Of the same study with more trainings ended, pictures are drawn again where they are.
    const auto id = std::pair(m_editor.study().id.experiment, m_editor.study().id.split);
    if (id != m_study || ids != m_ids) {
        m_study = id;
        m_ids = ids;
        begin();
    }
    queueReady();
}

void FigureGallery::begin()
{
    const QString before = chosen();
    clear();
    for (const QString& id : m_ids) {
        const auto& figure = *m_editor.figures().find(id);
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
    tellMatches();
}

void FigureGallery::tellMatches()
{
    const bool isAnyFound = std::any_of(m_ids.begin(), m_ids.end(),
        [this](const QString& id) { return charts::isFoundBy(*m_editor.figures().find(id), m_words); });
    m_noMatch->setWords(isAnyFound || m_ids.isEmpty() ? QString() : m_words.trimmed());
}

void FigureGallery::setSearch(const QString& words)
{
    m_words = words;
    for (int row = 0; row < count(); ++row)
        showItem(*item(row));
    tellMatches();
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
        if (const auto row = static_cast<int>(m_ids.indexOf(id)); row >= 0)
            setPicture(*item(row), picture);
        return;
    }
    m_timer.stop(); // the rest is still being read
}

void FigureGallery::setPicture(QListWidgetItem& item, const QPixmap& picture)
{
    if (!picture.isNull()) {
        QIcon icon(picture);
        icon.addPixmap(picture, QIcon::Selected); // not tinted
        item.setIcon(icon);
    }
    item.setData(kDrawnRole, !picture.isNull());
    showItem(item);
    if (!item.isHidden() && (!currentItem() || currentItem()->isHidden()))
        setCurrentItem(&item, QItemSelectionModel::ClearAndSelect);
}

QMimeData* FigureGallery::mimeData(const QList<QListWidgetItem*>& items) const
{
    auto* dragged = new QMimeData;
    if (!items.isEmpty())
        dragged->setData(mimeType(), items.first()->data(kIdRole).toString().toUtf8());
    return dragged;
}

} // namespace btw::pages
