// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/systemstable.h"

#include "ui/pages/compare/notedialog.h"
#include "ui/pages/compare/systemsdelegate.h"
#include "ui/widgets/names.h"
#include "ui/widgets/nomatch.h"
#include "ui/widgets/settings.h"
#include "ui/widgets/tablelook.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QStyle>

#include <algorithm>
#include <cmath>
#include <utility>

namespace btw::pages {

namespace {

constexpr int kRow = 32;
constexpr int kForestWidth = 170;
constexpr int kNarrowest = 220; // of the names

} // namespace

void SystemsTable::Order::setWords(const QStringList& words)
{
    m_words = words;
    invalidateFilter();
}

bool SystemsTable::Order::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const auto& model = *static_cast<const ComparisonModel*>(sourceModel());
    const auto note = model.noteOf(row);
    const QString text = model.index(row, ComparisonModel::System, parent).data().toString()
        + QLatin1Char(' ') + model.rowAt(row).model.fullName() + QLatin1Char(' ')
        + note.tags.join(QLatin1Char(' ')) + QLatin1Char(' ') + note.text;
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
        if (word.compare(QLatin1String("star"), Qt::CaseInsensitive) == 0)
            return note.isStarred;
        return text.contains(word, Qt::CaseInsensitive);
    });
}

bool SystemsTable::Order::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto first = left.data(ComparisonModel::SortRole);
    const auto second = right.data(ComparisonModel::SortRole);
    if (first.typeId() != QMetaType::Double || second.typeId() != QMetaType::Double)
        return QString::localeAwareCompare(first.toString(), second.toString()) < 0;
    // What is not known comes last, whichever way round.
    const double a = first.toDouble();
    const double b = second.toDouble();
    if (std::isnan(a) || std::isnan(b))
        return sortOrder() == Qt::AscendingOrder ? !std::isnan(a) : std::isnan(a) && !std::isnan(b);
    return a < b;
}

SystemsTable::SystemsTable(ComparisonModel& model, widgets::Settings& settings, QWidget* parent)
    : QTableView(parent)
    , m_model(model)
    , m_settings(settings)
    , m_order(new Order(this))
    , m_noMatch(new widgets::NoMatch(*this))
    , m_delegate(new SystemsDelegate(this))
{
    setAccessibleName(tr("Systems"));
    setToolTip({});
    m_order->setSourceModel(&model);
    setModel(m_order);
    setItemDelegate(m_delegate);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setTextElideMode(Qt::ElideRight); // of tags and notes; names are shortened by what tells them apart
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRow);
    auto* head = horizontalHeader();
    head->setHighlightSections(false);
    head->setSortIndicatorClearable(true);
    head->setSortIndicator(-1, Qt::AscendingOrder);
    head->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(head, &QWidget::customContextMenuRequested, this,
        [this](const QPoint& at) { columnsMenu()->exec(horizontalHeader()->mapToGlobal(at)); });
    setSortingEnabled(true);
    connect(m_order, &QAbstractItemModel::modelReset, this, &SystemsTable::fit);
    connect(m_order, &QAbstractItemModel::modelReset, this, &SystemsTable::tellMatches);
    connect(m_order, &QAbstractItemModel::rowsInserted, this, &SystemsTable::tellMatches); // with a star
    connect(m_order, &QAbstractItemModel::rowsRemoved, this, &SystemsTable::tellMatches);
    connect(&model, &QAbstractItemModel::dataChanged, this, &SystemsTable::shortenNames); // with a star
    connect(head, &QHeaderView::sectionResized, this, [this](int column) {
        if (column == ComparisonModel::System)
            shortenNames();
    });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this] { Q_EMIT currentRowChanged(currentRow()); });
    connect(this, &QAbstractItemView::doubleClicked, this, [this] { Q_EMIT peopleWanted(currentRow()); });
    restoreColumns();
    fit();
}

void SystemsTable::setTheme(const widgets::Theme& theme)
{
    m_delegate->setTheme(theme);
    setStyleSheet(widgets::tableInCard(theme));
    shortenNames();
    viewport()->update();
}

void SystemsTable::setFilter(const QString& filter)
{
    m_filter = filter.trimmed();
    m_order->setWords(filter.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    tellMatches();
}

void SystemsTable::tellMatches()
{
    const bool isNone = m_order->rowCount() == 0 && m_model.rowCount() > 0;
    m_noMatch->setWords(isNone ? m_filter : QString());
}

int SystemsTable::currentRow() const { return m_order->mapToSource(currentIndex()).row(); }

void SystemsTable::setCurrentRow(int row)
{
    const auto index = m_order->mapFromSource(m_model.index(row, 0));
    if (index.isValid())
        setCurrentIndex(index);
}

void SystemsTable::restoreColumns()
{
    const auto hidden = m_settings.hiddenCompareColumns();
    for (int column = 0; column < ComparisonModel::ColumnCount; ++column)
        setColumnHidden(column, hidden.contains(ComparisonModel::columnId(column)));
}

void SystemsTable::showColumn(int column, bool shown)
{
    setColumnHidden(column, !shown);
    auto hidden = m_settings.hiddenCompareColumns();
    hidden.removeAll(ComparisonModel::columnId(column));
    if (!shown)
        hidden << ComparisonModel::columnId(column);
    m_settings.setHiddenCompareColumns(hidden);
    fit();
}

void SystemsTable::fit()
{
    setColumnHidden(ComparisonModel::Published,
        !m_model.hasPublished()
            || m_settings.hiddenCompareColumns().contains(
                ComparisonModel::columnId(ComparisonModel::Published)));
    auto* head = horizontalHeader();
    head->setSectionResizeMode(QHeaderView::ResizeToContents);
    head->setMinimumSectionSize(48);
    head->setSectionResizeMode(ComparisonModel::Forest, QHeaderView::Fixed);
    head->resizeSection(ComparisonModel::Forest, kForestWidth);
    head->setSectionResizeMode(ComparisonModel::System, QHeaderView::Interactive);
    int taken = 0;
    for (int column = 1; column < ComparisonModel::ColumnCount; ++column)
        taken += isColumnHidden(column) ? 0 : head->sectionSize(column);
    head->resizeSection(ComparisonModel::System, std::max(kNarrowest, viewport()->width() - taken));
    shortenNames();
}

void SystemsTable::shortenNames()
{
    QStyleOptionViewItem cell;
    initViewItemOption(&cell);
    cell.rect = QRect(0, 0, columnWidth(ComparisonModel::System), kRow);
    cell.features |= QStyleOptionViewItem::HasCheckIndicator | QStyleOptionViewItem::HasDisplay;
    cell.text = QStringLiteral("–"); // any: the room is the same
    QStringList names;
    for (int row = 0; row < m_model.rowCount(); ++row)
        names << m_model.index(row, ComparisonModel::System).data().toString();
    constexpr int kSpare = 4; // drawn text can be a little wider than its letters' advances
    const int inside = 2 * (style()->pixelMetric(QStyle::PM_FocusFrameHMargin, &cell, this) + 1) + kSpare;
    const int room = style()->subElementRect(QStyle::SE_ItemViewItemText, &cell, this).width() - inside;
    const QFontMetrics metrics(cell.font);
    const QStringList shown = widgets::shortened(
        names, room, [&](const QString& text) { return metrics.horizontalAdvance(text); });
    QHash<QString, QString> shortened;
    for (qsizetype i = 0; i < names.size(); ++i)
        if (shown[i] != names[i])
            shortened.insert(names[i], shown[i]);
    m_delegate->setShortened(std::move(shortened));
    viewport()->update();
}

QString SystemsTable::shownName(const QModelIndex& index) const
{
    return m_delegate->shownName(index.siblingAtColumn(ComparisonModel::System).data().toString());
}

std::unique_ptr<QMenu> SystemsTable::columnsMenu()
{
    auto menu = std::make_unique<QMenu>();
    for (int column = 1; column < ComparisonModel::ColumnCount; ++column) {
        if (column == ComparisonModel::Published && !m_model.hasPublished())
            continue;
        auto* action = menu->addAction(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole)
                                           .toString()
                                           .replace(QLatin1Char('\n'), QLatin1Char(' ')));
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) { showColumn(column, on); });
    }
    return menu;
}

std::unique_ptr<QMenu> SystemsTable::rowMenu()
{
    auto menu = std::make_unique<QMenu>();
    const int row = currentRow();
    if (row < 0)
        return menu;
    const bool isStored = !ComparisonModel::runsOf(m_model.rowAt(row).model).empty();
    auto* baseline
        = menu->addAction(tr("Use as the &baseline\tB"), this, [this, row] { Q_EMIT baselineWanted(row); });
    baseline->setEnabled(!m_model.rowAt(row).isBaseline);
    auto* people = menu->addAction(
        tr("Go to what changes for each &person\tEnter"), this, [this, row] { Q_EMIT peopleWanted(row); });
    people->setEnabled(!m_model.rowAt(row).isBaseline);
    menu->addSeparator();
    auto* star = menu->addAction(m_model.noteOf(row).isStarred ? tr("Remove the &star\tS") : tr("&Star\tS"),
        this, &SystemsTable::star);
    auto* note = menu->addAction(tr("&Tags and note…\tN"), this, &SystemsTable::writeNote);
    star->setEnabled(isStored);
    note->setEnabled(isStored);
    return menu;
}

void SystemsTable::star()
{
    const int row = currentRow();
    if (row < 0)
        return;
    auto note = m_model.noteOf(row);
    note.isStarred = !note.isStarred;
    m_model.setNote(row, note);
}

void SystemsTable::writeNote()
{
    const int row = currentRow();
    if (row < 0 || ComparisonModel::runsOf(m_model.rowAt(row).model).empty())
        return;
    NoteDialog dialog(m_model.rowAt(row).model.plainName(), m_model.noteOf(row), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    m_model.setNote(row, dialog.note());
    if (!dialog.note().tags.isEmpty())
        showColumn(ComparisonModel::Tags, true);
    if (!dialog.note().text.isEmpty())
        showColumn(ComparisonModel::Note, true);
}

void SystemsTable::check()
{
    const auto index = m_model.index(currentRow(), ComparisonModel::System);
    if (index.isValid())
        m_model.setData(index,
            index.data(Qt::CheckStateRole).toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked,
            Qt::CheckStateRole);
}

void SystemsTable::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier && currentRow() >= 0;
    if (isPlain && event->key() == Qt::Key_B)
        Q_EMIT baselineWanted(currentRow());
    else if (isPlain && event->key() == Qt::Key_S)
        star();
    else if (isPlain && event->key() == Qt::Key_N)
        writeNote();
    else if (isPlain && event->key() == Qt::Key_Space)
        check();
    else if (isPlain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        Q_EMIT peopleWanted(currentRow());
    else
        QTableView::keyPressEvent(event);
}

void SystemsTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fit();
}

void SystemsTable::contextMenuEvent(QContextMenuEvent* event) { rowMenu()->exec(event->globalPos()); }

} // namespace btw::pages
